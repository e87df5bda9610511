//! A category: its products, narrower categories, filters.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::Slug;
use edge::{Path, Problem, Query};

use crate::frame::Frame;
use crate::listing::{Filters, ListingView};
use crate::visit::{Texts as _, Visit};
use crate::{Storefront, links, respond};

#[derive(Template)]
#[template(path = "category.html")]
struct CategoryPage {
    frame: Frame,
    name: String,
    /// The categories above, the top one first.
    above: Vec<Crumb>,
    listing: ListingView,
}

/// A step on the way from the home page.
pub(crate) struct Crumb {
    pub(crate) name: String,
    pub(crate) href: String,
}

/// `GET /categories/{slug}`
pub(crate) async fn show(
    State(state): State<Storefront>,
    visit: Visit,
    Path(slug): Path<String>,
    Query(filters): Query<Filters>,
) -> Result<Response, Problem> {
    let snapshot = state.shop.catalogue().snapshot();
    let slug = Slug::parse(&slug).map_err(|_| Problem::not_found())?;
    let slug = slug.as_str();
    let node = snapshot.category(slug).ok_or_else(Problem::not_found)?;
    let name = node.category.name.get(visit.lang).to_owned();
    let mut above = crumbs(&snapshot.category_path(node.category.id), &visit);
    above.pop();
    let path = links::category(slug);
    // The path decides; the same name in the query would only confuse.
    let filters = Filters {
        category: None,
        ..filters
    };
    let (listing, _) = ListingView::new(&snapshot, &visit, filters, &path, Some(slug));
    let plain = listing.active.is_empty() && listing.filters.words().is_empty();
    let mut frame = Frame::new(&state.site, &visit, &snapshot, &name);
    if plain && listing.total > 0 {
        let own = (name.clone(), visit.link(&path));
        let way = above
            .iter()
            .map(|crumb| (crumb.name.clone(), crumb.href.clone()));
        frame = frame
            .indexed(
                listing.pagination.own(&path),
                visit.t().category_description(&name),
            )
            .with_way(way.chain([own]));
    }
    respond::shared(&CategoryPage {
        frame,
        name,
        above,
        listing,
    })
}

/// Categories as steps, in the order given.
pub(crate) fn crumbs(path: &[&catalogue::CategoryNode], visit: &Visit) -> Vec<Crumb> {
    path.iter()
        .map(|node| Crumb {
            name: node.category.name.get(visit.lang).to_owned(),
            href: visit.link(&links::category(node.category.slug.as_str())),
        })
        .collect()
}
