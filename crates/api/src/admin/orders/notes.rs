//! `POST /api/admin/orders/{number}/notes`

use axum::extract::State;
use edge::needs::Orders;
use edge::{Json, May, Path, Problem};
use serde::Deserialize;
use shop::Shop;
use utoipa::ToSchema;

use super::body::StaffOrder;
use crate::orders::body::OrderPath;

/// A note for the staff.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoteRequest {
    /// 1 to 2,000 characters.
    #[schema(
        min_length = 1,
        max_length = 2000,
        examples("wants it wrapped as a present")
    )]
    text: String,
}

/// Add a note to an order
///
/// Only staff see it.
#[utoipa::path(post, path = "/api/admin/orders/{number}/notes", tag = "Back office: orders", operation_id = "note_order",
    params(OrderPath),
    responses((status = 200, description = "The order with the note.", body = StaffOrder)))]
pub(crate) async fn note_order(
    State(shop): State<Shop>,
    May(identity, ..): May<Orders>,
    Path(OrderPath { number }): Path<OrderPath>,
    Json(body): Json<NoteRequest>,
) -> Result<Json<StaffOrder>, Problem> {
    Ok(Json(
        shop.note_order(&identity, &number, &body.text)
            .await?
            .into(),
    ))
}
