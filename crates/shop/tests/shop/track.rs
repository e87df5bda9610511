//! Finding an order again: the number and the phone open that order and nothing else.

use std::time::Duration;

use shop::{Caller, OrderError, TrackError};
use store::testing::Engine;

use crate::support::{TestShop, customer, number};

const GUEST: Caller = Caller::Anonymous;

#[tokio::test]
async fn number_and_phone_open_an_order_for_a_while() {
    for engine in Engine::ALL {
        let mut test = TestShop::open(engine).await;
        test.stock("A", 100, 5).await;
        let placed = test.order_one("A", 1, "k").await;
        let other = test.order_one("A", 1, "l").await;
        let typed = placed
            .order
            .number
            .as_str()
            .to_lowercase()
            .replace('-', " ");
        let found = test.shop.track_order(&typed, "০১৭১২-৩৪৫৬৭৮").await.unwrap();
        assert_eq!(&found.number, number(&placed));
        let token = Some(found.access_token.as_str());
        let elsewhere = test.another().await;
        let order = elsewhere
            .order(&GUEST, token, number(&placed))
            .await
            .unwrap();
        assert_eq!(order, placed.order);
        let others = elsewhere.order(&GUEST, token, number(&other)).await;
        assert!(matches!(others, Err(OrderError::NotFound)));
        assert!(
            elsewhere.authenticate(&found.access_token).await.is_err(),
            "it signs nobody in"
        );
        let first = Some(placed.access_token.as_str());
        assert!(
            elsewhere
                .order(&GUEST, first, number(&placed))
                .await
                .is_ok()
        );
        test.clock.advance(Duration::from_secs(30 * 24 * 60 * 60));
        let late = elsewhere.order(&GUEST, token, number(&placed)).await;
        assert!(matches!(late, Err(OrderError::NotFound)));
        assert!(
            elsewhere
                .order(&GUEST, first, number(&placed))
                .await
                .is_ok()
        );
    }
}

#[tokio::test]
async fn a_wrong_number_and_a_wrong_phone_look_the_same() {
    let test = TestShop::open(Engine::Sqlite).await;
    test.stock("A", 100, 5).await;
    let placed = test.order_one("A", 1, "k").await;
    let real = placed.order.number.as_str();
    for (number, phone) in [(real, "01812345678"), ("DC-0000-0000", "01712345678")] {
        let refused = test.shop.track_order(number, phone).await;
        assert!(matches!(refused, Err(TrackError::NotFound)), "{number}");
    }
    for (number, phone, wrong) in [
        ("", "", vec![("number", "required"), ("phone", "required")]),
        ("DC", "01712345678", vec![("number", "format")]),
        (real, "12", vec![("phone", "format")]),
    ] {
        let refused = test.shop.track_order(number, phone).await;
        let Err(TrackError::Invalid(errors)) = refused else {
            panic!("{refused:?}");
        };
        let fields: Vec<_> = errors.iter().map(|e| (e.field.as_str(), e.code)).collect();
        assert_eq!(fields, wrong);
    }
    // A session's token opens nobody's order.
    let stranger = customer(&test.shop, "stranger").await;
    let session = test
        .shop
        .log_in("stranger", "a long password")
        .await
        .unwrap();
    let seen = test
        .shop
        .order(
            &Caller::User(stranger),
            Some(&session.token),
            number(&placed),
        )
        .await;
    assert!(matches!(seen, Err(OrderError::NotFound)));
}
