//! The proof of the books: silent while they are right, and each invariant notices its own fault.

mod faults;

use domain::{CartId, JobId, MovementReason, OrderStatus, PaymentStatus, VariantId};
use store::{HoldRow, NewJob, NewOrder, Verdict};

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
    assert_eq!(verdicts.len(), 18, "each invariant has a fault below");
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
    use {MovementReason as M, OrderStatus as S, PaymentStatus as P};
    for (status, payment, movement) in [
        (S::Confirmed, P::Due, None),
        (S::Packed, P::Due, None),
        (S::Shipped, P::Due, Some(M::OrderShipped)),
        (S::Delivered, P::Collected, Some(M::OrderShipped)),
        (S::Cancelled, P::Void, Some(M::OrderCancelled)),
        (S::Returned, P::Void, Some(M::OrderShipped)),
        (S::Returned, P::Refunded, Some(M::OrderShipped)),
    ] {
        let new = bench.order(bench.cart(&[]).await, &[(variant, 3)]);
        bench.place(&new).await.unwrap();
        bench.give_status(new.order.id, status).await;
        let mut tx = bench.begin().await;
        tx.update_payment_status(new.order.id, payment, START)
            .await
            .unwrap();
        if let Some(reason) = movement {
            let change = reason.change(3);
            let mut moved = bench.movement(variant, change.on_hand, change.reserved, reason);
            moved.reference = Some(new.order.number.to_string());
            tx.move_stock(&[moved]).await.unwrap();
        }
        tx.commit().await.unwrap();
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
    Books {
        variant,
        pending,
        held,
    }
}
