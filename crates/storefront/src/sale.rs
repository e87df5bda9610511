//! Flash sales as shoppers see them: the campaign on the home page, and the terms below a price.
//!
//! Both are read from the snapshot that the page is made of, which is another one as soon as a sale
//! begins or ends: no page outlives its sale.

use catalogue::{Listing, RunningSale, Snapshot};
use domain::{FlashSaleId, Lang};
use pages::dates;

use crate::cards::Card;
use crate::strings::Strings;

/// Campaigns on the home page; the first to end come first.
const CAMPAIGNS: usize = 2;
/// Products of a campaign on the home page.
const ITEMS: usize = 8;

/// A sale on the home page; the data of `parts/campaign.html`.
pub(crate) struct Campaign {
    /// Its name.
    pub(crate) name: String,
    /// When it is over, for people.
    pub(crate) until: String,
    /// When it is over, for `<time datetime>`.
    pub(crate) machine: String,
    /// What is on sale, best first.
    pub(crate) cards: Vec<Card>,
}

/// What a sale price is bound to; the data of `parts/sale.html`.
pub(crate) struct Terms {
    sale: FlashSaleId,
    /// The sale's name.
    pub(crate) name: String,
    /// When it is over, for people.
    pub(crate) until: String,
    /// When it is over, for `<time datetime>`.
    pub(crate) machine: String,
    /// Units that one customer may buy at the sale's price.
    pub(crate) units: i64,
    /// The variants it is about; empty for all of them.
    pub(crate) variants: Vec<String>,
}

/// The sales that the home page shows: those with something left.
pub(crate) fn shown(snapshot: &Snapshot) -> Vec<RunningSale> {
    let mut sales = snapshot.running_sales();
    sales.retain(|sale| sale.items.iter().any(|listing| listing.in_stock()));
    sales.truncate(CAMPAIGNS);
    for sale in &mut sales {
        sale.items.truncate(ITEMS);
    }
    sales
}

impl Campaign {
    /// The campaign of a sale.
    pub(crate) fn new(sale: &RunningSale, snapshot: &Snapshot, lang: Lang) -> Self {
        let card = |listing| Card::new(listing, snapshot, lang);
        Campaign {
            name: sale.name.get(lang).to_owned(),
            until: dates::date_time(sale.ends_at, lang),
            machine: dates::machine(sale.ends_at),
            cards: sale.items.iter().map(|item| card(item)).collect(),
        }
    }
}

impl Terms {
    /// The terms of everything of a product that is on sale: variants of one sale with the same
    /// share for each customer stand together.
    pub(crate) fn of(listing: &Listing, t: &Strings) -> Vec<Self> {
        let product = &listing.product;
        let sellable = || {
            let variants = product.variants.iter().enumerate();
            variants.filter(|(_, variant)| variant.price.is_some())
        };
        let mut terms: Vec<Terms> = Vec::new();
        for (at, variant) in sellable() {
            let Some(sale) = listing.sale(at) else {
                continue;
            };
            let title = t.variant_title(&variant.options.join(" / "));
            let same = terms
                .iter_mut()
                .find(|known| known.sale == sale.sale && known.units == sale.units_per_customer);
            match same {
                Some(known) => known.variants.push(title),
                None => terms.push(Terms {
                    sale: sale.sale,
                    name: sale.name.get(t.lang).to_owned(),
                    until: dates::date_time(sale.ends_at, t.lang),
                    machine: dates::machine(sale.ends_at),
                    units: sale.units_per_customer,
                    variants: vec![title],
                }),
            }
        }
        if let [all] = &mut terms[..]
            && all.variants.len() == sellable().count()
        {
            all.variants.clear();
        }
        terms
    }
}
