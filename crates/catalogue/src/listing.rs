//! A product as shoppers see it.
//!
//! Invariant: the product inside never changes; successive snapshots share one listing as long as
//! the product's revision is the same. Only stock moves under it (see [`stock`](crate::stock)).

use std::sync::atomic::Ordering;

use domain::{Paisa, Product};

use crate::index::document::Document;
use crate::reviews::Reviews;
use crate::sales::{OnSale, Sales};
use crate::stock::{ProductSlots, StockBoard};

/// A published product with its live stock.
#[derive(Debug)]
pub struct Listing {
    /// The product at this revision. Of variants on sale, `price` is the sale's and `compare_at`
    /// what they cost outside it.
    pub product: Product,
    /// Its lowest price now.
    pub price: Paisa,
    /// What buyers say of it.
    pub reviews: Reviews,
    /// What is on sale, by the place of the variant.
    on_sale: Vec<(usize, Paisa, OnSale)>,
    /// The product as staff wrote it; only kept when something of it is on sale.
    regular: Option<Box<Product>>,
    stock: ProductSlots,
    /// Of its searchable text, categories not included.
    fingerprint: u64,
}

impl Listing {
    /// `None` if shoppers mustn't see the product.
    pub(crate) fn new(
        product: Product,
        reviews: Reviews,
        sales: &Sales,
        board: &StockBoard,
    ) -> Option<Self> {
        if !product.is_published() {
            return None;
        }
        let on_sale = sales.of(&product);
        let regular = (!on_sale.is_empty()).then(|| Box::new(product.clone()));
        let mut product = product;
        for (at, price, sale) in &on_sale {
            if let Some(variant) = product.variants.get_mut(*at) {
                variant.price = Some(*price);
                variant.compare_at = Some(sale.regular);
            }
        }
        let price = product.from_price()?;
        let stock = board.slots_of(&product);
        let fingerprint = Document::new(&product, &[]).fingerprint();
        Some(Self {
            product,
            price,
            reviews,
            on_sale,
            regular,
            stock,
            fingerprint,
        })
    }

    /// The sale that the variant at `index` of [`Product::variants`] is in now.
    #[must_use]
    pub fn sale(&self, index: usize) -> Option<&OnSale> {
        let mut on_sale = self.on_sale.iter();
        on_sale.find_map(|(at, _, sale)| (*at == index).then_some(sale))
    }

    /// The sale that sets [`Listing::price`]; `None` if the lowest price is no sale's.
    #[must_use]
    pub fn price_on_sale(&self) -> Option<&OnSale> {
        let mut on_sale = self.on_sale.iter();
        on_sale.find_map(|(_, price, sale)| (*price == self.price).then_some(sale))
    }

    /// Whether any of its variants is on sale now.
    pub(crate) fn is_on_sale(&self) -> bool {
        !self.on_sale.is_empty()
    }

    /// Whether `sales` would show the product as it is shown here.
    pub(crate) fn is_priced_by(&self, sales: &Sales) -> bool {
        self.on_sale == sales.of(self.written())
    }

    /// The product as staff wrote it.
    pub(crate) fn written(&self) -> &Product {
        self.regular.as_deref().unwrap_or(&self.product)
    }

    /// Units that can be bought now, all priced variants together, never below 0. May lag behind
    /// the database by up to 2 s when another process sells.
    #[must_use]
    pub fn stock(&self) -> i64 {
        let variants = self.product.variants.iter().enumerate();
        variants
            .filter(|(_, variant)| variant.price.is_some())
            .map(|(at, _)| self.variant_stock(at))
            .fold(0, i64::saturating_add)
    }

    /// Units of the variant at `index` of [`Product::variants`] that can be bought now, never
    /// below 0; 0 if there is no such variant.
    #[must_use]
    pub fn variant_stock(&self, index: usize) -> i64 {
        self.stock
            .slots
            .get(index)
            .map_or(0, |slot| slot.available().max(0))
    }

    /// Whether anything of it can be bought now.
    #[must_use]
    pub fn in_stock(&self) -> bool {
        self.stock() > 0
    }

    /// A number that grows whenever any stock of the product changes, also across revisions.
    /// Read it before the stock: what is rendered then is never newer than it says.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.stock.generation.load(Ordering::Acquire)
    }

    pub(crate) fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// Whether levels must be read before the listing is shown.
    pub(crate) fn needs_levels(&self) -> bool {
        self.stock.fresh
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{level, product};

    #[test]
    fn stock_counts_what_can_be_bought() {
        let board = StockBoard::default();
        let shirt = product("shirt")
            .variant("S", Some(900))
            .variant("M", None)
            .build();
        let ids: Vec<_> = shirt.variants.iter().map(|variant| variant.id).collect();
        let listing = Listing::new(shirt, Reviews::default(), &Sales::default(), &board).unwrap();
        assert_eq!(listing.price, Paisa::new(90_000));
        assert!(!listing.in_stock());
        board.apply(&[(ids[0], level(3)), (ids[1], level(7))]);
        assert_eq!(listing.stock(), 3, "an unpriced variant can't be bought");
        assert_eq!((listing.variant_stock(1), listing.variant_stock(9)), (7, 0));
        board.apply(&[(ids[0], level(-2))]);
        assert_eq!((listing.stock(), listing.variant_stock(0)), (0, 0));
        assert_eq!(listing.generation(), 3);
    }

    #[test]
    fn drafts_have_no_listing() {
        let board = StockBoard::default();
        let sales = Sales::default();
        for hidden in [product("draft").draft(), product("unpriced").unpriced()] {
            let listing = Listing::new(hidden.build(), Reviews::default(), &sales, &board);
            assert!(listing.is_none());
        }
    }
}
