//! Who is let in first: one table for the routes of all faces.

use std::time::Duration;

/// How urgent a request is, the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// Search, suggestions, product lists, imports, exports and reports: refused first.
    Spare,
    /// Pages and reads; the back office.
    Browse,
    /// Signing in and what belongs to it. As urgent as checkout, in a quarter of the places: a
    /// flood on the login must not stand in the buyers' way.
    SignIn,
    /// Cart, checkout, orders, payments: refused last.
    Checkout,
}

/// What is not asked at the gate at all: whoever watches the shop has to see it in a crowd too.
const PROBES: &[&str] = &["/health", "/ready", "/metrics"];

/// Which routes are how urgent: the first line that the template begins with counts. `=` stands
/// before templates that have to be the same. Pages in Bangla count as the English ones.
const TABLE: &[(&str, Priority)] = &[
    ("=/api/products", Priority::Spare),
    ("/api/search", Priority::Spare),
    ("/api/suggest", Priority::Spare),
    ("/api/products/suggest", Priority::Spare),
    ("/api/auth", Priority::SignIn),
    ("/api/protected", Priority::SignIn),
    ("/api/carts", Priority::Checkout),
    ("/api/orders", Priority::Checkout),
    ("/api/payments", Priority::Checkout),
    ("/api/webhooks", Priority::Checkout),
    ("/api/admin/imports", Priority::Spare),
    ("/api/admin/exports", Priority::Spare),
    ("/api/admin/audit", Priority::Spare),
    ("/api", Priority::Browse),
    ("/search", Priority::Spare),
    ("/cart", Priority::Checkout),
    ("/checkout", Priority::Checkout),
    ("/orders", Priority::Checkout),
    ("/payments", Priority::Checkout),
    ("/login", Priority::SignIn),
    ("/logout", Priority::SignIn),
    ("/register", Priority::SignIn),
    ("/forgot", Priority::SignIn),
    ("/reset", Priority::SignIn),
    ("/verify", Priority::SignIn),
    ("/account/password", Priority::SignIn),
    ("/account/security", Priority::SignIn),
    ("/admin/imports", Priority::Spare),
    ("/admin/export", Priority::Spare),
    ("/admin/products/export", Priority::Spare),
    ("/admin/audit", Priority::Spare),
    ("/admin/reports", Priority::Spare),
    ("/admin/events", Priority::Spare),
    ("/", Priority::Browse),
];

/// How urgent a request to a route is; `None` for what is never refused. `route` is the template
/// as it was registered.
#[must_use]
pub fn priority(route: &str) -> Option<Priority> {
    if PROBES.contains(&route) {
        return None;
    }
    let plain = match route.strip_prefix("/bn") {
        Some("") => "/",
        Some(rest) if rest.starts_with('/') => rest,
        _ => route,
    };
    let line = TABLE.iter().find(|(rule, _)| match rule.strip_prefix('=') {
        Some(same) => plain == same,
        None => begins(plain, rule),
    });
    Some(line.map_or(Priority::Browse, |(_, priority)| *priority))
}

/// Whether a template is `prefix` or lies below it.
fn begins(route: &str, prefix: &str) -> bool {
    let rest = route.strip_prefix(prefix);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || prefix.ends_with('/'))
}

impl Priority {
    pub(super) const COUNT: usize = 4;
    pub(super) const LOWEST: Self = Priority::Spare;
    pub(super) const ALL: [Self; Self::COUNT] = [
        Priority::Spare,
        Priority::Browse,
        Priority::SignIn,
        Priority::Checkout,
    ];

    pub(super) fn number(self) -> usize {
        self as usize
    }

    /// As it is counted.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Priority::Spare => "spare",
            Priority::Browse => "browse",
            Priority::SignIn => "sign_in",
            Priority::Checkout => "checkout",
        }
    }

    /// Let in only while fewer requests than this are at work, of `most` in all.
    pub(super) fn most(self, most: u32) -> u32 {
        match self {
            Priority::Spare => most / 2,
            Priority::Browse => most - most / 4,
            Priority::SignIn | Priority::Checkout => most,
        }
    }

    /// Let in only while fewer of the same are at work, where that is bounded.
    pub(super) fn most_of_its_own(self, most: u32) -> Option<u32> {
        (self == Priority::SignIn).then_some(most / 4)
    }

    /// How many may wait.
    pub(super) fn queue(self, most: u32) -> usize {
        let places = match self {
            Priority::Spare => most / 8,
            Priority::Browse | Priority::SignIn => most / 4,
            Priority::Checkout => most.saturating_mul(2),
        };
        usize::try_from(places).unwrap_or(usize::MAX)
    }

    /// How long one waits.
    pub(super) fn patience(self) -> Duration {
        match self {
            Priority::Spare => Duration::from_millis(250),
            Priority::Browse => Duration::from_secs(1),
            Priority::SignIn => Duration::from_secs(3),
            Priority::Checkout => Duration::from_secs(8),
        }
    }

    /// How late the process may lastingly be before it refuses these; `None`: never for that.
    pub(super) fn bears(self) -> Option<Duration> {
        match self {
            Priority::Spare => Some(Duration::from_millis(250)),
            Priority::Browse => Some(Duration::from_secs(1)),
            Priority::SignIn | Priority::Checkout => None,
        }
    }

    /// After how many seconds a refused client is to ask again.
    pub(super) fn come_back(self) -> u32 {
        match self {
            Priority::Spare => 10,
            Priority::Browse => 5,
            Priority::SignIn | Priority::Checkout => 2,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn search_is_spare_and_checkout_is_last() {
        let of = priority;
        for spare in [
            "/api/products",
            "/search",
            "/bn/search",
            "/admin/imports/{id}",
        ] {
            assert_eq!(of(spare), Some(Priority::Spare), "{spare}");
        }
        for last in [
            "/api/orders",
            "/api/carts/{id}/quote",
            "/bn/checkout",
            "/cart/items/{sku}",
        ] {
            assert_eq!(of(last), Some(Priority::Checkout), "{last}");
        }
        for door in ["/api/auth/login", "/login", "/bn/register"] {
            assert_eq!(of(door), Some(Priority::SignIn), "{door}");
        }
        for page in [
            "/",
            "/bn",
            "/bn/",
            "/products/{slug}",
            "/api/products/{slug}",
            "/cartoons",
        ] {
            assert_eq!(of(page), Some(Priority::Browse), "{page}");
        }
        for probe in ["/health", "/ready"] {
            assert_eq!(of(probe), None, "{probe}");
        }
    }

    #[test]
    fn the_more_urgent_bear_more() {
        let rising = |value: fn(Priority) -> u64| Priority::ALL.map(value).is_sorted();
        assert!(rising(|p| u64::from(p.most(100))));
        assert!(rising(|p| p.queue(100) as u64));
        assert!(rising(|p| p.patience().as_millis() as u64));
        assert!(Priority::ALL.is_sorted());
    }
}
