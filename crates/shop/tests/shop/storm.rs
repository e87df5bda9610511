//! Many buyers at once.

use std::collections::HashSet;

use shop::{PlaceOrderError, Placed, Shop};
use store::testing::Engine;

use crate::support::{DELIVERY, TestShop, fill, order, place};

#[derive(Default)]
struct Tally {
    placed: HashSet<String>,
    replayed: HashSet<String>,
    refused: usize,
}

impl Tally {
    fn count(&mut self, answer: Result<Placed, PlaceOrderError>) {
        match answer {
            Ok(placed) if placed.replayed => {
                self.replayed.insert(placed.order.number.to_string());
            }
            Ok(placed) => assert!(
                self.placed.insert(placed.order.number.to_string()),
                "placed twice"
            ),
            Err(PlaceOrderError::OutOfStock { .. } | PlaceOrderError::InProgress) => {
                self.refused += 1
            }
            Err(other) => panic!("not a clean refusal: {other:?}"),
        }
    }
}

/// 500 buyers for 100 units through two processes, each clicking twice at once.
#[tokio::test(flavor = "multi_thread")]
async fn exactly_what_there_is_is_sold() {
    for engine in Engine::ALL {
        let mut test = TestShop::open(engine).await;
        test.stock("HOT", 1_000, 100).await;
        let shops = [test.shop.clone(), test.another().await];
        let mut carts = Vec::new();
        for buyer in 0..500 {
            carts.push(fill(&shops[buyer % 2], &[("HOT", 1)]).await);
        }
        let mut clicks = tokio::task::JoinSet::new();
        for (buyer, cart) in carts.iter().enumerate() {
            for click in 0..2 {
                // The second click lands on the other process.
                let shop = shops[(buyer + click) % 2].clone();
                let (cart, key) = (cart.clone(), format!("buyer-{buyer}"));
                clicks.spawn(async move { place(&shop, &cart, 100_000 + DELIVERY, &key).await });
            }
        }
        let mut tally = Tally::default();
        while let Some(answer) = clicks.join_next().await {
            tally.count(answer.unwrap());
        }
        assert_eq!(tally.placed.len(), 100, "{engine:?}");
        assert!(tally.replayed.is_subset(&tally.placed));
        assert_eq!(test.available("HOT").await, (100, 100));
        test.assert_books().await;
    }
}

/// Carts with the same two SKUs in opposite order, in two processes: no deadlock, no failure.
#[tokio::test(flavor = "multi_thread")]
async fn opposite_carts_do_not_deadlock() {
    for engine in Engine::ALL {
        let mut test = TestShop::open(engine).await;
        test.stock("ONE", 100, 1_000).await;
        test.stock("TWO", 100, 1_000).await;
        let shops: [Shop; 2] = [test.shop.clone(), test.another().await];
        let mut orders = tokio::task::JoinSet::new();
        for buyer in 0..80usize {
            let shop = shops[buyer % 2].clone();
            orders.spawn(async move {
                let lines = if buyer % 4 < 2 {
                    [("ONE", 1), ("TWO", 2)]
                } else {
                    [("TWO", 2), ("ONE", 1)]
                };
                let cart = fill(&shop, &lines).await;
                place(&shop, &cart, 30_000 + DELIVERY, &format!("k{buyer}"))
                    .await
                    .map(drop)
            });
        }
        while let Some(answer) = orders.join_next().await {
            answer.unwrap().unwrap();
        }
        assert_eq!(test.available("ONE").await.1, 80);
        assert_eq!(test.available("TWO").await.1, 160);
        test.assert_books().await;
    }
}

/// One cart, two keys, two processes: the UNIQUE lets one order through.
#[tokio::test(flavor = "multi_thread")]
async fn a_cart_is_ordered_once_whatever_the_keys() {
    for engine in Engine::ALL {
        let mut test = TestShop::open(engine).await;
        test.stock("PHONE", 100, 50).await;
        let shops = [test.shop.clone(), test.another().await];
        for round in 0..10 {
            let cart = test.cart(&[("PHONE", 1)]).await;
            let mut clicks = tokio::task::JoinSet::new();
            for click in 0..4usize {
                let (shop, cart) = (shops[click % 2].clone(), cart.clone());
                let key = format!("round-{round}-click-{click}");
                clicks.spawn(async move { place(&shop, &cart, 10_000 + DELIVERY, &key).await });
            }
            let mut placed = 0;
            while let Some(answer) = clicks.join_next().await {
                match answer.unwrap() {
                    Ok(_) => placed += 1,
                    Err(PlaceOrderError::CartOrdered) => {}
                    Err(other) => panic!("{engine:?}: {other:?}"),
                }
            }
            assert_eq!(placed, 1, "{engine:?}");
        }
        assert_eq!(test.available("PHONE").await, (50, 10));
        test.assert_books().await;
    }
}

/// A queue that is full refuses at once instead of growing, and loses nobody it took in.
#[tokio::test(flavor = "multi_thread")]
async fn a_full_queue_refuses() {
    let options = shop::ShopOptions {
        order_queue: 1,
        ..Default::default()
    };
    let test = TestShop::with(Engine::Sqlite, options).await;
    test.stock("THING", 10, 1_000).await;
    let mut carts = Vec::new();
    for _ in 0..60 {
        carts.push(test.cart(&[("THING", 1)]).await);
    }
    let mut orders = tokio::task::JoinSet::new();
    for (buyer, cart) in carts.into_iter().enumerate() {
        let shop = test.shop.clone();
        orders.spawn(async move {
            let key = shop::IdempotencyKey::parse(&format!("k{buyer}")).unwrap();
            shop.place_order(
                &shop::Caller::Anonymous,
                key,
                order(&cart, 1_000 + DELIVERY),
            )
            .await
        });
    }
    let (mut placed, mut busy) = (0, 0);
    while let Some(answer) = orders.join_next().await {
        match answer.unwrap() {
            Ok(_) => placed += 1,
            Err(PlaceOrderError::Busy) => busy += 1,
            Err(other) => panic!("{other:?}"),
        }
    }
    assert_eq!(placed + busy, 60);
    assert_eq!(test.available("THING").await.1, placed);
    test.assert_books().await;
}
