//! A product as staff write it: the body of creating and of changing one.

use domain::{Attribute, FieldError, Image, ProductStatus, SerialRule};
use serde::Deserialize;
use shop::{ProductInput, VariantInput};
use utoipa::ToSchema;

use crate::products::detail::{AttributeSchema, ImageSchema};
use crate::words;

/// A product as staff write it. A change replaces the whole product: what is left out is gone.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProductRequest {
    /// For a change: the `revision` that was read. If somebody has changed the product since, the
    /// answer is 409 `stale`.
    #[schema(examples(12))]
    pub(super) revision: Option<i64>,
    /// The address of a new product; made from the title if left out. It never changes.
    #[schema(examples("rupsha-a17"))]
    slug: Option<String>,
    /// 1 to 255 characters.
    #[schema(min_length = 1, max_length = 255, examples("Rupsha A17"))]
    title: String,
    title_bn: Option<String>,
    /// The maker.
    #[serde(default)]
    brand: String,
    /// A category's slug.
    category: Option<String>,
    /// The maker's model number.
    model: Option<String>,
    /// HTML; what isn't harmless is taken out.
    #[serde(default)]
    description: String,
    description_bn: Option<String>,
    /// Shoppers see `active` products that have a price.
    #[schema(schema_with = words::product_status)]
    status: ProductStatus,
    /// The names of what variants differ in, 3 at most.
    #[serde(default)]
    #[schema(max_items = 3)]
    options: Vec<String>,
    /// Technical data, 60 at most.
    #[serde(default)]
    #[schema(value_type = Vec<AttributeSchema>, max_items = 60)]
    attributes: Vec<Attribute>,
    /// Pictures, the main one first.
    #[serde(default)]
    #[schema(value_type = Vec<ImageSchema>, max_items = 50)]
    images: Vec<Image>,
    #[serde(default)]
    tags: Vec<String>,
    /// Which number of each unit is asked for when an order is packed. Left out, it stays as it
    /// is; `none` for a new product.
    #[schema(schema_with = words::maybe_serial_rule)]
    serials: Option<SerialRule>,
    /// What is bought, in the order it is shown.
    #[schema(min_items = 1, max_items = 250)]
    variants: Vec<VariantRequest>,
}

/// A variant as staff write it; its SKU is what it is known by.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct VariantRequest {
    /// 1 to 64 characters without spaces, unique in the shop.
    #[schema(min_length = 1, max_length = 64, examples("RC-A17-128-BLK"))]
    sku: String,
    /// Its value for each of the product's options.
    #[serde(default)]
    options: Vec<String>,
    /// Its price, VAT included; without one it isn't for sale.
    #[schema(minimum = 0, examples(1_300_000))]
    price_paisa: Option<i64>,
    /// What it cost before.
    #[schema(minimum = 0)]
    compare_at_paisa: Option<i64>,
    /// EAN, UPC.
    barcode: Option<String>,
    /// Its weight.
    #[serde(default)]
    #[schema(minimum = 0, examples(210))]
    grams: i64,
    /// Whether VAT is part of its price.
    #[serde(default = "taxable")]
    #[schema(default = true)]
    taxable: bool,
    /// Units of a variant that is new; others change by stock adjustments.
    #[schema(minimum = 0, examples(25))]
    opening_stock: Option<i64>,
}

fn taxable() -> bool {
    true
}

impl ProductRequest {
    /// The revision that a change was made from.
    ///
    /// # Errors
    /// A [`FieldError`] on `revision` if there is none.
    pub(super) fn read_revision(&self) -> Result<i64, FieldError> {
        self.revision.ok_or_else(|| {
            let message = "The revision that was read is needed, so that nobody's change is lost";
            FieldError::new("revision", FieldError::REQUIRED, message)
        })
    }
}

impl From<ProductRequest> for ProductInput {
    fn from(request: ProductRequest) -> Self {
        ProductInput {
            slug: request.slug,
            title: request.title,
            title_bn: request.title_bn,
            brand: request.brand,
            category: request.category,
            model: request.model,
            description: request.description,
            description_bn: request.description_bn,
            status: request.status,
            options: request.options,
            attributes: request.attributes,
            images: request.images,
            tags: request.tags,
            serials: request.serials,
            variants: request
                .variants
                .into_iter()
                .map(VariantInput::from)
                .collect(),
        }
    }
}

impl From<VariantRequest> for VariantInput {
    fn from(request: VariantRequest) -> Self {
        VariantInput {
            sku: request.sku,
            options: request.options,
            price_paisa: request.price_paisa,
            compare_at_paisa: request.compare_at_paisa,
            barcode: request.barcode,
            grams: request.grams,
            taxable: request.taxable,
            opening_stock: request.opening_stock,
        }
    }
}
