//! What carts look like on the wire.

use domain::{CartId, OrderNumber, Paisa, Sku, Slug};
use serde::{Deserialize, Serialize};
use shop::{Cart, CartLine};
use time::OffsetDateTime;
use utoipa::{IntoParams, ToSchema};

use super::coupon::CouponBody;

/// A cart, at today's prices.
#[derive(Serialize, ToSchema)]
#[schema(as = Cart)]
pub(crate) struct CartBody {
    /// Its id. Keep it like a password: who knows a guest's cart's id holds the cart.
    #[schema(value_type = Uuid)]
    id: CartId,
    /// Its lines, in the order they were put in.
    items: Vec<CartItem>,
    /// What the lines cost, VAT included, without delivery.
    #[schema(value_type = i64)]
    subtotal_paisa: Paisa,
    /// The coupon it remembers.
    #[serde(skip_serializing_if = "Option::is_none")]
    coupon: Option<CouponBody>,
    /// The number of the order it became.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, examples("DC-7K3M-Q9TX"))]
    ordered: Option<OrderNumber>,
    /// Until when its units are kept for its buyer.
    #[serde(
        with = "time::serde::rfc3339::option",
        skip_serializing_if = "Option::is_none"
    )]
    held_until: Option<OffsetDateTime>,
}

/// One line of a cart.
#[derive(Serialize, ToSchema)]
pub(crate) struct CartItem {
    #[schema(value_type = String, examples("RC-A17-128-BLK"))]
    sku: Sku,
    /// The product's name.
    name: String,
    name_bn: Option<String>,
    /// What tells the variant from its siblings, such as `Black / 128 GB`; may be empty.
    variant: String,
    /// The product's slug.
    #[schema(value_type = String)]
    slug: Slug,
    /// The product's first picture.
    image: String,
    /// Price of one, VAT included; 0 if it is no longer for sale.
    #[schema(value_type = i64)]
    unit_price_paisa: Paisa,
    /// Price of one outside the flash sale that it is in.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<i64>)]
    compare_at_paisa: Option<Paisa>,
    /// When that sale is over.
    #[serde(
        with = "time::serde::rfc3339::option",
        skip_serializing_if = "Option::is_none"
    )]
    sale_ends_at: Option<OffsetDateTime>,
    /// Units that one customer may buy at the sale's price.
    #[serde(skip_serializing_if = "Option::is_none")]
    units_per_customer: Option<i64>,
    quantity: i64,
    /// Unit price times quantity.
    #[schema(value_type = i64)]
    line_total_paisa: Paisa,
    /// Units this cart could have now; 0 if it is no longer for sale.
    available: i64,
}

/// Names a cart.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct CartPath {
    /// The cart's id, as `POST /api/carts` answered it.
    #[param(value_type = Uuid)]
    pub(crate) id: CartId,
}

impl From<Cart> for CartBody {
    fn from(cart: Cart) -> Self {
        CartBody {
            id: cart.id,
            items: cart.lines.into_iter().map(CartItem::from).collect(),
            subtotal_paisa: cart.subtotal,
            coupon: cart.coupon.map(CouponBody::from),
            ordered: cart.ordered,
            held_until: cart.held_until,
        }
    }
}

impl From<CartLine> for CartItem {
    fn from(line: CartLine) -> Self {
        let image = line
            .image
            .map_or_else(|| crate::products::NO_PICTURE.to_owned(), |i| i.src);
        CartItem {
            sku: line.sku,
            name: line.title.en,
            name_bn: line.title.bn,
            variant: line.variant,
            slug: line.slug,
            image,
            unit_price_paisa: line.unit_price,
            compare_at_paisa: line.sale.map(|sale| sale.regular_price),
            sale_ends_at: line.sale.map(|sale| sale.ends_at),
            units_per_customer: line.sale.map(|sale| sale.units_per_customer),
            quantity: line.quantity,
            line_total_paisa: line.line_total,
            available: line.available,
        }
    }
}
