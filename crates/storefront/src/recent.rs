//! Products seen recently, as a fragment: the list lies in the browser alone, whose script asks
//! for the cards. The same address means the same cards for everyone, so a cache may keep it.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use edge::{Problem, Query};
use serde::Deserialize;

use crate::cards::Card;
use crate::frame::Frame;
use crate::visit::Visit;
use crate::{Storefront, respond};

/// Products that are shown at most.
const MOST: usize = 8;

#[derive(Template)]
#[template(path = "recent.html")]
struct Fragment {
    frame: Frame,
    cards: Vec<Card>,
}

/// Which products, the last one seen first.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Seen {
    /// Slugs; those that name nothing any more are left out.
    p: Vec<String>,
}

/// `GET /recent?p=…&p=…`
pub(crate) async fn show(
    State(state): State<Storefront>,
    visit: Visit,
    Query(seen): Query<Seen>,
) -> Result<Response, Problem> {
    let snapshot = state.shop.catalogue().snapshot();
    let cards = seen
        .p
        .iter()
        .take(MOST)
        .filter_map(|slug| snapshot.product(slug))
        .map(|listing| Card::new(listing, &snapshot, visit.lang))
        .collect();
    respond::shared(&Fragment {
        frame: Frame::new(&state.site, &visit, &snapshot, ""),
        cards,
    })
}
