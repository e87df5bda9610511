//! Use cases: what a shopper, the staff and the worker can do.
//!
//! Each use case is a method of [`Shop`] in a file of its own, named after the noun it works on:
//! `orders/place.rs`, `carts/hold.rs`, `stock/adjust.rs`. Each has one error type. What must happen
//! together happens in one transaction of the store; what the outside world must do (send a
//! message) is written to the outbox in that transaction and done by the worker through a port
//! (`ports.rs`). Faces know nothing below this crate but the catalogue's snapshot.

mod accounts;
mod audit;
mod books;
mod carts;
mod coupons;
mod days;
mod export;
mod figures;
mod flash_sales;
mod html;
mod import;
mod jobs;
mod orders;
mod page;
mod ports;
mod products;
mod shop;
mod stock;
mod synonyms;

pub use accounts::{
    Account, AuthenticateError, Caller, ChangeUserError, Identity, LogInError, RegisterError,
    Registration, SignedIn, UserChange,
};
pub use audit::AuditEntry;
pub use carts::{
    Cart, CartCoupon, CartError, CartLine, CartQuote, CartSale, HoldError, QuoteError,
};
pub use coupons::{CouponError, CouponInput, CouponView};
pub use export::ExportError;
pub use figures::{DayFigures, DayTotal, Figures, Refusals};
pub use flash_sales::{
    FlashLineInput, FlashLineView, FlashSaleError, FlashSaleInput, FlashSaleSummary, FlashSaleView,
};
pub use import::{ImportError, ImportOptions, ImportReport, Rejected};
pub use jobs::{ClaimedJob, Job, JobFailure, Swept};
pub use orders::{
    AddressView, ContactView, IdempotencyKey, LostCoupon, MoveOrderError, OrderError, OrderEvent,
    OrderFilter, OrderLineView, OrderSummary, OrderView, OverLimit, PlaceOrder, PlaceOrderError,
    Placed, Shortage,
};
pub use page::{PageRequest, Paged};
pub use ports::{BoxFuture, Message, MessageError, Messages};
pub use products::{
    ProductError, ProductFilter, ProductInput, ProductSummary, ProductView, VariantInput,
    VariantStock,
};
pub use shop::{NotReady, Shop, ShopOptions};
pub use stock::{AdjustStockError, MovementView, StockChange, StockView};
pub use store::{StoreError, Verdict};
pub use synonyms::SynonymsError;

/// SHA-256 of a request, to tell whether a repeated idempotency key came with the same one.
pub fn fingerprint(bytes: &[u8]) -> [u8; 32] {
    use sha2::Digest as _;
    sha2::Sha256::digest(bytes).into()
}
