//! `POST /api/orders/track`

use axum::extract::State;
use domain::OrderNumber;
use edge::{ClientAddress, Json, Problem};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::state::Api;
use crate::words;

/// What somebody knows of an order.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TrackRequest {
    /// As the order's message says it, in any case.
    #[schema(
        pattern = "^DC-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$",
        examples("DC-7K3M-Q9TX")
    )]
    number: String,
    #[schema(schema_with = words::phone)]
    phone: String,
}

/// What opens an order.
#[derive(Serialize, ToSchema)]
pub(crate) struct TrackedOrder {
    #[schema(examples("DC-7K3M-Q9TX"))]
    number: String,
    /// Opens this order for 30 days, as the token from its placement does.
    access_token: String,
}

/// Find an order by its number and phone
///
/// A wrong number and a wrong phone are answered alike. An order's number and a client's address
/// may each be tried a few times in a quarter of an hour.
#[utoipa::path(post, path = "/api/orders/track", tag = "Orders", operation_id = "track_order",
    responses(
        (status = 200, description = "The order's number and what opens it.", body = TrackedOrder),
        (status = 404, description = "`not_found`: no order has this number and this phone."),
        (status = 429, description = "`too_many_attempts`: too many tries at this order or from this address."),
    ))]
pub(crate) async fn track_order(
    State(api): State<Api>,
    ClientAddress(client): ClientAddress,
    Json(body): Json<TrackRequest>,
) -> Result<Json<TrackedOrder>, Problem> {
    let thing = match OrderNumber::parse(&body.number) {
        Ok(number) => format!("order:{number}"),
        Err(_) => "order:".to_owned(),
    };
    api.login_limit().try_once(&thing, client)?;
    let tracked = api.shop().track_order(&body.number, &body.phone).await?;
    Ok(Json(TrackedOrder {
        number: tracked.number.into_string(),
        access_token: tracked.access_token,
    }))
}
