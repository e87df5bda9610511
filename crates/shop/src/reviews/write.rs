//! Writing a review, and changing it.

use domain::{FieldError, Lang, ProductId, ReviewId, ReviewStatus, ReviewText, Stars};
use store::{ReviewRow, StoreError};

use super::{ReviewView, restamp};
use crate::{Identity, Shop};

/// What a customer says of a product.
#[derive(Debug, Clone)]
pub struct ReviewInput {
    /// One to five.
    pub stars: i64,
    /// In a few words; may be blank.
    pub title: String,
    /// In full.
    pub body: String,
    /// Who says it, as others will see it.
    pub name: String,
    /// The language of the page it is written on.
    pub lang: Lang,
}

/// Why no review was written.
#[derive(Debug, thiserror::Error)]
pub enum WriteReviewError {
    /// No such product on the shelves.
    #[error("there is no such product")]
    NotFound,
    /// None of their orders with the product in it was delivered.
    #[error("only who bought a product can review it, once it was delivered")]
    NotBought,
    /// Some fields are wrong.
    #[error("the review is not valid")]
    Invalid(Vec<FieldError>),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Shop {
    /// Writes what a customer says of a product, or changes what they said before. Either way
    /// staff read it before others do. Answers the review and whether it is a new one.
    pub async fn write_review(
        &self,
        by: &Identity,
        slug: &str,
        input: ReviewInput,
    ) -> Result<(ReviewView, bool), WriteReviewError> {
        let (stars, text) = check(&input).map_err(WriteReviewError::Invalid)?;
        let product = self
            .catalogue()
            .snapshot()
            .product(slug)
            .map(|listing| listing.product.id)
            .ok_or(WriteReviewError::NotFound)?;
        let (id, new) = match self.put_review(by, product, stars, &text, input.lang).await {
            // Two forms at once: the other one wrote the review, this one changes it.
            Err(WriteReviewError::Store(error)) if error.is_unique("user_id") => {
                self.put_review(by, product, stars, &text, input.lang)
                    .await?
            }
            written => written?,
        };
        let view = self.review(id).await?;
        view.map(|view| (view, new))
            .ok_or(WriteReviewError::NotFound)
    }

    async fn put_review(
        &self,
        by: &Identity,
        product: ProductId,
        stars: Stars,
        text: &ReviewText,
        lang: Lang,
    ) -> Result<(ReviewId, bool), WriteReviewError> {
        let mut tx = self.store().begin().await?;
        let order = tx
            .find_delivered_order_of(product, by.user)
            .await?
            .ok_or(WriteReviewError::NotBought)?;
        let before = tx.find_review_of_for_update(product, by.user).await?;
        let review = ReviewRow {
            id: before
                .as_ref()
                .map_or_else(|| ReviewId::mint(self.ambient()), |review| review.id),
            product,
            user: by.user,
            order,
            stars,
            title: text.title.clone(),
            body: text.body.clone(),
            name: text.name.clone(),
            lang,
            status: ReviewStatus::Pending,
            revision: before.as_ref().map_or(1, |review| review.revision + 1),
            reason: None,
            // The shop answered other words.
            reply: None,
            written_at: self.ambient().now(),
            decided_at: None,
        };
        match &before {
            Some(before) => {
                tx.update_review(&review).await?;
                if before.status == ReviewStatus::Published {
                    restamp(&mut tx, product).await?;
                }
            }
            None => tx.insert_review(&review).await?,
        }
        tx.commit().await?;
        Ok((review.id, before.is_none()))
    }
}

fn check(input: &ReviewInput) -> Result<(Stars, ReviewText), Vec<FieldError>> {
    let stars = Stars::parse(input.stars);
    let text = ReviewText::parse(&input.name, &input.title, &input.body);
    match (stars, text) {
        (Ok(stars), Ok(text)) => Ok((stars, text)),
        (stars, text) => Err(stars
            .err()
            .into_iter()
            .chain(text.err().unwrap_or_default())
            .collect()),
    }
}
