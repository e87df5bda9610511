//! Logging in. The cart stays: a guest's belongs to whoever has its cookie.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::FieldError;
use edge::{
    ClientAddress, Form, MaybeUser, Problem, Query, SecurityEvent, Session, UserAgent, code,
};
use serde::Deserialize;
use shop::{Caller, LogInError, SignedIn};

use crate::fields::{self, Field, FieldProblem};
use crate::frame::Frame;
use crate::strings::{CodeWords, Strings};
use crate::visit::{Texts as _, Visit, local_path, redirect};
use crate::{Storefront, links, respond, second_factor};

#[derive(Template)]
#[template(path = "log_in.html")]
struct LogInPage {
    frame: Frame,
    warning: Option<&'static str>,
    /// What was done before this page was shown.
    notice: Option<&'static str>,
    c: &'static CodeWords,
    problems: Vec<FieldProblem>,
    username: Field,
    password: Field,
    /// Where to go afterwards; empty for the account.
    next: String,
    register: String,
}

/// Where somebody wanted to go.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Next {
    /// A path of this shop; anything else is ignored.
    pub(crate) next: String,
    /// `1`: the password was just replaced by a code.
    reset: String,
}

/// The form, as it was sent.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct LogInForm {
    username: String,
    password: String,
    next: String,
}

/// `GET /login`
pub(crate) async fn show(
    State(state): State<Storefront>,
    visit: Visit,
    MaybeUser(caller): MaybeUser,
    Query(next): Query<Next>,
) -> Result<Response, Problem> {
    if caller != Caller::Anonymous {
        return Ok(onward(&visit, &next.next));
    }
    let form = LogInForm {
        next: next.next,
        ..LogInForm::default()
    };
    let mut page = page(&state, &visit, &form, &[]);
    page.notice = (next.reset == "1").then_some(page.c.password_set);
    respond::personal(&page)
}

/// `POST /login`
pub(crate) async fn submit(
    State(state): State<Storefront>,
    visit: Visit,
    ClientAddress(client): ClientAddress,
    UserAgent(user_agent): UserAgent,
    brought: Result<Session, Problem>,
    Form(form): Form<LogInForm>,
) -> Result<Response, Problem> {
    let attempt = state.login_limit.begin(&form.username, client).await?;
    let log_in = shop::LogIn {
        username: &form.username,
        password: &form.password,
        code: None,
        user_agent: user_agent.as_deref(),
    };
    let error = match state.shop.log_in_with(log_in).await {
        Ok(signed_in) => {
            attempt.succeeded().await;
            return welcome(&state, &visit, &form.next, &signed_in, brought).await;
        }
        Err(error) => error,
    };
    let t = visit.t();
    let (status, warning, errors) = match error {
        LogInError::WrongCredentials => {
            attempt.failed();
            let mut page = page(&state, &visit, &form, &[]);
            page.warning = Some(t.wrong_credentials);
            let answer = respond::personal_with(StatusCode::UNAUTHORIZED, &page)?;
            return Ok(SecurityEvent::refused(code::WRONG_CREDENTIALS, None).on(answer));
        }
        LogInError::SecondFactorRequired { challenge } => {
            return Ok(second_factor::ask(&state, &visit, &form.next, challenge));
        }
        LogInError::Invalid(errors) => (StatusCode::BAD_REQUEST, None, errors),
        LogInError::Busy | LogInError::Changed | LogInError::WrongCode => (
            StatusCode::SERVICE_UNAVAILABLE,
            Some(t.sign_in_busy),
            Vec::new(),
        ),
        error @ LogInError::Store(_) => return Err(error.into()),
    };
    let mut page = page(&state, &visit, &form, &required(errors, &form));
    page.warning = warning;
    respond::personal_with(status, &page)
}

/// An empty field is missing rather than too short.
fn required(mut errors: Vec<FieldError>, form: &LogInForm) -> Vec<FieldError> {
    for error in &mut errors {
        let empty = match error.field.as_str() {
            "username" => form.username.is_empty(),
            "password" => form.password.is_empty(),
            _ => false,
        };
        if empty {
            error.code = FieldError::REQUIRED;
        }
    }
    errors
}

fn page(state: &Storefront, visit: &Visit, form: &LogInForm, errors: &[FieldError]) -> LogInPage {
    let t = visit.t();
    let snapshot = state.shop.catalogue().snapshot();
    let next = local_path(&form.next).unwrap_or_default();
    let password = Field::new("password", t.password, "current-password");
    LogInPage {
        frame: Frame::new(&state.site, visit, &snapshot, t.log_in)
            .placed_at(&place("/login", next)),
        warning: None,
        notice: None,
        c: CodeWords::of(visit.lang),
        problems: fields::problems(t, errors),
        username: username(t).filled(t, &form.username, errors),
        // What was typed isn't sent back: it would stand in the page's source.
        password: Field {
            kind: "password",
            max: 128,
            ..password.filled(t, "", errors)
        },
        next: next.to_owned(),
        register: visit.link(&place("/register", next)),
    }
}

/// The field for a username, shared with registration.
pub(crate) fn username(t: &'static Strings) -> Field {
    Field {
        max: 20,
        ..Field::new("username", t.username, "username")
    }
}

/// The page at `path`, keeping where to go afterwards.
pub(crate) fn place(path: &str, next: &str) -> String {
    links::with_query(path, (!next.is_empty()).then_some(("next", next)))
}

/// Signed in: ends the session that the browser `brought`, whoever's it was, sets the new one's
/// cookie and goes on. If the old one can't be ended, nobody learns the new one's token.
pub(crate) async fn welcome(
    state: &Storefront,
    visit: &Visit,
    next: &str,
    signed_in: &SignedIn,
    brought: Result<Session, Problem>,
) -> Result<Response, Problem> {
    if let Ok(Session(identity)) = brought {
        state.shop.log_out(&identity).await?;
    }
    let left = signed_in.expires_at - state.shop.ambient().now();
    let left = left.try_into().unwrap_or_default();
    let cookie = edge::session_cookie(&signed_in.token, left, state.site.secure_cookies);
    let event = SecurityEvent::logged_in(signed_in.account.id);
    Ok(event.on(respond::with_cookies(onward(visit, next), cookie)))
}

/// To where somebody wanted to go, or to their account.
pub(crate) fn onward(visit: &Visit, next: &str) -> Response {
    match local_path(next) {
        Some(next) => redirect(StatusCode::SEE_OTHER, next),
        None => visit.see_other("/account"),
    }
}
