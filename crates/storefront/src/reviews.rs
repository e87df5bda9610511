//! What buyers say of a product: on its page, on a page of its own, and the form to say it.
//!
//! The product's page shows what the catalogue carries, without SQL; only the page of all reviews
//! reads further ones. Whoever had the product delivered may write; staff read it first.

mod form;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use catalogue::{Listing, PublishedReview};
use domain::{Lang, Rating, Stars, digits};
use edge::{Path, Problem, Query};
use pages::Pagination;
use shop::PageRequest;

pub(crate) use form::{show as show_form, submit};

use crate::account::page_number;
use crate::frame::Frame;
use crate::strings::Strings;
use crate::visit::{Texts as _, Visit};
use crate::{Storefront, dates, links, respond};

/// Reviews a page.
const PER_PAGE: u32 = 20;

/// The data of `parts/reviews.html`.
pub(crate) struct Reviews {
    /// What all of them come to; `None` as long as there are none.
    pub(crate) summary: Option<Summary>,
    pub(crate) reviews: Vec<Review>,
    /// The page of all of them, if there are more.
    pub(crate) more: Option<String>,
    /// The form to write one.
    pub(crate) write: String,
}

/// What all reviews come to.
pub(crate) struct Summary {
    /// `4.3`, in the page's digits.
    pub(crate) average: String,
    /// The same in whole stars, for the eye.
    pub(crate) drawn: String,
    pub(crate) count: u32,
    /// From five stars to one.
    pub(crate) bars: Vec<Bar>,
}

/// How many gave so many stars.
pub(crate) struct Bar {
    pub(crate) stars: u32,
    pub(crate) count: u32,
    pub(crate) percent: u32,
}

/// One review.
pub(crate) struct Review {
    pub(crate) stars: u32,
    pub(crate) drawn: String,
    pub(crate) title: Option<String>,
    pub(crate) paragraphs: Vec<String>,
    pub(crate) name: String,
    pub(crate) date: String,
    pub(crate) machine: String,
    /// The language it is written in, if not the page's.
    pub(crate) lang: Option<Lang>,
    pub(crate) reply: Vec<String>,
}

/// Five stars, so many of them full.
pub(crate) fn drawn(stars: u32) -> String {
    (1..=5)
        .map(|at| if at <= stars { '★' } else { '☆' })
        .collect()
}

/// `4.3` in the digits of a language.
pub(crate) fn average(rating: &Rating, lang: Lang) -> Option<String> {
    let tenths = rating.tenths()?;
    let text = format!("{}.{}", tenths / 10, tenths % 10);
    Some(digits::localise(&text, lang).into_owned())
}

impl Summary {
    /// `None` without reviews.
    pub(crate) fn new(rating: &Rating, lang: Lang) -> Option<Self> {
        let bar = |stars: Stars| Bar {
            stars: u32::from(stars.get()),
            count: rating.of(stars),
            percent: rating.percent(stars),
        };
        Some(Summary {
            average: average(rating, lang)?,
            drawn: drawn((rating.tenths()? + 5) / 10),
            count: rating.count(),
            bars: Stars::ALL.map(bar).into(),
        })
    }
}

impl Reviews {
    /// What a product's page shows.
    pub(crate) fn of(listing: &Listing, visit: &Visit) -> Self {
        let place = links::product(listing.product.slug.as_str());
        let carried = &listing.reviews;
        let shown = u32::try_from(carried.newest.len()).unwrap_or(u32::MAX);
        Reviews {
            summary: Summary::new(&carried.rating, visit.lang),
            reviews: carried
                .newest
                .iter()
                .map(|review| Review::new(review, visit.lang))
                .collect(),
            more: (carried.rating.count() > shown).then(|| visit.link(&format!("{place}/reviews"))),
            write: visit.link(&format!("{place}/review")),
        }
    }
}

impl Review {
    fn new(review: &PublishedReview, lang: Lang) -> Self {
        let stars = u32::from(review.stars.get());
        Review {
            stars,
            drawn: drawn(stars),
            title: review.title.clone(),
            paragraphs: paragraphs(&review.body),
            name: review.name.clone(),
            date: dates::date(review.written_at, lang),
            machine: dates::machine(review.written_at),
            lang: (review.lang != lang).then_some(review.lang),
            reply: review.reply.as_deref().map(paragraphs).unwrap_or_default(),
        }
    }
}

pub(crate) fn paragraphs(text: &str) -> Vec<String> {
    text.split("\n\n").map(str::to_owned).collect()
}

/// All reviews of a product, page by page.
#[derive(Template)]
#[template(path = "reviews.html")]
struct ReviewsPage {
    frame: Frame,
    title: String,
    href: String,
    reviews: Reviews,
    pagination: Pagination,
}

/// Which page.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub(crate) struct Which {
    page: String,
}

/// `GET /products/{slug}/reviews`
pub(crate) async fn show(
    State(state): State<Storefront>,
    visit: Visit,
    Path(slug): Path<String>,
    Query(which): Query<Which>,
) -> Result<Response, Problem> {
    let number = page_number(&which.page);
    let request = PageRequest {
        page: number,
        per_page: PER_PAGE,
    };
    let found = state.shop.published_reviews(&slug, request).await?;
    let snapshot = state.shop.catalogue().snapshot();
    let (Some(page), Some(listing)) = (found, snapshot.product(&slug)) else {
        return Err(Problem::not_found());
    };
    let t: &'static Strings = visit.t();
    let place = links::product(&slug);
    let title = listing.product.title.get(visit.lang).to_owned();
    let pages = u64::from(PER_PAGE);
    let pages = page.total.max(1).unsigned_abs().div_ceil(pages);
    let href = |number: u32| visit.link(&format!("{place}/reviews?page={number}"));
    respond::shared(&ReviewsPage {
        frame: Frame::new(&state.site, &visit, &snapshot, &t.reviews_of(&title)),
        href: visit.link(&place),
        reviews: Reviews {
            reviews: page
                .items
                .iter()
                .map(|review| Review::new(review, visit.lang))
                .collect(),
            more: None,
            ..Reviews::of(listing, &visit)
        },
        title,
        pagination: Pagination::new(number, usize::try_from(pages).unwrap_or(usize::MAX), href),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_are_drawn_and_averages_written_in_the_pages_digits() {
        assert_eq!(drawn(4), "★★★★☆");
        assert_eq!((drawn(0), drawn(9)), ("☆☆☆☆☆".into(), "★★★★★".into()));
        let mut rating = Rating::default();
        assert!(Summary::new(&rating, Lang::En).is_none());
        rating.add(Stars::parse(4).unwrap(), 2);
        rating.add(Stars::parse(5).unwrap(), 1);
        let bangla = Summary::new(&rating, Lang::Bn).unwrap();
        assert_eq!(
            (bangla.average.as_str(), bangla.drawn.as_str()),
            ("৪.৩", "★★★★☆")
        );
        let bars: Vec<_> = bangla.bars.iter().map(|b| (b.stars, b.percent)).collect();
        assert_eq!(bars, [(5, 33), (4, 67), (3, 0), (2, 0), (1, 0)]);
    }
}
