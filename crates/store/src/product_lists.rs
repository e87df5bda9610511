//! The staff's list of products: filtered, sorted, a page at a time, with stock in sum.

use domain::{CategoryId, Paisa, ProductStatus, Slug, Text};
use time::OffsetDateTime;

use crate::products::like_literal;
use crate::sql::{FromRow, Row, binds};
use crate::{Store, StoreError, Window};

/// What staff filter products by.
#[derive(Debug, Clone, Default)]
pub struct ProductFilter {
    /// Part of the title, brand, model, slug, or a SKU; any case.
    pub q: Option<String>,
    /// Only this status.
    pub status: Option<ProductStatus>,
    /// Only this category and those below it.
    pub category: Option<CategoryId>,
    /// Only this brand.
    pub brand: Option<String>,
    /// Only where so many units or more can be sold, all variants together.
    pub at_least: Option<i64>,
    /// Only where so many units or fewer can be sold, all variants together.
    pub at_most: Option<i64>,
    /// What comes first.
    pub order: ProductOrder,
}

/// What comes first in the list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ProductOrder {
    /// Changed last.
    #[default]
    Changed,
    /// By title.
    Title,
    /// The cheapest; what has no price last.
    Price,
    /// The dearest; what has no price last.
    PriceDown,
    /// The fewest units to sell.
    Stock,
}

impl ProductOrder {
    fn as_str(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Title => "title",
            Self::Price => "price",
            Self::PriceDown => "price_down",
            Self::Stock => "stock",
        }
    }
}

/// One line of the staff's product list.
#[derive(Debug, Clone)]
pub struct ProductSummaryRow {
    /// Its slug.
    pub slug: Slug,
    /// Its title.
    pub title: Text,
    /// Its brand; may be empty.
    pub brand: String,
    /// Its category.
    pub category: Option<CategoryId>,
    /// Its status.
    pub status: ProductStatus,
    /// Lowest price of an active variant.
    pub price: Option<Paisa>,
    /// Active variants.
    pub variants: i64,
    /// Units on hand, all variants.
    pub on_hand: i64,
    /// Units reserved, all variants.
    pub reserved: i64,
    /// When it last changed.
    pub updated_at: OffsetDateTime,
}

impl FromRow for ProductSummaryRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            slug: row.parse("slug")?,
            title: Text {
                en: row.get("title_en")?,
                bn: row.get("title_bn")?,
            },
            brand: row.get("brand")?,
            category: row.get("category_id")?,
            status: row.parse("status")?,
            price: row.get("price_paisa")?,
            variants: row.get("variants")?,
            on_hand: row.get("on_hand")?,
            reserved: row.get("reserved")?,
            updated_at: row.get("updated_at")?,
        })
    }
}

struct BrandRow(String);

impl FromRow for BrandRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        row.get("brand").map(Self)
    }
}

impl Store {
    /// The staff's list, in the filter's order, and how many there are in all.
    pub async fn list_products(
        &self,
        filter: &ProductFilter,
        window: Window,
    ) -> Result<(Vec<ProductSummaryRow>, i64), StoreError> {
        let status = filter.status.map(|s| s.as_str());
        let q = filter
            .q
            .as_deref()
            .map(|q| format!("%{}%", like_literal(&q.to_lowercase())));
        let (category, brand) = (filter.category, filter.brand.as_deref());
        let items = self
            .fetch_all(
                "SELECT p.slug, p.title_en, p.title_bn, p.brand, p.category_id, p.status, p.updated_at, \
                 MIN(v.price_paisa) AS price_paisa, COUNT(v.id) AS variants, \
                 CAST(COALESCE(SUM(s.on_hand), 0) AS bigint) AS on_hand, \
                 CAST(COALESCE(SUM(s.reserved), 0) AS bigint) AS reserved \
                 FROM products p LEFT JOIN variants v ON v.product_id = p.id AND v.active = true \
                 LEFT JOIN stock s ON s.variant_id = v.id \
                 WHERE (p.status = $1 OR $1 IS NULL) AND (LOWER(p.title_en) LIKE $2 ESCAPE '\\' \
                 OR LOWER(p.title_bn) LIKE $2 ESCAPE '\\' OR LOWER(p.brand) LIKE $2 ESCAPE '\\' OR LOWER(p.model) LIKE $2 ESCAPE '\\' OR p.slug LIKE $2 ESCAPE '\\' \
                 OR EXISTS (SELECT 1 FROM variants w WHERE w.product_id = p.id AND LOWER(w.sku) LIKE $2 ESCAPE '\\') OR $2 IS NULL) \
                 AND (p.brand = $3 OR $3 IS NULL) \
                 AND (p.category_id IN (WITH RECURSIVE below(id) AS (SELECT id FROM categories WHERE id = $4 \
                 UNION SELECT c.id FROM categories c JOIN below b ON c.parent_id = b.id) SELECT id FROM below) \
                 OR $4 IS NULL) GROUP BY p.id \
                 HAVING (COALESCE(SUM(s.on_hand - s.reserved), 0) >= $5 OR $5 IS NULL) \
                 AND (COALESCE(SUM(s.on_hand - s.reserved), 0) <= $6 OR $6 IS NULL) \
                 ORDER BY CASE WHEN $7 = 'title' THEN LOWER(p.title_en) ELSE '' END, \
                 CASE WHEN $7 = 'price' THEN COALESCE(MIN(v.price_paisa), 9223372036854775807) \
                 WHEN $7 = 'price_down' THEN - COALESCE(MIN(v.price_paisa), -1) \
                 WHEN $7 = 'stock' THEN COALESCE(SUM(s.on_hand - s.reserved), 0) ELSE 0 END, \
                 p.updated_at DESC, p.slug LIMIT $8 OFFSET $9",
                binds![
                    status,
                    q.as_deref(),
                    brand,
                    category,
                    filter.at_least,
                    filter.at_most,
                    filter.order.as_str(),
                    window.limit,
                    window.offset
                ],
            )
            .await?;
        let total = self
            .fetch_one(
                "SELECT COUNT(*) AS value FROM (SELECT p.id \
                 FROM products p LEFT JOIN variants v ON v.product_id = p.id AND v.active = true \
                 LEFT JOIN stock s ON s.variant_id = v.id \
                 WHERE (p.status = $1 OR $1 IS NULL) AND (LOWER(p.title_en) LIKE $2 ESCAPE '\\' \
                 OR LOWER(p.title_bn) LIKE $2 ESCAPE '\\' OR LOWER(p.brand) LIKE $2 ESCAPE '\\' OR LOWER(p.model) LIKE $2 ESCAPE '\\' OR p.slug LIKE $2 ESCAPE '\\' \
                 OR EXISTS (SELECT 1 FROM variants w WHERE w.product_id = p.id AND LOWER(w.sku) LIKE $2 ESCAPE '\\') OR $2 IS NULL) \
                 AND (p.brand = $3 OR $3 IS NULL) \
                 AND (p.category_id IN (WITH RECURSIVE below(id) AS (SELECT id FROM categories WHERE id = $4 \
                 UNION SELECT c.id FROM categories c JOIN below b ON c.parent_id = b.id) SELECT id FROM below) \
                 OR $4 IS NULL) GROUP BY p.id \
                 HAVING (COALESCE(SUM(s.on_hand - s.reserved), 0) >= $5 OR $5 IS NULL) \
                 AND (COALESCE(SUM(s.on_hand - s.reserved), 0) <= $6 OR $6 IS NULL)) AS listed",
                binds![
                    status,
                    q.as_deref(),
                    brand,
                    category,
                    filter.at_least,
                    filter.at_most
                ],
            )
            .await?;
        Ok((items, total))
    }

    /// Brands of products of any status, each once, at most `limit`.
    pub async fn list_brands(&self, limit: i64) -> Result<Vec<String>, StoreError> {
        let rows: Vec<BrandRow> = self
            .fetch_all(
                "SELECT DISTINCT brand FROM products WHERE brand <> '' ORDER BY brand LIMIT $1",
                binds![limit],
            )
            .await?;
        Ok(rows.into_iter().map(|BrandRow(brand)| brand).collect())
    }
}
