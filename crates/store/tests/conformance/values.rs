//! Values come back as they went in, whatever the engine keeps them as.

use domain::{JobId, Product};
use serde_json::json;
use store::testing::Engine;
use store::{NewJob, StoreError};
use time::OffsetDateTime;
use time::macros::datetime;

use crate::fixtures::{ALL, Bench};

on_both![
    times_read_back_to_the_microsecond_and_sort,
    sqlite_keeps_times_as_text_of_one_width,
    json_reads_back_as_written,
    text_of_every_kind_reads_back,
    nulls_read_back_as_nulls,
    numbers_reach_both_ends,
    unreadable_values_are_named,
];

/// In order; some written in another offset, whose moment is what counts.
const MOMENTS: [OffsetDateTime; 8] = [
    datetime!(1999-12-31 23:59:59.999999 UTC),
    datetime!(2026-01-01 0:00 UTC),
    datetime!(2026-01-01 06:00:00.000001 +06:00),
    datetime!(2026-01-01 00:00:00.1 UTC),
    datetime!(2026-01-01 00:00:00.999999 UTC),
    datetime!(2025-12-31 19:00:01 -05:00),
    datetime!(2026-01-01 00:00:10 UTC),
    datetime!(9999-12-31 23:59:59.999999 UTC),
];

async fn at_moments(bench: &Bench) -> Vec<Product> {
    let mut products = Vec::new();
    for (n, at) in MOMENTS.into_iter().enumerate() {
        let mut product = bench.product(&format!("p{n}"), &[]);
        product.created_at = at;
        product.updated_at = at;
        bench.put(&mut product).await.unwrap();
        products.push(product);
    }
    products
}

async fn times_read_back_to_the_microsecond_and_sort(bench: &Bench) {
    let written = at_moments(bench).await;
    for product in &written {
        let read = bench
            .store()
            .find_product(product.slug.as_str())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            (read.created_at, read.updated_at),
            (product.created_at, product.updated_at)
        );
        assert!(read.created_at.offset().is_utc());
    }
    let (rows, _) = bench
        .store()
        .list_products(&store::ProductFilter::default(), ALL)
        .await
        .unwrap();
    let read: Vec<OffsetDateTime> = rows.iter().rev().map(|row| row.updated_at).collect();
    assert_eq!(read, MOMENTS, "in order of time");
    // The same in a comparison: each moment is before the next and not before itself.
    for (n, at) in MOMENTS.into_iter().enumerate() {
        let id = JobId::mint(&bench.ambient);
        let mut tx = bench.begin().await;
        tx.insert_jobs(
            &[NewJob {
                id,
                kind: "x",
                payload: json!(n),
                run_at: at,
            }],
            at,
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
    }
    for (n, at) in (1i64..).zip(MOMENTS) {
        assert_eq!(
            bench.store().count_pending_jobs(at).await.unwrap(),
            n,
            "{at}"
        );
    }
}

async fn sqlite_keeps_times_as_text_of_one_width(bench: &Bench) {
    at_moments(bench).await;
    if bench.engine == Engine::Postgres {
        let kind = bench
            .text("SELECT CAST(pg_typeof(created_at) AS text) FROM products LIMIT 1")
            .await;
        assert_eq!(kind, "timestamp with time zone");
        return;
    }
    let kept = bench
        .text("SELECT group_concat(created_at, ' ') FROM (SELECT * FROM products ORDER BY slug)")
        .await;
    let want = "1999-12-31T23:59:59.999999Z 2026-01-01T00:00:00.000000Z 2026-01-01T00:00:00.000001Z \
                2026-01-01T00:00:00.100000Z 2026-01-01T00:00:00.999999Z 2026-01-01T00:00:01.000000Z \
                2026-01-01T00:00:10.000000Z 9999-12-31T23:59:59.999999Z";
    assert_eq!(kept, want);
}

async fn json_reads_back_as_written(bench: &Bench) {
    for payload in [
        json!(null),
        json!({}),
        json!([]),
        json!("text"),
        json!({"b": 1, "a": {"c": [null, true, "ক\u{1F600}\"\\\n\u{7f}"]}}),
        json!([i64::MIN, i64::MAX, u64::MAX, 0.5, -1e-7]),
    ] {
        let id = JobId::mint(&bench.ambient);
        let mut tx = bench.begin().await;
        let job = NewJob {
            id,
            kind: "x",
            payload: payload.clone(),
            run_at: bench.now(),
        };
        tx.insert_jobs(&[job], bench.now()).await.unwrap();
        let read = tx
            .claim_jobs(bench.now(), bench.now(), 1)
            .await
            .unwrap()
            .remove(0);
        assert_eq!((read.id, read.payload), (id, payload));
    }
}

async fn text_of_every_kind_reads_back(bench: &Bench) {
    for (n, text) in [
        "",
        " ",
        "'",
        "\"; DROP TABLE products; --",
        "$1",
        "{list}",
        "ক্ষ\u{200d}",
        "\u{1F600}",
        "a\nb\tc",
        "\\",
    ]
    .into_iter()
    .enumerate()
    {
        let mut product = bench.product(&format!("p{n}"), &[]);
        product.title = domain::Text::both(text, text);
        product.brand = text.into();
        bench.put(&mut product).await.unwrap();
        let read = bench
            .store()
            .find_product(product.slug.as_str())
            .await
            .unwrap()
            .unwrap();
        assert_eq!((read.title, read.brand.as_str()), (product.title, text));
    }
}

async fn nulls_read_back_as_nulls(bench: &Bench) {
    let mut product = bench.product("plain", &["P"]);
    product.variants[0].price = None;
    bench.put(&mut product).await.unwrap();
    let read = bench.store().find_product("plain").await.unwrap().unwrap();
    assert_eq!(
        (
            read.category,
            &read.model,
            &read.title.bn,
            &read.description.bn
        ),
        (None, &None, &None, &None)
    );
    assert_eq!(read, product);
    // NULL, not an empty text or zero.
    let missing = "SELECT CAST(COUNT(*) AS text) FROM products p JOIN variants v ON v.product_id = p.id \
                   WHERE p.category_id IS NULL AND p.model IS NULL AND p.title_bn IS NULL \
                   AND v.price_paisa IS NULL AND v.compare_at_paisa IS NULL AND v.barcode IS NULL";
    assert_eq!(bench.text(missing).await, "1");
}

async fn numbers_reach_both_ends(bench: &Bench) {
    let mut product = bench.product("big", &["B"]);
    product.variants[0].price = Some(domain::Paisa::new(i64::MAX));
    product.variants[0].position = i64::MIN;
    bench.put(&mut product).await.unwrap();
    assert_eq!(
        bench.store().find_product("big").await.unwrap(),
        Some(product)
    );
}

async fn unreadable_values_are_named(bench: &Bench) {
    let a = bench.stocked("A", 5).await;
    let order = bench.order(bench.cart(&[]).await, &[(a, 1)]);
    bench.place(&order).await.unwrap();
    bench
        .db
        .execute("UPDATE orders SET lang = 'xx'")
        .await
        .unwrap();
    let error = bench
        .store()
        .find_order(&order.order.number)
        .await
        .unwrap_err();
    assert!(
        matches!(&error, StoreError::Corrupt { place, .. } if place == "lang"),
        "{error:?}"
    );
    assert!(!error.is_transient());
    bench
        .db
        .execute("UPDATE products SET options = '{\"not\": \"a list\"}'")
        .await
        .unwrap();
    let error = bench.store().find_product("a").await.unwrap_err();
    assert!(
        matches!(&error, StoreError::Corrupt { place, .. } if place == "options"),
        "{error:?}"
    );
}
