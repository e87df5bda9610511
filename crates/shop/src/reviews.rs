//! Reviews: by who had the product delivered, read by staff before anybody else sees them.
//!
//! What is published travels with the catalogue: each change to it takes the next catalogue
//! version and stamps the product in its own transaction, so that every process shows it within
//! two seconds. Locks are taken in one order: review, catalogue version, product.

mod decide;
mod write;

pub use decide::{DecideReviewError, REASON, REPLY, ReviewDecision, Verdict};
pub use write::{ReviewInput, WriteReviewError};

use catalogue::PublishedReview;
use domain::{Lang, ReviewId, ReviewStatus, Slug, Text, UserId};
use serde::Serialize;
use store::{ReviewOfRow, StoreError, Tx};
use time::OffsetDateTime;

use crate::{Identity, PageRequest, Paged, Shop};

/// A review as its author and the staff see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReviewView {
    /// Its id.
    pub id: ReviewId,
    /// The product's slug.
    pub slug: Slug,
    /// The product's title.
    pub product: Text,
    /// One to five.
    pub stars: u8,
    /// In a few words.
    pub title: Option<String>,
    /// In full; plain text with line breaks.
    pub body: String,
    /// Who says it, as others see it.
    pub name: String,
    /// The language of the page it was written on.
    pub lang: Lang,
    /// Where it stands.
    pub status: ReviewStatus,
    /// Grows with every change by its author and every decision; a decision names the one it is
    /// about.
    pub revision: i64,
    /// Why it was rejected, for its author.
    pub reason: Option<String>,
    /// The shop's answer.
    pub reply: Option<String>,
    /// The account that wrote it.
    pub user: UserId,
    /// That account's name.
    pub username: String,
    /// When its author last changed it, UTC.
    #[serde(with = "time::serde::rfc3339")]
    pub written_at: OffsetDateTime,
    /// When it was published or rejected, UTC.
    #[serde(with = "time::serde::rfc3339::option")]
    pub decided_at: Option<OffsetDateTime>,
}

impl From<ReviewOfRow> for ReviewView {
    fn from(row: ReviewOfRow) -> Self {
        let ReviewOfRow {
            review,
            slug,
            title,
            username,
        } = row;
        Self {
            id: review.id,
            slug,
            product: title,
            stars: review.stars.get(),
            title: review.title,
            body: review.body,
            name: review.name,
            lang: review.lang,
            status: review.status,
            revision: review.revision,
            reason: review.reason,
            reply: review.reply,
            user: review.user,
            username,
            written_at: review.written_at,
            decided_at: review.decided_at,
        }
    }
}

/// What staff filter reviews by.
#[derive(Debug, Clone, Default)]
pub struct ReviewFilter {
    /// Only these.
    pub status: Option<ReviewStatus>,
    /// Only by this customer.
    pub user: Option<UserId>,
}

impl Shop {
    /// What everybody may read about a product on the shelves, newest first; `None` when there is
    /// no such product.
    pub async fn published_reviews(
        &self,
        slug: &str,
        page: PageRequest,
    ) -> Result<Option<Paged<PublishedReview>>, StoreError> {
        let snapshot = self.catalogue().snapshot();
        let Some(listing) = snapshot.product(slug) else {
            return Ok(None);
        };
        let rows = self
            .store()
            .list_published_reviews(listing.product.id, page.window())
            .await?;
        Ok(Some(page.of(rows, PublishedReview::from)))
    }

    /// What a customer wrote, newest first, those that wait ahead.
    pub async fn my_reviews(
        &self,
        identity: &Identity,
        page: PageRequest,
    ) -> Result<Paged<ReviewView>, StoreError> {
        let filter = ReviewFilter {
            user: Some(identity.user),
            ..ReviewFilter::default()
        };
        self.list_reviews(&filter, page).await
    }

    /// What a customer wrote about a product.
    pub async fn my_review(
        &self,
        identity: &Identity,
        slug: &str,
    ) -> Result<Option<ReviewView>, StoreError> {
        let snapshot = self.catalogue().snapshot();
        let Some(listing) = snapshot.product(slug) else {
            return Ok(None);
        };
        let product = listing.product.id;
        let own = self.store().find_review_of(product, identity.user).await?;
        match own {
            Some(review) => self.review(review.id).await,
            None => Ok(None),
        }
    }

    /// Reviews for staff: those that wait, the longest first; then the others, newest first.
    pub async fn list_reviews(
        &self,
        filter: &ReviewFilter,
        page: PageRequest,
    ) -> Result<Paged<ReviewView>, StoreError> {
        let filter = store::ReviewFilter {
            status: filter.status,
            user: filter.user,
            product: None,
        };
        let rows = self.store().list_reviews(&filter, page.window()).await?;
        Ok(page.of(rows, ReviewView::from))
    }

    /// A review by id, for staff.
    pub async fn review(&self, id: ReviewId) -> Result<Option<ReviewView>, StoreError> {
        Ok(self.store().find_review(id).await?.map(ReviewView::from))
    }
}

/// Stamps a product whose published reviews have changed.
async fn restamp(tx: &mut Tx, product: domain::ProductId) -> Result<(), StoreError> {
    let version = tx.next_catalogue_version().await?;
    tx.touch_product(product, version).await
}
