//! Everything a shopper browses, at one version of the catalogue.
//!
//! Invariant: immutable, complete (only published products, all of them), and answered from memory:
//! no method runs SQL, awaits or takes a lock. What moves is stock, through the listings.
//! Next: [`build`] for how the next one is made of the last, [`browse`] for search, filters and
//! facets, [`suggest`] for the search box.

mod brands;
mod browse;
pub(crate) mod build;
mod facets;
mod suggest;

use std::collections::HashMap;
use std::sync::Arc;

use domain::{CategoryId, FlashSaleId, ProductId, Sku, Text};
use time::OffsetDateTime;

use self::brands::Brands;
use crate::categories::{CategoryNode, CategoryTree};
use crate::index::SearchIndex;
use crate::index::search::Search;
use crate::listing::Listing;
use crate::synonyms::Synonyms;

/// The catalogue at one version.
pub struct Snapshot {
    version: i64,
    /// Grows with every snapshot of this process, also when `version` falls (a restored backup).
    sequence: u64,
    /// In the order of slugs; a place here is a product's row.
    rows: Vec<Row>,
    by_slug: HashMap<String, u32>,
    by_id: HashMap<ProductId, u32>,
    by_sku: HashMap<Sku, (u32, usize)>,
    /// Rows, the last added first.
    newest: Vec<u32>,
    /// Rows of what sold lately, the most units first.
    best: Vec<u32>,
    /// Rows of what has a variant on sale now.
    on_sale: Vec<u32>,
    categories: CategoryTree,
    brands: Brands,
    synonyms: Arc<Synonyms>,
    pub(crate) index: Arc<SearchIndex>,
    /// The row of each document of the index; `None` if it isn't for sale any more.
    documents: Vec<Option<u32>>,
    /// The next moment at which a sale price begins or ends.
    next_sale_change: Option<OffsetDateTime>,
}

/// A flash sale that is on now, with what is on sale.
#[derive(Debug, Clone)]
pub struct RunningSale {
    /// The sale.
    pub id: FlashSaleId,
    /// Its name.
    pub name: Text,
    /// When it is over.
    pub ends_at: OffsetDateTime,
    /// Products with a variant on sale: those in stock first, then by how much is off.
    pub items: Vec<Arc<Listing>>,
}

/// A listing with what filters compare.
struct Row {
    listing: Arc<Listing>,
    category: Option<u32>,
    brand: Option<u32>,
    /// Its place in `newest`.
    age: u32,
    /// Units sold lately.
    sold: i64,
}

impl Snapshot {
    /// The catalogue version it was read at: everything committed up to it is in here.
    #[must_use]
    pub fn version(&self) -> i64 {
        self.version
    }

    /// How many snapshots this process made before and with this one. What is rendered from a
    /// snapshot is good until this number grows.
    #[must_use]
    pub fn sequence(&self) -> u64 {
        self.sequence
    }

    /// How many products there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Every product, in the order of slugs.
    pub fn products(&self) -> impl ExactSizeIterator<Item = &Arc<Listing>> {
        self.rows.iter().map(|row| &row.listing)
    }

    /// The product at an address.
    #[must_use]
    pub fn product(&self, slug: &str) -> Option<&Arc<Listing>> {
        self.listing(*self.by_slug.get(slug)?)
    }

    /// The product of an id.
    #[must_use]
    pub fn by_id(&self, id: ProductId) -> Option<&Arc<Listing>> {
        self.listing(*self.by_id.get(&id)?)
    }

    /// The product with a variant of that SKU, and the variant's place in it. The variant may
    /// have no price, and then can't be bought.
    #[must_use]
    pub fn by_sku(&self, sku: &Sku) -> Option<(&Arc<Listing>, usize)> {
        let &(row, variant) = self.by_sku.get(sku)?;
        Some((self.listing(row)?, variant))
    }

    /// The `n` products added last.
    #[must_use]
    pub fn newest(&self, n: usize) -> Vec<Arc<Listing>> {
        self.newest
            .iter()
            .take(n)
            .filter_map(|&row| self.listing(row).cloned())
            .collect()
    }

    /// The `n` products of which most units were sold in the last 30 days, if they can be bought
    /// now; fewer if no more sold.
    #[must_use]
    pub fn best_sellers(&self, n: usize) -> Vec<Arc<Listing>> {
        self.best
            .iter()
            .filter_map(|&row| self.listing(row))
            .filter(|listing| listing.in_stock())
            .take(n)
            .cloned()
            .collect()
    }

    /// The sales that are on now, the first to end first.
    #[must_use]
    pub fn running_sales(&self) -> Vec<RunningSale> {
        let mut sales: Vec<RunningSale> = Vec::new();
        for listing in self.on_sale.iter().filter_map(|&row| self.listing(row)) {
            let places = 0..listing.product.variants.len();
            let Some(on_sale) = places.filter_map(|at| listing.sale(at)).next() else {
                continue;
            };
            let item = Arc::clone(listing);
            match sales.iter_mut().find(|sale| sale.id == on_sale.sale) {
                Some(sale) => sale.items.push(item),
                None => sales.push(RunningSale {
                    id: on_sale.sale,
                    name: on_sale.name.clone(),
                    ends_at: on_sale.ends_at,
                    items: vec![item],
                }),
            }
        }
        for sale in &mut sales {
            sale.items.sort_by_cached_key(|listing| {
                let regular = listing.price_on_sale().map_or(0, |sale| sale.regular.get());
                let off = (regular - listing.price.get()) * 100 / regular.max(1);
                (!listing.in_stock(), std::cmp::Reverse(off))
            });
        }
        sales.sort_by_key(|sale| sale.ends_at);
        sales
    }

    /// The next moment at which a sale price begins or ends, as known when it was read.
    pub(crate) fn next_sale_change(&self) -> Option<OffsetDateTime> {
        self.next_sale_change
    }

    /// Up to `n` others of the same category, then of the same maker: those in stock first, then
    /// the nearest in price.
    #[must_use]
    pub fn related(&self, listing: &Listing, n: usize) -> Vec<Arc<Listing>> {
        let Some(&own) = self.by_id.get(&listing.product.id) else {
            return Vec::new();
        };
        let Some(row) = self.rows.get(own as usize) else {
            return Vec::new();
        };
        let mut related: Vec<_> = (0u32..)
            .zip(&self.rows)
            .filter(|(at, _)| *at != own)
            .filter_map(|(at, other)| {
                let same_category = row.category.is_some() && row.category == other.category;
                let same_brand = row.brand.is_some() && row.brand == other.brand;
                let away = listing.price.get().abs_diff(other.listing.price.get());
                let key = (!same_category, !other.listing.in_stock(), away, at);
                (same_category || same_brand).then_some((key, other))
            })
            .collect();
        related.sort_unstable_by_key(|(key, _)| *key);
        related
            .into_iter()
            .take(n)
            .map(|(_, other)| Arc::clone(&other.listing))
            .collect()
    }

    /// The top of the category tree.
    #[must_use]
    pub fn categories(&self) -> &[CategoryNode] {
        self.categories.roots()
    }

    /// The category at an address.
    #[must_use]
    pub fn category(&self, slug: &str) -> Option<&CategoryNode> {
        self.categories.node(self.categories.number_of_slug(slug)?)
    }

    /// The way to a category from the top, itself last; empty if there is no such category.
    #[must_use]
    pub fn category_path(&self, id: CategoryId) -> Vec<&CategoryNode> {
        let number = self.categories.number(id);
        let mut path: Vec<_> = number
            .into_iter()
            .flat_map(|number| self.categories.lineage(number))
            .filter_map(|number| self.categories.node(number))
            .collect();
        path.reverse();
        path
    }

    /// Makers with published products and how many, in alphabetical order.
    #[must_use]
    pub fn brands(&self) -> Vec<(&str, usize)> {
        self.brands.all()
    }

    fn listing(&self, row: u32) -> Option<&Arc<Listing>> {
        Some(&self.rows.get(row as usize)?.listing)
    }

    fn search_in(&self, scope: crate::index::plan::Scope) -> Search<'_> {
        Search {
            index: &self.index,
            synonyms: &self.synonyms,
            rows: &self.documents,
            scope,
        }
    }
}

impl std::fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Snapshot")
            .field("version", &self.version)
            .field("products", &self.rows.len())
            .finish_non_exhaustive()
    }
}
