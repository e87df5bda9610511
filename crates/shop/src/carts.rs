//! Carts. Prices are today's: nothing a client says about money is kept.
//!
//! A cart made by somebody signed in is theirs alone; a guest's belongs to whoever knows its id,
//! which is 122 random bits.

mod change;
mod coupon;
mod hold;
mod quote;

pub use coupon::CartCoupon;
pub(crate) use coupon::price_with_coupon;
pub use hold::HoldError;
pub use quote::{CartQuote, QuoteError};

use domain::{CartId, FieldError, Image, OrderNumber, Paisa, Sku, Slug, Text};
use serde::Serialize;
use store::{CartLineRow, CartRow, StoreError};
use time::OffsetDateTime;

use crate::{Caller, Shop};

/// A cart with its lines at today's prices.
#[derive(Debug, Clone, Serialize)]
pub struct Cart {
    /// Its id, which is also its secret.
    pub id: CartId,
    /// Lines in the order they were added.
    pub lines: Vec<CartLine>,
    /// The lines' sum, VAT included.
    pub subtotal: Paisa,
    /// The coupon it remembers, and whether that counts now.
    pub coupon: Option<CartCoupon>,
    /// The order that it became.
    pub ordered: Option<OrderNumber>,
    /// Until when its units are kept for its buyer.
    #[serde(with = "time::serde::rfc3339::option")]
    pub held_until: Option<OffsetDateTime>,
}

/// A line of a cart.
#[derive(Debug, Clone, Serialize)]
pub struct CartLine {
    /// What.
    pub sku: Sku,
    /// The product's slug.
    pub slug: Slug,
    /// The product's title.
    pub title: Text,
    /// The variant's title.
    pub variant: String,
    /// The product's first picture.
    pub image: Option<Image>,
    /// Price of one now, VAT included; zero when it is no longer for sale.
    pub unit_price: Paisa,
    /// The flash sale that sets the price.
    pub sale: Option<CartSale>,
    /// Units.
    pub quantity: i64,
    /// unit_price × quantity.
    pub line_total: Paisa,
    /// Units this cart could have now; 0 when it is no longer for sale.
    pub available: i64,
}

/// The flash sale that a line of a cart is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct CartSale {
    /// Price of one outside the sale.
    pub regular_price: Paisa,
    /// Units that one customer may buy at the sale's price.
    pub units_per_customer: i64,
    /// When it is over, UTC.
    #[serde(with = "time::serde::rfc3339")]
    pub ends_at: OffsetDateTime,
}

/// Why a cart can't be seen or changed.
#[derive(Debug, thiserror::Error)]
pub enum CartError {
    /// No such cart, or somebody else's.
    #[error("there is no such cart")]
    NotFound,
    /// It became an order.
    #[error("the cart has been ordered already")]
    Ordered,
    /// Nothing for sale has that SKU.
    #[error("there is nothing for sale with the SKU {0}")]
    UnknownSku(String),
    /// It is full.
    #[error("a cart holds at most {} different products", domain::MAX_LINES)]
    TooManyLines,
    /// Some input is wrong.
    #[error("the change is not valid")]
    Invalid(Vec<FieldError>),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Cart {
    /// The cart at the prices its lines were read with, at `now`.
    pub(crate) fn new(row: CartRow, lines: Vec<CartLineRow>, now: OffsetDateTime) -> Self {
        let lines: Vec<CartLine> = lines.into_iter().map(CartLine::from).collect();
        let subtotal = Paisa::new(lines.iter().map(|l| l.line_total.get()).sum());
        let coupon = row.coupon.as_ref();
        Self {
            id: row.id,
            lines,
            subtotal,
            coupon: coupon.map(|coupon| CartCoupon::of_goods(coupon, subtotal, now)),
            ordered: row.ordered,
            held_until: row.held_until,
        }
    }
}

impl From<CartLineRow> for CartLine {
    fn from(row: CartLineRow) -> Self {
        let unit_price = row.price.filter(|_| row.sellable).unwrap_or(Paisa::ZERO);
        let sale = row.sale.filter(|_| row.sellable).map(|sale| CartSale {
            regular_price: row.regular.unwrap_or(sale.price),
            units_per_customer: sale.units_per_customer,
            ends_at: sale.ends_at,
        });
        // 99 units of at most 10 crore taka: far from overflow.
        let line_total = unit_price.checked_mul(row.quantity).unwrap_or(Paisa::ZERO);
        Self {
            sku: row.sku,
            slug: row.slug,
            title: row.title,
            variant: variant_title(&row.options),
            image: row.images.into_iter().next(),
            unit_price,
            sale,
            quantity: row.quantity,
            line_total,
            available: if row.sellable {
                row.level.available() + row.held
            } else {
                0
            },
        }
    }
}

/// `Red / 128 GB`; empty for a product without options.
pub(crate) fn variant_title(options: &[String]) -> String {
    options.join(" / ")
}

/// A cart that belongs to somebody signed in is nobody else's.
pub(crate) fn may_use(row: &CartRow, caller: &Caller) -> bool {
    row.user.is_none() || row.user == caller.user()
}

impl Shop {
    /// Opens an empty cart.
    pub async fn create_cart(&self, caller: &Caller) -> Result<Cart, CartError> {
        let row = CartRow {
            id: CartId::mint(self.ambient()),
            user: caller.user(),
            ordered: None,
            held_until: None,
            coupon: None,
        };
        let now = self.ambient().now();
        let mut tx = self.store().begin().await?;
        tx.insert_cart(row.id, row.user, now).await?;
        tx.commit().await?;
        Ok(Cart::new(row, Vec::new(), now))
    }

    /// A cart as it is now.
    pub async fn cart(&self, caller: &Caller, id: CartId) -> Result<Cart, CartError> {
        let row = self
            .store()
            .find_cart(id)
            .await?
            .filter(|row| may_use(row, caller));
        let row = row.ok_or(CartError::NotFound)?;
        let now = self.ambient().now();
        let lines = self.store().list_cart_lines(id, now).await?;
        Ok(Cart::new(row, lines, now))
    }
}
