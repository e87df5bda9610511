//! `POST /api/admin/orders/{number}/moves`

use axum::extract::State;
use domain::{FieldError, OrderMove, OrderStatus, UnknownWord};
use edge::{Json, Path, Problem, Staff};
use serde::Deserialize;
use shop::{LineSerials, OrderStep, Shop, StepRequest};
use utoipa::ToSchema;

use super::body::StaffOrder;
use crate::orders::body::OrderPath;
use crate::words;

/// Lines of serial numbers at most; an order has no more lines.
const MAX_LINES: usize = domain::MAX_LINES;
/// Numbers of one line at most; a line has no more units.
const MAX_UNITS: usize = 99;

/// What to do with an order. `serials` goes with `pack`, `courier` and `tracking` with `ship`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MoveRequest {
    #[serde(rename = "move")]
    #[schema(schema_with = words::order_move, required = true)]
    to: Option<String>,
    /// Where the order was when you saw it. If it is elsewhere, the answer is 409 `stale`, or the
    /// order as it is where this very move was made by you before.
    #[schema(schema_with = words::maybe_order_status, required = false)]
    expected_status: Option<String>,
    /// The numbers of the units of each line whose product asks for them.
    serials: Option<Vec<LineNumbers>>,
    /// Who carries it, 2 to 60 characters.
    #[schema(max_length = 60, examples("Pathao"))]
    courier: Option<String>,
    /// The courier's number of the parcel; a rider of your own has none.
    #[schema(max_length = 60, examples("PT-20931"))]
    tracking: Option<String>,
    /// In your words, at most 500 characters; only staff see it.
    #[schema(max_length = 500, examples("called, will be at home after five"))]
    note: Option<String>,
}

/// The numbers of one line's units.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LineNumbers {
    /// The line's SKU.
    sku: String,
    /// An IMEI of 15 digits, or a serial number, for each unit.
    #[schema(max_items = 99)]
    serials: Vec<String>,
}

/// Move an order
///
/// `confirm` → `pack` → `ship` → `deliver`; `cancel` until it is shipped, `return` from then on.
/// The stock and the payment follow. Packing takes an IMEI or serial number for each unit of a
/// product that asks for one, and issues the invoice; shipping takes the courier.
#[utoipa::path(post, path = "/api/admin/orders/{number}/moves", tag = "Back office: orders", operation_id = "move_order",
    params(OrderPath),
    responses(
        (status = 200, description = "The order as it is now.", body = StaffOrder),
        (status = 409, description = "`illegal_move`: not from where it stands; the detail says what is possible. `stale`: it isn't where you saw it."),
    ))]
pub(crate) async fn move_order(
    State(shop): State<Shop>,
    Staff(identity): Staff,
    Path(OrderPath { number }): Path<OrderPath>,
    Json(body): Json<MoveRequest>,
) -> Result<Json<StaffOrder>, Problem> {
    let request = body.request().map_err(Problem::invalid)?;
    Ok(Json(
        shop.move_order(&identity, &number, request).await?.into(),
    ))
}

impl MoveRequest {
    fn request(self) -> Result<StepRequest, Vec<FieldError>> {
        let mut errors = Vec::new();
        let to = self.order_move();
        if let Ok(to) = &to {
            self.check_fields(*to, &mut errors);
        }
        let expected = self
            .expected_status
            .as_deref()
            .map(|word| {
                word.parse::<OrderStatus>()
                    .map_err(unknown("expected_status"))
            })
            .transpose();
        match (to, expected) {
            (Ok(to), Ok(expected)) if errors.is_empty() => Ok(StepRequest {
                expected,
                note: self.note.clone(),
                step: self.step(to),
            }),
            (to, expected) => {
                errors.extend(to.err().into_iter().chain(expected.err()));
                Err(errors)
            }
        }
    }

    fn order_move(&self) -> Result<OrderMove, FieldError> {
        let word = self
            .to
            .as_deref()
            .ok_or_else(|| FieldError::new("move", FieldError::REQUIRED, "A move is needed"))?;
        word.parse().map_err(unknown("move"))
    }

    /// What belongs to another move is refused, so that nobody thinks it was taken.
    fn check_fields(&self, to: OrderMove, errors: &mut Vec<FieldError>) {
        for (field, given, owner) in [
            ("serials", self.serials.is_some(), OrderMove::Pack),
            ("courier", self.courier.is_some(), OrderMove::Ship),
            ("tracking", self.tracking.is_some(), OrderMove::Ship),
        ] {
            if given && to != owner {
                let message = format!("`{field}` goes with `{owner}`, not with `{to}`");
                errors.push(FieldError::new(field, FieldError::UNKNOWN, message));
            }
        }
        let lines = self.serials.as_deref().unwrap_or_default();
        if lines.len() > MAX_LINES || lines.iter().any(|line| line.serials.len() > MAX_UNITS) {
            let message = "There are more numbers than an order has units";
            errors.push(FieldError::new("serials", FieldError::LENGTH, message));
        }
    }

    fn step(self, to: OrderMove) -> OrderStep {
        let serials = self.serials.unwrap_or_default().into_iter();
        match to {
            OrderMove::Confirm => OrderStep::Confirm,
            OrderMove::Pack => OrderStep::Pack {
                serials: serials
                    .map(|line| LineSerials {
                        sku: line.sku,
                        serials: line.serials,
                    })
                    .collect(),
            },
            OrderMove::Ship => OrderStep::Ship {
                courier: self.courier.unwrap_or_default(),
                tracking: self.tracking.unwrap_or_default(),
            },
            OrderMove::Deliver => OrderStep::Deliver,
            OrderMove::Cancel => OrderStep::Cancel,
            OrderMove::Return => OrderStep::Return,
        }
    }
}

fn unknown(field: &'static str) -> impl Fn(UnknownWord) -> FieldError {
    move |word| FieldError::new(field, FieldError::UNKNOWN, word.to_string())
}
