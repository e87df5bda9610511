//! The use cases on both databases.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "the functions around the tests are test code as well"
)]

mod accounts;
mod addresses;
mod books;
mod carts;
mod categories;
mod coupons;
mod figures;
mod finding;
mod flash_sales;
mod holds;
mod identity;
mod imports;
mod jobs;
mod money;
mod moves;
mod packing;
mod pictures;
mod placing;
mod products;
mod reviews;
mod second_factor;
mod shelf;
mod stock_requests;
mod storm;
mod support;
mod totp;
mod track;
mod wishlist;
