//! Quantities: opening stock, and counts that are taken over on request.

use domain::MovementReason;
use shop::Caller;
use store::testing::Engine;

use crate::bench::{Bench, rejected};

fn file(first: &str, second: &str) -> String {
    format!(
        "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Inventory Qty\n\
         pot,Pot,Size,Small,P-S,10,{first}\npot,,,Large,P-L,20,{second}\n"
    )
}

#[tokio::test]
async fn quantities_open_the_ledger_and_are_left_alone_afterwards() {
    for engine in Engine::ALL {
        let bench = Bench::open(engine).await;
        bench.import(&file("5", "")).await;
        assert_eq!(bench.stock("P-S").await, (5, 0, 1));
        assert_eq!(
            bench.stock("P-L").await,
            (0, 0, 0),
            "without a movement of nothing"
        );
        let view = bench
            .shop
            .stock("P-S", Default::default())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(view.movements.items[0].reason, MovementReason::Opening);
        let report = bench.import(&file("50", "50")).await;
        assert_eq!(report.updated, 0);
        assert_eq!(
            (bench.stock("P-S").await.0, bench.stock("P-L").await.0),
            (5, 0)
        );
        bench.assert_books().await;
    }
}

#[tokio::test]
async fn counts_are_taken_over_on_request_but_never_below_what_is_promised() {
    for engine in Engine::ALL {
        let bench = Bench::open(engine).await;
        bench.import(&file("5", "8")).await;
        bench.shop.catalogue().refresh().await.unwrap();
        let cart = bench.shop.create_cart(&Caller::Anonymous).await.unwrap();
        bench
            .shop
            .set_line(&Caller::Anonymous, cart.id, "P-L", 3)
            .await
            .unwrap();
        bench
            .shop
            .hold_cart(&Caller::Anonymous, cart.id)
            .await
            .unwrap();
        assert_eq!(bench.stock("P-L").await, (8, 3, 2));

        let report = bench.import_with_stock(&file("9", "2")).await;
        assert_eq!(
            (report.products, report.variants, report.updated),
            (1, 1, 1)
        );
        let reason = "the count can't be set to 2: 3 units are reserved for orders";
        assert_eq!(rejected(&report), [(3, reason)]);
        assert_eq!(bench.stock("P-S").await, (9, 0, 2));
        assert_eq!(bench.stock("P-L").await, (8, 3, 2));
        let view = bench
            .shop
            .stock("P-S", Default::default())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(view.movements.items[0].reason, MovementReason::Import);
        assert_eq!(view.movements.items[0].on_hand_delta, 4);

        let report = bench.import_with_stock(&file("9", "3")).await;
        assert_eq!((report.variants, report.updated), (2, 1));
        assert_eq!(bench.stock("P-L").await, (3, 3, 3));
        assert_eq!(
            bench.import_with_stock(&file("9", "")).await.updated,
            0,
            "empty leaves it"
        );
        bench.assert_books().await;
    }
}

#[tokio::test]
async fn a_renamed_sku_keeps_its_units() {
    for engine in Engine::ALL {
        let bench = Bench::open(engine).await;
        bench.import(&file("5", "8")).await;
        let report = bench.import(&file("5", "8").replace("P-S", "POT-S")).await;
        assert_eq!((report.updated, report.variants), (1, 2));
        assert_eq!(bench.stock("POT-S").await, (5, 0, 1));
        assert!(
            bench
                .shop
                .stock("P-S", Default::default())
                .await
                .unwrap()
                .is_none()
        );
        bench.assert_books().await;
    }
}
