//! A product as lists show it. Borrowed from the snapshot: nothing is copied to be sent.

use catalogue::{Listing, Snapshot};
use domain::{Paisa, Rating};
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

/// The picture of a product that has none.
pub(crate) const NO_PICTURE: &str = "/assets/pictures/generic.svg";

/// A product.
#[derive(Serialize, ToSchema)]
#[schema(as = Product)]
pub(crate) struct ProductBody<'a> {
    id: Uuid,
    /// Its place in the shop's addresses; the handle it was imported with.
    #[schema(examples("rupsha-a17"))]
    slug: &'a str,
    name: &'a str,
    name_bn: Option<&'a str>,
    /// The maker; may be empty.
    brand: &'a str,
    /// The category's English name; empty if it stands in none.
    category: &'a str,
    category_slug: Option<&'a str>,
    /// The lowest price of a variant in taka, VAT included.
    #[schema(value_type = f64, examples(13_000))]
    price: serde_json::Number,
    /// The same in paisa.
    #[schema(value_type = i64, examples(1_300_000))]
    price_paisa: Paisa,
    /// What the variant with that price cost before.
    #[schema(value_type = Option<i64>)]
    compare_at_paisa: Option<Paisa>,
    /// When the flash sale that sets that price is over.
    #[serde(
        with = "time::serde::rfc3339::option",
        skip_serializing_if = "Option::is_none"
    )]
    sale_ends_at: Option<OffsetDateTime>,
    /// Always `BDT`.
    #[schema(examples("BDT"))]
    currency: &'static str,
    /// Units of all variants that can be ordered; may lag by up to two seconds.
    stock: i64,
    /// What buyers say of it; null as long as nobody has.
    rating: Option<RatingBody>,
    /// What can be bought.
    variants: Vec<VariantBody<'a>>,
    /// The first picture: a URL, or a path of the storefront.
    image: &'a str,
    #[serde(with = "time::serde::rfc3339")]
    created_at: OffsetDateTime,
}

/// What all published reviews come to.
#[derive(Serialize, ToSchema)]
#[schema(as = Rating)]
pub(crate) struct RatingBody {
    /// One to five, rounded to a tenth.
    #[schema(examples(4.3))]
    average: f64,
    /// How many there are.
    count: u32,
}

impl RatingBody {
    fn new(rating: &Rating) -> Option<Self> {
        Some(RatingBody {
            average: f64::from(rating.tenths()?) / 10.0,
            count: rating.count(),
        })
    }
}

/// What is bought: one combination of a product's options.
#[derive(Serialize, ToSchema)]
#[schema(as = Variant)]
pub(crate) struct VariantBody<'a> {
    #[schema(examples("RC-A17-128-BLK"))]
    sku: &'a str,
    /// What tells it from its siblings: `Black / 128 GB`, or `Default`.
    name: String,
    #[schema(value_type = i64)]
    price_paisa: Paisa,
    /// What it cost before.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<i64>)]
    compare_at_paisa: Option<Paisa>,
    /// When the flash sale that sets its price is over.
    #[serde(
        with = "time::serde::rfc3339::option",
        skip_serializing_if = "Option::is_none"
    )]
    sale_ends_at: Option<OffsetDateTime>,
    /// Units that one customer may buy at the sale's price.
    #[serde(skip_serializing_if = "Option::is_none")]
    units_per_customer: Option<i64>,
    /// Units that can be ordered.
    stock: i64,
    /// Its value for each of the product's options.
    options: &'a [String],
}

impl<'a> ProductBody<'a> {
    pub(crate) fn new(snapshot: &'a Snapshot, listing: &'a Listing) -> Self {
        let product = &listing.product;
        let path = product
            .category
            .map(|id| snapshot.category_path(id))
            .unwrap_or_default();
        let category = path.last().map(|node| &node.category);
        let cheapest = product
            .sellable()
            .find(|variant| variant.price == Some(listing.price));
        ProductBody {
            id: product.id.uuid(),
            slug: product.slug.as_str(),
            name: &product.title.en,
            name_bn: product.title.bn.as_deref(),
            brand: &product.brand,
            category: category.map_or("", |category| &category.name.en),
            category_slug: category.map(|category| category.slug.as_str()),
            price: listing.price.taka_json(),
            price_paisa: listing.price,
            compare_at_paisa: cheapest.and_then(|variant| variant.compare_at),
            sale_ends_at: listing.price_on_sale().map(|sale| sale.ends_at),
            currency: "BDT",
            stock: listing.stock(),
            rating: RatingBody::new(&listing.reviews.rating),
            variants: variants(listing),
            image: product
                .images
                .first()
                .map_or(NO_PICTURE, |image| &image.src),
            created_at: product.created_at,
        }
    }
}

/// The priced variants; one without a price isn't for sale yet.
fn variants(listing: &Listing) -> Vec<VariantBody<'_>> {
    let all = listing.product.variants.iter().enumerate();
    all.filter_map(|(index, variant)| {
        Some(VariantBody {
            sku: variant.sku.as_str(),
            name: variant.title(),
            price_paisa: variant.price?,
            compare_at_paisa: variant.compare_at,
            sale_ends_at: listing.sale(index).map(|sale| sale.ends_at),
            units_per_customer: listing.sale(index).map(|sale| sale.units_per_customer),
            stock: listing.variant_stock(index),
            options: &variant.options,
        })
    })
    .collect()
}
