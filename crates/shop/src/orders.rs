//! Orders: placed in batches by the lane, seen by who may, moved by the state machine, paid.

mod lane;
mod list;
mod money;
mod moves;
mod place;
mod placing;
mod staff;
mod step;
mod tally;
mod track;
mod view;

pub use list::{OrderFilter, OrderSummary};
pub use money::{RefundOrder, RemitOrder};
pub use moves::{MAX_BULK, MoveOrderError};
pub use place::{
    IdempotencyKey, LostCoupon, OverLimit, PlaceOrder, PlaceOrderError, Placed, Shortage,
};
pub use staff::{InvoiceView, OrderNote, PaymentEvent, RemittanceView, StaffOrder};
pub use step::{LineSerials, OrderStep, StepRequest};
pub use track::{TrackError, Tracked};
pub use view::{
    AddressView, ContactView, OrderError, OrderEvent, OrderLineView, OrderView, RefundView,
    ShipmentView,
};

pub(crate) use lane::Lane;
pub(crate) use tally::Tally;
