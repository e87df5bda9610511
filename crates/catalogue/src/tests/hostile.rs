//! Whatever is typed gets an answer.

use std::sync::LazyLock;

use domain::Lang;
use proptest::prelude::*;

use crate::query::{Query, Sort};
use crate::snapshot::Snapshot;
use crate::testing::{Shelf, product, search};

static SHOP: LazyLock<Snapshot> = LazyLock::new(|| {
    let shelf = Shelf::default().synonyms(&[
        &["ac", "air conditioner", "এসি"],
        &["tv", "television"],
        &["a", "b"],
        &["b", "a"],
    ]);
    shelf.first(&[
        product("phone")
            .title("Samsung Galaxy S24+ 256GB")
            .bangla("স্যামসাং গ্যালাক্সি"),
        product("camera")
            .title("Canon PowerShot")
            .model("DCM-202")
            .brand("Canon"),
        product("ac")
            .title("Split AC 1.5 Ton")
            .description("<b>Cool</b> &amp; quiet"),
        product("empty").title("!").brand("?"),
    ])
});

#[test]
fn known_tricks() {
    let long = "samsungg".repeat(10_000);
    let floods = [
        "e\u{301}".repeat(5_000),
        "\u{9CD}".repeat(500),
        "\u{FDFA}".repeat(300),
    ];
    let words = "samsng ".repeat(1_000);
    let tricks = [
        "title:samsung AND NOT (canon OR",
        "\"unclosed",
        "*",
        "?",
        "samsung~2^9",
        "a\0b",
        "\0",
        "🎉📱",
        "\u{202E}gnusmas",
        "'; DROP TABLE products; --",
        "%00%ff",
        "\\",
        "[a TO z]",
        "-",
        "--",
        "+",
        "/",
        ".",
        "1.",
        ".5",
        "1..5",
        "<script>",
        "&amp;",
        "\u{FFFF}",
        "ß",
        "İ",
        "ﬁ",
    ];
    for trick in tricks
        .into_iter()
        .chain(floods.iter().map(String::as_str))
        .chain([&*long, &*words])
    {
        let page = search(&SHOP, trick);
        assert!(page.total <= SHOP.len(), "{trick:?}");
        assert!(SHOP.suggest(trick, Lang::Bn, 10).len() <= 10);
    }
}

#[test]
fn words_that_say_nothing_find_nothing_and_blanks_everything() {
    assert_eq!(search(&SHOP, "🎉 ?!").total, 0);
    assert_eq!(search(&SHOP, " \u{a0}\n ").total, SHOP.len());
}

fn anything() -> impl Strategy<Value = String> {
    let from_words = proptest::collection::vec(
        prop_oneof![
            Just("samsung"),
            Just("samsng"),
            Just("গ্যালাক্সি"),
            Just("ac"),
            Just("air"),
            Just("conditioner"),
            Just("DCM-202"),
            Just("1.5ton"),
            Just("a"),
            Just("tele"),
            Just("-"),
            Just("\u{200D}"),
            Just("'"),
        ],
        0..20,
    )
    .prop_map(|words| words.join(" "));
    prop_oneof![any::<String>(), from_words, "[a-zক-হ০-৯়্া.' -]{0,250}"]
}

proptest! {
    #[test]
    fn search_always_answers(
        text in anything(),
        category in proptest::option::of(".{0,5}"),
        brand in proptest::collection::vec(".{0,5}", 0..3),
        in_stock in any::<bool>(),
        sort in proptest::sample::select(Sort::ALL.to_vec()),
        page in any::<u32>(),
        per_page in any::<u32>(),
    ) {
        let query = Query {
            text: Some(text), category, brand, in_stock, sort, page, per_page, ..Query::default()
        };
        let page = SHOP.search(&query);
        prop_assert!(page.items.len() <= page.total && page.total <= SHOP.len());
        prop_assert!(page.facets.in_stock <= SHOP.len());
    }

    #[test]
    fn a_correction_finds_something(text in anything()) {
        if let Some(corrected) = search(&SHOP, &text).corrected {
            prop_assert!(search(&SHOP, &corrected).total > 0, "{corrected:?}");
        }
    }

    #[test]
    fn suggestions_are_bounded(text in anything(), limit in 0usize..50) {
        prop_assert!(SHOP.suggest(&text, Lang::En, limit).len() <= limit.min(20));
    }
}
