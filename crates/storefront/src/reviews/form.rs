//! Saying what one thinks of a product that was delivered; and saying it differently later.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::{FieldError, ReviewText, Stars, digits};
use edge::{Form, MaybeUser, Path, Problem};
use serde::Deserialize;
use shop::{Caller, ReviewInput, WriteReviewError};

use crate::fields::{self, Field, FieldProblem};
use crate::frame::Frame;
use crate::reviews::drawn;
use crate::visit::{Texts as _, Visit};
use crate::{Storefront, links, log_in, respond};

#[derive(Template)]
#[template(path = "review.html")]
struct ReviewPage {
    frame: Frame,
    title: String,
    href: String,
    action: String,
    warning: Option<&'static str>,
    problems: Vec<FieldProblem>,
    stars: [StarChoice; 5],
    stars_error: Option<&'static str>,
    name: Field,
    headline: Field,
    body: String,
    body_error: Option<&'static str>,
}

/// So many stars to choose.
struct StarChoice {
    stars: u32,
    drawn: String,
    chosen: bool,
}

/// The form, as it was sent.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct ReviewForm {
    stars: String,
    title: String,
    body: String,
    name: String,
}

impl ReviewForm {
    fn stars(&self) -> i64 {
        digits::to_ascii(&self.stars).parse().unwrap_or(0)
    }
}

/// `GET /products/{slug}/review`
pub(crate) async fn show(
    State(state): State<Storefront>,
    visit: Visit,
    MaybeUser(caller): MaybeUser,
    Path(slug): Path<String>,
) -> Result<Response, Problem> {
    let Caller::User(identity) = caller else {
        return Ok(visit.see_other(&log_in::place("/login", &visit.link(&visit.place()))));
    };
    let form = match state.shop.my_review(&identity, &slug).await? {
        Some(own) => ReviewForm {
            stars: own.stars.to_string(),
            title: own.title.unwrap_or_default(),
            body: own.body,
            name: own.name,
        },
        None => ReviewForm::default(),
    };
    respond::personal(&page(&state, &visit, &slug, &form, &[])?)
}

/// `POST /products/{slug}/review`
pub(crate) async fn submit(
    State(state): State<Storefront>,
    visit: Visit,
    MaybeUser(caller): MaybeUser,
    Path(slug): Path<String>,
    Form(form): Form<ReviewForm>,
) -> Result<Response, Problem> {
    let Caller::User(identity) = caller else {
        let place = format!("{}/review", links::product(&slug));
        return Ok(visit.see_other(&log_in::place("/login", &visit.link(&place))));
    };
    let input = ReviewInput {
        stars: form.stars(),
        title: form.title.clone(),
        body: form.body.clone(),
        name: form.name.clone(),
        lang: visit.lang,
    };
    match state.shop.write_review(&identity, &slug, input).await {
        Ok(_) => Ok(visit.see_other("/account/reviews")),
        Err(WriteReviewError::Invalid(errors)) => {
            let page = page(&state, &visit, &slug, &form, &errors)?;
            respond::personal_with(StatusCode::BAD_REQUEST, &page)
        }
        Err(WriteReviewError::NotBought) => {
            let mut page = page(&state, &visit, &slug, &form, &[])?;
            page.warning = Some(visit.t().review_not_bought);
            respond::personal_with(StatusCode::FORBIDDEN, &page)
        }
        Err(error) => Err(error.into()),
    }
}

fn page(
    state: &Storefront,
    visit: &Visit,
    slug: &str,
    form: &ReviewForm,
    errors: &[FieldError],
) -> Result<ReviewPage, Problem> {
    let t = visit.t();
    let snapshot = state.shop.catalogue().snapshot();
    let listing = snapshot.product(slug).ok_or_else(Problem::not_found)?;
    let place = links::product(slug);
    let name = Field::new("name", t.review_name, "name").filled(t, &form.name, errors);
    let headline = Field::new("title", t.review_title, "off").filled(t, &form.title, errors);
    Ok(ReviewPage {
        frame: Frame::new(&state.site, visit, &snapshot, t.write_review)
            .placed_at(&format!("{place}/review")),
        title: listing.product.title.get(visit.lang).to_owned(),
        href: visit.link(&place),
        action: visit.link(&format!("{place}/review")),
        warning: None,
        problems: fields::problems(t, errors),
        stars: Stars::ALL.map(|stars| StarChoice {
            stars: u32::from(stars.get()),
            drawn: drawn(u32::from(stars.get())),
            chosen: i64::from(stars.get()) == form.stars(),
        }),
        stars_error: fields::message(t, "stars", errors),
        name: Field {
            hint: t.review_name_hint,
            max: ReviewText::MAX_NAME,
            ..name
        },
        headline: Field {
            required: false,
            max: ReviewText::MAX_TITLE,
            ..headline
        },
        body: form.body.clone(),
        body_error: fields::message(t, "body", errors),
    })
}
