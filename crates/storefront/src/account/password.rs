//! A new password, after the old one. Every other session ends.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::FieldError;
use edge::{ClientAddress, Form, MaybeUser, Problem, Query, SecurityEvent, code};
use serde::Deserialize;
use shop::{Caller, ChangePasswordError};

use super::{Done, ask_to_log_in};
use crate::fields::{self, Field, FieldProblem};
use crate::frame::Frame;
use crate::strings::WRONG;
use crate::visit::{Texts as _, Visit};
use crate::{Storefront, respond};

#[derive(Template)]
#[template(path = "account/password.html")]
struct PasswordPage {
    frame: Frame,
    account_place: &'static str,
    done: bool,
    warning: Option<&'static str>,
    problems: Vec<FieldProblem>,
    fields: [Field; 2],
}

/// The form, as it was sent.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct PasswordForm {
    old_password: String,
    new_password: String,
}

/// `GET /account/password`
pub(crate) async fn show(
    State(state): State<Storefront>,
    visit: Visit,
    MaybeUser(caller): MaybeUser,
    Query(done): Query<Done>,
) -> Result<Response, Problem> {
    if caller == Caller::Anonymous {
        return Ok(ask_to_log_in(&visit));
    }
    let mut page = page(&state, &visit, &[]);
    page.done = done.is_done();
    respond::personal(&page)
}

/// `POST /account/password`. A wrong old password counts like a failed login.
pub(crate) async fn submit(
    State(state): State<Storefront>,
    visit: Visit,
    MaybeUser(caller): MaybeUser,
    ClientAddress(client): ClientAddress,
    Form(form): Form<PasswordForm>,
) -> Result<Response, Problem> {
    let Caller::User(identity) = caller else {
        return Ok(ask_to_log_in(&visit));
    };
    let attempt = state.login_limit.begin(&identity.username, client).await?;
    let changed = state
        .shop
        .change_password(&identity, &form.old_password, &form.new_password)
        .await;
    let (status, warning, errors) = match changed {
        Ok(()) => {
            attempt.succeeded().await;
            let event = SecurityEvent::password_changed(identity.user);
            return Ok(event.on(visit.see_other("/account/password?done=1")));
        }
        Err(ChangePasswordError::WrongPassword) => {
            attempt.failed();
            let wrong = FieldError::new("old_password", WRONG, "The old password is wrong");
            (StatusCode::UNAUTHORIZED, None, vec![wrong])
        }
        Err(ChangePasswordError::Invalid(errors)) => (StatusCode::BAD_REQUEST, None, errors),
        Err(ChangePasswordError::Busy) => (
            StatusCode::SERVICE_UNAVAILABLE,
            Some(visit.t().sign_in_busy),
            Vec::new(),
        ),
        Err(error @ ChangePasswordError::Store(_)) => return Err(error.into()),
    };
    let mut page = page(&state, &visit, &errors);
    page.warning = warning;
    let answer = respond::personal_with(status, &page)?;
    Ok(if status == StatusCode::UNAUTHORIZED {
        SecurityEvent::refused(code::WRONG_CREDENTIALS, Some(identity.user)).on(answer)
    } else {
        answer
    })
}

/// What was typed isn't sent back: it would stand in the page's source.
fn page(state: &Storefront, visit: &Visit, errors: &[FieldError]) -> PasswordPage {
    let t = visit.t();
    let snapshot = state.shop.catalogue().snapshot();
    let old = Field::new("old_password", t.old_password, "current-password");
    let new = Field::new("new_password", t.new_password, "new-password");
    let secret = |field: Field| Field {
        kind: "password",
        max: 128,
        ..field.filled(t, "", errors)
    };
    PasswordPage {
        frame: Frame::new(&state.site, visit, &snapshot, t.change_password)
            .placed_at("/account/password"),
        account_place: "password",
        done: false,
        warning: None,
        problems: fields::problems(t, errors),
        fields: [
            secret(old),
            Field {
                hint: t.password_hint,
                ..secret(new)
            },
        ],
    }
}
