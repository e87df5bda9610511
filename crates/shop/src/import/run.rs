//! Writing a file's products, some at a time.
//!
//! What would not change anything is found on a copy of the catalogue, without a transaction.
//! The rest is written about [`BATCH`] products at a time, so that orders and staff get their turn
//! in between; each transaction leaves a shop that is in order, and an import that was cut short is
//! completed by running it again.

use std::collections::{BTreeMap, HashMap};

use domain::{
    Ambient, MovementId, MovementReason, Product, ProductId, ProductStatus, Sku, Slug, StockLevel,
    VariantId,
};
use store::{NewMovement, Store, StoreError, Tx};
use time::OffsetDateTime;

use super::imported::ImportedProduct;
use super::merge::{Known, Merged};
use super::shelves::Shelves;
use super::{ImportOptions, ImportReport, Rejected};
use crate::Shop;

/// Products of a transaction at most.
const BATCH: usize = 200;
/// Variants of a transaction at most, give or take a product's; SQLite takes 32,766 values in a
/// statement.
const BATCH_VARIANTS: usize = 1_000;
/// Variants whose stock one statement changes.
const STOCK_CHUNK: usize = 200;

/// The catalogue as it is, as far as an import looks at it.
struct Current {
    products: HashMap<Slug, Product>,
    owners: HashMap<Sku, (ProductId, VariantId)>,
    levels: Option<BTreeMap<VariantId, StockLevel>>,
    shelves: Shelves,
}

/// One import at work.
pub(super) struct Run<'a> {
    store: &'a Store,
    ambient: &'a Ambient,
    options: ImportOptions,
    /// As it was when the import began.
    copy: Current,
    /// SKUs given out so far.
    taken: HashMap<Sku, (ProductId, u64)>,
    report: ImportReport,
}

/// Cuts a file into what goes into one transaction.
pub(super) fn batches(products: &[ImportedProduct]) -> Vec<&[ImportedProduct]> {
    let mut batches = Vec::new();
    let mut rest = products;
    while !rest.is_empty() {
        let mut variants = 0;
        let fits = rest.iter().take(BATCH).take_while(|product| {
            let fits = variants < BATCH_VARIANTS;
            variants += product.variants.len();
            fits
        });
        // The first always fits, so this ends.
        let (batch, after) = rest.split_at(fits.count());
        batches.push(batch);
        rest = after;
    }
    batches
}

impl<'a> Run<'a> {
    /// Looks at the catalogue.
    pub(super) async fn begin(
        shop: &'a Shop,
        options: ImportOptions,
        rejected: Vec<Rejected>,
    ) -> Result<Self, StoreError> {
        let store = shop.store();
        let products = store.load_products(0).await?;
        let owners = products.iter().flat_map(|product| {
            product
                .variants
                .iter()
                .map(|variant| (variant.sku.clone(), (product.id, variant.id)))
        });
        let owners = owners.collect();
        let levels = match options.set_stock {
            true => Some(store.list_stock().await?.into_iter().collect()),
            false => None,
        };
        let copy = Current {
            products: products
                .into_iter()
                .map(|product| (product.slug.clone(), product))
                .collect(),
            owners,
            levels,
            shelves: Shelves::new(store.list_categories().await?),
        };
        let report = ImportReport {
            rejected,
            ..ImportReport::default()
        };
        Ok(Self {
            store,
            ambient: shop.ambient(),
            options,
            copy,
            taken: HashMap::new(),
            report,
        })
    }

    /// Takes some products, in a transaction if they change anything.
    pub(super) async fn take(&mut self, batch: &[ImportedProduct]) -> Result<(), StoreError> {
        let mut changing = Vec::new();
        for product in batch {
            match self.unchanged(product) {
                Some(merged) => self.count(merged),
                None => changing.push(product),
            }
        }
        if !changing.is_empty() {
            self.write(&changing).await?;
        }
        Ok(())
    }

    /// What the file says, taken together.
    pub(super) fn report(mut self) -> ImportReport {
        self.report.rejected.sort_by_key(|rejected| rejected.line);
        self.report
    }

    /// The outcome for a product that the file says nothing new about.
    fn unchanged(&self, product: &ImportedProduct) -> Option<Merged> {
        let existing = self.copy.products.get(&product.slug)?;
        let category = match &product.category {
            Some(path) => Some(self.copy.shelves.find(path, existing.category)?),
            None => None,
        };
        let known = Known {
            existing: Some(existing),
            owners: &self.copy.owners,
            taken: &self.taken,
            levels: self.copy.levels.as_ref(),
            category,
            ambient: self.ambient,
            now: existing.updated_at,
        };
        let merged = product.merge(&known).ok()?;
        let quiet =
            merged.units.is_empty() && merged.minted.is_empty() && merged.rejected.is_empty();
        (!merged.changed && quiet).then_some(merged)
    }

    async fn write(&mut self, batch: &[&ImportedProduct]) -> Result<(), StoreError> {
        let now = self.ambient.now();
        let mut tx = self.store.begin().await?;
        // First, so that whoever else changes the catalogue waits here.
        let revision = tx.next_catalogue_version().await?;
        let mut current = self.look(&mut tx, batch).await?;
        let mut outcomes = Vec::with_capacity(batch.len());
        for product in batch {
            match self.merge(product, &mut current, now) {
                Ok(merged) => {
                    for (sku, line) in &merged.taken {
                        self.taken.insert(sku.clone(), (merged.product.id, *line));
                    }
                    outcomes.push(merged);
                }
                Err(rejected) => self.report.rejected.extend(rejected),
            }
        }
        for merged in outcomes.iter_mut().filter(|merged| merged.changed) {
            for category in current.shelves.take_planned(merged.product.category) {
                tx.put_category(&category).await?;
            }
            merged.product.revision = revision;
            tx.put_product(&merged.product).await?;
        }
        self.move_stock(&mut tx, &outcomes, now).await?;
        if outcomes
            .iter()
            .any(|merged| merged.changed || !merged.units.is_empty())
        {
            tx.commit().await?;
        }
        outcomes.into_iter().for_each(|merged| self.count(merged));
        Ok(())
    }

    /// What is there now of the products of a batch and their SKUs, locked.
    async fn look(&self, tx: &mut Tx, batch: &[&ImportedProduct]) -> Result<Current, StoreError> {
        let slugs: Vec<Slug> = batch.iter().map(|product| product.slug.clone()).collect();
        let products = tx.list_products_for_update(&slugs).await?;
        let mut skus: Vec<Sku> = batch.iter().flat_map(|product| product.skus()).collect();
        skus.extend(
            products
                .iter()
                .flat_map(|p| p.variants.iter().map(|v| v.sku.clone())),
        );
        skus.sort();
        skus.dedup();
        let owners = if skus.is_empty() {
            HashMap::new()
        } else {
            tx.list_skus(&skus).await?
        };
        let levels = if self.options.set_stock {
            let variants: Vec<VariantId> = owners.values().map(|(_, variant)| *variant).collect();
            Some(tx.lock_stock(&variants).await?)
        } else {
            None
        };
        Ok(Current {
            products: products
                .into_iter()
                .map(|product| (product.slug.clone(), product))
                .collect(),
            owners,
            levels,
            shelves: Shelves::new(tx.list_categories().await?),
        })
    }

    fn merge(
        &self,
        product: &ImportedProduct,
        current: &mut Current,
        now: OffsetDateTime,
    ) -> Result<Merged, Vec<Rejected>> {
        let existing = current.products.get(&product.slug);
        let stands = existing.and_then(|existing| existing.category);
        let category = product
            .category
            .as_ref()
            .map(|path| current.shelves.find_or_plan(path, stands, self.ambient));
        product.merge(&Known {
            existing,
            owners: &current.owners,
            taken: &self.taken,
            levels: current.levels.as_ref(),
            category,
            ambient: self.ambient,
            now,
        })
    }

    /// A ledger for every new variant, opening stock, and counts that the file sets.
    async fn move_stock(
        &self,
        tx: &mut Tx,
        outcomes: &[Merged],
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        let minted: Vec<VariantId> = outcomes
            .iter()
            .flat_map(|m| m.minted.iter().copied())
            .collect();
        for chunk in minted.chunks(BATCH_VARIANTS) {
            tx.insert_stock(chunk).await?;
        }
        let movements: Vec<NewMovement> = outcomes
            .iter()
            .flat_map(|merged| merged.units.iter())
            .map(|&(variant, units, is_new)| NewMovement {
                id: MovementId::mint(self.ambient),
                variant,
                on_hand_delta: units,
                reserved_delta: 0,
                reason: if is_new {
                    MovementReason::Opening
                } else {
                    MovementReason::Import
                },
                reference: None,
                actor: "system".to_owned(),
                note: None,
                at: now,
            })
            .collect();
        for chunk in movements.chunks(STOCK_CHUNK) {
            tx.move_stock(chunk).await?;
        }
        Ok(())
    }

    fn count(&mut self, merged: Merged) {
        let report = &mut self.report;
        let product = &merged.product;
        report.products += 1;
        report.variants += merged.count;
        if product.is_published() {
            report.published += 1;
        } else if product.status != ProductStatus::Archived {
            report.drafts += 1;
        }
        let moved = merged.changed || !merged.units.is_empty();
        report.updated += usize::from(moved && !merged.is_new);
        report.rejected.extend(merged.rejected);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::imported;
    use super::*;

    #[test]
    fn batches_are_neither_too_long_nor_too_wide() {
        let narrow = imported(&vec![1; 450]);
        let sizes: Vec<usize> = batches(&narrow).iter().map(|batch| batch.len()).collect();
        assert_eq!(sizes, [200, 200, 50]);
        let wide = imported(&[250; 9]);
        let sizes: Vec<usize> = batches(&wide).iter().map(|batch| batch.len()).collect();
        assert_eq!(sizes, [4, 4, 1]);
        assert!(batches(&[]).is_empty());
    }
}
