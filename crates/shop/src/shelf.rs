//! The shelf as staff read and correct it: a row a variant, prices and stock in many rows at once.

mod edit;

pub use edit::{RowEdit, RowError, StockEdit};

use domain::{Paisa, ProductStatus, Sku, Slug, Text};
use store::{ShelfRow, StoreError};

use crate::{MAX_SALE_LINES, PageRequest, Paged, Shop};

/// What staff filter variants by.
#[derive(Debug, Clone, Default)]
pub struct ShelfFilter {
    /// Part of the SKU, the barcode or the product's title.
    pub q: Option<String>,
    /// Only products of this status.
    pub status: Option<ProductStatus>,
    /// Only products of the category with this slug, and those below it.
    pub category: Option<String>,
    /// Only this brand.
    pub brand: Option<String>,
    /// Only variants of which so many units or fewer can be sold.
    pub at_most: Option<i64>,
    /// Those with the least to sell first, else product by product.
    pub least_first: bool,
}

/// A variant on the shelf.
#[derive(Debug, Clone)]
pub struct ShelfItem {
    /// Its product's slug.
    pub slug: Slug,
    /// Its product's title.
    pub title: Text,
    /// Its product's status.
    pub status: ProductStatus,
    /// Its product's revision, which an edit names.
    pub revision: i64,
    /// Its code.
    pub sku: Sku,
    /// What tells it from its siblings: `Red / 128 GB`; empty for a single variant.
    pub variant: String,
    /// What is printed on the box.
    pub barcode: Option<String>,
    /// What it costs.
    pub price: Option<Paisa>,
    /// What it cost before.
    pub compare_at: Option<Paisa>,
    /// Units in the house.
    pub on_hand: i64,
    /// Units of those that are promised.
    pub reserved: i64,
}

impl ShelfItem {
    /// Units that can be sold.
    #[must_use]
    pub fn available(&self) -> i64 {
        self.on_hand - self.reserved
    }
}

impl From<ShelfRow> for ShelfItem {
    fn from(row: ShelfRow) -> Self {
        Self {
            slug: row.slug,
            title: row.title,
            status: row.status,
            revision: row.revision,
            sku: row.sku,
            variant: row.options.join(" / "),
            barcode: row.barcode,
            price: row.price,
            compare_at: row.compare_at,
            on_hand: row.level.on_hand,
            reserved: row.level.reserved,
        }
    }
}

impl Shop {
    /// The variants behind some SKUs, as far as products have them; in no order. Of more than
    /// [`MAX_SALE_LINES`] only the first are looked up.
    pub async fn shelf_of(&self, skus: &[Sku]) -> Result<Vec<ShelfItem>, StoreError> {
        let skus = &skus[..skus.len().min(MAX_SALE_LINES)];
        let rows = self.store().list_shelf_of(skus).await?;
        Ok(rows.into_iter().map(ShelfItem::from).collect())
    }

    /// Variants of all products. A category that doesn't exist holds none.
    pub async fn shelf(
        &self,
        filter: ShelfFilter,
        page: PageRequest,
    ) -> Result<Paged<ShelfItem>, StoreError> {
        let category = match &filter.category {
            None => None,
            Some(slug) => match self.category_id(slug).await? {
                Some(id) => Some(id),
                None => return Ok(page.of((Vec::<ShelfRow>::new(), 0), ShelfItem::from)),
            },
        };
        let filter = store::ShelfFilter {
            q: filter
                .q
                .map(|q| q.trim().to_owned())
                .filter(|q| !q.is_empty()),
            status: filter.status,
            category,
            brand: filter.brand,
            at_most: filter.at_most,
            least_first: filter.least_first,
        };
        let rows = self.store().list_shelf(&filter, page.window()).await?;
        Ok(page.of(rows, ShelfItem::from))
    }

    /// Brands of all products, each once, at most 500.
    pub async fn brands(&self) -> Result<Vec<String>, StoreError> {
        self.store().list_brands(500).await
    }

    pub(crate) async fn category_id(
        &self,
        slug: &str,
    ) -> Result<Option<domain::CategoryId>, StoreError> {
        let categories = self.store().list_categories().await?;
        let named = categories.into_iter().find(|c| c.slug.as_str() == slug);
        Ok(named.map(|category| category.id))
    }
}
