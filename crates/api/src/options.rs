//! What the binary decides about the API.

use std::time::Duration;

use edge::{Cors, Drain, Front, Limiter, Rate, Visitors};
use ipnet::IpNet;

/// How the API is set up.
#[derive(Clone)]
pub struct ApiOptions {
    /// The name of the environment, shown by `GET /`: `development`, `production`.
    pub environment: String,
    /// The version of the running program, shown by `GET /`.
    pub version: String,
    /// Calls a client address may make; a signed-in user may make ten times as many. `None`: no limit.
    pub rate_limit: Option<Rate>,
    /// Where calls and logins are counted. `None`: in this process, by the shop's own clock.
    pub limiter: Option<Limiter>,
    /// Whose scripts count by visitor. `None`: nobody's.
    pub visitors: Option<Visitors>,
    /// Failed logins per account and client address. `None`: no limit.
    pub login_limit: Option<Rate>,
    /// Proxies whose `X-Forwarded-For` or `Forwarded` is believed; they are never blocked.
    pub trusted_proxies: Vec<IpNet>,
    /// Whose pages may call from a browser. `None`: nobody's.
    pub cors: Option<Cors>,
    /// How long a call may take before it is answered with 503.
    pub time_limit: Duration,
    /// How long reading in a product file may take.
    pub import_time_limit: Duration,
    /// What it shares with the other faces of its process.
    pub front: Front,
    /// Tells when the process is about to stop; `/ready` says so.
    pub drain: Drain,
}

impl ApiOptions {
    /// A shop on one's own machine: no limits, no foreign origins.
    #[must_use]
    pub fn new(environment: impl Into<String>, version: impl Into<String>) -> Self {
        ApiOptions {
            environment: environment.into(),
            version: version.into(),
            rate_limit: None,
            login_limit: None,
            limiter: None,
            visitors: None,
            trusted_proxies: Vec::new(),
            cors: None,
            time_limit: Duration::from_secs(30),
            import_time_limit: Duration::from_secs(600),
            front: Front::default(),
            drain: Drain::new(),
        }
    }
}
