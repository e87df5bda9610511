//! What happens to an order after it was placed.

use domain::{OrderMove, OrderStatus, PaymentStatus};
use shop::{Caller, MoveOrderError, OrderStep, StepRequest};
use store::testing::Engine;

use crate::support::{TestShop, identity, number, ship, staff};

const GUEST: Caller = Caller::Anonymous;

#[tokio::test]
async fn from_placement_to_cash() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        test.stock("A", 100, 5).await;
        let placed = test.order_one("A", 2, "k").await;
        let pack = OrderStep::Pack { serials: vec![] };
        for (step, stock, payment) in [
            (OrderStep::Confirm, (5, 2), PaymentStatus::Due),
            (pack, (5, 2), PaymentStatus::Due),
            (ship(), (3, 0), PaymentStatus::WithCourier),
            (OrderStep::Deliver, (3, 0), PaymentStatus::Collected),
        ] {
            let status = step.order_move().result();
            let moved = test.step(&placed, step).await.unwrap();
            assert_eq!(moved.order.status, status);
            assert_eq!(moved.order.payment_status, payment, "{status}");
            assert_eq!(test.available("A").await, stock, "{status}");
            test.assert_books().await;
        }
        let order = test.shop.staff_order(number(&placed)).await.unwrap();
        assert_eq!(order.order.history.len(), 5);
        assert_eq!(order.order.history[4].by, "staff:user7");
        let shipment = order.order.shipment.unwrap();
        assert_eq!(shipment.courier, "Pathao");
        assert_eq!(shipment.tracking.as_deref(), Some("PT-1"));
        assert_eq!(order.invoice.unwrap().number, "2026-27/000001");
        let request = StepRequest {
            note: Some("faulty".into()),
            ..OrderStep::Return.into()
        };
        let by = staff();
        let back = test.shop.move_order(&by, number(&placed), request);
        let back = back.await.unwrap().order;
        assert_eq!(
            (back.status, back.payment_status),
            (OrderStatus::Returned, PaymentStatus::RefundDue)
        );
        assert_eq!(back.history[5].note.as_deref(), Some("faulty"));
        assert_eq!(test.available("A").await, (5, 0));
        test.assert_books().await;
        assert_eq!(test.audited("order.move").await.len(), 5);
    }
}

#[tokio::test]
async fn refused_at_the_door_is_never_paid_and_back_on_the_shelf() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        test.stock("A", 100, 5).await;
        let placed = test.order_one("A", 2, "k").await;
        test.bring_to(&placed, OrderStatus::Shipped).await;
        let back = test.step(&placed, OrderStep::Return).await.unwrap();
        assert_eq!(back.order.payment_status, PaymentStatus::Void);
        assert!(back.allowed_moves.is_empty() && back.allowed_payment_moves.is_empty());
        assert_eq!(test.available("A").await, (5, 0));
        test.assert_books().await;
    }
}

#[tokio::test]
async fn cancelling_puts_the_units_back_once() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        test.stock("A", 100, 5).await;
        let placed = test.order_one("A", 2, "k").await;
        let strangers = test
            .shop
            .cancel_order(&GUEST, Some("guess"), number(&placed))
            .await;
        assert!(matches!(strangers, Err(MoveOrderError::NotFound)));
        let token = Some(placed.access_token.as_str());
        let cancelled = test
            .shop
            .cancel_order(&GUEST, token, number(&placed))
            .await
            .unwrap();
        assert_eq!(cancelled.status, OrderStatus::Cancelled);
        assert_eq!(cancelled.payment_status, PaymentStatus::Void);
        assert_eq!(test.available("A").await, (5, 0));
        assert_eq!(
            test.shop
                .catalogue()
                .snapshot()
                .product("a")
                .unwrap()
                .stock(),
            5
        );
        let again = test.shop.cancel_order(&GUEST, token, number(&placed)).await;
        assert!(matches!(again, Err(MoveOrderError::Illegal(_))));
        assert_eq!(test.available("A").await, (5, 0));
        test.assert_books().await;
    }
}

/// Ten at once move the same order: the row's lock lets one through.
#[tokio::test(flavor = "multi_thread")]
async fn racing_moves_happen_once() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        test.stock("A", 100, 5).await;
        let placed = test.order_one("A", 2, "k").await;
        let mut moves = tokio::task::JoinSet::new();
        for _ in 0..10 {
            let (shop, placed) = (test.shop.clone(), placed.clone());
            moves.spawn(async move {
                let token = Some(placed.access_token.as_str());
                shop.cancel_order(&GUEST, token, &placed.order.number)
                    .await
                    .is_ok()
            });
        }
        let done = moves
            .join_all()
            .await
            .into_iter()
            .filter(|done| *done)
            .count();
        assert_eq!(done, 1, "{engine:?}");
        assert_eq!(test.available("A").await, (5, 0));
        test.assert_books().await;
    }
}

/// A form sent twice by one person is done once and answered twice; somebody else's is told.
#[tokio::test(flavor = "multi_thread")]
async fn a_double_click_moves_once_and_two_people_hear_of_each_other() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        test.stock("A", 100, 5).await;
        let placed = test.order_one("A", 2, "k").await;
        let mut clicks = tokio::task::JoinSet::new();
        for click in 0..8 {
            let (shop, placed) = (test.shop.clone(), placed.clone());
            clicks.spawn(async move {
                let by = identity(7 + click % 2, domain::Role::Staff);
                let request = StepRequest {
                    expected: Some(OrderStatus::Pending),
                    ..OrderStep::Confirm.into()
                };
                shop.move_order(&by, &placed.order.number, request).await
            });
        }
        let answers = clicks.join_all().await;
        let confirmed = answers.iter().filter(|answer| answer.is_ok()).count();
        assert_eq!(confirmed, 4, "{engine:?}: all clicks of whoever was first");
        for answer in answers {
            if let Err(refusal) = answer {
                let said = refusal.to_string();
                assert!(
                    said.contains("it is confirmed now, by staff:user"),
                    "{said}"
                );
            }
        }
        let order = test.shop.staff_order(number(&placed)).await.unwrap();
        assert_eq!(order.order.history.len(), 2, "moved once");
        assert_eq!(test.audited("order.move").await.len(), 1);
        test.assert_books().await;
    }
}

#[tokio::test]
async fn a_move_from_where_the_order_is_not_any_more_is_refused() {
    let test = TestShop::open(Engine::Sqlite).await;
    test.stock("A", 100, 5).await;
    let placed = test.order_one("A", 2, "k").await;
    let token = Some(placed.access_token.as_str());
    let cancelled = test.shop.cancel_order(&GUEST, token, number(&placed)).await;
    cancelled.unwrap();
    let request = StepRequest {
        expected: Some(OrderStatus::Pending),
        ..OrderStep::Confirm.into()
    };
    let by = staff();
    let refused = test.shop.move_order(&by, number(&placed), request);
    let said = refused.await.unwrap_err().to_string();
    assert_eq!(
        said,
        "the order was moved meanwhile: it is cancelled now, by customer"
    );
}

#[tokio::test]
async fn many_are_confirmed_each_by_itself() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        test.stock("A", 100, 9).await;
        let mut numbers = Vec::new();
        for key in ["k1", "k2", "k3"] {
            numbers.push(test.order_one("A", 1, key).await.order.number);
        }
        let by = staff();
        let cancelled = test
            .shop
            .move_order(&by, &numbers[1], OrderStep::Cancel.into());
        cancelled.await.unwrap();
        let outcomes = test.shop.confirm_orders(&staff(), &numbers).await;
        let done: Vec<bool> = outcomes
            .iter()
            .map(|(_, outcome)| outcome.is_ok())
            .collect();
        assert_eq!(done, [true, false, true]);
        let waiting = test.shop.count_orders_in(OrderStatus::Confirmed).await;
        assert_eq!(waiting.unwrap(), 2);
        test.assert_books().await;
    }
}

#[tokio::test]
async fn customers_cannot_cancel_what_is_packed() {
    let test = TestShop::open(Engine::Sqlite).await;
    test.stock("A", 100, 5).await;
    let placed = test.order_one("A", 2, "k").await;
    test.bring_to(&placed, OrderStatus::Packed).await;
    let token = Some(placed.access_token.as_str());
    let refused = test
        .shop
        .cancel_order(&GUEST, token, number(&placed))
        .await
        .unwrap_err();
    assert!(refused.to_string().contains("packed"), "{refused}");
    let staffs = test
        .shop
        .cancel_order(&Caller::User(staff()), None, number(&placed))
        .await;
    assert_eq!(staffs.unwrap().status, OrderStatus::Cancelled);
    test.assert_books().await;
}

#[tokio::test]
async fn a_move_needs_what_goes_with_it() {
    let test = TestShop::open(Engine::Sqlite).await;
    test.stock("A", 100, 5).await;
    let placed = test.order_one("A", 2, "k").await;
    test.bring_to(&placed, OrderStatus::Packed).await;
    let nameless = OrderStep::Ship {
        courier: " ".into(),
        tracking: "x".into(),
    };
    let refused = test.step(&placed, nameless).await.unwrap_err();
    let MoveOrderError::Invalid(errors) = refused else {
        panic!("{refused}");
    };
    let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(fields, ["courier", "tracking"]);
    let order = test.shop.staff_order(number(&placed)).await.unwrap();
    assert_eq!(order.order.status, OrderStatus::Packed);
    assert!(order.allowed_moves.contains(&OrderMove::Ship));
    test.assert_books().await;
}
