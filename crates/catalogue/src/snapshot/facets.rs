//! Counting what each filter would leave.
//!
//! Invariant: a facet counts the products that pass every filter but its own, so its number is the
//! total the shopper would see after choosing it.

use std::sync::Arc;

use domain::Paisa;

use super::{Row, Snapshot};
use crate::query::{Facets, Query};

/// The filters of a query, as numbers of this snapshot.
pub(super) struct Filters {
    category: Option<std::ops::Range<u32>>,
    /// Sorted; `None` for any.
    brands: Option<Vec<u32>>,
    min_price: Option<Paisa>,
    max_price: Option<Paisa>,
    in_stock: bool,
}

/// Which filters a product passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Passed {
    category: bool,
    brand: bool,
    price: bool,
    stock: bool,
    /// Whether it can be bought, asked for or not.
    available: bool,
}

impl Passed {
    pub(super) fn all(self) -> bool {
        self.category && self.brand && self.price && self.stock
    }

    pub(super) fn available(self) -> bool {
        self.available
    }
}

impl Filters {
    pub(super) fn new(snapshot: &Snapshot, query: &Query) -> Self {
        let category = query.category.as_deref().map(|slug| {
            let number = snapshot.categories.number_of_slug(slug);
            number.map_or(0..0, |number| snapshot.categories.branch(number))
        });
        let brands = (!query.brand.is_empty()).then(|| {
            query
                .brand
                .iter()
                .filter_map(|name| snapshot.brands.number(name))
                .collect()
        });
        Self {
            category,
            brands,
            min_price: query.min_price,
            max_price: query.max_price,
            in_stock: query.in_stock,
        }
    }

    pub(super) fn check(&self, row: &Row) -> Passed {
        let price = row.listing.price;
        let available = row.listing.in_stock();
        let within =
            |range: &std::ops::Range<u32>| row.category.is_some_and(|c| range.contains(&c));
        let among = |brands: &Vec<u32>| row.brand.is_some_and(|brand| brands.contains(&brand));
        Passed {
            category: self.category.as_ref().is_none_or(within),
            brand: self.brands.as_ref().is_none_or(among),
            price: self.min_price.is_none_or(|least| price >= least)
                && self.max_price.is_none_or(|most| price <= most),
            stock: available || !self.in_stock,
            available,
        }
    }
}

/// The counts so far.
pub(super) struct Tally<'a> {
    snapshot: &'a Snapshot,
    categories: Vec<usize>,
    brands: Vec<usize>,
    price_min: Option<Paisa>,
    price_max: Option<Paisa>,
    in_stock: usize,
}

impl<'a> Tally<'a> {
    pub(super) fn new(snapshot: &'a Snapshot) -> Self {
        Self {
            snapshot,
            categories: vec![0; snapshot.categories.len()],
            brands: vec![0; snapshot.brands.len()],
            price_min: None,
            price_max: None,
            in_stock: 0,
        }
    }

    /// Counts a product that the words found.
    pub(super) fn count(&mut self, row: &Row, passed: Passed) {
        if passed.brand && passed.price && passed.stock {
            let lineage = row.category.into_iter();
            for number in lineage.flat_map(|number| self.snapshot.categories.lineage(number)) {
                self.categories[number as usize] += 1;
            }
        }
        if let Some(brand) = row
            .brand
            .filter(|_| passed.category && passed.price && passed.stock)
        {
            self.brands[brand as usize] += 1;
        }
        if passed.category && passed.brand && passed.stock {
            let price = row.listing.price;
            self.price_min = Some(self.price_min.map_or(price, |least| least.min(price)));
            self.price_max = Some(self.price_max.map_or(price, |most| most.max(price)));
        }
        if passed.category && passed.brand && passed.price && passed.available {
            self.in_stock += 1;
        }
    }

    pub(super) fn finish(self) -> Facets {
        let snapshot = self.snapshot;
        let mut categories: Vec<_> = (0u32..)
            .zip(self.categories)
            .filter(|&(_, count)| count > 0)
            .filter_map(|(number, count)| Some((snapshot.categories.category(number)?, count)))
            .map(|(category, count)| (Arc::clone(category), count))
            .collect();
        categories.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
        let mut brands: Vec<_> = (0u32..)
            .zip(self.brands)
            .filter(|&(_, count)| count > 0)
            .filter_map(|(number, count)| Some((snapshot.brands.name(number)?.to_owned(), count)))
            .collect();
        brands.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
        Facets {
            categories,
            brands,
            price_min: self.price_min,
            price_max: self.price_max,
            in_stock: self.in_stock,
        }
    }
}
