//! `POST /api/auth/password-reset` and `POST /api/auth/password-reset/confirm`
//!
//! Neither tells whether there is such an account, not by the answer and not by the time it takes.

use std::net::IpAddr;

use axum::extract::State;
use axum::http::StatusCode;
use domain::Lang;
use edge::{ClientAddress, Json, Problem, SecurityEvent};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::state::Api;
use crate::words;

/// Who forgot their password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ResetRequest {
    /// A username, or the mobile number of the account in any usual spelling.
    #[schema(value_type = String, pattern = "^([A-Za-z0-9_]{3,20}|[+]8801[3-9][0-9]{8})$", examples("rahima"))]
    identifier: Option<String>,
    /// The language of the message.
    #[serde(default)]
    #[schema(schema_with = words::maybe_lang, required = false)]
    lang: Option<Lang>,
}

/// The request was taken.
#[derive(Serialize, ToSchema)]
pub(crate) struct CodeAsked {
    #[schema(examples("If the account has a mobile number, a code is on its way"))]
    pub(super) message: &'static str,
    /// How long the code is good for.
    #[serde(rename = "expiresIn")]
    #[schema(examples("10m"))]
    pub(super) expires_in: &'static str,
}

/// The code and the new password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ResetConfirmation {
    /// What the code was asked for with.
    #[schema(value_type = String, pattern = "^([A-Za-z0-9_]{3,20}|[+]8801[3-9][0-9]{8})$", examples("rahima"))]
    identifier: Option<String>,
    /// Six digits, ASCII or Bangla.
    #[schema(value_type = String, pattern = "^[0-9]{6}$", examples("012345"))]
    code: Option<String>,
    /// 8 to 128 characters, and not one that everybody tries first.
    #[schema(value_type = String, min_length = 8, max_length = 128, examples("Jamuna-river-72"))]
    new_password: Option<String>,
    /// The language of the message that tells its owner.
    #[serde(default)]
    #[schema(schema_with = words::maybe_lang, required = false)]
    lang: Option<Lang>,
}

/// The password is another one.
#[derive(Serialize, ToSchema)]
pub(crate) struct PasswordReset {
    #[schema(examples("Password changed; sign in with the new one"))]
    message: &'static str,
}

/// Ask for a code to set a new password with
///
/// A code of six digits goes to the account's mobile number by message, if there is such an account
/// with a number; the answer is the same if not. By number, the account is the one that has verified
/// it, or the only one that has it. For staff the number must be verified. An account gets at most
/// five codes in an hour, a number ten in a day.
#[utoipa::path(post, path = "/api/auth/password-reset", tag = "Accounts", operation_id = "begin_password_reset",
    responses(
        (status = 202, description = "Taken, whoever it is.", body = CodeAsked),
        (status = 429, description = "`too_many_attempts`: asked too often from this address."),
        (status = 503, description = "`messages_unavailable`: this shop has no SMS gateway."),
    ))]
pub(crate) async fn begin_password_reset(
    State(api): State<Api>,
    ClientAddress(client): ClientAddress,
    Json(body): Json<ResetRequest>,
) -> Result<(StatusCode, Json<CodeAsked>), Problem> {
    let identifier = body.identifier.unwrap_or_default();
    count(&api, "ask", &identifier, client).await?;
    let lang = body.lang.unwrap_or(Lang::Bn);
    api.shop().begin_password_reset(&identifier, lang).await?;
    let message = "If the account has a mobile number, a code is on its way";
    Ok((StatusCode::ACCEPTED, Json(CodeAsked::new(message))))
}

/// Set a new password with a code
///
/// Every session of the account ends, its number is verified, and a message tells its owner. Nobody
/// is signed in by it. A code can be guessed five times and used once, within ten minutes.
#[utoipa::path(post, path = "/api/auth/password-reset/confirm", tag = "Accounts", operation_id = "finish_password_reset",
    responses(
        (status = 200, description = "Changed.", body = PasswordReset),
        (status = 400, description = "`wrong_code`: another code, or one that is used or has run out; `invalid_input`: the new password won't do."),
        (status = 429, description = "`too_many_attempts`: tried too often from this address."),
    ))]
pub(crate) async fn finish_password_reset(
    State(api): State<Api>,
    ClientAddress(client): ClientAddress,
    Json(body): Json<ResetConfirmation>,
) -> Result<(SecurityEvent, Json<PasswordReset>), Problem> {
    let reset = shop::PasswordReset {
        identifier: body.identifier.unwrap_or_default(),
        code: body.code.unwrap_or_default(),
        new_password: body.new_password.unwrap_or_default(),
        lang: body.lang,
    };
    count(&api, "code", &reset.identifier, client).await?;
    api.shop().finish_password_reset(&reset).await?;
    let message = "Password changed; sign in with the new one";
    let event = SecurityEvent::password_reset();
    Ok((event, Json(PasswordReset { message })))
}

impl CodeAsked {
    pub(super) fn new(message: &'static str) -> Self {
        CodeAsked {
            message,
            expires_in: "10m",
        }
    }
}

/// Counts a try at a thing per address, so that nobody keeps its owner from it.
pub(super) async fn count(
    api: &Api,
    what: &str,
    thing: &str,
    client: IpAddr,
) -> Result<(), Problem> {
    let thing: String = thing.trim().to_lowercase().chars().take(14).collect();
    api.login_limit()
        .try_once(&format!("{what}:{client}:{thing}"), client)
        .await
}
