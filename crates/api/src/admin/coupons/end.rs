//! `POST /api/admin/coupons/{code}/end`

use axum::extract::State;
use edge::needs::Promotions;
use edge::{Json, May, Path, Problem};
use shop::Shop;

use super::body::{CouponBody, CouponPath};

/// End a coupon now
///
/// One that has ended stays as it is.
#[utoipa::path(post, path = "/api/admin/coupons/{code}/end", tag = "Back office: promotions", operation_id = "end_coupon",
    params(CouponPath),
    responses((status = 200, description = "The coupon.", body = CouponBody)))]
pub(crate) async fn end_coupon(
    State(shop): State<Shop>,
    May(identity, ..): May<Promotions>,
    Path(CouponPath { code }): Path<CouponPath>,
) -> Result<Json<CouponBody>, Problem> {
    Ok(Json(shop.end_coupon(&identity, &code).await?.into()))
}
