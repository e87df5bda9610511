//! A product as a file describes it, whichever shop's format the file was in.
//!
//! The outer `Option` of a field says whether the file has its column at all: `None` leaves the
//! product as it is, an empty cell clears the field. [`merge`](super::merge) makes a product of it.

use domain::{Image, MAX_DESCRIPTION_BYTES, Paisa, ProductStatus, SerialRule, Sku, Slug};

use super::Rejected;
use crate::html;

/// One product with the variants that could be read.
#[derive(Debug, Clone)]
pub(super) struct ImportedProduct {
    /// The lines of its rows; the first is the one with the product's own fields.
    pub(super) lines: Vec<u64>,
    /// Its handle.
    pub(super) slug: Slug,
    /// Its name, not empty.
    pub(super) title: String,
    /// Its name in Bangla.
    pub(super) title_bn: Option<Option<String>>,
    /// Its description.
    pub(super) body: Option<Html>,
    /// Its description in Bangla.
    pub(super) body_bn: Option<Html>,
    /// Its maker; may be empty.
    pub(super) brand: Option<String>,
    /// The maker's model number.
    pub(super) model: Option<Option<String>>,
    /// Names of categories from the top down to its own; empty for none.
    pub(super) category: Option<Vec<String>>,
    /// Free words.
    pub(super) tags: Option<Vec<String>>,
    /// Which number of each unit is asked for at packing; `None` also for an empty cell.
    pub(super) serials: Option<SerialRule>,
    /// What a column about its life says.
    pub(super) status: Option<ProductStatus>,
    /// What a column about being on show says.
    pub(super) published: Option<bool>,
    /// Technical data, in the order of the columns.
    pub(super) specs: Vec<ImportedSpec>,
    /// Pictures with a usable address, in order, each address once.
    pub(super) images: Option<Vec<Image>>,
    /// What the variants differ in; empty if there is one variant only.
    pub(super) options: Option<Vec<String>>,
    /// Whether the file has any column about variants.
    pub(super) about_variants: bool,
    /// At least one.
    pub(super) variants: Vec<ImportedVariant>,
    /// False if some row of it was rejected: what isn't mentioned may have been there.
    pub(super) complete: bool,
}

/// One variant.
#[derive(Debug, Clone, Default)]
pub(super) struct ImportedVariant {
    /// The line of its row.
    pub(super) line: u64,
    /// `None`: no such column, or left to be derived.
    pub(super) sku: Option<Sku>,
    /// A value for each of the product's options.
    pub(super) options: Option<Vec<String>>,
    /// `Some(None)`: not for sale.
    pub(super) price: Option<Option<Paisa>>,
    /// The price before.
    pub(super) compare_at: Option<Option<Paisa>>,
    /// What is printed on the box.
    pub(super) barcode: Option<Option<String>>,
    /// Its weight in grams.
    pub(super) grams: Option<i64>,
    /// Whether VAT is part of its price.
    pub(super) taxable: Option<bool>,
    /// Units on hand; `None` also for an empty cell.
    pub(super) units: Option<i64>,
}

/// One line of technical data.
#[derive(Debug, Clone)]
pub(super) struct ImportedSpec {
    /// Its key, in snake case.
    pub(super) key: String,
    /// The cell; empty takes the data away. `None`: the file has the Bangla only.
    pub(super) cell: Option<String>,
    /// The words in Bangla; may be empty.
    pub(super) cell_bn: Option<String>,
}

/// HTML as it came and as it may be stored.
#[derive(Debug, Clone)]
pub(super) struct Html {
    /// As it stands in the file.
    pub(super) raw: String,
    /// Sanitised.
    pub(super) clean: String,
}

impl Html {
    /// Reads a description.
    pub(super) fn read(column: &str, raw: &str) -> Result<Self, String> {
        // Sanitising takes out, so more may come in than is stored; but not without end.
        if raw.len() > 2 * MAX_DESCRIPTION_BYTES {
            return Err(format!(
                "{column}: a description has at most {MAX_DESCRIPTION_BYTES} bytes"
            ));
        }
        Ok(Self {
            raw: raw.to_owned(),
            clean: html::sanitise(raw),
        })
    }
}

/// A file, read.
#[derive(Debug, Default)]
pub(super) struct Imported {
    /// Products in the order of their first rows.
    pub(super) products: Vec<ImportedProduct>,
    /// Rows that can't be taken.
    pub(super) rejected: Vec<Rejected>,
}

/// One entry for each row of a product that can't be taken because of the first of `lines`.
pub(super) fn whole_product(lines: &[u64], reason: &str) -> Vec<Rejected> {
    let Some((&first, rest)) = lines.split_first() else {
        return Vec::new();
    };
    let mut rejected = vec![Rejected {
        line: first,
        reason: reason.to_owned(),
    }];
    rejected.extend(rest.iter().map(|&line| {
        let reason = format!("its product was not taken because of line {first}");
        Rejected { line, reason }
    }));
    rejected
}
