//! Variants as they are from now on: which row is which variant, and what becomes of the others.
//!
//! A row is the variant with its SKU; else the one with its option values, whose SKU it changes
//! (so that stock and ledger stay with the goods); else it is new. Variants that the file doesn't
//! mention go off sale if the file says which options each row has and every row was taken.

use std::collections::{HashMap, HashSet};

use domain::{ProductId, Sku, Slug, Variant, VariantId};

use super::Known;
use crate::import::Rejected;
use crate::import::cells::one_line;
use crate::import::imported::{ImportedProduct, ImportedVariant, whole_product};

/// What became of the variants.
pub(super) struct Outcome {
    pub(super) options: Vec<String>,
    pub(super) variants: Vec<Variant>,
    pub(super) count: usize,
    pub(super) taken: Vec<(Sku, u64)>,
    pub(super) units: Vec<(VariantId, i64, bool)>,
    pub(super) minted: Vec<VariantId>,
    pub(super) rejected: Vec<Rejected>,
    pub(super) complete: bool,
}

/// A row and the variant that it is.
struct Row {
    variant: Variant,
    /// The stored variant that it was.
    was: Option<usize>,
    minted: bool,
    units: Option<i64>,
    line: u64,
}

impl ImportedVariant {
    /// Its SKU, or the one made of the handle and the options.
    pub(super) fn sku_or_derived(&self, slug: &Slug) -> Sku {
        let options = self.options.as_deref().unwrap_or_default();
        self.sku
            .clone()
            .unwrap_or_else(|| Sku::derive(slug, options))
    }
}

impl ImportedProduct {
    pub(super) fn merge_variants(
        &self,
        product: ProductId,
        known: &Known<'_>,
    ) -> Result<Outcome, Vec<Rejected>> {
        let stored = known
            .existing
            .map_or(&[][..], |existing| &existing.variants);
        let stored_options = known.existing.map_or(&[][..], |existing| &existing.options);
        let mut outcome = Outcome {
            options: self.merge_options(stored_options),
            variants: stored.to_vec(),
            count: self.variants.len(),
            taken: Vec::new(),
            units: Vec::new(),
            minted: Vec::new(),
            rejected: Vec::new(),
            complete: self.complete,
        };
        if !self.about_variants && known.existing.is_some() {
            return Ok(outcome);
        }
        let mut rows: Vec<Row> = Vec::new();
        for said in &self.variants {
            match self.row(said, product, known, &rows, &outcome.options) {
                Ok(row) => rows.push(row),
                Err(reason) if self.lines.first() == Some(&said.line) => {
                    return Err(whole_product(&self.lines, &reason));
                }
                Err(reason) => {
                    outcome.rejected.push(Rejected {
                        line: said.line,
                        reason,
                    });
                    outcome.complete = false;
                }
            }
        }
        outcome.count = rows.len();
        for row in &rows {
            outcome.taken.push((row.variant.sku.clone(), row.line));
            outcome.minted.extend(row.minted.then_some(row.variant.id));
            let units = row.units.filter(|units| *units != 0);
            outcome
                .units
                .extend(units.map(|units| (row.variant.id, units, row.minted)));
        }
        let replace = self.options.is_some() && outcome.complete;
        outcome.variants = arrange(stored, rows, replace);
        let fits = |variant: &Variant| variant.options.len() == outcome.options.len();
        if outcome.variants.is_empty() || !outcome.variants.iter().all(fits) {
            let reason = "some rows of the product were not taken, and the others don't make one";
            let mut rejected = whole_product(&self.lines, reason);
            rejected.retain(|entry| {
                !outcome
                    .rejected
                    .iter()
                    .any(|known| known.line == entry.line)
            });
            rejected.append(&mut outcome.rejected);
            return Err(rejected);
        }
        Ok(outcome)
    }

    fn merge_options(&self, stored: &[String]) -> Vec<String> {
        let written: Vec<String> = stored.iter().map(|name| one_line(name)).collect();
        match &self.options {
            Some(said) if *said != written => said.clone(),
            _ => stored.to_vec(),
        }
    }

    /// Finds out which variant a row is and what it says of it.
    fn row(
        &self,
        said: &ImportedVariant,
        product: ProductId,
        known: &Known<'_>,
        before: &[Row],
        options: &[String],
    ) -> Result<Row, String> {
        let stored = known
            .existing
            .map_or(&[][..], |existing| &existing.variants);
        let was = self.counterpart(said, stored, before, known);
        let kept = was.and_then(|place| stored.get(place));
        let sku = match (&said.sku, kept) {
            (None, Some(kept)) => kept.sku.clone(),
            _ => said.sku_or_derived(&self.slug),
        };
        let same_sku = before
            .iter()
            .find(|row| row.variant.sku == sku)
            .map(|row| row.line);
        let elsewhere = known
            .taken
            .get(&sku)
            .filter(|(owner, _)| *owner != product)
            .map(|(_, line)| *line);
        if let Some(line) = same_sku.or(elsewhere) {
            return Err(format!("SKU `{sku}` is on line {line} already"));
        }
        let owner = known.owners.get(&sku);
        if owner.is_some_and(|(owner, _)| *owner != product) {
            return Err(format!("SKU `{sku}` belongs to another product"));
        }
        // A variant that went off sale comes back with its ledger.
        let returning = owner
            .map(|(_, variant)| *variant)
            .filter(|_| kept.is_none());
        let minted = kept.is_none() && returning.is_none();
        let id = kept.map(|kept| kept.id).or(returning);
        let mut variant = kept.cloned().unwrap_or_else(|| Variant {
            id: id.unwrap_or_else(|| VariantId::mint(known.ambient)),
            sku: sku.clone(),
            position: 0,
            options: Vec::new(),
            price: None,
            compare_at: None,
            barcode: None,
            grams: 0,
            taxable: true,
        });
        variant.sku = sku;
        said.apply(&mut variant);
        if variant.options.len() != options.len() {
            let sku = &variant.sku;
            return Err(format!(
                "SKU `{sku}` is new, and the file doesn't say which options it has"
            ));
        }
        if let Some(twin) = before
            .iter()
            .find(|row| row.variant.options == variant.options)
        {
            return Err(format!("it has the same options as line {}", twin.line));
        }
        let units = said.units_to_move(variant.id, minted, known)?;
        Ok(Row {
            variant,
            was,
            minted,
            units,
            line: said.line,
        })
    }

    /// The stored variant that a row is about.
    fn counterpart(
        &self,
        said: &ImportedVariant,
        stored: &[Variant],
        before: &[Row],
        known: &Known<'_>,
    ) -> Option<usize> {
        let used: HashSet<usize> = before.iter().filter_map(|row| row.was).collect();
        let by = |test: &dyn Fn(&Variant) -> bool| {
            (0..stored.len())
                .find(|place| !used.contains(place) && stored.get(*place).is_some_and(test))
        };
        let elsewhere = |variant: &Variant| {
            self.variants
                .iter()
                .any(|other| other.sku.as_ref() == Some(&variant.sku))
        };
        let same = |variant: &Variant| {
            let written = variant.options.iter().map(|value| one_line(value));
            said.options
                .as_ref()
                .is_none_or(|said| written.eq(said.iter().cloned()))
        };
        said.sku
            .as_ref()
            .and_then(|sku| by(&|variant| variant.sku == *sku))
            .or_else(|| {
                // Without options a row can only be told by its SKU, unless there is one variant. A
                // SKU that is somebody's (of a variant that went off sale, say) is no new name.
                let told = said.options.is_some() || stored.len() == 1 && self.variants.len() == 1;
                let free = said
                    .sku
                    .as_ref()
                    .is_none_or(|sku| !known.owners.contains_key(sku));
                by(&|variant| told && free && same(variant) && !elsewhere(variant))
            })
            .or_else(|| {
                let derived = said.sku_or_derived(&self.slug);
                by(&|variant| variant.sku == derived && !elsewhere(variant))
            })
    }
}

impl ImportedVariant {
    fn apply(&self, variant: &mut Variant) {
        let written: Vec<String> = variant
            .options
            .iter()
            .map(|value| one_line(value))
            .collect();
        if let Some(said) = self.options.as_ref().filter(|said| **said != written) {
            variant.options.clone_from(said);
        }
        super::merge_optional(&mut variant.barcode, self.barcode.as_ref());
        variant.price = self.price.unwrap_or(variant.price);
        variant.compare_at = self.compare_at.unwrap_or(variant.compare_at);
        variant.grams = self.grams.unwrap_or(variant.grams);
        variant.taxable = self.taxable.unwrap_or(variant.taxable);
    }

    /// Units to add: all of them to a new variant, the difference to an existing one if counts are
    /// to be taken over.
    fn units_to_move(
        &self,
        variant: VariantId,
        minted: bool,
        known: &Known<'_>,
    ) -> Result<Option<i64>, String> {
        let Some(units) = self.units else {
            return Ok(None);
        };
        if minted {
            return Ok(Some(units));
        }
        let Some(levels) = known.levels else {
            return Ok(None);
        };
        let level = levels.get(&variant).copied().unwrap_or_default();
        if units < level.reserved {
            let reserved = level.reserved;
            return Err(format!(
                "the count can't be set to {units}: {reserved} units are reserved for orders"
            ));
        }
        Ok(Some(units - level.on_hand))
    }
}

/// The variants in the order they are shown: the file's, or else the stored order with what is new
/// at its end. Positions stay as they are if the order does.
fn arrange(stored: &[Variant], rows: Vec<Row>, replace: bool) -> Vec<Variant> {
    let mut variants: Vec<Variant>;
    if replace {
        variants = rows.into_iter().map(|row| row.variant).collect();
    } else {
        let mut changed: HashMap<usize, Variant> = HashMap::new();
        let mut added = Vec::new();
        for row in rows {
            match row.was {
                Some(place) => drop(changed.insert(place, row.variant)),
                None => added.push(row.variant),
            }
        }
        let kept = stored.iter().enumerate();
        variants = kept
            .map(|(place, variant)| changed.remove(&place).unwrap_or_else(|| variant.clone()))
            .chain(added)
            .collect();
    }
    let ids = |variants: &[Variant]| variants.iter().map(|v| v.id).collect::<Vec<_>>();
    if ids(&variants) != ids(stored) {
        for (position, variant) in (0..).zip(&mut variants) {
            variant.position = position;
        }
    }
    variants
}
