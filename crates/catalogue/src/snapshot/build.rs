//! How the next snapshot is made: of the last one and what changed since.
//!
//! Invariant: the last snapshot isn't touched; listings whose revision is the same are shared, and
//! so is the search index unless some product's searchable text changed. A changed price costs no
//! index. This is CPU work: the caller keeps it off the threads that answer requests.

use std::collections::HashMap;
use std::sync::Arc;

use domain::{Category, Product, ProductId};

use super::brands::Brands;
use super::{Row, Snapshot};
use crate::categories::CategoryTree;
use crate::index::document::within;
use crate::index::{Entry, SearchIndex};
use crate::listing::Listing;
use crate::reviews::Reviews;
use crate::sales::Sales;
use crate::stock::StockBoard;
use crate::synonyms::Synonyms;

/// What the database says at one version.
#[derive(Debug, Default)]
pub(crate) struct Change {
    pub(crate) version: i64,
    /// Products that changed since the last snapshot, published or not; all for the first one.
    pub(crate) products: Vec<Product>,
    /// What buyers say of those products; nothing of one that isn't here.
    pub(crate) reviews: HashMap<ProductId, Reviews>,
    /// Units sold lately, of all products that sold.
    pub(crate) sold: Vec<(ProductId, i64)>,
    /// All of them, in display order.
    pub(crate) categories: Vec<Category>,
    /// All of them.
    pub(crate) synonyms: Vec<Vec<String>>,
    /// Sale prices in force.
    pub(crate) sales: Sales,
}

/// A snapshot that may need levels before it is shown.
#[derive(Debug)]
pub(crate) struct Built {
    pub(crate) snapshot: Snapshot,
    /// Whether it has variants whose level isn't on the board yet.
    pub(crate) needs_levels: bool,
}

impl Snapshot {
    /// The snapshot after `change`. `previous` is `None` for the first one, and when the database
    /// went back in time and everything was read again.
    ///
    /// # Errors
    /// Only if tantivy refuses to build an index in memory.
    pub(crate) fn next(
        previous: Option<&Snapshot>,
        change: Change,
        sequence: u64,
        board: &StockBoard,
    ) -> tantivy::Result<Built> {
        board.forget_unlisted();
        let (listings, needs_levels) = listings(
            previous,
            change.products,
            change.reviews,
            &change.sales,
            board,
        );
        let of_categories = listings.iter().map(|listing| listing.product.category);
        let categories = CategoryTree::new(change.categories, of_categories);
        let index = index(previous, &listings, &categories)?;
        let brands = Brands::new(
            listings
                .iter()
                .map(|listing| listing.product.brand.as_str()),
        );
        let newest = newest(&listings);
        let sold = change.sold.into_iter().collect();
        let rows = rows(listings, &newest, &sold, &categories, &brands);
        let numbered = || (0u32..).zip(&rows);
        let by_slug = numbered()
            .map(|(at, row)| (row.listing.product.slug.as_str().to_owned(), at))
            .collect();
        let by_id: HashMap<ProductId, u32> = numbered()
            .map(|(at, row)| (row.listing.product.id, at))
            .collect();
        let by_sku = numbered()
            .flat_map(|(at, row)| {
                let variants = row.listing.product.variants.iter().enumerate();
                variants.map(move |(place, variant)| (variant.sku.clone(), (at, place)))
            })
            .collect();
        let documents = index
            .products()
            .iter()
            .map(|id| by_id.get(id).copied())
            .collect();
        let snapshot = Self {
            version: change.version,
            sequence,
            by_slug,
            by_id,
            by_sku,
            newest,
            best: best(&rows),
            on_sale: on_sale(&rows),
            categories,
            brands,
            synonyms: Arc::new(Synonyms::new(&change.synonyms)),
            index,
            documents,
            rows,
            next_sale_change: change.sales.next_change(),
        };
        Ok(Built {
            snapshot,
            needs_levels,
        })
    }
}

/// What is asked of every listing while searching, beside it.
fn rows(
    listings: Vec<Arc<Listing>>,
    newest: &[u32],
    sold: &HashMap<ProductId, i64>,
    categories: &CategoryTree,
    brands: &Brands,
) -> Vec<Row> {
    let mut ages = vec![0; listings.len()];
    for (age, &row) in (0..).zip(newest) {
        ages[row as usize] = age;
    }
    let aged = listings.into_iter().zip(ages);
    aged.map(|(listing, age)| Row {
        category: listing
            .product
            .category
            .and_then(|id| categories.number(id)),
        brand: brands.number(&listing.product.brand),
        age,
        sold: sold.get(&listing.product.id).copied().unwrap_or(0),
        listing,
    })
    .collect()
}

/// The published products in the order of slugs, and whether any of them needs levels.
fn listings(
    previous: Option<&Snapshot>,
    changed: Vec<Product>,
    mut reviews: HashMap<ProductId, Reviews>,
    sales: &Sales,
    board: &StockBoard,
) -> (Vec<Arc<Listing>>, bool) {
    let mut needs_levels = false;
    let mut listings: HashMap<ProductId, Arc<Listing>> = previous
        .into_iter()
        .flat_map(Snapshot::products)
        .map(|listing| (listing.product.id, Arc::clone(listing)))
        .collect();
    let priced_anew: Vec<(Product, Reviews)> = listings
        .values()
        .filter(|listing| !listing.is_priced_by(sales))
        .map(|listing| (listing.written().clone(), listing.reviews.clone()))
        .collect();
    let changed = changed.into_iter().map(|product| {
        let reviews = reviews.remove(&product.id).unwrap_or_default();
        (product, reviews)
    });
    // What changed comes after what is only priced anew: it is newer.
    for (product, reviews) in priced_anew.into_iter().chain(changed) {
        let id = product.id;
        let same = |listing: &Arc<Listing>| {
            listing.product.revision == product.revision && listing.is_priced_by(sales)
        };
        if listings.get(&id).is_some_and(same) {
            continue;
        }
        match Listing::new(product, reviews, sales, board) {
            Some(listing) => {
                needs_levels |= listing.needs_levels();
                listings.insert(id, Arc::new(listing))
            }
            None => listings.remove(&id),
        };
    }
    let mut listings: Vec<_> = listings.into_values().collect();
    listings.sort_unstable_by(|a, b| a.product.slug.cmp(&b.product.slug));
    (listings, needs_levels)
}

/// The last index if it holds the text of every listing, else a new one.
fn index(
    previous: Option<&Snapshot>,
    listings: &[Arc<Listing>],
    categories: &CategoryTree,
) -> tantivy::Result<Arc<SearchIndex>> {
    let mut names: HashMap<_, Vec<String>> = HashMap::new();
    for listing in listings {
        let category = listing.product.category;
        names
            .entry(category)
            .or_insert_with(|| categories.names(category));
    }
    let entries = || {
        listings.iter().filter_map(|listing| {
            let category = names.get(&listing.product.category)?;
            let fingerprint = within(listing.fingerprint(), category);
            Some(Entry {
                product: &listing.product,
                category,
                fingerprint,
            })
        })
    };
    if let Some(previous) = previous
        && entries().all(|entry| previous.index.holds(entry.product.id, entry.fingerprint))
    {
        return Ok(Arc::clone(&previous.index));
    }
    Ok(Arc::new(SearchIndex::build(entries())?))
}

fn newest(listings: &[Arc<Listing>]) -> Vec<u32> {
    let mut newest: Vec<u32> = (0u32..).zip(listings).map(|(row, _)| row).collect();
    let created = |row: u32| listings[row as usize].product.created_at;
    newest.sort_by(|&a, &b| created(b).cmp(&created(a)).then(a.cmp(&b)));
    newest
}

/// Rows of what has a variant on sale, in their order.
fn on_sale(rows: &[Row]) -> Vec<u32> {
    (0u32..)
        .zip(rows)
        .filter(|(_, row)| row.listing.is_on_sale())
        .map(|(at, _)| at)
        .collect()
}

/// Rows of what sold, the most units first, then the last added.
fn best(rows: &[Row]) -> Vec<u32> {
    let sold = |at: &u32| rows[*at as usize].sold;
    let mut best: Vec<u32> = (0u32..)
        .zip(rows)
        .filter(|(_, row)| row.sold > 0)
        .map(|(at, _)| at)
        .collect();
    best.sort_by_key(|at| (std::cmp::Reverse(sold(at)), rows[*at as usize].age));
    best
}
