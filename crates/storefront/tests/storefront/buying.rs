//! From the product to the order, by links and forms alone.

use axum::http::StatusCode;
use store::testing::Engine;

use crate::browsing::assert_whole;
use crate::site::Site;
use crate::visitor::{Page, Visitor};

pub(crate) const ADDRESS: [(&str, &str); 6] = [
    ("name", "রহিমা খাতুন"),
    ("phone", "০১৭১২-৩৪৫৬৭৮"),
    ("email", "rahima@example.com"),
    ("district", "dhaka"),
    ("area", "Dhanmondi"),
    ("line", "House 7, Road 4"),
];

/// The form as a shopper sends it back: hidden fields as they came, the rest filled in.
pub(crate) fn filled<'a>(
    page: &Page,
    action: &'a str,
    hidden: &'a mut Vec<String>,
) -> Vec<(&'a str, &'a str)> {
    *hidden = ["cart", "key", "expected_total"]
        .iter()
        .map(|name| page.field(name))
        .collect();
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
pub(crate) async fn to_total(visitor: &mut Visitor, prefix: &str) -> Page {
    let checkout = format!("{prefix}/checkout");
    let started = visitor.post(&checkout, &[("action", "start")]).await;
    assert_eq!(started.location(), checkout);
    let form = visitor.follow(&started).await;
    let page = visitor
        .post(&checkout, &filled(&form, "update", &mut Vec::new()))
        .await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.html());
    page
}

pub(crate) async fn place(visitor: &mut Visitor, form: &Page) -> Page {
    visitor
        .post("/checkout", &filled(form, "place", &mut Vec::new()))
        .await
}

/// The cookies that an order leaves: one per language, each for the order's own pages.
#[track_caller]
fn assert_opens_one_order(placed: &Page) {
    let cookies = placed.cookies();
    let order: Vec<&&str> = cookies
        .iter()
        .filter(|c| c.starts_with("__Secure-dhakacart_order_DC-"))
        .collect();
    assert_eq!(order.len(), 2);
    for (cookie, prefix) in order.iter().zip(["", "/bn"]) {
        for part in ["HttpOnly", "Secure", "SameSite=Lax", "Max-Age=2592000"] {
            assert!(cookie.contains(part), "{cookie}");
        }
        let path = format!("; Path={prefix}{};", placed.location());
        assert!(cookie.contains(&path), "{cookie} lacks {path}");
    }
}

/// The order that [`ADDRESS`] and two earbuds make, in both languages.
async fn read_order(visitor: &mut Visitor, there: &str) {
    let order = visitor.get(there).await;
    assert_whole(&order, "en", there);
    for text in [
        "Thank you",
        "রহিমা খাতুন",
        "01712-345678",
        "Dhanmondi, Dhaka",
        "৳3,069",
        "23 November 2026, 7:04 pm",
        "pay the courier",
    ] {
        order.assert_has(text);
    }
    let bangla = visitor.get(&format!("/bn{there}")).await;
    assert_whole(&bangla, "bn", there);
    bangla.assert_has("২৩ নভেম্বর ২০২৬, সন্ধ্যা ৭:০৪");
    bangla.assert_has("৳৩,০৬৯");
    bangla.assert_has("০১৭১২-৩৪৫৬৭৮");
}

#[tokio::test]
async fn a_guest_buys_and_cancels() {
    for engine in Engine::ALL {
        let site = Site::open(engine).await;
        let mut visitor = site.visitor();
        let product = visitor.get("/products/dhoni-buds").await;
        let sku = product.field("sku");
        let added = visitor
            .post("/cart/items", &[("sku", &sku), ("quantity", "2")])
            .await;
        assert_eq!(added.status, StatusCode::SEE_OTHER);
        let cookie = added.cookies().concat();
        for part in [
            "dhakacart_cart=",
            "HttpOnly",
            "SameSite=Lax",
            "Path=/",
            "Secure",
        ] {
            assert!(cookie.contains(part), "{cookie}");
        }
        let cart = visitor.follow(&added).await;
        cart.assert_has("Added to your cart: Dhoni Buds");
        cart.assert_has("৳2,999");

        let started = visitor.post("/checkout", &[("action", "start")]).await;
        assert_eq!(
            site.stock("BUDS-1").await,
            (20, 2),
            "the checkout holds the units"
        );
        let form = visitor.follow(&started).await;
        assert_whole(&form, "en", "/checkout");
        form.assert_has("keeping these products for you until 7:14 pm");
        form.assert_hasnt("value=\"place\"");
        let total = visitor
            .post("/checkout", &filled(&form, "update", &mut Vec::new()))
            .await;
        total.assert_has("Place order for ৳3,069");
        total.assert_has("value=\"House 7, Road 4\"");

        let placed = place(&mut visitor, &total).await;
        assert_eq!(placed.status, StatusCode::SEE_OTHER, "{}", placed.html());
        let there = placed.location().to_owned();
        assert!(there.starts_with("/orders/DC-"), "{there}");
        assert_eq!(visitor.cookie("dhakacart_cart"), None, "the cart is gone");
        assert_opens_one_order(&placed);
        read_order(&mut visitor, &there).await;
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
    let added = visitor
        .post(
            "/bn/cart/items",
            &[("sku", "KX55-BLK-256"), ("quantity", "২")],
        )
        .await;
    let cart = visitor.follow(&added).await;
    cart.assert_has("৳৫৩,৯৮০");
    let total = to_total(&mut visitor, "/bn").await;
    total.assert_has("অর্ডার করুন: ৳৫৪,০৫০");
    let placed = visitor
        .post("/bn/checkout", &filled(&total, "place", &mut Vec::new()))
        .await;
    assert!(placed.location().starts_with("/bn/orders/DC-"));
    let order = visitor.follow(&placed).await;
    order.assert_has("ধন্যবাদ");
    order.assert_has("ক্যাশ অন ডেলিভারি");
    let number = placed
        .location()
        .rsplit('/')
        .next()
        .unwrap()
        .parse()
        .unwrap();
    let view = site.shop.order_for_worker(&number).await.unwrap().unwrap();
    assert_eq!(
        view.lang,
        domain::Lang::Bn,
        "messages come in the buyer's language"
    );
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
                let form: Vec<(&str, &str)> = form
                    .iter()
                    .map(|(name, value)| (name.as_str(), value.as_str()))
                    .collect();
                twin.post("/checkout", &form).await
            });
        }
        let answers = clicks.join_all().await;
        let first = answers[0].location().to_owned();
        assert!(first.starts_with("/orders/DC-"), "{}", answers[0].status);
        assert!(
            answers.iter().all(|answer| answer.location() == first),
            "every click sees it"
        );
        assert_eq!(
            (site.orders().await, site.stock("BUDS-1").await),
            (1, (20, 1))
        );

        // Back, and the button again: the cookie is gone, the form still knows its cart.
        let mut late = site.visitor();
        let again = place(&mut late, &total).await;
        assert_eq!(again.location(), first);
        assert_eq!(late.follow(&again).await.status, StatusCode::OK);
        assert_eq!(site.orders().await, 1);
    }
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
