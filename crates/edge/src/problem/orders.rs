//! What goes wrong with orders. The refusals of `POST /api/orders` are a contract: their codes,
//! statuses and members are what clients act upon.

use axum::http::{HeaderName, HeaderValue};
use domain::{Lang, Paisa};
use shop::{LostCoupon, MoveOrderError, OrderError, PlaceOrderError, Shortage};

use super::carts::{empty, no_cart, ordered, sentence};
use super::store::busy;
use super::{Problem, code};

/// Set to `true` on an answer that an earlier request with the same key was given.
pub const IDEMPOTENCY_REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

pub(super) fn out_of_stock(items: &[Shortage]) -> Problem {
    Problem::new(
        code::OUT_OF_STOCK,
        "There isn't enough left of what you want",
    )
    .with("items", items)
}

fn no_order() -> Problem {
    Problem::new(code::NOT_FOUND, "There is no such order")
}

fn marked(problem: Problem, replayed: bool) -> Problem {
    if replayed {
        problem.header(IDEMPOTENCY_REPLAYED, HeaderValue::from_static("true"))
    } else {
        problem
    }
}

fn price_changed(total: Paisa, coupon: Option<&LostCoupon>) -> Problem {
    let detail = format!("The order would now cost {} taka", total.decimal());
    let problem = Problem::new(code::PRICE_CHANGED, detail).with("total_paisa", total.get());
    match coupon {
        Some(LostCoupon { code, refusal }) => {
            let coupon = serde_json::json!({
                "code": code,
                "reason": refusal.code(),
                "message": refusal.say(Lang::En),
                "message_bn": refusal.say(Lang::Bn),
            });
            problem.with("coupon", coupon)
        }
        None => problem,
    }
}

impl From<PlaceOrderError> for Problem {
    fn from(error: PlaceOrderError) -> Self {
        match error {
            PlaceOrderError::OutOfStock { items, replayed } => {
                marked(out_of_stock(&items), replayed)
            }
            PlaceOrderError::SaleLimit { items, replayed } => {
                let detail = "The sale gives one customer fewer units than that";
                let problem = Problem::new(code::SALE_LIMIT, detail);
                marked(problem.with("items", items), replayed)
            }
            PlaceOrderError::PriceChanged {
                total,
                coupon,
                replayed,
            } => marked(price_changed(total, coupon.as_ref()), replayed),
            PlaceOrderError::InProgress => Problem::new(
                code::IN_PROGRESS,
                "An order with this key is being placed right now",
            )
            .retry_after(1),
            PlaceOrderError::KeyReused => Problem::new(
                code::IDEMPOTENCY_KEY_REUSED,
                "This key came with another order before; use a new key for a new order",
            ),
            PlaceOrderError::CartNotFound => no_cart(),
            PlaceOrderError::CartEmpty => empty(),
            PlaceOrderError::CartOrdered => ordered(),
            PlaceOrderError::Busy => {
                busy("Orders can't be taken right now; try again in a moment with the same key")
            }
            PlaceOrderError::Store(error) => error.into(),
        }
    }
}

impl From<OrderError> for Problem {
    fn from(error: OrderError) -> Self {
        match error {
            OrderError::NotFound => no_order(),
            OrderError::Store(error) => error.into(),
        }
    }
}

impl From<MoveOrderError> for Problem {
    fn from(error: MoveOrderError) -> Self {
        match error {
            MoveOrderError::NotFound => no_order(),
            MoveOrderError::Illegal(refused) => {
                Problem::new(code::ILLEGAL_MOVE, sentence(&refused)).with(
                    "allowed",
                    refused
                        .allowed
                        .iter()
                        .map(|possible| possible.as_str())
                        .collect::<Vec<_>>(),
                )
            }
            MoveOrderError::IllegalPayment(refused) => {
                Problem::new(code::ILLEGAL_MOVE, sentence(&refused))
            }
            MoveOrderError::Stale { status, .. } => {
                Problem::new(code::STALE, sentence(&error)).with("status_now", status.as_str())
            }
            MoveOrderError::Invalid(errors) => Problem::invalid(errors),
            MoveOrderError::Store(error) => error.into(),
        }
    }
}
