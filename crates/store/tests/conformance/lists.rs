//! Filtered lists: what staff type is taken literally, and pages neither overlap nor leave out.

use domain::{ProductStatus, Role, Text};
use store::{ProductFilter, Window};

use crate::accounts::user;
use crate::fixtures::{ALL, Bench, PRICE};

on_both![
    products_are_found_by_what_they_say,
    wildcards_are_letters,
    product_pages_cover_the_list,
    a_product_is_summed_up,
    users_are_found_by_name_phone_and_mail,
];

async fn products(bench: &Bench, q: &str) -> Vec<String> {
    let filter = ProductFilter {
        q: Some(q.into()),
        status: None,
        ..ProductFilter::default()
    };
    let (rows, total) = bench.store().list_products(&filter, ALL).await.unwrap();
    assert_eq!(
        total,
        i64::try_from(rows.len()).unwrap(),
        "the count has the same filter"
    );
    let mut slugs: Vec<String> = rows.iter().map(|row| row.slug.to_string()).collect();
    slugs.sort();
    slugs
}

async fn products_are_found_by_what_they_say(bench: &Bench) {
    let mut phone = bench.product("galaxy-a15", &["SM-A155F/DS", "SM-A155F/SS"]);
    phone.title = Text::both("Galaxy A15", "গ্যালাক্সি A15");
    phone.brand = "Samsung".into();
    phone.model = Some("A155F".into());
    bench.put(&mut phone).await.unwrap();
    bench
        .put(&mut bench.product("rice", &["CHAL-1"]))
        .await
        .unwrap();
    for q in [
        "galaxy a",
        "গ্যালাক্সি",
        "গ্যালাক্সি a15",
        "SAMS",
        "a155f",
        "galaxy-a",
        "155f/d",
        "Galaxy A15",
    ] {
        assert_eq!(products(bench, q).await, vec!["galaxy-a15"], "{q}");
    }
    assert!(products(bench, "nokia").await.is_empty());
    let status = |status| ProductFilter {
        q: None,
        status: Some(status),
        ..ProductFilter::default()
    };
    assert_eq!(
        bench
            .store()
            .list_products(&status(ProductStatus::Active), ALL)
            .await
            .unwrap()
            .1,
        2
    );
    assert_eq!(
        bench
            .store()
            .list_products(&status(ProductStatus::Draft), ALL)
            .await
            .unwrap()
            .1,
        0
    );
}

async fn wildcards_are_letters(bench: &Bench) {
    for (slug, title) in [
        ("a", "100% cotton"),
        ("b", "1000 cotton"),
        ("c", "under_score"),
        ("d", "under-score"),
        ("e", "back\\slash"),
        ("f", "it's"),
    ] {
        let mut product = bench.product(slug, &[slug]);
        product.title = Text::en(title);
        product.brand = "-".into();
        bench.put(&mut product).await.unwrap();
    }
    for (q, slug) in [
        ("0% c", "a"),
        ("r_s", "c"),
        ("k\\s", "e"),
        ("t's", "f"),
        ("%", "a"),
        ("_", "c"),
        ("\\", "e"),
    ] {
        assert_eq!(products(bench, q).await, vec![slug.to_owned()], "{q}");
    }
    assert_eq!(products(bench, "").await.len(), 6);
}

async fn product_pages_cover_the_list(bench: &Bench) {
    let mut want = Vec::new();
    for n in 0..5 {
        let slug = format!("p{n}");
        // Two share a moment: the slug decides between them.
        if n % 2 == 0 {
            bench.later(1);
        }
        bench
            .put(&mut bench.product(&slug, &[&slug]))
            .await
            .unwrap();
        want.push(slug);
    }
    let want = [&want[4..], &want[2..4], &want[..2]].concat();
    let mut got = Vec::new();
    for offset in [0, 2, 4, 6] {
        let page = Window { limit: 2, offset };
        let (rows, total) = bench
            .store()
            .list_products(&ProductFilter::default(), page)
            .await
            .unwrap();
        assert_eq!(total, 5);
        got.extend(rows.into_iter().map(|row| row.slug.to_string()));
    }
    assert_eq!(got, want, "newest change first");
}

async fn a_product_is_summed_up(bench: &Bench) {
    let mut product = bench.product("shirt", &["RED", "BLUE", "GREY"]);
    product.variants[1].price = Some(domain::Paisa::new(7));
    product.variants[2].price = None;
    bench.put(&mut product).await.unwrap();
    for variant in &product.variants {
        let opening = bench.movement(variant.id, 4, 1, domain::MovementReason::Opening);
        bench.move_stock(&[opening]).await.unwrap();
    }
    let one = async || {
        bench
            .store()
            .list_products(&ProductFilter::default(), ALL)
            .await
            .unwrap()
            .0
            .remove(0)
    };
    let row = one().await;
    assert_eq!(
        (row.price, row.variants, row.on_hand, row.reserved),
        (Some(domain::Paisa::new(7)), 3, 12, 3)
    );
    assert_eq!(
        (row.title, row.brand, row.status, row.updated_at),
        (
            product.title.clone(),
            product.brand.clone(),
            product.status,
            product.updated_at
        )
    );
    product.variants.remove(1);
    bench.put(&mut product).await.unwrap();
    let row = one().await;
    assert_eq!(
        (row.price, row.variants, row.on_hand, row.reserved),
        (Some(PRICE), 2, 8, 2),
        "active variants only"
    );
    product.variants.clear();
    bench.put(&mut product).await.unwrap();
    let row = one().await;
    assert_eq!(
        (row.price, row.variants, row.on_hand, row.reserved),
        (None, 0, 0, 0)
    );
}

async fn users_are_found_by_name_phone_and_mail(bench: &Bench) {
    let mut tx = bench.begin().await;
    for (name, phone, email) in [
        ("Rahim_1", Some("+8801711111111"), None),
        ("rahimx1", None, Some("Karim@Example.com")),
        ("zara", None, None),
    ] {
        let mut new = user(bench, name);
        new.user.phone = phone.map(str::to_owned);
        new.user.email = email.map(str::to_owned);
        if name == "zara" {
            new.user.role = Role::Staff;
        }
        tx.insert_user(&new).await.unwrap();
    }
    tx.commit().await.unwrap();
    let find = async |q: Option<&str>| {
        let (rows, total) = bench.store().list_users(q, None, ALL).await.unwrap();
        assert_eq!(total, i64::try_from(rows.len()).unwrap());
        rows.into_iter().map(|row| row.username).collect::<Vec<_>>()
    };
    assert_eq!(find(None).await, ["Rahim_1", "rahimx1", "zara"]);
    assert_eq!(find(Some("rahim_")).await, ["Rahim_1"]);
    assert_eq!(find(Some("RAHIM")).await, ["Rahim_1", "rahimx1"]);
    assert_eq!(find(Some("17111")).await, ["Rahim_1"]);
    assert_eq!(find(Some("karim@EX")).await, ["rahimx1"]);
    assert!(find(Some("%")).await.is_empty());
    for (q, role, expected) in [
        (None, Role::Customer, ["Rahim_1", "rahimx1"].as_slice()),
        (Some("karim@EX"), Role::Customer, &["rahimx1"]),
        (None, Role::Staff, &["zara"]),
        (Some("rahim"), Role::Staff, &[]),
        (None, Role::Admin, &[]),
    ] {
        let listed = bench.store().list_users(q, Some(role), ALL).await;
        let (rows, total) = listed.unwrap();
        let names: Vec<_> = rows.iter().map(|row| row.username.as_str()).collect();
        assert_eq!(
            (names.as_slice(), total),
            (expected, i64::try_from(expected.len()).unwrap())
        );
    }
    let (page, total) = bench
        .store()
        .list_users(
            None,
            None,
            Window {
                limit: 1,
                offset: 2,
            },
        )
        .await
        .unwrap();
    assert_eq!((page[0].username.as_str(), total), ("zara", 3));
}
