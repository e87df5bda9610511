//! Who waits for a variant to be back in stock.
//!
//! A request is claimed, and the claim committed, before its message goes out: a worker that dies
//! in between leaves a claim that is closed as `unsure`, and nobody is told twice. One is open per
//! variant and phone (a partial UNIQUE index decides).

use domain::{Lang, Paisa, Phone, Sku, Slug, StockRequestId, Text, UserId, VariantId};
use time::OffsetDateTime;

use crate::sql::{FromRow, Row, Value, binds};
use crate::{Store, StoreError, Tx, Window};

/// A request to be written.
#[derive(Debug, Clone)]
pub struct NewStockRequest {
    /// Its id.
    pub id: StockRequestId,
    /// What is waited for.
    pub variant: VariantId,
    /// Who is told.
    pub phone: Phone,
    /// Their account, if they have one.
    pub user: Option<UserId>,
    /// In which language.
    pub lang: Lang,
    /// When it was made.
    pub at: OffsetDateTime,
}

/// A request whose message may go out now: nobody else will send it.
#[derive(Debug, Clone)]
pub struct ClaimedStockRequestRow {
    /// Its id.
    pub id: StockRequestId,
    /// What is back.
    pub variant: VariantId,
    /// Who is told.
    pub phone: String,
    /// In which language.
    pub lang: Lang,
    /// How often it was claimed, this time included.
    pub attempts: i64,
}

/// How many wait for a variant.
#[derive(Debug, Clone)]
pub struct WaitingRow {
    /// Its SKU.
    pub sku: Sku,
    /// Its product's slug.
    pub slug: Slug,
    /// Its product's title.
    pub title: Text,
    /// Its option values.
    pub options: Vec<String>,
    /// Its price.
    pub price: Option<Paisa>,
    /// Units that can be sold now.
    pub available: i64,
    /// Open requests.
    pub waiting: i64,
    /// Since when the first waits.
    pub since: OffsetDateTime,
}

/// What a variant is called.
#[derive(Debug, Clone)]
pub struct VariantTitleRow {
    /// Its id.
    pub id: VariantId,
    /// Its product's title.
    pub title: Text,
    /// Its option values.
    pub options: Vec<String>,
}

impl FromRow for VariantTitleRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            title: Text {
                en: row.get("title_en")?,
                bn: row.get("title_bn")?,
            },
            options: row.json("options")?,
        })
    }
}

impl FromRow for ClaimedStockRequestRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            variant: row.get("variant_id")?,
            phone: row.get("phone")?,
            lang: row.parse("lang")?,
            attempts: row.get("attempts")?,
        })
    }
}

impl FromRow for WaitingRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            sku: row.parse("sku")?,
            slug: row.parse("slug")?,
            title: Text {
                en: row.get("title_en")?,
                bn: row.get("title_bn")?,
            },
            options: row.json("options")?,
            price: row.get("price_paisa")?,
            available: row.get("available")?,
            waiting: row.get("waiting")?,
            since: row.get("since")?,
        })
    }
}

impl Store {
    /// Variants that somebody waits for, the most wanted first, and how many there are.
    pub async fn list_waiting(&self, window: Window) -> Result<(Vec<WaitingRow>, i64), StoreError> {
        let items = self
            .fetch_all(
                "SELECT v.sku, v.options, v.price_paisa, p.slug, p.title_en, p.title_bn, s.on_hand - s.reserved AS available, \
                 w.waiting, w.since FROM (SELECT variant_id, COUNT(*) AS waiting, MIN(created_at) AS since FROM stock_requests \
                 WHERE closed_at IS NULL GROUP BY variant_id) w JOIN variants v ON v.id = w.variant_id \
                 JOIN products p ON p.id = v.product_id JOIN stock s ON s.variant_id = v.id \
                 ORDER BY w.waiting DESC, w.since, v.id LIMIT $1 OFFSET $2",
                binds![window.limit, window.offset],
            )
            .await?;
        let total = self
            .fetch_one(
                "SELECT COUNT(DISTINCT variant_id) AS value FROM stock_requests WHERE closed_at IS NULL",
                vec![],
            )
            .await?;
        Ok((items, total))
    }

    /// What variants are called, in no particular order.
    pub async fn list_variant_titles(
        &self,
        variants: &[VariantId],
    ) -> Result<Vec<VariantTitleRow>, StoreError> {
        if variants.is_empty() {
            return Ok(Vec::new());
        }
        self.fetch_list(
            "SELECT v.id, v.options, p.title_en, p.title_bn FROM variants v JOIN products p ON p.id = v.product_id \
             WHERE v.id IN ({list})",
            variants.len(),
            variants.iter().map(|id| Value::from(*id)).collect(),
        )
        .await
    }
}

impl Tx {
    /// Open requests of a phone.
    pub async fn count_stock_requests_of(&mut self, phone: &Phone) -> Result<i64, StoreError> {
        self.fetch_optional(
            "SELECT COUNT(*) AS value FROM stock_requests WHERE phone = $1 AND closed_at IS NULL",
            binds![phone.as_str()],
        )
        .await
        .map(Option::unwrap_or_default)
    }

    /// Writes a request. `false` if one is open for that variant and phone already.
    pub async fn insert_stock_request(
        &mut self,
        new: &NewStockRequest,
    ) -> Result<bool, StoreError> {
        let written = self
            .execute(
                "INSERT INTO stock_requests (id, variant_id, phone, user_id, lang, attempts, not_before, created_at) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $7) ON CONFLICT DO NOTHING",
                binds![
                    new.id,
                    new.variant,
                    new.phone.as_str(),
                    new.user,
                    new.lang.as_str(),
                    0i64,
                    new.at
                ],
            )
            .await?;
        Ok(written > 0)
    }

    /// Claims up to `limit` requests whose variant can be bought, those that wait longest first.
    pub async fn claim_stock_requests(
        &mut self,
        now: OffsetDateTime,
        limit: i64,
    ) -> Result<Vec<ClaimedStockRequestRow>, StoreError> {
        self.fetch_all(
            "WITH due AS MATERIALIZED (SELECT r.id FROM stock_requests r WHERE r.closed_at IS NULL AND r.claimed_at IS NULL \
             AND r.not_before <= $1 AND EXISTS (SELECT 1 FROM stock s JOIN variants v ON v.id = s.variant_id \
             JOIN products p ON p.id = v.product_id WHERE s.variant_id = r.variant_id AND s.on_hand > s.reserved \
             AND v.active = true AND v.price_paisa IS NOT NULL AND p.status = 'active') \
             ORDER BY r.created_at, r.id LIMIT $2 {skip_locked}) \
             UPDATE stock_requests SET claimed_at = $1, attempts = attempts + 1 WHERE id IN (SELECT id FROM due) \
             RETURNING id, variant_id, phone, lang, attempts",
            binds![now, limit],
        )
        .await
    }

    /// Closes a claimed request: its message went out (`sent`), or never will (`failed`).
    pub async fn close_stock_request(
        &mut self,
        id: StockRequestId,
        outcome: &'static str,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        self.execute(
            "UPDATE stock_requests SET closed_at = $3, outcome = $2 WHERE id = $1 AND closed_at IS NULL",
            binds![id, outcome, now],
        )
        .await
        .map(drop)
    }

    /// Gives a claim back: the carrier said that it didn't take the message.
    pub async fn unclaim_stock_request(
        &mut self,
        id: StockRequestId,
        not_before: OffsetDateTime,
    ) -> Result<(), StoreError> {
        self.execute(
            "UPDATE stock_requests SET claimed_at = NULL, not_before = $2 WHERE id = $1 AND closed_at IS NULL",
            binds![id, not_before],
        )
        .await
        .map(drop)
    }

    /// Closes requests that were claimed before a moment and never heard of again: whether the
    /// message went out isn't known. Answers how many.
    pub async fn close_lost_stock_requests(
        &mut self,
        claimed_before: OffsetDateTime,
        now: OffsetDateTime,
    ) -> Result<u64, StoreError> {
        self.execute(
            "UPDATE stock_requests SET closed_at = $2, outcome = 'unsure' WHERE closed_at IS NULL AND claimed_at < $1",
            binds![claimed_before, now],
        )
        .await
    }

    /// Forgets requests that were closed before a moment, and open ones made before another.
    /// Answers how many.
    pub async fn delete_stock_requests_before(
        &mut self,
        closed_before: OffsetDateTime,
        made_before: OffsetDateTime,
    ) -> Result<u64, StoreError> {
        self.execute(
            "DELETE FROM stock_requests WHERE closed_at < $1 OR (closed_at IS NULL AND claimed_at IS NULL AND created_at < $2)",
            binds![closed_before, made_before],
        )
        .await
    }
}
