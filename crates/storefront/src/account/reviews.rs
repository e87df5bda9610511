//! What I said of what I bought, and where it stands.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use edge::{MaybeUser, Problem, Query};
use pages::Pagination;
use shop::{Caller, PageRequest, ReviewView};

use super::{PER_PAGE, Which, ask_to_log_in, last_page, page_number};
use crate::frame::Frame;
use crate::reviews::{drawn, paragraphs};
use crate::visit::{Texts as _, Visit};
use crate::{Storefront, dates, links, respond};

#[derive(Template)]
#[template(path = "account/reviews.html")]
struct MyReviewsPage {
    frame: Frame,
    account_place: &'static str,
    reviews: Vec<MyReview>,
    pagination: Pagination,
}

struct MyReview {
    product: String,
    href: String,
    /// The form to say it differently.
    edit: String,
    status: &'static str,
    published: bool,
    stars: u32,
    drawn: String,
    title: Option<String>,
    paragraphs: Vec<String>,
    reason: Option<String>,
    reply: Vec<String>,
    date: String,
}

/// `GET /account/reviews`
pub(crate) async fn show(
    State(state): State<Storefront>,
    visit: Visit,
    MaybeUser(caller): MaybeUser,
    Query(which): Query<Which>,
) -> Result<Response, Problem> {
    let Caller::User(identity) = caller else {
        return Ok(ask_to_log_in(&visit));
    };
    let number = page_number(&which.page);
    let page = PageRequest {
        page: number,
        per_page: PER_PAGE,
    };
    let mine = state.shop.my_reviews(&identity, page).await?;
    let snapshot = state.shop.catalogue().snapshot();
    let href = |number: u32| visit.link(&format!("/account/reviews?page={number}"));
    respond::personal(&MyReviewsPage {
        frame: Frame::new(&state.site, &visit, &snapshot, visit.t().my_reviews),
        account_place: "reviews",
        reviews: mine
            .items
            .into_iter()
            .map(|review| MyReview::new(review, &visit))
            .collect(),
        pagination: Pagination::new(number, last_page(mine.total), href),
    })
}

impl MyReview {
    fn new(review: ReviewView, visit: &Visit) -> Self {
        let place = links::product(review.slug.as_str());
        let stars = u32::from(review.stars);
        MyReview {
            product: review.product.get(visit.lang).to_owned(),
            href: visit.link(&place),
            edit: visit.link(&format!("{place}/review")),
            status: visit.t().review_status(review.status),
            published: review.status == domain::ReviewStatus::Published,
            stars,
            drawn: drawn(stars),
            title: review.title,
            paragraphs: paragraphs(&review.body),
            reason: review.reason,
            reply: review.reply.as_deref().map(paragraphs).unwrap_or_default(),
            date: dates::date(review.written_at, visit.lang),
        }
    }
}
