//! Promises that only show when many ask at once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::MovementReason;
use store::{Claim, StoreError};
use tokio::sync::Barrier;
use tokio::task::JoinSet;

use crate::fixtures::{Bench, START};
use crate::idempotency::claim;

on_both![
    fifty_units_are_sold_fifty_times,
    opposite_orders_of_skus_do_not_deadlock,
    reserving_in_bulk_does_not_deadlock,
    versions_are_distinct_and_seen_in_order,
    one_key_is_claimed_once,
];

async fn fifty_units_are_sold_fifty_times(bench: &Bench) {
    let a = bench.stocked("A", 50).await;
    let mut tasks = JoinSet::new();
    for _ in 0..200 {
        let store = bench.store().clone();
        let placed = bench.movement(a, 0, 1, MovementReason::OrderPlaced);
        tasks.spawn(async move {
            let mut tx = store.begin().await?;
            let sold = tx.reserve_stock(&BTreeMap::from([(a, 1)])).await?;
            if sold {
                tx.insert_movements(&[placed]).await?;
                tx.commit().await?;
            }
            Ok::<bool, StoreError>(sold)
        });
    }
    let sold = tasks
        .join_all()
        .await
        .into_iter()
        .filter(|sold| *sold.as_ref().unwrap())
        .count();
    assert_eq!(sold, 50);
    let level = bench.level(a).await;
    assert_eq!((level.on_hand, level.reserved), (50, 50));
    let verdicts = bench.store().verify(START).await.unwrap();
    let ledger = verdicts
        .iter()
        .find(|v| v.name == "stock_reserved_is_ledger")
        .unwrap();
    assert_eq!(ledger.broken, 0);
}

async fn opposite_orders_of_skus_do_not_deadlock(bench: &Bench) {
    let (a, b) = (bench.stocked("A", 100).await, bench.stocked("B", 100).await);
    let start = Arc::new(Barrier::new(40));
    let mut tasks = JoinSet::new();
    for n in 0..40 {
        let (store, start) = (bench.store().clone(), start.clone());
        let pair = if n % 2 == 0 { [a, b] } else { [b, a] };
        let moves = pair.map(|v| bench.movement(v, 0, 1, MovementReason::OrderPlaced));
        tasks.spawn(async move {
            start.wait().await;
            let mut tx = store.begin().await?;
            let levels = tx.lock_stock(&pair).await?;
            assert_eq!(levels.len(), 2);
            tx.move_stock(&moves).await?;
            tx.commit().await
        });
    }
    for outcome in tasks.join_all().await {
        outcome.unwrap();
    }
    assert_eq!(
        (bench.level(a).await.reserved, bench.level(b).await.reserved),
        (40, 40)
    );
}

/// Without a lock first: the one statement takes its rows itself.
async fn reserving_in_bulk_does_not_deadlock(bench: &Bench) {
    let mut variants = Vec::new();
    for n in 0..12 {
        variants.push(bench.stocked(&format!("S{n}"), 100).await);
    }
    let start = Arc::new(Barrier::new(40));
    let mut tasks = JoinSet::new();
    for n in 0..40usize {
        let (store, start) = (bench.store().clone(), start.clone());
        let units: BTreeMap<_, _> = (0..6)
            .map(|k| (variants[(n * 5 + k * 7) % 12], 1))
            .collect();
        tasks.spawn(async move {
            start.wait().await;
            let mut tx = store.begin().await?;
            let held: Vec<_> = units.keys().copied().collect();
            tx.lock_stock(&held).await?;
            assert!(tx.reserve_stock(&units).await?);
            tx.commit().await
        });
    }
    for outcome in tasks.join_all().await {
        outcome.unwrap();
    }
    assert_eq!(bench.store().sum_reserved().await.unwrap(), 240);
}

async fn versions_are_distinct_and_seen_in_order(bench: &Bench) {
    const WRITERS: i64 = 50;
    let mut tasks = JoinSet::new();
    for n in 0..WRITERS {
        let store = bench.store().clone();
        let mut product = bench.product(&format!("p{n}"), &[&format!("S{n}")]);
        tasks.spawn(async move {
            let mut tx = store.begin().await?;
            product.revision = tx.next_catalogue_version().await?;
            tx.put_product(&product).await?;
            tx.commit().await?;
            Ok::<i64, StoreError>(product.revision)
        });
    }
    // Meanwhile, a process that follows the catalogue as processes do.
    let store = bench.store().clone();
    let reader = tokio::spawn(async move {
        let mut seen = BTreeSet::new();
        let mut last = 0;
        while last < WRITERS {
            let version = store.catalogue_version().await.unwrap();
            let loaded = store.load_products(last).await.unwrap();
            seen.extend(loaded.iter().map(|p| p.revision));
            let newest = seen.last().copied().unwrap_or(0);
            assert!(
                newest >= version,
                "version {version} was announced before its product"
            );
            let all: Vec<i64> = (1..=newest).collect();
            assert!(
                seen.iter().eq(&all),
                "a version was seen before an older one: {seen:?}"
            );
            last = newest;
        }
    });
    let mut versions: Vec<i64> = tasks
        .join_all()
        .await
        .into_iter()
        .map(Result::unwrap)
        .collect();
    versions.sort_unstable();
    assert_eq!(versions, (1..=WRITERS).collect::<Vec<_>>());
    reader.await.unwrap();
}

async fn one_key_is_claimed_once(bench: &Bench) {
    let start = Arc::new(Barrier::new(20));
    let mut tasks = JoinSet::new();
    for n in 0..20 {
        let (store, start) = (bench.store().clone(), start.clone());
        tasks.spawn(async move {
            start.wait().await;
            let mut tx = store.begin().await?;
            let ours = tx.claim_keys(&[claim("guest", "k")], START).await?;
            if ours.is_empty() {
                return Ok((false, tx.find_claim("guest", "k").await?));
            }
            tx.complete_claims(&[("guest".into(), "k".into(), format!("order {n}"))])
                .await?;
            let found = tx.find_claim("guest", "k").await?;
            tx.commit().await?;
            Ok::<(bool, Option<Claim>), StoreError>((true, found))
        });
    }
    let all: Vec<_> = tasks
        .join_all()
        .await
        .into_iter()
        .map(Result::unwrap)
        .collect();
    assert_eq!(all.iter().filter(|(ours, _)| *ours).count(), 1);
    let outcomes: BTreeSet<_> = all
        .into_iter()
        .map(|(_, claim)| claim.unwrap().outcome)
        .collect();
    assert_eq!(
        outcomes.len(),
        1,
        "everybody reads the winner's outcome: {outcomes:?}"
    );
    assert!(outcomes.first().unwrap().is_some());
}
