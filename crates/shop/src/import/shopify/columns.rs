//! The columns of Shopify's product CSV: the names of today's template, those of the years before
//! (which the sample files and our own export have), and metafields.
//!
//! Source: help.shopify.com/en/manual/products/import-export/using-csv and its sample files. Names
//! are compared in lower case; columns that mean nothing to this shop (SEO, Google Shopping, cost,
//! markets, …) are not looked at.

use domain::MAX_OPTIONS;

use crate::import::sheet::Sheet;

/// Namespace of metafields that are this shop's own fields.
const OWN: &str = "dhakacart";
/// Namespace of technical data.
const SPECS: &str = "specs";
/// Namespace of the Bangla words of technical data.
const SPECS_BN: &str = "specs_bn";

/// Where each column stands, if it is there.
#[derive(Debug, Default)]
pub(super) struct Columns {
    pub(super) handle: Option<usize>,
    pub(super) title: Option<usize>,
    pub(super) body: Option<usize>,
    pub(super) vendor: Option<usize>,
    pub(super) kind: Option<usize>,
    pub(super) category: Option<usize>,
    pub(super) tags: Option<usize>,
    pub(super) published: Option<usize>,
    pub(super) status: Option<usize>,
    pub(super) sku: Option<usize>,
    pub(super) grams: Option<usize>,
    pub(super) weight: Option<usize>,
    pub(super) weight_unit: Option<usize>,
    pub(super) units: Option<usize>,
    pub(super) price: Option<usize>,
    pub(super) compare_at: Option<usize>,
    pub(super) taxable: Option<usize>,
    pub(super) barcode: Option<usize>,
    pub(super) image: Option<usize>,
    pub(super) image_position: Option<usize>,
    pub(super) image_alt: Option<usize>,
    pub(super) variant_image: Option<usize>,
    /// Name and value of each option.
    pub(super) options: [(Option<usize>, Option<usize>); MAX_OPTIONS],
    /// Values of options beyond the last that a product can have.
    pub(super) surplus_options: Vec<usize>,
    /// Metafields that mean something here.
    pub(super) metafields: Vec<(usize, Metafield)>,
}

/// What a metafield is to this shop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Metafield {
    TitleBn,
    DescriptionBn,
    Model,
    Serials,
    Spec(String),
    SpecBn(String),
}

impl Columns {
    pub(super) fn of(sheet: &Sheet) -> Self {
        let column = |names: &[&str]| sheet.column(names);
        let option = |number: usize, what: &str| column(&[&format!("option{number} {what}")]);
        Self {
            handle: column(&["handle", "url handle"]),
            title: column(&["title"]),
            body: column(&["body (html)", "description", "body html", "body"]),
            vendor: column(&["vendor"]),
            kind: column(&["type", "custom product type"]),
            category: column(&["product category", "standardized product type"]),
            tags: column(&["tags"]),
            published: column(&["published", "published on online store"]),
            status: column(&["status"]),
            sku: column(&["variant sku", "sku"]),
            grams: column(&["variant grams", "weight value (grams)"]),
            weight: column(&["variant weight", "weight value", "weight"]),
            weight_unit: column(&[
                "variant weight unit",
                "weight unit for display",
                "weight unit",
            ]),
            units: column(&["variant inventory qty", "inventory quantity"]),
            price: column(&["variant price", "price"]),
            compare_at: column(&[
                "variant compare at price",
                "compare-at price",
                "compare at price",
            ]),
            taxable: column(&["variant taxable", "charge tax"]),
            barcode: column(&["variant barcode", "barcode", "barcodes"]),
            image: column(&["image src", "product image url"]),
            image_position: column(&["image position"]),
            image_alt: column(&["image alt text"]),
            variant_image: column(&["variant image", "variant image url"]),
            options: [1, 2, 3].map(|number| (option(number, "name"), option(number, "value"))),
            surplus_options: (MAX_OPTIONS + 1..10)
                .filter_map(|n| option(n, "value"))
                .collect(),
            metafields: metafields(&sheet.header),
        }
    }

    /// Whether the file says which combination of options a row is.
    pub(super) fn has_options(&self) -> bool {
        self.options.iter().any(|(_, value)| value.is_some())
    }

    /// Whether the file says anything about variants.
    pub(super) fn is_about_variants(&self) -> bool {
        let others = [
            self.sku,
            self.grams,
            self.weight,
            self.units,
            self.price,
            self.compare_at,
            self.taxable,
            self.barcode,
        ];
        self.has_options() || others.iter().any(Option::is_some)
    }
}

fn metafields(header: &[String]) -> Vec<(usize, Metafield)> {
    let mut found: Vec<(usize, Metafield)> = Vec::new();
    for (index, name) in header.iter().enumerate() {
        match metafield(name) {
            Some(field) if found.iter().any(|(_, other)| *other == field) => {
                tracing::warn!(column = %name, "a second column of the same name was left out");
            }
            Some(field) => found.push((index, field)),
            None => {}
        }
    }
    found
}

/// `Screen size (product.metafields.specs.screen_size)`.
fn metafield(name: &str) -> Option<Metafield> {
    let (_, path) = name
        .strip_suffix(')')?
        .rsplit_once("(product.metafields.")?;
    let (namespace, key) = path.split_once('.')?;
    match (namespace, key) {
        (OWN, "title_bn") => Some(Metafield::TitleBn),
        (OWN, "description_bn") => Some(Metafield::DescriptionBn),
        (OWN, "model") => Some(Metafield::Model),
        (OWN, "serials") => Some(Metafield::Serials),
        (SPECS, key) => spec_key(key).map(Metafield::Spec),
        (SPECS_BN, key) => spec_key(key).map(Metafield::SpecBn),
        _ => None,
    }
}

/// A metafield's key as an attribute's: Shopify allows hyphens, attributes are in snake case.
fn spec_key(key: &str) -> Option<String> {
    let key = key.trim().replace('-', "_");
    let snake = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    let valid = key.len() <= 64
        && key.starts_with(|c: char| c.is_ascii_lowercase())
        && key.bytes().all(snake);
    if !valid {
        tracing::warn!(%key, "a column of technical data was left out: its key is not in snake case");
    }
    valid.then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metafields_are_known_by_their_path() {
        for (name, field) in [
            (
                "title in bangla (product.metafields.dhakacart.title_bn)",
                Some(Metafield::TitleBn),
            ),
            (
                "x (product.metafields.specs.screen-size)",
                Some(Metafield::Spec("screen_size".into())),
            ),
            (
                "(a) b (product.metafields.specs_bn.ram)",
                Some(Metafield::SpecBn("ram".into())),
            ),
            ("x (product.metafields.specs.পর্দা)", None),
            ("color (product.metafields.shopify.color-pattern)", None),
            ("x (product.metafields.specs)", None),
            ("specs.ram", None),
        ] {
            assert_eq!(metafield(name), field, "{name}");
        }
    }

    #[test]
    fn both_templates_are_understood() {
        let old = "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,\
                   Variant SKU,Variant Grams,Variant Inventory Qty,Variant Price,\
                   Variant Compare At Price,Variant Taxable,Variant Barcode,Image Src,Image Position,\
                   Image Alt Text,Variant Image,Variant Weight Unit,Status";
        let new = "URL handle,Title,Description,Vendor,Type,Tags,Published on online store,\
                   Option1 name,Option1 value,SKU,Weight value (grams),Inventory quantity,Price,\
                   Compare-at price,Charge tax,Barcode,Product image URL,Image position,\
                   Image alt text,Variant image URL,Weight unit for display,Status";
        let columns = |header: &str| {
            let sheet = Sheet::read(format!("{header}\n").as_bytes()).unwrap();
            format!("{:?}", Columns::of(&sheet))
        };
        assert_eq!(
            columns(old),
            columns(new),
            "the same columns in the same order"
        );
        assert!(!columns(old).contains("handle: None"));
    }
}
