//! What one row of Shopify's product CSV says of a variant, and which options its product has.

use domain::Sku;

use super::columns::Columns;
use crate::import::cells::{self, one_line, shown};
use crate::import::imported::ImportedVariant;
use crate::import::sheet::Row;

/// What Shopify calls the option of a product that has none, and its only value.
const NO_OPTION: (&str, &str) = ("title", "default title");

/// What a row is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Variant,
    /// Product fields of a first row whose variants follow, or a further picture.
    Other,
}

/// The options of a product, read from all its rows.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Options {
    /// As the rows name them.
    names: Vec<String>,
    /// True if they only say that there are none.
    none: bool,
}

impl Options {
    /// The names that the product will have.
    pub(super) fn names(&self) -> Vec<String> {
        if self.none {
            Vec::new()
        } else {
            self.names.clone()
        }
    }
}

impl Columns {
    /// Whether a row describes a variant. A first row does even if it says nothing of one, unless
    /// variants follow.
    pub(super) fn kind(&self, rows: &[&Row], index: usize) -> Kind {
        let is_variant = |row: &&Row| {
            let values = self.options.iter().map(|(_, value)| *value);
            let surplus = self.surplus_options.iter().map(|&column| Some(column));
            values
                .chain(surplus)
                .chain([self.sku, self.price, self.barcode])
                .any(|column| !row.cell(column).is_empty())
        };
        let alone = index == 0 && !rows.iter().any(is_variant);
        if alone || rows.get(index).is_some_and(is_variant) {
            Kind::Variant
        } else {
            Kind::Other
        }
    }

    /// The options of the product that has these rows; names are given once, on any of them.
    pub(super) fn options(&self, rows: &[&Row]) -> Result<Options, String> {
        let mut names = Vec::new();
        for (index, (name, _)) in self.options.iter().enumerate() {
            let given = rows
                .iter()
                .map(|row| row.cell(*name))
                .find(|cell| !cell.is_empty());
            match cells::short("option name", given.unwrap_or_default())? {
                Some(name) if names.len() == index => names.push(name),
                Some(name) => {
                    let number = index + 1;
                    return Err(format!(
                        "option {number} is named {} but option {index} has no name",
                        shown(&name)
                    ));
                }
                None => {}
            }
        }
        let (title, default) = NO_OPTION;
        let says_nothing = |row: &&Row| {
            let value = row.cell(self.options[0].1).to_lowercase();
            value.is_empty() || value == default
        };
        let none = match names.as_slice() {
            [] => true,
            [name] => name.to_lowercase() == title && rows.iter().all(says_nothing),
            _ => false,
        };
        Ok(Options { names, none })
    }

    /// The variant that a row describes.
    pub(super) fn variant(&self, row: &Row, options: &Options) -> Result<ImportedVariant, String> {
        let sku = row.cell(self.sku);
        let sku = if sku.is_empty() {
            None
        } else {
            Some(Sku::parse(sku).map_err(|error| format!("SKU {}: {error}", shown(sku)))?)
        };
        let price = cells::price("price", row.cell(self.price))?;
        let compare_at = cells::price("compare-at price", row.cell(self.compare_at))?;
        let barcode = cells::short("barcode", row.cell(self.barcode))?;
        let taxable = cells::flag("taxable", row.cell(self.taxable))?.unwrap_or(true);
        Ok(ImportedVariant {
            line: row.line,
            sku,
            options: if self.has_options() {
                Some(self.values(row, options)?)
            } else {
                None
            },
            price: self.price.map(|_| price),
            compare_at: self.compare_at.map(|_| compare_at),
            barcode: self.barcode.map(|_| barcode),
            grams: self.weight_in_grams(row)?,
            taxable: self.taxable.map(|_| taxable),
            units: cells::units("quantity", row.cell(self.units))?,
        })
    }

    /// The column of grams is in grams, whatever unit the shop showed; only a weight without one
    /// is in that unit.
    fn weight_in_grams(&self, row: &Row) -> Result<Option<i64>, String> {
        if self.grams.is_some() {
            return cells::grams("grams", row.cell(self.grams), 1.0).map(Some);
        }
        if self.weight.is_none() {
            return Ok(None);
        }
        let unit = Some(row.cell(self.weight_unit))
            .filter(|unit| !unit.is_empty())
            .unwrap_or("kg");
        let each = cells::grams_per(unit).ok_or_else(|| {
            format!(
                "weight unit {}: one of g, kg, lb, oz is needed",
                shown(unit)
            )
        })?;
        cells::grams("weight", row.cell(self.weight), each).map(Some)
    }

    fn values(&self, row: &Row, options: &Options) -> Result<Vec<String>, String> {
        if self
            .surplus_options
            .iter()
            .any(|&column| !row.cell(Some(column)).is_empty())
        {
            return Err(format!(
                "a product has at most {} options",
                self.options.len()
            ));
        }
        let mut values = Vec::new();
        for (index, (name, value)) in self.options.iter().enumerate() {
            let again = one_line(row.cell(*name));
            let value = cells::short("option value", row.cell(*value))?;
            match (options.names.get(index), value) {
                (Some(name), _) if !again.is_empty() && again != *name => {
                    let (again, name) = (shown(&again), shown(name));
                    return Err(format!("the option is named {again} here and {name} above"));
                }
                (Some(_), _) if options.none => {}
                (Some(_), Some(value)) => values.push(value),
                (Some(name), None) => {
                    return Err(format!("a value for the option {} is missing", shown(name)));
                }
                (None, Some(value)) if index > 0 || value.to_lowercase() != NO_OPTION.1 => {
                    return Err(format!(
                        "the option value {} has no option name",
                        shown(&value)
                    ));
                }
                (None, _) => {}
            }
        }
        Ok(values)
    }
}
