//! Categories: a tree, upserted by slug.

use domain::{Category, CategoryId, Slug, Text};

use crate::fixtures::{Bench, refused};

on_both![
    categories_come_in_order_with_parents,
    a_known_slug_keeps_its_id,
    a_parent_must_exist,
    only_an_empty_category_goes
];

fn node(bench: &Bench, slug: &str, position: i64) -> Category {
    let slug = Slug::parse(slug).unwrap();
    Category {
        id: CategoryId::mint(&bench.ambient),
        slug,
        name: Text::en("N"),
        parent: None,
        position,
    }
}

async fn categories_come_in_order_with_parents(bench: &Bench) {
    let mut root = node(bench, "root", 2);
    root.name = Text::both("Root", "মূল");
    let mut child = node(bench, "child", 1);
    child.parent = Some(root.id);
    let twin = node(bench, "a-twin", 1);
    let mut tx = bench.begin().await;
    for category in [&root, &child, &twin] {
        tx.put_category(category).await.unwrap();
    }
    let want = vec![twin, child, root];
    assert_eq!(tx.list_categories().await.unwrap(), want);
    tx.commit().await.unwrap();
    assert_eq!(bench.store().list_categories().await.unwrap(), want);
}

async fn a_known_slug_keeps_its_id(bench: &Bench) {
    let old = node(bench, "tea", 1);
    let mut new = node(bench, "tea", 5);
    new.name = Text::both("Tea", "চা");
    let mut tx = bench.begin().await;
    tx.put_category(&old).await.unwrap();
    tx.put_category(&new).await.unwrap();
    let want = Category { id: old.id, ..new };
    assert_eq!(tx.list_categories().await.unwrap(), vec![want]);
}

async fn a_parent_must_exist(bench: &Bench) {
    let mut orphan = node(bench, "orphan", 1);
    orphan.parent = Some(CategoryId::mint(&bench.ambient));
    let mut tx = bench.begin().await;
    assert!(refused(&tx.put_category(&orphan).await));
}

async fn only_an_empty_category_goes(bench: &Bench) {
    let (full, empty) = (node(bench, "full", 1), node(bench, "empty", 2));
    let mut tx = bench.begin().await;
    tx.put_category(&full).await.unwrap();
    tx.put_category(&empty).await.unwrap();
    tx.commit().await.unwrap();
    let mut kettle = bench.product("kettle", &["K-1"]);
    kettle.category = Some(full.id);
    bench.put(&mut kettle).await.unwrap();
    let counts = bench.store().count_products_by_category().await.unwrap();
    assert_eq!(counts, [(full.id, 1)]);
    let mut tx = bench.begin().await;
    assert_eq!(tx.count_products_in(full.id).await.unwrap(), 1);
    assert_eq!(tx.count_products_in(empty.id).await.unwrap(), 0);
    tx.delete_category(empty.id).await.unwrap();
    assert!(refused(&tx.delete_category(full.id).await));
}
