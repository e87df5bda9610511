//! Up to four products side by side. Which ones is in the address, so a comparison can be shared.
//!
//! Rows are the union of what the products' data name, in the order in which they name it; a row
//! whose values are all the same stands back.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use catalogue::{Listing, Snapshot};
use edge::{Problem, Query};
use serde::Deserialize;
use std::sync::Arc;

use crate::cards::Card;
use crate::frame::Frame;
use crate::product::data;
use crate::visit::{Texts as _, Visit};
use crate::{Storefront, links, respond};

/// Products side by side.
const MOST: usize = 4;
/// Products that are offered to be added.
const OTHERS: usize = 4;

#[derive(Template)]
#[template(path = "compare.html")]
struct ComparePage {
    frame: Frame,
    columns: Vec<Column>,
    rows: Vec<Row>,
    /// More were asked for than fit.
    dropped: bool,
    /// What could be added.
    others: Vec<Card>,
}

struct Column {
    card: Card,
    /// The comparison without it.
    without: String,
}

struct Row {
    name: String,
    values: Vec<Option<String>>,
    /// The same for all.
    same: bool,
}

/// Which products.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Which {
    /// Slugs; those that name nothing are left out.
    p: Vec<String>,
}

/// `GET /compare?p=…&p=…`
pub(crate) async fn show(
    State(state): State<Storefront>,
    visit: Visit,
    Query(which): Query<Which>,
) -> Result<Response, Problem> {
    let snapshot = state.shop.catalogue().snapshot();
    let mut chosen: Vec<&Arc<Listing>> = Vec::new();
    for slug in which.p.iter().take(100) {
        if let Some(listing) = snapshot.product(slug)
            && chosen.iter().all(|known| !Arc::ptr_eq(known, listing))
        {
            chosen.push(listing);
        }
    }
    let dropped = chosen.len() > MOST;
    chosen.truncate(MOST);
    let slugs: Vec<&str> = chosen.iter().map(|l| l.product.slug.as_str()).collect();
    let columns = chosen
        .iter()
        .map(|listing| Column {
            card: Card::new(listing, &snapshot, visit.lang),
            without: address(
                &visit,
                slugs
                    .iter()
                    .filter(|s| **s != listing.product.slug.as_str()),
            ),
        })
        .collect();
    respond::shared(&ComparePage {
        frame: Frame::new(&state.site, &visit, &snapshot, visit.t().compare_title),
        rows: rows(&chosen, &visit),
        others: others(&snapshot, &chosen, &slugs, &visit),
        columns,
        dropped,
    })
}

/// The comparison of these products.
pub(crate) fn address<'a, 's: 'a>(
    visit: &Visit,
    slugs: impl IntoIterator<Item = &'a &'s str>,
) -> String {
    let pairs = slugs.into_iter().map(|slug| ("p", *slug));
    visit.link(&links::with_query("/compare", pairs))
}

fn rows(chosen: &[&Arc<Listing>], visit: &Visit) -> Vec<Row> {
    let t = visit.t();
    let columns: Vec<Vec<(String, String)>> = chosen
        .iter()
        .map(|listing| data(&listing.product, t))
        .collect();
    let mut names: Vec<&String> = Vec::new();
    for (name, _) in columns.iter().flatten() {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
        .into_iter()
        .map(|name| {
            let values: Vec<Option<String>> = columns
                .iter()
                .map(|column| Some(column.iter().find(|row| row.0 == *name)?.1.clone()))
                .collect();
            Row {
                name: name.clone(),
                same: values.len() > 1 && values.iter().all(|value| *value == values[0]),
                values,
            }
        })
        .collect()
}

/// What is like the first one; each card leads to the comparison with it added.
fn others(
    snapshot: &Snapshot,
    chosen: &[&Arc<Listing>],
    slugs: &[&str],
    visit: &Visit,
) -> Vec<Card> {
    let Some(first) = chosen.first().filter(|_| chosen.len() < MOST) else {
        return Vec::new();
    };
    snapshot
        .related(first, OTHERS + MOST)
        .iter()
        .filter(|other| !slugs.contains(&other.product.slug.as_str()))
        .take(OTHERS)
        .map(|other| {
            let slug = other.product.slug.as_str();
            let with: Vec<&str> = slugs.iter().copied().chain([slug]).collect();
            Card {
                href: address(visit, &with),
                ..Card::new(other, snapshot, visit.lang)
            }
        })
        .collect()
}
