//! The use cases on both databases.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "the functions around the tests are test code as well"
)]

mod accounts;
mod books;
mod carts;
mod coupons;
mod figures;
mod flash_sales;
mod holds;
mod jobs;
mod moves;
mod placing;
mod products;
mod storm;
mod support;
