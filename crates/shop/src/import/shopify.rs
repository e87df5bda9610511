//! Shopify's product CSV: rows of one handle are one product.
//!
//! The first row of a handle has the product's own fields and its first variant; further rows,
//! which need not follow at once, have further variants or pictures. Names of options are given
//! once; `Title` with `Default Title` means that there are none. `columns` knows what columns are
//! called, `rows` what one row says of a variant.
//!
//! A row that can't be taken is rejected alone, unless it is its product's first: then the product
//! is. A picture whose address is neither `https://…` nor a path of this shop, or that is one too
//! many, is left out with a warning in the log; its row is taken, because a product sells without
//! a picture and not without a price.

use std::collections::{HashMap, HashSet};

use domain::{Image, MAX_IMAGES, MAX_VARIANTS, ProductStatus, Slug};

use super::Rejected;
use super::cells::{self, one_line, shown};
use super::imported::{
    Html, Imported, ImportedProduct, ImportedSpec, ImportedVariant, whole_product,
};
use super::sheet::{Row, Sheet};
use columns::{Columns, Metafield};
use rows::{Kind, Options};

mod columns;
mod rows;

/// The rows of one handle.
#[derive(Default)]
struct Group<'a> {
    rows: Vec<&'a Row>,
    /// The line of a row whose cells can't be trusted.
    broken: Option<u64>,
}

/// Whether a file is one of these.
pub(super) fn recognises(sheet: &Sheet) -> bool {
    let columns = Columns::of(sheet);
    columns.handle.is_some() && columns.title.is_some()
}

/// Reads a file that [`recognises`] said yes to.
pub(super) fn read(sheet: &Sheet) -> Imported {
    let columns = Columns::of(sheet);
    let mut imported = Imported::default();
    let groups = groups(&columns, sheet, &mut imported.rejected);
    for (slug, group) in groups {
        match product(&columns, slug, &group, &mut imported.rejected) {
            Ok(Some(product)) => imported.products.push(product),
            Ok(None) => {}
            Err(reason) => {
                let lines: Vec<u64> = group.rows.iter().map(|row| row.line).collect();
                imported.rejected.extend(whole_product(&lines, &reason));
            }
        }
    }
    imported
}

fn groups<'a>(
    columns: &Columns,
    sheet: &'a Sheet,
    rejected: &mut Vec<Rejected>,
) -> Vec<(Slug, Group<'a>)> {
    let mut groups: Vec<(Slug, Group<'a>)> = Vec::new();
    let mut places: HashMap<Slug, usize> = HashMap::new();
    for row in &sheet.rows {
        let handle = row.cell(columns.handle);
        let slug = match (Slug::parse(handle), &row.problem) {
            (Ok(slug), _) => slug,
            (Err(_), Some(problem)) => {
                rejected.push(Rejected {
                    line: row.line,
                    reason: problem.clone(),
                });
                continue;
            }
            (Err(error), None) => {
                let reason = if handle.is_empty() {
                    "the handle is missing".to_owned()
                } else {
                    format!("handle {}: {error}", shown(handle))
                };
                rejected.push(Rejected {
                    line: row.line,
                    reason,
                });
                continue;
            }
        };
        let place = *places.entry(slug.clone()).or_insert_with(|| {
            groups.push((slug, Group::default()));
            groups.len() - 1
        });
        let Some((_, group)) = groups.get_mut(place) else {
            continue;
        };
        if let Some(problem) = &row.problem {
            rejected.push(Rejected {
                line: row.line,
                reason: problem.clone(),
            });
            group.broken.get_or_insert(row.line);
        } else {
            group.rows.push(row);
        }
    }
    groups
}

/// The product of a group. `Err` is what is wrong with its first row.
fn product(
    columns: &Columns,
    slug: Slug,
    group: &Group<'_>,
    rejected: &mut Vec<Rejected>,
) -> Result<Option<ImportedProduct>, String> {
    let Some(&first) = group.rows.first() else {
        return Ok(None);
    };
    if let Some(line) = group.broken.filter(|&line| line < first.line) {
        return Err(format!("its product was not taken because of line {line}"));
    }
    let title = one_line(first.cell(columns.title));
    if title.is_empty() {
        return Err("the title is missing on the first row of the product".into());
    }
    let options = columns.options(&group.rows)?;
    let (variants, refused) = variants(columns, &group.rows, &options)?;
    let mut taken = group.rows.clone();
    let refused_lines: HashSet<u64> = refused.iter().map(|refusal| refusal.line).collect();
    taken.retain(|row| !refused_lines.contains(&row.line));
    let mut product = ImportedProduct {
        lines: taken.iter().map(|row| row.line).collect(),
        slug,
        title,
        title_bn: None,
        body: html(columns.body, first, "description")?,
        body_bn: None,
        brand: columns
            .vendor
            .map(|column| one_line(first.cell(Some(column)))),
        model: None,
        serials: None,
        category: category(columns, first)?,
        tags: columns
            .tags
            .map(|column| cells::tags(first.cell(Some(column)))),
        status: status(columns, first)?,
        published: columns
            .published
            .map(|column| cells::flag("published", first.cell(Some(column))))
            .transpose()?
            .map(|shown| shown.unwrap_or(true)),
        specs: specs(columns, first),
        images: images(columns, &taken),
        options: columns.has_options().then(|| options.names()),
        about_variants: columns.is_about_variants(),
        variants,
        complete: group.broken.is_none() && refused.is_empty(),
    };
    own_fields(&mut product, columns, first)?;
    rejected.extend(refused);
    Ok(Some(product))
}

/// The variants of a product and the rows that can't be taken; `Err` if the first is one.
fn variants(
    columns: &Columns,
    rows: &[&Row],
    options: &Options,
) -> Result<(Vec<ImportedVariant>, Vec<Rejected>), String> {
    let mut variants = Vec::new();
    let mut refused = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let picture = [columns.image, columns.variant_image]
            .iter()
            .any(|&c| !row.cell(c).is_empty());
        let read = match columns.kind(rows, index) {
            Kind::Variant if variants.len() == MAX_VARIANTS => {
                Err(format!("a product has at most {MAX_VARIANTS} variants"))
            }
            Kind::Variant => columns
                .variant(row, options)
                .map(|variant| variants.push(variant)),
            Kind::Other if index == 0 || picture => Ok(()),
            Kind::Other => Err("the row has neither a variant nor a picture".to_owned()),
        };
        match read {
            Err(reason) if index == 0 => return Err(reason),
            Err(reason) => refused.push(Rejected {
                line: row.line,
                reason,
            }),
            Ok(()) => {}
        }
    }
    Ok((variants, refused))
}

fn html(column: Option<usize>, row: &Row, name: &str) -> Result<Option<Html>, String> {
    column
        .map(|column| Html::read(name, row.cell(Some(column))))
        .transpose()
}

/// What is in the columns that only this shop's own export has.
fn own_fields(product: &mut ImportedProduct, columns: &Columns, row: &Row) -> Result<(), String> {
    for (column, field) in &columns.metafields {
        let cell = row.cell(Some(*column));
        let line = || Some(one_line(cell)).filter(|text| !text.is_empty());
        match field {
            Metafield::TitleBn => product.title_bn = Some(line()),
            Metafield::DescriptionBn => {
                product.body_bn = Some(Html::read("description in Bangla", cell)?);
            }
            Metafield::Model => product.model = Some(line()),
            Metafield::Serials => {
                let word = line().map(|word| word.to_lowercase());
                let rule = word.map(|word| word.parse()).transpose();
                product.serials = rule.map_err(|e: domain::UnknownWord| format!("serials: {e}"))?;
            }
            Metafield::Spec(_) | Metafield::SpecBn(_) => {}
        }
    }
    Ok(())
}

/// Technical data in the order of the columns, each with its Bangla from wherever that stands.
fn specs(columns: &Columns, row: &Row) -> Vec<ImportedSpec> {
    let mut specs: Vec<ImportedSpec> = Vec::new();
    for (column, field) in &columns.metafields {
        let (Metafield::Spec(key) | Metafield::SpecBn(key)) = field else {
            continue;
        };
        let place = specs
            .iter()
            .position(|spec| spec.key == *key)
            .unwrap_or_else(|| {
                specs.push(ImportedSpec {
                    key: key.clone(),
                    cell: None,
                    cell_bn: None,
                });
                specs.len() - 1
            });
        let Some(spec) = specs.get_mut(place) else {
            continue;
        };
        let cell = Some(one_line(row.cell(Some(*column))));
        match field {
            Metafield::Spec(_) => spec.cell = cell,
            _ => spec.cell_bn = cell,
        }
    }
    specs
}

/// `Type`, or the last part of Shopify's `Product category` where that is blank.
fn category(columns: &Columns, row: &Row) -> Result<Option<Vec<String>>, String> {
    if columns.kind.or(columns.category).is_none() {
        return Ok(None);
    }
    let standard = row
        .cell(columns.category)
        .rsplit('>')
        .next()
        .unwrap_or_default();
    let given = Some(row.cell(columns.kind))
        .filter(|cell| !cell.is_empty())
        .unwrap_or(standard);
    let name = cells::short("type", given)?;
    if let Some(name) = name
        .as_deref()
        .filter(|name| Slug::from_title(name).is_none())
    {
        return Err(format!(
            "type {}: a category's name has a letter or a digit",
            shown(name)
        ));
    }
    Ok(Some(name.into_iter().collect()))
}

/// `unlisted` (found by its address alone) is nothing this shop has; a draft is the nearest that
/// shows no more than was asked for.
fn status(columns: &Columns, row: &Row) -> Result<Option<ProductStatus>, String> {
    let Some(column) = columns.status else {
        return Ok(None);
    };
    let cell = row.cell(Some(column));
    match cell.to_lowercase().as_str() {
        "" | "active" => Ok(Some(ProductStatus::Active)),
        "draft" | "unlisted" => Ok(Some(ProductStatus::Draft)),
        "archived" => Ok(Some(ProductStatus::Archived)),
        _ => Err(format!(
            "status {}: active, draft or archived is needed",
            shown(cell)
        )),
    }
}

/// The pictures of all rows: by position, then as they stand; pictures of variants last.
fn images(columns: &Columns, rows: &[&Row]) -> Option<Vec<Image>> {
    columns.image.or(columns.variant_image)?;
    let position = |row: &Row| row.cell(columns.image_position).parse().unwrap_or(u32::MAX);
    let mut found: Vec<(u32, u64, &str, &str)> = Vec::new();
    for row in rows {
        let alt = row.cell(columns.image_alt);
        found.push((position(row), row.line, row.cell(columns.image), alt));
    }
    found.sort_by_key(|&(position, ..)| position);
    found.extend(
        rows.iter()
            .map(|row| (u32::MAX, row.line, row.cell(columns.variant_image), "")),
    );
    let mut images: Vec<Image> = Vec::new();
    for (_, line, src, alt) in found.into_iter().filter(|(_, _, src, _)| !src.is_empty()) {
        match cells::image(src, alt) {
            Some(image) if images.iter().any(|other| other.src == image.src) => {}
            Some(image) if images.len() < MAX_IMAGES => images.push(image),
            Some(_) => tracing::warn!(
                line,
                src,
                "a picture was left out: a product has at most {MAX_IMAGES}"
            ),
            None => tracing::warn!(
                line,
                src,
                "a picture was left out: its address is not https"
            ),
        }
    }
    Some(images)
}

#[cfg(test)]
mod tests;
