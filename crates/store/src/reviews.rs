//! What customers wrote about what they bought.
//!
//! A row's `revision` grows whenever its author changes it or staff decide it: a decision names the
//! one it was made of, so that nobody publishes words that they haven't read, or undoes unawares what
//! a colleague has decided.

use domain::{Lang, OrderId, ProductId, ReviewId, ReviewStatus, Slug, Stars, Text, UserId};
use time::OffsetDateTime;

use crate::sql::{FromRow, Row, binds};
use crate::{Store, StoreError, Tx, Window};

/// A review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewRow {
    /// Its id.
    pub id: ReviewId,
    /// Of which product.
    pub product: ProductId,
    /// By whom.
    pub user: UserId,
    /// The delivered order that shows that they bought it.
    pub order: OrderId,
    /// How good it is.
    pub stars: Stars,
    /// In a few words.
    pub title: Option<String>,
    /// In full.
    pub body: String,
    /// Who says it, as others see it.
    pub name: String,
    /// The language of the page it was written on.
    pub lang: Lang,
    /// Where it stands.
    pub status: ReviewStatus,
    /// Grows with every change by its author and every decision; from 1.
    pub revision: i64,
    /// Why it was rejected.
    pub reason: Option<String>,
    /// The shop's answer.
    pub reply: Option<String>,
    /// When its author last changed it.
    pub written_at: OffsetDateTime,
    /// When it was published or rejected.
    pub decided_at: Option<OffsetDateTime>,
}

/// A review with the product it is about and the account that wrote it.
#[derive(Debug, Clone)]
pub struct ReviewOfRow {
    /// The review.
    pub review: ReviewRow,
    /// The product's slug.
    pub slug: Slug,
    /// The product's title.
    pub title: Text,
    /// Its author's account.
    pub username: String,
}

/// How many published reviews of a product have so many stars.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RatingRow {
    /// Which product.
    pub product: ProductId,
    /// How many stars.
    pub stars: Stars,
    /// How many reviews.
    pub reviews: i64,
}

/// What staff and customers filter reviews by.
#[derive(Debug, Clone, Copy, Default)]
pub struct ReviewFilter {
    /// Only these.
    pub status: Option<ReviewStatus>,
    /// Only this user's.
    pub user: Option<UserId>,
    /// Only of this product.
    pub product: Option<ProductId>,
}

fn stars(row: &Row) -> Result<Stars, StoreError> {
    Stars::parse(row.get("stars")?).map_err(|e| StoreError::corrupt("stars", e))
}

impl FromRow for ReviewRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            product: row.get("product_id")?,
            user: row.get("user_id")?,
            order: row.get("order_id")?,
            stars: stars(row)?,
            title: row.get("title")?,
            body: row.get("body")?,
            name: row.get("name")?,
            lang: row.parse("lang")?,
            status: row.parse("status")?,
            revision: row.get("revision")?,
            reason: row.get("reason")?,
            reply: row.get("reply")?,
            written_at: row.get("written_at")?,
            decided_at: row.get("decided_at")?,
        })
    }
}

impl FromRow for ReviewOfRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            review: ReviewRow::from_row(row)?,
            slug: row.parse("slug")?,
            title: Text {
                en: row.get("title_en")?,
                bn: row.get("title_bn")?,
            },
            username: row.get("username")?,
        })
    }
}

impl FromRow for RatingRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            product: row.get("product_id")?,
            stars: stars(row)?,
            reviews: row.get("reviews")?,
        })
    }
}

impl Store {
    /// Published reviews by stars, of products whose revision is above `since`.
    pub async fn list_ratings(&self, since: i64) -> Result<Vec<RatingRow>, StoreError> {
        self.fetch_all(
            "SELECT r.product_id, r.stars, COUNT(*) AS reviews FROM reviews r JOIN products p ON p.id = r.product_id \
             WHERE p.revision > $1 AND r.status = 'published' GROUP BY r.product_id, r.stars",
            binds![since],
        )
        .await
    }

    /// The `most` newest published reviews of each product whose revision is above `since`, the
    /// newest first.
    pub async fn list_newest_reviews(
        &self,
        since: i64,
        most: i64,
    ) -> Result<Vec<ReviewRow>, StoreError> {
        self.fetch_all(
            "SELECT * FROM (SELECT r.*, ROW_NUMBER() OVER (PARTITION BY r.product_id ORDER BY r.written_at DESC, r.id DESC) AS place \
             FROM reviews r JOIN products p ON p.id = r.product_id WHERE p.revision > $1 AND r.status = 'published') newest \
             WHERE newest.place <= $2 ORDER BY newest.product_id, newest.place",
            binds![since, most],
        )
        .await
    }

    /// Published reviews of a product, newest first, and how many there are in all.
    pub async fn list_published_reviews(
        &self,
        product: ProductId,
        window: Window,
    ) -> Result<(Vec<ReviewRow>, i64), StoreError> {
        let items = self
            .fetch_all(
                "SELECT * FROM reviews WHERE product_id = $1 AND status = 'published' \
                 ORDER BY written_at DESC, id DESC LIMIT $2 OFFSET $3",
                binds![product, window.limit, window.offset],
            )
            .await?;
        let total = self
            .fetch_one(
                "SELECT COUNT(*) AS value FROM reviews WHERE product_id = $1 AND status = 'published'",
                binds![product],
            )
            .await?;
        Ok((items, total))
    }

    /// Reviews with what they are about: those that wait, written first ahead; then the others,
    /// written last ahead; and how many there are in all.
    pub async fn list_reviews(
        &self,
        filter: &ReviewFilter,
        window: Window,
    ) -> Result<(Vec<ReviewOfRow>, i64), StoreError> {
        let status = filter.status.map(ReviewStatus::as_str);
        let items = self
            .fetch_all(
                "SELECT r.*, p.slug, p.title_en, p.title_bn, u.username FROM reviews r \
                 JOIN products p ON p.id = r.product_id JOIN users u ON u.id = r.user_id \
                 WHERE (r.status = $1 OR $1 IS NULL) AND (r.user_id = $2 OR $2 IS NULL) AND (r.product_id = $3 OR $3 IS NULL) \
                 ORDER BY CASE WHEN r.status = 'pending' THEN 0 ELSE 1 END, \
                 CASE WHEN r.status = 'pending' THEN r.written_at END, r.written_at DESC, r.id LIMIT $4 OFFSET $5",
                binds![
                    status,
                    filter.user,
                    filter.product.map(|id| id.uuid()),
                    window.limit,
                    window.offset
                ],
            )
            .await?;
        let total = self
            .fetch_one(
                "SELECT COUNT(*) AS value FROM reviews r WHERE (r.status = $1 OR $1 IS NULL) \
                 AND (r.user_id = $2 OR $2 IS NULL) AND (r.product_id = $3 OR $3 IS NULL)",
                binds![status, filter.user, filter.product.map(|id| id.uuid())],
            )
            .await?;
        Ok((items, total))
    }

    /// A review by id, with what it is about.
    pub async fn find_review(&self, id: ReviewId) -> Result<Option<ReviewOfRow>, StoreError> {
        self.fetch_optional(
            "SELECT r.*, p.slug, p.title_en, p.title_bn, u.username FROM reviews r \
             JOIN products p ON p.id = r.product_id JOIN users u ON u.id = r.user_id WHERE r.id = $1",
            binds![id],
        )
        .await
    }

    /// What a user wrote about a product.
    pub async fn find_review_of(
        &self,
        product: ProductId,
        user: UserId,
    ) -> Result<Option<ReviewRow>, StoreError> {
        self.fetch_optional(
            "SELECT * FROM reviews WHERE product_id = $1 AND user_id = $2",
            binds![product, user],
        )
        .await
    }
}

impl Tx {
    /// The last delivered order of a user that has the product in it.
    pub async fn find_delivered_order_of(
        &mut self,
        product: ProductId,
        user: UserId,
    ) -> Result<Option<OrderId>, StoreError> {
        let found: Option<DeliveredRow> = self
            .fetch_optional(
                "SELECT o.id FROM orders o WHERE o.user_id = $2 AND o.status = 'delivered' AND EXISTS (\
                 SELECT 1 FROM order_lines l JOIN variants v ON v.id = l.variant_id \
                 WHERE l.order_id = o.id AND v.product_id = $1) ORDER BY o.placed_at DESC, o.id LIMIT 1",
                binds![product, user],
            )
            .await?;
        Ok(found.map(|DeliveredRow(id)| id))
    }

    /// What a user wrote about a product, locked until commit.
    pub async fn find_review_of_for_update(
        &mut self,
        product: ProductId,
        user: UserId,
    ) -> Result<Option<ReviewRow>, StoreError> {
        self.fetch_optional(
            "SELECT r.* FROM reviews r WHERE r.product_id = $1 AND r.user_id = $2 {lock:r}",
            binds![product, user],
        )
        .await
    }

    /// A review by id, locked until commit.
    pub async fn find_review_for_update(
        &mut self,
        id: ReviewId,
    ) -> Result<Option<ReviewRow>, StoreError> {
        self.fetch_optional(
            "SELECT r.* FROM reviews r WHERE r.id = $1 {lock:r}",
            binds![id],
        )
        .await
    }

    /// Writes a review. A second one by the same user of the same product is
    /// [`StoreError::Constraint`] on `user_id`.
    pub async fn insert_review(&mut self, review: &ReviewRow) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO reviews (id, product_id, user_id, order_id, stars, title, body, name, lang, status, revision, \
             reason, reply, written_at, decided_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
            binds![
                review.id,
                review.product,
                review.user,
                review.order,
                i64::from(review.stars.get()),
                review.title.as_deref(),
                review.body.as_str(),
                review.name.as_str(),
                review.lang.as_str(),
                review.status.as_str(),
                review.revision,
                review.reason.as_deref(),
                review.reply.as_deref(),
                review.written_at,
                review.decided_at
            ],
        )
        .await
        .map(drop)
    }

    /// Writes a review as it should be from now on: everything but whose it is and of what.
    pub async fn update_review(&mut self, review: &ReviewRow) -> Result<(), StoreError> {
        self.execute(
            "UPDATE reviews SET order_id = $2, stars = $3, title = $4, body = $5, name = $6, lang = $7, status = $8, \
             revision = $9, reason = $10, reply = $11, written_at = $12, decided_at = $13 WHERE id = $1",
            binds![
                review.id,
                review.order,
                i64::from(review.stars.get()),
                review.title.as_deref(),
                review.body.as_str(),
                review.name.as_str(),
                review.lang.as_str(),
                review.status.as_str(),
                review.revision,
                review.reason.as_deref(),
                review.reply.as_deref(),
                review.written_at,
                review.decided_at
            ],
        )
        .await
        .map(drop)
    }

    /// Stamps a product with a catalogue version taken in this transaction: every process loads it
    /// again, with its reviews.
    pub async fn touch_product(
        &mut self,
        product: ProductId,
        revision: i64,
    ) -> Result<(), StoreError> {
        self.execute(
            "UPDATE products SET revision = $2 WHERE id = $1",
            binds![product, revision],
        )
        .await
        .map(drop)
    }
}

struct DeliveredRow(OrderId);

impl FromRow for DeliveredRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        row.get("id").map(Self)
    }
}
