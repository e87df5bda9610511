//! `POST /api/auth/register`

use axum::extract::State;
use axum::http::StatusCode;
use edge::{Json, Problem, SecurityEvent, UserAgent};
use serde::Deserialize;
use shop::{Registration, Shop};
use utoipa::ToSchema;

use super::body::Session;
use crate::words;

/// A new account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Register {
    /// 3 to 20 letters, digits and underscores.
    #[schema(value_type = String, min_length = 3, max_length = 20, pattern = "^[A-Za-z0-9_]+$", examples("rahima"))]
    username: Option<String>,
    /// 8 to 128 characters, and not one that everybody tries first.
    #[schema(value_type = String, min_length = 8, max_length = 128, examples("Padma-river-71"))]
    password: Option<String>,
    #[schema(schema_with = words::maybe_phone, required = false)]
    phone: Option<String>,
    #[schema(examples("rahima@example.com"))]
    email: Option<String>,
}

/// Open an account
///
/// Opens a customer's account and signs it in.
#[utoipa::path(post, path = "/api/auth/register", tag = "Accounts", operation_id = "register",
    responses(
        (status = 201, description = "The account is open, and its first session too.", body = Session),
        (status = 409, description = "`username_taken`: somebody has this name."),
    ))]
pub(crate) async fn register(
    State(shop): State<Shop>,
    UserAgent(user_agent): UserAgent,
    Json(body): Json<Register>,
) -> Result<(StatusCode, SecurityEvent, Json<Session>), Problem> {
    let registration = Registration {
        username: body.username.unwrap_or_default(),
        password: body.password.unwrap_or_default(),
        phone: body.phone,
        email: body.email,
    };
    let signed_in = shop
        .register_from(registration, user_agent.as_deref())
        .await?;
    let length = shop.options().session_length;
    Ok((
        StatusCode::CREATED,
        SecurityEvent::logged_in(signed_in.account.id),
        Json(Session::new("Registration successful", length, signed_in)),
    ))
}
