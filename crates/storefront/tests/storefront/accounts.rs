//! Accounts: registering, logging in and out, my orders, and the cart that comes along.

use axum::http::StatusCode;
use store::testing::Engine;

use crate::browsing::assert_whole;
use crate::site::Site;
use crate::visitor::{Page, Visitor};

async fn register(visitor: &mut Visitor, username: &str) -> Page {
    visitor
        .post(
            "/register",
            &[
                ("username", username),
                ("password", "a long password"),
                ("phone", "01712345678"),
            ],
        )
        .await
}

async fn buy(visitor: &mut Visitor) -> String {
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
    visitor.post("/checkout", &form).await.location().to_owned()
}

#[tokio::test]
async fn an_account_keeps_orders() {
    for engine in Engine::ALL {
        let site = Site::open(engine).await;
        let mut visitor = site.visitor();
        let asked = visitor.get("/bn/account").await;
        assert_eq!(asked.location(), "/bn/login?next=%2Fbn%2Faccount");
        visitor
            .follow(&asked)
            .await
            .assert_has("href=\"/bn/register?next=%2Fbn%2Faccount\"");
        let registered = register(&mut visitor, "Rahima_1").await;
        assert_eq!(registered.location(), "/account");
        let cookie = registered.cookies().concat();
        for part in [
            "__Host-dhakacart_session=",
            "HttpOnly",
            "SameSite=Lax",
            "Secure",
            "Path=/",
        ] {
            assert!(cookie.contains(part), "{cookie}");
        }
        let account = visitor.follow(&registered).await;
        account.assert_has("Logged in as Rahima_1");
        account.assert_has("not ordered anything yet");
        assert_eq!(account.header("cache-control"), "private, no-store");

        let there = buy(&mut visitor).await;
        let account = visitor.get("/bn/account").await;
        assert_whole(&account, "bn", "/bn/account");
        account.assert_has(&format!("href=\"/bn{there}\""));
        account.assert_has("গৃহীত হয়েছে");

        // In another browser, without the order's cookie: the account opens it.
        let mut elsewhere = site.visitor();
        assert_eq!(elsewhere.get(&there).await.status, StatusCode::NOT_FOUND);
        let form = [
            ("username", "rahima_1"),
            ("password", "a long password"),
            ("next", there.as_str()),
        ];
        let logged_in = elsewhere.post("/login", &form).await;
        assert_eq!(logged_in.location(), there);
        assert_eq!(elsewhere.follow(&logged_in).await.status, StatusCode::OK);

        let token = elsewhere.cookie("dhakacart_session").unwrap().to_owned();
        let out = elsewhere.post("/logout", &[]).await;
        assert_eq!(out.location(), "/");
        assert_eq!(out.headers["clear-site-data"], "\"cache\", \"storage\"");
        assert_eq!(elsewhere.cookie("dhakacart_session"), None);
        elsewhere.plant("dhakacart_session", &token);
        let asked = elsewhere.get("/account").await;
        assert_eq!(
            asked.location(),
            "/login?next=%2Faccount",
            "the token is useless from now on"
        );
    }
}

#[tokio::test]
async fn the_guests_cart_comes_along() {
    let site = Site::open(Engine::Sqlite).await;
    let mut visitor = site.visitor();
    visitor.put("FAN-56", "2").await;
    register(&mut visitor, "rahima").await;
    visitor.get("/cart").await.assert_has("Batash Ceiling Fan");
    let checkout = visitor.get("/checkout").await;
    assert_eq!(checkout.field("phone"), "+8801712345678");
    visitor.post("/logout", &[]).await;
    visitor.get("/cart").await.assert_has("Your cart is empty");
}

#[tokio::test]
async fn wrong_credentials_look_the_same_and_are_limited() {
    let site = Site::open(Engine::Sqlite).await;
    register(&mut site.visitor(), "rahima").await;
    let mut visitor = site.visitor();
    let mut texts = Vec::new();
    for username in ["rahima", "nobody"] {
        let form = [
            ("username", username),
            ("password", "not this one"),
            ("next", "/cart"),
        ];
        let page = visitor.post("/login", &form).await;
        assert_eq!(page.status, StatusCode::UNAUTHORIZED);
        assert_eq!(page.field("username"), username);
        assert_eq!(page.field("next"), "/cart");
        page.assert_hasnt("not this one");
        texts.push(page.text());
    }
    assert_eq!(texts[0], texts[1]);
    for _ in 0..4 {
        visitor
            .post(
                "/login",
                &[("username", "rahima"), ("password", "not this one")],
            )
            .await;
    }
    let page = visitor
        .post(
            "/bn/login",
            &[("username", "rahima"), ("password", "a long password")],
        )
        .await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(!page.header("retry-after").is_empty());
    assert_whole(&page, "bn", "/bn/login");
    page.assert_has("অনেকবার চেষ্টা হয়েছে");
}

#[tokio::test]
async fn what_is_wrong_with_a_registration_is_said() {
    let site = Site::open(Engine::Sqlite).await;
    let mut visitor = site.visitor();
    let form = [
        ("username", "r m"),
        ("password", "password123"),
        ("phone", "1"),
        ("email", "x"),
    ];
    let page = visitor.post("/bn/register", &form).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    assert_whole(&page, "bn", "/bn/register");
    for text in [
        "ইংরেজি অক্ষর, সংখ্যা ও আন্ডারস্কোর",
        "মোবাইল নম্বর ১১ সংখ্যার",
        "ইমেইল ঠিকানা দেখতে এমন",
    ] {
        page.assert_has(text);
    }
    page.assert_hasnt("password123");
    let common = visitor
        .post(
            "/register",
            &[("username", "rahima"), ("password", "password123")],
        )
        .await;
    common.assert_has("easy to guess");
    register(&mut visitor, "rahima").await;
    let taken = register(&mut site.visitor(), "RAHIMA").await;
    assert_eq!(taken.status, StatusCode::CONFLICT);
    taken.assert_has("This username is taken");
    let empty = site.visitor().post("/login", &[]).await;
    assert_eq!(empty.status, StatusCode::BAD_REQUEST);
    empty.assert_has("Please write your username");
    empty.assert_has("Please write your password");
}

#[tokio::test]
async fn nobody_is_sent_to_another_site() {
    let site = Site::open(Engine::Sqlite).await;
    register(&mut site.visitor(), "rahima").await;
    for next in [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "\\\\evil.example",
        "/x\r\nSet-Cookie: a=b",
    ] {
        let mut visitor = site.visitor();
        let form = [
            ("username", "rahima"),
            ("password", "a long password"),
            ("next", next),
        ];
        let page = visitor.post("/login", &form).await;
        assert_eq!(page.location(), "/account", "{next:?}");
        let query = percent_encoding::utf8_percent_encode(next, percent_encoding::NON_ALPHANUMERIC);
        let page = visitor.get(&format!("/login?next={query}")).await;
        assert_eq!(page.location(), "/account", "{next:?}");
        let page = site.visitor().get(&format!("/login?next={query}")).await;
        assert_eq!(page.field("next"), "", "{next:?}");
    }
}

#[tokio::test]
async fn every_page_of_the_account_lets_one_log_out() {
    let site = Site::open(Engine::Sqlite).await;
    let mut visitor = site.visitor();
    register(&mut visitor, "rahima").await;
    for place in [
        "",
        "/wishlist",
        "/reviews",
        "/addresses",
        "/contact",
        "/phone",
        "/password",
        "/sessions",
    ] {
        for (language, button) in [("", ">Log out</button>"), ("/bn", ">লগ আউট করুন</button>")]
        {
            let page = visitor.get(&format!("{language}/account{place}")).await;
            assert_eq!(page.status, StatusCode::OK, "{language}/account{place}");
            page.assert_has(&format!("action=\"{language}/logout\""));
            page.assert_has(button);
        }
    }
}
