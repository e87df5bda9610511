//! What waits to be done: orders to confirm and to pack, and what is nearly sold out.

use domain::{Lang, Paisa};
use pages::dates;
use pages::visit::link;
use shop::{OrderSummary, Paged, Shop};

use super::figures::Read;
use crate::stock::sku_path;
use crate::strings::DashboardTexts;

/// Products shown; the rest is counted.
const SHOWN: usize = 8;
/// So many units or fewer are worth a look.
const LOW: i64 = 5;

/// Orders that wait for the same thing.
pub(crate) struct Queue {
    pub(crate) id: &'static str,
    pub(crate) heading: String,
    pub(crate) orders: Vec<Waiting>,
}

/// An order that waits.
pub(crate) struct Waiting {
    pub(crate) href: String,
    pub(crate) number: String,
    pub(crate) customer: String,
    pub(crate) total: Paisa,
    pub(crate) placed: String,
    pub(crate) machine: String,
}

/// A variant with little or no stock.
pub(crate) struct Low {
    pub(crate) href: String,
    pub(crate) title: String,
    pub(crate) sku: String,
    pub(crate) units: i64,
}

/// Orders to confirm and to pack.
pub(crate) fn orders(read: &Read, lang: Lang) -> Vec<Queue> {
    let t = DashboardTexts::of(lang);
    let waiting = |orders: &Paged<OrderSummary>| {
        let row = |order: &OrderSummary| Waiting {
            href: link(lang, &format!("/admin/orders/{}", order.number)),
            number: order.number.to_string(),
            customer: order.customer_name.clone(),
            total: order.total,
            placed: dates::date_time(order.placed_at, lang),
            machine: dates::machine(order.placed_at),
        };
        orders.items.iter().map(row).collect()
    };
    vec![
        Queue {
            id: "confirm",
            heading: t.to_confirm(read.to_confirm.total),
            orders: waiting(&read.to_confirm),
        },
        Queue {
            id: "pack",
            heading: t.to_pack(read.to_pack.total),
            orders: waiting(&read.to_pack),
        },
    ]
}

/// Published variants with the least stock, and how many there are with little. From the
/// catalogue in memory: no SQL.
pub(crate) fn low_stock(shop: &Shop, lang: Lang) -> (Vec<Low>, usize) {
    let snapshot = shop.catalogue().snapshot();
    let mut low = Vec::new();
    for listing in snapshot.products() {
        for (at, variant) in listing.product.variants.iter().enumerate() {
            let units = listing.variant_stock(at);
            if variant.price.is_some() && units <= LOW {
                low.push((units, variant.sku.as_str(), &listing.product.title));
            }
        }
    }
    let count = low.len();
    low.sort_unstable_by_key(|(units, sku, _)| (*units, *sku));
    let shown = low.into_iter().take(SHOWN).map(|(units, sku, title)| Low {
        href: link(lang, &sku_path(sku)),
        title: title.get(lang).to_owned(),
        sku: sku.to_owned(),
        units,
    });
    (shown.collect(), count)
}
