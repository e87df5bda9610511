//! Following an order without an account: by its number and the mobile number it was placed with.
//!
//! Both together open the order for a while, in this browser alone: the mobile number is kept in a
//! cookie that goes to that order's pages only. Guesses count like guesses of a password.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::{FieldError, OrderNumber, Phone};
use edge::{ClientAddress, Form, Problem};
use serde::Deserialize;
use shop::OrderError;

use crate::fields::{self, Field, FieldProblem};
use crate::frame::Frame;
use crate::visit::{Texts as _, Visit};
use crate::{Storefront, cookies, links, respond};

#[derive(Template)]
#[template(path = "track.html")]
struct TrackPage {
    frame: Frame,
    warning: Option<&'static str>,
    problems: Vec<FieldProblem>,
    fields: [Field; 2],
}

/// The form, as it was sent.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct TrackForm {
    number: String,
    phone: String,
}

/// `GET /track`
pub(crate) async fn show(
    State(state): State<Storefront>,
    visit: Visit,
) -> Result<Response, Problem> {
    respond::personal(&page(&state, &visit, &TrackForm::default(), &[]))
}

/// `POST /track`
pub(crate) async fn submit(
    State(state): State<Storefront>,
    visit: Visit,
    ClientAddress(client): ClientAddress,
    Form(form): Form<TrackForm>,
) -> Result<Response, Problem> {
    let (number, phone) = match form.check() {
        Ok(valid) => valid,
        Err(errors) => {
            let page = page(&state, &visit, &form, &errors);
            return respond::personal_with(StatusCode::BAD_REQUEST, &page);
        }
    };
    let attempt = state.login_limit.begin(number.as_str(), client).await?;
    match state.shop.order_by_phone(&number, &phone).await {
        Ok(_) => {
            attempt.succeeded().await;
            let cookies = cookies::keep_phone(&state.site, &number, &phone);
            let there = visit.see_other(&links::order(&number));
            Ok(respond::with_cookies(there, cookies))
        }
        Err(OrderError::NotFound) => {
            attempt.failed();
            let mut page = page(&state, &visit, &form, &[]);
            page.warning = Some(visit.t().track_not_found);
            respond::personal_with(StatusCode::NOT_FOUND, &page)
        }
        Err(error) => Err(error.into()),
    }
}

impl TrackForm {
    fn check(&self) -> Result<(OrderNumber, Phone), Vec<FieldError>> {
        let number = OrderNumber::parse(&self.number)
            .map_err(|_| unread("number", &self.number, "not an order number"));
        let phone = Phone::parse(&self.phone)
            .map_err(|_| unread("phone", &self.phone, "not a mobile number"));
        match (number, phone) {
            (Ok(number), Ok(phone)) => Ok((number, phone)),
            (number, phone) => Err(number.err().into_iter().chain(phone.err()).collect()),
        }
    }
}

fn unread(field: &str, given: &str, message: &str) -> FieldError {
    let code = match given.trim() {
        "" => FieldError::REQUIRED,
        _ => FieldError::FORMAT,
    };
    FieldError::new(field, code, message)
}

fn page(state: &Storefront, visit: &Visit, form: &TrackForm, errors: &[FieldError]) -> TrackPage {
    let t = visit.t();
    let snapshot = state.shop.catalogue().snapshot();
    let number = Field {
        hint: t.track_number_hint,
        max: 20,
        ..Field::new("number", t.order_number, "off").filled(t, &form.number, errors)
    };
    let phone = Field {
        kind: "tel",
        inputmode: "tel",
        hint: t.track_phone_hint,
        max: 40,
        ..Field::new("phone", t.phone, "tel").filled(t, &form.phone, errors)
    };
    TrackPage {
        frame: Frame::new(&state.site, visit, &snapshot, t.track_title).placed_at("/track"),
        warning: None,
        problems: fields::problems(t, errors),
        fields: [number, phone],
    }
}
