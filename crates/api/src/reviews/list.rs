//! `GET /api/products/{slug}/reviews`

use axum::extract::State;
use edge::{Json, Path, Problem, Query};
use shop::Shop;

use super::body::{ReviewPage, ReviewedPath};
use crate::paging::PageParams;

/// List a product's reviews
///
/// Published ones, newest first. What they come to is the product's `rating`.
#[utoipa::path(get, path = "/api/products/{slug}/reviews", tag = "Reviews", operation_id = "list_reviews",
    params(ReviewedPath, PageParams),
    responses((status = 200, description = "Reviews, newest first.", body = ReviewPage)))]
pub(crate) async fn list_reviews(
    State(shop): State<Shop>,
    Path(ReviewedPath { slug }): Path<ReviewedPath>,
    Query(page): Query<PageParams>,
) -> Result<Json<ReviewPage>, Problem> {
    let page = page.request()?;
    let reviews = shop.published_reviews(&slug, page).await?;
    Ok(Json(reviews.ok_or_else(Problem::not_found)?.into()))
}
