//! The proof of the books: silent while they are right, and each invariant notices its own fault.

mod faults;

use domain::{
    CartId, JobId, MovementReason, OrderId, OrderStatus, Paisa, PaymentStatus, Refund,
    RefundChannel, Remittance, SerialRule, VariantId,
};
use store::{HoldRow, NewJob, NewOrder, RefundRow, RemittanceRow, Verdict};

use crate::fixtures::{Bench, START};
use crate::idempotency::claim;
use faults::{break_books, faults};

on_both![
    an_empty_shop_is_in_order,
    each_invariant_notices_its_own_fault
];

/// What the fault is done to.
struct Books {
    variant: VariantId,
    pending: NewOrder,
    held: CartId,
}

async fn verdicts(bench: &Bench) -> Vec<Verdict> {
    bench.store().verify(START).await.unwrap()
}

fn broken(verdicts: &[Verdict]) -> Vec<(&'static str, i64)> {
    verdicts
        .iter()
        .filter(|v| v.broken != 0)
        .map(|v| (v.name, v.broken))
        .collect()
}

async fn an_empty_shop_is_in_order(bench: &Bench) {
    let verdicts = verdicts(bench).await;
    assert_eq!(broken(&verdicts), []);
    assert_eq!(verdicts.len(), 27, "each invariant has a fault below");
}

async fn each_invariant_notices_its_own_fault(bench: &Bench) {
    let names: Vec<&str> = verdicts(bench).await.iter().map(|v| v.name).collect();
    for name in names {
        for fault in 0..faults(name) {
            let bench = Bench::new(bench.engine).await;
            let books = Box::pin(a_day_in_the_shop(&bench)).await;
            assert_eq!(broken(&verdicts(&bench).await), [], "before {name}");
            Box::pin(break_books(&bench, &books, name, fault)).await;
            assert_eq!(
                broken(&verdicts(&bench).await),
                [(name, 1)],
                "fault {fault} of {name}"
            );
        }
    }
}

/// How far an order of the day has come.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
enum Step {
    Confirmed,
    Cancelled,
    Packed,
    Shipped,
    RefusedAtTheDoor,
    Delivered,
    Remitted,
    SentBack,
    Refunded,
}

/// An order with everything that belongs to it at that step; each has IMEIs of its own.
async fn an_order_of(bench: &Bench, variant: VariantId, step: Step) {
    use {MovementReason as M, OrderStatus as S, PaymentStatus as P};
    let new = bench.order(bench.cart(&[]).await, &[(variant, 3)]);
    bench.place(&new).await.unwrap();
    let id = new.order.id;
    let book = async |reason: M| {
        let change = reason.change(3);
        let mut moved = bench.movement(variant, change.on_hand, change.reserved, reason);
        moved.reference = Some(new.order.number.to_string());
        bench.move_stock(&[moved]).await.unwrap();
    };
    bench.give_status(id, S::Confirmed).await;
    if step == Step::Cancelled {
        bench.give_status(id, S::Cancelled).await;
        bench.give_payment_status(id, P::Due, P::Void).await;
        book(M::OrderCancelled).await;
    }
    if step < Step::Packed {
        return;
    }
    bench.give_status(id, S::Packed).await;
    let numbers: Vec<String> = (0..3).map(|unit| format!("{step:?}{unit}")).collect();
    bench.pack(&new, SerialRule::Imei, &numbers).await;
    if step < Step::Shipped {
        return;
    }
    bench.give_status(id, S::Shipped).await;
    bench.ship(id).await;
    bench.give_payment_status(id, P::Due, P::WithCourier).await;
    book(M::OrderShipped).await;
    if step == Step::RefusedAtTheDoor {
        come_back(bench, id).await;
        bench.give_payment_status(id, P::WithCourier, P::Void).await;
        book(M::OrderReturned).await;
    }
    if step < Step::Delivered {
        return;
    }
    bench.give_status(id, S::Delivered).await;
    bench
        .give_payment_status(id, P::WithCourier, P::Collected)
        .await;
    if step >= Step::Remitted {
        remit(bench, &new).await;
        bench
            .give_payment_status(id, P::Collected, P::Remitted)
            .await;
    }
    if step >= Step::SentBack {
        come_back(bench, id).await;
        bench
            .give_payment_status(id, P::Remitted, P::RefundDue)
            .await;
        book(M::OrderReturned).await;
    }
    if step == Step::Refunded {
        refund(bench, &new).await;
        bench
            .give_payment_status(id, P::RefundDue, P::Refunded)
            .await;
    }
}

/// Two confirmed orders with a coupon and goods on sale.
async fn promotions(bench: &Bench, variant: VariantId) {
    let coupon = bench.coupon("EID", Some(2), None).await;
    let hour = (START, START + time::Duration::HOUR);
    let line = bench.sale(variant, 6, hour).await;
    for _ in 0..2 {
        let new = bench.order(bench.cart(&[]).await, &[(variant, 2)]);
        let mut new = bench.with_coupon(new, &coupon);
        new.lines[0].flash_line = Some(line);
        bench.place(&new).await.unwrap();
        bench
            .give_status(new.order.id, OrderStatus::Confirmed)
            .await;
    }
}

async fn come_back(bench: &Bench, id: OrderId) {
    bench.give_status(id, OrderStatus::Returned).await;
    let mut tx = bench.begin().await;
    tx.release_serials(id, START).await.unwrap();
    tx.commit().await.unwrap();
}

async fn remit(bench: &Bench, new: &NewOrder) {
    let charge = Paisa::from_taka(60);
    let remittance = Remittance::parse(new.order.total, charge, "STMT-1").unwrap();
    let row = RemittanceRow {
        remittance,
        actor: "staff:rahim".into(),
        at: START,
    };
    let mut tx = bench.begin().await;
    assert!(tx.insert_remittance(new.order.id, &row).await.unwrap());
    tx.commit().await.unwrap();
}

async fn refund(bench: &Bench, new: &NewOrder) {
    let total = new.order.total;
    let refund = Refund::parse(total, total, RefundChannel::Cash, "").unwrap();
    let row = RefundRow {
        refund,
        actor: "staff:rahim".into(),
        at: START,
    };
    let mut tx = bench.begin().await;
    assert!(tx.insert_refund(new.order.id, &row).await.unwrap());
    tx.commit().await.unwrap();
}

/// An order of every status, a hold, a job and a claim, all in order.
async fn a_day_in_the_shop(bench: &Bench) -> Books {
    let variant = bench.stocked("A", 50).await;
    let held = bench.cart(&[(variant, 2)]).await;
    let hold = HoldRow {
        cart: held,
        variant,
        quantity: 2,
    };
    bench.hold(hold, START).await;
    let pending = bench.order(bench.cart(&[]).await, &[(variant, 2), (variant, 1)]);
    bench.place(&pending).await.unwrap();
    promotions(bench, variant).await;
    for step in [
        Step::Confirmed,
        Step::Packed,
        Step::Shipped,
        Step::Delivered,
        Step::Remitted,
        Step::Cancelled,
        Step::RefusedAtTheDoor,
        Step::SentBack,
        Step::Refunded,
    ] {
        Box::pin(an_order_of(bench, variant, step)).await;
    }
    let mut tx = bench.begin().await;
    tx.claim_keys(&[claim("guest", "k")], START).await.unwrap();
    tx.complete_claims(&[("guest".into(), "k".into(), "done".into())])
        .await
        .unwrap();
    let job = |run_at| NewJob {
        id: JobId::mint(&bench.ambient),
        kind: "sms",
        payload: serde_json::json!({}),
        run_at,
    };
    let (done, future) = (job(START - time::Duration::DAY), job(START));
    tx.insert_jobs(&[done.clone(), future], START)
        .await
        .unwrap();
    tx.finish_job(done.id, START).await.unwrap();
    tx.commit().await.unwrap();
    for action in ["one", "two", "three"] {
        crate::audit::write(bench, &crate::audit::entry(bench, action)).await;
    }
    Books {
        variant,
        pending,
        held,
    }
}
