//! What people of the staff may do, one by one. A named role of theirs is a set of these.
//!
//! Accounts and named roles are no permission: only admins manage them, so nobody can raise their
//! own rights or hand on what they don't have.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Role;
use crate::words::words;

words! {
    /// Something that staff may or may not do.
    pub enum Permission: "permission" {
        /// Products, categories, synonyms, pictures, prices; the opening stock of new variants.
        Catalogue = "catalogue",
        /// Units on the shelf, and who waits for them.
        Stock = "stock",
        /// Coupons and flash sales.
        Promotions = "promotions",
        /// Orders and their moves, with names, phones and addresses; packing slips, invoices.
        Orders = "orders",
        /// Money that comes from couriers and goes back to buyers.
        Money = "money",
        /// What buyers say about products.
        Reviews = "reviews",
        /// Product files in and out.
        Imports = "imports",
        /// Turnover and other figures of the whole shop.
        Reports = "reports",
        /// Customers' accounts: how they are reached, what they ordered, locking them out.
        Customers = "customers",
        /// Clients that are kept away for pushing too hard, and letting them back in.
        Blocks = "blocks",
        /// Who did what.
        Audit = "audit",
        /// What the process was set up with.
        Settings = "settings",
    }
}

/// A set of permissions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Permissions(u16);

impl Permissions {
    /// Nothing.
    pub const NONE: Permissions = Permissions(0);
    /// Everything: an admin's.
    pub const ALL: Permissions = Permissions::of(&Permission::ALL);
    /// What staff without a named role may do: all that sells, nothing about people's accounts.
    pub const STAFF: Permissions = Permissions::of(&[
        Permission::Catalogue,
        Permission::Stock,
        Permission::Promotions,
        Permission::Orders,
        Permission::Money,
        Permission::Reviews,
        Permission::Imports,
        Permission::Reports,
        Permission::Blocks,
    ]);

    /// The set of these.
    #[must_use]
    pub const fn of(permissions: &[Permission]) -> Self {
        let mut bits = 0;
        let mut at = 0;
        while at < permissions.len() {
            bits |= 1 << permissions[at] as u16;
            at += 1;
        }
        Permissions(bits)
    }

    /// What somebody may do by their role; `named` is what their named role says, if they have one.
    /// It counts for staff alone: an admin's rights can't be cut, a customer's not be raised.
    #[must_use]
    pub const fn of_role(role: Role, named: Option<Permissions>) -> Self {
        match (role, named) {
            (Role::Customer, _) => Self::NONE,
            (Role::Staff, Some(named)) => named,
            (Role::Staff, None) => Self::STAFF,
            (Role::Admin, _) => Self::ALL,
        }
    }

    /// The set that these words name. What isn't known (a later release's) is left out: no right
    /// comes from a word that nobody understands.
    #[must_use]
    pub fn of_words(words: &[String]) -> Self {
        words.iter().filter_map(|word| word.parse().ok()).collect()
    }

    /// Whether it holds this one.
    #[must_use]
    pub const fn contains(self, permission: Permission) -> bool {
        self.0 & (1 << permission as u16) != 0
    }

    /// Those it holds, in the order of the declaration.
    pub fn iter(self) -> impl Iterator<Item = Permission> {
        let all = Permission::ALL.into_iter();
        all.filter(move |permission| self.contains(*permission))
    }
}

impl FromIterator<Permission> for Permissions {
    fn from_iter<I: IntoIterator<Item = Permission>>(permissions: I) -> Self {
        let bits = permissions.into_iter().map(|one| 1 << one as u16);
        Permissions(bits.fold(0, |all, bit: u16| all | bit))
    }
}

/// `orders, stock`.
impl fmt::Display for Permissions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<&str> = self.iter().map(Permission::as_str).collect();
        f.write_str(&words.join(", "))
    }
}

/// A list of words.
impl Serialize for Permissions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for Permissions {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::<Permission>::deserialize(deserializer).map(Self::from_iter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_was_put_in_and_nothing_else() {
        for one in Permission::ALL {
            let set = Permissions::of(&[one]);
            assert_eq!(set.iter().collect::<Vec<_>>(), [one]);
            assert_eq!(set, [one].into_iter().collect());
        }
        assert_eq!(Permissions::ALL.iter().count(), Permission::ALL.len());
        assert_eq!(Permissions::NONE.iter().count(), 0);
    }

    #[test]
    fn a_named_role_counts_for_staff_alone() {
        let orders = Permissions::of(&[Permission::Orders]);
        let of = |role| Permissions::of_role(role, Some(orders));
        assert_eq!(of(Role::Staff), orders);
        assert_eq!(of(Role::Customer), Permissions::NONE);
        assert_eq!(of(Role::Admin), Permissions::ALL);
        assert_eq!(Permissions::of_role(Role::Staff, None), Permissions::STAFF);
        for never in [
            Permission::Customers,
            Permission::Audit,
            Permission::Settings,
        ] {
            assert!(!Permissions::STAFF.contains(never));
        }
    }

    #[test]
    fn it_is_written_as_words_and_an_unknown_word_gives_no_right() {
        let set = Permissions::of(&[Permission::Orders, Permission::Stock]);
        assert_eq!(
            serde_json::to_string(&set).unwrap(),
            r#"["stock","orders"]"#
        );
        assert_eq!(
            serde_json::from_str::<Permissions>(r#"["orders","stock"]"#).unwrap(),
            set
        );
        assert!(serde_json::from_str::<Permissions>(r#"["everything"]"#).is_err());
        let words = [
            "stock".to_owned(),
            "everything".to_owned(),
            "orders".to_owned(),
        ];
        assert_eq!(Permissions::of_words(&words), set);
        assert_eq!(set.to_string(), "stock, orders");
    }
}
