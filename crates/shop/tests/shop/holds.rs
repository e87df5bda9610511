//! Checkout holds: taken, renewed, consumed, given up, expired.

use std::time::Duration;

use shop::{Caller, HoldError};
use store::testing::Engine;

use crate::support::{DELIVERY, TestShop, place};

const GUEST: Caller = Caller::Anonymous;

#[tokio::test]
async fn held_units_are_kept_from_others_and_sold_to_their_holder() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        test.stock("A", 100, 2).await;
        let mine = test.cart(&[("A", 2)]).await;
        let other = test.cart(&[("A", 1)]).await;
        let held = test.shop.hold_cart(&GUEST, mine.id).await.unwrap();
        assert_eq!(
            held.held_until,
            Some(domain::ambient::Clock::now(&test.clock) + Duration::from_secs(600))
        );
        assert_eq!(held.lines[0].available, 2);
        test.shop.hold_cart(&GUEST, mine.id).await.unwrap();
        assert_eq!(test.available("A").await, (2, 2));
        let refused = test.shop.hold_cart(&GUEST, other.id).await.unwrap_err();
        assert!(
            matches!(refused, HoldError::OutOfStock(ref s) if s[0].available == 0),
            "{refused:?}"
        );
        assert!(
            place(&test.shop, &other, 10_000 + DELIVERY, "other")
                .await
                .is_err()
        );
        place(&test.shop, &mine, 20_000 + DELIVERY, "mine")
            .await
            .unwrap();
        assert_eq!(test.available("A").await, (2, 2));
        test.assert_books().await;
    }
}

#[tokio::test]
async fn a_hold_ends_with_its_time() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        test.stock("A", 100, 2).await;
        let mine = test.cart(&[("A", 2)]).await;
        test.shop.hold_cart(&GUEST, mine.id).await.unwrap();
        test.clock.advance(Duration::from_secs(599));
        assert_eq!(test.shop.release_expired_holds().await.unwrap(), 0);
        test.clock.advance(Duration::from_secs(1));
        assert_eq!(test.shop.release_expired_holds().await.unwrap(), 1);
        assert_eq!(test.available("A").await, (2, 0));
        let other = test.cart(&[("A", 1)]).await;
        place(&test.shop, &other, 10_000 + DELIVERY, "other")
            .await
            .unwrap();
        test.assert_books().await;
    }
}

#[tokio::test]
async fn changing_the_cart_gives_its_hold_up() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        test.stock("A", 100, 5).await;
        let mine = test.cart(&[("A", 2)]).await;
        test.shop.hold_cart(&GUEST, mine.id).await.unwrap();
        let changed = test.shop.set_line(&GUEST, mine.id, "A", 1).await.unwrap();
        assert_eq!(changed.held_until, None);
        assert_eq!(test.available("A").await, (5, 0));
        test.assert_books().await;
    }
}

/// A refused order gives its hold up too: a refusal never reserves stock.
#[tokio::test]
async fn a_refusal_reserves_nothing() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        test.stock("A", 100, 5).await;
        let mine = test.cart(&[("A", 2)]).await;
        test.shop.hold_cart(&GUEST, mine.id).await.unwrap();
        assert!(place(&test.shop, &mine, 1, "wrong-total").await.is_err());
        assert_eq!(test.available("A").await, (5, 0));
        test.assert_books().await;
    }
}

#[tokio::test]
async fn without_holds_a_checkout_only_checks() {
    let options = shop::ShopOptions {
        checkout_hold: None,
        ..Default::default()
    };
    let test = TestShop::with(Engine::Sqlite, options).await;
    test.stock("A", 100, 1).await;
    let mine = test.cart(&[("A", 1)]).await;
    assert_eq!(
        test.shop
            .hold_cart(&GUEST, mine.id)
            .await
            .unwrap()
            .held_until,
        None
    );
    assert_eq!(test.available("A").await, (1, 0));
    let two = test.cart(&[("A", 2)]).await;
    assert!(matches!(
        test.shop.hold_cart(&GUEST, two.id).await,
        Err(HoldError::OutOfStock(_))
    ));
}
