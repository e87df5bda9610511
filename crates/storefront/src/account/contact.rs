//! How I am reached: phone and mail, which the checkout fills in. Codes for a new password go to the
//! phone, so changing it takes the password.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::FieldError;
use edge::{ClientAddress, Form, MaybeUser, Problem, Query, SecurityEvent, code};
use serde::Deserialize;
use shop::{Account, Caller, ChangeContactError, ContactChange, Identity};

use super::{Done, ask_to_log_in};
use crate::fields::{self, Field, FieldProblem};
use crate::frame::Frame;
use crate::strings::{CodeWords, WRONG};
use crate::visit::{Texts as _, Visit};
use crate::{Storefront, respond};

#[derive(Template)]
#[template(path = "account/contact.html")]
struct ContactPage {
    frame: Frame,
    account_place: &'static str,
    done: bool,
    problems: Vec<FieldProblem>,
    fields: [Field; 3],
    c: &'static CodeWords,
    warning: Option<&'static str>,
    /// Whether there is a number, and whether it is verified.
    phone: Option<bool>,
}

/// The form, as it was sent.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct ContactForm {
    phone: String,
    email: String,
    password: String,
}

/// `GET /account/contact`
pub(crate) async fn show(
    State(state): State<Storefront>,
    visit: Visit,
    MaybeUser(caller): MaybeUser,
    Query(done): Query<Done>,
) -> Result<Response, Problem> {
    let Caller::User(identity) = caller else {
        return Ok(ask_to_log_in(&visit));
    };
    let account = account(&state, &identity).await?;
    let phone = account.phone.as_ref().map(ToString::to_string);
    let form = ContactForm {
        phone: phone.unwrap_or_default(),
        email: account.email.clone().unwrap_or_default(),
        password: String::new(),
    };
    let mut page = page(&state, &visit, &form, &account, &[]);
    page.done = done.is_done();
    respond::personal(&page)
}

/// `POST /account/contact`
pub(crate) async fn submit(
    State(state): State<Storefront>,
    visit: Visit,
    MaybeUser(caller): MaybeUser,
    ClientAddress(client): ClientAddress,
    Form(form): Form<ContactForm>,
) -> Result<Response, Problem> {
    let Caller::User(identity) = caller else {
        return Ok(ask_to_log_in(&visit));
    };
    let attempt = state.login_limit.begin(&identity.username, client).await?;
    let change = ContactChange {
        phone: form.phone.clone(),
        email: form.email.clone(),
        password: form.password.clone(),
    };
    let (status, warning, errors) = match state.shop.change_contact(&identity, &change).await {
        // No password may have been looked at: earlier failures stay.
        Ok(_) => return Ok(visit.see_other("/account/contact?done=1")),
        Err(ChangeContactError::Invalid(errors)) => (StatusCode::BAD_REQUEST, None, errors),
        Err(ChangeContactError::WrongPassword) => {
            attempt.failed();
            let wrong = FieldError::new("password", WRONG, "The password is wrong");
            (StatusCode::UNAUTHORIZED, None, vec![wrong])
        }
        Err(ChangeContactError::Busy) => (
            StatusCode::SERVICE_UNAVAILABLE,
            Some(visit.t().sign_in_busy),
            Vec::new(),
        ),
        Err(error) => return Err(error.into()),
    };
    let account = account(&state, &identity).await?;
    let mut page = page(&state, &visit, &form, &account, &errors);
    page.warning = warning;
    let answer = respond::personal_with(status, &page)?;
    Ok(if status == StatusCode::UNAUTHORIZED {
        SecurityEvent::refused(code::WRONG_CREDENTIALS, Some(identity.user)).on(answer)
    } else {
        answer
    })
}

async fn account(state: &Storefront, identity: &Identity) -> Result<Account, Problem> {
    let account = state.shop.account(identity.user).await?;
    account.ok_or_else(Problem::not_found)
}

fn page(
    state: &Storefront,
    visit: &Visit,
    form: &ContactForm,
    account: &Account,
    errors: &[FieldError],
) -> ContactPage {
    let (t, c) = (visit.t(), CodeWords::of(visit.lang));
    let snapshot = state.shop.catalogue().snapshot();
    let phone = Field::new("phone", t.phone, "tel").filled(t, &form.phone, errors);
    let email = Field::new("email", t.email, "email").filled(t, &form.email, errors);
    let optional = |kind, max, field| Field {
        kind,
        inputmode: kind,
        required: false,
        max,
        ..field
    };
    ContactPage {
        frame: Frame::new(&state.site, visit, &snapshot, t.contact_details)
            .placed_at("/account/contact"),
        account_place: "contact",
        done: false,
        problems: fields::problems(t, errors),
        fields: [
            optional("tel", 40, phone),
            optional("email", 254, email),
            Field {
                kind: "password",
                required: false,
                max: 128,
                hint: c.password_for_phone,
                ..Field::new("password", t.password, "current-password").filled(t, "", errors)
            },
        ],
        c,
        warning: None,
        phone: account.phone.as_ref().map(|_| account.phone_verified),
    }
}
