//! What happens to an order after it was placed.

use domain::{OrderMove, OrderStatus, PaymentStatus};
use shop::{Caller, MoveOrderError};
use store::testing::Engine;

use crate::support::{TestShop, number, staff};

const GUEST: Caller = Caller::Anonymous;

#[tokio::test]
async fn from_placement_to_cash() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        test.stock("A", 100, 5).await;
        let placed = test.order_one("A", 2, "k").await;
        use OrderMove::{Confirm, Deliver, Pack, Ship};
        for (step, stock) in [
            (Confirm, (5, 2)),
            (Pack, (5, 2)),
            (Ship, (3, 0)),
            (Deliver, (3, 0)),
        ] {
            let order = test
                .shop
                .move_order(&staff(), number(&placed), step, None)
                .await
                .unwrap();
            assert_eq!(order.status, step.result());
            assert_eq!(test.available("A").await, stock, "{step:?}");
            test.assert_books().await;
        }
        let order = test
            .shop
            .order(&Caller::User(staff()), None, number(&placed))
            .await
            .unwrap();
        assert_eq!(order.payment_status, PaymentStatus::Collected);
        assert_eq!(order.history.len(), 5);
        assert_eq!(order.history[4].by, "staff:user7");
        let by = staff();
        let back = test.shop.move_order(
            &by,
            number(&placed),
            OrderMove::Return,
            Some("faulty".into()),
        );
        let back = back.await.unwrap();
        assert_eq!(
            (back.status, back.payment_status),
            (OrderStatus::Returned, PaymentStatus::Refunded)
        );
        assert_eq!(test.available("A").await, (5, 0));
        test.assert_books().await;
        let audit = test.shop.audit_log(Default::default()).await.unwrap();
        assert_eq!(
            audit
                .items
                .iter()
                .filter(|e| e.action == "order.move")
                .count(),
            5
        );
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

#[tokio::test]
async fn customers_cannot_cancel_what_is_packed() {
    let test = TestShop::open(Engine::Sqlite).await;
    test.stock("A", 100, 5).await;
    let placed = test.order_one("A", 2, "k").await;
    for step in [OrderMove::Confirm, OrderMove::Pack] {
        test.shop
            .move_order(&staff(), number(&placed), step, None)
            .await
            .unwrap();
    }
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
