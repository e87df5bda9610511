//! The home page: search, categories, what is new, what can be sent today.

use std::collections::HashSet;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use catalogue::{CategoryNode, Listing, Query, Snapshot, Sort};
use edge::Problem;

use crate::Storefront;
use crate::cards::Card;
use crate::frame::Frame;
use crate::pictures::{self, Picture};
use crate::respond;
use crate::sale::{self, Campaign};
use crate::visit::{Texts as _, Visit};

/// Category tiles at most; with one for everything they fill rows of two, three and six.
const TILES: usize = 17;
/// Products in each row.
const ROW: usize = 8;
/// How far back "new" goes.
const RECENT: usize = 48;

/// What the banner shows: a little of everything.
const HERO: [&str; 4] = [
    "smartphone",
    "refrigerator",
    "headphones",
    "rechargeable-fan",
];

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    frame: Frame,
    /// The drawings in the banner.
    hero: [&'static str; 4],
    /// The flash sales that are on.
    campaigns: Vec<Campaign>,
    tiles: Vec<Tile>,
    /// What sold best in the last 30 days.
    best: Vec<Card>,
    newest: Vec<Card>,
    picks: Vec<Card>,
}

/// A category with its picture.
pub(crate) struct Tile {
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) count: usize,
    pub(crate) picture: Picture,
}

/// `GET /`
pub(crate) async fn show(
    State(state): State<Storefront>,
    visit: Visit,
) -> Result<Response, Problem> {
    let snapshot = state.shop.catalogue().snapshot();
    let t = visit.t();
    // A delivery brings twenty phones at once: the row shows what else came, too.
    let sales = sale::shown(&snapshot);
    let best = snapshot.best_sellers(ROW);
    let on_sale = sales.iter().flat_map(|sale| &sale.items);
    let shown: Vec<_> = best.iter().chain(on_sale).cloned().collect();
    let newest = varied(snapshot.newest(RECENT), &shown);
    let query = Query {
        in_stock: true,
        sort: Sort::Relevance,
        per_page: 100,
        ..Query::default()
    };
    let shown: Vec<_> = shown.iter().chain(&newest).cloned().collect();
    let picks = varied(snapshot.search(&query).items, &shown);
    let cards = |row: &[Arc<Listing>]| {
        row.iter()
            .map(|listing| Card::new(listing, &snapshot, visit.lang))
            .collect()
    };
    let frame = Frame::new(&state.site, &visit, &snapshot, t.home_title)
        .titled(t.home_title)
        .indexed("/".to_owned(), t.home_description.to_owned())
        .with_shop();
    respond::shared(&HomePage {
        hero: HERO,
        campaigns: sales
            .iter()
            .map(|sale| Campaign::new(sale, &snapshot, visit.lang))
            .collect(),
        tiles: tiles(&snapshot, &visit),
        best: cards(&best),
        picks: cards(&picks),
        newest: cards(&newest),
        frame,
    })
}

/// The categories that hold products themselves (the leaves of the tree, in its order), and
/// everything.
pub(crate) fn tiles(snapshot: &Snapshot, visit: &Visit) -> Vec<Tile> {
    fn leaves<'a>(nodes: &'a [CategoryNode], into: &mut Vec<&'a CategoryNode>) {
        for node in nodes.iter().filter(|node| node.count > 0) {
            if node.children.iter().any(|child| child.count > 0) {
                leaves(&node.children, into);
            } else {
                into.push(node);
            }
        }
    }
    let mut filled = Vec::new();
    leaves(snapshot.categories(), &mut filled);
    let named = filled
        .into_iter()
        .take(TILES)
        .map(|node| Tile::new(node, visit));
    let all = (!snapshot.is_empty()).then(|| Tile {
        href: visit.link("/search"),
        name: visit.t().all_products.to_owned(),
        count: snapshot.len(),
        picture: pictures::generic(),
    });
    named.chain(all).collect()
}

impl Tile {
    /// The tile of a category.
    pub(crate) fn new(node: &CategoryNode, visit: &Visit) -> Self {
        let slug = node.category.slug.as_str();
        Tile {
            href: visit.link(&crate::links::category(slug)),
            name: node.category.name.get(visit.lang).to_owned(),
            count: node.count,
            picture: pictures::of_category(slug),
        }
    }
}

/// A row of products: one of each category before a second of any, none that is shown already.
fn varied(found: Vec<Arc<Listing>>, shown: &[Arc<Listing>]) -> Vec<Arc<Listing>> {
    let mut seen = HashSet::new();
    let shown: HashSet<_> = shown.iter().map(|listing| listing.product.id).collect();
    let (first, more): (Vec<_>, Vec<_>) = found
        .into_iter()
        .filter(|listing| !shown.contains(&listing.product.id))
        .partition(|listing| seen.insert(listing.product.category));
    first.into_iter().chain(more).take(ROW).collect()
}
