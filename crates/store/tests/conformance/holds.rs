//! Checkout holds: the row is the ownership of its units.

use domain::CartId;
use store::HoldRow;

use crate::fixtures::{Bench, START, refused};

on_both![
    a_hold_is_taken_away_once,
    only_holds_that_ran_out_expire_oldest_first,
    a_hold_is_of_something,
    two_sweepers_never_free_a_hold_twice,
    the_limit_holds_whatever_the_planner_does,
];

fn hold(cart: CartId, variant: domain::VariantId, quantity: i64) -> HoldRow {
    HoldRow {
        cart,
        variant,
        quantity,
    }
}

async fn a_hold_is_taken_away_once(bench: &Bench) {
    let (a, b) = (bench.stocked("A", 5).await, bench.stocked("B", 5).await);
    let (mine, other) = (bench.cart(&[]).await, bench.cart(&[]).await);
    let mut tx = bench.begin().await;
    tx.insert_holds(&[], START).await.unwrap();
    tx.insert_holds(
        &[hold(mine, a, 1), hold(mine, b, 2), hold(other, a, 3)],
        START,
    )
    .await
    .unwrap();
    let mut gone = tx.delete_holds(&[mine]).await.unwrap();
    gone.sort_by_key(|h| h.quantity);
    assert_eq!(gone, vec![hold(mine, a, 1), hold(mine, b, 2)]);
    assert!(tx.delete_holds(&[mine]).await.unwrap().is_empty());
    assert!(tx.delete_holds(&[]).await.unwrap().is_empty());
    assert_eq!(
        tx.delete_holds(&[mine, other]).await.unwrap(),
        vec![hold(other, a, 3)]
    );
}

async fn only_holds_that_ran_out_expire_oldest_first(bench: &Bench) {
    let a = bench.stocked("A", 5).await;
    let carts = [
        bench.cart(&[]).await,
        bench.cart(&[]).await,
        bench.cart(&[]).await,
    ];
    let mut tx = bench.begin().await;
    for (cart, minute) in carts.iter().zip([2i64, 1, 3]) {
        let until = START + time::Duration::minutes(minute);
        tx.insert_holds(&[hold(*cart, a, minute)], until)
            .await
            .unwrap();
    }
    let now = START + time::Duration::minutes(2);
    let just_before = now - time::Duration::microseconds(1);
    assert_eq!(
        tx.delete_expired_holds(now, 1).await.unwrap(),
        vec![hold(carts[1], a, 1)]
    );
    assert!(
        tx.delete_expired_holds(just_before, 9)
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(
        tx.delete_expired_holds(now, 9).await.unwrap(),
        vec![hold(carts[0], a, 2)]
    );
    assert!(tx.delete_expired_holds(now, 9).await.unwrap().is_empty());
}

async fn a_hold_is_of_something(bench: &Bench) {
    let a = bench.stocked("A", 5).await;
    let cart = bench.cart(&[]).await;
    let mut tx = bench.begin().await;
    assert!(refused(&tx.insert_holds(&[hold(cart, a, 0)], START).await));
    drop(tx);
    let mut tx = bench.begin().await;
    tx.insert_holds(&[hold(cart, a, 1)], START).await.unwrap();
    let twice = tx
        .insert_holds(&[hold(cart, a, 1)], START)
        .await
        .unwrap_err();
    assert!(twice.is_unique("stock_holds"), "{twice}");
}

async fn two_sweepers_never_free_a_hold_twice(bench: &Bench) {
    let a = bench.stocked("A", 50).await;
    let mut carts = Vec::new();
    for _ in 0..20 {
        carts.push(bench.cart(&[]).await);
    }
    let holds: Vec<HoldRow> = carts.iter().map(|&cart| hold(cart, a, 1)).collect();
    let mut tx = bench.begin().await;
    tx.insert_holds(&holds, START).await.unwrap();
    tx.commit().await.unwrap();
    let sweep = async || {
        let mut freed = Vec::new();
        loop {
            let mut tx = bench.begin().await;
            let some = tx.delete_expired_holds(START, 3).await.unwrap();
            tx.commit().await.unwrap();
            if some.is_empty() {
                return freed;
            }
            freed.extend(some);
        }
    };
    let (mut first, second, third) = tokio::join!(sweep(), sweep(), sweep());
    first.extend(second);
    first.extend(third);
    assert_eq!(first.len(), 20);
    first.sort_by_key(|h| h.cart);
    first.dedup();
    assert_eq!(first.len(), 20);
}

async fn the_limit_holds_whatever_the_planner_does(bench: &Bench) {
    let a = bench.stocked("A", 50).await;
    let mut tx = bench.begin().await;
    let holds: Vec<HoldRow> = (0..20)
        .map(|_| hold(CartId::mint(&bench.ambient), a, 1))
        .collect();
    tx.insert_holds(&holds, START).await.unwrap();
    tx.commit().await.unwrap();
    let store = bench.badly_planned().await;
    let mut tx = store.begin().await.unwrap();
    assert_eq!(tx.delete_expired_holds(START, 2).await.unwrap().len(), 2);
    drop(tx);
    store.close().await;
}
