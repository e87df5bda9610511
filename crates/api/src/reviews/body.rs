//! What reviews look like on the wire.

use catalogue::PublishedReview;
use domain::{Lang, ReviewId, ReviewStatus};
use serde::{Deserialize, Serialize};
use shop::{Paged, ReviewView};
use time::OffsetDateTime;
use utoipa::{IntoParams, ToSchema};

use crate::words;

/// A review that everybody may read.
#[derive(Serialize, ToSchema)]
#[schema(as = Review)]
pub(crate) struct ReviewBody {
    /// One to five.
    #[schema(minimum = 1, maximum = 5)]
    stars: u8,
    title: Option<String>,
    /// Plain text with line breaks.
    body: String,
    /// Who says it.
    name: String,
    #[schema(schema_with = words::written_in)]
    lang: Lang,
    /// The shop's answer.
    reply: Option<String>,
    #[serde(with = "time::serde::rfc3339")]
    written_at: OffsetDateTime,
}

/// One page of a product's reviews.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReviewPage {
    reviews: Vec<ReviewBody>,
    page: u32,
    per_page: u32,
    /// Reviews on all pages.
    total: i64,
}

/// A review as its author and the staff see it.
#[derive(Serialize, ToSchema)]
#[schema(as = OwnReview)]
pub(crate) struct OwnReviewBody {
    #[schema(value_type = Uuid)]
    id: ReviewId,
    /// The product's slug.
    product: String,
    /// The product's name.
    product_name: String,
    /// One to five.
    #[schema(minimum = 1, maximum = 5)]
    stars: u8,
    title: Option<String>,
    body: String,
    name: String,
    #[schema(schema_with = words::written_in)]
    lang: Lang,
    #[schema(schema_with = words::review_status)]
    status: ReviewStatus,
    /// Grows with every change by its author and every decision by staff.
    revision: i64,
    /// Why it was rejected.
    reason: Option<String>,
    reply: Option<String>,
    /// The account that wrote it.
    username: String,
    #[serde(with = "time::serde::rfc3339")]
    written_at: OffsetDateTime,
    /// When it was published or rejected.
    #[serde(with = "time::serde::rfc3339::option")]
    decided_at: Option<OffsetDateTime>,
}

/// One page of reviews as staff or their author see them.
#[derive(Serialize, ToSchema)]
pub(crate) struct OwnReviewPage {
    reviews: Vec<OwnReviewBody>,
    page: u32,
    per_page: u32,
    /// Reviews on all pages.
    total: i64,
}

/// Names a product.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct ReviewedPath {
    /// The product's slug.
    #[param(example = "rupsha-a17")]
    pub(super) slug: String,
}

impl From<PublishedReview> for ReviewBody {
    fn from(review: PublishedReview) -> Self {
        ReviewBody {
            stars: review.stars.get(),
            title: review.title,
            body: review.body,
            name: review.name,
            lang: review.lang,
            reply: review.reply,
            written_at: review.written_at,
        }
    }
}

impl From<Paged<PublishedReview>> for ReviewPage {
    fn from(page: Paged<PublishedReview>) -> Self {
        ReviewPage {
            reviews: page.items.into_iter().map(ReviewBody::from).collect(),
            page: page.page,
            per_page: page.per_page,
            total: page.total,
        }
    }
}

impl From<ReviewView> for OwnReviewBody {
    fn from(review: ReviewView) -> Self {
        OwnReviewBody {
            id: review.id,
            product: review.slug.into_string(),
            product_name: review.product.en,
            stars: review.stars,
            title: review.title,
            body: review.body,
            name: review.name,
            lang: review.lang,
            status: review.status,
            revision: review.revision,
            reason: review.reason,
            reply: review.reply,
            username: review.username,
            written_at: review.written_at,
            decided_at: review.decided_at,
        }
    }
}

impl From<Paged<ReviewView>> for OwnReviewPage {
    fn from(page: Paged<ReviewView>) -> Self {
        OwnReviewPage {
            reviews: page.items.into_iter().map(OwnReviewBody::from).collect(),
            page: page.page,
            per_page: page.per_page,
            total: page.total,
        }
    }
}
