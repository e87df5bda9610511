//! Products as staff keep them: options, variants, typed attributes, images.
//!
//! Only a published product (active, with a priced variant) is seen by shoppers; an import without
//! prices makes drafts. Descriptions are HTML that was sanitised on the way in.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::words::words;
use crate::{CategoryId, Paisa, ProductId, SerialRule, Sku, Slug, Text, VariantId};

mod validate;

/// The most characters of a title, in either language.
pub const MAX_TITLE_CHARS: usize = 255;
/// The most bytes of a description, in either language, after sanitising.
pub const MAX_DESCRIPTION_BYTES: usize = 100_000;
/// The most options of a product (colour, storage, …).
pub const MAX_OPTIONS: usize = 3;
/// The most variants of a product.
pub const MAX_VARIANTS: usize = 250;
/// The most images of a product.
pub const MAX_IMAGES: usize = 50;
/// The most attributes of a product.
pub const MAX_ATTRIBUTES: usize = 60;

words! {
    /// Where a product is in its life.
    pub enum ProductStatus: "product status" {
        /// Being written; only staff see it.
        Draft = "draft",
        /// For sale, as soon as a variant has a price.
        Active = "active",
        /// No longer sold; kept for the orders that hold it.
        Archived = "archived",
    }
}

/// A product with all its variants.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Product {
    /// Its id.
    pub id: ProductId,
    /// Its place in the shop's addresses; the handle it was imported with.
    pub slug: Slug,
    /// Its name, 1 to [`MAX_TITLE_CHARS`] characters.
    pub title: Text,
    /// The maker, or empty.
    pub brand: String,
    /// The category it stands in.
    pub category: Option<CategoryId>,
    /// The maker's model number.
    pub model: Option<String>,
    /// Sanitised HTML, at most [`MAX_DESCRIPTION_BYTES`] bytes.
    pub description: Text,
    /// Where it is in its life.
    pub status: ProductStatus,
    /// The names of what variants differ in, at most [`MAX_OPTIONS`]; empty for a single variant.
    pub options: Vec<String>,
    /// Technical data, at most [`MAX_ATTRIBUTES`].
    pub attributes: Vec<Attribute>,
    /// Pictures, the main one first, at most [`MAX_IMAGES`].
    pub images: Vec<Image>,
    /// Free words for staff and search.
    pub tags: Vec<String>,
    /// Which number of each unit is written down when an order is packed.
    pub serials: SerialRule,
    /// In the order they are shown, 1 to [`MAX_VARIANTS`].
    pub variants: Vec<Variant>,
    /// When it was made.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    /// When it last changed.
    #[serde(with = "time::serde::rfc3339")]
    pub updated_at: OffsetDateTime,
    /// The catalogue version that its last change made.
    pub revision: i64,
}

/// What is bought: one combination of a product's options.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Variant {
    /// Its id.
    pub id: VariantId,
    /// Its code, unique in the shop.
    pub sku: Sku,
    /// Its place among the product's variants, from 0.
    pub position: i64,
    /// Its value for each of [`Product::options`], in the same order.
    pub options: Vec<String>,
    /// What it costs, taxes included; `None` is not for sale yet.
    pub price: Option<Paisa>,
    /// What it cost before, shown struck through.
    pub compare_at: Option<Paisa>,
    /// EAN, UPC or whatever is printed on the box.
    pub barcode: Option<String>,
    /// Its weight in grams; 0 if unknown.
    pub grams: i64,
    /// Whether VAT is part of its price.
    pub taxable: bool,
}

/// One line of technical data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribute {
    /// What it says, in snake case: `screen_size`.
    pub key: String,
    /// What it is.
    pub value: AttributeValue,
}

/// An attribute's value; in JSON `{"type": "number", "value": {"amount": "6.7", "unit": "in"}}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "value", rename_all = "snake_case")]
pub enum AttributeValue {
    /// Words.
    Text(Text),
    /// A quantity.
    Number {
        /// Decimal text, kept as written: `6.70` stays `6.70`.
        amount: String,
        /// Its unit, e.g. `in`, `mAh`, `W`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unit: Option<String>,
    },
    /// Yes or no.
    Flag(bool),
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Image {
    /// An `https://` URL, or a path of this shop that begins with one `/`.
    pub src: String,
    /// What it shows, for those who can't see it; empty if it adds nothing.
    pub alt: String,
}

/// A category: a node of the tree that shoppers browse.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Category {
    /// Its id.
    pub id: CategoryId,
    /// Its place in the shop's addresses.
    pub slug: Slug,
    /// Its name.
    pub name: Text,
    /// The category above it; `None` at the top.
    pub parent: Option<CategoryId>,
    /// Its place among its siblings, from 0.
    pub position: i64,
}

impl Product {
    /// True if shoppers see it: active, with at least one priced variant.
    #[must_use]
    pub fn is_published(&self) -> bool {
        self.status == ProductStatus::Active && self.sellable().next().is_some()
    }

    /// The variants that have a price, in the order they are shown.
    pub fn sellable(&self) -> impl Iterator<Item = &Variant> {
        self.variants
            .iter()
            .filter(|variant| variant.price.is_some())
    }

    /// The lowest price of a variant, the "from" price of a card.
    #[must_use]
    pub fn from_price(&self) -> Option<Paisa> {
        self.sellable().filter_map(|variant| variant.price).min()
    }
}

impl Variant {
    /// What tells it from its siblings: `Red / 128 GB`, or `Default` for a single variant.
    #[must_use]
    pub fn title(&self) -> String {
        if self.options.is_empty() {
            "Default".to_owned()
        } else {
            self.options.join(" / ")
        }
    }
}

#[cfg(test)]
mod tests;
