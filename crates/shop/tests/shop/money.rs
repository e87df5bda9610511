//! Cash on delivery to the end: the courier's payout, and refunds.

use domain::{OrderStatus, Paisa, PaymentMove, PaymentStatus, RefundChannel};
use shop::{MoveOrderError, OrderStep, RefundOrder, RemitOrder};
use store::testing::Engine;

use crate::support::{TestShop, identity, number, staff};

/// Two of A at 100 taka and the delivery to Dhaka.
const TOTAL: i64 = 27_000;

fn payout(charge: i64) -> RemitOrder {
    RemitOrder {
        charge: Paisa::new(charge),
        reference: "STMT-1".into(),
    }
}

fn refund(amount: i64) -> RefundOrder {
    RefundOrder {
        amount: Paisa::new(amount),
        channel: RefundChannel::Bkash,
        reference: "9F3K2LQ8".into(),
    }
}

#[tokio::test]
async fn the_courier_pays_out_once() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        test.stock("A", 100, 5).await;
        let placed = test.order_one("A", 2, "k").await;
        let number = number(&placed);
        let by = staff();
        test.bring_to(&placed, OrderStatus::Shipped).await;
        let early = test.shop.remit_order(&by, number, payout(6_000)).await;
        assert!(matches!(early, Err(MoveOrderError::IllegalPayment(_))));
        test.bring_to(&placed, OrderStatus::Delivered).await;
        let order = test.shop.staff_order(number).await.unwrap();
        assert_eq!(order.allowed_payment_moves, [PaymentMove::Remit]);
        let too_much = test.shop.remit_order(&by, number, payout(TOTAL + 1)).await;
        assert!(matches!(too_much, Err(MoveOrderError::Invalid(_))));
        for _double_click in 0..2 {
            let paid = test.shop.remit_order(&by, number, payout(6_000)).await;
            let paid = paid.unwrap();
            assert_eq!(paid.order.payment_status, PaymentStatus::Remitted);
            let remittance = paid.remittance.unwrap();
            assert_eq!(remittance.received, Paisa::new(TOTAL - 6_000));
        }
        let other = identity(8, domain::Role::Staff);
        for (again, who) in [(payout(7_000), &by), (payout(6_000), &other)] {
            let again = test.shop.remit_order(who, number, again).await;
            assert!(matches!(again, Err(MoveOrderError::IllegalPayment(_))));
        }
        assert_eq!(test.audited("order.remit").await.len(), 1);
        test.assert_books().await;
    }
}

#[tokio::test]
async fn what_came_back_is_refunded_once_and_the_courier_still_pays() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        test.stock("A", 100, 5).await;
        let placed = test.order_one("A", 2, "k").await;
        let number = number(&placed);
        let by = staff();
        test.bring_to(&placed, OrderStatus::Delivered).await;
        let early = test.shop.refund_order(&by, number, refund(TOTAL)).await;
        assert!(matches!(early, Err(MoveOrderError::IllegalPayment(_))));
        let back = test.step(&placed, OrderStep::Return).await.unwrap();
        assert_eq!(back.order.payment_status, PaymentStatus::RefundDue);
        let due = back.refund_by.unwrap() - test.shop.ambient().now();
        assert_eq!(due.whole_days(), 10);
        let too_much = test.shop.refund_order(&by, number, refund(TOTAL + 1)).await;
        assert!(matches!(too_much, Err(MoveOrderError::Invalid(_))));
        for _double_click in 0..2 {
            let refunded = test.shop.refund_order(&by, number, refund(20_000)).await;
            let refunded = refunded.unwrap();
            assert_eq!(refunded.order.payment_status, PaymentStatus::Refunded);
            assert_eq!(refunded.order.refund.unwrap().amount, Paisa::new(20_000));
            assert_eq!(refunded.allowed_payment_moves, [PaymentMove::Remit]);
        }
        let again = test.shop.refund_order(&by, number, refund(1)).await;
        assert!(matches!(again, Err(MoveOrderError::IllegalPayment(_))));
        let paid = test.shop.remit_order(&by, number, payout(6_000)).await;
        let paid = paid.unwrap();
        assert_eq!(paid.order.payment_status, PaymentStatus::Refunded);
        let history: Vec<_> = paid.payment_history.iter().map(|e| e.status).collect();
        use PaymentStatus::{Collected, RefundDue, Refunded, WithCourier};
        assert_eq!(history, [WithCourier, Collected, RefundDue, Refunded]);
        assert_eq!(test.audited("order.refund").await.len(), 1);
        test.assert_books().await;
    }
}

/// Two people pay the same refund out at once: the books know of one.
#[tokio::test(flavor = "multi_thread")]
async fn racing_refunds_happen_once() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        test.stock("A", 100, 5).await;
        let placed = test.order_one("A", 2, "k").await;
        test.bring_to(&placed, OrderStatus::Delivered).await;
        test.step(&placed, OrderStep::Return).await.unwrap();
        let mut refunds = tokio::task::JoinSet::new();
        for who in 0..6 {
            let (shop, placed) = (test.shop.clone(), placed.clone());
            refunds.spawn(async move {
                let by = identity(20 + who, domain::Role::Staff);
                let number = &placed.order.number;
                shop.refund_order(&by, number, refund(TOTAL)).await.is_ok()
            });
        }
        let done = refunds.join_all().await;
        assert_eq!(done.iter().filter(|done| **done).count(), 1, "{engine:?}");
        test.assert_books().await;
    }
}

#[tokio::test]
async fn notes_are_for_the_staff() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        test.stock("A", 100, 5).await;
        let placed = test.order_one("A", 2, "k").await;
        let number = number(&placed);
        for bad in ["", " \n ", "a\0b", &"x".repeat(2_001)] {
            let refused = test.shop.note_order(&staff(), number, bad).await;
            assert!(matches!(refused, Err(MoveOrderError::Invalid(_))), "{bad}");
        }
        let noted = test
            .shop
            .note_order(&staff(), number, " ফোন ধরছেন না ")
            .await;
        let notes = noted.unwrap().notes;
        assert_eq!(
            (notes[0].text.as_str(), notes[0].by.as_str()),
            ("ফোন ধরছেন না", "staff:user7")
        );
        assert_eq!(test.audited("order.note").await.len(), 1);
    }
}
