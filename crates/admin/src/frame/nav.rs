//! The sections of the back office, in the order of a day's work. An entry stands here once its
//! pages are there.

use domain::Permission;
use pages::Visit;
use shop::Identity;

use crate::routes::Who;
use crate::strings::Common;

/// A section: its place, whom it is for, its icon, the key after `g`, and its name.
struct Section {
    path: &'static str,
    who: Who,
    icon: &'static str,
    key: char,
    name: fn(&Common) -> &'static str,
}

#[rustfmt::skip] // one section a line
const SECTIONS: &[Section] = &[
    Section { path: "/admin", who: Who::Staff, icon: "dashboard", key: 'd', name: |t| t.nav_dashboard },
    Section { path: "/admin/orders", who: Who::May(&[Permission::Orders]), icon: "orders", key: 'o', name: |t| t.nav_orders },
    Section { path: "/admin/products", who: Who::May(&[Permission::Catalogue]), icon: "products", key: 'p', name: |t| t.nav_products },
    Section { path: "/admin/categories", who: Who::May(&[Permission::Catalogue]), icon: "categories", key: 'c', name: |t| t.nav_categories },
    Section { path: "/admin/stock", who: Who::May(&[Permission::Stock]), icon: "stock", key: 's', name: |t| t.nav_stock },
    Section { path: "/admin/stock-requests", who: Who::May(&[Permission::Stock]), icon: "waiting", key: 'w', name: |t| t.nav_stock_requests },
    Section { path: "/admin/reviews", who: Who::May(&[Permission::Reviews]), icon: "reviews", key: 'r', name: |t| t.nav_reviews },
    Section { path: "/admin/customers", who: Who::May(&[Permission::Customers]), icon: "customers", key: 'm', name: |t| t.nav_customers },
    Section { path: "/admin/imports", who: Who::May(&[Permission::Imports]), icon: "imports", key: 'i', name: |t| t.nav_imports },
    Section { path: "/admin/coupons", who: Who::May(&[Permission::Promotions]), icon: "coupons", key: 'v', name: |t| t.nav_coupons },
    Section { path: "/admin/flash-sales", who: Who::May(&[Permission::Promotions]), icon: "sales", key: 'f', name: |t| t.nav_flash_sales },
    Section { path: "/admin/blocks", who: Who::May(&[Permission::Blocks]), icon: "blocks", key: 'b', name: |t| t.nav_blocks },
    Section { path: "/admin/staff", who: Who::Admin, icon: "staff", key: 'u', name: |t| t.nav_staff },
    Section { path: "/admin/roles", who: Who::Admin, icon: "roles", key: 'a', name: |t| t.nav_roles },
    Section { path: "/admin/security", who: Who::Staff, icon: "security", key: 'k', name: |t| t.nav_security },
    Section { path: "/admin/audit", who: Who::May(&[Permission::Audit]), icon: "audit", key: 'l', name: |t| t.nav_audit },
    Section { path: "/admin/settings", who: Who::May(&[Permission::Settings]), icon: "settings", key: 'x', name: |t| t.nav_settings },
];

/// A way to a section.
pub(crate) struct Entry {
    /// Its name.
    pub(crate) name: &'static str,
    /// Its address.
    pub(crate) href: String,
    /// Its icon in `icons.svg`.
    pub(crate) icon: &'static str,
    /// What to press after `g`.
    pub(crate) key: char,
    /// Whether the page is within it.
    pub(crate) current: bool,
}

/// The sections that are open to somebody.
pub(super) fn entries(visit: &Visit, who: &Identity) -> Vec<Entry> {
    let t = Common::of(visit.lang);
    let open = |section: &&Section| section.who.includes(who);
    let entry = |section: &Section| Entry {
        name: (section.name)(t),
        href: visit.link(section.path),
        icon: section.icon,
        key: section.key,
        current: within(&visit.path, section.path),
    };
    SECTIONS.iter().filter(open).map(entry).collect()
}

/// The dashboard is above everything and therefore only itself.
fn within(path: &str, section: &str) -> bool {
    match path.strip_prefix(section) {
        Some("" | "/") => true,
        Some(rest) => section != "/admin" && rest.starts_with('/'),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use domain::{Ambient, ManualClock, Permissions, Role, SeededEntropy, SessionId, UserId};
    use time::macros::datetime;

    use super::*;
    use crate::routes::authorisation;

    #[test]
    fn a_page_is_within_one_section_at_most() {
        assert!(within("/admin", "/admin") && !within("/admin/staff", "/admin"));
        assert!(within("/admin/staff/x", "/admin/staff"));
        assert!(!within("/admin/staffing", "/admin/staff"));
    }

    #[test]
    fn every_section_has_a_page_for_the_same_people_and_a_key_of_its_own() {
        let rules = authorisation();
        for (at, section) in SECTIONS.iter().enumerate() {
            let rule = rules
                .iter()
                .find(|rule| rule.method == "GET" && rule.path == section.path);
            assert_eq!(
                rule.map(|rule| rule.who),
                Some(section.who),
                "{}",
                section.path
            );
            let again = SECTIONS[..at].iter().any(|other| other.key == section.key);
            assert!(!again, "{} has the key of another", section.path);
        }
    }

    #[test]
    fn nobody_sees_a_way_to_what_is_closed_to_them() {
        let visit = Visit::new(&"/admin".parse().unwrap());
        let ambient = Ambient::new(
            Arc::new(ManualClock::new(datetime!(2026-11-23 12:00 UTC))),
            Arc::new(SeededEntropy::new(1)),
        );
        let seen = |role, named| {
            let who = Identity {
                user: UserId::mint(&ambient),
                username: "sokina".into(),
                role,
                permissions: Permissions::of_role(role, named),
                session: SessionId::mint(&ambient),
            };
            let entries = entries(&visit, &who).into_iter();
            entries.map(|entry| entry.href).collect::<Vec<_>>()
        };
        let orders = Permissions::of(&[Permission::Orders]);
        assert_eq!(seen(Role::Admin, None).len(), SECTIONS.len());
        assert!(seen(Role::Staff, None).len() < SECTIONS.len());
        let own = "/admin/security";
        assert_eq!(
            seen(Role::Staff, Some(orders)),
            ["/admin", "/admin/orders", own]
        );
        assert_eq!(seen(Role::Staff, Some(Permissions::NONE)), ["/admin", own]);
        assert!(seen(Role::Customer, None).is_empty());
    }
}
