//! Staff's work on products and stock.

use domain::ProductStatus;
use shop::{AdjustStockError, ProductError, ProductInput, StockChange};
use store::testing::Engine;

use crate::support::{TestShop, staff, variant};

fn kettle() -> ProductInput {
    ProductInput {
        slug: None,
        title: "Jhorna Kettle JK-18".into(),
        title_bn: Some("ঝর্ণা কেতলি".into()),
        brand: "Jhorna".into(),
        category: None,
        model: Some("JK-18".into()),
        description: "<p>Boils.</p><script>alert(1)</script>".into(),
        description_bn: None,
        status: ProductStatus::Active,
        options: vec!["Colour".into()],
        attributes: vec![],
        images: vec![],
        tags: vec![],
        serials: None,
        variants: ["Red", "Blue"]
            .map(|colour| shop::VariantInput {
                options: vec![colour.into()],
                ..variant(&format!("JK-18-{colour}"), 1_200, 3)
            })
            .to_vec(),
    }
}

#[tokio::test]
async fn a_product_is_created_changed_and_archived() {
    for engine in Engine::ALL {
        let mut test = TestShop::open(engine).await;
        let elsewhere = test.another().await;
        let made = test.shop.create_product(&staff(), kettle()).await.unwrap();
        assert_eq!(made.product.slug.as_str(), "jhorna-kettle-jk-18");
        assert!(!made.product.description.en.contains("script"));
        assert_eq!(made.stock.iter().map(|s| s.on_hand).sum::<i64>(), 6);
        assert!(elsewhere.catalogue().refresh().await.unwrap());
        assert!(
            elsewhere
                .catalogue()
                .snapshot()
                .product("jhorna-kettle-jk-18")
                .is_some()
        );

        let mut change = kettle();
        change.variants.truncate(1);
        change.variants[0].price_paisa = Some(99_900);
        let slug = made.product.slug.as_str();
        let by = staff();
        let changed = test
            .shop
            .update_product(&by, slug, made.product.revision, change.clone());
        let changed = changed.await.unwrap();
        assert_eq!(changed.product.variants.len(), 1);
        assert_eq!(changed.product.variants[0].id, made.product.variants[0].id);
        assert_eq!(changed.stock[0].on_hand, 3, "stock is not set again");
        let stale = test
            .shop
            .update_product(&staff(), slug, made.product.revision, change)
            .await;
        let current = changed.product.revision;
        assert!(
            matches!(stale, Err(ProductError::Stale { current_revision }) if current_revision == current)
        );

        elsewhere.catalogue().refresh().await.unwrap();
        let listing = elsewhere
            .catalogue()
            .snapshot()
            .product(slug)
            .unwrap()
            .clone();
        assert_eq!(listing.price.get(), 99_900);
        test.shop.archive_product(&staff(), slug).await.unwrap();
        elsewhere.catalogue().refresh().await.unwrap();
        assert!(elsewhere.catalogue().snapshot().product(slug).is_none());
        let audit = test.shop.audit_log(Default::default()).await.unwrap();
        let actions: Vec<&str> = audit.items.iter().map(|e| e.action.as_str()).collect();
        assert_eq!(
            actions,
            ["product.archive", "product.update", "product.create"]
        );
        test.assert_books().await;
    }
}

#[tokio::test]
async fn skus_and_slugs_belong_to_one_product() {
    let test = TestShop::open(Engine::Sqlite).await;
    test.shop.create_product(&staff(), kettle()).await.unwrap();
    let again = test.shop.create_product(&staff(), kettle()).await;
    assert!(matches!(again, Err(ProductError::SlugTaken)));
    let other = ProductInput {
        slug: Some("other".into()),
        ..kettle()
    };
    let taken = test.shop.create_product(&staff(), other).await;
    assert!(matches!(taken, Err(ProductError::SkuTaken(_))));
    let mut twice = ProductInput {
        slug: Some("twice".into()),
        ..kettle()
    };
    twice.variants[1].sku = twice.variants[0].sku.clone();
    assert!(matches!(
        test.shop.create_product(&staff(), twice).await,
        Err(ProductError::Invalid(_))
    ));
}

#[tokio::test]
async fn stock_changes_with_a_reason_and_never_below_what_is_promised() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        test.stock("A", 100, 5).await;
        test.order_one("A", 2, "k").await;
        let adjust = async |change, reason: &str| {
            test.shop.adjust_stock(&staff(), "A", change, reason).await
        };
        let counted = adjust(StockChange::To(4), "counted").await.unwrap();
        assert_eq!((counted.on_hand, counted.reserved), (4, 2));
        assert_eq!(counted.movements.items[0].note.as_deref(), Some("counted"));
        adjust(StockChange::By(10), "delivery").await.unwrap();
        let refused = adjust(StockChange::By(-13), "theft").await.unwrap_err();
        assert!(matches!(
            refused,
            AdjustStockError::Insufficient {
                on_hand: 14,
                reserved: 2
            }
        ));
        assert!(matches!(
            adjust(StockChange::By(1), " ").await,
            Err(AdjustStockError::Invalid(_))
        ));
        assert!(matches!(
            adjust(StockChange::By(i64::MIN), "flood").await,
            Err(AdjustStockError::Invalid(_))
        ));
        let unknown = test
            .shop
            .adjust_stock(&staff(), "NOPE", StockChange::By(1), "delivery")
            .await;
        assert!(matches!(unknown, Err(AdjustStockError::UnknownSku)));
        assert_eq!(
            test.shop
                .catalogue()
                .snapshot()
                .product("a")
                .unwrap()
                .stock(),
            12
        );
        test.assert_books().await;
    }
}
