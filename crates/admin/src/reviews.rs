//! Reviews: the queue that staff read, each with the forms that publish or reject it.
//!
//! A form carries the revision that was read. What its author or a colleague has changed meanwhile
//! is shown again as it is now, and nothing is decided (`decide.rs`).

mod decide;
mod item;

pub(crate) use decide::{publish, reject};

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::{ReviewId, ReviewStatus};
use edge::{Path, Problem, Query, Staff};
use pages::{Pagination, Visit, respond};
use serde::Deserialize;
use shop::{Identity, PageRequest, ReviewFilter, ReviewView};

use crate::Office;
use crate::address::Address;
use crate::frame::Frame;
use crate::goods::{Listed, page_number, pages_of};
use crate::strings::ReviewTexts;
use item::{Item, Typed};

/// Reviews a page: each is read in full.
const PER_PAGE: u32 = 20;

/// Which reviews.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Which {
    status: String,
    page: String,
}

#[derive(Template)]
#[template(path = "reviews/list.html")]
struct ListPage {
    frame: Frame,
    t: &'static ReviewTexts,
    statuses: Vec<Listed>,
    items: Vec<Item>,
    total: i64,
    pagination: Pagination,
}

/// One review, alone.
#[derive(Template)]
#[template(path = "reviews/one.html")]
struct OnePage {
    frame: Frame,
    t: &'static ReviewTexts,
    heading: String,
    /// Why nothing was decided.
    refusal: Option<&'static str>,
    item: Item,
}

/// `GET /admin/reviews`: those that wait, the longest first; then the others, newest first.
pub(crate) async fn list(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
    Query(which): Query<Which>,
) -> Result<Response, Problem> {
    let t = ReviewTexts::of(visit.lang);
    let page = PageRequest {
        page: page_number(&which.page),
        per_page: PER_PAGE,
    };
    // What isn't understood filters nothing: an old link shows more, not an error.
    let filter = ReviewFilter {
        status: which.status.parse().ok(),
        ..ReviewFilter::default()
    };
    let found = office.shop.list_reviews(&filter, page).await?;
    let item = |review: &ReviewView| Item::of(review, &visit, &who, Typed::within(filter.status));
    respond::personal(&ListPage {
        frame: Frame::new(&visit, &who, t.title).says(&[
            ("published", t.done_published),
            ("rejected", t.done_rejected),
        ]),
        t,
        statuses: statuses(t, &which.status),
        items: found.items.iter().map(item).collect(),
        total: found.total,
        pagination: pages_of(found.total, page, &Address::of(&visit)),
    })
}

/// `GET /admin/reviews/{review}`
pub(crate) async fn show(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
    Path(id): Path<ReviewId>,
) -> Result<Response, Problem> {
    let review = office.shop.review(id).await?;
    let review = review.ok_or_else(Problem::not_found)?;
    respond::personal(&one(&visit, &who, &review, Typed::default(), None))
}

fn one(
    visit: &Visit,
    who: &Identity,
    review: &ReviewView,
    typed: Typed<'_>,
    refusal: Option<&'static str>,
) -> OnePage {
    let t = ReviewTexts::of(visit.lang);
    let heading = t.of_product(review.product.get(visit.lang));
    OnePage {
        frame: Frame::new(visit, who, &heading).placed_at(&path(review.id)),
        t,
        heading,
        refusal,
        item: Item::of(review, visit, who, typed),
    }
}

/// The page of a review.
fn path(id: ReviewId) -> String {
    format!("/admin/reviews/{id}")
}

fn statuses(t: &ReviewTexts, chosen: &str) -> Vec<Listed> {
    let listed =
        |status: ReviewStatus| Listed::new(status.as_str(), t.review_status(status), chosen);
    std::iter::once(Listed::new("", t.any, chosen))
        .chain(ReviewStatus::ALL.map(listed))
        .collect()
}
