//! Search: products by words, or all of them, with filters.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use edge::{Problem, Query};

use crate::frame::Frame;
use crate::home::{Tile, tiles};
use crate::listing::{Filters, ListingView};
use crate::visit::{Texts as _, Visit};
use crate::{Storefront, respond};

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    frame: Frame,
    heading: String,
    listing: ListingView,
    /// The spelling that was found when the words as typed weren't.
    corrected: Option<String>,
    /// Where to go on when nothing was found.
    tiles: Vec<Tile>,
}

/// `GET /search?q=`
pub(crate) async fn show(
    State(state): State<Storefront>,
    visit: Visit,
    Query(filters): Query<Filters>,
) -> Result<Response, Problem> {
    let snapshot = state.shop.catalogue().snapshot();
    let t = visit.t();
    let words = filters.words().to_owned();
    let heading = if words.is_empty() {
        t.all_products.to_owned()
    } else {
        t.results_for(&words)
    };
    let (listing, page) = ListingView::new(&snapshot, &visit, filters, "/search", None);
    let tiles = if page.total == 0 {
        tiles(&snapshot, &visit)
    } else {
        Vec::new()
    };
    respond::shared(&SearchPage {
        frame: Frame::new(&state.site, &visit, &snapshot, &heading).searching(&words),
        heading,
        listing,
        corrected: page.corrected,
        tiles,
    })
}
