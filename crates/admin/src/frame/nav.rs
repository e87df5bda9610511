//! The sections of the back office, in the order of a day's work. An entry stands here once its
//! pages are there.

use domain::Role;
use pages::Visit;

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
    Section { path: "/admin/orders", who: Who::Staff, icon: "orders", key: 'o', name: |t| t.nav_orders },
    Section { path: "/admin/products", who: Who::Staff, icon: "products", key: 'p', name: |t| t.nav_products },
    Section { path: "/admin/categories", who: Who::Staff, icon: "categories", key: 'c', name: |t| t.nav_categories },
    Section { path: "/admin/stock", who: Who::Staff, icon: "stock", key: 's', name: |t| t.nav_stock },
    Section { path: "/admin/stock-requests", who: Who::Staff, icon: "waiting", key: 'w', name: |t| t.nav_stock_requests },
    Section { path: "/admin/reviews", who: Who::Staff, icon: "reviews", key: 'r', name: |t| t.nav_reviews },
    Section { path: "/admin/customers", who: Who::Admin, icon: "customers", key: 'm', name: |t| t.nav_customers },
    Section { path: "/admin/imports", who: Who::Staff, icon: "imports", key: 'i', name: |t| t.nav_imports },
    Section { path: "/admin/coupons", who: Who::Staff, icon: "coupons", key: 'v', name: |t| t.nav_coupons },
    Section { path: "/admin/flash-sales", who: Who::Staff, icon: "sales", key: 'f', name: |t| t.nav_flash_sales },
    Section { path: "/admin/staff", who: Who::Admin, icon: "staff", key: 'u', name: |t| t.nav_staff },
    Section { path: "/admin/security", who: Who::Staff, icon: "security", key: 'k', name: |t| t.nav_security },
    Section { path: "/admin/audit", who: Who::Admin, icon: "audit", key: 'l', name: |t| t.nav_audit },
    Section { path: "/admin/settings", who: Who::Admin, icon: "settings", key: 'x', name: |t| t.nav_settings },
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

/// The sections that are open to a role.
pub(super) fn entries(visit: &Visit, role: Role) -> Vec<Entry> {
    let t = Common::of(visit.lang);
    let open = |section: &&Section| match section.who {
        Who::Admin => role == Role::Admin,
        Who::Staff | Who::Anyone => role.is_staff(),
    };
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
    fn staff_see_no_way_to_what_is_for_admins() {
        let visit = Visit::new(&"/admin".parse().unwrap());
        let seen = |role| entries(&visit, role).len();
        assert!(seen(Role::Staff) < seen(Role::Admin));
        assert_eq!(seen(Role::Customer), 0);
    }
}
