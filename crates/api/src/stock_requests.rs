//! `POST /api/stock-requests`

use axum::extract::State;
use axum::http::StatusCode;
use domain::Lang;
use edge::{ClientAddress, Json, MaybeUser, Problem};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::state::Api;
use crate::words;

/// What somebody waits for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StockRequest {
    #[schema(pattern = "^[!-~]{1,64}$", examples("RC-A17-128-BLK"))]
    sku: String,
    /// Who is told; without it, the account's phone.
    #[schema(schema_with = words::maybe_phone, required = false)]
    phone: Option<String>,
    /// The language of the message.
    #[serde(default)]
    #[schema(schema_with = words::maybe_lang, required = false)]
    lang: Option<Lang>,
}

/// The request was taken.
#[derive(Serialize, ToSchema)]
pub(crate) struct StockRequested {
    #[schema(examples("You will get one message when it is back in stock"))]
    message: &'static str,
}

/// Ask to be told when something is back in stock
///
/// One message goes out, once. Asking again while the request is open changes nothing, and is
/// answered alike. A phone number and a client address may ask a few times in a quarter of an
/// hour.
#[utoipa::path(post, path = "/api/stock-requests", tag = "Products", operation_id = "request_stock",
    responses(
        (status = 202, description = "They will be told.", body = StockRequested),
        (status = 404, description = "`unknown_sku`: nothing for sale has this SKU."),
        (status = 409, description = "`in_stock`: it can be ordered now; `list_full`: the phone waits for 20 products."),
        (status = 429, description = "`too_many_attempts`: too many requests for this phone or from this address."),
    ))]
pub(crate) async fn request_stock(
    State(api): State<Api>,
    MaybeUser(caller): MaybeUser,
    ClientAddress(client): ClientAddress,
    Json(body): Json<StockRequest>,
) -> Result<(StatusCode, Json<StockRequested>), Problem> {
    let phone = body.phone.unwrap_or_default();
    let thing = match domain::Phone::parse(&phone) {
        Ok(phone) => format!("phone:{phone}"),
        Err(_) => format!("user:{:?}", caller.user()),
    };
    api.login_limit().try_once(&thing, client)?;
    let lang = body.lang.unwrap_or(Lang::Bn);
    api.shop()
        .request_stock(&caller, &body.sku, &phone, lang)
        .await?;
    let message = "You will get one message when it is back in stock";
    Ok((StatusCode::ACCEPTED, Json(StockRequested { message })))
}
