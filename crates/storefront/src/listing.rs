//! What category and search pages share: filters, sorting, pages; the data of
//! `parts/listing.html`.
//!
//! Everything is in the address, so every state can be linked and the back button works. What
//! can't be read there is left out rather than refused: a shopper gets products, not an error.

mod facets;

use catalogue::{MAX_PER_PAGE, Page, Query, Snapshot, Sort};
use domain::{Paisa, digits};
use serde::Deserialize;

pub(crate) use facets::{Active, BrandFacet, CategoryFacet, SortLink};
pub(crate) use pages::Pagination;

use crate::cards::Card;
use crate::links;
use crate::visit::Visit;

/// Products a page.
const PER_PAGE: u32 = 24;
/// Brands that an address may name; more are left out.
const MAX_BRANDS: usize = 20;

/// The query of a category or search page, as it was sent.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub(crate) struct Filters {
    /// Words to search for.
    pub(crate) q: Option<String>,
    /// A category's slug; on search pages alone.
    pub(crate) category: Option<String>,
    /// Makers.
    pub(crate) brand: Vec<String>,
    /// The least price in taka.
    pub(crate) min_price: Option<String>,
    /// The highest price in taka.
    pub(crate) max_price: Option<String>,
    /// Set to anything: only what is in stock.
    pub(crate) in_stock: Option<String>,
    /// The order.
    pub(crate) sort: Option<String>,
    /// The page, from 1.
    pub(crate) page: Option<String>,
}

impl Filters {
    /// The words, trimmed; empty if there are none.
    pub(crate) fn words(&self) -> &str {
        self.q.as_deref().unwrap_or("").trim()
    }

    fn only_in_stock(&self) -> bool {
        self.in_stock
            .as_deref()
            .is_some_and(|value| !matches!(value, "" | "0" | "false"))
    }

    fn sort(&self) -> Sort {
        self.sort
            .as_deref()
            .and_then(|name| name.parse().ok())
            .unwrap_or_default()
    }

    fn page(&self) -> u32 {
        let page = self.page.as_deref().map(digits::to_ascii);
        page.and_then(|page| page.trim().parse().ok())
            .unwrap_or(1)
            .max(1)
    }

    /// What the catalogue is asked; `category` is the page's own.
    fn query(&self, category: Option<&str>) -> Query {
        Query {
            text: Some(self.words().to_owned()).filter(|words| !words.is_empty()),
            category: category.or(self.category.as_deref()).map(str::to_owned),
            brand: self.brand.iter().take(MAX_BRANDS).cloned().collect(),
            min_price: price(&self.min_price).unwrap_or_default(),
            max_price: price(&self.max_price).unwrap_or_default(),
            in_stock: self.only_in_stock(),
            sort: self.sort(),
            page: self.page(),
            per_page: PER_PAGE.min(MAX_PER_PAGE),
        }
    }

    /// Name and value of everything set but the page.
    fn pairs(&self) -> Vec<(&'static str, String)> {
        let given = |value: &Option<String>| value.clone().filter(|text| !text.trim().is_empty());
        let mut pairs = Vec::new();
        pairs.extend(given(&self.q).map(|q| ("q", q)));
        pairs.extend(given(&self.category).map(|slug| ("category", slug)));
        pairs.extend(
            self.brand
                .iter()
                .take(MAX_BRANDS)
                .map(|brand| ("brand", brand.clone())),
        );
        pairs.extend(given(&self.min_price).map(|taka| ("min_price", taka)));
        pairs.extend(given(&self.max_price).map(|taka| ("max_price", taka)));
        if self.only_in_stock() {
            pairs.push(("in_stock", "1".to_owned()));
        }
        if self.sort() != Sort::default() {
            pairs.push(("sort", self.sort().as_str().to_owned()));
        }
        pairs
    }
}

/// An amount that somebody typed: `Ok(None)` if they typed none, `Err` if it is no amount.
fn price(typed: &Option<String>) -> Result<Option<Paisa>, domain::MoneyError> {
    match typed.as_deref().map(str::trim) {
        None | Some("") => Ok(None),
        Some(taka) => Paisa::parse_taka(taka).map(Some),
    }
}

/// The data of `parts/listing.html`.
pub(crate) struct ListingView {
    /// The page's own address, to which the filter form sends.
    pub(crate) action: String,
    /// As they were sent.
    pub(crate) filters: Filters,
    /// Products on all pages.
    pub(crate) total: usize,
    /// This page's products.
    pub(crate) cards: Vec<Card>,
    /// Narrower categories.
    pub(crate) categories: Vec<CategoryFacet>,
    /// Makers.
    pub(crate) brands: Vec<BrandFacet>,
    /// Products in stock.
    pub(crate) in_stock: usize,
    /// The lowest and highest price there are, as hints for the boxes.
    pub(crate) price_min: Option<Paisa>,
    /// See `price_min`.
    pub(crate) price_max: Option<Paisa>,
    /// Whether the lower price that was typed is none.
    pub(crate) min_unread: bool,
    /// Whether the upper price that was typed is none.
    pub(crate) max_unread: bool,
    /// Filters that are set, each with the address without it.
    pub(crate) active: Vec<Active>,
    /// The page without any filter.
    pub(crate) clear: String,
    /// Orders to choose from.
    pub(crate) sorts: Vec<SortLink>,
    /// Ways to the other pages.
    pub(crate) pagination: Pagination,
}

impl ListingView {
    /// Asks the catalogue. `path` is the page's, `category` the slug that the path names.
    pub(crate) fn new(
        snapshot: &Snapshot,
        visit: &Visit,
        filters: Filters,
        path: &str,
        category: Option<&str>,
    ) -> (Self, Page) {
        let page = snapshot.search(&filters.query(category));
        let place = facets::Place {
            visit,
            path,
            filters: &filters,
        };
        let pages = page.total.div_ceil(page.per_page.max(1) as usize).max(1);
        let view = ListingView {
            action: visit.link(path),
            total: page.total,
            cards: cards(snapshot, visit, &page),
            categories: place.categories(snapshot, &page, category),
            brands: place.brands(&page),
            in_stock: page.facets.in_stock,
            price_min: page.facets.price_min,
            price_max: page.facets.price_max,
            min_unread: price(&filters.min_price).is_err(),
            max_unread: price(&filters.max_price).is_err(),
            active: place.active(snapshot),
            clear: place.cleared(),
            sorts: place.sorts(),
            pagination: Pagination::new(page.page, pages, |number| place.page(number)),
            filters,
        };
        (view, page)
    }

    /// Whether a price was typed that is none.
    pub(crate) fn price_unread(&self) -> bool {
        self.min_unread || self.max_unread
    }

    /// Whether there is anything to narrow down, or to widen again.
    pub(crate) fn has_filters(&self) -> bool {
        self.total > 0 || !self.active.is_empty() || self.price_unread()
    }

    /// Whether the stock box is ticked.
    pub(crate) fn only_in_stock(&self) -> bool {
        self.filters.only_in_stock()
    }

    /// The order that is set, for the filter form to keep; empty for the usual one.
    pub(crate) fn sort_kept(&self) -> &'static str {
        match self.filters.sort() {
            Sort::Relevance => "",
            other => other.as_str(),
        }
    }
}

fn cards(snapshot: &Snapshot, visit: &Visit, page: &Page) -> Vec<Card> {
    page.items
        .iter()
        .map(|listing| Card {
            compared: page.items.len() > 1,
            ..Card::new(listing, snapshot, visit.lang)
        })
        .collect()
}

/// `path` with the pairs as its query, in the visit's language.
fn address(visit: &Visit, path: &str, pairs: &[(&'static str, String)]) -> String {
    let pairs = pairs.iter().map(|(name, value)| (*name, value.as_str()));
    visit.link(&links::with_query(path, pairs))
}
