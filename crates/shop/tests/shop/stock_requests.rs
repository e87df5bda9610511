//! "Tell me when it is back": who is told, when, and never twice.

use std::time::Duration;

use domain::Lang;
use shop::{Caller, MAX_OPEN_PER_PHONE, RequestStockError, StockChange};
use store::testing::Engine;

use crate::support::{TestShop, customer, number, staff};

const GUEST: Caller = Caller::Anonymous;

async fn ask(test: &TestShop, sku: &str, phone: &str) -> Result<(), RequestStockError> {
    test.shop.request_stock(&GUEST, sku, phone, Lang::Bn).await
}

async fn deliver(test: &TestShop, sku: &str, units: i64) {
    test.shop
        .adjust_stock(&staff(), sku, StockChange::To(units), "delivery")
        .await
        .unwrap();
}

/// The phones whose messages go out now, each taken by the carrier.
async fn told(test: &TestShop) -> Vec<String> {
    let mut phones = Vec::new();
    for message in test.shop.claim_stock_messages(10).await.unwrap() {
        test.shop
            .finish_stock_message(&message, true)
            .await
            .unwrap();
        phones.push(message.phone.to_string());
    }
    phones.sort();
    phones
}

async fn waiting(test: &TestShop) -> Vec<(String, i64)> {
    let page = test
        .shop
        .waiting_for_stock(Default::default())
        .await
        .unwrap();
    page.items
        .into_iter()
        .map(|row| (row.sku.to_string(), row.waiting))
        .collect()
}

#[tokio::test]
async fn whoever_waits_is_told_once() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        test.stock("A", 100, 0).await;
        for phone in ["01712345678", "০১৭১২৩৪৫৬৭৮", "01812345678"] {
            ask(&test, "A", phone).await.unwrap();
        }
        assert_eq!(waiting(&test).await, [("A".to_owned(), 2)]);
        assert!(told(&test).await.is_empty());
        deliver(&test, "A", 1).await;
        assert_eq!(told(&test).await, ["+8801712345678", "+8801812345678"]);
        assert!(told(&test).await.is_empty());
        assert!(waiting(&test).await.is_empty());
        let early = ask(&test, "A", "01712345678").await;
        assert!(matches!(early, Err(RequestStockError::InStock)));

        // Sold again, waited for again; a cancelled order brings it back.
        let placed = test.order_one("A", 1, "k").await;
        ask(&test, "A", "01912345678").await.unwrap();
        assert!(told(&test).await.is_empty());
        let token = Some(placed.access_token.as_str());
        test.shop
            .cancel_order(&GUEST, token, number(&placed))
            .await
            .unwrap();
        assert_eq!(told(&test).await, ["+8801912345678"]);
        test.assert_books().await;
    }
}

#[tokio::test]
async fn a_worker_that_dies_tells_nobody_twice() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        test.stock("A", 100, 0).await;
        ask(&test, "A", "01712345678").await.unwrap();
        deliver(&test, "A", 1).await;
        // Claimed, and then the process is gone: before or after sending, nobody knows.
        assert_eq!(test.shop.claim_stock_messages(10).await.unwrap().len(), 1);
        for _ in 0..3 {
            assert!(told(&test).await.is_empty());
            test.clock.advance(Duration::from_secs(10 * 60));
        }
        assert!(waiting(&test).await.is_empty(), "it is over");
    }
}

#[tokio::test]
async fn a_message_that_was_not_taken_is_tried_again_a_few_times() {
    let test = TestShop::open(Engine::Sqlite).await;
    test.stock("A", 100, 0).await;
    ask(&test, "A", "01712345678").await.unwrap();
    deliver(&test, "A", 1).await;
    for attempt in 1..=5 {
        let messages = test.shop.claim_stock_messages(10).await.unwrap();
        assert_eq!(messages.len(), 1, "attempt {attempt}");
        assert_eq!(messages[0].title.en, "Thing A");
        test.shop
            .finish_stock_message(&messages[0], false)
            .await
            .unwrap();
        assert!(test.shop.claim_stock_messages(10).await.unwrap().is_empty());
        test.clock.advance(Duration::from_secs(3_600));
    }
    assert!(told(&test).await.is_empty(), "given up");
}

#[tokio::test]
async fn requests_have_bounds() {
    let test = TestShop::open(Engine::Sqlite).await;
    test.stock("A", 100, 0).await;
    for (sku, phone) in [("NOTHING", "01712345678"), ("@", "01712345678")] {
        let refused = ask(&test, sku, phone).await;
        assert!(matches!(refused, Err(RequestStockError::UnknownSku)));
    }
    for (sku, phone) in [("A", ""), ("A", "12"), ("A B", "01712345678")] {
        let refused = ask(&test, sku, phone).await;
        assert!(matches!(refused, Err(RequestStockError::Invalid(_))));
    }
    // An account's own phone needs no typing.
    let buyer = Caller::User(customer(&test.shop, "buyer").await);
    test.shop
        .request_stock(&buyer, "A", "", Lang::En)
        .await
        .unwrap();
    for at in 1..MAX_OPEN_PER_PHONE {
        let sku = format!("S{at}");
        test.stock(&sku, 100, 0).await;
        ask(&test, &sku, "01712345678").await.unwrap();
    }
    test.stock("LAST", 100, 0).await;
    let refused = ask(&test, "LAST", "01712345678").await;
    assert!(matches!(refused, Err(RequestStockError::TooMany)));
    ask(&test, "A", "01712345678").await.unwrap();
    ask(&test, "LAST", "01812345678").await.unwrap();

    // Nobody waits for half a year, and numbers aren't kept for longer than they are needed.
    test.clock.advance(Duration::from_secs(181 * 24 * 60 * 60));
    let swept = test.shop.sweep().await.unwrap();
    assert_eq!(
        swept.stock_requests,
        u64::try_from(MAX_OPEN_PER_PHONE).unwrap() + 1
    );
}
