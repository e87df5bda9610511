//! `POST /api/products/{slug}/reviews`

use axum::extract::State;
use axum::http::StatusCode;
use domain::Lang;
use edge::{Customer, Json, Path, Problem};
use serde::Deserialize;
use shop::{ReviewInput, Shop};
use utoipa::ToSchema;

use super::body::{OwnReviewBody, ReviewedPath};
use crate::words;

/// What a customer says of a product.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReviewRequest {
    /// One to five.
    #[schema(minimum = 1, maximum = 5, examples(4))]
    stars: i64,
    /// In a few words.
    #[schema(max_length = 100, examples("Good value"))]
    title: Option<String>,
    /// In full; plain text with line breaks.
    #[schema(
        min_length = 10,
        max_length = 2000,
        examples("The battery lasts two days.")
    )]
    body: String,
    /// Who says it, as others will see it.
    #[schema(min_length = 2, max_length = 100, examples("Rahima K."))]
    name: String,
    #[serde(default)]
    #[schema(schema_with = words::maybe_written_in, required = false)]
    lang: Option<Lang>,
}

/// Review a product
///
/// For customers who had it delivered, once each: another call changes what they said before.
/// Either way the staff read it before anybody else does.
#[utoipa::path(post, path = "/api/products/{slug}/reviews", tag = "Reviews", operation_id = "write_review",
    params(ReviewedPath),
    responses(
        (status = 201, description = "A new review, which waits for the staff.", body = OwnReviewBody),
        (status = 200, description = "The review as it was changed; it waits for the staff.", body = OwnReviewBody),
        (status = 403, description = "`not_bought`: no delivered order of the caller has it."),
    ))]
pub(crate) async fn write_review(
    State(shop): State<Shop>,
    Customer(identity): Customer,
    Path(ReviewedPath { slug }): Path<ReviewedPath>,
    Json(body): Json<ReviewRequest>,
) -> Result<(StatusCode, Json<OwnReviewBody>), Problem> {
    let input = ReviewInput {
        stars: body.stars,
        title: body.title.unwrap_or_default(),
        body: body.body,
        name: body.name,
        lang: body.lang.unwrap_or(Lang::En),
    };
    let (review, new) = shop.write_review(&identity, &slug, input).await?;
    let status = if new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok((status, Json(review.into())))
}
