//! The use cases on both databases.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "the functions around the tests are test code as well"
)]

mod accounts;
mod books;
mod carts;
mod figures;
mod finding;
mod holds;
mod jobs;
mod money;
mod moves;
mod packing;
mod placing;
mod products;
mod storm;
mod support;
