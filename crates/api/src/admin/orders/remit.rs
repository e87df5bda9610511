//! `POST /api/admin/orders/{number}/remittance`

use axum::extract::State;
use domain::Paisa;
use edge::needs::Money;
use edge::{Json, May, Path, Problem};
use serde::Deserialize;
use shop::{RemitOrder, Shop};
use utoipa::ToSchema;

use super::body::StaffOrder;
use crate::orders::body::OrderPath;

/// What a courier paid out for an order.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RemittanceRequest {
    /// What the courier kept of what it collected.
    #[schema(minimum = 0, examples(6_000))]
    charge_paisa: i64,
    /// Its statement or the bank's entry, at most 80 characters.
    #[schema(max_length = 80, examples("STMT-2026-11-23"))]
    reference: Option<String>,
}

/// Record a courier's payout
///
/// For an order whose money the courier has. The same again changes nothing.
#[utoipa::path(post, path = "/api/admin/orders/{number}/remittance", tag = "Back office: orders", operation_id = "remit_order",
    params(OrderPath),
    responses(
        (status = 200, description = "The order as it is now.", body = StaffOrder),
        (status = 409, description = "`illegal_move`: the courier owes nothing for it."),
    ))]
pub(crate) async fn remit_order(
    State(shop): State<Shop>,
    May(identity, ..): May<Money>,
    Path(OrderPath { number }): Path<OrderPath>,
    Json(body): Json<RemittanceRequest>,
) -> Result<Json<StaffOrder>, Problem> {
    let paid = RemitOrder {
        charge: Paisa::new(body.charge_paisa),
        reference: body.reference.unwrap_or_default(),
    };
    Ok(Json(
        shop.remit_order(&identity, &number, paid).await?.into(),
    ))
}
