//! Orders: placed in batches by the lane, seen by who may, moved by the state machine.

mod lane;
mod list;
mod moves;
mod place;
mod placing;
mod tally;
mod view;

pub use list::{OrderFilter, OrderSummary};
pub use moves::MoveOrderError;
pub use place::{
    IdempotencyKey, LostCoupon, OverLimit, PlaceOrder, PlaceOrderError, Placed, Shortage,
};
pub use view::{AddressView, ContactView, OrderError, OrderEvent, OrderLineView, OrderView};

pub(crate) use lane::Lane;
pub(crate) use tally::Tally;
