//! Carts. A guest's cart belongs to whoever knows its id; one made while signed in is its user's.

pub(crate) mod body;
pub(crate) mod coupon;
pub(crate) mod create;
pub(crate) mod hold;
pub(crate) mod lines;
pub(crate) mod quote;
pub(crate) mod show;
