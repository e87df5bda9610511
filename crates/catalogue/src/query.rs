//! What shoppers ask of the catalogue, and what they get.

use std::str::FromStr;
use std::sync::Arc;

use domain::{Category, Paisa};

use crate::listing::Listing;

/// The most products of a page.
pub const MAX_PER_PAGE: u32 = 100;

/// A search, a category page, or the whole shop: every part narrows it down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// Words to look for; `None` or blank finds everything. Only the first 200 characters and 12
    /// words count.
    pub text: Option<String>,
    /// A category's slug; what is below it counts too. An unknown one finds nothing.
    pub category: Option<String>,
    /// Makers, any of them, capitals don't matter; empty finds all.
    pub brand: Vec<String>,
    /// The least price, inclusive.
    pub min_price: Option<Paisa>,
    /// The highest price, inclusive.
    pub max_price: Option<Paisa>,
    /// Only what can be bought now.
    pub in_stock: bool,
    /// The order.
    pub sort: Sort,
    /// The page, from 1; 0 is 1.
    pub page: u32,
    /// Products per page, 1 to [`MAX_PER_PAGE`]; values outside are brought inside.
    pub per_page: u32,
}

impl Default for Query {
    fn default() -> Self {
        Self {
            text: None,
            category: None,
            brand: Vec::new(),
            min_price: None,
            max_price: None,
            in_stock: false,
            sort: Sort::default(),
            page: 1,
            per_page: 24,
        }
    }
}

/// The order of a page. Ties are broken by slug, so that pages don't overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Sort {
    /// What fits the words best, things in stock a little ahead; without words, things in stock
    /// first, the newest ahead.
    #[default]
    Relevance,
    /// What sold most units in the last 30 days first, then the last added.
    BestSelling,
    /// Cheapest first, by the lowest price of a product.
    PriceAsc,
    /// Dearest first, by the lowest price of a product.
    PriceDesc,
    /// The last added first.
    Newest,
}

/// Not the name of a [`Sort`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unknown order; one of: relevance, best_selling, price_asc, price_desc, newest")]
pub struct UnknownSort;

impl Sort {
    /// Every order.
    pub const ALL: [Self; 5] = [
        Self::Relevance,
        Self::BestSelling,
        Self::PriceAsc,
        Self::PriceDesc,
        Self::Newest,
    ];

    /// Its name in addresses and the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Relevance => "relevance",
            Self::BestSelling => "best_selling",
            Self::PriceAsc => "price_asc",
            Self::PriceDesc => "price_desc",
            Self::Newest => "newest",
        }
    }
}

impl FromStr for Sort {
    type Err = UnknownSort;

    fn from_str(name: &str) -> Result<Self, UnknownSort> {
        Self::ALL
            .into_iter()
            .find(|sort| sort.as_str() == name)
            .ok_or(UnknownSort)
    }
}

/// A page of products.
#[derive(Debug, Clone)]
pub struct Page {
    /// The products of this page.
    pub items: Vec<Arc<Listing>>,
    /// Products on all pages.
    pub total: usize,
    /// The page, from 1.
    pub page: u32,
    /// Products per page.
    pub per_page: u32,
    /// What narrowing down further would leave.
    pub facets: Facets,
    /// "Did you mean": the spelling that was found when the words as typed weren't.
    pub corrected: Option<String>,
}

/// Counts for each filter, as if that filter weren't set but all others were.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// Categories with at least one product, descendants included; most products first.
    pub categories: Vec<(Arc<Category>, usize)>,
    /// Makers with at least one product, spelled as most of their products do; most products first.
    pub brands: Vec<(String, usize)>,
    /// The lowest price.
    pub price_min: Option<Paisa>,
    /// The highest of the products' lowest prices.
    pub price_max: Option<Paisa>,
    /// Products that can be bought now.
    pub in_stock: usize,
}

/// What a suggestion leads to. The order is the order in which they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SuggestionKind {
    /// A search with the spelling that was probably meant.
    Query,
    /// A category.
    Category,
    /// Everything of a maker.
    Brand,
    /// A product.
    Product,
}

impl SuggestionKind {
    /// Its name in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Category => "category",
            Self::Brand => "brand",
            Self::Product => "product",
        }
    }
}

/// One line under the search box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What it leads to.
    pub kind: SuggestionKind,
    /// What it says, in the shopper's language where there is a translation.
    pub text: String,
    /// The slug of a product or category; `None` for brands and queries, which are searched for.
    pub slug: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_have_names() {
        for sort in Sort::ALL {
            assert_eq!(sort.as_str().parse(), Ok(sort));
        }
        assert_eq!("cheapest".parse::<Sort>(), Err(UnknownSort));
    }
}
