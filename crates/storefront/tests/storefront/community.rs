//! What shoppers do besides buying: reviews, wishes, addresses, passwords, and being told.

use axum::http::StatusCode;
use domain::OrderNumber;
use shop::{OrderStep, ReviewDecision, ReviewFilter, ReviewVerdict};
use store::testing::Engine;

use crate::browsing::assert_whole;
use crate::site::{Site, staff};
use crate::visitor::Visitor;

const PASSWORD: &str = "a long password";

async fn register(site: &Site, username: &str) -> Visitor {
    let mut visitor = site.visitor();
    let form = [
        ("username", username),
        ("password", PASSWORD),
        ("phone", "01712345678"),
    ];
    assert_eq!(
        visitor.post("/register", &form).await.location(),
        "/account"
    );
    visitor
}

/// Buys earbuds and has them delivered. Answers the order's page.
async fn have_delivered(site: &Site, visitor: &mut Visitor) -> String {
    visitor.put("BUDS-1", "1").await;
    visitor.post("/checkout", &[("action", "start")]).await;
    let mut form = vec![
        ("name", "Rahima"),
        ("phone", "01712345678"),
        ("district", "dhaka"),
        ("area", "Gulshan"),
        ("line", "House 1"),
    ];
    let update: Vec<_> = form.iter().copied().chain([("action", "update")]).collect();
    let total = visitor.post("/checkout", &update).await;
    let (key, expected) = (total.field("key"), total.field("expected_total"));
    form.extend([
        ("action", "place"),
        ("key", &key),
        ("expected_total", &expected),
    ]);
    let there = visitor.post("/checkout", &form).await.location().to_owned();
    let number = OrderNumber::parse(there.trim_start_matches("/orders/")).unwrap();
    let steps = [
        OrderStep::Confirm,
        OrderStep::Pack { serials: vec![] },
        OrderStep::Ship {
            courier: "Pathao".into(),
            tracking: "PT-1".into(),
        },
        OrderStep::Deliver,
    ];
    for step in steps {
        let by = staff();
        let moved = site.shop.move_order(&by, &number, step.into());
        moved.await.unwrap();
    }
    there
}

fn product_of(page: &str) -> String {
    page.trim_end_matches("/review").to_owned()
}

/// The address of the form to review what was delivered, from the order's page.
async fn form_of(visitor: &mut Visitor, order: &str) -> String {
    let page = visitor.get(&format!("/bn{order}")).await;
    assert_whole(&page, "bn", &format!("/bn{order}"));
    page.assert_has("কেমন লাগল?");
    let page = visitor.get(order).await;
    let mut links = page.html().split('"');
    let form = links.find(|part| part.starts_with("/products/") && part.ends_with("/review"));
    form.unwrap().to_owned()
}

#[tokio::test]
async fn a_review_is_written_and_waits() {
    let site = Site::open(Engine::Sqlite).await;
    let mut visitor = register(&site, "rahima").await;
    let order = have_delivered(&site, &mut visitor).await;
    let form_at = form_of(&mut visitor, &order).await;
    for (prefix, lang) in [("", "en"), ("/bn", "bn")] {
        let place = format!("{prefix}{form_at}");
        assert_whole(&visitor.get(&place).await, lang, &place);
    }
    let short = [
        ("stars", "9"),
        ("body", "short"),
        ("name", ""),
        ("title", "<b>x"),
    ];
    let again = visitor.post(&form_at, &short).await;
    assert_eq!(again.status, StatusCode::BAD_REQUEST);
    again.assert_has("Please choose one to five stars.");
    again.assert_has("Please write 10 to 2,000 characters.");
    again.assert_hasnt("<b>x");
    let sent = visitor.post(&form_at, &REVIEW).await;
    assert_eq!(sent.location(), "/account/reviews");
    let mine = visitor.follow(&sent).await;
    mine.assert_has("Being read");
    mine.assert_hasnt("<script>");
    let page = site.visitor().get(&product_of(&form_at)).await;
    page.assert_has("Nobody has reviewed this yet.");
}

const REVIEW: [(&str, &str); 4] = [
    ("stars", "৪"),
    ("title", "Good"),
    ("body", "Clear sound.<script>\n\nLasts a day."),
    ("name", "Rahima K."),
];

#[tokio::test]
async fn a_published_review_is_shown_without_sql() {
    for engine in Engine::ALL {
        let site = Site::open(engine).await;
        let mut visitor = register(&site, "rahima").await;
        let order = have_delivered(&site, &mut visitor).await;
        let form_at = form_of(&mut visitor, &order).await;
        visitor.post(&form_at, &REVIEW).await;
        let waiting = site
            .shop
            .list_reviews(&ReviewFilter::default(), Default::default())
            .await
            .unwrap();
        let decision = ReviewDecision {
            revision: 1,
            verdict: ReviewVerdict::Publish,
            reply: "Thank you!".into(),
        };
        let id = waiting.items[0].id;
        let decided = site.shop.decide_review(&staff(), id, decision).await;
        decided.unwrap();
        site.refresh().await;
        let product = product_of(&form_at);
        let before = site.db.store().statements();
        let mut guest = site.visitor();
        let page = guest.get(&product).await;
        for text in [
            "4.0 of 5 stars",
            "1 review",
            "Rahima K.",
            "Thank you!",
            "★★★★☆",
            "Bought here",
            "\"ratingValue\":\"4.0\"",
        ] {
            page.assert_has(text);
        }
        let bangla = guest.get(&format!("/bn{product}")).await;
        assert_whole(&bangla, "bn", &format!("/bn{product}"));
        bangla.assert_has("৫-এর মধ্যে ৪.০ তারা");
        guest.get("/search").await.assert_has("1 review");
        assert_eq!(site.db.store().statements(), before, "no SQL");
        site.shop.count_sales().await.unwrap();
        site.refresh().await;
        guest.get("/").await.assert_has("Best sellers");
        let all = format!("/bn{product}/reviews");
        assert_whole(&guest.get(&all).await, "bn", &all);
        let mine = visitor.get("/account/reviews").await;
        mine.assert_has("Published");
    }
}

#[tokio::test]
async fn only_who_bought_may_review() {
    let site = Site::open(Engine::Sqlite).await;
    let form_at = "/products/korotoa-kx-55/review";
    let asked = site.visitor().get(form_at).await;
    assert_eq!(
        asked.location(),
        "/login?next=%2Fproducts%2Fkorotoa-kx-55%2Freview"
    );
    let mut visitor = register(&site, "karim").await;
    let form = [
        ("stars", "1"),
        ("body", "I have never seen it."),
        ("name", "Karim"),
    ];
    let refused = visitor.post(form_at, &form).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    refused.assert_has("Only customers who have received this product");
    assert_eq!(
        visitor.get("/products/nothing/review").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn wishes_are_kept_without_scripts() {
    for engine in Engine::ALL {
        let site = Site::open(engine).await;
        let wish = [("slug", "korotoa-kx-55"), ("action", "add")];
        let asked = site.visitor().post("/account/wishlist", &wish).await;
        assert_eq!(asked.location(), "/login?next=%2Fproducts%2Fkorotoa-kx-55");
        let mut visitor = register(&site, "rahima").await;
        let empty = visitor.get("/bn/account/wishlist").await;
        assert_whole(&empty, "bn", "/bn/account/wishlist");
        let page = visitor.get("/products/korotoa-kx-55").await;
        page.assert_has("action=\"/account/wishlist\"");
        let added = visitor.post("/account/wishlist", &wish).await;
        let list = visitor.follow(&added).await;
        list.assert_has("Korotoa KX-55");
        assert_eq!(list.header("cache-control"), "private, no-store");
        let mut other = register(&site, "karim").await;
        other
            .get("/account/wishlist")
            .await
            .assert_has("Your wishlist is empty");
        let gone = [("slug", "korotoa-kx-55"), ("action", "remove")];
        let gone = visitor.post("/account/wishlist", &gone).await;
        visitor
            .follow(&gone)
            .await
            .assert_has("Your wishlist is empty");
    }
}

#[tokio::test]
async fn a_kept_address_is_filled_in_at_checkout() {
    for engine in Engine::ALL {
        let site = Site::open(engine).await;
        let mut visitor = register(&site, "rahima").await;
        for place in ["/account/addresses", "/account/addresses/new"] {
            let place = format!("/bn{place}");
            assert_whole(&visitor.get(&place).await, "bn", &place);
        }
        let new = "/account/addresses/new";
        let wrong = visitor
            .post(new, &[("line", "x"), ("district", "nowhere")])
            .await;
        assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
        assert_eq!(wrong.field("line"), "x");
        let mut keep = async |line: &'static str, default: &'static str| {
            let form = [
                ("action", "save"),
                ("name", "Rahima Khatun"),
                ("phone", "01812345678"),
                ("district", "khulna"),
                ("area", "Sonadanga"),
                ("line", line),
                ("default", default),
            ];
            let kept = visitor.post(new, &form).await;
            assert_eq!(kept.location(), "/account/addresses");
        };
        keep("House 1", "").await;
        keep("House 2", "1").await;
        let list = visitor.get("/account/addresses").await;
        list.assert_has("House 1");
        list.assert_has("Used first at checkout");
        let edit = list
            .html()
            .split('"')
            .find(|part| part.starts_with("/account/addresses/") && !part.ends_with("new"))
            .unwrap()
            .to_owned();
        assert_eq!(visitor.get(&edit).await.field("line"), "House 2");

        visitor.put("BUDS-1", "1").await;
        let checkout = visitor.get("/checkout").await;
        assert_eq!(checkout.field("line"), "House 2");
        assert_eq!(checkout.field("phone"), "+8801812345678");
        let other = checkout
            .html()
            .split('"')
            .filter(|part| part.starts_with("/checkout?address="))
            .nth(1)
            .unwrap()
            .to_owned();
        assert_eq!(visitor.get(&other).await.field("line"), "House 1");

        let mut stranger = register(&site, "karim").await;
        assert_eq!(stranger.get(&edit).await.status, StatusCode::NOT_FOUND);
        let removed = stranger.post(&edit, &[("action", "remove")]).await;
        assert_eq!(removed.status, StatusCode::NOT_FOUND);
        visitor.post(&edit, &[("action", "remove")]).await;
        visitor
            .get("/account/addresses")
            .await
            .assert_hasnt("House 2");
    }
}

#[tokio::test]
async fn a_password_is_changed_after_the_old_one() {
    let site = Site::open(Engine::Sqlite).await;
    let mut visitor = register(&site, "rahima").await;
    let mut elsewhere = site.visitor();
    let credentials = [("username", "rahima"), ("password", PASSWORD)];
    elsewhere.post("/login", &credentials).await;
    for place in ["/bn/account/password", "/bn/account/contact"] {
        assert_whole(&visitor.get(place).await, "bn", place);
    }
    let change =
        |old: &'static str, new: &'static str| [("old_password", old), ("new_password", new)];
    let place = "/account/password";
    let wrong = visitor
        .post(place, &change("not this one", "another long one"))
        .await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    wrong.assert_has("This is not your password now.");
    wrong.assert_hasnt("another long one");
    let weak = visitor.post(place, &change(PASSWORD, "password123")).await;
    weak.assert_has("easy to guess");
    let done = visitor
        .post(place, &change(PASSWORD, "another long one"))
        .await;
    visitor
        .follow(&done)
        .await
        .assert_has("Your password is changed.");
    assert_eq!(
        elsewhere.get("/account").await.location(),
        "/login?next=%2Faccount"
    );
    let form = [("phone", "12"), ("email", "r@example.com")];
    let wrong = visitor.post("/account/contact", &form).await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    let form = [
        ("phone", ""),
        ("email", "r@example.com"),
        ("password", "another long one"),
    ];
    let saved = visitor.post("/account/contact", &form).await;
    let page = visitor.follow(&saved).await;
    assert_eq!(
        (page.field("phone"), page.field("email")),
        (String::new(), "r@example.com".into())
    );
}

#[tokio::test]
async fn whoever_waits_for_stock_can_say_so() {
    for engine in Engine::ALL {
        let site = Site::open(engine).await;
        let mut guest = site.visitor();
        let page = guest.get("/products/prodip-lamp").await;
        page.assert_has("Tell me when it is back");
        let sku = page.field("sku");
        let ask = |phone: &'static str| [("sku", sku.as_str()), ("phone", phone)];
        let wrong = guest.post("/bn/back-in-stock", &ask("12")).await;
        assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
        assert_whole(&wrong, "bn", &format!("/bn/back-in-stock?sku={sku}"));
        let done = guest.post("/back-in-stock", &ask("01712345678")).await;
        guest
            .follow(&done)
            .await
            .assert_has("We will send you one message");
        let waiting = site
            .shop
            .waiting_for_stock(Default::default())
            .await
            .unwrap();
        assert_eq!(waiting.items[0].waiting, 1);
        let here = [("sku", "BUDS-1"), ("phone", "01712345678")];
        let here = guest.post("/back-in-stock", &here).await;
        assert_eq!(here.status, StatusCode::CONFLICT);
        let nothing = [("sku", "NOTHING"), ("phone", "01712345678")];
        let nothing = guest.post("/back-in-stock", &nothing).await;
        assert_eq!(nothing.status, StatusCode::NOT_FOUND);
        // Somebody who floods strangers' phones is stopped.
        let mut last = StatusCode::OK;
        for _ in 0..6 {
            last = guest
                .post("/back-in-stock", &ask("01912345678"))
                .await
                .status;
        }
        assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    }
}
