//! Products: written whole, never losing a variant; stamped with the catalogue version.

use domain::{
    Attribute, AttributeValue, Category, CategoryId, Image, Paisa, ProductStatus, Sku, Slug, Text,
};
use store::StoreError;

use crate::fixtures::{Bench, refused};

on_both![
    a_product_reads_back_as_written,
    a_change_takes_the_next_version,
    a_rolled_back_version_is_taken_again,
    variants_left_out_stay_inactive_and_come_back_by_id,
    a_product_may_lose_every_variant,
    slugs_and_skus_are_unique,
    taken_slugs_and_skus_are_found,
    impossible_products_are_refused,
    one_editor_at_a_time,
    several_products_are_locked_together,
];

async fn a_product_reads_back_as_written(bench: &Bench) {
    let category = CategoryId::mint(&bench.ambient);
    let slug = Slug::parse("phones").unwrap();
    let mut tx = bench.begin().await;
    let node = Category {
        id: category,
        slug,
        name: Text::en("Phones"),
        parent: None,
        position: 1,
    };
    tx.put_category(&node).await.unwrap();
    tx.commit().await.unwrap();

    let mut product = bench.product("ফোন-১", &["R-1", "R/2#b"]);
    product.title = Text::both("Phone \"X\" 100%", "ফোন");
    product.brand = String::new();
    product.category = Some(category);
    product.model = Some("X_1\\".into());
    product.description = Text::both("<p>It's</p>", "<p>ভালো</p>");
    product.options = vec!["Colour".into(), "রং".into()];
    product.attributes = vec![
        Attribute {
            key: "screen".into(),
            value: AttributeValue::Number {
                amount: "6.70".into(),
                unit: Some("in".into()),
            },
        },
        Attribute {
            key: "mass".into(),
            value: AttributeValue::Number {
                amount: "1".into(),
                unit: None,
            },
        },
        Attribute {
            key: "nfc".into(),
            value: AttributeValue::Flag(false),
        },
        Attribute {
            key: "chip".into(),
            value: AttributeValue::Text(Text::both("A", "ক")),
        },
    ];
    product.images = vec![Image {
        src: "/a b.jpg".into(),
        alt: "সামনে".into(),
    }];
    product.tags = vec!["new".into(), "a,b".into()];
    product.variants[0].price = None;
    product.variants[1].compare_at = Some(Paisa::new(i64::from(u32::MAX)));
    product.variants[1].barcode = Some("0012".into());
    product.variants[1].taxable = false;
    bench.put(&mut product).await.unwrap();

    assert_eq!(
        bench.store().find_product("ফোন-১").await.unwrap(),
        Some(product.clone())
    );
    assert_eq!(
        bench.store().load_products(0).await.unwrap(),
        vec![product.clone()]
    );
    let mut tx = bench.begin().await;
    assert_eq!(
        tx.find_product_for_update("ফোন-১").await.unwrap(),
        Some(product)
    );
    assert_eq!(bench.store().find_product("no-such").await.unwrap(), None);
    assert_eq!(tx.find_product_for_update("no-such").await.unwrap(), None);
}

async fn a_change_takes_the_next_version(bench: &Bench) {
    assert_eq!(bench.store().catalogue_version().await.unwrap(), 0);
    let (mut first, mut second) = (
        bench.product("first", &["A"]),
        bench.product("second", &["B"]),
    );
    bench.put(&mut first).await.unwrap();
    bench.put(&mut second).await.unwrap();
    assert_eq!((first.revision, second.revision), (1, 2));
    assert_eq!(bench.store().catalogue_version().await.unwrap(), 2);
    assert_eq!(
        bench.store().load_products(1).await.unwrap(),
        vec![second.clone()]
    );

    // An archived product is loaded too: its readers have to forget it.
    first.status = ProductStatus::Archived;
    first.created_at = bench.later(60);
    first.updated_at = bench.now();
    bench.put(&mut first).await.unwrap();
    let loaded = bench.store().load_products(2).await.unwrap();
    assert_eq!(loaded.len(), 1);
    assert_eq!(
        (loaded[0].id, loaded[0].status, loaded[0].revision),
        (first.id, ProductStatus::Archived, 3)
    );
    assert_eq!(loaded[0].updated_at, first.updated_at);
    assert_eq!(
        loaded[0].created_at,
        crate::fixtures::START,
        "a change doesn't make a product younger"
    );
    assert!(bench.store().load_products(3).await.unwrap().is_empty());
}

async fn a_rolled_back_version_is_taken_again(bench: &Bench) {
    let mut tx = bench.begin().await;
    assert_eq!(tx.next_catalogue_version().await.unwrap(), 1);
    drop(tx);
    let mut tx = bench.begin().await;
    assert_eq!(tx.next_catalogue_version().await.unwrap(), 1);
}

async fn variants_left_out_stay_inactive_and_come_back_by_id(bench: &Bench) {
    let mut product = bench.product("shirt", &["RED", "BLUE"]);
    bench.put(&mut product).await.unwrap();
    let blue = product.variants.pop().unwrap();
    bench.put(&mut product).await.unwrap();
    assert_eq!(
        bench.store().find_product("shirt").await.unwrap(),
        Some(product.clone())
    );
    assert_eq!(bench.store().find_sellable("BLUE").await.unwrap(), None);
    assert!(
        bench.store().find_stock("BLUE").await.unwrap().is_some(),
        "its ledger goes on"
    );
    let mut tx = bench.begin().await;
    let known = tx.list_skus(std::slice::from_ref(&blue.sku)).await.unwrap();
    assert_eq!(
        known.get(&blue.sku),
        Some(&(product.id, blue.id)),
        "inactive SKUs are still taken"
    );
    drop(tx);

    product.variants.push(blue.clone());
    bench.put(&mut product).await.unwrap();
    assert_eq!(
        bench.store().find_product("shirt").await.unwrap(),
        Some(product)
    );
    assert_eq!(
        bench.store().find_sellable("BLUE").await.unwrap(),
        Some(blue.id)
    );
    assert_eq!(
        bench
            .text("SELECT CAST(COUNT(*) AS text) FROM variants")
            .await,
        "2"
    );
}

async fn a_product_may_lose_every_variant(bench: &Bench) {
    let mut product = bench.product("shirt", &["RED", "BLUE"]);
    bench.put(&mut product).await.unwrap();
    product.variants.clear();
    bench.put(&mut product).await.unwrap();
    assert_eq!(
        bench.store().find_product("shirt").await.unwrap(),
        Some(product)
    );
}

async fn slugs_and_skus_are_unique(bench: &Bench) {
    bench
        .put(&mut bench.product("shirt", &["RED"]))
        .await
        .unwrap();
    let taken = bench
        .put(&mut bench.product("shirt", &["OTHER"]))
        .await
        .unwrap_err();
    assert!(taken.is_unique("slug"), "{taken}");
    assert!(!taken.is_unique("sku"));
    let taken = bench
        .put(&mut bench.product("trousers", &["RED"]))
        .await
        .unwrap_err();
    assert!(taken.is_unique("sku"), "{taken}");
    assert!(!taken.is_transient());
    // Case is part of a SKU.
    bench
        .put(&mut bench.product("socks", &["red"]))
        .await
        .unwrap();
}

async fn taken_slugs_and_skus_are_found(bench: &Bench) {
    let mut product = bench.product("shirt", &["RED", "BLUE"]);
    bench.put(&mut product).await.unwrap();
    let mut tx = bench.begin().await;
    let free = Slug::parse("free").unwrap();
    let slugs = tx.list_slugs(&[free, product.slug.clone()]).await.unwrap();
    assert_eq!(
        slugs.into_iter().collect::<Vec<_>>(),
        vec![(product.slug.clone(), product.id)]
    );
    let skus = tx
        .list_skus(&[Sku::parse("BLUE").unwrap(), Sku::parse("blue").unwrap()])
        .await
        .unwrap();
    assert_eq!(
        skus.into_keys().collect::<Vec<_>>(),
        vec![Sku::parse("BLUE").unwrap()]
    );
    assert!(tx.list_slugs(&[]).await.unwrap().is_empty());
    assert!(tx.list_skus(&[]).await.unwrap().is_empty());
    assert!(tx.lock_stock(&[]).await.unwrap().is_empty());
}

async fn impossible_products_are_refused(bench: &Bench) {
    let mut cheap = bench.product("cheap", &["C"]);
    cheap.variants[0].price = Some(Paisa::new(-1));
    assert!(refused(&bench.put(&mut cheap).await));
    let mut light = bench.product("light", &["L"]);
    light.variants[0].grams = -1;
    assert!(refused(&bench.put(&mut light).await));
    let mut lost = bench.product("lost", &["O"]);
    lost.category = Some(CategoryId::mint(&bench.ambient));
    assert!(refused(&bench.put(&mut lost).await));
    assert_eq!(bench.store().catalogue_version().await.unwrap(), 0);
    let status = bench
        .db
        .execute("INSERT INTO products (id, slug) VALUES (NULL, 'x')")
        .await;
    assert!(refused(&status.map_err(StoreError::from)), "NOT NULL holds");
}

async fn one_editor_at_a_time(bench: &Bench) {
    let mut product = bench.product("shirt", &["RED"]);
    bench.put(&mut product).await.unwrap();
    let mut first = bench.begin().await;
    let mut mine = first
        .find_product_for_update("shirt")
        .await
        .unwrap()
        .unwrap();
    let second = async {
        let mut tx = bench.begin().await;
        tx.find_product_for_update("shirt")
            .await
            .unwrap()
            .unwrap()
            .revision
    };
    let finish = async {
        bench.somebody_waits("products").await;
        mine.revision = first.next_catalogue_version().await.unwrap();
        first.put_product(&mine).await.unwrap();
        first.commit().await.unwrap();
    };
    let (seen, ()) = tokio::join!(second, finish);
    assert_eq!(seen, 2, "the second editor sees what the first one wrote");
}

async fn several_products_are_locked_together(bench: &Bench) {
    let mut products = [
        bench.product("a", &["A1", "A2"]),
        bench.product("b", &[]),
        bench.product("c", &["C"]),
    ];
    for product in &mut products {
        bench.put(product).await.unwrap();
    }
    let [a, b, _] = products;
    let mut tx = bench.begin().await;
    let free = Slug::parse("free").unwrap();
    let slugs = [b.slug.clone(), free, a.slug.clone()];
    let mut locked = tx.list_products_for_update(&slugs).await.unwrap();
    locked.sort_by_key(|p| p.revision);
    assert_eq!(locked, vec![a, b]);
    assert!(tx.list_products_for_update(&[]).await.unwrap().is_empty());
}
