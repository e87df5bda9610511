//! How I am reached: phone and mail, which the checkout fills in.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::FieldError;
use edge::{Form, MaybeUser, Problem, Query};
use serde::Deserialize;
use shop::{Caller, ChangeContactError};

use super::{Done, ask_to_log_in};
use crate::fields::{self, Field, FieldProblem};
use crate::frame::Frame;
use crate::visit::{Texts as _, Visit};
use crate::{Storefront, respond};

#[derive(Template)]
#[template(path = "account/contact.html")]
struct ContactPage {
    frame: Frame,
    account_place: &'static str,
    done: bool,
    problems: Vec<FieldProblem>,
    fields: [Field; 2],
}

/// The form, as it was sent.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct ContactForm {
    phone: String,
    email: String,
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
    let account = state.shop.account(identity.user).await?;
    let account = account.ok_or_else(Problem::not_found)?;
    let form = ContactForm {
        phone: account.phone.map(|p| p.to_string()).unwrap_or_default(),
        email: account.email.unwrap_or_default(),
    };
    let mut page = page(&state, &visit, &form, &[]);
    page.done = done.is_done();
    respond::personal(&page)
}

/// `POST /account/contact`
pub(crate) async fn submit(
    State(state): State<Storefront>,
    visit: Visit,
    MaybeUser(caller): MaybeUser,
    Form(form): Form<ContactForm>,
) -> Result<Response, Problem> {
    let Caller::User(identity) = caller else {
        return Ok(ask_to_log_in(&visit));
    };
    let changed = state
        .shop
        .change_contact(&identity, &form.phone, &form.email)
        .await;
    match changed {
        Ok(_) => Ok(visit.see_other("/account/contact?done=1")),
        Err(ChangeContactError::Invalid(errors)) => {
            let page = page(&state, &visit, &form, &errors);
            respond::personal_with(StatusCode::BAD_REQUEST, &page)
        }
        Err(error) => Err(error.into()),
    }
}

fn page(
    state: &Storefront,
    visit: &Visit,
    form: &ContactForm,
    errors: &[FieldError],
) -> ContactPage {
    let t = visit.t();
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
        fields: [optional("tel", 40, phone), optional("email", 254, email)],
    }
}
