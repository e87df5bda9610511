//! Publishing, rejecting and answering reviews, by staff.

use domain::review::paragraphs;
use domain::{FieldError, ReviewId, ReviewStatus};
use serde_json::{Value, json};
use store::{ReviewRow, StoreError};

use super::{ReviewView, restamp};
use crate::{Identity, Shop};

/// Characters of a reason.
pub const REASON: std::ops::RangeInclusive<usize> = 3..=500;
/// Characters of the shop's answer.
pub const REPLY: std::ops::RangeInclusive<usize> = 2..=1_000;

/// What becomes of a review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Everybody sees it.
    Publish,
    /// Nobody does; its author reads why: 3 to 500 characters.
    Reject(String),
}

/// A decision about a review.
#[derive(Debug, Clone)]
pub struct ReviewDecision {
    /// The revision that was read.
    pub revision: i64,
    /// What becomes of it.
    pub verdict: Verdict,
    /// The shop's answer, shown below it: 2 to 1,000 characters; blank is none.
    pub reply: String,
}

/// Why nothing was decided.
#[derive(Debug, thiserror::Error)]
pub enum DecideReviewError {
    /// No such review.
    #[error("there is no such review")]
    NotFound,
    /// Its author changed it since it was read, or a colleague decided it.
    #[error("the review was changed or decided since it was read; read it again")]
    Stale {
        /// The revision it has now.
        current_revision: i64,
    },
    /// Some fields are wrong.
    #[error("the decision is not valid")]
    Invalid(Vec<FieldError>),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A decision whose words are as they should be.
struct Decided {
    status: ReviewStatus,
    reason: Option<String>,
    reply: Option<String>,
}

impl Shop {
    /// Publishes or rejects a review at the revision that was read, with the shop's answer.
    /// Everybody sees what is published within two seconds.
    pub async fn decide_review(
        &self,
        by: &Identity,
        id: ReviewId,
        decision: ReviewDecision,
    ) -> Result<ReviewView, DecideReviewError> {
        let decided = decision.check().map_err(DecideReviewError::Invalid)?;
        let mut tx = self.store().begin().await?;
        let before = tx
            .find_review_for_update(id)
            .await?
            .ok_or(DecideReviewError::NotFound)?;
        if before.revision != decision.revision {
            return Err(DecideReviewError::Stale {
                current_revision: before.revision,
            });
        }
        let after = ReviewRow {
            status: decided.status,
            reason: decided.reason,
            reply: decided.reply,
            decided_at: Some(self.ambient().now()),
            revision: before.revision + 1,
            ..before.clone()
        };
        tx.update_review(&after).await?;
        if [before.status, after.status].contains(&ReviewStatus::Published) {
            restamp(&mut tx, after.product).await?;
        }
        let subject = format!("review:{id}");
        let (was, is) = (Some(state(&before)), Some(state(&after)));
        self.audit(&mut tx, by, "review.decide", subject, was, is)
            .await?;
        tx.commit().await?;
        let view = self.review(id).await?;
        view.ok_or(DecideReviewError::NotFound)
    }
}

/// What the audit log keeps: a name may be a person's, and the words are in the review.
fn state(review: &ReviewRow) -> Value {
    json!({
        "status": review.status,
        "revision": review.revision,
        "stars": review.stars.get(),
        "reason": review.reason,
        "reply": review.reply,
    })
}

impl ReviewDecision {
    fn check(&self) -> Result<Decided, Vec<FieldError>> {
        let (status, reason) = match &self.verdict {
            Verdict::Publish => (ReviewStatus::Published, Ok(None)),
            Verdict::Reject(reason) => {
                let reason = paragraphs(
                    "reason",
                    "The reason",
                    reason,
                    *REASON.start(),
                    *REASON.end(),
                );
                (ReviewStatus::Rejected, reason.map(Some))
            }
        };
        let reply = (!self.reply.trim().is_empty())
            .then(|| {
                let (least, most) = (*REPLY.start(), *REPLY.end());
                paragraphs("reply", "The reply", &self.reply, least, most)
            })
            .transpose();
        match (reason, reply) {
            (Ok(reason), Ok(reply)) => Ok(Decided {
                status,
                reason,
                reply,
            }),
            (reason, reply) => Err([reason.err(), reply.err()].into_iter().flatten().collect()),
        }
    }
}
