//! `verify` must be able to say no; the store's own suite breaks every invariant.

use store::testing::Engine;

use crate::support::TestShop;

#[tokio::test]
async fn a_unit_that_nobody_accounts_for_is_found() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        test.stock("A", 100, 5).await;
        test.order_one("A", 2, "k").await;
        test.assert_books().await;
        test.db
            .execute("UPDATE stock SET reserved = reserved - 1")
            .await
            .unwrap();
        let broken: Vec<&str> = test
            .shop
            .verify()
            .await
            .unwrap()
            .into_iter()
            .filter(|v| v.broken > 0)
            .map(|v| v.name)
            .collect();
        assert_eq!(
            broken,
            ["stock_reserved_is_ledger", "stock_reserved_is_promised"]
        );
    }
}
