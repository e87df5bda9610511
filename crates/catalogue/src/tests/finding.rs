//! What words find.

use crate::snapshot::Snapshot;
use crate::testing::{Shelf, category, product, search, slugs};

/// A small shop.
fn shop() -> Snapshot {
    let (phones, cameras) = (category("mobile-phones"), category("cameras"));
    let mut shelf = Shelf::default().synonyms(&[
        &["mobile", "মোবাইল", "phone"],
        &["tv", "television", "টিভি"],
        &["ac", "air conditioner", "এসি"],
        &["fridge", "refrigerator"],
    ]);
    let (in_phones, in_cameras) = (phones.id, cameras.id);
    shelf.categories = vec![phones, cameras];
    shelf.first(&[
        product("galaxy")
            .title("Samsung Galaxy S24 256GB")
            .bangla("স্যামসাং গ্যালাক্সি এস২৪ স্মার্টফোন")
            .brand("Samsung")
            .category(in_phones),
        product("canon")
            .title("Canon PowerShot Camera")
            .brand("Canon")
            .model("DCM-202")
            .category(in_cameras),
        product("case")
            .title("Leather pouch")
            .description("<p>For small cameras &amp; lenses</p>"),
        product("tv")
            .title("Sony Bravia 55 inch Television")
            .brand("Sony"),
        product("ac").title("Gree 1.5 Ton Split AC").brand("Gree"),
        product("dryer")
            .title("Hair dryer")
            .description("Hot air, then a conditioner of your own"),
        product("bank")
            .title("Anker Power Bank 20000mAh")
            .bangla("পাওয়ার ব্যাংক")
            .brand("Anker"),
        product("fridge")
            .title("Walton Fridge 300L")
            .tag("frost free")
            .description("cools 25 kg"),
        product("router")
            .title("TP-Link Wi-Fi Router")
            .model("TL WR840N"),
    ])
}

fn found(text: &str) -> Vec<String> {
    slugs(&search(&shop(), text))
        .into_iter()
        .map(str::to_owned)
        .collect()
}

fn corrected(text: &str) -> Option<String> {
    search(&shop(), text).corrected
}

#[test]
fn every_field_is_searched_and_all_words_must_match() {
    assert_eq!(found("samsung galaxy"), ["galaxy"]);
    assert_eq!(found("powershot"), ["canon"]);
    assert_eq!(found("frost"), ["fridge"]);
    assert_eq!(found("lenses"), ["case"]);
    let shop = shop();
    let sku = shop.product("galaxy").unwrap().product.variants[0]
        .sku
        .to_string();
    assert_eq!(slugs(&search(&shop, &sku.to_lowercase())), ["galaxy"]);
    assert_eq!(found("canon cameras"), ["canon"]);
    assert!(search(&shop, "qwertz").items.is_empty());
}

#[test]
fn names_weigh_more_than_descriptions() {
    assert_eq!(found("camera"), ["canon", "case"]);
}

#[test]
fn forms_of_a_word_find_each_other() {
    assert_eq!(found("cameras"), ["canon", "case"]);
    assert_eq!(found("routers"), ["router"]);
    assert_eq!(corrected("routers"), None, "a form, not an error");
    assert_eq!(
        found("গ্যালাক্সির স্মার্টফোনের").first().map(String::as_str),
        Some("galaxy")
    );
}

#[test]
fn typing_errors_are_forgiven_and_named() {
    assert_eq!(found("samsng"), ["galaxy"]);
    assert_eq!(corrected("samsng"), Some("samsung".to_owned()));
    assert_eq!(
        corrected("Smasung galxy"),
        Some("samsung galaxy".to_owned())
    );
    assert_eq!(found("powrshto"), ["canon"], "two errors in a long word");
    assert_eq!(found("telivision"), ["tv"]);
    assert_eq!(corrected("samsung galaxy"), None, "nothing to correct");
    assert_eq!(corrected("qwertz"), None, "nothing near");
}

#[test]
fn a_near_miss_in_a_short_word_or_a_number_is_another_thing() {
    assert!(found("tx").is_empty());
    assert!(found("dcm203").is_empty());
}

#[test]
fn known_words_that_never_meet_are_corrected_by_what_does() {
    let shelf = Shelf::default();
    let snapshot = shelf.first(&[
        product("printer").title("Canon Printer"),
        product("gun").title("Cannon toy"),
    ]);
    let page = search(&snapshot, "cannon printer");
    assert_eq!(slugs(&page), ["printer"]);
    assert_eq!(page.corrected.as_deref(), Some("canon printer"));
}

#[test]
fn the_nearest_and_then_the_most_frequent_spelling_is_named() {
    let shelf = Shelf::default();
    let snapshot = shelf.first(&[
        product("a").title("Printer one"),
        product("b").title("Printer two"),
        product("c").title("Prints of art"),
    ]);
    let page = search(&snapshot, "printr");
    assert_eq!(page.corrected.as_deref(), Some("printer"));
    assert_eq!(page.total, 3);
}

#[test]
fn synonyms_of_any_length_and_language() {
    assert_eq!(found("মোবাইল"), ["galaxy"]);
    assert_eq!(found("মোবাইলের দাম"), ["galaxy"]);
    assert_eq!(found("refrigerator"), ["fridge"]);
    assert_eq!(found("টিভি"), ["tv"]);
    assert_eq!(found("ac"), ["ac"], "the dryer's words stand apart");
    assert_eq!(found("air conditioner")[0], "ac");
    assert_eq!(found("gree air conditioners"), ["ac"]);
    assert_eq!(found("এসি"), ["ac"]);
    assert_eq!(
        found("refrigirator"),
        ["fridge"],
        "with a typing error, though no product says it"
    );
}

#[test]
fn bangla_words_with_conjuncts_and_digits() {
    assert_eq!(found("স্মার্টফোন"), ["galaxy"]);
    assert_eq!(found("স্যামসাং গ্যালাক্সি"), ["galaxy"]);
    assert_eq!(found("গ্যালাক্সী"), ["galaxy"], "with a typing error");
    assert_eq!(found("samsung s২৪"), ["galaxy"]);
    assert_eq!(found("পাওয়ার ব্যাংক"), ["bank"]);
    // য় as one letter and as two.
    assert_eq!(found("পাও\u{9DF}ার"), ["bank"]);
    assert_eq!(found("পাও\u{9AF}\u{9BC}ার"), ["bank"]);
}

#[test]
fn model_numbers_in_every_form() {
    for form in ["DCM-202", "dcm202", "dcm 202", "DCM/202", "ডিসিএম DCM-২০২"] {
        let found = found(form);
        assert_eq!(found.first().map(String::as_str), Some("canon"), "{form}");
    }
    assert_eq!(found("wr840n"), ["router"]);
    assert_eq!(found("tlwr840n"), ["router"]);
    assert_eq!(found("wifi"), ["router"]);
    assert_eq!(found("wi fi"), ["router"]);
    assert_eq!(found("powerbank"), ["bank"]);
    assert_eq!(found("power shot"), ["canon"]);
    assert_eq!(found("256 gb"), ["galaxy"]);
    assert_eq!(found("1.5ton"), ["ac"]);
    assert_eq!(found("25kg"), ["fridge"]);
}

#[test]
fn the_last_word_may_be_a_beginning() {
    assert_eq!(found("samsung gal"), ["galaxy"]);
    assert_eq!(found("refri"), ["fridge"], "the beginning of a synonym");
    assert!(found("gal samsung zzz").len() <= 1);
}

#[test]
fn what_is_said_about_price_and_place_is_not_searched_for() {
    assert_eq!(found("samsung galaxy price in Bangladesh"), ["galaxy"]);
}

#[test]
fn if_no_product_has_all_words_most_words_come_first() {
    let found = found("sony canon camera xyzzy");
    assert_eq!(found[0], "canon");
    assert!(found.contains(&"tv".to_owned()));
}

#[test]
fn the_nearest_spelling_gives_way_to_one_that_fits_the_other_words() {
    let snapshot = Shelf::default().first(&[
        product("printer").title("Canon printer"),
        product("boat").title("Canoe"),
        product("oar").title("Canoe oar"),
    ]);
    assert_eq!(
        search(&snapshot, "canom").corrected.as_deref(),
        Some("canoe")
    );
    let page = search(&snapshot, "canom printer");
    assert_eq!(page.corrected.as_deref(), Some("canon printer"));
    assert_eq!(slugs(&page), ["printer"]);
}

#[test]
fn products_with_far_fewer_words_than_the_best_are_left_out() {
    let snapshot = Shelf::default().first(&[
        product("best").title("red green blue"),
        product("half").title("red green"),
        product("poor").title("red"),
    ]);
    let page = search(&snapshot, "red green blue xyzzy");
    assert_eq!(slugs(&page), ["best", "half"]);
}

#[test]
fn words_that_never_meet_are_corrected_all_the_same() {
    let page = search(&shop(), "samsng camra");
    assert_eq!(page.total, 3, "a phone, a camera and its pouch");
    assert_eq!(page.corrected.as_deref(), Some("samsung camera"));
}

#[test]
fn things_in_stock_are_a_little_ahead() {
    let shelf = Shelf::default();
    let snapshot = shelf.first(&[
        product("a-lamp").title("Lamp"),
        product("b-lamp").title("Lamp"),
        product("z-book").description("about a lamp and much else"),
    ]);
    shelf.stock(&snapshot, "b-lamp", 3);
    shelf.stock(&snapshot, "z-book", 3);
    assert_eq!(
        slugs(&search(&snapshot, "lamp")),
        ["b-lamp", "a-lamp", "z-book"]
    );
}

#[test]
fn an_empty_shop_finds_nothing() {
    let snapshot = Shelf::default().first(&[]);
    assert!(snapshot.is_empty());
    assert_eq!(search(&snapshot, "phone").total, 0);
    assert_eq!(search(&snapshot, "").total, 0);
}
