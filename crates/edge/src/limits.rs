//! The rate limit of a face, and how it is told to clients
//! (draft-ietf-httpapi-ratelimit-headers).
//!
//! Who isn't signed in counts by client address; who is, by user, so that the many who share one
//! mobile address aren't one. For that the token's signature is enough: no SQL for a call that
//! may be refused. Searching and writing have tighter budgets inside: such a request takes a unit
//! of both or of neither. What the storefront's scripts call counts by
//! [visitor](crate::Visitors).

mod budget;
mod counted;

use std::net::{IpAddr, Ipv6Addr};
use std::sync::Arc;

use axum::http::{HeaderMap, Method, Uri};
use domain::UserId;
use ipnet::IpNet;
use shop::Shop;

use self::budget::Budgets;
use crate::gcra::{Gcra, Rate};
use crate::limiter::call::{API, Call, Face, Guard, PAGES, Verdict, Who};
use crate::limiter::{Limiter, strikes};
use crate::{SessionIn, Visitors};

pub(crate) use self::counted::{Counted, up};

/// Signed-in users may call the API so many times as often as an address.
const SIGNED_IN: u32 = 10;
/// A visitor's scripts may call the API so many times as often as an address.
const VISITOR: u32 = 2;
/// Of the API's calls, how many of a hundred may search, and how many may write.
const API_SHARES: (u32, u32) = (60, 60);
/// The same for pages: there are hundreds of shoppers behind an address, who mostly look.
const PAGE_SHARES: (u32, u32) = (20, 10);
const ALL: (u32, u32) = (100, 100);

/// Answered however often they are asked: what probes ask.
const PROBES: [&str; 2] = ["/health", "/ready"];
/// What browsers fetch for a page, and keep.
const FILES: [&str; 7] = [
    "/assets/",
    "/media/",
    "/share/",
    "/favicon.ico",
    "/robots.txt",
    "/admin/assets/",
    "/bn/admin/assets/",
];

/// How many requests one client may make. Cheap to clone; all clones count together.
#[derive(Clone)]
pub struct Limits(Arc<Inner>);

struct Inner {
    limiter: Limiter,
    face: &'static Face,
    session_in: SessionIn,
    whose: Box<Whose>,
    strangers: Budgets,
    users: Budgets,
    visitors: Option<(Visitors, Budgets)>,
    /// Whom nothing blocks: what stands in front of us.
    spared: Vec<IpNet>,
}

/// Whose a token is, by its signature alone.
type Whose = dyn Fn(&str) -> Option<UserId> + Send + Sync;

/// A request that counts: who asks, and by which budgets.
pub(crate) struct Asked {
    limits: Limits,
    who: Who,
    kind: Kind,
    pub(crate) call: Call,
}

/// Which tighter budget a request takes from as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Look,
    Search,
    Write,
}

impl Limits {
    /// The API's: `rate` per client address, and ten times as much per user of this shop.
    #[must_use]
    pub fn api(rate: Rate, limiter: Limiter, shop: Shop) -> Self {
        let whose = move |token: &str| shop.peek_user(token);
        Self::with(rate, limiter, SessionIn::Header, whose)
    }

    /// The pages': `rate` per client address, and as much per user of this shop. Requests from
    /// this very machine don't count: they come through a proxy that nobody told us of, and one
    /// budget for all shoppers together would close the shop.
    #[must_use]
    pub fn pages(rate: Rate, limiter: Limiter, shop: Shop, session_in: SessionIn) -> Self {
        let whose = move |token: &str| shop.peek_user(token);
        Self::with(rate, limiter, session_in, whose)
    }

    pub(crate) fn with(
        rate: Rate,
        limiter: Limiter,
        session_in: SessionIn,
        whose: impl Fn(&str) -> Option<UserId> + Send + Sync + 'static,
    ) -> Self {
        let (face, factor, shares) = match session_in {
            SessionIn::Header => (&API, SIGNED_IN, API_SHARES),
            SessionIn::Cookie | SessionIn::HostCookie => (&PAGES, 1, PAGE_SHARES),
        };
        Limits(Arc::new(Inner {
            limiter,
            face,
            session_in,
            whose: Box::new(whose),
            strangers: Budgets::new(face, rate, shares),
            users: Budgets::new(face, times(rate, factor), shares),
            visitors: None,
            spared: Vec::new(),
        }))
    }

    /// Counts the calls of these visitors' scripts by visitor.
    #[must_use]
    pub fn visitors(self, visitors: Option<Visitors>) -> Self {
        let Some(visitors) = visitors else {
            return self;
        };
        let inner = &self.0;
        let budgets = Budgets::new(inner.face, times(inner.strangers.rate, VISITOR), ALL);
        self.changed(|inner| inner.visitors = Some((visitors, budgets)))
    }

    /// Never blocks these networks: the proxies in front of us, whose address stands for many.
    #[must_use]
    pub fn sparing(self, networks: &[IpNet]) -> Self {
        let networks = networks.to_vec();
        self.changed(|inner| inner.spared = networks)
    }

    /// Before it is shared: nobody has a clone yet.
    fn changed(mut self, change: impl FnOnce(&mut Inner)) -> Self {
        if let Some(inner) = Arc::get_mut(&mut self.0) {
            change(inner);
        }
        self
    }

    /// What there is to decide about a request; `None` where requests don't count.
    pub(crate) fn ask(
        &self,
        method: &Method,
        uri: &Uri,
        headers: &HeaderMap,
        client: IpAddr,
    ) -> Option<Asked> {
        let inner = &self.0;
        if method == Method::OPTIONS || self.exempt(uri.path(), client) {
            return None;
        }
        let kind = self.kind(method, uri);
        let (who, budgets) = self.who(kind, uri, headers, client);
        let charges = budgets.charges(who, kind);
        let spared = matches!(who, Who::Address(_))
            && inner.spared.iter().any(|network| network.contains(&client));
        let strikes: Gcra = strikes(budgets.rate);
        let guard = (!spared).then_some(Guard {
            face: inner.face,
            who,
            strikes,
        });
        Some(Asked {
            limits: self.clone(),
            who,
            kind,
            call: Call { guard, charges },
        })
    }

    fn exempt(&self, path: &str, client: IpAddr) -> bool {
        if PROBES.contains(&path) {
            return true;
        }
        self.0.session_in != SessionIn::Header
            && (client.is_loopback() || FILES.iter().any(|file| path.starts_with(file)))
    }

    fn kind(&self, method: &Method, uri: &Uri) -> Kind {
        if !method.is_safe() {
            return Kind::Write;
        }
        let searches = match (self.0.session_in, uri.path()) {
            (SessionIn::Header, "/api/suggest")
            | (SessionIn::Cookie | SessionIn::HostCookie, "/search" | "/bn/search") => true,
            (SessionIn::Header, "/api/products") => parameter(uri, "q").is_some(),
            _ => false,
        };
        if searches { Kind::Search } else { Kind::Look }
    }

    fn who(&self, kind: Kind, uri: &Uri, headers: &HeaderMap, client: IpAddr) -> (Who, &Budgets) {
        let inner = &self.0;
        let token = inner.session_in.token(headers);
        if let Some(user) = token.and_then(|token| (inner.whose)(token)) {
            return (Who::User(user), &inner.users);
        }
        // Only looking: whoever writes is somebody, or an address.
        if kind != Kind::Write
            && let Some((visitors, budgets)) = &inner.visitors
            && let Some(token) = parameter(uri, "visitor")
            && let Some(visitor) = visitors.whose(token)
        {
            return (Who::Visitor(visitor), budgets);
        }
        (Who::Address(subscriber(client)), &inner.strangers)
    }
}

impl Asked {
    /// Decides without waiting; `None` where that takes a round trip.
    pub(crate) fn at_once(&self) -> Option<Counted> {
        let verdict = self.limits.0.limiter.take_at_once(&self.call)?;
        Some(self.counted(verdict))
    }

    /// Decides.
    pub(crate) async fn decide(self) -> Counted {
        let verdict = self.limits.0.limiter.take(self.call).await;
        self.counted(verdict)
    }

    fn counted(&self, verdict: Verdict) -> Counted {
        let inner = &self.limits.0;
        let budgets = match (self.who, &inner.visitors) {
            (Who::User(_), _) => &inner.users,
            (Who::Visitor(_), Some((_, budgets))) => budgets,
            _ => &inner.strangers,
        };
        Counted::new(verdict, budgets.policies(self.kind))
    }
}

/// So many times as much.
fn times(rate: Rate, factor: u32) -> Rate {
    Rate {
        count: rate.count.saturating_mul(factor),
        ..rate
    }
}

/// The value of a parameter in a query, as it stands there.
fn parameter<'a>(uri: &'a Uri, name: &str) -> Option<&'a str> {
    let mut pairs = uri.query()?.split('&');
    pairs.find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
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
mod tests;
