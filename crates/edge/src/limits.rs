//! The rate limit of a face, and how it is told to clients
//! (draft-ietf-httpapi-ratelimit-headers).
//!
//! Who isn't signed in counts by client address; who is, by user with ten times the budget, so
//! that the many who share one mobile address aren't one. For that the token's signature is
//! enough: no SQL for a call that may be refused.

use std::net::{IpAddr, Ipv6Addr};
use std::sync::Arc;

use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use domain::{Ambient, UserId};
use shop::Shop;

use crate::gcra::{Rate, Standing};
use crate::limiter::Limiter;
use crate::{Problem, SessionIn, code};

/// Signed-in users may do so many times what an address may.
const SIGNED_IN_FACTOR: u32 = 10;

/// Answered however often they are asked: probes, and what browsers ask by themselves.
const EXEMPT_PATHS: [&str; 2] = ["/health", "/ready"];

const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// How many calls one client may make. Cheap to clone; all clones count together.
#[derive(Clone)]
pub struct Limits(Arc<Inner>);

struct Inner {
    strangers: Budget<IpAddr>,
    users: Budget<UserId>,
    session_in: SessionIn,
    whose: Box<Whose>,
}

/// Whose a token is, by its signature alone.
type Whose = dyn Fn(&str) -> Option<UserId> + Send + Sync;

struct Budget<K> {
    limiter: Limiter<K>,
    policy: HeaderValue,
}

/// What a call that counted tells its client.
pub(crate) struct Counted {
    standing: Standing,
    policy: HeaderValue,
}

impl Limits {
    /// `rate` per client address, and ten times as much per user of this shop.
    #[must_use]
    pub fn new(rate: Rate, shop: Shop, session_in: SessionIn) -> Self {
        let ambient = shop.ambient().clone();
        Self::with(rate, ambient, session_in, move |token| {
            shop.peek_user(token)
        })
    }

    pub(crate) fn with(
        rate: Rate,
        ambient: Ambient,
        session_in: SessionIn,
        whose: impl Fn(&str) -> Option<UserId> + Send + Sync + 'static,
    ) -> Self {
        let more = Rate {
            count: rate.count.saturating_mul(SIGNED_IN_FACTOR),
            ..rate
        };
        Limits(Arc::new(Inner {
            strangers: Budget::new(rate, ambient.clone()),
            users: Budget::new(more, ambient),
            session_in,
            whose: Box::new(whose),
        }))
    }

    /// Counts a call; `None` where calls don't count.
    pub(crate) fn count(
        &self,
        method: &Method,
        path: &str,
        headers: &HeaderMap,
        client: IpAddr,
    ) -> Option<Counted> {
        if method == Method::OPTIONS || EXEMPT_PATHS.contains(&path) {
            return None;
        }
        let token = self.0.session_in.token(headers);
        Some(match token.and_then(|token| (self.0.whose)(token)) {
            Some(user) => self.0.users.take(&user),
            None => self.0.strangers.take(&subscriber(client)),
        })
    }
}

impl<K: std::hash::Hash + Eq + Clone> Budget<K> {
    fn new(rate: Rate, ambient: Ambient) -> Self {
        let limiter = Limiter::new(rate, ambient);
        let (quota, window) = (limiter.quota(), rate.window.as_secs().max(1));
        let policy = HeaderValue::try_from(format!("\"default\";q={quota};w={window}"));
        Budget {
            limiter,
            policy: policy.unwrap_or(HeaderValue::from_static("\"default\"")),
        }
    }

    fn take(&self, key: &K) -> Counted {
        Counted {
            standing: self.limiter.take(key),
            policy: self.policy.clone(),
        }
    }
}

impl Counted {
    /// Why the call is refused, if it is.
    pub(crate) fn refusal(&self) -> Option<Problem> {
        if !self.standing.refused() {
            return None;
        }
        let seconds = up(self.standing.retry_after);
        let detail = format!("You have made too many calls; the next is taken in {seconds} s");
        Some(Problem::new(code::RATE_LIMITED, detail).retry_after(seconds))
    }

    pub(crate) fn write_headers(self, headers: &mut HeaderMap) {
        let limit = format!(
            "\"default\";r={};t={}",
            self.standing.remaining,
            up(self.standing.reset)
        );
        if let Ok(limit) = HeaderValue::try_from(limit) {
            headers.insert(RATE_LIMIT, limit);
        }
        headers.insert(RATE_LIMIT_POLICY, self.policy);
    }
}

/// Whole seconds, rounded up: who waits them has waited long enough.
pub(crate) fn up(duration: std::time::Duration) -> u32 {
    let seconds = duration.as_nanos().div_ceil(1_000_000_000);
    u32::try_from(seconds).unwrap_or(u32::MAX)
}

/// Whom an address stands for: of IPv6 a subscriber has a whole /64 at least.
pub(crate) fn subscriber(client: IpAddr) -> IpAddr {
    match client {
        IpAddr::V4(_) => client,
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use axum::http::header::AUTHORIZATION;
    use domain::UserId;

    use super::*;
    use crate::testing::clock;

    fn limits(count: u32) -> (domain::ManualClock, Limits) {
        let (clock, ambient) = clock();
        let rate = Rate {
            count,
            window: Duration::from_secs(900),
        };
        let user = UserId::mint(&ambient);
        let whose = move |token: &str| (token == "good").then_some(user);
        (clock, Limits::with(rate, ambient, SessionIn::Header, whose))
    }

    /// Whether the call was taken, and its two headers.
    fn call(limits: &Limits, address: &str, token: Option<&str>) -> (bool, String, String) {
        let mut headers = HeaderMap::new();
        if let Some(token) = token {
            headers.insert(AUTHORIZATION, format!("Bearer {token}").parse().unwrap());
        }
        let counted = limits
            .count(&Method::GET, "/api", &headers, address.parse().unwrap())
            .unwrap();
        let taken = counted.refusal().is_none();
        let mut told = HeaderMap::new();
        counted.write_headers(&mut told);
        let text = |name| told[&name].to_str().unwrap().to_owned();
        (taken, text(RATE_LIMIT_POLICY), text(RATE_LIMIT))
    }

    #[test]
    fn the_fields_say_what_is_left() {
        let (_clock, limits) = limits(100);
        let (taken, policy, limit) = call(&limits, "203.0.113.1", None);
        assert!(taken);
        assert_eq!(policy, "\"default\";q=100;w=900");
        assert_eq!(limit, "\"default\";r=99;t=9");
    }

    #[test]
    fn past_the_budget_is_refused_with_a_time_to_come_back() {
        let (clock, limits) = limits(2);
        assert!(call(&limits, "203.0.113.1", None).0);
        assert!(call(&limits, "203.0.113.1", None).0);
        let client = "203.0.113.1".parse().unwrap();
        let counted = limits
            .count(&Method::GET, "/", &HeaderMap::new(), client)
            .unwrap();
        let problem = counted.refusal().unwrap();
        assert_eq!(
            (problem.status().as_u16(), problem.code()),
            (429, "rate_limited")
        );
        assert_eq!(problem.headers()[0].1, "450");
        clock.advance(Duration::from_secs(450));
        assert!(call(&limits, "203.0.113.1", None).0);
    }

    #[test]
    fn a_user_counts_alone_and_tenfold_and_a_forged_token_not_at_all() {
        let (_clock, limits) = limits(1);
        assert!(call(&limits, "203.0.113.1", None).0);
        assert!(!call(&limits, "203.0.113.1", Some("forged")).0);
        let (taken, policy, limit) = call(&limits, "203.0.113.1", Some("good"));
        assert!(taken);
        assert_eq!(policy, "\"default\";q=10;w=900");
        assert_eq!(limit, "\"default\";r=9;t=90");
        for _ in 1..10 {
            assert!(call(&limits, "203.0.113.2", Some("good")).0);
        }
        assert!(!call(&limits, "203.0.113.3", Some("good")).0);
    }

    #[test]
    fn probes_and_preflights_do_not_count() {
        let (_clock, limits) = limits(1);
        let client = "203.0.113.1".parse().unwrap();
        let count = |method, path| limits.count(&method, path, &HeaderMap::new(), client);
        assert!(count(Method::GET, "/health").is_none());
        assert!(count(Method::GET, "/ready").is_none());
        assert!(count(Method::OPTIONS, "/api/products").is_none());
        assert!(
            count(Method::GET, "/api/products")
                .unwrap()
                .refusal()
                .is_none()
        );
        assert!(count(Method::GET, "/health/").unwrap().refusal().is_some());
    }

    #[test]
    fn an_ipv6_network_is_one_client() {
        let (_clock, limits) = limits(1);
        assert!(call(&limits, "2001:db8:1:2::1", None).0);
        assert!(!call(&limits, "2001:db8:1:2:ffff::9", None).0);
        assert!(call(&limits, "2001:db8:1:3::1", None).0);
    }
}
