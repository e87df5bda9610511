//! The only room that knows SQL.
//!
//! One text per statement, run on SQLite or PostgreSQL: [`Store`] holds the pools, `sql` the values
//! and the placeholders, `dialect` the few words that differ. Each noun has a file with its
//! statements (`orders.rs`, `stock.rs` …); what must happen together runs in one [`Tx`].
//! The portable subset is written down in `README.md` beside this crate's manifest.

mod accounts;
mod addresses;
mod audit;
mod carts;
mod categories;
mod connect;
mod coupons;
mod dialect;
mod error;
mod figures;
mod flash_sales;
mod fulfilment;
mod holds;
mod idempotency;
mod imports;
mod jobs;
mod media;
mod migrate;
mod order_search;
mod orders;
mod payments;
mod placement;
mod product_lists;
mod products;
mod reviews;
mod sales;
mod second_factors;
mod sessions;
mod shelf;
mod sql;
mod stock;
mod stock_requests;
mod synonyms;
#[cfg(feature = "testing")]
pub mod testing;
mod tx;
mod verify;
mod wishlist;

pub use accounts::{NewUser, SessionRow, UserRow};
pub use addresses::AddressRow;
pub use audit::{AuditFilter, AuditRow};
pub use carts::{CartLineRow, CartRow};
pub use connect::{PoolState, Store, StoreOptions};
pub use coupons::CouponRow;
pub use error::StoreError;
pub use figures::{OrderSums, RefusalRow};
pub use flash_sales::{
    FlashLineRow, FlashPrice, FlashSaleRow, FlashSaleSummaryRow, SaleCandidate, SaleInForce,
};
pub use fulfilment::{InvoiceRow, NoteRow, SerialRow, ShipmentRow, TakenSerial};
pub use holds::HoldRow;
pub use idempotency::{Claim, NewClaim};
pub use imports::{ClaimedImportRow, ImportProgress, ImportRow, ImportStatus, NewImport};
pub use jobs::{JobRow, NewJob};
pub use media::MediaRow;
pub use migrate::PendingMigration;
pub use order_search::{
    Exact, LISTED_ORDERS, NAMED_ORDERS, OrderFilter, OrderQuery, OrderSummaryRow,
};
pub use orders::{NewEvent, OrderEventRow, OrderLineRow, OrderRow};
pub use payments::{NewPaymentEvent, PaymentEventRow, RefundRow, RemittanceRow};
pub use placement::{Asked, CheckoutLine, NewOrder};
pub use product_lists::{ProductFilter, ProductOrder, ProductSummaryRow};
pub use reviews::{RatingRow, ReviewFilter, ReviewOfRow, ReviewRow};
pub use second_factors::{SecondFactorOwner, SecondFactorRow};
pub use sessions::OpenSession;
pub use shelf::{ShelfFilter, ShelfRow};
pub use stock::{MovementRow, NewMovement, StockTail};
pub use stock_requests::{ClaimedStockRequestRow, NewStockRequest, VariantTitleRow, WaitingRow};
pub use tx::Tx;
pub use verify::Verdict;
pub use wishlist::WishRow;

/// A page of a list: `limit` rows after skipping `offset`.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    /// Rows at most.
    pub limit: i64,
    /// Rows skipped.
    pub offset: i64,
}
