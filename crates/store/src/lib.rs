//! The only room that knows SQL.
//!
//! One text per statement, run on SQLite or PostgreSQL: [`Store`] holds the pools, `sql` the values
//! and the placeholders, `dialect` the few words that differ. Each noun has a file with its
//! statements (`orders.rs`, `stock.rs` …); what must happen together runs in one [`Tx`].
//! The portable subset is written down in `README.md` beside this crate's manifest.

mod accounts;
mod audit;
mod carts;
mod categories;
mod connect;
mod coupons;
mod dialect;
mod error;
mod figures;
mod flash_sales;
mod holds;
mod idempotency;
mod jobs;
mod migrate;
mod orders;
mod placement;
mod products;
mod sql;
mod stock;
mod synonyms;
#[cfg(feature = "testing")]
pub mod testing;
mod tx;
mod verify;

pub use accounts::{NewUser, SessionRow, UserRow};
pub use audit::AuditRow;
pub use carts::{CartLineRow, CartRow};
pub use connect::{PoolState, Store, StoreOptions};
pub use coupons::CouponRow;
pub use error::StoreError;
pub use figures::{OrderSums, RefusalRow};
pub use flash_sales::{
    FlashLineRow, FlashPrice, FlashSaleRow, FlashSaleSummaryRow, SaleCandidate, SaleInForce,
};
pub use holds::HoldRow;
pub use idempotency::{Claim, NewClaim};
pub use jobs::{JobRow, NewJob};
pub use migrate::PendingMigration;
pub use orders::{NewEvent, OrderEventRow, OrderFilter, OrderLineRow, OrderRow, OrderSummaryRow};
pub use placement::{Asked, CheckoutLine, NewOrder};
pub use products::{ProductFilter, ProductSummaryRow};
pub use stock::{MovementRow, NewMovement, StockTail};
pub use tx::Tx;
pub use verify::Verdict;

/// A page of a list: `limit` rows after skipping `offset`.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    /// Rows at most.
    pub limit: i64,
    /// Rows skipped.
    pub offset: i64,
}
