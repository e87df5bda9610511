//! Import and export on both databases.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "the functions around the tests are test code as well"
)]

#[path = "import/bench.rs"]
mod bench;
#[path = "import/interrupted.rs"]
mod interrupted;
#[path = "import/products.rs"]
mod products;
#[path = "import/round_trip.rs"]
mod round_trip;
#[path = "import/stock.rs"]
mod stock;
#[path = "import/tables.rs"]
mod tables;
