//! `POST /admin/reviews/{review}/publish` and `…/reject`: a decision about the revision that was
//! read. One that can't be made shows the review as it is now, with what was typed.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::{ReviewId, ReviewStatus};
use edge::{Form, Path, Problem, Staff};
use pages::{Visit, links, respond};
use serde::Deserialize;
use shop::{DecideReviewError, Identity, ReviewDecision, ReviewVerdict, ReviewView};

use super::item::Typed;
use super::one;
use crate::Office;
use crate::strings::ReviewTexts;

/// A decision as sent.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Decision {
    revision: String,
    reply: String,
    /// `None` where it isn't asked for.
    reason: Option<String>,
    /// The filter of the list it was made in.
    status: String,
}

/// `POST /admin/reviews/{review}/publish`
pub(crate) async fn publish(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
    Path(id): Path<ReviewId>,
    Form(form): Form<Decision>,
) -> Result<Response, Problem> {
    let form = Decision {
        reason: None,
        ..form
    };
    decide(&office, &visit, &who, id, &form).await
}

/// `POST /admin/reviews/{review}/reject`
pub(crate) async fn reject(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
    Path(id): Path<ReviewId>,
    Form(form): Form<Decision>,
) -> Result<Response, Problem> {
    let form = Decision {
        reason: Some(form.reason.unwrap_or_default()),
        ..form
    };
    decide(&office, &visit, &who, id, &form).await
}

async fn decide(
    office: &Office,
    visit: &Visit,
    who: &Identity,
    id: ReviewId,
    form: &Decision,
) -> Result<Response, Problem> {
    let verdict = match &form.reason {
        None => ReviewVerdict::Publish,
        Some(reason) => ReviewVerdict::Reject(reason.clone()),
    };
    let decision = ReviewDecision {
        // Revisions begin at 1: what names none has read none.
        revision: form.revision.parse().unwrap_or(0),
        verdict,
        reply: form.reply.clone(),
    };
    let status = form.status.parse::<ReviewStatus>().ok();
    let (code, errors) = match office.shop.decide_review(who, id, decision).await {
        Ok(review) => return Ok(back(visit, status, review.status)),
        Err(DecideReviewError::Invalid(errors)) => (StatusCode::BAD_REQUEST, errors),
        Err(DecideReviewError::Stale { .. }) => (StatusCode::CONFLICT, Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let review = office.shop.review(id).await?;
    let review = review.ok_or_else(Problem::not_found)?;
    let refusal = (code == StatusCode::CONFLICT).then(|| stale(visit, &review));
    // An answer that somebody else has written meanwhile isn't lost to an empty field.
    let answered = form.reason.is_none() && !form.reply.trim().is_empty();
    let typed = Typed {
        status,
        reply: answered.then_some(form.reply.as_str()),
        reason: form.reason.as_deref(),
        errors: &errors,
    };
    respond::personal_with(code, &one(visit, who, &review, typed, refusal))
}

/// To the list that the decision was made in.
fn back(visit: &Visit, filter: Option<ReviewStatus>, now: ReviewStatus) -> Response {
    let filter = filter.map(|status| ("status", status.as_str()));
    let query = filter.into_iter().chain([("done", now.as_str())]);
    visit.see_other(&links::with_query("/admin/reviews", query))
}

/// Who was quicker: only its author makes a review wait again.
fn stale(visit: &Visit, review: &ReviewView) -> &'static str {
    let t = ReviewTexts::of(visit.lang);
    match review.status {
        ReviewStatus::Pending => t.changed_by_author,
        ReviewStatus::Published | ReviewStatus::Rejected => t.decided_by_colleague,
    }
}
