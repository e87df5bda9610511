//! `PUT /api/auth/me`
//!
//! Codes for a new password go to the mobile number, so changing it takes the password. A wrong one
//! counts like a failed login.

use axum::extract::State;
use edge::{ClientAddress, Customer, Json, Problem};
use serde::Deserialize;
use shop::ChangeContactError;
use utoipa::ToSchema;

use super::body::AccountBody;
use crate::state::Api;
use crate::words;

/// How somebody is reached from now on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ContactChange {
    /// A Bangladeshi mobile number; null for none.
    #[schema(schema_with = words::maybe_phone, required = false)]
    phone: Option<String>,
    /// Null for none.
    #[schema(examples("rahima@example.com"))]
    email: Option<String>,
    /// The account's password; needed only where the mobile number changes.
    #[serde(default)]
    #[schema(max_length = 128, examples("Padma-river-71"))]
    password: Option<String>,
}

/// Change how I am reached
///
/// What is left out is taken away. Another mobile number takes the password, and is not verified.
#[utoipa::path(put, path = "/api/auth/me", tag = "Accounts", operation_id = "change_contact",
    responses(
        (status = 200, description = "The account as it is now.", body = AccountBody),
        (status = 400, description = "`invalid_input`: a field won't do; `password` is missing (`required`) or another one (`wrong`)."),
        (status = 429, description = "`too_many_attempts`: the password was wrong too often."),
    ))]
pub(crate) async fn change_contact(
    State(api): State<Api>,
    Customer(identity): Customer,
    ClientAddress(client): ClientAddress,
    Json(body): Json<ContactChange>,
) -> Result<Json<AccountBody>, Problem> {
    let change = shop::ContactChange {
        phone: body.phone.unwrap_or_default(),
        email: body.email.unwrap_or_default(),
        password: body.password.unwrap_or_default(),
    };
    let attempt = api.login_limit().begin(&identity.username, client).await?;
    match api.shop().change_contact(&identity, &change).await {
        // No password may have been looked at: earlier failures stay.
        Ok(account) => Ok(Json(account.into())),
        Err(wrong @ ChangeContactError::WrongPassword) => {
            attempt.failed();
            Err(wrong.into())
        }
        Err(other) => Err(other.into()),
    }
}
