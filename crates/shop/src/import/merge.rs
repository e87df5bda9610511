//! What a product becomes when a file says something about it.
//!
//! Pure: the same decision is made twice, first on a copy of the catalogue to find out what would
//! change, then in the transaction on what is there by then. The rule everywhere: a field keeps its
//! value if the file says of it what our export would write of it now. So importing a file again,
//! or importing an export, changes nothing, whatever is lost in writing it down.

use std::collections::{BTreeMap, HashMap};

use domain::{
    Ambient, CategoryId, Image, Product, ProductId, ProductStatus, SerialRule, Sku, StockLevel,
    Text, VariantId,
};
use time::OffsetDateTime;

use super::Rejected;
use super::cells::{one_line, tags, written_images};
use super::imported::{Html, ImportedProduct, whole_product};

mod attributes;
mod variants;

/// What a product in a file is compared with.
pub(super) struct Known<'a> {
    /// The product that has its slug.
    pub(super) existing: Option<&'a Product>,
    /// Which product and variant has a SKU, out of those that matter here.
    pub(super) owners: &'a HashMap<Sku, (ProductId, VariantId)>,
    /// SKUs that this import has given out, with their lines.
    pub(super) taken: &'a HashMap<Sku, (ProductId, u64)>,
    /// Levels of existing variants, if the file's counts are to be taken over.
    pub(super) levels: Option<&'a BTreeMap<VariantId, StockLevel>>,
    /// The category that the file names; `None` if it has no such column.
    pub(super) category: Option<Option<CategoryId>>,
    /// Mints ids.
    pub(super) ambient: &'a Ambient,
    /// The moment of the change.
    pub(super) now: OffsetDateTime,
}

/// What became of a product of the file.
#[derive(Debug)]
pub(super) struct Merged {
    /// The product as it is from now on; its revision is for the caller to set.
    pub(super) product: Product,
    /// Whether it is new.
    pub(super) is_new: bool,
    /// Whether it differs from what is there, stock aside.
    pub(super) changed: bool,
    /// How many variants of the file were taken.
    pub(super) count: usize,
    /// Their SKUs, with their lines.
    pub(super) taken: Vec<(Sku, u64)>,
    /// Units to be added to variants: `(variant, units, whether the variant is new)`.
    pub(super) units: Vec<(VariantId, i64, bool)>,
    /// Variants that never were before.
    pub(super) minted: Vec<VariantId>,
    /// Its rows that weren't taken.
    pub(super) rejected: Vec<Rejected>,
}

impl ImportedProduct {
    /// The SKUs that its variants may get.
    pub(super) fn skus(&self) -> impl Iterator<Item = Sku> {
        self.variants
            .iter()
            .map(|variant| variant.sku_or_derived(&self.slug))
    }

    /// Decides what the product becomes; `Err` if none of its rows is taken.
    pub(super) fn merge(&self, known: &Known<'_>) -> Result<Merged, Vec<Rejected>> {
        let id = known
            .existing
            .map_or_else(|| ProductId::mint(known.ambient), |p| p.id);
        let outcome = self.merge_variants(id, known)?;
        let existing = known.existing;
        let mut product = existing.cloned().unwrap_or_else(|| Product {
            id,
            slug: self.slug.clone(),
            title: Text::default(),
            brand: String::new(),
            category: None,
            model: None,
            description: Text::default(),
            status: ProductStatus::Active,
            options: Vec::new(),
            attributes: Vec::new(),
            images: Vec::new(),
            tags: Vec::new(),
            serials: SerialRule::None,
            variants: Vec::new(),
            created_at: known.now,
            updated_at: known.now,
            revision: 0,
        });
        self.merge_texts(&mut product);
        product.category = known.category.unwrap_or(product.category);
        product.options = outcome.options;
        product.variants = outcome.variants;
        product.status = self.merge_status(existing, &product);
        if let Some(images) = &self.images {
            product.images = merge_images(&product.images, images, outcome.complete);
        }
        product.attributes = attributes::merge(&product.attributes, &self.specs);
        let changed = existing.is_none_or(|existing| *existing != product);
        if changed {
            product.updated_at = known.now;
        }
        if let Err(errors) = product.validate() {
            let reasons: Vec<String> = errors.iter().map(ToString::to_string).collect();
            return Err(whole_product(&self.lines, &reasons.join("; ")));
        }
        Ok(Merged {
            product,
            is_new: existing.is_none(),
            changed,
            count: outcome.count,
            taken: outcome.taken,
            units: outcome.units,
            minted: outcome.minted,
            rejected: outcome.rejected,
        })
    }

    fn merge_texts(&self, product: &mut Product) {
        keep_or_set(&mut product.title.en, Some(&self.title), |text| {
            one_line(text)
        });
        merge_optional(&mut product.title.bn, self.title_bn.as_ref());
        keep_or_set(&mut product.brand, self.brand.as_ref(), |text| {
            one_line(text)
        });
        merge_optional(&mut product.model, self.model.as_ref());
        if let Some(body) = &self.body
            && let Some(clean) = body.instead_of(&product.description.en)
        {
            product.description.en = clean;
        }
        if let Some(body) = &self.body_bn
            && let Some(clean) =
                body.instead_of(product.description.bn.as_deref().unwrap_or_default())
        {
            product.description.bn = Some(clean).filter(|clean| !clean.is_empty());
        }
        product.serials = self.serials.unwrap_or(product.serials);
        keep_or_set(&mut product.tags, self.tags.as_ref(), |words| {
            tags(&words.join(","))
        });
    }

    /// An active product without any price becomes a draft, so that it isn't for sale by surprise
    /// when it gets one; but one that was active without a price before stays what it was.
    fn merge_status(&self, existing: Option<&Product>, product: &Product) -> ProductStatus {
        let before = existing.map(|existing| existing.status);
        let wanted = match (self.status, self.published) {
            (Some(ProductStatus::Active), Some(false)) => Some(ProductStatus::Draft),
            (Some(status), _) => Some(status),
            (None, Some(_)) if before == Some(ProductStatus::Archived) => None,
            (None, Some(true)) => Some(ProductStatus::Active),
            (None, Some(false)) => Some(ProductStatus::Draft),
            (None, None) => None,
        };
        let status = wanted.or(before).unwrap_or(ProductStatus::Active);
        let priced = |product: &Product| product.sellable().next().is_some();
        let was_waiting = existing.is_some_and(|p| p.status == ProductStatus::Active && !priced(p));
        if status == ProductStatus::Active && !priced(product) && !was_waiting {
            ProductStatus::Draft
        } else {
            status
        }
    }
}

/// Sets a field to what a file says, unless that is what is written of the field already.
fn keep_or_set<T: Clone + PartialEq>(field: &mut T, said: Option<&T>, written: impl Fn(&T) -> T) {
    if let Some(said) = said
        && written(field) != *said
    {
        *field = said.clone();
    }
}

fn merge_optional(field: &mut Option<String>, said: Option<&Option<String>>) {
    let written = |text: &Option<String>| {
        text.as_deref()
            .map(one_line)
            .filter(|text| !text.is_empty())
    };
    keep_or_set(field, said, written);
}

impl Html {
    /// What replaces a description; `None` if it says the same.
    fn instead_of(&self, stored: &str) -> Option<String> {
        let same = self.raw == stored.trim() || self.clean == stored;
        (!same).then(|| self.clean.clone())
    }
}

/// The pictures from now on. Where a row of the product was rejected, none is taken away.
fn merge_images(stored: &[Image], said: &[Image], complete: bool) -> Vec<Image> {
    if written_images(stored) == said {
        return stored.to_vec();
    }
    let mut images = said.to_vec();
    if !complete {
        let missing = |image: &&Image| !said.iter().any(|other| other.src == image.src);
        images.extend(stored.iter().filter(missing).cloned());
        images.truncate(domain::MAX_IMAGES);
    }
    images
}

#[cfg(test)]
mod tests;
