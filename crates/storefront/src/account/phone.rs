//! Proving that the account's mobile number is mine: a code that is sent there comes back.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::FieldError;
use edge::{ClientAddress, Form, MaybeUser, Problem, Query};
use serde::Deserialize;
use shop::{BeginVerificationError, Caller, Identity, VerifyPhoneError};

use super::ask_to_log_in;
use crate::fields::{self, Field, FieldProblem};
use crate::frame::Frame;
use crate::password_reset::{code_field, count};
use crate::strings::CodeWords;
use crate::visit::{Texts as _, Visit};
use crate::{Storefront, respond};

#[derive(Template)]
#[template(path = "account/phone.html")]
struct PhonePage {
    frame: Frame,
    account_place: &'static str,
    c: &'static CodeWords,
    /// Whether codes can be sent.
    sendable: bool,
    /// The number; empty if there is none.
    phone: String,
    verified: bool,
    /// Whether a code was asked for just now.
    sent: bool,
    warning: Option<&'static str>,
    problems: Vec<FieldProblem>,
    code: Field,
}

/// Whether a code was asked for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Sent {
    sent: String,
}

/// The form, as it was sent.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct CodeForm {
    code: String,
}

/// `GET /account/phone`
pub(crate) async fn show(
    State(state): State<Storefront>,
    visit: Visit,
    MaybeUser(caller): MaybeUser,
    Query(sent): Query<Sent>,
) -> Result<Response, Problem> {
    let Caller::User(identity) = caller else {
        return Ok(ask_to_log_in(&visit));
    };
    let mut page = page(&state, &visit, &identity, &[]).await?;
    page.sent = sent.sent == "1";
    respond::personal(&page)
}

/// `POST /account/phone/code`: sends one.
pub(crate) async fn send(
    State(state): State<Storefront>,
    visit: Visit,
    MaybeUser(caller): MaybeUser,
    ClientAddress(client): ClientAddress,
) -> Result<Response, Problem> {
    let Caller::User(identity) = caller else {
        return Ok(ask_to_log_in(&visit));
    };
    count(&state, "send", &identity.username, client).await?;
    let asked = state.shop.begin_phone_verification(&identity, visit.lang);
    match asked.await {
        Ok(()) => Ok(visit.see_other("/account/phone?sent=1")),
        // The page says what there is to do instead.
        Err(BeginVerificationError::NoPhone | BeginVerificationError::AlreadyVerified) => {
            Ok(visit.see_other("/account/phone"))
        }
        Err(BeginVerificationError::NoCarrier) => {
            let page = page(&state, &visit, &identity, &[]).await?;
            respond::personal_with(StatusCode::SERVICE_UNAVAILABLE, &page)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /account/phone`: the code that came.
pub(crate) async fn submit(
    State(state): State<Storefront>,
    visit: Visit,
    MaybeUser(caller): MaybeUser,
    ClientAddress(client): ClientAddress,
    Form(form): Form<CodeForm>,
) -> Result<Response, Problem> {
    let Caller::User(identity) = caller else {
        return Ok(ask_to_log_in(&visit));
    };
    count(&state, "verify", &identity.username, client).await?;
    let c = CodeWords::of(visit.lang);
    let (status, warning, errors) = match state.shop.verify_phone(&identity, &form.code).await {
        Ok(_) => return Ok(visit.see_other("/account/phone")),
        Err(VerifyPhoneError::WrongCode) => {
            (StatusCode::BAD_REQUEST, Some(c.wrong_code), Vec::new())
        }
        Err(VerifyPhoneError::Invalid(errors)) => (StatusCode::BAD_REQUEST, None, errors),
        Err(VerifyPhoneError::Busy) => (
            StatusCode::SERVICE_UNAVAILABLE,
            Some(visit.t().sign_in_busy),
            Vec::new(),
        ),
        Err(error @ VerifyPhoneError::Store(_)) => return Err(error.into()),
    };
    let mut page = page(&state, &visit, &identity, &errors).await?;
    page.warning = warning;
    respond::personal_with(status, &page)
}

async fn page(
    state: &Storefront,
    visit: &Visit,
    identity: &Identity,
    errors: &[FieldError],
) -> Result<PhonePage, Problem> {
    let (t, c) = (visit.t(), CodeWords::of(visit.lang));
    let account = state.shop.account(identity.user).await?;
    let account = account.ok_or_else(Problem::not_found)?;
    let snapshot = state.shop.catalogue().snapshot();
    Ok(PhonePage {
        frame: Frame::new(&state.site, visit, &snapshot, c.verify_title)
            .placed_at("/account/phone"),
        account_place: "contact",
        c,
        sendable: state.shop.options().codes.sent,
        phone: account.phone.map(|p| p.to_string()).unwrap_or_default(),
        verified: account.phone_verified,
        sent: false,
        warning: None,
        problems: fields::problems(t, errors),
        code: code_field(c).filled(t, "", errors),
    })
}
