//! What buyers say of a product, as its page shows it.
//!
//! Invariant: published reviews only. A decision stamps the product with the next catalogue
//! version, so that a listing is made anew, reviews and all, and its page needs no SQL.

use std::collections::HashMap;

use domain::{Lang, ProductId, Rating, Stars};
use store::{RatingRow, ReviewRow};
use time::OffsetDateTime;

/// Reviews that a listing carries; the rest are read page by page.
pub(crate) const CARRIED: i64 = 5;

/// What all buyers say of a product, and the newest of them in their own words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reviews {
    /// What all of them come to.
    pub rating: Rating,
    /// The newest, at most five, the newest first.
    pub newest: Vec<PublishedReview>,
}

/// A review that everybody sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedReview {
    /// How good it is.
    pub stars: Stars,
    /// In a few words.
    pub title: Option<String>,
    /// In full; plain text with line breaks.
    pub body: String,
    /// Who says it.
    pub name: String,
    /// The language of the page it was written on.
    pub lang: Lang,
    /// The shop's answer.
    pub reply: Option<String>,
    /// When it was written.
    pub written_at: OffsetDateTime,
}

impl From<ReviewRow> for PublishedReview {
    fn from(row: ReviewRow) -> Self {
        Self {
            stars: row.stars,
            title: row.title,
            body: row.body,
            name: row.name,
            lang: row.lang,
            reply: row.reply,
            written_at: row.written_at,
        }
    }
}

/// Reviews by product.
pub(crate) fn by_product(
    ratings: Vec<RatingRow>,
    newest: Vec<ReviewRow>,
) -> HashMap<ProductId, Reviews> {
    let mut products: HashMap<ProductId, Reviews> = HashMap::new();
    for row in ratings {
        let reviews = u32::try_from(row.reviews).unwrap_or(u32::MAX);
        let of = products.entry(row.product).or_default();
        of.rating.add(row.stars, reviews);
    }
    for row in newest {
        let of = products.entry(row.product).or_default();
        of.newest.push(row.into());
    }
    products
}
