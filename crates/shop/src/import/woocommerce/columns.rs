//! The columns of WooCommerce's product CSV, by the names its export has in English.
//!
//! Source: github.com/woocommerce/woocommerce/wiki/Product-CSV-Import-Schema. Names are compared
//! in lower case.

use crate::import::cells::{self, one_line};
use crate::import::sheet::{Row, Sheet};

/// Attributes of a product that are looked at.
const MAX_ATTRIBUTE_COLUMNS: usize = 100;

/// Where each column stands, if it is there.
#[derive(Debug, Default)]
pub(super) struct Columns {
    pub(super) id: Option<usize>,
    pub(super) kind: Option<usize>,
    pub(super) sku: Option<usize>,
    pub(super) name: Option<usize>,
    pub(super) published: Option<usize>,
    pub(super) visibility: Option<usize>,
    pub(super) short_description: Option<usize>,
    pub(super) description: Option<usize>,
    pub(super) sale_starts: Option<usize>,
    pub(super) sale_ends: Option<usize>,
    pub(super) tax_status: Option<usize>,
    pub(super) units: Option<usize>,
    pub(super) sale_price: Option<usize>,
    pub(super) regular_price: Option<usize>,
    pub(super) categories: Option<usize>,
    pub(super) tags: Option<usize>,
    pub(super) brands: Option<usize>,
    pub(super) barcode: Option<usize>,
    pub(super) images: Option<usize>,
    pub(super) parent: Option<usize>,
    /// The weight and how many grams one of its unit is.
    pub(super) weight: Option<(usize, f64)>,
    /// Name and value(s) of each attribute.
    pub(super) attributes: Vec<(usize, Option<usize>)>,
}

impl Columns {
    pub(super) fn of(sheet: &Sheet) -> Self {
        let column = |names: &[&str]| sheet.column(names);
        let attribute = |number: usize| {
            let name = column(&[&format!("attribute {number} name")])?;
            Some((name, column(&[&format!("attribute {number} value(s)")])))
        };
        Self {
            id: column(&["id"]),
            kind: column(&["type"]),
            sku: column(&["sku"]),
            name: column(&["name"]),
            published: column(&["published"]),
            visibility: column(&["visibility in catalog", "visibility in catalogue"]),
            short_description: column(&["short description"]),
            description: column(&["description"]),
            sale_starts: column(&["date sale price starts"]),
            sale_ends: column(&["date sale price ends"]),
            tax_status: column(&["tax status"]),
            units: column(&["stock"]),
            sale_price: column(&["sale price"]),
            regular_price: column(&["regular price"]),
            categories: column(&["categories"]),
            tags: column(&["tags"]),
            brands: column(&["brands", "brand"]),
            barcode: column(&["gtin, upc, ean, or isbn"]),
            images: column(&["images"]),
            parent: column(&["parent"]),
            weight: ["kg", "g", "lbs", "oz"].into_iter().find_map(|unit| {
                Some((
                    column(&[&format!("weight ({unit})")])?,
                    cells::grams_per(unit)?,
                ))
            }),
            attributes: (1..=MAX_ATTRIBUTE_COLUMNS).filter_map(attribute).collect(),
        }
    }

    /// The attributes that a row has a name for, with their values.
    pub(super) fn attributes(&self, row: &Row) -> Vec<(String, String)> {
        let cells = self
            .attributes
            .iter()
            .map(|&(name, value)| (one_line(row.cell(Some(name))), one_line(row.cell(value))));
        cells.filter(|(name, _)| !name.is_empty()).collect()
    }
}
