//! From the product to the order, by links and forms alone.

use axum::http::StatusCode;
use store::testing::Engine;

use crate::browsing::assert_whole;
use crate::site::{Page, Site, Visitor};

const ADDRESS: [(&str, &str); 6] = [
    ("name", "রহিমা খাতুন"),
    ("phone", "০১৭১২-৩৪৫৬৭৮"),
    ("email", "rahima@example.com"),
    ("district", "dhaka"),
    ("area", "Dhanmondi"),
    ("line", "House 7, Road 4"),
];

/// The form as a shopper sends it back: hidden fields as they came, the rest filled in.
fn filled<'a>(page: &Page, action: &'a str, hidden: &'a mut Vec<String>) -> Vec<(&'a str, &'a str)> {
    *hidden = ["cart", "key", "expected_total"].iter().map(|name| page.field(name)).collect();
    let mut form = vec![
        ("action", action),
        ("cart", hidden[0].as_str()),
        ("key", hidden[1].as_str()),
        ("expected_total", hidden[2].as_str()),
        ("payment_method", "cod"),
    ];
    form.extend(ADDRESS);
    form
}

/// From the cart to the form that shows the total.
async fn to_total(visitor: &mut Visitor, prefix: &str) -> Page {
    let checkout = format!("{prefix}/checkout");
    let started = visitor.post(&checkout, &[("action", "start")]).await;
    assert_eq!(started.location(), checkout);
    let form = visitor.follow(&started).await;
    let page = visitor.post(&checkout, &filled(&form, "update", &mut Vec::new())).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.html());
    page
}

async fn place(visitor: &mut Visitor, form: &Page) -> Page {
    visitor.post("/checkout", &filled(form, "place", &mut Vec::new())).await
}

#[tokio::test]
async fn a_guest_buys_and_cancels() {
    for engine in Engine::ALL {
        let site = Site::open(engine).await;
        let mut visitor = site.visitor();
        let product = visitor.get("/products/dhoni-buds").await;
        let sku = product.field("sku");
        let added = visitor.post("/cart/items", &[("sku", &sku), ("quantity", "2")]).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER);
        let cookie = added.cookies().concat();
        for part in ["dhakacart_cart=", "HttpOnly", "SameSite=Lax", "Path=/", "Secure"] {
            assert!(cookie.contains(part), "{cookie}");
        }
        let cart = visitor.follow(&added).await;
        cart.assert_has("Added to your cart: Dhoni Buds");
        cart.assert_has("৳2,999");

        let started = visitor.post("/checkout", &[("action", "start")]).await;
        assert_eq!(site.stock("BUDS-1").await, (20, 2), "the checkout holds the units");
        let form = visitor.follow(&started).await;
        assert_whole(&form, "en", "/checkout");
        form.assert_has("keeping these products for you until 7:14 pm");
        form.assert_hasnt("value=\"place\"");
        let total = visitor.post("/checkout", &filled(&form, "update", &mut Vec::new())).await;
        total.assert_has("Place order for ৳3,069");
        total.assert_has("value=\"House 7, Road 4\"");

        let placed = place(&mut visitor, &total).await;
        assert_eq!(placed.status, StatusCode::SEE_OTHER, "{}", placed.html());
        let there = placed.location().to_owned();
        assert!(there.starts_with("/orders/DC-"), "{there}");
        assert_eq!(visitor.cookie("dhakacart_cart"), None, "the cart is gone");
        let order_cookies: Vec<&str> =
            placed.cookies().into_iter().filter(|c| c.starts_with("dhakacart_order_DC-")).collect();
        assert_eq!(order_cookies.len(), 2);
        for cookie in &order_cookies {
            assert!(cookie.contains("HttpOnly") && cookie.contains("Max-Age=2592000"), "{cookie}");
            assert!(cookie.contains(&there), "limited to the order's pages: {cookie}");
        }

        let order = visitor.get(&there).await;
        assert_whole(&order, "en", &there);
        for text in ["Thank you", "রহিমা খাতুন", "+8801712345678", "Dhanmondi, Dhaka", "৳3,069",
            "23 November 2026, 7:04 pm", "To be paid in cash on delivery"] {
            order.assert_has(text);
        }
        let bangla = visitor.get(&format!("/bn{there}")).await;
        assert_whole(&bangla, "bn", &there);
        bangla.assert_has("২৩ নভেম্বর ২০২৬, সন্ধ্যা ৭:০৪");
        bangla.assert_has("৳৩,০৬৯");

        let cancelled = visitor.post(&format!("{there}/cancel"), &[]).await;
        assert_eq!(cancelled.location(), there);
        visitor.follow(&cancelled).await.assert_has("Cancelled");
        assert_eq!(site.stock("BUDS-1").await, (20, 0));
        let twice = visitor.post(&format!("{there}/cancel"), &[]).await;
        assert_eq!(twice.status, StatusCode::CONFLICT);
        twice.assert_has("can no longer be cancelled");
    }
}

#[tokio::test]
async fn buying_in_bangla() {
    let site = Site::open(Engine::Sqlite).await;
    let mut visitor = site.visitor();
    let added =
        visitor.post("/bn/cart/items", &[("sku", "KX55-BLK-256"), ("quantity", "২")]).await;
    let cart = visitor.follow(&added).await;
    cart.assert_has("৳৫৩,৯৮০");
    let total = to_total(&mut visitor, "/bn").await;
    total.assert_has("অর্ডার করুন: ৳৫৪,০৫০");
    let placed = visitor.post("/bn/checkout", &filled(&total, "place", &mut Vec::new())).await;
    assert!(placed.location().starts_with("/bn/orders/DC-"));
    let order = visitor.follow(&placed).await;
    order.assert_has("ধন্যবাদ");
    order.assert_has("ক্যাশ অন ডেলিভারি");
    let number = placed.location().rsplit('/').next().unwrap().parse().unwrap();
    let view = site.shop.order_for_worker(&number).await.unwrap().unwrap();
    assert_eq!(view.lang, domain::Lang::Bn, "messages come in the buyer's language");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_double_click_orders_once() {
    for engine in Engine::ALL {
        let site = Site::open(engine).await;
        let mut visitor = site.visitor();
        visitor.put("BUDS-1", "1").await;
        let total = to_total(&mut visitor, "").await;
        let mut clicks = tokio::task::JoinSet::new();
        for _ in 0..4 {
            let mut twin = visitor.twin();
            let mut hidden = Vec::new();
            let form: Vec<(String, String)> = filled(&total, "place", &mut hidden)
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect();
            clicks.spawn(async move {
                let form: Vec<(&str, &str)> =
                    form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
                twin.post("/checkout", &form).await
            });
        }
        let answers = clicks.join_all().await;
        let first = answers[0].location().to_owned();
        assert!(first.starts_with("/orders/DC-"), "{}", answers[0].status);
        assert!(answers.iter().all(|answer| answer.location() == first), "every click sees it");
        assert_eq!((site.orders().await, site.stock("BUDS-1").await), (1, (20, 1)));

        // Back, and the button again: the cookie is gone, the form still knows its cart.
        let mut late = site.visitor();
        let again = place(&mut late, &total).await;
        assert_eq!(again.location(), first);
        assert_eq!(late.follow(&again).await.status, StatusCode::OK);
        assert_eq!(site.orders().await, 1);
    }
}

#[tokio::test]
async fn another_price_is_shown_before_anything_is_ordered() {
    for engine in Engine::ALL {
        let site = Site::open(engine).await;
        let mut visitor = site.visitor();
        visitor.put("BUDS-1", "2").await;
        let total = to_total(&mut visitor, "").await;
        site.reprice("BUDS-1", 2_000).await;
        let refused = place(&mut visitor, &total).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        refused.assert_has("The total is now ৳4,070");
        refused.assert_has("Nothing has been ordered yet");
        refused.assert_has("New total");
        refused.assert_has("value=\"House 7, Road 4\"");
        assert_eq!(site.orders().await, 0);
        assert_ne!(refused.field("key"), total.field("key"), "the old key stands for the old total");
        let placed = place(&mut visitor, &refused).await;
        assert!(placed.location().starts_with("/orders/"), "{}", placed.html());
        assert_eq!(site.orders().await, 1);
    }
}

#[tokio::test]
async fn another_district_costs_something_else() {
    let site = Site::open(Engine::Sqlite).await;
    let mut visitor = site.visitor();
    visitor.put("BUDS-1", "1").await;
    let total = to_total(&mut visitor, "").await;
    let mut hidden = Vec::new();
    let mut form = filled(&total, "place", &mut hidden);
    form.retain(|(name, _)| *name != "district");
    form.push(("district", "sylhet"));
    let refused = visitor.post("/checkout", &form).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    refused.assert_has("The total is now ৳1,629.50");
    refused.assert_has("<option value=\"sylhet\" selected>");
    refused.assert_has("<option value=\"Zindabazar\">");
    assert_eq!(site.orders().await, 0);
}

#[tokio::test]
async fn too_few_leads_back_to_the_cart() {
    for engine in Engine::ALL {
        let site = Site::open(engine).await;
        let mut visitor = site.visitor();
        visitor.put("KX55-BLK-256", "3").await;
        let total = to_total(&mut visitor, "").await;
        // The hold runs out and somebody else is faster.
        site.clock.advance(std::time::Duration::from_secs(3600));
        site.shop.release_expired_holds().await.unwrap();
        site.count("KX55-BLK-256", 2).await;
        let refused = place(&mut visitor, &total).await;
        assert_eq!(refused.location(), "/cart?notice=shortage");
        let cart = visitor.follow(&refused).await;
        cart.assert_has("Nothing has been ordered");
        cart.assert_has("Only 2 available");
        assert_eq!((site.orders().await, site.stock("KX55-BLK-256").await), (0, (2, 0)));
        // Nor can the checkout be entered, by either way.
        let start = visitor.post("/checkout", &[("action", "start")]).await;
        assert_eq!(start.location(), "/cart?notice=shortage");
        assert_eq!(visitor.get("/checkout").await.location(), "/cart?notice=shortage");
        let fewer = visitor.post("/cart/items/KX55-BLK-256", &[("quantity", "2")]).await;
        visitor.follow(&fewer).await.assert_hasnt("available");
        let total = to_total(&mut visitor, "").await;
        assert!(place(&mut visitor, &total).await.location().starts_with("/orders/"));
    }
}

#[tokio::test]
async fn what_is_wrong_stands_beside_its_field() {
    let site = Site::open(Engine::Sqlite).await;
    let mut visitor = site.visitor();
    visitor.put("BUDS-1", "1").await;
    let total = to_total(&mut visitor, "/bn").await;
    let mut hidden = Vec::new();
    let mut form = filled(&total, "place", &mut hidden);
    form.retain(|(name, _)| !["name", "phone", "district"].contains(name));
    form.extend([("name", ""), ("phone", "12345"), ("district", "atlantis")]);
    let page = visitor.post("/bn/checkout", &form).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    assert_whole(&page, "bn", "/bn/checkout");
    page.assert_has("৩টি ঘরে সমস্যা আছে");
    for field in ["name", "phone", "district"] {
        page.assert_has(&format!("id=\"{field}-error\""));
        page.assert_has(&format!("href=\"#{field}\""));
    }
    page.assert_has("value=\"12345\"");
    page.assert_has("value=\"House 7, Road 4\"");
    page.assert_hasnt("value=\"place\"");
    assert_eq!(site.orders().await, 0);
    // Working out the total doesn't ask for what isn't filled in yet.
    let page = visitor.post("/checkout", &[("action", "update"), ("district", "dhaka")]).await;
    assert_eq!(page.status, StatusCode::OK);
    page.assert_has("Place order for");
    page.assert_hasnt("-error");
    let page = visitor.post("/checkout", &[("action", "update"), ("phone", "1")]).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    page.assert_has("Please choose your district");
    page.assert_hasnt("id=\"name-error\"");
}

#[tokio::test]
async fn nothing_is_ordered_without_a_total_that_was_shown() {
    let site = Site::open(Engine::Sqlite).await;
    let mut visitor = site.visitor();
    visitor.put("BUDS-1", "1").await;
    let total = to_total(&mut visitor, "").await;
    for (name, value) in [("expected_total", ""), ("expected_total", "free"), ("key", ""), ("key", "a b")] {
        let mut hidden = Vec::new();
        let mut form = filled(&total, "place", &mut hidden);
        form.retain(|(field, _)| *field != name);
        form.push((name, value));
        let page = visitor.post("/checkout", &form).await;
        assert_eq!(page.status, StatusCode::OK, "{name}={value}");
        page.assert_has("Place order for");
    }
    assert_eq!(site.orders().await, 0);
}

#[tokio::test]
async fn a_form_with_other_details_is_asked_about() {
    let site = Site::open(Engine::Sqlite).await;
    let mut visitor = site.visitor();
    visitor.put("BUDS-1", "1").await;
    let total = to_total(&mut visitor, "").await;
    site.count("BUDS-1", 0).await;
    site.shop.release_expired_holds().await.unwrap();
    site.clock.advance(std::time::Duration::from_secs(3600));
    site.shop.release_expired_holds().await.unwrap();
    assert_eq!(place(&mut visitor, &total).await.location(), "/cart?notice=shortage");
    site.count("BUDS-1", 9).await;
    let mut hidden = Vec::new();
    let mut form = filled(&total, "place", &mut hidden);
    form.retain(|(field, _)| *field != "area");
    form.push(("area", "Gulshan"));
    let asked = visitor.post("/checkout", &form).await;
    assert_eq!(asked.status, StatusCode::CONFLICT);
    asked.assert_has("already sent with other details");
    asked.assert_has("value=\"Gulshan\"");
    assert!(place(&mut visitor, &asked).await.location().starts_with("/orders/"));
}

#[tokio::test]
async fn a_cart_that_was_ordered_leads_to_its_order() {
    let site = Site::open(Engine::Sqlite).await;
    let mut visitor = site.visitor();
    visitor.put("BUDS-1", "1").await;
    let mut other_tab = visitor.twin();
    let first = to_total(&mut visitor, "").await;
    let second = to_total(&mut other_tab, "").await;
    let placed = place(&mut visitor, &first).await;
    let there = placed.location().to_owned();
    let again = place(&mut other_tab, &second).await;
    assert_eq!(again.location(), there);
    // The old cart's cookie is no trap: the next thing goes into a new cart.
    let cart = other_tab.put("FAN-56", "1").await;
    cart.assert_has("Batash Ceiling Fan");
    cart.assert_hasnt("Dhoni Buds");
    assert_eq!(site.orders().await, 1);
}

#[tokio::test]
async fn quantities_are_set_and_refused() {
    for engine in Engine::ALL {
        let site = Site::open(engine).await;
        let mut visitor = site.visitor();
        visitor.put("BUDS-1", "1").await;
        let set = visitor.post("/cart/items/BUDS-1", &[("quantity", "৩")]).await;
        visitor.follow(&set).await.assert_has("৳4,498.50");
        for wrong in ["-1", "100", "x", "", "1.5", "99999999999999999999"] {
            let page = visitor.post("/cart/items/BUDS-1", &[("quantity", wrong)]).await;
            assert_eq!(page.status, StatusCode::BAD_REQUEST, "{wrong}");
            page.assert_has("a number from 1 to 99");
            page.assert_has("value=\"3\"");
            let page = visitor.post("/cart/items", &[("sku", "FAN-56"), ("quantity", wrong)]).await;
            assert_eq!(page.status, StatusCode::BAD_REQUEST, "{wrong}");
        }
        let page = visitor.post("/cart/items", &[("sku", "NOPE"), ("quantity", "1")]).await;
        assert_eq!(page.status, StatusCode::CONFLICT);
        page.assert_has("no longer sold");
        let removed = visitor.post("/cart/items/BUDS-1", &[("quantity", "0")]).await;
        visitor.follow(&removed).await.assert_has("Your cart is empty");
        // A SKU with characters that mean something in an address.
        site.count("LAMP/1#2", 5).await;
        let cart = visitor.put("LAMP/1#2", "1").await;
        cart.assert_has("action=\"/cart/items/LAMP%2F1%232\"");
        let removed = visitor.post("/cart/items/LAMP%2F1%232", &[("quantity", "0")]).await;
        visitor.follow(&removed).await.assert_has("Your cart is empty");
    }
}

#[tokio::test]
async fn an_empty_cart_has_no_checkout() {
    let site = Site::open(Engine::Sqlite).await;
    let mut visitor = site.visitor();
    for action in ["start", "update", "place"] {
        let page = visitor.post("/checkout", &[("action", action)]).await;
        assert_eq!(page.location(), "/cart", "{action}");
    }
    assert_eq!(visitor.get("/bn/checkout").await.location(), "/bn/cart");
    let mut form: Vec<(&str, &str)> = ADDRESS.to_vec();
    let stranger = "00000000-0000-4000-8000-000000000000";
    form.extend([("action", "place"), ("cart", stranger), ("key", "k"), ("expected_total", "1")]);
    assert_eq!(visitor.post("/checkout", &form).await.location(), "/cart");
}
