//! `POST /api/auth/login`
//!
//! Wrong credentials count against the account and the client's address together; input that is
//! no credentials at all (400), and a shop that can't answer (503), don't.

use axum::extract::State;
use edge::{ClientAddress, Json, Problem};
use serde::Deserialize;
use shop::LogInError;
use utoipa::ToSchema;

use super::body::Session;
use crate::state::Api;

/// Somebody's credentials.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LogIn {
    #[schema(value_type = String, min_length = 3, max_length = 20, pattern = "^[A-Za-z0-9_]+$", examples("rahima"))]
    username: Option<String>,
    #[schema(value_type = String, min_length = 8, max_length = 128, examples("Padma-river-71"))]
    password: Option<String>,
}

/// Sign in
///
/// Wrong credentials are answered the same whether or not the user exists. After five wrong
/// attempts on one account from one address within 15 minutes, further ones are answered with 429.
#[utoipa::path(post, path = "/api/auth/login", tag = "Accounts", operation_id = "log_in",
    responses(
        (status = 200, description = "Signed in.", body = Session),
        (status = 401, description = "`wrong_credentials`: no such user, or another password."),
    ))]
pub(crate) async fn log_in(
    State(api): State<Api>,
    ClientAddress(address): ClientAddress,
    Json(body): Json<LogIn>,
) -> Result<Json<Session>, Problem> {
    let shop = api.shop();
    let username = body.username.unwrap_or_default();
    let attempt = api.login_limit().begin(&username, address).await?;
    match shop
        .log_in(&username, &body.password.unwrap_or_default())
        .await
    {
        Ok(signed_in) => {
            attempt.succeeded().await;
            let length = shop.options().session_length;
            Ok(Json(Session::new("Login successful", length, signed_in)))
        }
        Err(wrong @ LogInError::WrongCredentials) => {
            attempt.failed();
            Err(wrong.into())
        }
        Err(other) => Err(other.into()),
    }
}
