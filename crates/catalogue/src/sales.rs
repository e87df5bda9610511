//! Flash sales as shoppers see them: which prices are in force, and until when.
//!
//! Invariant: a snapshot shows the sale prices in force at one moment, and knows the next moment at
//! which one begins or ends; [`Catalogue::refresh`](crate::Catalogue::refresh) makes the next
//! snapshot then. Carts and orders don't look here: the database decides their prices by the same
//! rule (the lowest of the running sales, if it is below the variant's own price).

use std::collections::HashMap;

use domain::{FlashSaleId, Paisa, Product, Text, VariantId};
use store::FlashPrice;
use time::OffsetDateTime;

/// The sale price of a variant that is on sale now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnSale {
    /// The sale.
    pub sale: FlashSaleId,
    /// The sale's name.
    pub name: Text,
    /// The variant's price outside the sale.
    pub regular: Paisa,
    /// Units that one customer may buy at the sale's price.
    pub units_per_customer: i64,
    /// When it is over.
    pub ends_at: OffsetDateTime,
}

/// Sale prices in force at one moment.
#[derive(Debug, Default)]
pub(crate) struct Sales {
    by_variant: HashMap<VariantId, FlashPrice>,
    /// The next moment at which a price begins or ends.
    next_change: Option<OffsetDateTime>,
}

impl Sales {
    /// Of all `prices`, lowest first, those in force at `now`.
    pub(crate) fn new(prices: Vec<FlashPrice>, now: OffsetDateTime) -> Self {
        let next_change = prices
            .iter()
            .flat_map(|price| [price.starts_at, price.ends_at])
            .filter(|&moment| moment > now)
            .min();
        let mut by_variant = HashMap::new();
        for price in prices {
            if price.starts_at <= now && now < price.ends_at {
                by_variant.entry(price.variant).or_insert(price);
            }
        }
        Self {
            by_variant,
            next_change,
        }
    }

    pub(crate) fn next_change(&self) -> Option<OffsetDateTime> {
        self.next_change
    }

    /// What is on sale of a product, by the place of its variants.
    pub(crate) fn of(&self, product: &Product) -> Vec<(usize, Paisa, OnSale)> {
        let variants = product.variants.iter().enumerate();
        variants
            .filter_map(|(at, variant)| {
                let price = self.by_variant.get(&variant.id)?;
                let regular = variant.price.filter(|regular| price.price < *regular)?;
                let on_sale = OnSale {
                    sale: price.sale,
                    name: price.name.clone(),
                    regular,
                    units_per_customer: price.units_per_customer,
                    ends_at: price.ends_at,
                };
                Some((at, price.price, on_sale))
            })
            .collect()
    }
}
