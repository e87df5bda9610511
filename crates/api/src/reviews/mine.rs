//! `GET /api/reviews`

use axum::extract::State;
use edge::{Customer, Json, Problem, Query};
use shop::Shop;

use super::body::OwnReviewPage;
use crate::paging::PageParams;

/// List my reviews
#[utoipa::path(get, path = "/api/reviews", tag = "Reviews", operation_id = "my_reviews",
    params(PageParams),
    responses((status = 200, description = "What the caller wrote, wherever it stands.", body = OwnReviewPage)))]
pub(crate) async fn my_reviews(
    State(shop): State<Shop>,
    Customer(identity): Customer,
    Query(page): Query<PageParams>,
) -> Result<Json<OwnReviewPage>, Problem> {
    let page = page.request()?;
    Ok(Json(shop.my_reviews(&identity, page).await?.into()))
}
