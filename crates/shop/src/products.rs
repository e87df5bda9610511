//! Products as the staff see and change them.
//!
//! Every change takes the next catalogue version; every process sees it within two seconds. Two
//! people editing the same product don't overwrite each other: an update names the revision it was
//! made from.

mod edit;
mod input;

pub use edit::ProductError;
pub use input::{ProductInput, VariantInput};
pub use store::ProductOrder;

use domain::{CategoryId, Paisa, Product, ProductStatus, Sku, Slug, Text};
use serde::Serialize;
use store::{ProductSummaryRow, StoreError};
use time::OffsetDateTime;

use crate::{PageRequest, Paged, Shop};

/// What staff filter products by.
#[derive(Debug, Clone, Default)]
pub struct ProductFilter {
    /// Part of the title, brand, model, slug or a SKU.
    pub q: Option<String>,
    /// Only this status.
    pub status: Option<ProductStatus>,
    /// Only the category with this slug, and those below it.
    pub category: Option<String>,
    /// Only this brand.
    pub brand: Option<String>,
    /// Only where so many units or more can be sold, all variants together.
    pub at_least: Option<i64>,
    /// Only where so many units or fewer can be sold, all variants together.
    pub at_most: Option<i64>,
    /// What comes first.
    pub order: ProductOrder,
}

/// A product with its stock.
#[derive(Debug, Clone, Serialize)]
pub struct ProductView {
    /// The product.
    pub product: Product,
    /// Stock of each variant, in the variants' order.
    pub stock: Vec<VariantStock>,
}

/// Stock of a variant.
#[derive(Debug, Clone, Serialize)]
pub struct VariantStock {
    /// Which.
    pub sku: Sku,
    /// Units in the house.
    pub on_hand: i64,
    /// Units of those that are promised.
    pub reserved: i64,
}

/// One line of the staff's list.
#[derive(Debug, Clone, Serialize)]
pub struct ProductSummary {
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
    /// Lowest price of a variant, paisa.
    pub price: Option<Paisa>,
    /// Variants.
    pub variants: i64,
    /// Units in the house, all variants.
    pub on_hand: i64,
    /// Units of those that are promised.
    pub reserved: i64,
    /// When it last changed, UTC.
    #[serde(with = "time::serde::rfc3339")]
    pub updated_at: OffsetDateTime,
}

impl From<ProductSummaryRow> for ProductSummary {
    fn from(row: ProductSummaryRow) -> Self {
        Self {
            slug: row.slug,
            title: row.title,
            brand: row.brand,
            category: row.category,
            status: row.status,
            price: row.price,
            variants: row.variants,
            on_hand: row.on_hand,
            reserved: row.reserved,
            updated_at: row.updated_at,
        }
    }
}

impl Shop {
    /// Products of any status. A category that doesn't exist holds none.
    pub async fn staff_products(
        &self,
        filter: ProductFilter,
        page: PageRequest,
    ) -> Result<Paged<ProductSummary>, StoreError> {
        let category = match &filter.category {
            None => None,
            Some(slug) => match self.category_id(slug).await? {
                Some(id) => Some(id),
                None => {
                    return Ok(page.of((Vec::<ProductSummaryRow>::new(), 0), ProductSummary::from));
                }
            },
        };
        let filter = store::ProductFilter {
            q: filter
                .q
                .filter(|q| !q.trim().is_empty())
                .map(|q| q.trim().to_owned()),
            status: filter.status,
            category,
            brand: filter.brand,
            at_least: filter.at_least,
            at_most: filter.at_most,
            order: filter.order,
        };
        let rows = self.store().list_products(&filter, page.window()).await?;
        Ok(page.of(rows, ProductSummary::from))
    }

    /// A product of any status with its stock.
    pub async fn staff_product(&self, slug: &str) -> Result<ProductView, ProductError> {
        let product = self
            .store()
            .find_product(slug)
            .await?
            .ok_or(ProductError::NotFound)?;
        let variants: Vec<_> = product.variants.iter().map(|v| v.id).collect();
        let levels = self.store().list_stock_of(&variants).await?;
        let level = |id| {
            levels
                .iter()
                .find(|(of, _)| *of == id)
                .map(|(_, l)| *l)
                .unwrap_or_default()
        };
        let stock = product
            .variants
            .iter()
            .map(|v| {
                let level = level(v.id);
                VariantStock {
                    sku: v.sku.clone(),
                    on_hand: level.on_hand,
                    reserved: level.reserved,
                }
            })
            .collect();
        Ok(ProductView { product, stock })
    }
}
