//! Who may call what: every route of the API, and how it answers each kind of caller.
//!
//! The table is the rule; `tests/authorisation.rs` keeps it. One test walks the OpenAPI document
//! and fails when a route isn't in the table, another makes every call as every caller against a
//! running shop and compares. The page at `/api/docs` says from the table whom a call is for.
//!
//! What enforces it: edge's extractors (`Customer`, `Staff`, `Admin`) for the role, the use cases
//! of `shop` for whose cart or order it is.

/// A kind of caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Nobody signed in.
    Anonymous,
    /// The customer whose cart or order it is.
    Customer,
    /// Another customer.
    OtherCustomer,
    /// Staff.
    Staff,
    /// An admin.
    Admin,
}

impl Who {
    /// Every kind, in the order of [`Rule::answers`].
    pub const ALL: [Who; 5] = [
        Who::Anonymous,
        Who::Customer,
        Who::OtherCustomer,
        Who::Staff,
        Who::Admin,
    ];
}

/// One route and its answers.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// The method, in capitals.
    pub method: &'static str,
    /// The path as the OpenAPI document writes it.
    pub path: &'static str,
    /// The status of a well-formed call by each of [`Who::ALL`]; where the path or the body names
    /// a cart or an order, it is the customer's.
    pub answers: [u16; 5],
}

impl Rule {
    /// The status that `who` gets.
    #[must_use]
    pub fn answer(&self, who: Who) -> u16 {
        let index = Who::ALL.iter().position(|each| *each == who).unwrap_or(0);
        self.answers[index]
    }

    /// True if `who` gets what they ask for.
    #[must_use]
    pub fn allows(&self, who: Who) -> bool {
        (200..300).contains(&self.answer(who))
    }
}

const fn everyone(method: &'static str, path: &'static str, ok: u16) -> Rule {
    Rule {
        method,
        path,
        answers: [ok; 5],
    }
}

const fn signed_in(method: &'static str, path: &'static str, ok: u16) -> Rule {
    Rule {
        method,
        path,
        answers: [401, ok, ok, ok, ok],
    }
}

/// A customer's cart: for everybody else it doesn't exist.
const fn owner(method: &'static str, path: &'static str, ok: u16) -> Rule {
    Rule {
        method,
        path,
        answers: [404, ok, 404, 404, 404],
    }
}

/// What a customer keeps in their account: for others who are signed in it doesn't exist.
const fn own(method: &'static str, path: &'static str, ok: u16) -> Rule {
    Rule {
        method,
        path,
        answers: [401, ok, 404, 404, 404],
    }
}

/// A customer's order: staff see it too.
const fn owner_or_staff(method: &'static str, path: &'static str, ok: u16) -> Rule {
    Rule {
        method,
        path,
        answers: [404, ok, 404, ok, ok],
    }
}

const fn staff(method: &'static str, path: &'static str, ok: u16) -> Rule {
    Rule {
        method,
        path,
        answers: [401, 403, 403, ok, ok],
    }
}

const fn admin(method: &'static str, path: &'static str, ok: u16) -> Rule {
    Rule {
        method,
        path,
        answers: [401, 403, 403, 403, ok],
    }
}

/// Every route.
pub const TABLE: &[Rule] = &[
    everyone("GET", "/", 200),
    everyone("GET", "/health", 200),
    everyone("GET", "/ready", 200),
    signed_in("GET", "/api/protected", 200),
    everyone("GET", "/api/openapi.json", 200),
    everyone("GET", "/api/docs", 200),
    everyone("POST", "/api/auth/register", 201),
    everyone("POST", "/api/auth/login", 200),
    signed_in("POST", "/api/auth/logout", 200),
    signed_in("POST", "/api/auth/logout-everywhere", 200),
    signed_in("GET", "/api/auth/me", 200),
    signed_in("PUT", "/api/auth/me", 200),
    signed_in("POST", "/api/auth/password", 200),
    everyone("GET", "/api/products", 200),
    everyone("GET", "/api/products/{slug}", 200),
    everyone("GET", "/api/categories", 200),
    everyone("GET", "/api/suggest", 200),
    everyone("POST", "/api/carts", 201),
    owner("GET", "/api/carts/{id}", 200),
    owner("PUT", "/api/carts/{id}/items/{sku}", 200),
    owner("DELETE", "/api/carts/{id}/items/{sku}", 200),
    owner("PUT", "/api/carts/{id}/coupon", 200),
    owner("DELETE", "/api/carts/{id}/coupon", 200),
    owner("POST", "/api/carts/{id}/quote", 200),
    owner("POST", "/api/carts/{id}/hold", 200),
    owner("POST", "/api/orders", 201),
    signed_in("GET", "/api/orders", 200),
    owner_or_staff("GET", "/api/orders/{number}", 200),
    owner_or_staff("POST", "/api/orders/{number}/cancel", 200),
    everyone("POST", "/api/orders/track", 200),
    everyone("POST", "/api/stock-requests", 202),
    everyone("GET", "/api/products/{slug}/reviews", 200),
    Rule {
        method: "POST",
        path: "/api/products/{slug}/reviews",
        answers: [401, 201, 403, 403, 403],
    },
    signed_in("GET", "/api/reviews", 200),
    signed_in("GET", "/api/wishlist", 200),
    signed_in("PUT", "/api/wishlist/{slug}", 200),
    signed_in("DELETE", "/api/wishlist/{slug}", 200),
    signed_in("GET", "/api/addresses", 200),
    signed_in("POST", "/api/addresses", 201),
    own("PUT", "/api/addresses/{id}", 200),
    own("DELETE", "/api/addresses/{id}", 200),
    staff("GET", "/api/admin/products", 200),
    staff("POST", "/api/admin/products", 201),
    staff("GET", "/api/admin/products/{slug}", 200),
    staff("PUT", "/api/admin/products/{slug}", 200),
    staff("POST", "/api/admin/products/{slug}/archive", 200),
    staff("GET", "/api/admin/stock/{sku}", 200),
    staff("POST", "/api/admin/stock/{sku}/adjustments", 200),
    staff("GET", "/api/admin/stock-requests", 200),
    staff("GET", "/api/admin/reviews", 200),
    staff("POST", "/api/admin/reviews/{id}/decisions", 200),
    staff("GET", "/api/admin/orders", 200),
    staff("GET", "/api/admin/orders/{number}", 200),
    staff("POST", "/api/admin/orders/{number}/moves", 200),
    staff("POST", "/api/admin/orders/{number}/remittance", 200),
    staff("POST", "/api/admin/orders/{number}/refund", 200),
    staff("POST", "/api/admin/orders/{number}/notes", 200),
    staff("GET", "/api/admin/synonyms", 200),
    staff("PUT", "/api/admin/synonyms", 200),
    staff("POST", "/api/admin/imports", 200),
    staff("GET", "/api/admin/exports/products.csv", 200),
    staff("GET", "/api/admin/coupons", 200),
    staff("POST", "/api/admin/coupons", 201),
    staff("GET", "/api/admin/coupons/{code}", 200),
    staff("PUT", "/api/admin/coupons/{code}", 200),
    staff("POST", "/api/admin/coupons/{code}/end", 200),
    staff("GET", "/api/admin/flash-sales", 200),
    staff("POST", "/api/admin/flash-sales", 201),
    staff("GET", "/api/admin/flash-sales/{id}", 200),
    staff("PUT", "/api/admin/flash-sales/{id}", 200),
    staff("POST", "/api/admin/flash-sales/{id}/end", 200),
    admin("GET", "/api/admin/users", 200),
    admin("GET", "/api/admin/users/{id}", 200),
    admin("PATCH", "/api/admin/users/{id}", 200),
    admin("GET", "/api/admin/audit", 200),
];

/// The rule of a route.
#[must_use]
pub fn rule(method: &str, path: &str) -> Option<&'static Rule> {
    TABLE
        .iter()
        .find(|rule| rule.method == method && rule.path == path)
}

/// Whom a route is for, in words.
pub(crate) fn callers_in_words(method: &str, path: &str) -> String {
    let Some(rule) = rule(method, path) else {
        return String::new();
    };
    let [anonymous, customer, other, staff, admin] = Who::ALL.map(|who| rule.allows(who));
    let [unknown, ..] = rule.answers;
    let words = match (anonymous, customer, other, staff, admin) {
        (true, ..) => "everyone",
        (_, true, true, ..) => "anyone signed in",
        (_, true, false, true, _) => {
            "the customer whose order it is, staff, and who holds the order's access token"
        }
        (_, true, false, false, _) if path.ends_with("/reviews") => {
            "customers who had the product delivered"
        }
        (_, true, false, false, _) if unknown == 401 => "the customer whose it is",
        (_, true, false, false, _) => {
            "the customer whose cart it is; a guest's cart is for whoever knows its id"
        }
        (_, false, _, true, _) => "staff and admins",
        _ => "admins",
    };
    words.to_owned()
}

#[cfg(test)]
mod tests {
    use super::{TABLE, callers_in_words, rule};

    #[test]
    fn a_route_stands_in_the_table_once() {
        for (index, rule) in TABLE.iter().enumerate() {
            let twin = TABLE[index + 1..]
                .iter()
                .find(|other| (other.method, other.path) == (rule.method, rule.path));
            assert!(twin.is_none(), "{} {} stands twice", rule.method, rule.path);
        }
    }

    #[test]
    fn the_back_office_is_closed_to_everyone_else() {
        for rule in TABLE
            .iter()
            .filter(|rule| rule.path.starts_with("/api/admin"))
        {
            let [anonymous, customer, other, ..] = rule.answers;
            assert_eq!(
                [anonymous, customer, other],
                [401, 403, 403],
                "{}",
                rule.path
            );
        }
        assert!(rule("GET", "/api/admin").is_none());
    }

    #[test]
    fn words_follow_the_table() {
        assert_eq!(callers_in_words("GET", "/api/products"), "everyone");
        assert_eq!(callers_in_words("GET", "/api/orders"), "anyone signed in");
        assert_eq!(callers_in_words("GET", "/api/admin/audit"), "admins");
        assert_eq!(
            callers_in_words("PUT", "/api/admin/synonyms"),
            "staff and admins"
        );
    }
}
