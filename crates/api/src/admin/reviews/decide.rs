//! `POST /api/admin/reviews/{id}/decisions`

use axum::extract::State;
use domain::ReviewId;
use edge::needs::Reviews;
use edge::{Json, May, Path, Problem};
use serde::Deserialize;
use shop::{ReviewDecision, ReviewVerdict, Shop};
use utoipa::{IntoParams, ToSchema};

use crate::reviews::body::OwnReviewBody;

/// Names a review.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct ReviewPath {
    /// The review's id.
    #[param(value_type = Uuid)]
    id: ReviewId,
}

/// What becomes of a review.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReviewDecisionRequest {
    /// The revision that was read.
    #[schema(examples(1))]
    revision: i64,
    /// Whether everybody sees it.
    publish: bool,
    /// Why not: needed unless it is published; its author reads it.
    #[schema(min_length = 3, max_length = 500)]
    reason: Option<String>,
    /// The shop's answer, shown below it.
    #[schema(min_length = 2, max_length = 1000)]
    reply: Option<String>,
}

/// Publish or reject a review
///
/// Its author may have changed it since it was read: then nothing is decided.
#[utoipa::path(post, path = "/api/admin/reviews/{id}/decisions", tag = "Back office: reviews", operation_id = "decide_review",
    params(ReviewPath),
    responses(
        (status = 200, description = "The review as it stands now.", body = OwnReviewBody),
        (status = 409, description = "`stale`: it has `revision` now."),
    ))]
pub(crate) async fn decide_review(
    State(shop): State<Shop>,
    May(identity, ..): May<Reviews>,
    Path(ReviewPath { id }): Path<ReviewPath>,
    Json(body): Json<ReviewDecisionRequest>,
) -> Result<Json<OwnReviewBody>, Problem> {
    let verdict = if body.publish {
        ReviewVerdict::Publish
    } else {
        ReviewVerdict::Reject(body.reason.unwrap_or_default())
    };
    let decision = ReviewDecision {
        revision: body.revision,
        verdict,
        reply: body.reply.unwrap_or_default(),
    };
    let review = shop.decide_review(&identity, id, decision).await?;
    Ok(Json(review.into()))
}
