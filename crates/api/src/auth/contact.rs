//! `PUT /api/auth/me`

use axum::extract::State;
use edge::{Customer, Json, Problem};
use serde::Deserialize;
use shop::Shop;
use utoipa::ToSchema;

use super::body::AccountBody;
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
}

/// Change how I am reached
///
/// What is left out is taken away.
#[utoipa::path(put, path = "/api/auth/me", tag = "Accounts", operation_id = "change_contact",
    responses((status = 200, description = "The account as it is now.", body = AccountBody)))]
pub(crate) async fn change_contact(
    State(shop): State<Shop>,
    Customer(identity): Customer,
    Json(body): Json<ContactChange>,
) -> Result<Json<AccountBody>, Problem> {
    let (phone, email) = (
        body.phone.unwrap_or_default(),
        body.email.unwrap_or_default(),
    );
    let account = shop.change_contact(&identity, &phone, &email).await?;
    Ok(Json(account.into()))
}
