//! What is done with an order: one address for each move, and one for payout, refund and notes.
//! Done, it leads back to the order; not done, the order's page says why, with what was typed.

use axum::extract::State;
use axum::response::Response;
use domain::{FieldError, OrderMove, OrderNumber, OrderStatus, Paisa, RefundChannel};
use edge::{Form, Path, Problem, Staff};
use pages::Visit;
use shop::{
    LineSerials, MoveOrderError, OrderStep, RefundOrder, RemitOrder, StaffOrder, StepRequest,
};

use super::detail::{self, Refused};
use super::forms::Typed;
use crate::Office;

/// `POST /admin/orders/{number}/moves/{step}`
pub(crate) async fn step(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
    Path((number, step)): Path<(OrderNumber, OrderMove)>,
    Form(typed): Form<Typed>,
) -> Result<Response, Problem> {
    let request = StepRequest {
        expected: typed.expected.parse::<OrderStatus>().ok(),
        note: None,
        step: typed.step(step),
    };
    let outcome = office.shop.move_order(&who, &number, request).await;
    answer(&office, &visit, &who, &number, typed, outcome, "moved").await
}

/// `POST /admin/orders/{number}/payout`
pub(crate) async fn remit(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
    Path(number): Path<OrderNumber>,
    Form(typed): Form<Typed>,
) -> Result<Response, Problem> {
    let outcome = match amount("charge", &typed.charge) {
        Ok(charge) => {
            let paid = RemitOrder {
                charge,
                reference: typed.statement.clone(),
            };
            office.shop.remit_order(&who, &number, paid).await
        }
        Err(error) => Err(MoveOrderError::Invalid(vec![error])),
    };
    let outcome = outcome.map_err(|error| renamed(error, "reference", "statement"));
    answer(&office, &visit, &who, &number, typed, outcome, "remitted").await
}

/// `POST /admin/orders/{number}/refund`
pub(crate) async fn refund(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
    Path(number): Path<OrderNumber>,
    Form(typed): Form<Typed>,
) -> Result<Response, Problem> {
    let channel = typed
        .channel
        .parse::<RefundChannel>()
        .map_err(|unknown| FieldError::new("channel", FieldError::UNKNOWN, unknown.to_string()));
    let outcome = match (amount("amount", &typed.amount), channel) {
        (Ok(amount), Ok(channel)) => {
            let asked = RefundOrder {
                amount,
                channel,
                reference: typed.reference.clone(),
            };
            office.shop.refund_order(&who, &number, asked).await
        }
        (amount, channel) => Err(MoveOrderError::Invalid(
            amount.err().into_iter().chain(channel.err()).collect(),
        )),
    };
    answer(&office, &visit, &who, &number, typed, outcome, "refunded").await
}

/// `POST /admin/orders/{number}/notes`
pub(crate) async fn note(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
    Path(number): Path<OrderNumber>,
    Form(typed): Form<Typed>,
) -> Result<Response, Problem> {
    let outcome = office.shop.note_order(&who, &number, &typed.text).await;
    answer(&office, &visit, &who, &number, typed, outcome, "noted").await
}

async fn answer(
    office: &Office,
    visit: &Visit,
    who: &shop::Identity,
    number: &OrderNumber,
    typed: Typed,
    outcome: Result<StaffOrder, MoveOrderError>,
    done: &str,
) -> Result<Response, Problem> {
    let refused = match outcome {
        Ok(_) => return Ok(visit.see_other(&format!("/admin/orders/{number}?done={done}"))),
        Err(MoveOrderError::Invalid(errors)) => Refused::Fields(errors),
        Err(MoveOrderError::Stale { .. }) => Refused::Stale,
        Err(MoveOrderError::Illegal(_) | MoveOrderError::IllegalPayment(_)) => Refused::Illegal,
        Err(error) => return Err(error.into()),
    };
    detail::refused(office, visit, who, number, &typed, refused).await
}

impl Typed {
    fn step(&self, step: OrderMove) -> OrderStep {
        match step {
            OrderMove::Confirm => OrderStep::Confirm,
            OrderMove::Pack => {
                let units = self.sku.iter().zip(&self.serial);
                OrderStep::Pack {
                    serials: units
                        .map(|(sku, serial)| LineSerials {
                            sku: sku.clone(),
                            serials: vec![serial.clone()],
                        })
                        .collect(),
                }
            }
            OrderMove::Ship => OrderStep::Ship {
                courier: self.courier.clone(),
                tracking: self.tracking.clone(),
            },
            OrderMove::Deliver => OrderStep::Deliver,
            OrderMove::Cancel => OrderStep::Cancel,
            OrderMove::Return => OrderStep::Return,
        }
    }
}

fn amount(field: &str, text: &str) -> Result<Paisa, FieldError> {
    Paisa::parse_taka(text)
        .map_err(|error| FieldError::new(field, FieldError::FORMAT, error.to_string()))
}

/// Two forms of one page have a reference; each field has a name of its own there.
fn renamed(error: MoveOrderError, from: &str, to: &str) -> MoveOrderError {
    match error {
        MoveOrderError::Invalid(errors) => MoveOrderError::Invalid(
            errors
                .into_iter()
                .map(|error| {
                    if error.field == from {
                        FieldError::new(to, error.code, error.message)
                    } else {
                        error
                    }
                })
                .collect(),
        ),
        other => other,
    }
}
