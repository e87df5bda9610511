//! The whole catalogue as a file: Shopify's product CSV, as [`import`](crate::import) reads it.
//!
//! What Shopify has no column for is in metafields of the namespaces `dhakacart` (Bangla title and
//! description, model), `specs` (technical data) and `specs_bn` (its Bangla words). Products go by
//! handle and a product's rows by variant, so that the same catalogue makes the same bytes; taken
//! in by an empty shop, the file makes a catalogue that makes these bytes again. One thing is not
//! in it: whether a product that is active without any price waits for one (importing makes a draft
//! of it in a shop that doesn't know it).

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{self, Write};

use domain::{Category, CategoryId, Image, Paisa, Product, ProductStatus, StockLevel, VariantId};
use store::StoreError;

use crate::Shop;
use crate::import::{one_line, protected, tags, written, written_bn, written_images};

/// The columns that every export has, in Shopify's order.
const COLUMNS: &[&str] = &[
    "Handle",
    "Title",
    "Body (HTML)",
    "Vendor",
    "Type",
    "Tags",
    "Published",
    "Option1 Name",
    "Option1 Value",
    "Option2 Name",
    "Option2 Value",
    "Option3 Name",
    "Option3 Value",
    "Variant SKU",
    "Variant Grams",
    "Variant Inventory Tracker",
    "Variant Inventory Qty",
    "Variant Inventory Policy",
    "Variant Fulfillment Service",
    "Variant Price",
    "Variant Compare At Price",
    "Variant Requires Shipping",
    "Variant Taxable",
    "Variant Barcode",
    "Image Src",
    "Image Position",
    "Image Alt Text",
    "Status",
    TITLE_BN,
    DESCRIPTION_BN,
    MODEL,
    SERIALS,
];

const TITLE_BN: &str = "Title in Bangla (product.metafields.dhakacart.title_bn)";
const DESCRIPTION_BN: &str = "Description in Bangla (product.metafields.dhakacart.description_bn)";
const MODEL: &str = "Model (product.metafields.dhakacart.model)";
const SERIALS: &str = "Serials (product.metafields.dhakacart.serials)";

/// Why a catalogue was not exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The file can't be written.
    #[error("the export can't be written: {0}")]
    Write(#[from] io::Error),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What is looked up while writing.
struct Export {
    categories: HashMap<CategoryId, Category>,
    stock: BTreeMap<VariantId, StockLevel>,
    /// Keys of technical data in the order of their columns.
    specs: Vec<String>,
    /// Keys of technical data that has Bangla words somewhere.
    specs_bn: Vec<String>,
}

/// One row under the header, by column name.
type Cells<'a> = HashMap<&'a str, String>;

impl Shop {
    /// Writes every product, drafts and archived ones too, with the units on hand. Answers how
    /// many products there are.
    ///
    /// Cells that a spreadsheet would take for a formula begin with a quote, which the import takes
    /// off again.
    ///
    /// # Errors
    /// [`ExportError`]: the file can't be written, or the database failed.
    pub async fn export_products(
        &self,
        out: &mut (dyn Write + Send),
    ) -> Result<usize, ExportError> {
        let mut products = self.store().load_products(0).await?;
        products.sort_by(|a, b| a.slug.cmp(&b.slug));
        let categories = self.store().list_categories().await?;
        let specs = spec_keys(&products);
        let export = Export {
            categories: categories
                .into_iter()
                .map(|category| (category.id, category))
                .collect(),
            stock: self.store().list_stock().await?.into_iter().collect(),
            specs_bn: spec_keys_bn(&products, &specs),
            specs,
        };
        export.write(&products, out)?;
        Ok(products.len())
    }
}

/// Keys in the order in which they turn up, product by product: reading the file and asking again
/// gives the same order.
fn spec_keys(products: &[Product]) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    let mut known = HashSet::new();
    for attribute in products.iter().flat_map(|product| &product.attributes) {
        if known.insert(&attribute.key) {
            keys.push(attribute.key.clone());
        }
    }
    keys
}

/// Those of them that have Bangla words somewhere, in the same order.
fn spec_keys_bn(products: &[Product], keys: &[String]) -> Vec<String> {
    let attributes = products.iter().flat_map(|product| &product.attributes);
    let bangla: HashSet<&String> = attributes
        .filter(|attribute| !written_bn(attribute).is_empty())
        .map(|attribute| &attribute.key)
        .collect();
    keys.iter()
        .filter(|key| bangla.contains(key))
        .cloned()
        .collect()
}

impl Export {
    fn write(&self, products: &[Product], out: &mut (dyn Write + Send)) -> Result<(), io::Error> {
        let mut csv = csv::Writer::from_writer(out);
        let specs = self.specs.iter().map(|key| spec_header("specs", key));
        let specs_bn = self.specs_bn.iter().map(|key| spec_header("specs_bn", key));
        let header: Vec<String> = COLUMNS
            .iter()
            .map(|&name| name.to_owned())
            .chain(specs)
            .chain(specs_bn)
            .collect();
        csv.write_record(&header).map_err(io::Error::from)?;
        for product in products {
            let images = written_images(&product.images);
            for index in 0..product.variants.len().max(images.len()).max(1) {
                let mut cells = Cells::from([("Handle", product.slug.to_string())]);
                if index == 0 {
                    self.product(product, &mut cells);
                }
                self.variant(product, index, &mut cells);
                picture(&images, index, &mut cells);
                let specs = if index == 0 {
                    self.specs(product)
                } else {
                    Vec::new()
                };
                let surplus = header.len() - COLUMNS.len();
                let row = COLUMNS
                    .iter()
                    .map(|name| cells.remove(name).unwrap_or_default())
                    .chain(
                        specs
                            .into_iter()
                            .chain(std::iter::repeat(String::new()))
                            .take(surplus),
                    )
                    .map(protected);
                csv.write_record(row.collect::<Vec<_>>())
                    .map_err(io::Error::from)?;
            }
        }
        csv.flush()
    }

    fn product(&self, product: &Product, cells: &mut Cells<'_>) {
        let category = product.category.and_then(|id| self.categories.get(&id));
        let bangla = |text: &Option<String>| text.clone().unwrap_or_default();
        cells.extend([
            ("Title", one_line(&product.title.en)),
            ("Body (HTML)", product.description.en.trim().to_owned()),
            ("Vendor", one_line(&product.brand)),
            (
                "Type",
                category
                    .map(|category| one_line(&category.name.en))
                    .unwrap_or_default(),
            ),
            ("Tags", tags(&product.tags.join(",")).join(", ")),
            (
                "Published",
                (product.status == ProductStatus::Active).to_string(),
            ),
            ("Status", product.status.to_string()),
            (TITLE_BN, one_line(&bangla(&product.title.bn))),
            (
                DESCRIPTION_BN,
                bangla(&product.description.bn).trim().to_owned(),
            ),
            (MODEL, one_line(&bangla(&product.model))),
            (SERIALS, product.serials.to_string()),
        ]);
        if product.options.is_empty() {
            cells.insert("Option1 Name", "Title".to_owned());
        }
        for (column, name) in ["Option1 Name", "Option2 Name", "Option3 Name"]
            .into_iter()
            .zip(&product.options)
        {
            cells.insert(column, one_line(name));
        }
    }

    /// The variant that stands in a product's row, if there is one left.
    fn variant(&self, product: &Product, index: usize, cells: &mut Cells<'_>) {
        let Some(variant) = product.variants.get(index) else {
            return;
        };
        if variant.options.is_empty() {
            cells.insert("Option1 Value", "Default Title".to_owned());
        }
        for (column, value) in ["Option1 Value", "Option2 Value", "Option3 Value"]
            .into_iter()
            .zip(&variant.options)
        {
            cells.insert(column, one_line(value));
        }
        let on_hand = self.stock.get(&variant.id).map_or(0, |level| level.on_hand);
        let amount = |amount: Option<Paisa>| amount.map(|a| a.decimal()).unwrap_or_default();
        cells.extend([
            ("Variant SKU", variant.sku.to_string()),
            ("Variant Grams", variant.grams.to_string()),
            ("Variant Inventory Tracker", "shopify".to_owned()),
            ("Variant Inventory Qty", on_hand.to_string()),
            ("Variant Inventory Policy", "deny".to_owned()),
            ("Variant Fulfillment Service", "manual".to_owned()),
            ("Variant Price", amount(variant.price)),
            ("Variant Compare At Price", amount(variant.compare_at)),
            ("Variant Requires Shipping", "true".to_owned()),
            ("Variant Taxable", variant.taxable.to_string()),
            (
                "Variant Barcode",
                one_line(variant.barcode.as_deref().unwrap_or_default()),
            ),
        ]);
    }

    fn specs(&self, product: &Product) -> Vec<String> {
        let find = |key: &String| {
            product
                .attributes
                .iter()
                .find(|attribute| attribute.key == *key)
        };
        let en = self
            .specs
            .iter()
            .map(|key| find(key).map(written).unwrap_or_default());
        let bn = self
            .specs_bn
            .iter()
            .map(|key| find(key).map(written_bn).unwrap_or_default());
        en.chain(bn).collect()
    }
}

fn picture(images: &[Image], index: usize, cells: &mut Cells<'_>) {
    if let Some(image) = images.get(index) {
        cells.extend([
            ("Image Src", image.src.clone()),
            ("Image Position", (index + 1).to_string()),
            ("Image Alt Text", image.alt.clone()),
        ]);
    }
}

/// `Screen size (product.metafields.specs.screen_size)`.
fn spec_header(namespace: &str, key: &str) -> String {
    let words = key.replace('_', " ");
    let mut letters = words.chars();
    let first: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    format!(
        "{first}{} (product.metafields.{namespace}.{key})",
        letters.as_str()
    )
}
