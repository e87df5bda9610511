//! What staff give for a product, and the product that it makes.

use domain::{
    Ambient, Attribute, CategoryId, FieldError, Image, Paisa, Product, ProductId, ProductStatus,
    SerialRule, Sku, Slug, Text, Variant, VariantId,
};
use serde::Deserialize;

use crate::html;

/// Units of a new variant at most.
const MAX_OPENING: i64 = 10_000_000;

/// A product as staff write it. What is left out of an update is gone from the product.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProductInput {
    /// Made from the title when left out; never changes afterwards.
    #[serde(default)]
    pub slug: Option<String>,
    /// 1 to 255 characters.
    pub title: String,
    /// The title in Bangla.
    #[serde(default)]
    pub title_bn: Option<String>,
    /// May be empty.
    #[serde(default)]
    pub brand: String,
    /// A category's slug.
    #[serde(default)]
    pub category: Option<String>,
    /// Model number.
    #[serde(default)]
    pub model: Option<String>,
    /// HTML; what isn't harmless is taken out.
    #[serde(default)]
    pub description: String,
    /// The description in Bangla, HTML.
    #[serde(default)]
    pub description_bn: Option<String>,
    /// Whether it is for sale.
    pub status: ProductStatus,
    /// Names of the options, 3 at most.
    #[serde(default)]
    pub options: Vec<String>,
    /// Facts about it.
    #[serde(default)]
    pub attributes: Vec<Attribute>,
    /// Pictures.
    #[serde(default)]
    pub images: Vec<Image>,
    /// Words to find it by.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Which number of each unit is asked for at packing; left out, it stays as it is.
    #[serde(default)]
    pub serials: Option<SerialRule>,
    /// What is sold; at least one.
    pub variants: Vec<VariantInput>,
}

/// A variant as staff write it; its SKU is what it is known by.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VariantInput {
    /// 1 to 64 characters without spaces.
    pub sku: String,
    /// One value for each of the product's options.
    #[serde(default)]
    pub options: Vec<String>,
    /// Price with VAT, paisa; without one it isn't for sale.
    #[serde(default)]
    pub price_paisa: Option<i64>,
    /// The price before, paisa.
    #[serde(default)]
    pub compare_at_paisa: Option<i64>,
    /// EAN, UPC.
    #[serde(default)]
    pub barcode: Option<String>,
    /// Weight, grams.
    #[serde(default)]
    pub grams: i64,
    /// Whether VAT is in the price.
    #[serde(default = "yes")]
    pub taxable: bool,
    /// Units on hand of a variant that is new; others are changed by stock adjustments.
    #[serde(default)]
    pub opening_stock: Option<i64>,
}

fn yes() -> bool {
    true
}

/// What the input is checked against.
pub(super) struct Known<'a> {
    /// The product as it is, for an update.
    pub(super) existing: Option<&'a Product>,
    /// The category with the slug that the input names.
    pub(super) category: Option<CategoryId>,
    /// Ids of variants by SKU, this product's own from earlier times among them.
    pub(super) variants: &'a (dyn Fn(&Sku) -> Option<VariantId> + Sync),
}

impl ProductInput {
    /// The slug of a new product.
    pub(super) fn new_slug(&self) -> Result<Slug, FieldError> {
        match self.slug.as_deref().filter(|s| !s.trim().is_empty()) {
            Some(slug) => Slug::parse(slug)
                .map_err(|e| FieldError::new("slug", FieldError::FORMAT, e.to_string())),
            None => Slug::from_title(&self.title).ok_or_else(|| {
                let message = "A slug can't be made from this title; give one";
                FieldError::new("slug", FieldError::REQUIRED, message)
            }),
        }
    }

    /// SKUs as given, in order.
    pub(super) fn skus(&self) -> Result<Vec<Sku>, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut skus: Vec<Sku> = Vec::with_capacity(self.variants.len());
        for (index, variant) in self.variants.iter().enumerate() {
            let field = format!("variants[{index}].sku");
            match Sku::parse(&variant.sku) {
                Ok(sku) if skus.contains(&sku) => {
                    let message = "Another variant has this SKU";
                    errors.push(FieldError::new(field, FieldError::DUPLICATE, message));
                }
                Ok(sku) => skus.push(sku),
                Err(e) => errors.push(FieldError::new(field, FieldError::FORMAT, e.to_string())),
            }
        }
        if errors.is_empty() {
            Ok(skus)
        } else {
            Err(errors)
        }
    }

    /// The product that this input makes, checked as a whole.
    pub(super) fn product(
        &self,
        ambient: &Ambient,
        slug: Slug,
        skus: Vec<Sku>,
        known: &Known<'_>,
    ) -> Result<Product, Vec<FieldError>> {
        let mut errors = Vec::new();
        if self.category.is_some() && known.category.is_none() {
            let message = "There is no such category";
            errors.push(FieldError::new("category", FieldError::UNKNOWN, message));
        }
        let variants = skus
            .into_iter()
            .zip(&self.variants)
            .zip(0..)
            .map(|((sku, input), index)| {
                input.check(index, &mut errors);
                Variant {
                    id: (known.variants)(&sku).unwrap_or_else(|| VariantId::mint(ambient)),
                    sku,
                    position: index,
                    options: input.options.iter().map(|o| o.trim().to_owned()).collect(),
                    price: input.price_paisa.map(Paisa::new),
                    compare_at: input.compare_at_paisa.map(Paisa::new),
                    barcode: given(&input.barcode),
                    grams: input.grams,
                    taxable: input.taxable,
                }
            })
            .collect();
        let now = ambient.now();
        let product = Product {
            id: known
                .existing
                .map_or_else(|| ProductId::mint(ambient), |p| p.id),
            slug,
            title: Text {
                en: self.title.trim().to_owned(),
                bn: given(&self.title_bn),
            },
            brand: self.brand.trim().to_owned(),
            category: known.category,
            model: given(&self.model),
            description: Text {
                en: html::sanitise(&self.description),
                bn: given(&self.description_bn).map(|d| html::sanitise(&d)),
            },
            status: self.status,
            options: self.options.iter().map(|o| o.trim().to_owned()).collect(),
            attributes: self.attributes.clone(),
            images: self.images.clone(),
            tags: self.tags.iter().map(|t| t.trim().to_owned()).collect(),
            serials: self
                .serials
                .or_else(|| known.existing.map(|p| p.serials))
                .unwrap_or_default(),
            variants,
            created_at: known.existing.map_or(now, |p| p.created_at),
            updated_at: now,
            revision: 0,
        };
        errors.extend(product.validate().err().unwrap_or_default());
        if errors.is_empty() {
            Ok(product)
        } else {
            Err(errors)
        }
    }
}

impl VariantInput {
    fn check(&self, index: i64, errors: &mut Vec<FieldError>) {
        if self
            .opening_stock
            .is_some_and(|units| !(0..=MAX_OPENING).contains(&units))
        {
            let field = format!("variants[{index}].opening_stock");
            let message = format!("Opening stock is between 0 and {MAX_OPENING}");
            errors.push(FieldError::new(field, FieldError::RANGE, message));
        }
    }
}

fn given(text: &Option<String>) -> Option<String> {
    text.as_deref()
        .map(str::trim)
        .filter(|t| !t.is_empty())
        .map(str::to_owned)
}
