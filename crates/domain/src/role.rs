//! What a signed-in user is to the shop.

use crate::words::words;

words! {
    /// A user's role; each may do what those before it may.
    pub enum Role: "role" {
        /// Buys.
        Customer = "customer",
        /// Sells: products, stock, order moves.
        Staff = "staff",
        /// Runs the shop: users and roles too.
        Admin = "admin",
    }
}

impl Role {
    /// True for staff and admins.
    #[must_use]
    pub const fn is_staff(self) -> bool {
        matches!(self, Role::Staff | Role::Admin)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_customers_are_no_staff() {
        assert_eq!(Role::ALL.map(Role::is_staff), [false, true, true]);
        assert_eq!("admin".parse(), Ok(Role::Admin));
        assert!("Admin".parse::<Role>().is_err());
    }
}
