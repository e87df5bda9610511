//! What products look like to the staff.

use catalogue::Snapshot;
use domain::{Attribute, Image, Paisa, ProductId, ProductStatus, SerialRule, Sku, Slug, Variant};
use serde::{Deserialize, Serialize};
use shop::{Paged, ProductSummary, ProductView, VariantStock};
use time::OffsetDateTime;
use utoipa::{IntoParams, ToSchema};

use crate::products::detail::{AttributeSchema, ImageSchema};
use crate::words;

/// A product of any status, with its stock.
#[derive(Serialize, ToSchema)]
pub(crate) struct StaffProduct {
    #[schema(value_type = Uuid)]
    id: ProductId,
    #[schema(value_type = String)]
    slug: Slug,
    /// Send it with a change.
    revision: i64,
    #[schema(schema_with = words::product_status)]
    status: ProductStatus,
    title: String,
    title_bn: Option<String>,
    brand: String,
    /// The category's slug.
    category: Option<String>,
    model: Option<String>,
    /// Sanitised HTML.
    description: String,
    description_bn: Option<String>,
    options: Vec<String>,
    #[schema(value_type = Vec<AttributeSchema>)]
    attributes: Vec<Attribute>,
    #[schema(value_type = Vec<ImageSchema>)]
    images: Vec<Image>,
    tags: Vec<String>,
    /// Which number of each unit is asked for when an order is packed.
    #[schema(schema_with = words::serial_rule)]
    serials: SerialRule,
    variants: Vec<StaffVariant>,
    #[serde(with = "time::serde::rfc3339")]
    created_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    updated_at: OffsetDateTime,
}

/// A variant with its stock.
#[derive(Serialize, ToSchema)]
pub(crate) struct StaffVariant {
    #[schema(value_type = String)]
    sku: Sku,
    options: Vec<String>,
    #[schema(value_type = Option<i64>)]
    price_paisa: Option<Paisa>,
    #[schema(value_type = Option<i64>)]
    compare_at_paisa: Option<Paisa>,
    barcode: Option<String>,
    grams: i64,
    taxable: bool,
    /// Units in the shop, the promised ones included.
    on_hand: i64,
    /// Units promised to orders and holds.
    reserved: i64,
}

/// One line of the staff's list of products.
#[derive(Serialize, ToSchema)]
pub(crate) struct StaffProductSummary {
    #[schema(value_type = String)]
    slug: Slug,
    title: String,
    title_bn: Option<String>,
    brand: String,
    #[schema(schema_with = words::product_status)]
    status: ProductStatus,
    /// The lowest price of a variant.
    #[schema(value_type = Option<i64>)]
    price_paisa: Option<Paisa>,
    /// How many variants.
    variants: i64,
    /// Units in the shop, all variants.
    on_hand: i64,
    /// Units of those that are promised.
    reserved: i64,
    #[serde(with = "time::serde::rfc3339")]
    updated_at: OffsetDateTime,
}

/// One page of products, the last changed first.
#[derive(Serialize, ToSchema)]
pub(crate) struct StaffProductPage {
    products: Vec<StaffProductSummary>,
    page: u32,
    per_page: u32,
    total: i64,
}

/// Names a product.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct StaffProductPath {
    /// The product's slug.
    #[param(example = "rupsha-a17")]
    pub(super) slug: String,
}

impl StaffProduct {
    /// `snapshot` knows the category's slug.
    pub(super) fn new(snapshot: &Snapshot, ProductView { product, stock }: ProductView) -> Self {
        let path = product
            .category
            .map(|id| snapshot.category_path(id))
            .unwrap_or_default();
        let variants = product.variants.into_iter().zip(stock);
        StaffProduct {
            id: product.id,
            slug: product.slug,
            revision: product.revision,
            status: product.status,
            title: product.title.en,
            title_bn: product.title.bn,
            brand: product.brand,
            category: path.last().map(|node| node.category.slug.to_string()),
            model: product.model,
            description: product.description.en,
            description_bn: product.description.bn,
            options: product.options,
            attributes: product.attributes,
            images: product.images,
            tags: product.tags,
            serials: product.serials,
            variants: variants.map(|(v, s)| StaffVariant::new(v, &s)).collect(),
            created_at: product.created_at,
            updated_at: product.updated_at,
        }
    }
}

impl StaffVariant {
    fn new(variant: Variant, stock: &VariantStock) -> Self {
        StaffVariant {
            sku: variant.sku,
            options: variant.options,
            price_paisa: variant.price,
            compare_at_paisa: variant.compare_at,
            barcode: variant.barcode,
            grams: variant.grams,
            taxable: variant.taxable,
            on_hand: stock.on_hand,
            reserved: stock.reserved,
        }
    }
}

impl From<ProductSummary> for StaffProductSummary {
    fn from(product: ProductSummary) -> Self {
        StaffProductSummary {
            slug: product.slug,
            title: product.title.en,
            title_bn: product.title.bn,
            brand: product.brand,
            status: product.status,
            price_paisa: product.price,
            variants: product.variants,
            on_hand: product.on_hand,
            reserved: product.reserved,
            updated_at: product.updated_at,
        }
    }
}

impl From<Paged<ProductSummary>> for StaffProductPage {
    fn from(page: Paged<ProductSummary>) -> Self {
        StaffProductPage {
            products: page
                .items
                .into_iter()
                .map(StaffProductSummary::from)
                .collect(),
            page: page.page,
            per_page: page.per_page,
            total: page.total,
        }
    }
}
