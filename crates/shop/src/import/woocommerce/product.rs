//! What the rows of one WooCommerce product say.

use std::collections::HashSet;

use domain::{Image, MAX_IMAGES, MAX_OPTIONS, MAX_VARIANTS, Paisa, Sku, Slug};

use super::columns::Columns;
use super::{Family, Kind};
use crate::import::Rejected;
use crate::import::cells::{self, one_line, shown};
use crate::import::imported::{Html, ImportedProduct, ImportedSpec, ImportedVariant};
use crate::import::sheet::Row;

/// Categories above and including a product's, at most.
const MAX_DEPTH: usize = 10;

impl Columns {
    /// The product of a family and the variations that can't be taken; `Err` is what is wrong with
    /// the product's own row.
    pub(super) fn product(
        &self,
        slug: Slug,
        family: &Family<'_>,
    ) -> Result<(ImportedProduct, Vec<Rejected>), String> {
        let row = family.row;
        let options = self.options(&family.variations);
        if options.len() > MAX_OPTIONS {
            return Err(format!("a product has at most {MAX_OPTIONS} options"));
        }
        let (mut variants, refused) = self.variations(&family.variations, &options);
        if family.variations.is_empty() {
            variants.push(self.variant(row, &[])?);
        }
        let body = [self.description, self.short_description]
            .into_iter()
            .flatten()
            .map(|column| row.cell(Some(column)));
        let body = body.reduce(|long, short| if long.is_empty() { short } else { long });
        let refused_lines: HashSet<u64> = refused.iter().map(|refusal| refusal.line).collect();
        let mut taken = vec![row];
        taken.extend(&family.variations);
        taken.retain(|row| !refused_lines.contains(&row.line));
        let product = ImportedProduct {
            lines: taken.iter().map(|row| row.line).collect(),
            slug,
            title: one_line(row.cell(self.name)),
            title_bn: None,
            body: body
                .map(|body| Html::read("description", body))
                .transpose()?,
            body_bn: None,
            brand: self.brands.map(|column| first_of(row.cell(Some(column)))),
            model: None,
            serials: None,
            category: self.category(row)?,
            tags: self.tags.map(|column| cells::tags(row.cell(Some(column)))),
            status: None,
            published: self.published(row)?,
            specs: self.specs(row, &options),
            images: self.images(&taken),
            options: Some(options),
            about_variants: true,
            variants,
            complete: !family.broken && refused.is_empty(),
        };
        Ok((product, refused))
    }

    /// Names of the attributes that a variation has a value for.
    fn options(&self, variations: &[&Row]) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        let attributes = variations.iter().flat_map(|row| self.attributes(row));
        for (name, _) in attributes.filter(|(_, value)| !value.is_empty()) {
            if !names.iter().any(|other| same(other, &name)) {
                names.push(name);
            }
            if names.len() > MAX_OPTIONS {
                // Too many already, however many there are.
                break;
            }
        }
        names
    }

    fn variations(
        &self,
        rows: &[&Row],
        options: &[String],
    ) -> (Vec<ImportedVariant>, Vec<Rejected>) {
        let (mut variants, mut refused) = (Vec::new(), Vec::new());
        for row in rows {
            let read = if variants.len() == MAX_VARIANTS {
                Err(format!("a product has at most {MAX_VARIANTS} variants"))
            } else {
                self.variant(row, options)
            };
            match read {
                Ok(variant) => variants.push(variant),
                Err(reason) => refused.push(Rejected {
                    line: row.line,
                    reason,
                }),
            }
        }
        (variants, refused)
    }

    fn variant(&self, row: &Row, options: &[String]) -> Result<ImportedVariant, String> {
        let sku = row.cell(self.sku);
        let sku = Some(sku)
            .filter(|sku| !sku.is_empty())
            .map(|sku| Sku::parse(sku).map_err(|error| format!("SKU {}: {error}", shown(sku))));
        let attributes = self.attributes(row);
        let value = |name: &String| {
            let given = attributes
                .iter()
                .find(|(other, value)| same(other, name) && !value.is_empty());
            let missing = || format!("a value for the option {} is missing", shown(name));
            cells::short("option value", &given.ok_or_else(missing)?.1)
                .map(Option::unwrap_or_default)
        };
        let (price, compare_at) = self.prices(row)?;
        let units = Some(row.cell(self.units)).filter(|cell| !cell.eq_ignore_ascii_case("parent"));
        let barcode = cells::short("barcode", row.cell(self.barcode))?;
        let has_price = self.regular_price.or(self.sale_price).is_some();
        Ok(ImportedVariant {
            line: row.line,
            sku: sku.transpose()?,
            options: Some(options.iter().map(value).collect::<Result<_, _>>()?),
            price: has_price.then_some(price),
            compare_at: has_price.then_some(compare_at),
            barcode: self.barcode.map(|_| barcode),
            grams: self
                .weight
                .map(|(column, each)| cells::grams("weight", row.cell(Some(column)), each))
                .transpose()?,
            taxable: self.tax_status.map(|column| {
                matches!(
                    row.cell(Some(column)).to_lowercase().as_str(),
                    "" | "taxable" | "parent"
                )
            }),
            units: cells::units("stock", units.unwrap_or_default())?,
        })
    }

    /// The price and the one before it. A variation that isn't published has none.
    fn prices(&self, row: &Row) -> Result<(Option<Paisa>, Option<Paisa>), String> {
        let regular = cells::price("regular price", row.cell(self.regular_price))?;
        let sale = cells::price("sale price", row.cell(self.sale_price))?;
        let dated = [self.sale_starts, self.sale_ends]
            .iter()
            .any(|&c| !row.cell(c).is_empty());
        if self.kind(row) == Ok(Kind::Variation) && self.published(row)? == Some(false) {
            return Ok((None, None));
        }
        Ok(match sale.filter(|_| !dated) {
            Some(sale) => (Some(sale), regular),
            None => (regular, None),
        })
    }

    /// 1 is published, 0 private, -1 a draft; what the catalogue hides isn't on show either.
    fn published(&self, row: &Row) -> Result<Option<bool>, String> {
        if self.published.or(self.visibility).is_none() {
            return Ok(None);
        }
        let hidden = row.cell(self.visibility).eq_ignore_ascii_case("hidden");
        let published = match row.cell(self.published) {
            "-1" => false,
            cell => cells::flag("published", cell)?.unwrap_or(true),
        };
        Ok(Some(published && !hidden))
    }

    /// The first of the categories, `Phones > Accessories`, from the top down.
    fn category(&self, row: &Row) -> Result<Option<Vec<String>>, String> {
        let Some(column) = self.categories else {
            return Ok(None);
        };
        let first = first_of(row.cell(Some(column)));
        let mut path = Vec::new();
        for name in first
            .split('>')
            .map(str::trim)
            .filter(|name| !name.is_empty())
        {
            if Slug::from_title(name).is_none() || name.chars().count() > cells::MAX_SHORT {
                return Err(format!(
                    "category {}: a letter or a digit is needed",
                    shown(name)
                ));
            }
            path.push(name.to_owned());
        }
        if path.len() > MAX_DEPTH {
            return Err(format!(
                "category {}: at most {MAX_DEPTH} levels",
                shown(&first)
            ));
        }
        // What WooCommerce calls having none.
        path.retain(|name| !name.eq_ignore_ascii_case("uncategorized"));
        Ok(Some(path))
    }

    /// The product's attributes that aren't options, under keys made from their names.
    fn specs(&self, row: &Row, options: &[String]) -> Vec<ImportedSpec> {
        let mut specs: Vec<ImportedSpec> = Vec::new();
        for (name, value) in self.attributes(row) {
            let key = snake_case(&name);
            let option = options.iter().any(|option| same(option, &name));
            let usable = key.starts_with(|c: char| c.is_ascii_lowercase()) && key.len() <= 64;
            if option || value.is_empty() || specs.iter().any(|spec| spec.key == key) {
                continue;
            }
            if usable {
                specs.push(ImportedSpec {
                    key,
                    cell: Some(value),
                    cell_bn: None,
                });
            } else {
                tracing::warn!(line = row.line, %name, "an attribute was left out: no key can be made of its name");
            }
        }
        specs
    }

    fn images(&self, rows: &[&Row]) -> Option<Vec<Image>> {
        let column = self.images?;
        let mut images: Vec<Image> = Vec::new();
        let cells = rows.iter().flat_map(|row| {
            row.cell(Some(column))
                .split(',')
                .map(|src| (row.line, src.trim()))
        });
        for (line, src) in cells.filter(|(_, src)| !src.is_empty()) {
            match cells::image(src, "") {
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
}

/// The first of a list between commas; `\,` is a comma within one.
fn first_of(cell: &str) -> String {
    let whole = cell.replace("\\,", "\u{1f}");
    let first = whole.split(',').next().unwrap_or_default();
    one_line(&first.replace('\u{1f}', ","))
}

fn same(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}

fn snake_case(name: &str) -> String {
    let spaced: String = name
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' })
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join("_")
}
