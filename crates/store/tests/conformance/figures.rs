//! What the dashboard counts, on both databases.

use domain::Paisa;
use store::{OrderSums, RefusalRow};
use time::Duration;

use crate::fixtures::{Bench, START};

on_both![
    refusals_add_up,
    sums_take_the_start_and_leave_the_end,
    no_orders_are_no_revenue,
];

fn row(day: &str, code: &str, count: i64) -> RefusalRow {
    RefusalRow {
        day: day.into(),
        code: code.into(),
        count,
    }
}

async fn add(bench: &Bench, rows: &[RefusalRow]) {
    let mut tx = bench.begin().await;
    tx.add_refusals(rows).await.unwrap();
    tx.commit().await.unwrap();
}

async fn refusals_add_up(bench: &Bench) {
    add(bench, &[]).await;
    add(
        bench,
        &[
            row("2026-11-16", "busy", 1),
            row("2026-11-23", "busy", 2),
            row("2026-11-23", "out_of_stock", 3),
        ],
    )
    .await;
    add(
        bench,
        &[row("2026-11-23", "busy", 5), row("2026-11-20", "busy", 9)],
    )
    .await;
    let found = bench
        .store()
        .list_refusals("2026-11-23", "2026-11-16")
        .await
        .unwrap();
    assert_eq!(
        found,
        [
            row("2026-11-16", "busy", 1),
            row("2026-11-23", "busy", 7),
            row("2026-11-23", "out_of_stock", 3),
        ]
    );
}

async fn sums_take_the_start_and_leave_the_end(bench: &Bench) {
    let mut tx = bench.begin().await;
    tx.insert_cart(domain::CartId::mint(&bench.ambient), None, START)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let count = async |from, until| bench.store().count_carts(from, until).await.unwrap();
    assert_eq!(count(START, START + Duration::SECOND).await, 1);
    assert_eq!(count(START - Duration::SECOND, START).await, 0);
    assert_eq!(
        count(START + Duration::MICROSECOND, START + Duration::DAY).await,
        0
    );
}

async fn no_orders_are_no_revenue(bench: &Bench) {
    let sums = bench
        .store()
        .sum_orders(START, START + Duration::DAY)
        .await
        .unwrap();
    assert_eq!(
        sums,
        OrderSums {
            orders: 0,
            revenue: Paisa::ZERO
        }
    );
}
