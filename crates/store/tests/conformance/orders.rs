//! Orders: one per cart, whose total adds up, moved by one hand at a time.

use domain::{OrderNumber, OrderStatus, Paisa};
use store::{NewEvent, OrderEventRow};

use crate::fixtures::{Bench, refused};

on_both![
    an_order_reads_back_as_written,
    a_cart_becomes_one_order,
    a_cart_ordered_meanwhile_is_skipped,
    a_number_belongs_to_one_order,
    totals_that_do_not_add_up_are_refused,
    an_order_moves_with_its_event,
    two_moves_of_one_order_follow_each_other,
];

async fn an_order_reads_back_as_written(bench: &Bench) {
    let (a, b) = (bench.stocked("A", 5).await, bench.stocked("B", 5).await);
    let cart = bench.cart(&[]).await;
    let mut new = bench.order(cart, &[(b, 2), (a, 3)]);
    new.order.contact_email = Some("r@example.com".into());
    let coupon = bench.coupon("EID", None, None).await;
    let mut new = bench.with_coupon(new, &coupon);
    new.lines[1].title.bn = None;
    bench.place(&new).await.unwrap();

    let got = bench
        .store()
        .find_order(&new.order.number)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(format!("{got:?}"), format!("{:?}", new.order));
    let lines = bench.store().list_order_lines(new.order.id).await.unwrap();
    assert_eq!(format!("{lines:?}"), format!("{:?}", new.lines));
    let mut tx = bench.begin().await;
    let locked = tx
        .find_order_for_update(&new.order.number)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(format!("{locked:?}"), format!("{got:?}"));
    assert_eq!(tx.list_order_lines(new.order.id).await.unwrap().len(), 2);
    let other = OrderNumber::mint(&bench.ambient);
    assert!(bench.store().find_order(&other).await.unwrap().is_none());
    assert!(tx.find_order_for_update(&other).await.unwrap().is_none());
}

async fn a_cart_becomes_one_order(bench: &Bench) {
    let a = bench.stocked("A", 5).await;
    let (first_cart, second_cart) = (bench.cart(&[]).await, bench.cart(&[]).await);
    let first = bench.order(first_cart, &[(a, 1)]);
    bench.place(&first).await.unwrap();
    let (again, fresh) = (
        bench.order(first_cart, &[(a, 1)]),
        bench.order(second_cart, &[(a, 1)]),
    );
    let twin = bench.order(second_cart, &[(a, 1)]);
    let mut tx = bench.begin().await;
    assert!(tx.insert_orders(&[]).await.unwrap().is_empty());
    let written = tx.insert_orders(&[&again, &fresh, &twin]).await.unwrap();
    assert_eq!(
        written.into_iter().collect::<Vec<_>>(),
        vec![fresh.order.id]
    );
    tx.insert_order_lines(&[&fresh]).await.unwrap();
    tx.insert_order_lines(&[]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(
        bench
            .store()
            .list_order_lines(fresh.order.id)
            .await
            .unwrap()
            .len(),
        1
    );
    assert!(
        bench
            .store()
            .list_order_lines(again.order.id)
            .await
            .unwrap()
            .is_empty()
    );
}

async fn a_cart_ordered_meanwhile_is_skipped(bench: &Bench) {
    let a = bench.stocked("A", 5).await;
    let cart = bench.cart(&[]).await;
    let (winner, loser) = (bench.order(cart, &[(a, 1)]), bench.order(cart, &[(a, 1)]));
    let mut first = bench.begin().await;
    assert_eq!(first.insert_orders(&[&winner]).await.unwrap().len(), 1);
    let second = async {
        let mut tx = bench.begin().await;
        tx.insert_orders(&[&loser]).await.unwrap().len()
    };
    let finish = async {
        bench.somebody_waits("orders").await;
        first.commit().await.unwrap();
    };
    assert_eq!(tokio::join!(second, finish), (0, ()));
}

async fn a_number_belongs_to_one_order(bench: &Bench) {
    let a = bench.stocked("A", 5).await;
    let first = bench.order(bench.cart(&[]).await, &[(a, 1)]);
    bench.place(&first).await.unwrap();
    let mut second = bench.order(bench.cart(&[]).await, &[(a, 1)]);
    second.order.number = first.order.number.clone();
    let error = bench.place(&second).await.unwrap_err();
    assert!(error.is_unique("number"), "{error}");
}

async fn totals_that_do_not_add_up_are_refused(bench: &Bench) {
    let a = bench.stocked("A", 50).await;
    for wrong in 0..4 {
        let mut new = bench.order(bench.cart(&[]).await, &[(a, 2)]);
        match wrong {
            0 => new.order.total = Paisa::new(new.order.total.get() + 1),
            1 => new.order.discount = Paisa::new(-1),
            2 => new.lines[0].line_total = Paisa::new(1),
            _ => new.lines[0].quantity = 0,
        }
        assert!(refused(&bench.place(&new).await), "{wrong}");
    }
    assert_eq!(bench.level(a).await.reserved, 0);
}

async fn an_order_moves_with_its_event(bench: &Bench) {
    let a = bench.stocked("A", 5).await;
    let new = bench.order(bench.cart(&[]).await, &[(a, 1)]);
    bench.place(&new).await.unwrap();
    for (from, status, note) in [
        (OrderStatus::Pending, OrderStatus::Confirmed, None),
        (
            OrderStatus::Confirmed,
            OrderStatus::Packed,
            Some("দুই বাক্স".to_owned()),
        ),
    ] {
        let at = bench.later(60);
        let event = OrderEventRow {
            status,
            actor: "staff:rahim".into(),
            note,
            at,
        };
        let mut tx = bench.begin().await;
        let moved = NewEvent {
            id: bench.ambient.uuid_v7(),
            order: new.order.id,
            event,
        };
        assert!(tx.update_order_status(&moved, from).await.unwrap());
        assert!(
            !tx.update_order_status(&moved, from).await.unwrap(),
            "it isn't there any more, and no second event is written"
        );
        tx.commit().await.unwrap();
    }
    let order = bench
        .store()
        .find_order(&new.order.number)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(order.status, OrderStatus::Packed);
    assert_eq!(
        (order.placed_at, order.updated_at),
        (new.order.placed_at, bench.now())
    );
    let events = bench.store().list_order_events(new.order.id).await.unwrap();
    let told: Vec<_> = events
        .iter()
        .map(|e| (e.status, e.note.as_deref()))
        .collect();
    assert_eq!(
        told,
        vec![
            (OrderStatus::Confirmed, None),
            (OrderStatus::Packed, Some("দুই বাক্স"))
        ]
    );
    assert_eq!(
        (events[1].at, events[1].actor.as_str()),
        (bench.now(), "staff:rahim")
    );
}

async fn two_moves_of_one_order_follow_each_other(bench: &Bench) {
    let a = bench.stocked("A", 5).await;
    let new = bench.order(bench.cart(&[]).await, &[(a, 1)]);
    bench.place(&new).await.unwrap();
    let number = &new.order.number;
    let mut first = bench.begin().await;
    first.find_order_for_update(number).await.unwrap().unwrap();
    let second = async {
        let mut tx = bench.begin().await;
        tx.find_order_for_update(number)
            .await
            .unwrap()
            .unwrap()
            .status
    };
    let finish = async {
        bench.somebody_waits("orders").await;
        let event = OrderEventRow {
            status: OrderStatus::Cancelled,
            actor: "customer".into(),
            note: None,
            at: bench.now(),
        };
        let event = NewEvent {
            id: bench.ambient.uuid_v7(),
            order: new.order.id,
            event,
        };
        let pending = OrderStatus::Pending;
        assert!(first.update_order_status(&event, pending).await.unwrap());
        first.commit().await.unwrap();
    };
    let (seen, ()) = tokio::join!(second, finish);
    assert_eq!(seen, OrderStatus::Cancelled);
}
