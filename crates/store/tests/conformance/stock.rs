//! Stock levels: promised by one conditional statement, guarded by CHECKs behind it.

use std::collections::BTreeMap;

use domain::{MovementReason, StockLevel, VariantId};

use crate::fixtures::{Bench, refused};

on_both![
    reserving_is_conditional,
    reserving_too_much_of_one_leaves_nothing_of_the_others,
    checks_refuse_what_can_not_be,
    a_lock_is_held_until_commit,
    levels_are_found_by_id_and_sku,
    starting_a_ledger_twice_keeps_the_level,
    a_big_basket_moves_in_one_go,
];

fn level(on_hand: i64, reserved: i64) -> StockLevel {
    StockLevel { on_hand, reserved }
}

async fn reserving_is_conditional(bench: &Bench) {
    let (a, b) = (bench.stocked("A", 5).await, bench.stocked("B", 1).await);
    let mut tx = bench.begin().await;
    assert!(tx.reserve_stock(&BTreeMap::new()).await.unwrap());
    assert!(
        !tx.reserve_stock(&BTreeMap::from([(a, 6)])).await.unwrap(),
        "one too many"
    );
    assert!(
        tx.reserve_stock(&BTreeMap::from([(a, 4), (b, 1)]))
            .await
            .unwrap()
    );
    assert!(
        !tx.reserve_stock(&BTreeMap::from([(a, 2)])).await.unwrap(),
        "what is reserved is gone"
    );
    assert!(
        tx.reserve_stock(&BTreeMap::from([(a, 1)])).await.unwrap(),
        "the last one"
    );
    assert!(!tx.reserve_stock(&BTreeMap::from([(b, 1)])).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(
        (bench.level(a).await, bench.level(b).await),
        (level(5, 5), level(1, 1))
    );
    assert_eq!(bench.store().sum_reserved().await.unwrap(), 6);
    let unknown = VariantId::mint(&bench.ambient);
    let mut tx = bench.begin().await;
    assert!(
        !tx.reserve_stock(&BTreeMap::from([(unknown, 1)]))
            .await
            .unwrap()
    );
}

async fn reserving_too_much_of_one_leaves_nothing_of_the_others(bench: &Bench) {
    let (a, b) = (bench.stocked("A", 5).await, bench.stocked("B", 1).await);
    let mut tx = bench.begin().await;
    assert!(
        !tx.reserve_stock(&BTreeMap::from([(a, 1), (b, 2)]))
            .await
            .unwrap()
    );
    drop(tx);
    assert_eq!(
        (bench.level(a).await, bench.level(b).await),
        (level(5, 0), level(1, 0))
    );
}

async fn checks_refuse_what_can_not_be(bench: &Bench) {
    let a = bench.stocked("A", 5).await;
    for (on_hand, reserved) in [(-6, 0), (0, -1), (0, 6), (-5, 1)] {
        let moved = bench
            .move_stock(&[bench.movement(a, on_hand, reserved, MovementReason::Adjustment)])
            .await;
        assert!(refused(&moved), "{on_hand} {reserved}: {moved:?}");
    }
    let sum = [
        bench.movement(a, 0, 5, MovementReason::OrderPlaced),
        bench.movement(a, -1, 0, MovementReason::Adjustment),
    ];
    assert!(
        refused(&bench.move_stock(&sum).await),
        "it is the sum that counts"
    );
    assert_eq!(bench.level(a).await, level(5, 0));
    for (set, name) in [
        ("reserved = 6", "stock_never_oversold"),
        ("reserved = -1", "reserved"),
        ("on_hand = -1", ""),
    ] {
        let error = bench
            .db
            .execute(&format!("UPDATE stock SET {set}"))
            .await
            .unwrap_err();
        let error = store::StoreError::from(error);
        assert!(
            matches!(&error, store::StoreError::Constraint { name: n, unique: false, .. } if n.contains(name)),
            "{error:?}"
        );
    }
}

async fn a_lock_is_held_until_commit(bench: &Bench) {
    let a = bench.stocked("A", 5).await;
    let mut first = bench.begin().await;
    assert_eq!(
        first.lock_stock(&[a, a]).await.unwrap(),
        BTreeMap::from([(a, level(5, 0))])
    );
    let second = async {
        let mut tx = bench.begin().await;
        let locked = tx.lock_stock(&[a]).await.unwrap();
        (
            locked.get(&a).copied(),
            tx.find_stock_for_update("A").await.unwrap(),
        )
    };
    let finish = async {
        bench.somebody_waits("stock").await;
        first
            .move_stock(&[bench.movement(a, 0, 2, MovementReason::OrderPlaced)])
            .await
            .unwrap();
        first.commit().await.unwrap();
    };
    let (seen, ()) = tokio::join!(second, finish);
    assert_eq!(seen, (Some(level(5, 2)), Some((a, level(5, 2)))));
}

async fn levels_are_found_by_id_and_sku(bench: &Bench) {
    assert_eq!(bench.store().sum_reserved().await.unwrap(), 0, "of nothing");
    let (a, b) = (bench.stocked("A", 5).await, bench.stocked("B", 0).await);
    let mut all = bench.store().list_stock().await.unwrap();
    all.sort_by_key(|(_, level)| level.on_hand);
    assert_eq!(all, vec![(b, level(0, 0)), (a, level(5, 0))]);
    assert_eq!(
        bench.store().find_stock("A").await.unwrap(),
        Some((a, level(5, 0)))
    );
    assert_eq!(
        bench.store().find_stock("a").await.unwrap(),
        None,
        "case counts"
    );
    assert!(bench.store().list_stock_of(&[]).await.unwrap().is_empty());
    let mut tx = bench.begin().await;
    assert_eq!(
        tx.find_stock_for_update("B").await.unwrap(),
        Some((b, level(0, 0)))
    );
    assert_eq!(tx.find_stock_for_update("C").await.unwrap(), None);
}

async fn starting_a_ledger_twice_keeps_the_level(bench: &Bench) {
    let a = bench.stocked("A", 5).await;
    let mut tx = bench.begin().await;
    tx.insert_stock(&[a]).await.unwrap();
    tx.insert_stock(&[]).await.unwrap();
    tx.move_stock(&[]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(bench.level(a).await, level(5, 0));
}

/// As many lines as a full batch of full baskets has.
async fn a_big_basket_moves_in_one_go(bench: &Bench) {
    let mut variants = Vec::new();
    for product in 0..7 {
        let skus: Vec<String> = (0..250).map(|n| format!("{product}-{n}")).collect();
        let skus: Vec<&str> = skus.iter().map(String::as_str).collect();
        let mut product = bench.product(&format!("many-{product}"), &skus);
        bench.put(&mut product).await.unwrap();
        variants.extend(product.variants.iter().map(|v| v.id));
    }
    let mut tx = bench.begin().await;
    let opening: Vec<_> = variants
        .iter()
        .map(|&v| bench.movement(v, 9, 0, MovementReason::Opening))
        .collect();
    tx.move_stock(&opening).await.unwrap();
    assert_eq!(tx.lock_stock(&variants).await.unwrap().len(), 1_750);
    let units: BTreeMap<VariantId, i64> = variants.iter().map(|&v| (v, 9)).collect();
    assert!(tx.reserve_stock(&units).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(bench.store().sum_reserved().await.unwrap(), 9 * 1_750);
}
