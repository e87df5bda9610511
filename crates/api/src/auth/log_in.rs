//! `POST /api/auth/login`
//!
//! Wrong credentials count against the account and the client's address together; input that is
//! no credentials at all (400), and a shop that can't answer (503), don't.

use axum::extract::State;
use domain::FieldError;
use edge::{ClientAddress, Json, Problem, SecurityEvent, UserAgent};
use serde::Deserialize;
use shop::LogInError;
use utoipa::ToSchema;

use super::body::Session;
use crate::state::Api;

/// Characters of a second factor at most; a recovery code has fewer.
const MAX_CODE: usize = 64;

/// Somebody's credentials.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LogIn {
    #[schema(value_type = String, min_length = 3, max_length = 20, pattern = "^[A-Za-z0-9_]+$", examples("rahima"))]
    username: Option<String>,
    #[schema(value_type = String, min_length = 8, max_length = 128, examples("Padma-river-71"))]
    password: Option<String>,
    /// The second factor, for accounts that have one: six digits from an app, or a recovery code.
    #[schema(max_length = 64, examples("123456"))]
    code: Option<String>,
}

/// Sign in
///
/// Wrong credentials are answered the same whether or not the user exists. After five wrong
/// attempts on one account from one address within 15 minutes, further ones are answered with 429.
#[utoipa::path(post, path = "/api/auth/login", tag = "Accounts", operation_id = "log_in",
    responses(
        (status = 200, description = "Signed in.", body = Session),
        (status = 401, description = "`wrong_credentials`: no such user, or another password. \
            `second_factor_required`: the password was right, and a `code` is needed. \
            `second_factor_wrong`: it isn't one of this half minute, or was used before."),
    ))]
pub(crate) async fn log_in(
    State(api): State<Api>,
    ClientAddress(address): ClientAddress,
    UserAgent(user_agent): UserAgent,
    Json(body): Json<LogIn>,
) -> Result<(SecurityEvent, Json<Session>), Problem> {
    let shop = api.shop();
    let username = body.username.unwrap_or_default();
    let code = body.code.as_deref();
    if code.is_some_and(|code| code.chars().count() > MAX_CODE) {
        let message = "The code has at most 64 characters";
        return Err(Problem::invalid_field("code", FieldError::LENGTH, message));
    }
    let attempt = api.login_limit().begin(&username, address).await?;
    let log_in = shop::LogIn {
        username: &username,
        password: &body.password.unwrap_or_default(),
        code: None,
        user_agent: user_agent.as_deref(),
    };
    let outcome = match (shop.log_in_with(log_in).await, code) {
        (Err(LogInError::SecondFactorRequired { challenge }), Some(code)) => {
            // Only now: whoever doesn't have the password can't use the bound on codes up.
            let guess = api.login_limit().begin_code(&username).await?;
            let finished = shop.finish_log_in(&challenge, code, user_agent.as_deref());
            match finished.await {
                Ok(signed_in) => {
                    guess.succeeded().await;
                    Ok(signed_in)
                }
                Err(wrong @ LogInError::WrongCode) => {
                    guess.failed();
                    Err(wrong)
                }
                Err(other) => Err(other),
            }
        }
        (outcome, _) => outcome,
    };
    match outcome {
        Ok(signed_in) => {
            attempt.succeeded().await;
            let length = shop.options().session_length;
            let event = SecurityEvent::logged_in(signed_in.account.id);
            let session = Session::new("Login successful", length, signed_in);
            Ok((event, Json(session)))
        }
        Err(wrong @ (LogInError::WrongCredentials | LogInError::WrongCode)) => {
            attempt.failed();
            Err(wrong.into())
        }
        Err(other) => Err(other.into()),
    }
}
