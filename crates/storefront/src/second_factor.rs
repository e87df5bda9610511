//! The second page of a login, for accounts that have a second factor.
//!
//! Between the two the browser holds a challenge in a cookie: proof of a right password, for five
//! minutes and for this page alone. It is no session, and nothing else reads it.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use domain::FieldError;
use edge::{ClientAddress, Form, Problem, Query, SecurityEvent, Session, UserAgent, code};
use pages::cookies::Cookies;
use serde::Deserialize;
use shop::LogInError;

use crate::fields::{self, Field, FieldProblem};
use crate::frame::Frame;
use crate::log_in::{Next, place, welcome};
use crate::strings::WRONG;
use crate::visit::{Texts as _, Visit, local_path};
use crate::{Storefront, cookies, respond};

#[derive(Template)]
#[template(path = "second_factor.html")]
struct SecondFactorPage {
    frame: Frame,
    warning: Option<&'static str>,
    problems: Vec<FieldProblem>,
    code: Field,
    next: String,
    back: String,
}

/// The form, as it was sent.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct CodeForm {
    code: String,
    next: String,
}

/// From the first page of the login to the second.
pub(crate) fn ask(state: &Storefront, visit: &Visit, next: &str, challenge: String) -> Response {
    let next = local_path(next).unwrap_or_default();
    let cookie = cookies::keep_challenge(&state.site, challenge);
    respond::with_cookies(visit.see_other(&place("/login/code", next)), cookie)
}

/// `GET /login/code`
pub(crate) async fn show(
    State(state): State<Storefront>,
    visit: Visit,
    held: Cookies,
    Query(next): Query<Next>,
) -> Result<Response, Problem> {
    let challenge = cookies::challenge(&state.site, &held).unwrap_or_default();
    match state.shop.name_of_challenge(challenge).await? {
        Some(_) => respond::personal(&page(&state, &visit, &next.next, &[])),
        None => Ok(again(&state, &visit, &next.next)),
    }
}

/// `POST /login/code`. A wrong code counts like a wrong password, and for the account too.
pub(crate) async fn submit(
    State(state): State<Storefront>,
    visit: Visit,
    held: Cookies,
    ClientAddress(client): ClientAddress,
    UserAgent(user_agent): UserAgent,
    brought: Result<Session, Problem>,
    Form(form): Form<CodeForm>,
) -> Result<Response, Problem> {
    let challenge = cookies::challenge(&state.site, &held).unwrap_or_default();
    let Some(username) = state.shop.name_of_challenge(challenge).await? else {
        return Ok(again(&state, &visit, &form.next));
    };
    if form.code.trim().is_empty() {
        let missing = FieldError::new("code", FieldError::REQUIRED, "The code is missing");
        let page = page(&state, &visit, &form.next, &[missing]);
        return respond::personal_with(StatusCode::BAD_REQUEST, &page);
    }
    let here = state.login_limit.begin(&username, client).await?;
    let anywhere = state.login_limit.begin_code(&username).await?;
    let finished = state
        .shop
        .finish_log_in(challenge, &form.code, user_agent.as_deref());
    match finished.await {
        Ok(signed_in) => {
            here.succeeded().await;
            anywhere.succeeded().await;
            let forget = cookies::drop_challenge(&state.site);
            let answer = welcome(&state, &visit, &form.next, &signed_in, brought).await?;
            Ok(respond::with_cookies(answer, forget))
        }
        Err(LogInError::WrongCode) => {
            here.failed();
            anywhere.failed();
            let wrong = FieldError::new("code", WRONG, "The code is wrong");
            let page = page(&state, &visit, &form.next, &[wrong]);
            let answer = respond::personal_with(StatusCode::UNAUTHORIZED, &page)?;
            Ok(SecurityEvent::refused(code::SECOND_FACTOR_WRONG, None).on(answer))
        }
        Err(LogInError::Store(error)) => Err(error.into()),
        // The account has changed since the password was right.
        Err(_) => Ok(again(&state, &visit, &form.next)),
    }
}

/// Back to the first page.
fn again(state: &Storefront, visit: &Visit, next: &str) -> Response {
    let next = local_path(next).unwrap_or_default();
    let forget: Option<HeaderValue> = cookies::drop_challenge(&state.site);
    respond::with_cookies(visit.see_other(&place("/login", next)), forget)
}

fn page(state: &Storefront, visit: &Visit, next: &str, errors: &[FieldError]) -> SecondFactorPage {
    let t = visit.t();
    let snapshot = state.shop.catalogue().snapshot();
    let next = local_path(next).unwrap_or_default();
    let code = Field::new("code", t.second_factor_code, "one-time-code");
    SecondFactorPage {
        frame: Frame::new(&state.site, visit, &snapshot, t.second_factor)
            .placed_at(&place("/login/code", next)),
        warning: None,
        problems: fields::problems(t, errors),
        // A wrong code isn't sent back: the next one is another.
        code: Field {
            hint: t.second_factor_hint,
            max: 64,
            ..code.filled(t, "", errors)
        },
        next: next.to_owned(),
        back: visit.link(&place("/login", next)),
    }
}
