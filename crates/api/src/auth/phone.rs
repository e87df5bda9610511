//! `POST /api/auth/phone/verification` and `POST /api/auth/phone/verify`

use axum::extract::State;
use axum::http::StatusCode;
use domain::Lang;
use edge::{ClientAddress, Customer, Json, Problem};
use serde::Deserialize;
use utoipa::ToSchema;

use super::body::AccountBody;
use super::reset::{CodeAsked, count};
use crate::state::Api;
use crate::words;

/// How the code is to be sent.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct VerificationRequest {
    /// The language of the message.
    #[serde(default)]
    #[schema(schema_with = words::maybe_lang, required = false)]
    lang: Option<Lang>,
}

/// The code that came.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Verification {
    /// Six digits, ASCII or Bangla.
    #[schema(value_type = String, pattern = "^[0-9]{6}$", examples("012345"))]
    code: Option<String>,
}

/// Ask for a code that verifies my mobile number
///
/// It goes to the number of the account by message.
#[utoipa::path(post, path = "/api/auth/phone/verification", tag = "Accounts", operation_id = "begin_phone_verification",
    responses(
        (status = 202, description = "A code is on its way.", body = CodeAsked),
        (status = 400, description = "`invalid_input`: the account has no mobile number."),
        (status = 409, description = "`phone_verified`: there is nothing to verify."),
        (status = 429, description = "`too_many_attempts`: asked too often."),
        (status = 503, description = "`messages_unavailable`: this shop has no SMS gateway."),
    ))]
pub(crate) async fn begin_phone_verification(
    State(api): State<Api>,
    Customer(identity): Customer,
    ClientAddress(client): ClientAddress,
    Json(body): Json<VerificationRequest>,
) -> Result<(StatusCode, Json<CodeAsked>), Problem> {
    count(&api, "send", &identity.username, client).await?;
    let lang = body.lang.unwrap_or(Lang::Bn);
    api.shop().begin_phone_verification(&identity, lang).await?;
    let message = "A code is on its way to your mobile number";
    Ok((StatusCode::ACCEPTED, Json(CodeAsked::new(message))))
}

/// Verify my mobile number with the code that came
///
/// A number belongs to one account: if another had verified it, that one has lost it.
#[utoipa::path(post, path = "/api/auth/phone/verify", tag = "Accounts", operation_id = "verify_phone",
    responses(
        (status = 200, description = "Verified.", body = AccountBody),
        (status = 400, description = "`wrong_code`: another code, or one that is used or has run out."),
        (status = 429, description = "`too_many_attempts`: tried too often."),
    ))]
pub(crate) async fn verify_phone(
    State(api): State<Api>,
    Customer(identity): Customer,
    ClientAddress(client): ClientAddress,
    Json(body): Json<Verification>,
) -> Result<Json<AccountBody>, Problem> {
    count(&api, "verify", &identity.username, client).await?;
    let code = body.code.unwrap_or_default();
    let account = api.shop().verify_phone(&identity, &code).await?;
    Ok(Json(account.into()))
}
