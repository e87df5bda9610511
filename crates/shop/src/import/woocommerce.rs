//! WooCommerce's product CSV: one row a product, and one for each variation of a variable one.
//!
//! What differs from Shopify's: there is no handle, so it is made from the name (with the ID where
//! two products of the file have the same name); variations name their `Parent` by SKU or `id:44`;
//! which attributes are options is seen from what the variations differ in, and the parent's other
//! attributes are technical data. A sale price is taken when it has no dates; one that begins or
//! ends some day is left out, because this shop has no calendar for prices yet. Stock that isn't
//! counted (`In stock?` alone) opens with no units. Grouped and external products are nothing that
//! can be put into a cart here and are rejected.

use std::collections::{HashMap, HashSet};

use domain::Slug;

use super::Rejected;
use super::cells::shown;
use super::imported::{Imported, whole_product};
use super::sheet::{Row, Sheet};
use columns::Columns;

mod columns;
mod product;

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Simple,
    Variable,
    Variation,
}

/// A product's row with the rows of its variations.
struct Family<'a> {
    kind: Kind,
    row: &'a Row,
    variations: Vec<&'a Row>,
    /// True if a variation's cells can't be trusted.
    broken: bool,
}

/// Whether a file is one of these.
pub(super) fn recognises(sheet: &Sheet) -> bool {
    let columns = Columns::of(sheet);
    let told_apart = columns
        .sku
        .or(columns.regular_price)
        .or(columns.parent)
        .is_some();
    columns.name.is_some() && columns.kind.is_some() && told_apart
}

/// Reads a file that [`recognises`] said yes to.
pub(super) fn read(sheet: &Sheet) -> Imported {
    let columns = Columns::of(sheet);
    let mut imported = Imported::default();
    let mut slugs = HashSet::new();
    for family in families(&columns, sheet, &mut imported.rejected) {
        let read = columns
            .slug(family.row, &mut slugs)
            .and_then(|slug| columns.product(slug, &family));
        match read {
            Ok((product, refused)) => {
                imported.products.push(product);
                imported.rejected.extend(refused);
            }
            Err(reason) => {
                let rows = std::iter::once(family.row).chain(family.variations);
                let lines: Vec<u64> = rows.map(|row| row.line).collect();
                imported.rejected.extend(whole_product(&lines, &reason));
            }
        }
    }
    imported
}

fn families<'a>(
    columns: &Columns,
    sheet: &'a Sheet,
    rejected: &mut Vec<Rejected>,
) -> Vec<Family<'a>> {
    let mut families: Vec<Family<'a>> = Vec::new();
    let mut by_key: HashMap<String, usize> = HashMap::new();
    let mut children = Vec::new();
    for row in &sheet.rows {
        match (columns.kind(row), &row.problem) {
            (Ok(Kind::Variation), _) => children.push(row),
            (Ok(kind), None) => {
                for key in columns.keys(row) {
                    by_key.entry(key).or_insert(families.len());
                }
                families.push(Family {
                    kind,
                    row,
                    variations: Vec::new(),
                    broken: false,
                });
            }
            (Err(reason), None) => rejected.push(Rejected {
                line: row.line,
                reason,
            }),
            (_, Some(problem)) => {
                rejected.push(Rejected {
                    line: row.line,
                    reason: problem.clone(),
                });
            }
        }
    }
    for row in children {
        let key = row.cell(columns.parent).to_lowercase();
        let family = by_key.get(&key).and_then(|&place| families.get_mut(place));
        let reason = match (&row.problem, family) {
            (None, Some(family)) if family.kind == Kind::Variable => {
                family.variations.push(row);
                continue;
            }
            (Some(problem), family) => {
                if let Some(family) = family {
                    family.broken = true;
                }
                problem.clone()
            }
            (None, Some(family)) => format!(
                "its parent, on line {}, is not a variable product",
                family.row.line
            ),
            (None, None) => format!("its parent {} is not in the file", shown(&key)),
        };
        rejected.push(Rejected {
            line: row.line,
            reason,
        });
    }
    families
}

impl Columns {
    fn kind(&self, row: &Row) -> Result<Kind, String> {
        let cell = row.cell(self.kind).to_lowercase();
        let is = |what: &str| cell.split(',').any(|word| word.trim() == what);
        if is("grouped") || is("external") {
            Err(format!(
                "type {}: such a product can't be put into a cart",
                shown(&cell)
            ))
        } else if is("variation") {
            Ok(Kind::Variation)
        } else if is("variable") {
            Ok(Kind::Variable)
        } else if cell.is_empty() || is("simple") || is("virtual") || is("downloadable") {
            Ok(Kind::Simple)
        } else {
            Err(format!(
                "type {}: simple, variable or variation is needed",
                shown(&cell)
            ))
        }
    }

    /// What variations may call this row.
    fn keys(&self, row: &Row) -> impl Iterator<Item = String> {
        let id = row.cell(self.id).to_lowercase();
        let sku = row.cell(self.sku).to_lowercase();
        let id = (!id.is_empty()).then(|| format!("id:{id}"));
        id.into_iter().chain((!sku.is_empty()).then_some(sku))
    }

    fn slug(&self, row: &Row, taken: &mut HashSet<Slug>) -> Result<Slug, String> {
        let name = row.cell(self.name);
        if name.is_empty() {
            return Err("the name is missing".into());
        }
        let id = row.cell(self.id);
        let numbered = || Slug::from_title(&format!("{name} {id}")).filter(|_| !id.is_empty());
        let slug = Slug::from_title(name)
            .ok_or_else(|| format!("name {}: a letter or a digit is needed", shown(name)))?;
        let free = Some(slug).filter(|slug| !taken.contains(slug));
        let slug = free.or_else(|| numbered().filter(|slug| !taken.contains(slug))).ok_or_else(|| {
            format!("name {}: another product of the file has it, and there is no ID to tell them apart", shown(name))
        })?;
        taken.insert(slug.clone());
        Ok(slug)
    }
}

#[cfg(test)]
mod tests;
