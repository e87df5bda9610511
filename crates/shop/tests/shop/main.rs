//! The use cases on both databases.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "the functions around the tests are test code as well"
)]

mod accounts;
mod books;
mod carts;
mod categories;
mod figures;
mod holds;
mod imports;
mod jobs;
mod moves;
mod pictures;
mod placing;
mod products;
mod shelf;
mod storm;
mod support;
