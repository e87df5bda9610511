//! What an order looks like to the staff: with the moves that they can make.

use domain::{Actor, OrderMove};
use serde::Serialize;
use shop::OrderView;
use utoipa::ToSchema;

use crate::orders::body::OrderBody;
use crate::words;

/// An order and what can be done with it.
#[derive(Serialize, ToSchema)]
pub(crate) struct StaffOrder {
    order: OrderBody,
    /// The moves that staff can make now.
    #[schema(schema_with = moves)]
    allowed_moves: Vec<OrderMove>,
}

fn moves() -> utoipa::openapi::schema::Array {
    utoipa::openapi::schema::ArrayBuilder::new()
        .items(words::order_move())
        .build()
}

impl From<OrderView> for StaffOrder {
    fn from(order: OrderView) -> Self {
        let allowed_moves = order.status.allowed(Actor::Staff);
        StaffOrder {
            order: OrderBody::for_staff(order),
            allowed_moves,
        }
    }
}
