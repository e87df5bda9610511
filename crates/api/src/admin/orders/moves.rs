//! `POST /api/admin/orders/{number}/moves`

use axum::extract::State;
use domain::{FieldError, OrderMove};
use edge::{Json, Path, Problem, Staff};
use serde::Deserialize;
use shop::Shop;
use utoipa::ToSchema;

use super::body::StaffOrder;
use crate::orders::body::OrderPath;
use crate::words;

/// What to do with an order.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MoveRequest {
    #[serde(rename = "move")]
    #[schema(schema_with = words::order_move, required = true)]
    to: Option<String>,
    /// In your words, at most 500 characters; the customer sees it in the order's history.
    #[schema(max_length = 500, examples("called, will be at home after five"))]
    note: Option<String>,
}

/// Move an order
///
/// `confirm` → `pack` → `ship` → `deliver`; `cancel` until it is shipped, `return` from then on.
/// The stock and the payment follow.
#[utoipa::path(post, path = "/api/admin/orders/{number}/moves", tag = "Back office: orders", operation_id = "move_order",
    params(OrderPath),
    responses(
        (status = 200, description = "The order as it is now.", body = StaffOrder),
        (status = 409, description = "`illegal_move`: not from where it stands; the detail says what is possible."),
    ))]
pub(crate) async fn move_order(
    State(shop): State<Shop>,
    Staff(identity): Staff,
    Path(OrderPath { number }): Path<OrderPath>,
    Json(body): Json<MoveRequest>,
) -> Result<Json<StaffOrder>, Problem> {
    let to = body
        .order_move()
        .map_err(|error| Problem::invalid(vec![error]))?;
    Ok(Json(
        shop.move_order(&identity, &number, to, body.note)
            .await?
            .into(),
    ))
}

impl MoveRequest {
    fn order_move(&self) -> Result<OrderMove, FieldError> {
        let word = self
            .to
            .as_deref()
            .ok_or_else(|| FieldError::new("move", FieldError::REQUIRED, "A move is needed"))?;
        word.parse().map_err(|unknown: domain::UnknownWord| {
            FieldError::new("move", FieldError::UNKNOWN, unknown.to_string())
        })
    }
}
