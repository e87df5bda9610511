//! Payments: a gateway's transaction is booked once.

use domain::{Paisa, PaymentId, PaymentStatus};
use store::StoreError;

use crate::fixtures::{Bench, START, refused};

on_both![
    a_gateway_transaction_is_booked_once,
    impossible_payments_are_refused
];

async fn a_gateway_transaction_is_booked_once(bench: &Bench) {
    let a = bench.stocked("A", 5).await;
    let order = bench.order(bench.cart(&[]).await, &[(a, 1)]);
    bench.place(&order).await.unwrap();
    let mint = || PaymentId::mint(&bench.ambient);
    let id = order.order.id;
    let mut tx = bench.begin().await;
    tx.insert_payments(&[], PaymentStatus::Due, START)
        .await
        .unwrap();
    let two = [
        (mint(), id, "bkash", "T1", Paisa::new(1)),
        (mint(), id, "nagad", "T1", Paisa::new(1)),
    ];
    tx.insert_payments(&two, PaymentStatus::Due, START)
        .await
        .unwrap();
    let again = [
        (mint(), id, "bkash", "T2", Paisa::new(1)),
        (mint(), id, "bkash", "T1", Paisa::new(1)),
    ];
    let error = tx
        .insert_payments(&again, PaymentStatus::Due, START)
        .await
        .unwrap_err();
    assert!(error.is_unique("gateway_txn_id"), "{error}");
}

async fn impossible_payments_are_refused(bench: &Bench) {
    let a = bench.stocked("A", 5).await;
    let order = bench.order(bench.cart(&[]).await, &[(a, 1)]);
    bench.place(&order).await.unwrap();
    let negative = [(
        PaymentId::mint(&bench.ambient),
        order.order.id,
        "cod",
        "T",
        Paisa::new(-1),
    )];
    let mut tx = bench.begin().await;
    assert!(refused(
        &tx.insert_payments(&negative, PaymentStatus::Due, START)
            .await
    ));
    drop(tx);
    let nowhere = [(
        PaymentId::mint(&bench.ambient),
        domain::OrderId::mint(&bench.ambient),
        "cod",
        "T",
        Paisa::ZERO,
    )];
    let mut tx = bench.begin().await;
    let outcome = tx
        .insert_payments(&nowhere, PaymentStatus::Due, START)
        .await;
    drop(tx);
    assert!(refused(&outcome), "{outcome:?}");
    let status = bench
        .db
        .execute("UPDATE payments SET status = 'lost'")
        .await
        .map_err(StoreError::from);
    assert!(refused(&status));
}
