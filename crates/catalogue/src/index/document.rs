//! What of a product can be searched, and how much each part of it tells.
//!
//! Invariant: two documents with equal [`fingerprint`](Document::fingerprint)s have the same searchable text, so the index
//! needs building again only when a fingerprint changes; prices, stock and pictures aren't in it.

use std::hash::{DefaultHasher, Hash, Hasher};

use domain::{AttributeValue, Product};

use crate::text::html::plain_text;
use crate::text::tokenizer::Mode;

/// A field that ranks: what it is called, what a hit in it is worth, how its text is cut, and
/// whether it is part of how a product is called (the rest only describes it).
pub(crate) struct FieldSpec {
    pub(crate) name: &'static str,
    pub(crate) boost: f32,
    pub(crate) mode: Mode,
    pub(crate) names: bool,
}

/// The ranked fields, in the order of [`Document::fields`].
pub(crate) const RANKED: [FieldSpec; 8] = [
    FieldSpec {
        name: "title",
        boost: 5.0,
        mode: Mode::Text,
        names: true,
    },
    FieldSpec {
        name: "title_bn",
        boost: 5.0,
        mode: Mode::Text,
        names: true,
    },
    FieldSpec {
        name: "brand",
        boost: 4.0,
        mode: Mode::Text,
        names: true,
    },
    FieldSpec {
        name: "category",
        boost: 3.0,
        mode: Mode::Text,
        names: true,
    },
    FieldSpec {
        name: "code",
        boost: 6.0,
        mode: Mode::Text,
        names: true,
    },
    FieldSpec {
        name: "pairs",
        boost: 4.0,
        mode: Mode::Pairs,
        names: true,
    },
    FieldSpec {
        name: "tags",
        boost: 2.0,
        mode: Mode::Text,
        names: false,
    },
    FieldSpec {
        name: "description",
        boost: 1.0,
        mode: Mode::Text,
        names: false,
    },
];

/// The searchable text of one product.
#[derive(Hash)]
pub(crate) struct Document {
    title: Vec<String>,
    title_bn: Vec<String>,
    brand: Vec<String>,
    category: Vec<String>,
    code: Vec<String>,
    tags: Vec<String>,
    description: Vec<String>,
}

impl Document {
    /// The text of a product whose category and the categories above it are called `category`.
    pub(crate) fn new(product: &Product, category: &[String]) -> Self {
        let skus = product
            .variants
            .iter()
            .map(|variant| variant.sku.to_string());
        let options = product
            .variants
            .iter()
            .flat_map(|variant| variant.options.iter().cloned());
        let mut tags: Vec<String> = product.tags.iter().cloned().chain(options).collect();
        tags.sort_unstable();
        tags.dedup();
        let mut description = vec![plain_text(&product.description.en)];
        description.extend(product.description.bn.as_deref().map(plain_text));
        description.extend(product.attributes.iter().filter_map(attribute_text));
        Self {
            title: vec![product.title.en.clone()],
            title_bn: product.title.bn.iter().cloned().collect(),
            brand: vec![product.brand.clone()],
            category: category.to_vec(),
            code: product.model.iter().cloned().chain(skus).collect(),
            tags,
            description,
        }
    }

    /// The whole text as one number. Comparable within one run of the program only.
    pub(crate) fn fingerprint(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.hash(&mut hasher);
        hasher.finish()
    }

    /// The texts of each ranked field.
    pub(crate) fn fields(&self) -> [Vec<&str>; RANKED.len()] {
        [
            all(&self.title),
            all(&self.title_bn),
            all(&self.brand),
            all(&self.category),
            all(&self.code),
            [
                &self.title,
                &self.title_bn,
                &self.category,
                &self.tags,
                &self.code,
            ]
            .into_iter()
            .flat_map(|texts| all(texts))
            .collect(),
            all(&self.tags),
            all(&self.description),
        ]
    }
}

fn all(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

/// Adds the names of its categories to the fingerprint of a product's own text.
pub(crate) fn within(fingerprint: u64, category: &[String]) -> u64 {
    let mut hasher = DefaultHasher::new();
    (fingerprint, category).hash(&mut hasher);
    hasher.finish()
}

fn attribute_text(attribute: &domain::Attribute) -> Option<String> {
    let key = attribute.key.replace('_', " ");
    match &attribute.value {
        AttributeValue::Text(text) => Some(format!(
            "{key} {} {}",
            text.en,
            text.bn.as_deref().unwrap_or_default()
        )),
        AttributeValue::Number { amount, unit } => Some(format!(
            "{key} {amount} {}",
            unit.as_deref().unwrap_or_default()
        )),
        AttributeValue::Flag(yes) => yes.then_some(key),
    }
}
