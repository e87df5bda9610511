//! `PUT /api/admin/coupons/{code}`

use axum::extract::State;
use edge::needs::Promotions;
use edge::{Json, May, Path, Problem};
use shop::Shop;

use super::body::{CouponBody, CouponPath, CouponRequest};

/// Change a coupon
///
/// Replaces its terms, as they were read with `revision`; the code stays. Orders that used it keep
/// what they got.
#[utoipa::path(put, path = "/api/admin/coupons/{code}", tag = "Back office: promotions", operation_id = "update_coupon",
    params(CouponPath),
    responses(
        (status = 200, description = "The coupon.", body = CouponBody),
        (status = 409, description = "`stale` with the `revision` it has now."),
    ))]
pub(crate) async fn update_coupon(
    State(shop): State<Shop>,
    May(identity, ..): May<Promotions>,
    Path(CouponPath { code }): Path<CouponPath>,
    Json(body): Json<CouponRequest>,
) -> Result<Json<CouponBody>, Problem> {
    let revision = body
        .revision()
        .map_err(|error| Problem::invalid(vec![error]))?;
    let coupon = shop
        .update_coupon(&identity, &code, revision, body.into())
        .await?;
    Ok(Json(coupon.into()))
}
