//! What the next snapshot keeps of the last.

use std::sync::Arc;

use domain::{Paisa, Rating, Stars, Text};

use crate::query::{Query, Sort};
use crate::reviews::Reviews;
use crate::testing::{Shelf, category, level, product, search, slugs};

#[test]
fn a_price_costs_no_index() {
    let shelf = Shelf::default();
    let (phone, radio) = (product("phone"), product("radio"));
    let first = shelf.first(&[phone.clone(), radio]);
    let next = shelf.next(Some(&first), &[phone.price(250).revision(2)]);
    assert!(Arc::ptr_eq(&first.index, &next.index));
    let found = search(&next, "phone");
    assert_eq!(found.items[0].price, Paisa::new(25_000));
    assert_eq!(
        first.product("phone").unwrap().price,
        Paisa::new(10_000),
        "the old one is as it was"
    );
    let dear = Query {
        min_price: Some(Paisa::new(20_000)),
        ..Query::default()
    };
    assert_eq!(slugs(&next.search(&dear)), ["phone"]);
    let same = |slug| Arc::ptr_eq(first.product(slug).unwrap(), next.product(slug).unwrap());
    assert!(same("radio") && !same("phone"));
}

#[test]
fn a_title_and_a_category_name_do() {
    let phones = category("phones");
    let in_phones = phones.id;
    let mut shelf = Shelf {
        categories: vec![phones],
        ..Shelf::default()
    };
    let phone = product("phone").category(in_phones);
    let first = shelf.first(std::slice::from_ref(&phone));
    assert_eq!(search(&first, "telephone").total, 0);

    let next = shelf.next(Some(&first), &[phone.title("Telephone").revision(2)]);
    assert!(!Arc::ptr_eq(&first.index, &next.index));
    assert_eq!(search(&next, "telephone").total, 1);

    shelf.categories[0].name = Text::both("Handsets", "মুঠোফোন");
    let renamed = shelf.next(Some(&next), &[]);
    assert_eq!(search(&renamed, "handset").total, 1);
    assert_eq!(search(&renamed, "মুঠোফোন").total, 1);
    let same = |slug| Arc::ptr_eq(next.product(slug).unwrap(), renamed.product(slug).unwrap());
    assert!(same("phone"));
}

#[test]
fn stock_needs_no_new_snapshot() {
    let shelf = Shelf::default();
    let snapshot = shelf.first(&[product("phone")]);
    let listing = snapshot.product("phone").unwrap();
    let variant = listing.product.variants[0].id;
    let in_stock = Query {
        in_stock: true,
        ..Query::default()
    };
    assert_eq!(snapshot.search(&in_stock).total, 0);
    let generation = listing.generation();
    shelf.board.apply(&[(variant, level(4))]);
    assert_eq!(listing.stock(), 4);
    assert!(listing.generation() > generation);
    assert_eq!(snapshot.search(&in_stock).total, 1);
}

#[test]
fn a_level_that_arrives_while_the_next_snapshot_is_built_is_kept() {
    let shelf = Shelf::default();
    let phone = product("phone");
    let first = shelf.first(std::slice::from_ref(&phone));
    shelf.stock(&first, "phone", 9);
    let generation = first.product("phone").unwrap().generation();
    // The next snapshot exists but isn't swapped in; an order changes the level through the board.
    let next = shelf.next(Some(&first), &[phone.price(300).revision(2)]);
    assert_eq!(next.product("phone").unwrap().stock(), 9);
    shelf.stock(&first, "phone", 8);
    assert_eq!(next.product("phone").unwrap().stock(), 8);
    assert!(next.product("phone").unwrap().generation() > generation);
}

#[test]
fn a_draft_disappears_and_returns() {
    let shelf = Shelf::default();
    let phone = product("phone").title("Pixel phone");
    let first = shelf.first(&[phone.clone(), product("radio")]);
    let next = shelf.next(Some(&first), &[phone.clone().draft().revision(2)]);
    assert!(
        Arc::ptr_eq(&first.index, &next.index),
        "the index still has it"
    );
    assert!(next.product("phone").is_none());
    assert_eq!(search(&next, "pixel").total, 0);
    assert_eq!(
        search(&next, "pixle").corrected,
        None,
        "and it corrects nothing"
    );
    let half = search(&next, "radio pixle");
    assert_eq!((half.total, half.corrected), (1, None));
    assert!(next.suggest("pix", domain::Lang::En, 8).is_empty());
    assert_eq!(next.search(&Query::default()).total, 1);
    let back = shelf.next(Some(&next), &[phone.revision(3)]);
    assert_eq!(search(&back, "pixel").total, 1);
}

#[test]
fn a_product_read_twice_is_the_same_listing() {
    let shelf = Shelf::default();
    let phone = product("phone");
    let first = shelf.first(std::slice::from_ref(&phone));
    let next = shelf.next(Some(&first), &[phone]);
    assert!(Arc::ptr_eq(
        first.product("phone").unwrap(),
        next.product("phone").unwrap()
    ));
    assert!(next.sequence() > first.sequence());
}

#[test]
fn synonyms_change_without_an_index() {
    let mut shelf = Shelf::default();
    let first = shelf.first(&[product("fridge")]);
    assert_eq!(search(&first, "icebox").total, 0);
    shelf.synonyms = vec![vec!["fridge".to_owned(), "icebox".to_owned()]];
    let next = shelf.next(Some(&first), &[]);
    assert!(Arc::ptr_eq(&first.index, &next.index));
    assert_eq!(search(&next, "icebox").total, 1);
}

#[test]
fn what_buyers_say_comes_with_the_product() {
    let mut shelf = Shelf::default();
    let (phone, radio) = (product("phone"), product("radio"));
    let first = shelf.first(&[phone.clone(), radio]);
    assert_eq!(first.product("phone").unwrap().reviews, Reviews::default());
    let mut rating = Rating::default();
    rating.add(Stars::parse(4).unwrap(), 2);
    rating.add(Stars::parse(5).unwrap(), 1);
    let reviews = Reviews {
        rating,
        newest: Vec::new(),
    };
    shelf
        .reviews
        .insert(phone.clone().build().id, reviews.clone());
    let next = shelf.next(Some(&first), &[phone.revision(2)]);
    assert!(Arc::ptr_eq(&first.index, &next.index), "it isn't searched");
    assert_eq!(next.product("phone").unwrap().reviews, reviews);
    assert_eq!(reviews.rating.tenths(), Some(43));
    let radio = next.product("radio").unwrap();
    assert_eq!(radio.reviews.rating.count(), 0);
}

#[test]
fn best_sellers_are_what_sold_and_can_be_bought() {
    let mut shelf = Shelf::default();
    let products = ["fan", "lamp", "phone", "radio"].map(product);
    let id = |at: usize| products[at].clone().build().id;
    shelf.sold = vec![(id(0), 3), (id(2), 9), (id(3), 5)];
    let first = shelf.first(&products);
    for slug in ["fan", "lamp", "phone"] {
        shelf.stock(&first, slug, 2);
    }
    let best = |snapshot: &crate::Snapshot, n| {
        let best = snapshot.best_sellers(n);
        best.iter()
            .map(|listing| listing.product.slug.to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(best(&first, 9), ["phone", "fan"], "the radio is sold out");
    assert_eq!(best(&first, 1), ["phone"]);
    let sorted = Query {
        sort: Sort::BestSelling,
        ..Query::default()
    };
    assert_eq!(
        slugs(&first.search(&sorted)),
        ["phone", "radio", "fan", "lamp"]
    );
    shelf.sold = vec![(id(1), 1)];
    let next = shelf.next(Some(&first), &[]);
    assert_eq!(best(&next, 9), ["lamp"]);
    let same = |slug| Arc::ptr_eq(first.product(slug).unwrap(), next.product(slug).unwrap());
    assert!(same("lamp") && same("phone"), "only the order is new");
}
