//! The money against a table written by hand, and in step with the goods on random walks.

use proptest::prelude::*;

use super::*;
use crate::{Actor, OrderStatus};
use OrderMove::{Cancel, Confirm, Deliver, Pack, Return, Ship};
use PaymentMove::{Refund, Remit};
use PaymentStatus::{Collected, Due, RefundDue, Refunded, Remitted, Void, WithCourier};

#[test]
fn the_money_follows_the_goods() {
    for (m, from, to) in [
        (Confirm, Due, Due),
        (Pack, Due, Due),
        (Ship, Due, WithCourier),
        (Deliver, WithCourier, Collected),
        (Cancel, Due, Void),
        (Return, WithCourier, Void),
        (Return, Collected, RefundDue),
        (Return, Remitted, RefundDue),
        (Cancel, Collected, RefundDue),
        (Deliver, Collected, Collected),
        (Cancel, Void, Void),
        (Return, Refunded, Refunded),
    ] {
        assert_eq!(payment_after(m, from), to, "{m} {from}");
    }
}

/// Written out by hand: where a payment may be moved by itself, and whether the courier has paid.
#[test]
fn every_payment_move_from_every_state() {
    let legal = [
        (Collected, false, Remit, Remitted),
        (RefundDue, false, Remit, RefundDue),
        (Refunded, false, Remit, Refunded),
        (RefundDue, false, Refund, Refunded),
        (RefundDue, true, Refund, Refunded),
    ];
    for status in PaymentStatus::ALL {
        for remitted in [false, true] {
            for m in PaymentMove::ALL {
                let state = PaymentState { status, remitted };
                let row = legal
                    .iter()
                    .find(|row| (row.0, row.1, row.2) == (status, remitted, m));
                let applied = state.apply(m);
                assert_eq!(
                    applied.clone().ok().map(|after| after.status),
                    row.map(|row| row.3),
                    "{status} {remitted} {m}"
                );
                assert_eq!(state.allowed().contains(&m), row.is_some());
                match applied {
                    Ok(after) => assert_eq!(after.remitted, remitted || m == Remit),
                    Err(refusal) => assert!(refusal.to_string().contains(status.as_str())),
                }
            }
        }
    }
}

#[test]
fn refusals_read_like_sentences() {
    let due = PaymentState {
        status: Due,
        remitted: false,
    };
    assert_eq!(
        due.apply(Remit).unwrap_err().to_string(),
        "a payment that is due can't be remitted: the courier owes nothing for it"
    );
    assert_eq!(
        due.apply(Refund).unwrap_err().to_string(),
        "a payment that is due can't be refunded: no refund is due"
    );
}

#[derive(Debug, Clone, Copy)]
enum Attempt {
    Goods(OrderMove, Actor),
    Money(PaymentMove),
}

fn attempts() -> impl Strategy<Value = Vec<Attempt>> {
    let goods = (
        prop::sample::select(&OrderMove::ALL[..]),
        prop::sample::select(&Actor::ALL[..]),
    );
    let money = prop::sample::select(&PaymentMove::ALL[..]);
    let attempt = prop_oneof![
        3 => goods.prop_map(|(m, by)| Attempt::Goods(m, by)),
        1 => money.prop_map(Attempt::Money),
    ];
    proptest::collection::vec(attempt, 0..40)
}

proptest! {
    /// Whatever is tried in whatever order, where the goods are and where the money is agree; no
    /// money is given back that wasn't collected, and none twice.
    #[test]
    fn any_attempts_leave_order_and_payment_in_step(attempts in attempts()) {
        let mut order = OrderStatus::Pending;
        let mut payment = PaymentState { status: Due, remitted: false };
        let (mut collected, mut remitted, mut refunded) = (0, 0, 0);
        for attempt in attempts {
            match attempt {
                Attempt::Goods(m, by) => if let Ok(next) = order.apply(m, by) {
                    let status = payment_after(m, payment.status);
                    collected += i32::from(status == Collected && payment.status != Collected);
                    (order, payment) = (next, PaymentState { status, ..payment });
                },
                Attempt::Money(m) => if let Ok(next) = payment.apply(m) {
                    remitted += i32::from(m == Remit);
                    refunded += i32::from(m == Refund);
                    payment = next;
                },
            }
            let fits = match order {
                OrderStatus::Pending | OrderStatus::Confirmed | OrderStatus::Packed => payment.status == Due,
                OrderStatus::Shipped => payment.status == WithCourier,
                OrderStatus::Delivered => matches!(payment.status, Collected | Remitted),
                OrderStatus::Cancelled => payment.status == Void,
                OrderStatus::Returned => matches!(payment.status, Void | RefundDue | Refunded),
            };
            prop_assert!(fits, "{order} and {}", payment.status);
            prop_assert!(refunded <= collected && remitted <= collected && collected <= 1);
            prop_assert_eq!(payment.remitted, remitted == 1);
            prop_assert_eq!(payment.status == Refunded, refunded == 1);
        }
    }
}
