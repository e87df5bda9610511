//! `GET /api/admin/reviews`

use axum::extract::State;
use domain::ReviewStatus;
use edge::needs::Reviews;
use edge::{Json, May, Problem, Query};
use serde::Deserialize;
use shop::{ReviewFilter, Shop};
use utoipa::IntoParams;

use crate::paging::PageParams;
use crate::reviews::body::OwnReviewPage;
use crate::words;

/// Which reviews.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct StatusFilter {
    /// Only these.
    #[param(schema_with = words::review_status, required = false)]
    status: Option<ReviewStatus>,
}

/// List reviews
///
/// Those that wait, the longest first; then the others, newest first.
#[utoipa::path(get, path = "/api/admin/reviews", tag = "Back office: reviews", operation_id = "staff_list_reviews",
    params(StatusFilter, PageParams),
    responses((status = 200, description = "Reviews.", body = OwnReviewPage)))]
pub(crate) async fn staff_list_reviews(
    State(shop): State<Shop>,
    _: May<Reviews>,
    Query(filter): Query<StatusFilter>,
    Query(page): Query<PageParams>,
) -> Result<Json<OwnReviewPage>, Problem> {
    let page = page.request()?;
    let filter = ReviewFilter {
        status: filter.status,
        ..ReviewFilter::default()
    };
    Ok(Json(shop.list_reviews(&filter, page).await?.into()))
}
