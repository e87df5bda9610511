//! `POST /api/carts/{id}/quote`

use axum::extract::State;
use domain::{FieldError, Paisa};
use edge::{Json, MaybeUser, Path, Problem};
use serde::{Deserialize, Serialize};
use shop::{CartQuote, Shop};
use utoipa::ToSchema;

use super::body::CartPath;
use super::coupon::CouponBody;
use crate::words;

/// Where the order would go.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct QuoteRequest {
    #[schema(value_type = words::District)]
    district: Option<String>,
}

/// What an order would cost now. `total = subtotal + delivery − discount`.
#[derive(Serialize, ToSchema)]
#[schema(as = Quote)]
pub(crate) struct QuoteBody {
    /// The goods, VAT included.
    #[schema(value_type = i64)]
    subtotal_paisa: Paisa,
    /// The delivery charge.
    #[schema(value_type = i64)]
    delivery_paisa: Paisa,
    /// What is taken off.
    #[schema(value_type = i64)]
    discount_paisa: Paisa,
    /// What the customer would pay: the order's `expected_total_paisa`.
    #[schema(value_type = i64)]
    total_paisa: Paisa,
    /// The VAT inside what is paid for the goods.
    #[schema(value_type = i64)]
    vat_included_paisa: Paisa,
    /// The cart's coupon, and why it doesn't count if it doesn't.
    #[serde(skip_serializing_if = "Option::is_none")]
    coupon: Option<CouponBody>,
}

impl From<CartQuote> for QuoteBody {
    fn from(CartQuote { quote, coupon }: CartQuote) -> Self {
        QuoteBody {
            subtotal_paisa: quote.subtotal,
            delivery_paisa: quote.delivery,
            discount_paisa: quote.discount,
            total_paisa: quote.total,
            vat_included_paisa: quote.vat_included,
            coupon: coupon.map(CouponBody::from),
        }
    }
}

/// Ask what an order would cost
#[utoipa::path(post, path = "/api/carts/{id}/quote", tag = "Carts", operation_id = "quote_cart",
    params(CartPath),
    responses(
        (status = 200, description = "What it would cost now.", body = QuoteBody),
        (status = 400, description = "`invalid_input`, or `cart_empty`: there is nothing for sale in it."),
    ))]
pub(crate) async fn quote_cart(
    State(shop): State<Shop>,
    MaybeUser(caller): MaybeUser,
    Path(CartPath { id }): Path<CartPath>,
    Json(body): Json<QuoteRequest>,
) -> Result<Json<QuoteBody>, Problem> {
    let district = body
        .district
        .filter(|given| !given.trim().is_empty())
        .ok_or_else(|| {
            let message = "A district is needed";
            Problem::invalid(vec![FieldError::new(
                "district",
                FieldError::REQUIRED,
                message,
            )])
        })?;
    Ok(Json(shop.quote(&caller, id, &district).await?.into()))
}
