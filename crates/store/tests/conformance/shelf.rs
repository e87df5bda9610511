//! Lists that staff read: variants on the shelf, products by many filters.

use domain::{Category, CategoryId, MovementReason, Paisa, ProductStatus, Sku, Slug, Text};
use store::{ProductFilter, ProductOrder, ShelfFilter};

use crate::fixtures::{ALL, Bench};

on_both![
    variants_are_found_by_sku_barcode_and_title,
    variants_are_looked_up_by_their_skus,
    what_runs_low_comes_first,
    categories_include_those_below,
    products_are_filtered_by_stock_and_brand,
    products_are_sorted,
    brands_come_once
];

async fn category(bench: &Bench, slug: &str, parent: Option<CategoryId>) -> CategoryId {
    let category = Category {
        id: CategoryId::mint(&bench.ambient),
        slug: Slug::parse(slug).unwrap(),
        name: Text::en(slug),
        parent,
        position: 0,
    };
    let mut tx = bench.begin().await;
    tx.put_category(&category).await.unwrap();
    tx.commit().await.unwrap();
    category.id
}

/// A product with one variant that has so many units and costs so many taka.
async fn product(
    bench: &Bench,
    slug: &str,
    units: i64,
    taka: Option<i64>,
    change: impl FnOnce(&mut domain::Product),
) {
    let mut product = bench.product(slug, &[&slug.to_uppercase()]);
    product.variants[0].price = taka.map(Paisa::from_taka);
    change(&mut product);
    bench.put(&mut product).await.unwrap();
    let id = product.variants[0].id;
    let opening = bench.movement(id, units, 0, MovementReason::Opening);
    bench.move_stock(&[opening]).await.unwrap();
    bench.later(1);
}

async fn skus(bench: &Bench, filter: ShelfFilter) -> Vec<String> {
    let (rows, total) = bench.store().list_shelf(&filter, ALL).await.unwrap();
    assert_eq!(total, rows.len() as i64);
    rows.into_iter().map(|row| row.sku.to_string()).collect()
}

async fn slugs(bench: &Bench, filter: ProductFilter) -> Vec<String> {
    let (rows, total) = bench.store().list_products(&filter, ALL).await.unwrap();
    assert_eq!(total, rows.len() as i64);
    rows.into_iter().map(|row| row.slug.to_string()).collect()
}

async fn variants_are_found_by_sku_barcode_and_title(bench: &Bench) {
    product(bench, "kettle", 5, Some(100), |p| {
        p.variants[0].barcode = Some("8901234567890".into());
        p.title = Text::both("Steel kettle", "স্টিলের কেটলি");
    })
    .await;
    product(bench, "lamp", 5, Some(100), |p| {
        p.status = ProductStatus::Draft;
        p.variants[0].sku = Sku::parse("LAMP_X").unwrap();
    })
    .await;
    let q = |q: &str| ShelfFilter {
        q: Some(q.to_owned()),
        ..ShelfFilter::default()
    };
    for found in ["kettl", "90123", "STEEL", "কেটলি"] {
        assert_eq!(skus(bench, q(found)).await, ["KETTLE"], "{found}");
    }
    assert_eq!(skus(bench, q("%")).await, [""; 0], "not a wildcard");
    assert_eq!(skus(bench, q("p_x")).await, ["LAMP_X"]);
    let drafts = ShelfFilter {
        status: Some(ProductStatus::Draft),
        ..ShelfFilter::default()
    };
    assert_eq!(skus(bench, drafts).await, ["LAMP_X"]);
    let (rows, _) = bench.store().list_shelf(&q("kettle"), ALL).await.unwrap();
    assert_eq!(rows[0].level.on_hand, 5);
    assert_eq!(rows[0].price, Some(Paisa::from_taka(100)));
    assert!(rows[0].revision > 0);
}

async fn variants_are_looked_up_by_their_skus(bench: &Bench) {
    for (slug, units) in [("a", 9), ("b", 2), ("c", 0)] {
        product(bench, slug, units, Some(1), |_| {}).await;
    }
    let of = |skus: &[&str]| -> Vec<Sku> {
        let parse = |sku: &&str| Sku::parse(sku).unwrap();
        skus.iter().map(parse).collect()
    };
    let rows = bench.store().list_shelf_of(&of(&["C", "A", "X"])).await;
    let mut found: Vec<(String, i64)> = rows
        .unwrap()
        .into_iter()
        .map(|row| (row.sku.to_string(), row.level.on_hand))
        .collect();
    found.sort();
    assert_eq!(found, [("A".to_owned(), 9), ("C".to_owned(), 0)]);
    assert!(bench.store().list_shelf_of(&[]).await.unwrap().is_empty());
}

async fn what_runs_low_comes_first(bench: &Bench) {
    for (slug, units) in [("a", 9), ("b", 2), ("c", 0)] {
        product(bench, slug, units, Some(1), |_| {}).await;
    }
    let low = |at_most| ShelfFilter {
        at_most,
        least_first: true,
        ..ShelfFilter::default()
    };
    assert_eq!(skus(bench, low(Some(2))).await, ["C", "B"]);
    assert_eq!(skus(bench, low(None)).await, ["C", "B", "A"]);
    assert_eq!(skus(bench, ShelfFilter::default()).await, ["A", "B", "C"]);
}

async fn categories_include_those_below(bench: &Bench) {
    let top = category(bench, "kitchen", None).await;
    let below = category(bench, "kettles", Some(top)).await;
    let other = category(bench, "lamps", None).await;
    product(bench, "kettle", 1, Some(1), |p| p.category = Some(below)).await;
    product(bench, "lamp", 1, Some(1), |p| p.category = Some(other)).await;
    let shelf = |category| ShelfFilter {
        category: Some(category),
        ..ShelfFilter::default()
    };
    let list = |category| ProductFilter {
        category: Some(category),
        ..ProductFilter::default()
    };
    for kitchen in [top, below] {
        assert_eq!(skus(bench, shelf(kitchen)).await, ["KETTLE"]);
        assert_eq!(slugs(bench, list(kitchen)).await, ["kettle"]);
    }
    let (rows, _) = bench.store().list_products(&list(top), ALL).await.unwrap();
    assert_eq!(rows[0].category, Some(below));
}

async fn products_are_filtered_by_stock_and_brand(bench: &Bench) {
    for (slug, units) in [("none", 0), ("few", 3), ("many", 40)] {
        product(bench, slug, units, Some(1), |p| {
            p.brand = slug.to_uppercase();
        })
        .await;
    }
    let stock = |at_least, at_most| ProductFilter {
        at_least,
        at_most,
        ..ProductFilter::default()
    };
    assert_eq!(slugs(bench, stock(None, Some(0))).await, ["none"]);
    assert_eq!(slugs(bench, stock(Some(1), Some(5))).await, ["few"]);
    assert_eq!(slugs(bench, stock(Some(1), None)).await, ["many", "few"]);
    let brand = ProductFilter {
        brand: Some("FEW".into()),
        ..ProductFilter::default()
    };
    assert_eq!(slugs(bench, brand).await, ["few"]);
}

async fn products_are_sorted(bench: &Bench) {
    for (slug, units, taka) in [("b", 1, Some(30)), ("c", 9, Some(10)), ("a", 5, None)] {
        product(bench, slug, units, taka, |_| {}).await;
    }
    for (order, wanted) in [
        (ProductOrder::Changed, ["a", "c", "b"]),
        (ProductOrder::Title, ["a", "b", "c"]),
        (ProductOrder::Price, ["c", "b", "a"]),
        (ProductOrder::PriceDown, ["b", "c", "a"]),
        (ProductOrder::Stock, ["b", "a", "c"]),
    ] {
        let filter = ProductFilter {
            order,
            ..ProductFilter::default()
        };
        assert_eq!(slugs(bench, filter).await, wanted, "{order:?}");
    }
}

async fn brands_come_once(bench: &Bench) {
    for (slug, brand) in [("a", "Walton"), ("b", ""), ("c", "Walton"), ("d", "Vision")] {
        product(bench, slug, 1, None, |p| p.brand = brand.into()).await;
    }
    let mut brands = bench.store().list_brands(10).await.unwrap();
    brands.sort();
    assert_eq!(brands, ["Vision", "Walton"]);
    assert_eq!(bench.store().list_brands(1).await.unwrap().len(), 1);
}
