//! The code that came, and the new password. Afterwards one logs in with it: a second factor, where
//! there is one, is asked for there.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::FieldError;
use edge::{ClientAddress, Form, Problem, SecurityEvent, code};
use serde::Deserialize;
use shop::{FinishResetError, PasswordReset};

use super::{code_field, count, who};
use crate::cookies::{self, ResetCookie};
use crate::fields::{self, Field, FieldProblem};
use crate::frame::Frame;
use crate::strings::CodeWords;
use crate::visit::{Texts as _, Visit};
use crate::{Storefront, respond};

#[derive(Template)]
#[template(path = "password_reset/code.html")]
struct CodePage {
    frame: Frame,
    c: &'static CodeWords,
    warning: Option<&'static str>,
    problems: Vec<FieldProblem>,
    fields: [Field; 3],
}

/// The form, as it was sent.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct CodeForm {
    identifier: String,
    code: String,
    new_password: String,
}

/// `GET /password-reset/code`
pub(crate) async fn show(
    State(state): State<Storefront>,
    visit: Visit,
    ResetCookie(known): ResetCookie,
) -> Result<Response, Problem> {
    let identifier = known.unwrap_or_default();
    respond::personal(&page(&state, &visit, &identifier, &[]))
}

/// `POST /password-reset/code`
pub(crate) async fn submit(
    State(state): State<Storefront>,
    visit: Visit,
    ClientAddress(client): ClientAddress,
    Form(form): Form<CodeForm>,
) -> Result<Response, Problem> {
    count(&state, "code", &form.identifier, client).await?;
    let reset = PasswordReset {
        identifier: form.identifier,
        code: form.code,
        new_password: form.new_password,
        lang: Some(visit.lang),
    };
    let (t, c) = (visit.t(), CodeWords::of(visit.lang));
    let (status, warning, errors) = match state.shop.finish_password_reset(&reset).await {
        Ok(()) => {
            let there = visit.see_other("/login?reset=1");
            let cookies = cookies::drop_reset(&state.site);
            let there = respond::with_cookies(there, cookies);
            return Ok(SecurityEvent::password_reset().on(there));
        }
        Err(FinishResetError::WrongCode) => {
            let mut page = page(&state, &visit, &reset.identifier, &[]);
            page.warning = Some(c.wrong_code);
            let answer = respond::personal_with(StatusCode::BAD_REQUEST, &page)?;
            return Ok(SecurityEvent::refused(code::WRONG_CODE, None).on(answer));
        }
        Err(FinishResetError::Invalid(errors)) => (StatusCode::BAD_REQUEST, None, errors),
        Err(FinishResetError::Busy) => (
            StatusCode::SERVICE_UNAVAILABLE,
            Some(t.sign_in_busy),
            Vec::new(),
        ),
        Err(error @ FinishResetError::Store(_)) => return Err(error.into()),
    };
    let mut page = page(&state, &visit, &reset.identifier, &errors);
    page.warning = warning;
    respond::personal_with(status, &page)
}

/// Neither code nor password is sent back: they would stand in the page's source.
fn page(state: &Storefront, visit: &Visit, identifier: &str, errors: &[FieldError]) -> CodePage {
    let (t, c) = (visit.t(), CodeWords::of(visit.lang));
    let snapshot = state.shop.catalogue().snapshot();
    let password = Field::new("new_password", t.new_password, "new-password");
    CodePage {
        frame: Frame::new(&state.site, visit, &snapshot, c.code_title)
            .placed_at("/password-reset/code"),
        c,
        warning: None,
        problems: fields::problems(t, errors),
        fields: [
            who(c).filled(t, identifier, errors),
            code_field(c).filled(t, "", errors),
            Field {
                kind: "password",
                max: 128,
                hint: t.password_hint,
                ..password.filled(t, "", errors)
            },
        ],
    }
}
