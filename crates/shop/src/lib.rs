//! Use cases: what a shopper, the staff and the worker can do.
//!
//! Each use case is a method of [`Shop`] in a file of its own, named after the noun it works on:
//! `orders/place.rs`, `carts/hold.rs`, `stock/adjust.rs`. Each has one error type. What must happen
//! together happens in one transaction of the store; what the outside world must do (send a
//! message) is written to the outbox in that transaction and done by the worker through a port
//! (`ports.rs`). Faces know nothing below this crate but the catalogue's snapshot.

mod accounts;
mod addresses;
mod audit;
mod books;
mod carts;
mod categories;
mod coupons;
mod days;
mod export;
mod figures;
mod flash_sales;
mod html;
mod import;
mod imports;
mod jobs;
mod orders;
mod page;
mod pictures;
mod ports;
mod products;
mod reviews;
mod sales;
mod shelf;
mod shop;
mod stock;
mod synonyms;
mod wishlist;

pub use accounts::{
    Account, AuthenticateError, Caller, ChangeContactError, ChangePasswordError, ChangeUserError,
    Identity, LogIn, LogInError, RegisterError, Registration, SecondFactor, SecondFactorError,
    SessionView, SignedIn, UserChange,
};
pub use addresses::{AddressError, AddressInput, MAX_ADDRESSES, SavedAddress};
pub use audit::{AuditEntry, AuditFilter};
pub use carts::{
    Cart, CartCoupon, CartError, CartLine, CartQuote, CartSale, HoldError, QuoteError,
};
pub use categories::{CategoryError, CategoryInput, CategoryView};
pub use coupons::{CouponError, CouponInput, CouponView};
pub use export::ExportError;
pub use figures::{DayFigures, DayTotal, Figures, Refusals};
pub use flash_sales::{
    FlashLineInput, FlashLineView, FlashSaleError, FlashSaleInput, FlashSaleSummary, FlashSaleView,
    MAX_SALE_LINES,
};
pub use import::{ImportError, ImportOptions, ImportReport, Rejected};
pub use imports::{
    ImportStatus, ImportStep, ImportView, MAX_IMPORT_BYTES, QueueImportError, QueuedImport,
};
pub use jobs::{ClaimedJob, Job, JobFailure, Swept};
pub use orders::{
    AddressView, ContactView, IdempotencyKey, InvoiceView, LineSerials, LostCoupon, MAX_BULK,
    MoveOrderError, OrderError, OrderEvent, OrderFilter, OrderLineView, OrderNote, OrderStep,
    OrderSummary, OrderView, OverLimit, PaymentEvent, PlaceOrder, PlaceOrderError, Placed,
    RefundOrder, RefundView, RemitOrder, RemittanceView, ShipmentView, Shortage, StaffOrder,
    StepRequest, TrackError, Tracked,
};
pub use page::{PageRequest, Paged};
pub use pictures::{BadPicture, MAX_PICTURE_BYTES, MemoryStorage, PictureError};
pub use ports::{
    BadObjectKey, BoxFuture, BreachedPasswords, Message, MessageError, Messages, ObjectKey,
    ObjectStorage, StorageError,
};
pub use products::{
    ProductError, ProductFilter, ProductInput, ProductOrder, ProductSummary, ProductView,
    VariantInput, VariantStock,
};
pub use reviews::{
    DecideReviewError, REASON as REVIEW_REASON, REPLY as REVIEW_REPLY, ReviewDecision,
    ReviewFilter, ReviewInput, ReviewView, Verdict as ReviewVerdict, WriteReviewError,
};
pub use shelf::{RowEdit, RowError, ShelfFilter, ShelfItem, StockEdit};
pub use shop::{NotReady, Shop, ShopOptions};
pub use stock::{
    AdjustStockError, MAX_OPEN_PER_PHONE, MovementView, RequestStockError, StockChange,
    StockMessage, StockView, Waiting,
};
pub use store::{StoreError, Verdict};
pub use synonyms::SynonymsError;
pub use wishlist::{MAX_WISHES, Wish, WishlistError};

/// SHA-256 of a request, to tell whether a repeated idempotency key came with the same one.
pub fn fingerprint(bytes: &[u8]) -> [u8; 32] {
    use sha2::Digest as _;
    sha2::Sha256::digest(bytes).into()
}
