//! What a shopper browses: every page in both languages, filters, search, and no SQL.

use axum::http::StatusCode;
use store::testing::Engine;

use crate::site::Site;
use crate::visitor::{Page, Visitor};

/// Everything that can be opened without a history, and part of what it says.
const PAGES: [(&str, &str, &str); 19] = [
    ("/", "Good electronics at honest prices", "ভালো ইলেকট্রনিক্স"),
    ("/categories/gadgets", "Mobile Phones", "মোবাইল ফোন"),
    ("/categories/mobile-phones", "Korotoa KX-55", "করতোয়া KX-55"),
    ("/search", "All products", "সব পণ্য"),
    ("/search?q=fan", "Batash Ceiling Fan", "বাতাস সিলিং ফ্যান"),
    ("/search?q=zzzzqqqq", "Nothing found", "কিছু পাওয়া যায়নি"),
    ("/products/korotoa-kx-55", "Screen size", "স্ক্রিনের মাপ"),
    ("/products/prodip-lamp", "Out of stock", "স্টকে নেই"),
    ("/cart", "Your cart is empty", "আপনার ঝুড়ি খালি"),
    ("/login", "Log in", "লগ ইন করুন"),
    ("/register", "Create an account", "অ্যাকাউন্ট খুলুন"),
    ("/compare", "Nothing to compare yet", "তুলনা করার মতো কিছু নেই"),
    (
        "/compare?p=dhoni-buds&p=korotoa-kx-55",
        "Screen size",
        "স্ক্রিনের মাপ",
    ),
    ("/track", "Track an order", "অর্ডার খুঁজুন"),
    ("/about", "09612-345678", "০৯৬১২-৩৪৫৬৭৮"),
    ("/contact", "72 hours", "৭২ ঘণ্টা"),
    ("/returns", "within 10 days", "১০ দিনের মধ্যে"),
    ("/terms", "48 hours", "৪৮ ঘণ্টা"),
    ("/privacy", "Cookies", "কুকি"),
];

fn in_bangla(path: &str) -> String {
    format!("/bn{path}")
}

/// What every page must be, whatever is on it.
#[track_caller]
pub(crate) fn assert_whole(page: &Page, lang: &str, path: &str) {
    let html = page.html();
    assert!(
        page.header("content-type").starts_with("text/html"),
        "{path}"
    );
    assert!(
        html.starts_with("<!doctype html>") && html.trim_end().ends_with("</html>"),
        "{path}"
    );
    assert!(html.contains(&format!("<html lang=\"{lang}\">")), "{path}");
    assert_eq!(html.matches("<main").count(), 1, "{path}");
    assert_eq!(html.matches("<h1").count(), 1, "{path}");
    page.assert_no_foreign_scripts(path);
    let marks: String = html
        .split("<script")
        .map(|part| {
            part.split_once("</script>")
                .map_or(part, |(_, after)| after)
        })
        .collect();
    for leftover in [
        "{{", "}}", "{%", "%}", "None", "Some(", "style=\"", " onclick",
    ] {
        assert!(!marks.contains(leftover), "{leftover:?} on {path}");
    }
    // What a page draws, it defines, once.
    for used in html.split("<use href=\"#").skip(1) {
        let id = used.split('"').next().unwrap();
        let defined = html.matches(&format!("<symbol id=\"{id}\"")).count();
        assert_eq!(defined, 1, "{id} on {path}");
    }
    assert!(
        html.contains("<title>") && !html.contains("<title></title>"),
        "{path}"
    );
    for (at, _) in html.match_indices("<img ") {
        let tag = &html[at..at + html[at..].find('>').unwrap()];
        assert!(
            ["alt=", "width=", "height="]
                .iter()
                .all(|a| tag.contains(a)),
            "{tag} on {path}"
        );
    }
    let csp = page.header("content-security-policy");
    assert!(
        csp.contains("default-src 'self'") && !csp.contains("unsafe"),
        "{csp}"
    );
}

#[tokio::test]
async fn every_page_stands_in_both_languages() {
    for engine in Engine::ALL {
        let site = Site::open(engine).await;
        let mut visitor = site.visitor();
        for (path, english, bangla) in PAGES {
            let page = visitor.get(path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert_whole(&page, "en", path);
            page.assert_has(english);
            let path = in_bangla(path);
            let page = visitor.get(&path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert_whole(&page, "bn", &path);
            page.assert_has(bangla);
        }
    }
}

/// Words that may stand on a Bangla page in English: names and models.
fn is_name(word: &str) -> bool {
    const NAMES: [&str; 11] = [
        "Korotoa",
        "Dhoni",
        "Batash",
        "Prodip",
        "Lamp",
        "English",
        "KX",
        "KX-55",
        "Buds",
        "DhakaCart",
        "doctype",
    ];
    NAMES.contains(&word)
}

#[tokio::test]
async fn bangla_pages_speak_bangla() {
    let site = Site::open(Engine::Sqlite).await;
    let mut visitor = site.visitor();
    visitor.put("KX55-BLK-256", "2").await;
    let pages = PAGES
        .iter()
        .map(|page| page.0)
        .filter(|path| !path.contains("zzzz"));
    for path in pages.chain([
        "/cart",
        "/checkout",
        "/nowhere",
        "/search?q=korotoa&sort=newest",
    ]) {
        let page = visitor.get(&in_bangla(path)).await;
        let text = page.text();
        let foreign: Vec<&str> = text
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '-')
            .filter(|word| word.chars().filter(char::is_ascii_alphabetic).count() >= 2)
            .filter(|word| !is_name(word) && !["korotoa", "fan"].contains(word))
            .collect();
        assert!(foreign.is_empty(), "{foreign:?} on {path}: {text}");
        assert!(
            !text.contains("৳1") && !text.contains("৳2"),
            "{path}: {text}"
        );
    }
    let phone = visitor.get("/bn/products/korotoa-kx-55").await;
    phone.assert_has("৳২৩,৯৯০");
    phone.assert_has("৬.৭ ইঞ্চি");
    phone.assert_has("কালো / ২৫৬ জিবি");
}

#[tokio::test]
async fn the_language_switch_keeps_place_and_query() {
    let site = Site::open(Engine::Sqlite).await;
    let mut visitor = site.visitor();
    let page = visitor.get("/search?q=fan&brand=Batash&page=1").await;
    page.assert_has(
        "href=\"/bn/search?q=fan&#38;brand=Batash&#38;page=1\" lang=\"bn\" hreflang=\"bn\"",
    );
    let page = visitor
        .get("/bn/search?q=%E0%A6%AB%E0%A7%8D%E0%A6%AF%E0%A6%BE%E0%A6%A8")
        .await;
    page.assert_has("href=\"/search?q=%E0%A6%AB%E0%A7%8D%E0%A6%AF%E0%A6%BE%E0%A6%A8\" lang=\"en\"");
    let page = visitor.get("/bn/products/dhoni-buds").await;
    page.assert_has("href=\"/products/dhoni-buds\" lang=\"en\"");
    // A path that begins with two slashes must not become another host.
    let page = visitor.get("/bn//evil.example/").await;
    page.assert_has("href=\"/evil.example/\" lang=\"en\"");
}

#[tokio::test]
async fn search_engines_learn_both_languages() {
    let site = Site::open(Engine::Sqlite).await;
    let mut visitor = site.visitor();
    let page = visitor.get("/bn/products/dhoni-buds").await;
    page.assert_has(
        "<link rel=\"canonical\" href=\"https://shop.example/bn/products/dhoni-buds\">",
    );
    page.assert_has("hreflang=\"en\" href=\"https://shop.example/products/dhoni-buds\"");
    page.assert_has("hreflang=\"bn\" href=\"https://shop.example/bn/products/dhoni-buds\"");
    visitor
        .get("/categories/fans")
        .await
        .assert_has("rel=\"canonical\"");
    for path in [
        "/categories/fans?in_stock=1",
        "/search?q=fan",
        "/cart",
        "/login",
        "/nowhere",
    ] {
        let page = visitor.get(path).await;
        page.assert_has("content=\"noindex\"");
        page.assert_hasnt("rel=\"canonical\"");
    }
}

async fn titles(visitor: &mut Visitor, path: &str) -> Vec<String> {
    let page = visitor.get(path).await;
    let results = page
        .html()
        .split("class=\"results\"")
        .nth(1)
        .unwrap_or("")
        .to_owned();
    results
        .split("<h3>")
        .skip(1)
        .map(|card| {
            card.split("\">")
                .nth(1)
                .unwrap()
                .split('<')
                .next()
                .unwrap()
                .to_owned()
        })
        .collect()
}

#[tokio::test]
async fn filters_narrow_down_and_say_so() {
    let site = Site::open(Engine::Sqlite).await;
    let mut visitor = site.visitor();
    let of = async |visitor: &mut Visitor, path: &str| titles(visitor, path).await;
    assert_eq!(of(&mut visitor, "/search").await.len(), 4);
    assert_eq!(of(&mut visitor, "/search?in_stock=1").await.len(), 3);
    assert_eq!(
        of(&mut visitor, "/search?brand=Dhoni").await,
        ["Dhoni Buds"]
    );
    assert_eq!(
        of(&mut visitor, "/search?brand=Dhoni&brand=Batash")
            .await
            .len(),
        2
    );
    assert_eq!(
        of(
            &mut visitor,
            "/search?min_price=%E0%A7%A9%E0%A7%A6%E0%A7%A6%E0%A7%A6"
        )
        .await
        .len(),
        2
    );
    assert_eq!(
        of(&mut visitor, "/categories/gadgets?max_price=2000").await,
        ["Dhoni Buds"]
    );
    let cheapest = of(&mut visitor, "/search?sort=price_asc").await;
    assert_eq!(
        cheapest,
        [
            "Prodip Lamp",
            "Dhoni Buds",
            "Batash Ceiling Fan",
            "Korotoa KX-55 Smartphone"
        ]
    );

    let page = visitor
        .get("/search?q=phone&brand=Korotoa&in_stock=1&sort=newest")
        .await;
    page.assert_has("Remove the filter Korotoa");
    page.assert_has("href=\"/search?q=phone&#38;in_stock=1&#38;sort=newest\"");
    page.assert_has("name=\"sort\" value=\"newest\"");
    let nothing = visitor.get("/search?brand=Dhoni&max_price=1").await;
    nothing.assert_has("No product fits all the filters");
    let unread = visitor.get("/search?min_price=cheap").await;
    unread.assert_has("Please write an amount in taka");
    unread.assert_has("value=\"cheap\"");
}

#[tokio::test]
async fn strange_addresses_still_get_products() {
    let site = Site::open(Engine::Sqlite).await;
    let mut visitor = site.visitor();
    for query in [
        "page=0",
        "page=-1",
        "page=99999999999999",
        "page=x",
        "sort=cheapest",
        "brand=",
        "min_price=-5",
        "max_price=1e9",
        "in_stock=",
        "category=nowhere",
        "q=%F0%9F%93%B1",
        "unknown=1",
        "page=%E0%A7%A8",
    ] {
        let page = visitor.get(&format!("/search?{query}")).await;
        assert_eq!(page.status, StatusCode::OK, "{query}");
        assert_whole(&page, "en", query);
    }
    for query in ["q=%00", "q=%FF"] {
        let page = visitor.get(&format!("/search?{query}")).await;
        assert!(
            page.status.is_client_error() || page.status.is_success(),
            "{query}: {}",
            page.status
        );
        assert_whole(&page, "en", query);
    }
}

#[tokio::test]
async fn a_spelling_that_was_meant_is_named() {
    let site = Site::open(Engine::Sqlite).await;
    let page = site.visitor().get("/search?q=smartphne").await;
    page.assert_has("Korotoa KX-55");
    page.assert_has("These are the results for “smartphone”");
}

#[tokio::test]
async fn a_long_list_has_pages() {
    let site = Site::open(Engine::Sqlite).await;
    for n in 0..30 {
        site.add(serde_json::json!({
            "slug": format!("cable-{n}"), "title": format!("Cable {n}"), "brand": "Tar",
            "category": "audio", "status": "active",
            "variants": [{"sku": format!("CABLE-{n}"), "price_paisa": 10_000 + n, "opening_stock": 1}],
        }))
        .await;
    }
    let mut visitor = site.visitor();
    let first = titles(&mut visitor, "/search?q=cable&sort=price_asc").await;
    let second = titles(&mut visitor, "/search?q=cable&sort=price_asc&page=2").await;
    assert_eq!((first.len(), second.len()), (24, 6));
    assert!(first.iter().all(|title| !second.contains(title)));
    let page = visitor.get("/bn/categories/audio?page=2").await;
    page.assert_has("aria-current=\"page\">২</a>");
    page.assert_has("rel=\"prev\" href=\"/bn/categories/audio\"");
    page.assert_has("https://shop.example/bn/categories/audio?page=2");
}

#[tokio::test]
async fn a_product_shows_what_can_be_chosen() {
    let site = Site::open(Engine::Sqlite).await;
    let page = site.visitor().get("/products/korotoa-kx-55").await;
    page.assert_has("value=\"KX55-BLK-128\" required checked");
    page.assert_has("value=\"KX55-BLU-128\" required disabled");
    page.assert_has("Only 3 left");
    page.assert_has("From ৳23,990");
    page.assert_has("<p>A bright screen.</p>");
    page.assert_has("src=\"https://maker.example/kx-55.jpg\"");
    page.assert_has("referrerpolicy=\"no-referrer\"");
    page.assert_has(
        "role=\"img\" aria-label=\"Drawing of the phone\"><use href=\"#d-smartphone\"/>",
    );
    let bangla = site.visitor().get("/bn/products/dhoni-buds").await;
    bangla.assert_has("<div class=\"prose\" lang=\"en\"><p>Small and loud.</p></div>");
}

#[tokio::test]
async fn browsing_does_no_sql() {
    for engine in Engine::ALL {
        let site = Site::open(engine).await;
        let mut visitor = site.visitor();
        // Also with a session and a cart: these pages don't look at them.
        visitor.put("BUDS-1", "1").await;
        visitor
            .post(
                "/register",
                &[("username", "rahima"), ("password", "a long password")],
            )
            .await;
        let before = site.db.store().statements();
        for _ in 0..2 {
            for path in [
                "/",
                "/bn",
                "/categories/gadgets",
                "/bn/search?q=fan",
                "/search",
                "/products/korotoa-kx-55",
                "/bn/products/korotoa-kx-55",
                "/products/nowhere",
                "/nowhere",
                "/assets/shop.css",
                "/assets/shop.js",
                "/compare?p=dhoni-buds&p=korotoa-kx-55",
                "/recent?p=dhoni-buds",
                "/terms",
                "/sitemap.xml",
                "/robots.txt",
                "/share/kettle.png",
            ] {
                visitor.get(path).await;
            }
        }
        assert_eq!(site.db.store().statements(), before);
    }
}
