//! Money, ids, addresses, carts, prices, orders and stock: the rules of the shop, pure.
//!
//! Nothing here reads a clock, a random source, a file or a socket: time and randomness come in
//! through [`Ambient`], and everything else is a function of its arguments. Every type that
//! stands for something a person typed can only be made by parsing, so a value of the type is
//! proof that the rule holds ([`Phone`], [`Sku`], [`Slug`], [`Username`], [`Address`] …).
//!
//! Where to look: [`money`] and [`price`] for what things cost, [`order`] for what may happen to
//! an order, [`stock`] for what may happen to units, [`districts`] for the country.

mod characters;
mod common_passwords;
mod words;

pub mod address;
pub mod ambient;
pub mod calendar;
pub mod campaign;
pub mod cart;
pub mod contact;
pub mod coupon;
pub mod credentials;
pub mod digits;
pub mod districts;
pub mod field_error;
pub mod id;
pub mod lang;
pub mod money;
pub mod one_time_code;
pub mod order;
pub mod order_number;
pub mod payment;
pub mod permission;
pub mod phone;
pub mod picture;
pub mod price;
pub mod product;
pub mod review;
pub mod role;
pub mod serial;
pub mod shipment;
pub mod sku;
pub mod slug;
pub mod stock;

pub use address::Address;
pub use ambient::{Ambient, Clock, Entropy, ManualClock, SeededEntropy};
pub use campaign::CampaignState;
pub use cart::{MAX_LINES, MAX_QUANTITY, Quantity};
pub use contact::{Contact, Email};
pub use coupon::{Coupon, CouponCode, CouponRefusal, CouponUses, Reduction};
pub use credentials::{Password, Username};
pub use districts::{Area, District, Division, PlaceName, areas};
pub use field_error::FieldError;
pub use id::{
    AddressId, AuditId, CartId, CategoryId, CouponId, FlashLineId, FlashSaleId, ImportId, JobId,
    MovementId, OrderId, OrderLineId, PaymentId, ProductId, ReviewId, SessionId, StaffRoleId,
    StockRequestId, UserId, VariantId,
};
pub use lang::{Lang, Text};
pub use money::{MoneyError, Paisa};
pub use one_time_code::{CodePurpose, OneTimeCode};
pub use order::{Actor, IllegalMove, OrderMove, OrderSort, OrderStatus};
pub use order_number::{OrderNumber, OrderNumberError};
pub use payment::{
    IllegalPaymentMove, PaymentMethod, PaymentMove, PaymentState, PaymentStatus, REFUND_DAYS,
    Refund, RefundChannel, Remittance, payment_after,
};
pub use permission::{Permission, Permissions};
pub use phone::{Phone, PhoneError};
pub use picture::{MAX_PICTURE_HEIGHT, PICTURE_WIDTHS, Picture, PictureHash, picture_file};
pub use price::{
    DeliveryCharges, DeliveryChargesError, LinePrice, PricedLine, PricedOrder, Quote,
    VAT_BASIS_POINTS, VAT_RATES, VatRate, Zone, price_order, quote, quote_on, vat_included,
};
pub use product::{
    Attribute, AttributeValue, Category, Image, MAX_ATTRIBUTES, MAX_DESCRIPTION_BYTES, MAX_IMAGES,
    MAX_OPTIONS, MAX_TITLE_CHARS, MAX_VARIANTS, Product, ProductStatus, Variant,
};
pub use review::{Rating, ReviewStatus, ReviewText, Stars};
pub use role::Role;
pub use serial::{Serial, SerialError, SerialRule, serials_of_line};
pub use shipment::{COURIERS, Shipment};
pub use sku::{Sku, SkuError};
pub use slug::{Slug, SlugError};
pub use stock::{MovementReason, StockChange, StockError, StockLevel};
pub use words::UnknownWord;
