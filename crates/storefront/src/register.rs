//! Opening an account.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::FieldError;
use edge::{Form, MaybeUser, Problem, Query, Session, UserAgent};
use serde::Deserialize;
use shop::{Caller, RegisterError, Registration};

use crate::fields::{self, Field, FieldProblem};
use crate::frame::Frame;
use crate::log_in::{Next, onward, place, username, welcome};
use crate::strings::TAKEN;
use crate::visit::{Texts as _, Visit, local_path};
use crate::{Storefront, respond};

#[derive(Template)]
#[template(path = "register.html")]
struct RegisterPage {
    frame: Frame,
    warning: Option<&'static str>,
    problems: Vec<FieldProblem>,
    fields: [Field; 4],
    /// Where to go afterwards; empty for the account.
    next: String,
    log_in: String,
}

/// The form, as it was sent.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct RegisterForm {
    username: String,
    password: String,
    phone: String,
    email: String,
    next: String,
}

/// `GET /register`
pub(crate) async fn show(
    State(state): State<Storefront>,
    visit: Visit,
    MaybeUser(caller): MaybeUser,
    Query(next): Query<Next>,
) -> Result<Response, Problem> {
    if caller != Caller::Anonymous {
        return Ok(onward(&visit, &next.next));
    }
    let form = RegisterForm {
        next: next.next,
        ..RegisterForm::default()
    };
    respond::personal(&page(&state, &visit, &form, &[]))
}

/// `POST /register`
pub(crate) async fn submit(
    State(state): State<Storefront>,
    visit: Visit,
    UserAgent(user_agent): UserAgent,
    brought: Result<Session, Problem>,
    Form(form): Form<RegisterForm>,
) -> Result<Response, Problem> {
    let given = |text: &str| Some(text.to_owned()).filter(|text| !text.trim().is_empty());
    let registration = Registration {
        username: form.username.clone(),
        password: form.password.clone(),
        phone: given(&form.phone),
        email: given(&form.email),
    };
    let error = match state
        .shop
        .register_from(registration, user_agent.as_deref())
        .await
    {
        Ok(signed_in) => return welcome(&state, &visit, &form.next, &signed_in, brought).await,
        Err(error) => error,
    };
    let (status, warning, errors) = match error {
        RegisterError::Invalid(errors) => (StatusCode::BAD_REQUEST, None, errors),
        RegisterError::UsernameTaken => {
            let taken = FieldError::new("username", TAKEN, "The username is taken");
            (StatusCode::CONFLICT, None, vec![taken])
        }
        RegisterError::Busy => (
            StatusCode::SERVICE_UNAVAILABLE,
            Some(visit.t().sign_in_busy),
            Vec::new(),
        ),
        error @ RegisterError::Store(_) => return Err(error.into()),
    };
    let mut page = page(&state, &visit, &form, &errors);
    page.warning = warning;
    respond::personal_with(status, &page)
}

fn page(
    state: &Storefront,
    visit: &Visit,
    form: &RegisterForm,
    errors: &[FieldError],
) -> RegisterPage {
    let t = visit.t();
    let snapshot = state.shop.catalogue().snapshot();
    let next = local_path(&form.next).unwrap_or_default();
    let username = username(t).filled(t, &form.username, errors);
    // What was typed isn't sent back: it would stand in the page's source.
    let password = Field::new("password", t.password, "new-password").filled(t, "", errors);
    let phone = Field::new("phone", t.phone, "tel").filled(t, &form.phone, errors);
    let email = Field::new("email", t.email, "email").filled(t, &form.email, errors);
    let optional = |kind, max, field| Field {
        kind,
        inputmode: kind,
        required: false,
        max,
        ..field
    };
    RegisterPage {
        frame: Frame::new(&state.site, visit, &snapshot, t.register)
            .placed_at(&place("/register", next)),
        warning: None,
        problems: fields::problems(t, errors),
        fields: [
            Field {
                hint: t.username_hint,
                ..username
            },
            Field {
                kind: "password",
                max: 128,
                hint: t.password_hint,
                ..password
            },
            optional("tel", 40, phone),
            optional("email", 254, email),
        ],
        next: next.to_owned(),
        log_in: visit.link(&place("/login", next)),
    }
}
