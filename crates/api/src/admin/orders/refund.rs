//! `POST /api/admin/orders/{number}/refund`

use axum::extract::State;
use domain::{FieldError, Paisa, RefundChannel, UnknownWord};
use edge::needs::Money;
use edge::{Json, May, Path, Problem};
use serde::Deserialize;
use shop::{RefundOrder, Shop};
use utoipa::ToSchema;

use super::body::StaffOrder;
use crate::orders::body::OrderPath;
use crate::words;

/// What a buyer got back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RefundRequest {
    /// At most what was collected.
    #[schema(minimum = 1, examples(122_000))]
    amount_paisa: i64,
    #[schema(schema_with = words::refund_channel, required = true)]
    channel: String,
    /// The transaction's number, at most 80 characters; needed for every channel but `cash`.
    #[schema(max_length = 80, examples("9F3K2LQ8XC"))]
    reference: Option<String>,
}

/// Record a refund
///
/// For an order that came back after it was paid for; within ten days, by the way it was paid. Its
/// buyer is told. The same again changes nothing.
#[utoipa::path(post, path = "/api/admin/orders/{number}/refund", tag = "Back office: orders", operation_id = "refund_order",
    params(OrderPath),
    responses(
        (status = 200, description = "The order as it is now.", body = StaffOrder),
        (status = 409, description = "`illegal_move`: no refund is due."),
    ))]
pub(crate) async fn refund_order(
    State(shop): State<Shop>,
    May(identity, ..): May<Money>,
    Path(OrderPath { number }): Path<OrderPath>,
    Json(body): Json<RefundRequest>,
) -> Result<Json<StaffOrder>, Problem> {
    let channel: Result<RefundChannel, UnknownWord> = body.channel.parse();
    let asked = RefundOrder {
        amount: Paisa::new(body.amount_paisa),
        channel: channel.map_err(|unknown| {
            let error = FieldError::new("channel", FieldError::UNKNOWN, unknown.to_string());
            Problem::invalid(vec![error])
        })?,
        reference: body.reference.unwrap_or_default(),
    };
    Ok(Json(
        shop.refund_order(&identity, &number, asked).await?.into(),
    ))
}
