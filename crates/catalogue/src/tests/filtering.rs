//! Filters, facets, order and pages.

use domain::{Category, Paisa};

use crate::query::{Facets, Query, Sort};
use crate::snapshot::Snapshot;
use crate::testing::{Shelf, category, product, slugs};

/// Phones (with smartphones below) and audio; two makers; two products in stock.
fn shop() -> Snapshot {
    let (phones, audio) = (category("phones"), category("audio"));
    let smart = Category {
        parent: Some(phones.id),
        ..category("smart")
    };
    let (in_phones, in_smart, in_audio) = (phones.id, smart.id, audio.id);
    let shelf = Shelf {
        categories: vec![phones, smart, audio],
        ..Shelf::default()
    };
    let snapshot = shelf.first(&[
        product("a-phone")
            .brand("Nokia")
            .category(in_phones)
            .price(2_000)
            .added_on_day(1),
        product("b-phone")
            .brand("Sony")
            .category(in_smart)
            .price(90_000)
            .added_on_day(3),
        product("c-phone")
            .brand("NOKIA")
            .category(in_smart)
            .price(30_000)
            .added_on_day(2),
        product("d-speaker")
            .brand("Sony")
            .category(in_audio)
            .price(5_000)
            .added_on_day(4),
        product("e-cable").price(5_000).added_on_day(4),
    ]);
    shelf.stock(&snapshot, "a-phone", 1);
    shelf.stock(&snapshot, "d-speaker", 10);
    snapshot
}

fn names(facets: &Facets) -> Vec<(&str, usize)> {
    facets
        .categories
        .iter()
        .map(|(category, count)| (category.slug.as_str(), *count))
        .collect()
}

fn brands(facets: &Facets) -> Vec<(&str, usize)> {
    facets
        .brands
        .iter()
        .map(|(name, count)| (name.as_str(), *count))
        .collect()
}

fn taka(taka: i64) -> Option<Paisa> {
    Some(Paisa::new(taka * 100))
}

#[test]
fn facets_of_everything() {
    let page = shop().search(&Query::default());
    assert_eq!((page.total, page.page, page.per_page), (5, 1, 24));
    assert_eq!(
        names(&page.facets),
        [("phones", 3), ("smart", 2), ("audio", 1)]
    );
    assert_eq!(brands(&page.facets), [("Nokia", 2), ("Sony", 2)]);
    assert_eq!(
        (page.facets.price_min, page.facets.price_max),
        (taka(2_000), taka(90_000))
    );
    assert_eq!(page.facets.in_stock, 2);
}

#[test]
fn each_facet_ignores_its_own_filter_and_obeys_the_others() {
    let query = Query {
        category: Some("phones".to_owned()),
        brand: vec!["nokia".to_owned()],
        min_price: taka(10_000),
        ..Query::default()
    };
    let page = shop().search(&query);
    assert_eq!(slugs(&page), ["c-phone"]);
    assert_eq!(
        names(&page.facets),
        [("phones", 1), ("smart", 1)],
        "makers and prices obeyed"
    );
    assert_eq!(
        brands(&page.facets),
        [("Nokia", 1), ("Sony", 1)],
        "category and prices obeyed"
    );
    assert_eq!(
        (page.facets.price_min, page.facets.price_max),
        (taka(2_000), taka(30_000))
    );
    assert_eq!(page.facets.in_stock, 0);

    let query = Query {
        category: Some("audio".to_owned()),
        ..Query::default()
    };
    let page = shop().search(&query);
    assert_eq!(
        names(&page.facets),
        [("phones", 3), ("smart", 2), ("audio", 1)]
    );
    assert_eq!(brands(&page.facets), [("Sony", 1)]);
    let page = shop().search(&Query {
        in_stock: true,
        ..Query::default()
    });
    assert_eq!(names(&page.facets), [("phones", 1), ("audio", 1)]);
    assert_eq!(page.facets.in_stock, 2);
    let page = shop().search(&Query {
        category: Some("smart".to_owned()),
        ..Query::default()
    });
    assert_eq!(page.facets.in_stock, 0);
}

#[test]
fn a_facet_tells_the_total_of_choosing_it() {
    let snapshot = shop();
    let narrow = Query {
        max_price: taka(40_000),
        text: Some("phone".into()),
        ..Query::default()
    };
    let facets = snapshot.search(&narrow).facets;
    assert!(!facets.categories.is_empty() && !facets.brands.is_empty());
    for (category, count) in &facets.categories {
        let slug = category.slug.as_str().to_owned();
        let chosen = Query {
            category: Some(slug),
            ..narrow.clone()
        };
        assert_eq!(snapshot.search(&chosen).total, *count);
    }
    for (brand, count) in &facets.brands {
        let chosen = Query {
            brand: vec![brand.clone()],
            ..narrow.clone()
        };
        assert_eq!(snapshot.search(&chosen).total, *count);
    }
    let chosen = Query {
        in_stock: true,
        ..narrow.clone()
    };
    assert_eq!(snapshot.search(&chosen).total, facets.in_stock);
}

#[test]
fn filters() {
    let snapshot = shop();
    let found = |query: Query| {
        let page = snapshot.search(&Query {
            sort: Sort::PriceAsc,
            ..query
        });
        slugs(&page)
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let in_category = |slug: &str| Query {
        category: Some(slug.to_owned()),
        ..Query::default()
    };
    assert_eq!(
        found(in_category("phones")),
        ["a-phone", "c-phone", "b-phone"]
    );
    assert_eq!(found(in_category("smart")), ["c-phone", "b-phone"]);
    assert!(found(in_category("nowhere")).is_empty());
    let by = |brands: &[&str]| Query {
        brand: brands.iter().map(|&brand| brand.to_owned()).collect(),
        ..Query::default()
    };
    assert_eq!(found(by(&["SONY"])), ["d-speaker", "b-phone"]);
    assert_eq!(found(by(&["sony", "nokia"])).len(), 4);
    assert!(found(by(&["nobody"])).is_empty());
    let exact = Query {
        min_price: taka(5_000),
        max_price: taka(30_000),
        ..Query::default()
    };
    assert_eq!(
        found(exact),
        ["d-speaker", "e-cable", "c-phone"],
        "limits count, ties by slug"
    );
    let in_stock = Query {
        in_stock: true,
        ..Query::default()
    };
    assert_eq!(found(in_stock), ["a-phone", "d-speaker"]);
}

#[test]
fn orders() {
    let snapshot = shop();
    let order = |sort| {
        let page = snapshot.search(&Query {
            sort,
            ..Query::default()
        });
        slugs(&page)
            .into_iter()
            .map(|slug| slug[..1].to_owned())
            .collect::<String>()
    };
    assert_eq!(order(Sort::PriceAsc), "adecb");
    assert_eq!(order(Sort::PriceDesc), "bcdea");
    assert_eq!(order(Sort::Newest), "debca");
    assert_eq!(
        order(Sort::Relevance),
        "daebc",
        "in stock first, then the newest"
    );
}

#[test]
fn pages_hold_everything_once() {
    let snapshot = shop();
    let page = |page, per_page| {
        snapshot.search(&Query {
            page,
            per_page,
            sort: Sort::PriceAsc,
            ..Query::default()
        })
    };
    let all: Vec<String> = (1..=3)
        .flat_map(|n| {
            slugs(&page(n, 2))
                .into_iter()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(
        all,
        ["a-phone", "d-speaker", "e-cable", "c-phone", "b-phone"]
    );
    assert!(page(4, 2).items.is_empty());
    assert!(page(u32::MAX, u32::MAX).items.is_empty());
    let first = page(0, 0);
    assert_eq!(
        (first.page, first.per_page, first.items.len(), first.total),
        (1, 1, 1, 5)
    );
    assert_eq!(page(1, 1_000).per_page, 100);
}

#[test]
fn ways_in() {
    let snapshot = shop();
    let phone = snapshot.product("b-phone").unwrap();
    assert!(snapshot.product("nothing").is_none());
    assert_eq!(
        snapshot.by_id(phone.product.id).unwrap().product.slug,
        phone.product.slug
    );
    let (listing, variant) = snapshot.by_sku(&phone.product.variants[0].sku).unwrap();
    assert_eq!((listing.product.id, variant), (phone.product.id, 0));
    let newest: Vec<_> = snapshot
        .newest(2)
        .iter()
        .map(|l| l.product.slug.as_str().to_owned())
        .collect();
    assert_eq!(newest, ["d-speaker", "e-cable"]);
    let path = snapshot.category_path(phone.product.category.unwrap());
    let path: Vec<_> = path
        .iter()
        .map(|node| node.category.slug.as_str())
        .collect();
    assert_eq!(path, ["phones", "smart"]);
    assert_eq!(snapshot.category("phones").unwrap().count, 3);
    assert_eq!(snapshot.brands(), [("Nokia", 2), ("Sony", 2)]);
    let related: Vec<_> = snapshot
        .related(phone, 9)
        .iter()
        .map(|listing| listing.product.slug.as_str().to_owned())
        .collect();
    assert_eq!(
        related,
        ["c-phone", "d-speaker"],
        "same category, then same maker"
    );
    assert_eq!(snapshot.related(phone, 1).len(), 1);
}
