//! `PUT` and `DELETE /api/carts/{id}/coupon`

use axum::extract::State;
use domain::{FieldError, Lang, Paisa};
use edge::{Json, MaybeUser, Path, Problem};
use serde::{Deserialize, Serialize};
use shop::{CartCoupon, Shop};
use utoipa::ToSchema;

use super::body::{CartBody, CartPath};

/// The coupon of a cart.
#[derive(Serialize, ToSchema)]
#[schema(as = CartCoupon)]
pub(crate) struct CouponBody {
    #[schema(examples("EID-10"))]
    code: String,
    /// `percent`, `fixed` or `free_delivery`.
    #[schema(examples("percent"))]
    kind: &'static str,
    /// Whether it counts now.
    counts: bool,
    /// What it takes off now. For free delivery 0 until a quote says where to.
    #[schema(value_type = i64)]
    discount_paisa: Paisa,
    /// Why it doesn't count: `inactive`, `not_started`, `ended`, `used_up`, `used_by_customer`,
    /// `below_minimum`, `nothing_to_take_off`.
    reason: Option<&'static str>,
    /// The reason, for people.
    message: Option<String>,
    message_bn: Option<String>,
}

impl From<CartCoupon> for CouponBody {
    fn from(coupon: CartCoupon) -> Self {
        let refusal = coupon.refusal;
        CouponBody {
            code: coupon.code.into_string(),
            kind: coupon.reduction.kind(),
            counts: refusal.is_none(),
            discount_paisa: coupon.discount,
            reason: refusal.as_ref().map(|refusal| refusal.code()),
            message: refusal.as_ref().map(|refusal| refusal.say(Lang::En)),
            message_bn: refusal.as_ref().map(|refusal| refusal.say(Lang::Bn)),
        }
    }
}

/// Which coupon.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CouponChoice {
    /// Its code, in any case.
    #[schema(value_type = String, min_length = 3, max_length = 32, examples("EID-10"))]
    code: Option<String>,
}

/// Use a coupon
///
/// The cart remembers it, also when it doesn't count yet: `coupon` in the answer says whether, and
/// why not. What it takes off is in the quote. A code that nobody knows is `invalid_input`.
#[utoipa::path(put, path = "/api/carts/{id}/coupon", tag = "Carts", operation_id = "set_cart_coupon",
    params(CartPath),
    responses(
        (status = 200, description = "The whole cart.", body = CartBody),
        (status = 409, description = "`cart_ordered`: it has become an order."),
    ))]
pub(crate) async fn set_cart_coupon(
    State(shop): State<Shop>,
    MaybeUser(caller): MaybeUser,
    Path(CartPath { id }): Path<CartPath>,
    Json(body): Json<CouponChoice>,
) -> Result<Json<CartBody>, Problem> {
    let code = body.code.ok_or_else(|| {
        let message = "A coupon code is needed";
        Problem::invalid(vec![FieldError::new("code", FieldError::REQUIRED, message)])
    })?;
    Ok(Json(shop.set_coupon(&caller, id, &code).await?.into()))
}

/// Stop using a coupon
///
/// Nothing happens if the cart has none.
#[utoipa::path(delete, path = "/api/carts/{id}/coupon", tag = "Carts", operation_id = "remove_cart_coupon",
    params(CartPath),
    responses(
        (status = 200, description = "The whole cart.", body = CartBody),
        (status = 409, description = "`cart_ordered`: it has become an order."),
    ))]
pub(crate) async fn remove_cart_coupon(
    State(shop): State<Shop>,
    MaybeUser(caller): MaybeUser,
    Path(CartPath { id }): Path<CartPath>,
) -> Result<Json<CartBody>, Problem> {
    Ok(Json(shop.remove_coupon(&caller, id).await?.into()))
}
