//! `GET /api/admin/coupons/{code}`

use axum::extract::State;
use edge::needs::Promotions;
use edge::{Json, May, Path, Problem};
use shop::Shop;

use super::body::{CouponBody, CouponPath};

/// Show a coupon
#[utoipa::path(get, path = "/api/admin/coupons/{code}", tag = "Back office: promotions", operation_id = "show_coupon",
    params(CouponPath),
    responses((status = 200, description = "The coupon.", body = CouponBody)))]
pub(crate) async fn show_coupon(
    State(shop): State<Shop>,
    _: May<Promotions>,
    Path(CouponPath { code }): Path<CouponPath>,
) -> Result<Json<CouponBody>, Problem> {
    Ok(Json(shop.coupon(&code).await?.into()))
}
