//! The stock ledger: append-only, newest first, and its tail for those who poll.

use domain::{MovementReason, StockLevel};
use store::{NewMovement, StoreError, Window};

use crate::fixtures::{ALL, Bench, START, refused};

on_both![
    the_ledger_only_grows,
    a_movement_reads_back_as_written,
    the_tail_is_what_moved_since,
    movements_of_a_rolled_back_transaction_are_gone,
];

async fn the_ledger_only_grows(bench: &Bench) {
    let a = bench.stocked("A", 5).await;
    for change in [
        "UPDATE stock_movements SET note = 'nothing'",
        "UPDATE stock_movements SET on_hand_delta = on_hand_delta",
        "DELETE FROM stock_movements",
    ] {
        let outcome = bench.db.execute(change).await.map_err(StoreError::from);
        assert!(refused(&outcome), "{change}: {outcome:?}");
        assert!(
            outcome.unwrap_err().to_string().contains("append-only"),
            "{change}"
        );
    }
    assert_eq!(bench.store().list_movements(a, ALL).await.unwrap().1, 1);
}

async fn a_movement_reads_back_as_written(bench: &Bench) {
    let (a, b) = (bench.stocked("A", 5).await, bench.stocked("B", 5).await);
    for reason in MovementReason::ALL {
        bench.later(1);
        let movement = NewMovement {
            reference: Some("DC-0000-0000".into()),
            actor: "staff:রহিম".into(),
            note: Some("it's wet".into()),
            ..bench.movement(a, 1, 0, reason)
        };
        bench.move_stock(&[movement]).await.unwrap();
    }
    let (rows, total) = bench.store().list_movements(a, ALL).await.unwrap();
    let reasons: Vec<MovementReason> = rows.iter().rev().skip(1).map(|m| m.reason).collect();
    assert_eq!(reasons, MovementReason::ALL, "newest first");
    assert_eq!(total, i64::try_from(rows.len()).unwrap());
    let newest = rows.first().unwrap();
    assert_eq!(
        (newest.on_hand_delta, newest.reserved_delta, newest.at),
        (1, 0, bench.now())
    );
    assert_eq!(newest.reference.as_deref(), Some("DC-0000-0000"));
    assert_eq!(
        (newest.actor.as_str(), newest.note.as_deref()),
        ("staff:রহিম", Some("it's wet"))
    );
    let opening = rows.last().unwrap();
    assert_eq!(
        (opening.reference.as_deref(), opening.note.as_deref()),
        (None, None)
    );
    let (page, total) = bench
        .store()
        .list_movements(
            a,
            Window {
                limit: 2,
                offset: 1,
            },
        )
        .await
        .unwrap();
    assert_eq!((page.len(), total), (2, i64::try_from(rows.len()).unwrap()));
    assert_eq!(page[0].reason, rows[1].reason);
    assert_eq!(bench.store().list_movements(b, ALL).await.unwrap().1, 1);
}

async fn the_tail_is_what_moved_since(bench: &Bench) {
    let tail = bench.store().list_stock_moved_since(START).await.unwrap();
    assert!(tail.levels.is_empty() && tail.newest.is_none());
    let a = bench.stocked("A", 5).await;
    let middle = bench.later(10);
    let b = bench.stocked("B", 7).await;
    let end = bench.later(10);
    bench
        .move_stock(&[bench.movement(b, -1, 0, MovementReason::Adjustment)])
        .await
        .unwrap();

    let mut tail = bench.store().list_stock_moved_since(START).await.unwrap();
    tail.levels.sort_by_key(|(_, level)| level.on_hand);
    let (level_a, level_b) = (
        StockLevel {
            on_hand: 5,
            reserved: 0,
        },
        StockLevel {
            on_hand: 6,
            reserved: 0,
        },
    );
    assert_eq!(tail.levels, vec![(a, level_a), (b, level_b)]);
    assert_eq!(tail.newest, Some(end));
    let tail = bench.store().list_stock_moved_since(middle).await.unwrap();
    assert_eq!(
        (tail.levels, tail.newest),
        (vec![(b, level_b)], Some(end)),
        "the first moment is included"
    );
    let tail = bench
        .store()
        .list_stock_moved_since(end + time::Duration::SECOND)
        .await
        .unwrap();
    assert!(tail.levels.is_empty() && tail.newest.is_none());
}

async fn movements_of_a_rolled_back_transaction_are_gone(bench: &Bench) {
    let a = bench.stocked("A", 5).await;
    let mut tx = bench.begin().await;
    tx.move_stock(&[bench.movement(a, 1, 0, MovementReason::Import)])
        .await
        .unwrap();
    drop(tx);
    assert_eq!(bench.level(a).await.on_hand, 5);
    assert_eq!(bench.store().list_movements(a, ALL).await.unwrap().1, 1);
}
