//! What lies on the shelves: variants of all products with price and stock, a row each.
//!
//! For lists that staff read and correct; what shoppers browse is the catalogue's snapshot.

use domain::{CategoryId, Paisa, ProductStatus, Sku, Slug, StockLevel, Text};

use crate::products::like_literal;
use crate::sql::{FromRow, Row, Value, binds};
use crate::{Store, StoreError, Window};

/// What staff filter variants by.
#[derive(Debug, Clone, Default)]
pub struct ShelfFilter {
    /// Part of the SKU, the barcode or the product's title; any case.
    pub q: Option<String>,
    /// Only products of this status.
    pub status: Option<ProductStatus>,
    /// Only products of this category and those below it.
    pub category: Option<CategoryId>,
    /// Only this brand.
    pub brand: Option<String>,
    /// Only variants of which so many or fewer can be sold.
    pub at_most: Option<i64>,
    /// Those with the least to sell first, else product by product.
    pub least_first: bool,
}

/// One variant.
#[derive(Debug, Clone)]
pub struct ShelfRow {
    /// Its product's slug.
    pub slug: Slug,
    /// Its product's title.
    pub title: Text,
    /// Its product's status.
    pub status: ProductStatus,
    /// Its product's revision.
    pub revision: i64,
    /// Its code.
    pub sku: Sku,
    /// Its options' values.
    pub options: Vec<String>,
    /// What is printed on the box.
    pub barcode: Option<String>,
    /// What it costs.
    pub price: Option<Paisa>,
    /// What it cost before.
    pub compare_at: Option<Paisa>,
    /// Its stock.
    pub level: StockLevel,
}

impl FromRow for ShelfRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            slug: row.parse("slug")?,
            title: Text {
                en: row.get("title_en")?,
                bn: row.get("title_bn")?,
            },
            status: row.parse("status")?,
            revision: row.get("revision")?,
            sku: row.parse("sku")?,
            options: row.json("options")?,
            barcode: row.get("barcode")?,
            price: row.get("price_paisa")?,
            compare_at: row.get("compare_at_paisa")?,
            level: StockLevel {
                on_hand: row.get("on_hand")?,
                reserved: row.get("reserved")?,
            },
        })
    }
}

impl Store {
    /// The variants behind some SKUs, those that products still have; in no order.
    pub async fn list_shelf_of(&self, skus: &[Sku]) -> Result<Vec<ShelfRow>, StoreError> {
        if skus.is_empty() {
            return Ok(Vec::new());
        }
        let binds: Vec<Value> = skus.iter().map(|sku| Value::from(sku.as_str())).collect();
        self.fetch_list(
            "SELECT p.slug, p.title_en, p.title_bn, p.status, p.revision, v.sku, v.options, v.barcode, \
             v.price_paisa, v.compare_at_paisa, s.on_hand, s.reserved \
             FROM variants v JOIN products p ON p.id = v.product_id JOIN stock s ON s.variant_id = v.id \
             WHERE v.active = true AND v.sku IN ({list})",
            skus.len(),
            binds,
        )
        .await
    }

    /// Variants that are kept, and how many there are in all.
    pub async fn list_shelf(
        &self,
        filter: &ShelfFilter,
        window: Window,
    ) -> Result<(Vec<ShelfRow>, i64), StoreError> {
        let q = filter
            .q
            .as_deref()
            .map(|q| format!("%{}%", like_literal(&q.to_lowercase())));
        let status = filter.status.map(|status| status.as_str());
        let brand = filter.brand.as_deref();
        let items = self
            .fetch_all(
                "SELECT p.slug, p.title_en, p.title_bn, p.status, p.revision, v.sku, v.options, v.barcode, \
                 v.price_paisa, v.compare_at_paisa, s.on_hand, s.reserved \
                 FROM variants v JOIN products p ON p.id = v.product_id JOIN stock s ON s.variant_id = v.id \
                 WHERE v.active = true AND (LOWER(v.sku) LIKE $1 ESCAPE '\\' OR LOWER(v.barcode) LIKE $1 ESCAPE '\\' \
                 OR LOWER(p.title_en) LIKE $1 ESCAPE '\\' OR LOWER(p.title_bn) LIKE $1 ESCAPE '\\' OR $1 IS NULL) \
                 AND (p.status = $2 OR $2 IS NULL) AND (p.brand = $3 OR $3 IS NULL) \
                 AND (p.category_id IN (WITH RECURSIVE below(id) AS (SELECT id FROM categories WHERE id = $4 \
                 UNION SELECT c.id FROM categories c JOIN below b ON c.parent_id = b.id) SELECT id FROM below) \
                 OR $4 IS NULL) AND (s.on_hand - s.reserved <= $5 OR $5 IS NULL) \
                 ORDER BY CASE WHEN $6 = true THEN s.on_hand - s.reserved ELSE 0 END, p.slug, v.position, v.sku \
                 LIMIT $7 OFFSET $8",
                binds![
                    q.as_deref(),
                    status,
                    brand,
                    filter.category,
                    filter.at_most,
                    filter.least_first,
                    window.limit,
                    window.offset
                ],
            )
            .await?;
        let total = self
            .fetch_one(
                "SELECT COUNT(*) AS value \
                 FROM variants v JOIN products p ON p.id = v.product_id JOIN stock s ON s.variant_id = v.id \
                 WHERE v.active = true AND (LOWER(v.sku) LIKE $1 ESCAPE '\\' OR LOWER(v.barcode) LIKE $1 ESCAPE '\\' \
                 OR LOWER(p.title_en) LIKE $1 ESCAPE '\\' OR LOWER(p.title_bn) LIKE $1 ESCAPE '\\' OR $1 IS NULL) \
                 AND (p.status = $2 OR $2 IS NULL) AND (p.brand = $3 OR $3 IS NULL) \
                 AND (p.category_id IN (WITH RECURSIVE below(id) AS (SELECT id FROM categories WHERE id = $4 \
                 UNION SELECT c.id FROM categories c JOIN below b ON c.parent_id = b.id) SELECT id FROM below) \
                 OR $4 IS NULL) AND (s.on_hand - s.reserved <= $5 OR $5 IS NULL)",
                binds![q.as_deref(), status, brand, filter.category, filter.at_most],
            )
            .await?;
        Ok((items, total))
    }
}
