//! Many prices and counts at once: each row its own verdict, nobody's work overwritten.

use domain::{Paisa, Sku};
use shop::{RowEdit, RowError, ShelfFilter, ShelfItem, StockChange, StockEdit};
use store::testing::Engine;

use crate::support::{TestShop, input, staff, variant};

async fn stocked(engine: Engine) -> TestShop {
    let test = TestShop::open(engine).await;
    test.stock("A", 100, 5).await;
    test.stock("B", 200, 1).await;
    let mut shirt = input("shirt");
    shirt.options = vec!["Size".into()];
    shirt.variants = ["S", "M"]
        .map(|size| shop::VariantInput {
            options: vec![size.into()],
            ..variant(&format!("SHIRT-{size}"), 300, 9)
        })
        .to_vec();
    test.shop.create_product(&staff(), shirt).await.unwrap();
    test
}

async fn row(test: &TestShop, sku: &str) -> ShelfItem {
    let filter = ShelfFilter {
        q: Some(sku.to_owned()),
        ..ShelfFilter::default()
    };
    let page = test.shop.shelf(filter, Default::default()).await.unwrap();
    page.items
        .into_iter()
        .find(|i| i.sku.as_str() == sku)
        .unwrap()
}

fn reprice(item: &ShelfItem, taka: i64) -> RowEdit {
    RowEdit {
        sku: item.sku.clone(),
        revision: item.revision,
        prices: Some((Some(Paisa::from_taka(taka)), item.compare_at)),
        stock: None,
    }
}

fn recount(item: &ShelfItem, counted: i64) -> RowEdit {
    RowEdit {
        prices: None,
        stock: Some(StockEdit {
            seen: item.on_hand,
            counted,
        }),
        ..reprice(item, 0)
    }
}

#[tokio::test]
async fn rows_are_saved_together_each_with_a_verdict() {
    for engine in Engine::ALL {
        let test = stocked(engine).await;
        let (a, b) = (row(&test, "A").await, row(&test, "B").await);
        let (s, m) = (row(&test, "SHIRT-S").await, row(&test, "SHIRT-M").await);
        let edits = [
            RowEdit {
                stock: Some(StockEdit {
                    seen: 5,
                    counted: 7,
                }),
                ..reprice(&a, 110)
            },
            recount(&b, 0),
            reprice(&s, 310),
            reprice(&m, 320),
            reprice(&s, 310),
        ];
        let verdicts = test.shop.edit_shelf(&staff(), &edits, "Weekly count").await;
        let changed: Vec<bool> = verdicts.into_iter().map(Result::unwrap).collect();
        assert_eq!(
            changed,
            [true, true, true, true, false],
            "two of one product"
        );
        let a = row(&test, "A").await;
        assert_eq!((a.price, a.on_hand), (Some(Paisa::from_taka(110)), 7));
        assert_eq!(row(&test, "B").await.available(), 0);
        let m = row(&test, "SHIRT-M").await;
        assert_eq!(m.price, Some(Paisa::from_taka(320)));
        test.assert_books().await;
        let log = test.shop.audit_log(Default::default()).await.unwrap();
        let actions: Vec<&str> = log.items.iter().map(|e| &*e.action).collect();
        assert_eq!(
            actions.iter().filter(|a| **a == "product.reprice").count(),
            3
        );
        assert_eq!(actions.iter().filter(|a| **a == "stock.adjust").count(), 2);
    }
}

#[tokio::test]
async fn a_row_whose_ground_moved_is_refused_and_the_others_saved() {
    for engine in Engine::ALL {
        let test = stocked(engine).await;
        let (a, b) = (row(&test, "A").await, row(&test, "B").await);
        let by = staff();
        let first = [reprice(&a, 150)];
        test.shop
            .edit_shelf(&by, &first, "")
            .await
            .remove(0)
            .unwrap();
        let sold = test
            .shop
            .adjust_stock(&by, "B", StockChange::By(4), "Delivery");
        sold.await.unwrap();
        let edits = [reprice(&a, 90), recount(&b, 9), reprice(&b, 210)];
        let verdicts = test.shop.edit_shelf(&by, &edits, "Weekly count").await;
        assert!(matches!(verdicts[0], Err(RowError::Stale)));
        assert!(matches!(
            verdicts[1],
            Err(RowError::StockMoved { on_hand: 5 })
        ));
        assert!(matches!(verdicts[2], Ok(true)));
        assert_eq!(row(&test, "A").await.price, Some(Paisa::from_taka(150)));
        let b = row(&test, "B").await;
        assert_eq!((b.price, b.on_hand), (Some(Paisa::from_taka(210)), 5));
        test.assert_books().await;
    }
}

#[tokio::test]
async fn what_cannot_be_is_refused() {
    for engine in Engine::ALL {
        let test = stocked(engine).await;
        test.order_one("A", 2, "an-order-of-two").await;
        let a = row(&test, "A").await;
        assert_eq!((a.on_hand, a.reserved), (5, 2));
        let unknown = RowEdit {
            sku: Sku::parse("NOWHERE").unwrap(),
            ..reprice(&a, 1)
        };
        let negative = RowEdit {
            prices: Some((Some(Paisa::new(-1)), None)),
            ..reprice(&a, 1)
        };
        let edits = [unknown, negative, recount(&a, 1), recount(&a, 3)];
        let verdicts = test.shop.edit_shelf(&staff(), &edits, "Count").await;
        assert!(matches!(verdicts[0], Err(RowError::UnknownSku)));
        assert!(matches!(verdicts[1], Err(RowError::Invalid(_))));
        assert!(matches!(verdicts[2], Err(RowError::Stock(_))), "promised");
        assert!(matches!(verdicts[3], Ok(true)));
        let many: Vec<RowEdit> = vec![reprice(&a, 100); 201];
        let verdicts = test.shop.edit_shelf(&staff(), &many, "").await;
        assert!(matches!(verdicts[200], Err(RowError::TooMany)));
        test.assert_books().await;
    }
}
