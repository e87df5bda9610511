//! Creating, changing and archiving products.

use std::collections::HashMap;

use domain::{
    CategoryId, FieldError, Image, MovementReason, Picture, PictureHash, Product, ProductId,
    ProductStatus, Sku, VariantId,
};
use serde_json::{Value, json};
use store::{NewMovement, StoreError, Tx};

use super::input::Known;
use super::{ProductInput, ProductView};
use crate::stock::movement;
use crate::{Identity, Shop};

/// Why a product can't be seen or changed.
#[derive(Debug, thiserror::Error)]
pub enum ProductError {
    /// Some input is wrong.
    #[error("the product is not valid")]
    Invalid(Vec<FieldError>),
    /// No such product.
    #[error("there is no such product")]
    NotFound,
    /// Another product has the slug.
    #[error("another product has this slug")]
    SlugTaken,
    /// Another product has the SKU.
    #[error("another product has the SKU {0}")]
    SkuTaken(String),
    /// Somebody changed the product since it was read.
    #[error("the product has been changed meanwhile; it is at revision {current_revision}")]
    Stale {
        /// The revision now.
        current_revision: i64,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Shop {
    /// Adds a product with its opening stock.
    pub async fn create_product(
        &self,
        by: &Identity,
        input: ProductInput,
    ) -> Result<ProductView, ProductError> {
        let slug = input
            .new_slug()
            .map_err(|e| ProductError::Invalid(vec![e]))?;
        let skus = input.skus().map_err(ProductError::Invalid)?;
        let mut tx = self.store().begin().await?;
        let version = tx.next_catalogue_version().await?;
        if !tx.list_slugs(std::slice::from_ref(&slug)).await?.is_empty() {
            return Err(ProductError::SlugTaken);
        }
        let taken = known_skus(&mut tx, &skus).await?;
        if let Some(sku) = taken.keys().next() {
            return Err(ProductError::SkuTaken(sku.as_str().to_owned()));
        }
        let category = category_of(&mut tx, &input).await?;
        check_pictures(&mut tx, &input, &[]).await?;
        let known = Known {
            existing: None,
            category,
            variants: &|_| None,
        };
        let mut product = input
            .product(self.ambient(), slug.clone(), skus, &known)
            .map_err(ProductError::Invalid)?;
        product.revision = version;
        self.write_product(&mut tx, by, &product, &input, &|_| true)
            .await?;
        self.audit_product(&mut tx, by, "product.create", None, &product)
            .await?;
        tx.commit().await?;
        self.staff_product(slug.as_str()).await
    }

    /// Changes a product that is still at `expected_revision`.
    pub async fn update_product(
        &self,
        by: &Identity,
        slug: &str,
        expected_revision: i64,
        input: ProductInput,
    ) -> Result<ProductView, ProductError> {
        let skus = input.skus().map_err(ProductError::Invalid)?;
        let mut tx = self.store().begin().await?;
        let version = tx.next_catalogue_version().await?;
        let existing = self.current(&mut tx, slug, expected_revision).await?;
        let taken = known_skus(&mut tx, &skus).await?;
        if let Some((sku, _)) = taken
            .iter()
            .find(|(_, (product, _))| *product != existing.id)
        {
            return Err(ProductError::SkuTaken(sku.as_str().to_owned()));
        }
        let category = category_of(&mut tx, &input).await?;
        check_pictures(&mut tx, &input, &existing.images).await?;
        let variants = |sku: &Sku| taken.get(sku).map(|(_, variant)| *variant);
        let known = Known {
            existing: Some(&existing),
            category,
            variants: &variants,
        };
        let mut product = input
            .product(self.ambient(), existing.slug.clone(), skus, &known)
            .map_err(ProductError::Invalid)?;
        product.revision = version;
        self.write_product(&mut tx, by, &product, &input, &|sku| {
            !taken.contains_key(sku)
        })
        .await?;
        self.audit_product(&mut tx, by, "product.update", Some(&existing), &product)
            .await?;
        tx.commit().await?;
        self.staff_product(slug).await
    }

    /// Takes a product off the shelves for good; orders and the ledger keep naming it.
    pub async fn archive_product(
        &self,
        by: &Identity,
        slug: &str,
    ) -> Result<ProductView, ProductError> {
        let mut tx = self.store().begin().await?;
        let version = tx.next_catalogue_version().await?;
        let existing = tx
            .find_product_for_update(slug)
            .await?
            .ok_or(ProductError::NotFound)?;
        let product = Product {
            status: ProductStatus::Archived,
            updated_at: self.ambient().now(),
            revision: version,
            ..existing.clone()
        };
        tx.put_product(&product).await?;
        self.audit_product(&mut tx, by, "product.archive", Some(&existing), &product)
            .await?;
        tx.commit().await?;
        self.staff_product(slug).await
    }

    async fn current(
        &self,
        tx: &mut Tx,
        slug: &str,
        expected_revision: i64,
    ) -> Result<Product, ProductError> {
        let existing = tx
            .find_product_for_update(slug)
            .await?
            .ok_or(ProductError::NotFound)?;
        if existing.revision == expected_revision {
            Ok(existing)
        } else {
            Err(ProductError::Stale {
                current_revision: existing.revision,
            })
        }
    }

    /// Writes a product with a stock row for every variant and opening stock for those that are new.
    async fn write_product(
        &self,
        tx: &mut Tx,
        by: &Identity,
        product: &Product,
        input: &ProductInput,
        is_new: &(dyn Fn(&Sku) -> bool + Sync),
    ) -> Result<(), StoreError> {
        tx.put_product(product).await?;
        let ids: Vec<VariantId> = product.variants.iter().map(|v| v.id).collect();
        tx.insert_stock(&ids).await?;
        let opening: Vec<NewMovement> = product
            .variants
            .iter()
            .zip(&input.variants)
            .filter(|(variant, _)| is_new(&variant.sku))
            .filter_map(|(variant, input)| {
                let units = input.opening_stock.filter(|units| *units > 0)?;
                let reason = MovementReason::Opening;
                Some(movement(
                    self.ambient(),
                    variant.id,
                    reason,
                    units,
                    &by.actor(),
                ))
            })
            .collect();
        tx.move_stock(&opening).await
    }

    pub(crate) async fn audit_product(
        &self,
        tx: &mut Tx,
        by: &Identity,
        action: &str,
        before: Option<&Product>,
        after: &Product,
    ) -> Result<(), StoreError> {
        let json = |product: &Product| -> Value { json!(product) };
        let subject = format!("product:{}", after.slug);
        self.audit(tx, by, action, subject, before.map(json), Some(json(after)))
            .await
    }
}

async fn known_skus(
    tx: &mut Tx,
    skus: &[Sku],
) -> Result<HashMap<Sku, (ProductId, VariantId)>, StoreError> {
    if skus.is_empty() {
        Ok(HashMap::new())
    } else {
        tx.list_skus(skus).await
    }
}

async fn category_of(tx: &mut Tx, input: &ProductInput) -> Result<Option<CategoryId>, StoreError> {
    let Some(slug) = input.category.as_deref() else {
        return Ok(None);
    };
    let categories = tx.list_categories().await?;
    Ok(categories
        .into_iter()
        .find(|c| c.slug.as_str() == slug)
        .map(|c| c.id))
}

/// Uploaded pictures that the product gets must be there; those it had may stay whatever became
/// of them (a catalogue that was imported from another shop names that shop's).
async fn check_pictures(
    tx: &mut Tx,
    input: &ProductInput,
    had: &[Image],
) -> Result<(), ProductError> {
    let is_new = |image: &&Image| !had.iter().any(|other| other.src == image.src);
    let new: Vec<(usize, Picture)> = input
        .images
        .iter()
        .enumerate()
        .filter(|(_, image)| is_new(image))
        .filter_map(|(index, image)| Some((index, Picture::of_src(&image.src)?)))
        .collect();
    let hashes: Vec<PictureHash> = new.iter().map(|(_, p)| p.hash.clone()).collect();
    let known = tx.list_media(&hashes).await?;
    let errors: Vec<FieldError> = new
        .into_iter()
        .filter(|(_, picture)| !known.iter().any(|media| media.picture == *picture))
        .map(|(index, _)| {
            let message = "This picture is not there any more; upload it again";
            FieldError::new(format!("images[{index}].src"), FieldError::UNKNOWN, message)
        })
        .collect();
    if errors.is_empty() {
        Ok(())
    } else {
        Err(ProductError::Invalid(errors))
    }
}
