//! Placing an order: what is asked, what is answered. `lane.rs` gathers orders into batches,
//! `placing.rs` places a batch in one transaction.

use domain::{
    Address, CartId, Contact, CouponCode, CouponRefusal, FieldError, Lang, Paisa, PaymentMethod,
    Sku,
};
use serde::{Deserialize, Serialize};
use store::StoreError;

use super::OrderView;
use crate::{Caller, Shop};

/// What a buyer asks for. Prices and stock come from the database alone.
#[derive(Debug, Clone)]
pub struct PlaceOrder {
    /// The cart to be ordered.
    pub cart: CartId,
    /// What the buyer was told it would cost; only compared.
    pub expected_total: Paisa,
    /// The buyer.
    pub contact: Contact,
    /// Where it goes.
    pub address: Address,
    /// How it is paid.
    pub payment_method: PaymentMethod,
    /// The buyer's language.
    pub lang: Lang,
    /// SHA-256 of the request, to tell a repeat from another order with the same key.
    pub fingerprint: [u8; 32],
}

/// An `Idempotency-Key`: 1 to 255 visible ASCII characters
/// (draft-ietf-httpapi-idempotency-key-header).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// Characters at most.
    pub const MAX_CHARS: usize = 255;

    /// A key as sent.
    pub fn parse(text: &str) -> Result<Self, FieldError> {
        let fits = (1..=Self::MAX_CHARS).contains(&text.len());
        if fits && text.bytes().all(|b| b.is_ascii_graphic()) {
            return Ok(Self(text.to_owned()));
        }
        Err(FieldError::new(
            "Idempotency-Key",
            FieldError::FORMAT,
            "Idempotency-Key must be 1 to 255 visible ASCII characters, such as a UUID",
        ))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// An order that was placed, now or by an earlier request with the same key.
#[derive(Debug, Clone)]
pub struct Placed {
    /// The order as it was when placed.
    pub order: OrderView,
    /// Opens this order to whoever has it.
    pub access_token: String,
    /// Whether an earlier request placed it.
    pub replayed: bool,
}

/// A line that there is not enough of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shortage {
    /// What.
    pub sku: Sku,
    /// Units wanted.
    pub requested: i64,
    /// Units to be had.
    pub available: i64,
}

/// A line of which the buyer wants more than a flash sale gives one customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverLimit {
    /// What.
    pub sku: Sku,
    /// Units wanted.
    pub requested: i64,
    /// Units that this customer may still have while the sale lasts.
    pub allowed: i64,
}

/// The coupon of a cart that took nothing off its order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LostCoupon {
    /// Its code.
    pub code: CouponCode,
    /// Why.
    pub refusal: CouponRefusal,
}

/// Why no order was placed. Whatever it is, no stock is reserved.
#[derive(Debug, thiserror::Error)]
pub enum PlaceOrderError {
    /// There isn't enough.
    #[error("there is not enough stock")]
    OutOfStock {
        /// The lines that there is not enough of.
        items: Vec<Shortage>,
        /// Whether an earlier request with the same key was refused so.
        replayed: bool,
    },
    /// It is more than a flash sale gives one customer.
    #[error("the sale gives one customer fewer units")]
    SaleLimit {
        /// The lines that are too many.
        items: Vec<OverLimit>,
        /// Whether an earlier request with the same key was refused so.
        replayed: bool,
    },
    /// It would not cost what the buyer was told.
    #[error("the price has changed")]
    PriceChanged {
        /// What it would cost.
        total: Paisa,
        /// The cart's coupon, if it doesn't count.
        coupon: Option<LostCoupon>,
        /// Whether an earlier request with the same key was refused so.
        replayed: bool,
    },
    /// A request with the same key is being worked on.
    #[error("an order with this key is being placed")]
    InProgress,
    /// The key came with another request before.
    #[error("the key was used for another request")]
    KeyReused,
    /// No such cart, or somebody else's.
    #[error("there is no such cart")]
    CartNotFound,
    /// Nothing is in it.
    #[error("the cart is empty")]
    CartEmpty,
    /// It became an order before, under another key.
    #[error("the cart has been ordered already")]
    CartOrdered,
    /// Orders can't be placed right now: too many are waiting, or the database is gone (the log says
    /// which). The same key may be tried again.
    #[error("orders can't be placed right now")]
    Busy,
    /// The database failed. Whether the order was placed is not known; the same key tells.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What comes of an order that reached the database, as kept with its key.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub(super) enum Outcome {
    Placed {
        order: Box<OrderView>,
        access_token: String,
    },
    OutOfStock {
        items: Vec<Shortage>,
    },
    SaleLimit {
        items: Vec<OverLimit>,
    },
    PriceChanged {
        total: Paisa,
        #[serde(default)]
        coupon: Option<LostCoupon>,
    },
}

impl Outcome {
    pub(super) fn answer(self, replayed: bool) -> Result<Placed, PlaceOrderError> {
        match self {
            Self::Placed {
                order,
                access_token,
            } => Ok(Placed {
                order: *order,
                access_token,
                replayed,
            }),
            Self::OutOfStock { items } => Err(PlaceOrderError::OutOfStock { items, replayed }),
            Self::SaleLimit { items } => Err(PlaceOrderError::SaleLimit { items, replayed }),
            Self::PriceChanged { total, coupon } => Err(PlaceOrderError::PriceChanged {
                total,
                coupon,
                replayed,
            }),
        }
    }
}

impl Shop {
    /// Places an order, once per key. The same key and request again: the same answer, nothing done
    /// twice, whatever happened in between.
    pub async fn place_order(
        &self,
        caller: &Caller,
        key: IdempotencyKey,
        order: PlaceOrder,
    ) -> Result<Placed, PlaceOrderError> {
        let answer = self.lane().place(caller, key, order).await;
        match &answer {
            Ok(placed) if !placed.replayed => {
                metrics::counter!("dhakacart_orders_placed_total").increment(1);
            }
            Ok(_) => {}
            Err(refused) => {
                if let Some(code) = refused.code() {
                    metrics::counter!("dhakacart_checkout_refusals_total", "code" => code)
                        .increment(1);
                    self.tally().count(self.today(), code);
                }
            }
        }
        answer
    }
}

impl PlaceOrderError {
    /// The refusal's code; `None` when the shop itself failed.
    fn code(&self) -> Option<&'static str> {
        Some(match self {
            Self::OutOfStock { .. } => "out_of_stock",
            Self::SaleLimit { .. } => "sale_limit",
            Self::PriceChanged { .. } => "price_changed",
            Self::InProgress => "in_progress",
            Self::KeyReused => "idempotency_key_reused",
            Self::CartNotFound => "cart_not_found",
            Self::CartEmpty => "cart_empty",
            Self::CartOrdered => "cart_ordered",
            Self::Busy => "busy",
            Self::Store(_) => return None,
        })
    }
}
