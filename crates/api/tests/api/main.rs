//! The API from outside: every test runs on both databases, in process, with its own shop.
//!
//! `support.rs` opens the shop and plays the users; each other file is about one promise.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "the functions around the tests are test code as well"
)]

mod support;
#[path = "../../../shop/tests/shop/totp.rs"]
mod totp;

mod accounts;
mod admin_orders;
mod admin_products;
mod admin_stock;
mod admin_users;
mod authorisation;
mod bad_input;
mod browsing;
mod calls;
mod carts;
mod community;
mod contract;
mod docs;
mod imports;
mod ordering;
mod orders;
mod ownership;
mod promotions;
mod protection;
mod second_factor;
