//! One order at a time: what is written, what is refused, what a repeat gets.

use domain::{OrderStatus, PaymentStatus};
use shop::{Caller, IdempotencyKey, PlaceOrderError, Shortage};
use store::testing::Engine;

use crate::support::{DELIVERY, TestShop, identity, order, place};

#[tokio::test]
async fn an_order_holds_what_was_bought_at_the_price_it_was_bought_for() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        test.stock("A", 500, 10).await;
        test.stock("B", 250, 10).await;
        let cart = test.cart(&[("A", 2), ("B", 1)]).await;
        let placed = place(&test.shop, &cart, 125_000 + DELIVERY, "k")
            .await
            .unwrap();
        let order = &placed.order;
        assert!(!placed.replayed);
        assert_eq!(order.status, OrderStatus::Pending);
        assert_eq!(order.payment_status, PaymentStatus::Due);
        assert_eq!(order.total.get(), 132_000);
        assert_eq!(order.contact.phone.as_str(), "+8801712345678");
        assert_eq!(order.lines.len(), 2);
        assert_eq!(order.history.len(), 1);
        // 15 % within 125,000 paisa: 100,000 and 25,000 apart, each rounded.
        assert_eq!(order.vat_included.get(), 13_043 + 3_261);
        test.reprice("A", 900).await;
        let seen = test
            .shop
            .order(
                &Caller::Anonymous,
                Some(&placed.access_token),
                &order.number,
            )
            .await;
        assert_eq!(&seen.unwrap(), order);
        assert_eq!(test.available("A").await, (10, 2));
        assert_eq!(
            test.shop
                .catalogue()
                .snapshot()
                .product("a")
                .unwrap()
                .stock(),
            8
        );
        test.assert_books().await;
    }
}

#[tokio::test]
async fn the_same_key_and_request_get_the_same_answer() {
    for engine in Engine::ALL {
        let mut test = TestShop::open(engine).await;
        test.stock("A", 500, 10).await;
        let cart = test.cart(&[("A", 1)]).await;
        let first = place(&test.shop, &cart, 50_000 + DELIVERY, "k")
            .await
            .unwrap();
        let elsewhere = test.another().await;
        for shop in [&test.shop, &elsewhere] {
            let again = place(shop, &cart, 50_000 + DELIVERY, "k").await.unwrap();
            assert!(again.replayed);
            assert_eq!(again.order, first.order);
            assert_eq!(again.access_token, first.access_token);
        }
        let other = place(&test.shop, &cart, 99, "k").await.unwrap_err();
        assert!(matches!(other, PlaceOrderError::KeyReused), "{other:?}");
        assert_eq!(test.available("A").await.1, 1);
        test.assert_books().await;
    }
}

#[tokio::test]
async fn keys_of_different_callers_are_different_keys() {
    let test = TestShop::open(Engine::Sqlite).await;
    test.stock("A", 500, 10).await;
    let guest = test.cart(&[("A", 1)]).await;
    let users = test.cart(&[("A", 1)]).await;
    place(&test.shop, &guest, 50_000 + DELIVERY, "k")
        .await
        .unwrap();
    // A session that the database knows is not needed to place an order, a user is.
    test.shop
        .add_staff("karim", Some("a long password"), domain::Role::Customer)
        .await
        .unwrap();
    let signed_in = test.shop.log_in("karim", "a long password").await.unwrap();
    let karim = Caller::User(test.shop.authenticate(&signed_in.token).await.unwrap());
    let key = IdempotencyKey::parse("k").unwrap();
    let placed = test
        .shop
        .place_order(&karim, key, order(&users, 50_000 + DELIVERY))
        .await
        .unwrap();
    assert!(!placed.replayed);
    assert!(
        test.shop
            .order(&karim, None, &placed.order.number)
            .await
            .is_ok()
    );
    let stranger = Caller::User(identity(99, domain::Role::Customer));
    assert!(
        test.shop
            .order(&stranger, None, &placed.order.number)
            .await
            .is_err()
    );
    assert!(
        test.shop
            .order(&Caller::Anonymous, None, &placed.order.number)
            .await
            .is_err()
    );
    assert!(
        test.shop
            .order(&Caller::Anonymous, Some("guess"), &placed.order.number)
            .await
            .is_err()
    );
}

#[tokio::test]
async fn a_changed_price_is_told_and_nothing_is_reserved() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        test.stock("A", 500, 10).await;
        let cart = test.cart(&[("A", 2)]).await;
        test.reprice("A", 600).await;
        for replayed in [false, true] {
            let refused = place(&test.shop, &cart, 100_000 + DELIVERY, "k")
                .await
                .unwrap_err();
            let PlaceOrderError::PriceChanged {
                total,
                replayed: again,
                coupon: None,
            } = refused
            else {
                panic!("{refused:?}");
            };
            assert_eq!((total.get(), again), (120_000 + DELIVERY, replayed));
        }
        assert_eq!(test.available("A").await, (10, 0));
        place(&test.shop, &cart, 120_000 + DELIVERY, "k2")
            .await
            .unwrap();
        test.assert_books().await;
    }
}

#[tokio::test]
async fn a_shortage_names_what_is_left() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        test.stock("A", 500, 3).await;
        test.stock("B", 500, 5).await;
        let cart = test.cart(&[("A", 4), ("B", 5)]).await;
        let refused = place(&test.shop, &cart, 450_000 + DELIVERY, "k")
            .await
            .unwrap_err();
        let PlaceOrderError::OutOfStock { items, .. } = refused else {
            panic!("{refused:?}")
        };
        let expected = Shortage {
            sku: "A".parse().unwrap(),
            requested: 4,
            available: 3,
        };
        assert_eq!(items, [expected]);
        assert_eq!(test.available("B").await, (5, 0));
        let sql = "UPDATE products SET status = 'draft' WHERE slug = 'b'";
        test.db.execute(sql).await.unwrap();
        let cart = test.cart(&[("A", 1)]).await;
        test.db
            .execute("UPDATE products SET status = 'draft' WHERE slug = 'a'")
            .await
            .unwrap();
        let refused = place(&test.shop, &cart, 50_000 + DELIVERY, "k2")
            .await
            .unwrap_err();
        let PlaceOrderError::OutOfStock { items, .. } = refused else {
            panic!("{refused:?}")
        };
        assert_eq!(items[0].available, 0);
        test.assert_books().await;
    }
}

#[tokio::test]
async fn what_cannot_be_judged_leaves_the_key_free() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        test.stock("A", 500, 3).await;
        let cart = test.cart(&[]).await;
        let empty = place(&test.shop, &cart, 50_000 + DELIVERY, "k")
            .await
            .unwrap_err();
        assert!(matches!(empty, PlaceOrderError::CartEmpty), "{empty:?}");
        test.shop
            .set_line(&Caller::Anonymous, cart.id, "A", 1)
            .await
            .unwrap();
        place(&test.shop, &cart, 50_000 + DELIVERY, "k")
            .await
            .unwrap();
        let again = place(&test.shop, &cart, 50_000 + DELIVERY, "other")
            .await
            .unwrap_err();
        assert!(matches!(again, PlaceOrderError::CartOrdered), "{again:?}");
        let mut missing = cart.clone();
        missing.id = domain::CartId::from(uuid::Uuid::from_u128(5));
        let missing = place(&test.shop, &missing, 1, "k3").await.unwrap_err();
        assert!(
            matches!(missing, PlaceOrderError::CartNotFound),
            "{missing:?}"
        );
        test.assert_books().await;
    }
}

/// The budget: BEGIN and COMMIT count.
#[tokio::test]
async fn an_order_takes_at_most_twelve_statements() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        for sku in ["A", "B", "C", "D", "E"] {
            test.stock(sku, 100, 100).await;
        }
        for (key, lines) in [
            ("one", &[("A", 1)][..]),
            ("five", &[("A", 1), ("B", 1), ("C", 1), ("D", 1), ("E", 1)]),
        ] {
            let cart = test.cart(lines).await;
            test.shop
                .hold_cart(&Caller::Anonymous, cart.id)
                .await
                .unwrap();
            let before = test.db.store().statements();
            place(&test.shop, &cart, cart.subtotal.get() + DELIVERY, key)
                .await
                .unwrap();
            let statements = test.db.store().statements() - before;
            assert!(statements <= 12, "{engine:?}, {key}: {statements}");
        }
    }
}

#[tokio::test]
async fn an_order_in_the_lane_is_placed_though_its_buyer_has_hung_up() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        test.stock("A", 500, 1_000).await;
        let mut ordered = 0;
        // How many looks bring an order into the lane is the database's affair.
        for looks in 1.. {
            let cart = test.cart(&[("A", 1)]).await;
            let key = format!("k{looks}");
            let ask = || place(&test.shop, &cart, 50_000 + DELIVERY, &key);
            {
                let mut given_up = std::pin::pin!(ask());
                for _ in 0..looks {
                    let look = std::future::poll_fn(|cx| {
                        std::task::Poll::Ready(given_up.as_mut().poll(cx).is_pending())
                    });
                    assert!(look.await, "it was placed before anybody could hang up");
                    tokio::task::yield_now().await;
                }
            }
            let again = loop {
                match ask().await {
                    Err(PlaceOrderError::InProgress) => tokio::task::yield_now().await,
                    decided => break decided.unwrap(),
                }
            };
            ordered += 1;
            if again.replayed {
                break;
            }
        }
        assert_eq!(test.available("A").await, (1_000, ordered));
        test.assert_books().await;
    }
}
