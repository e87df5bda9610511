//! `POST /api/admin/coupons`

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use edge::needs::Promotions;
use edge::{Json, May, Problem};
use shop::Shop;

use super::body::{CouponBody, CouponRequest};

/// Make a coupon
#[utoipa::path(post, path = "/api/admin/coupons", tag = "Back office: promotions", operation_id = "create_coupon",
    responses(
        (status = 201, description = "The coupon.", body = CouponBody,
            headers(("Location" = String, description = "Its address in the back office"))),
        (status = 409, description = "`code_taken`"),
    ))]
pub(crate) async fn create_coupon(
    State(shop): State<Shop>,
    May(identity, ..): May<Promotions>,
    Json(body): Json<CouponRequest>,
) -> Result<Response, Problem> {
    let coupon = shop.create_coupon(&identity, body.into()).await?;
    let location = format!("/api/admin/coupons/{}", coupon.code);
    let body = CouponBody::from(coupon);
    Ok((StatusCode::CREATED, [(LOCATION, location)], Json(body)).into_response())
}
