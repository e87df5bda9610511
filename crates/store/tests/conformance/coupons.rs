//! Coupons: never used more often than they may be, whoever asks at once.

use domain::{OrderStatus, Phone};
use store::{CouponRow, NewOrder};
use tokio::task::JoinSet;

use crate::fixtures::{ALL, Bench, START, refused};

on_both![
    a_coupon_is_kept_as_it_was_written,
    a_code_is_one_coupon,
    terms_that_make_no_sense_are_refused,
    a_cart_remembers_its_coupon,
    an_order_takes_a_use_and_a_cancelled_one_gives_it_back,
    the_last_use_is_taken_once,
    one_phone_uses_it_as_often_as_it_may,
    the_checkout_reads_what_the_customer_used,
];

async fn uses(bench: &Bench, coupon: &CouponRow) -> i64 {
    let code = coupon.coupon.code.as_str();
    bench.store().find_coupon(code).await.unwrap().unwrap().uses
}

/// An order of one unit with the coupon, by the owner of a phone.
async fn order(bench: &Bench, coupon: &CouponRow, phone: &str) -> NewOrder {
    let variant = match bench.store().find_sellable("A").await.unwrap() {
        Some(variant) => variant,
        None => bench.stocked("A", 500).await,
    };
    let cart = bench.cart(&[(variant, 1)]).await;
    let mut new = bench.with_coupon(bench.order(cart, &[(variant, 1)]), coupon);
    new.order.contact_phone = Phone::parse(phone).unwrap().as_str().to_owned();
    new
}

async fn a_coupon_is_kept_as_it_was_written(bench: &Bench) {
    let mut row = bench.coupon("EID-10", Some(5), Some(1)).await;
    let find = async || bench.store().find_coupon("EID-10").await.unwrap().unwrap();
    assert_eq!(find().await, row);
    row.coupon.reduction = domain::Reduction::Percent {
        percent: 10,
        cap: Some(domain::Paisa::from_taka(500)),
    };
    row.coupon.ends_at = Some(START + time::Duration::DAY);
    row.coupon.max_uses = None;
    row.coupon.active = false;
    row.revision = 2;
    row.updated_at = bench.later(5);
    let mut tx = bench.begin().await;
    let locked = tx.find_coupon_for_update("EID-10").await.unwrap().unwrap();
    assert_eq!(locked.revision, 1);
    tx.update_coupon(&row).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(find().await, row);
    row.coupon.reduction = domain::Reduction::FreeDelivery;
    let mut tx = bench.begin().await;
    tx.update_coupon(&row).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(find().await, row);
    bench.later(1);
    bench.coupon("WINTER", None, None).await;
    let (all, total) = bench.store().list_coupons(None, ALL).await.unwrap();
    let codes: Vec<&str> = all.iter().map(|row| row.coupon.code.as_str()).collect();
    assert_eq!((codes, total), (vec!["WINTER", "EID-10"], 2));
    let (found, total) = bench.store().list_coupons(Some("eid"), ALL).await.unwrap();
    assert_eq!((found.as_slice(), total), ([row].as_slice(), 1));
}

async fn a_code_is_one_coupon(bench: &Bench) {
    let mut row = bench.coupon("EID", None, None).await;
    row.coupon.id = domain::CouponId::mint(&bench.ambient);
    let mut tx = bench.begin().await;
    let error = tx.insert_coupon(&row).await.unwrap_err();
    assert!(error.is_unique("code"), "{error:?}");
}

async fn terms_that_make_no_sense_are_refused(bench: &Bench) {
    let row = bench.coupon("EID", Some(5), None).await;
    let change = async |change: &dyn Fn(&mut CouponRow)| {
        let mut row = row.clone();
        change(&mut row);
        let mut tx = bench.begin().await;
        tx.update_coupon(&row).await
    };
    let percent = |percent| domain::Reduction::Percent { percent, cap: None };
    assert!(refused(&change(&|r| r.coupon.reduction = percent(0)).await));
    assert!(refused(
        &change(&|r| r.coupon.reduction = percent(101)).await
    ));
    let free = domain::Reduction::Fixed {
        amount: domain::Paisa::ZERO,
    };
    assert!(refused(&change(&|r| r.coupon.reduction = free).await));
    let before = START - time::Duration::SECOND;
    assert!(refused(&change(&|r| r.coupon.ends_at = Some(before)).await));
    assert!(refused(&change(&|r| r.coupon.max_uses = Some(0)).await));
    for _ in 0..2 {
        let order = order(bench, &row, "01712345678").await;
        bench.place(&order).await.unwrap();
    }
    assert!(
        refused(&change(&|r| r.coupon.max_uses = Some(1)).await),
        "fewer than were used"
    );
    assert!(change(&|r| r.coupon.max_uses = Some(2)).await.is_ok());
}

async fn a_cart_remembers_its_coupon(bench: &Bench) {
    let row = bench.coupon("EID", Some(5), None).await;
    let cart = bench.cart(&[]).await;
    let coupon = async || {
        let cart = bench.store().find_cart(cart).await.unwrap().unwrap();
        cart.coupon.map(|(coupon, uses)| (coupon, uses.in_all))
    };
    let remember = async |id| {
        let mut tx = bench.begin().await;
        tx.update_cart_coupon(cart, id).await.unwrap();
        tx.commit().await.unwrap();
    };
    assert_eq!(coupon().await, None);
    remember(Some(row.coupon.id)).await;
    assert_eq!(coupon().await, Some((row.coupon.clone(), 0)));
    let other = order(bench, &row, "01712345678").await;
    bench.place(&other).await.unwrap();
    assert_eq!(coupon().await, Some((row.coupon, 1)));
    remember(None).await;
    assert_eq!(coupon().await, None);
}

async fn an_order_takes_a_use_and_a_cancelled_one_gives_it_back(bench: &Bench) {
    let row = bench.coupon("EID", Some(1), None).await;
    let first = order(bench, &row, "01712345678").await;
    bench.place(&first).await.unwrap();
    assert_eq!(uses(bench, &row).await, 1);
    let second = order(bench, &row, "01812345678").await;
    assert!(refused(&bench.place(&second).await), "there is one use");
    bench
        .give_status(first.order.id, OrderStatus::Cancelled)
        .await;
    assert_eq!(uses(bench, &row).await, 0);
    bench.place(&second).await.unwrap();
    bench
        .give_status(second.order.id, OrderStatus::Confirmed)
        .await;
    assert_eq!(
        uses(bench, &row).await,
        1,
        "only a cancelled order gives it back"
    );
    let mut unexplained = order(bench, &row, "01712345678").await;
    unexplained.order.coupon = None;
    assert!(
        refused(&bench.place(&unexplained).await),
        "a discount of nobody"
    );
}

async fn the_last_use_is_taken_once(bench: &Bench) {
    let row = bench.coupon("EID", Some(5), None).await;
    let mut orders = Vec::new();
    for buyer in 0..20 {
        orders.push(order(bench, &row, &format!("017000000{buyer:02}")).await);
    }
    let mut tasks = JoinSet::new();
    for order in orders {
        let store = bench.store().clone();
        tasks.spawn(async move {
            let mut tx = store.begin().await?;
            tx.insert_orders(&[&order]).await?;
            tx.insert_order_lines(&[&order]).await?;
            tx.commit().await
        });
    }
    let placed = tasks.join_all().await;
    let good = placed.iter().filter(|answer| answer.is_ok()).count();
    assert_eq!((good, uses(bench, &row).await), (5, 5));
    assert!(
        placed
            .iter()
            .all(|answer| answer.is_ok() || refused(answer))
    );
}

async fn one_phone_uses_it_as_often_as_it_may(bench: &Bench) {
    let row = bench.coupon("EID", None, Some(2)).await;
    let mut orders = Vec::new();
    for _ in 0..8 {
        orders.push(order(bench, &row, "01712345678").await);
    }
    let mut tasks = JoinSet::new();
    for order in orders {
        let store = bench.store().clone();
        tasks.spawn(async move {
            let mut tx = store.begin().await?;
            tx.insert_orders(&[&order]).await?;
            tx.insert_order_lines(&[&order]).await?;
            tx.commit().await
        });
    }
    let placed = tasks.join_all().await;
    let good = placed.iter().filter(|answer| answer.is_ok()).count();
    assert_eq!((good, uses(bench, &row).await), (2, 2));
    let another = order(bench, &row, "01812345678").await;
    bench.place(&another).await.unwrap();
}

async fn the_checkout_reads_what_the_customer_used(bench: &Bench) {
    let row = bench.coupon("EID", Some(5), Some(2)).await;
    let used = order(bench, &row, "01712345678").await;
    bench.place(&used).await.unwrap();
    let fresh = order(bench, &row, "01812345678").await;
    let mut tx = bench.begin().await;
    tx.update_cart_coupon(fresh.cart, Some(row.coupon.id))
        .await
        .unwrap();
    let read = async |tx: &mut store::Tx, phone: &str| {
        let mut asked = bench.asked(fresh.cart);
        asked.phone = Phone::parse(phone).unwrap();
        let lines = tx.lock_checkout_lines(&[asked], START).await.unwrap();
        lines[0].coupon.clone().unwrap()
    };
    let (coupon, uses) = read(&mut tx, "01712345678").await;
    assert_eq!(coupon, row.coupon);
    assert_eq!((uses.in_all, uses.by_phone), (1, 1));
    let (_, uses) = read(&mut tx, "01812345678").await;
    assert_eq!((uses.in_all, uses.by_phone), (1, 0));
}
