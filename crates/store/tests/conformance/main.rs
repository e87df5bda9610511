//! What the store promises, asked of both databases by one text.
//!
//! Each module is a noun of `src/`; a check is written once and [`on_both`] runs it on SQLite and
//! on PostgreSQL, each time with a database of its own. `races` has the promises that only show
//! under load, `failures` what a database in trouble looks like from outside, `verify` the books.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "the functions around the tests are test code as well"
)]

/// Turns checks (`async fn check(bench: &Bench)`) into tests on both engines.
macro_rules! on_both {
    ($($check:ident),+ $(,)?) => {$(
        mod $check {
            use store::testing::Engine;

            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn on_sqlite() {
                Box::pin(super::$check(&crate::fixtures::Bench::new(Engine::Sqlite).await)).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn on_postgres() {
                Box::pin(super::$check(&crate::fixtures::Bench::new(Engine::Postgres).await)).await;
            }
        }
    )+};
}

mod accounts;
mod audit;
mod audit_chain;
mod carts;
mod categories;
mod coupons;
mod failures;
mod figures;
mod fixtures;
mod flash_sales;
mod fulfilment;
mod holds;
mod idempotency;
mod imports;
mod jobs;
mod keeping;
mod ledger;
mod lists;
mod media;
mod migrations;
mod one_time_codes;
mod order_lists;
mod orders;
mod payments;
mod products;
mod races;
mod reviews;
mod shelf;
mod stock;
mod stock_requests;
mod synonyms;
mod values;
mod verify;
