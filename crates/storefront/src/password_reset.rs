//! A forgotten password: asking for a code. `password_reset/code.rs` is where it is entered.
//!
//! The pages say the same whether or not there is such an account. Who it is about stays in a
//! cookie of these pages, for a quarter of an hour and as a convenience: nothing trusts it, and the
//! field can be filled in without. No code and no number is ever part of an address.

pub(crate) mod code;

use std::net::IpAddr;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::FieldError;
use edge::{ClientAddress, Form, Problem};
use serde::Deserialize;
use shop::BeginResetError;

use crate::cookies::{self, ResetCookie};
use crate::fields::{self, Field, FieldProblem};
use crate::frame::Frame;
use crate::strings::CodeWords;
use crate::visit::{Texts as _, Visit};
use crate::{Storefront, respond};

#[derive(Template)]
#[template(path = "password_reset/ask.html")]
struct AskPage {
    frame: Frame,
    c: &'static CodeWords,
    /// Whether codes can be sent; without, this page says so and whom to call.
    sent: bool,
    phone: Option<String>,
    problems: Vec<FieldProblem>,
    identifier: Field,
}

/// The form, as it was sent.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct AskForm {
    identifier: String,
}

/// `GET /password-reset`
pub(crate) async fn show(
    State(state): State<Storefront>,
    visit: Visit,
    ResetCookie(known): ResetCookie,
) -> Result<Response, Problem> {
    let identifier = known.unwrap_or_default();
    respond::personal(&page(&state, &visit, &identifier, &[]))
}

/// `POST /password-reset`
pub(crate) async fn submit(
    State(state): State<Storefront>,
    visit: Visit,
    ClientAddress(client): ClientAddress,
    Form(form): Form<AskForm>,
) -> Result<Response, Problem> {
    count(&state, "ask", &form.identifier, client).await?;
    let asked = state
        .shop
        .begin_password_reset(&form.identifier, visit.lang)
        .await;
    let (status, errors) = match asked {
        Ok(()) => {
            let cookies = cookies::keep_reset(&state.site, &form.identifier);
            let there = visit.see_other("/password-reset/code");
            return Ok(respond::with_cookies(there, cookies));
        }
        Err(BeginResetError::Invalid(errors)) => (StatusCode::BAD_REQUEST, errors),
        Err(BeginResetError::NoCarrier) => (StatusCode::SERVICE_UNAVAILABLE, Vec::new()),
        Err(error @ BeginResetError::Store(_)) => return Err(error.into()),
    };
    let page = page(&state, &visit, &form.identifier, &errors);
    respond::personal_with(status, &page)
}

fn page(state: &Storefront, visit: &Visit, identifier: &str, errors: &[FieldError]) -> AskPage {
    let (t, c) = (visit.t(), CodeWords::of(visit.lang));
    let snapshot = state.shop.catalogue().snapshot();
    AskPage {
        frame: Frame::new(&state.site, visit, &snapshot, c.reset_title)
            .placed_at("/password-reset"),
        c,
        sent: state.shop.options().codes.sent,
        phone: state.site.contact.phone.clone(),
        problems: fields::problems(t, errors),
        identifier: Field {
            hint: c.identifier_hint,
            ..who(c).filled(t, identifier, errors)
        },
    }
}

/// The field for who it is about.
fn who(c: &'static CodeWords) -> Field {
    Field {
        max: 40,
        ..Field::new("identifier", c.identifier, "username")
    }
}

/// The field for a code.
pub(crate) fn code_field(c: &'static CodeWords) -> Field {
    Field {
        inputmode: "numeric",
        hint: c.code_hint,
        max: 20,
        ..Field::new("code", c.code, "one-time-code")
    }
}

/// Counts a try at a thing per address, so that nobody keeps its owner from it.
pub(crate) async fn count(
    state: &Storefront,
    what: &str,
    thing: &str,
    client: IpAddr,
) -> Result<(), Problem> {
    let thing: String = thing.trim().to_lowercase().chars().take(14).collect();
    state
        .login_limit
        .try_once(&format!("{what}:{client}:{thing}"), client)
        .await
}
