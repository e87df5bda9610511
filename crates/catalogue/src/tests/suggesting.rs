//! The search box.

use domain::{Lang, Text};

use crate::query::SuggestionKind::{self, Brand, Category, Product, Query};
use crate::snapshot::Snapshot;
use crate::testing::{Shelf, category, product};

fn shop() -> Snapshot {
    let mut phones = category("mobile-phones");
    phones.name = Text::both("Mobile phones", "মোবাইল ফোন");
    let in_phones = phones.id;
    let mut shelf = Shelf::default().synonyms(&[&["cell", "mobile"]]);
    shelf.categories = vec![phones, category("empty-mobile-shelf")];
    shelf.first(&[
        product("galaxy-s24")
            .title("Samsung Galaxy S24")
            .bangla("স্যামসাং গ্যালাক্সি এস২৪")
            .brand("Samsung")
            .category(in_phones),
        product("galaxy-buds")
            .title("Samsung Galaxy Buds")
            .brand("Samsung"),
        product("pixel")
            .title("Google Pixel 9")
            .brand("Google")
            .category(in_phones),
        product("lamp")
            .title("Desk lamp")
            .description("samson would like it"),
    ])
}

fn suggest(typed: &str, lang: Lang) -> Vec<(SuggestionKind, String)> {
    let suggestions = shop().suggest(typed, lang, 8);
    suggestions
        .into_iter()
        .map(|suggestion| (suggestion.kind, suggestion.text))
        .collect()
}

fn kinds(typed: &str) -> Vec<SuggestionKind> {
    suggest(typed, Lang::En)
        .into_iter()
        .map(|(kind, _)| kind)
        .collect()
}

#[test]
fn beginnings_of_names_in_order_of_kind() {
    assert_eq!(
        suggest("sams", Lang::En),
        [
            (Brand, "Samsung".to_owned()),
            (Product, "Samsung Galaxy S24".to_owned()),
            (Product, "Samsung Galaxy Buds".to_owned()),
        ]
    );
    assert_eq!(kinds("mob"), [Category, Product, Product]);
    assert_eq!(kinds("galaxy b"), [Product]);
    assert_eq!(suggest("s", Lang::En).len(), 3);
}

#[test]
fn either_language_is_understood_and_the_asked_one_answered() {
    assert_eq!(
        suggest("গ্যালা", Lang::En),
        [(Product, "Samsung Galaxy S24".to_owned())]
    );
    assert_eq!(
        suggest("galaxy s2", Lang::Bn),
        [(Product, "স্যামসাং গ্যালাক্সি এস২৪".to_owned())]
    );
    let phones = suggest("মোবাইল", Lang::Bn);
    assert_eq!(phones[0], (Category, "মোবাইল ফোন".to_owned()));
}

#[test]
fn synonyms_and_typing_errors() {
    assert_eq!(
        suggest("cell", Lang::En)[0],
        (Category, "Mobile phones".to_owned())
    );
    let meant = suggest("sumsu", Lang::En);
    assert_eq!(meant[0], (Query, "samsung".to_owned()));
    assert_eq!(meant[1], (Brand, "Samsung".to_owned()));
    assert_eq!(meant.len(), 4);
    assert!(suggest("sxm", Lang::En).is_empty(), "too short to guess");
}

#[test]
fn slugs_lead_to_products_and_categories() {
    let suggestions = shop().suggest("mob", Lang::En, 8);
    assert_eq!(suggestions[0].slug.as_deref(), Some("mobile-phones"));
    assert_eq!(
        shop().suggest("pix", Lang::En, 8)[0].slug.as_deref(),
        Some("pixel")
    );
    assert_eq!(shop().suggest("goog", Lang::En, 8)[0].slug, None);
}

#[test]
fn bounded_and_empty() {
    assert_eq!(shop().suggest("samsung", Lang::En, 2).len(), 2);
    assert!(shop().suggest("samsung", Lang::En, 0).is_empty());
    assert!(shop().suggest("  ?", Lang::En, 8).is_empty());
}

#[test]
fn frequent_names_come_before_rare_ones() {
    let snapshot = Shelf::default().first(&[
        product("a-solo").title("Solo radar"),
        product("b-grill").title("Grill E/S"),
        product("c-sony").title("Sony lens"),
        product("d-sony").title("Sony case"),
        product("e-sony").title("Sony tripod"),
    ]);
    for typed in ["so", "s"] {
        let suggested = snapshot.suggest(typed, Lang::En, 3);
        assert!(
            suggested.iter().all(|s| s.text.starts_with("Sony")),
            "{typed}: {suggested:?}"
        );
    }
}
