//! `POST /api/auth/password`
//!
//! A wrong old password counts like a failed login: a stolen session is no licence to guess.

use axum::extract::State;
use edge::{ClientAddress, Customer, Json, Problem, SecurityEvent};
use serde::{Deserialize, Serialize};
use shop::ChangePasswordError;
use utoipa::ToSchema;

use crate::state::Api;

/// The old password and the new.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PasswordChange {
    #[schema(examples("Padma-river-71"))]
    old_password: String,
    #[schema(min_length = 8, max_length = 128, examples("Jamuna-river-72"))]
    new_password: String,
}

/// The password is another one.
#[derive(Serialize, ToSchema)]
pub(crate) struct PasswordChanged {
    #[schema(examples("Password changed"))]
    message: &'static str,
}

/// Change my password
///
/// Every other session of the account ends; the one that makes the call goes on.
#[utoipa::path(post, path = "/api/auth/password", tag = "Accounts", operation_id = "change_password",
    responses(
        (status = 200, description = "Changed.", body = PasswordChanged),
        (status = 400, description = "`invalid_input`: the old password is another one (`wrong`), or the new one won't do."),
        (status = 429, description = "`too_many_attempts`: the old password was wrong too often."),
    ))]
pub(crate) async fn change_password(
    State(api): State<Api>,
    Customer(identity): Customer,
    ClientAddress(client): ClientAddress,
    Json(body): Json<PasswordChange>,
) -> Result<(SecurityEvent, Json<PasswordChanged>), Problem> {
    let attempt = api.login_limit().begin(&identity.username, client).await?;
    let changed = api
        .shop()
        .change_password(&identity, &body.old_password, &body.new_password)
        .await;
    match changed {
        Ok(()) => attempt.succeeded().await,
        Err(wrong @ ChangePasswordError::WrongPassword) => {
            attempt.failed();
            return Err(wrong.into());
        }
        Err(other) => return Err(other.into()),
    }
    let message = "Password changed";
    let event = SecurityEvent::password_changed(identity.user);
    Ok((event, Json(PasswordChanged { message })))
}
