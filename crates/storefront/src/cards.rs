//! A product in a list: picture, name, price, and whether it can be had.

use catalogue::{Listing, Snapshot};
use domain::{Lang, Paisa};

use crate::links;
use crate::pictures::{self, Picture};
use crate::reviews::Summary;
use crate::visit::link;

/// From so many units on, a shopper isn't told how few there are.
pub(crate) const PLENTY: i64 = 6;

/// The data of `parts/card.html`.
pub(crate) struct Card {
    /// The product's page.
    pub(crate) href: String,
    /// The product's slug.
    pub(crate) slug: String,
    /// Whether it can be ticked for a comparison.
    pub(crate) compared: bool,
    /// Its name.
    pub(crate) title: String,
    /// Its maker, or empty.
    pub(crate) brand: String,
    /// Its picture.
    pub(crate) picture: Picture,
    /// Its lowest price.
    pub(crate) price: Paisa,
    /// Whether other variants cost more.
    pub(crate) from: bool,
    /// What the cheapest variant cost before.
    pub(crate) before: Option<Paisa>,
    /// Units that can be bought; `None` where a page outlives them.
    pub(crate) stock: Option<i64>,
    /// What buyers say of it: drawn, average, reviews.
    pub(crate) rating: Option<(String, String, u32)>,
}

impl Card {
    /// A card that shows today's stock.
    pub(crate) fn new(listing: &Listing, snapshot: &Snapshot, lang: Lang) -> Self {
        Card {
            stock: Some(listing.stock()),
            ..Card::without_stock(listing, snapshot, lang)
        }
    }

    /// A card for a page that is kept while another product's stock moves.
    pub(crate) fn without_stock(listing: &Listing, snapshot: &Snapshot, lang: Lang) -> Self {
        let product = &listing.product;
        let cheapest = product
            .sellable()
            .find(|variant| variant.price == Some(listing.price));
        Card {
            href: link(lang, &links::product(product.slug.as_str())),
            slug: product.slug.to_string(),
            compared: false,
            title: product.title.get(lang).to_owned(),
            brand: product.brand.clone(),
            picture: pictures::main_of(product, snapshot),
            price: listing.price,
            from: product
                .sellable()
                .any(|variant| variant.price != Some(listing.price)),
            before: cheapest
                .and_then(|v| v.compare_at)
                .filter(|before| *before > listing.price),
            stock: None,
            rating: Summary::new(&listing.reviews.rating, lang)
                .map(|rating| (rating.drawn, rating.average, rating.count)),
        }
    }

    /// Nothing left.
    pub(crate) fn sold_out(&self) -> bool {
        self.stock == Some(0)
    }

    /// So few that a shopper should know.
    pub(crate) fn few(&self) -> Option<i64> {
        self.stock.filter(|stock| (1..PLENTY).contains(stock))
    }

    /// What is saved.
    pub(crate) fn saving(&self) -> Option<Paisa> {
        self.before
            .and_then(|before| before.checked_sub(self.price))
    }
}
