//! Facets: how many products each further filter would leave.

use catalogue::Facets;
use domain::Paisa;
use serde::Serialize;
use utoipa::ToSchema;

/// What the products found have in common, to narrow the search further.
#[derive(Serialize, ToSchema)]
#[schema(as = Facets)]
pub(crate) struct FacetsBody<'a> {
    categories: Vec<CategoryCount<'a>>,
    brands: Vec<BrandCount<'a>>,
    price: PriceRange,
    /// How many can be ordered now.
    in_stock: usize,
}

/// A category and how many of the products found are in it.
#[derive(Serialize, ToSchema)]
struct CategoryCount<'a> {
    slug: &'a str,
    name: &'a str,
    name_bn: Option<&'a str>,
    count: usize,
}

/// A maker and how many of the products found are theirs.
#[derive(Serialize, ToSchema)]
struct BrandCount<'a> {
    name: &'a str,
    count: usize,
}

/// From the cheapest to the dearest; both missing if nothing was found.
#[derive(Serialize, ToSchema)]
struct PriceRange {
    #[schema(value_type = Option<i64>)]
    min_paisa: Option<Paisa>,
    #[schema(value_type = Option<i64>)]
    max_paisa: Option<Paisa>,
}

impl<'a> FacetsBody<'a> {
    pub(super) fn new(facets: &'a Facets) -> Self {
        let category =
            |(category, count): &'a (std::sync::Arc<domain::Category>, usize)| CategoryCount {
                slug: category.slug.as_str(),
                name: &category.name.en,
                name_bn: category.name.bn.as_deref(),
                count: *count,
            };
        FacetsBody {
            categories: facets.categories.iter().map(category).collect(),
            brands: facets
                .brands
                .iter()
                .map(|(name, count)| BrandCount {
                    name,
                    count: *count,
                })
                .collect(),
            price: PriceRange {
                min_paisa: facets.price_min,
                max_paisa: facets.price_max,
            },
            in_stock: facets.in_stock,
        }
    }
}
