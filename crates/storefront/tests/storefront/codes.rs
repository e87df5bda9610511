//! A forgotten password and a phone to be verified, as pages: the code comes back by a form.

use axum::http::StatusCode;
use shop::{CodeOptions, Job, ShopOptions};
use store::testing::Engine;
use time::OffsetDateTime;

use crate::browsing::assert_whole;
use crate::site::Site;
use crate::visitor::Visitor;

const OLD: &str = "a long password";
const NEW: &str = "another long one";

async fn register(site: &Site, username: &str, phone: &str) -> Visitor {
    let mut visitor = site.visitor();
    let form = [("username", username), ("password", OLD), ("phone", phone)];
    let registered = visitor.post("/register", &form).await;
    assert_eq!(registered.location(), "/account");
    visitor
}

/// The codes that the worker would send now, in Bangla digits.
async fn codes(site: &Site) -> Vec<String> {
    let mut codes = Vec::new();
    for claimed in site.shop.claim_jobs(100).await.unwrap() {
        if let Ok(Job::CodeMessage {
            purpose,
            subject,
            lang,
            asked_at,
        }) = &claimed.job
        {
            let at = OffsetDateTime::from_unix_timestamp(*asked_at).unwrap();
            let code = site
                .shop
                .code_to_send(claimed.id, *purpose, subject, at, *lang);
            let code = code.await.unwrap();
            codes.extend(code.map(|message| domain::digits::to_bangla(&message.code.expose())));
        }
        site.shop.finish_job(&claimed, Ok(())).await.unwrap();
    }
    codes
}

const CODE: &str = "/bn/password-reset/code";

fn form<'a>(code: &'a str, password: &'a str) -> [(&'static str, &'a str); 3] {
    [
        ("identifier", "01712-345678"),
        ("code", code),
        ("new_password", password),
    ]
}

/// Whatever is wrong, the form comes back with words, and with neither code nor password.
async fn mistakes_are_told(visitor: &mut Visitor, code: &str) {
    for (form, says) in [
        (form("12", NEW), "কোডে ছয়টি সংখ্যা থাকে।"),
        (form(code, "password123"), "সহজে অনুমান করা যায়"),
        (form("০০০০০০", NEW), "কোডটি ভুল"),
    ] {
        let page = visitor.post(CODE, &form).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST);
        assert_whole(&page, "bn", CODE);
        page.assert_has(says);
        page.assert_hasnt(NEW);
        page.assert_hasnt(code);
    }
}

#[tokio::test]
async fn a_forgotten_password_is_replaced() {
    for engine in Engine::ALL {
        let site = Site::open(engine).await;
        let mut signed_in = register(&site, "rahima", "01712345678").await;
        let mut visitor = site.visitor();
        visitor
            .get("/bn/login")
            .await
            .assert_has("href=\"/bn/password-reset\"");
        for place in ["/bn/password-reset", "/bn/password-reset/code"] {
            assert_whole(&visitor.get(place).await, "bn", place);
        }
        let asked = visitor
            .post("/bn/password-reset", &[("identifier", "০১৭১২ ৩৪৫৬৭৮")])
            .await;
        assert_eq!(asked.location(), "/bn/password-reset/code");
        let cookies = asked.cookies().concat();
        for part in [
            "dhakacart_reset=+8801712345678",
            "HttpOnly",
            "Secure",
            "Max-Age=900",
        ] {
            assert!(cookies.contains(part), "{cookies}");
        }
        let page = visitor.follow(&asked).await;
        assert_whole(&page, "bn", "/bn/password-reset/code");
        assert_eq!(page.field("identifier"), "+8801712345678");
        page.assert_has("autocomplete=\"one-time-code\"");
        page.assert_has("inputmode=\"numeric\"");
        assert!(!visitor.cookies_for("/account").contains("reset"));
        let code = codes(&site).await.remove(0);
        mistakes_are_told(&mut visitor, &code).await;
        let done = visitor.post(CODE, &form(&code, NEW)).await;
        assert_eq!(done.location(), "/bn/login?reset=1");
        assert_eq!(visitor.cookie("dhakacart_reset"), None);
        assert_eq!(
            visitor.cookie("dhakacart_session"),
            None,
            "nobody is signed in"
        );
        let page = visitor.follow(&done).await;
        page.assert_has("আপনার পাসওয়ার্ড বদলানো হয়েছে");
        assert_eq!(
            signed_in.get("/account").await.location(),
            "/login?next=%2Faccount"
        );
        let log_in = [("username", "rahima"), ("password", NEW)];
        let logged_in = visitor.post("/login", &log_in).await;
        assert_eq!(logged_in.location(), "/account");
    }
}

#[tokio::test]
async fn the_pages_say_the_same_whoever_it_is() {
    let site = Site::open(Engine::Sqlite).await;
    register(&site, "rahima", "01712345678").await;
    let mut texts = Vec::new();
    for who in ["rahima", "nobody"] {
        let mut visitor = site.visitor();
        let asked = visitor
            .post("/password-reset", &[("identifier", who)])
            .await;
        let mut said = visitor.follow(&asked).await.text();
        let form = [
            ("identifier", who),
            ("code", "000000"),
            ("new_password", NEW),
        ];
        let refused = visitor.post("/password-reset/code", &form).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST);
        said.push_str(&refused.text());
        texts.push(said.replace(who, "…"));
    }
    assert_eq!(texts[0], texts[1]);
    let mut visitor = site.visitor();
    let wrong = visitor
        .post("/password-reset", &[("identifier", "রহিমা")])
        .await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    wrong.assert_has("neither a username nor a mobile number");
}

#[tokio::test]
async fn tries_are_counted() {
    let site = Site::open(Engine::Sqlite).await;
    let mut visitor = site.visitor();
    let form = [
        ("identifier", "rahima"),
        ("code", "000000"),
        ("new_password", NEW),
    ];
    for place in ["/password-reset", "/password-reset/code"] {
        for _ in 0..5 {
            let page = visitor.post(place, &form).await;
            assert_ne!(page.status, StatusCode::TOO_MANY_REQUESTS);
        }
        let page = visitor.post(place, &form).await;
        assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    }
}

#[tokio::test]
async fn a_phone_is_verified() {
    for engine in Engine::ALL {
        let site = Site::open(engine).await;
        let asked = site.visitor().get("/account/phone").await;
        assert_eq!(asked.location(), "/login?next=%2Faccount%2Fphone");
        let mut visitor = register(&site, "rahima", "01712345678").await;
        visitor
            .get("/account/contact")
            .await
            .assert_has("href=\"/account/phone\"");
        let page = visitor.get("/bn/account/phone").await;
        assert_whole(&page, "bn", "/bn/account/phone");
        page.assert_has("এখনও যাচাই করা হয়নি");
        let sent = visitor.post("/account/phone/code", &[]).await;
        assert_eq!(sent.location(), "/account/phone?sent=1");
        visitor
            .follow(&sent)
            .await
            .assert_has("autocomplete=\"one-time-code\"");
        let code = codes(&site).await.remove(0);
        let wrong = visitor.post("/account/phone", &[("code", "000000")]).await;
        assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
        wrong.assert_has("This code is wrong, used or too old.");
        let done = visitor.post("/account/phone", &[("code", &code)]).await;
        assert_eq!(done.location(), "/account/phone");
        let page = visitor.follow(&done).await;
        page.assert_has("Your mobile number is verified.");
        visitor
            .get("/account/contact")
            .await
            .assert_has("Your mobile number is verified.");
        let again = visitor.post("/account/phone/code", &[]).await;
        assert_eq!(again.location(), "/account/phone");
        // Another number takes the password.
        let mut form = vec![("phone", "01812345678"), ("email", "")];
        let missing = visitor.post("/account/contact", &form).await;
        assert_eq!(missing.status, StatusCode::BAD_REQUEST);
        missing.assert_has("Please write your password.");
        form.push(("password", "not this one"));
        let wrong = visitor.post("/bn/account/contact", &form).await;
        assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
        assert_whole(&wrong, "bn", "/bn/account/contact");
        wrong.assert_hasnt("not this one");
        form[2] = ("password", OLD);
        let saved = visitor.post("/account/contact", &form).await;
        assert_eq!(saved.location(), "/account/contact?done=1");
        visitor
            .get("/account/phone")
            .await
            .assert_has("Not verified yet");
    }
}

#[tokio::test]
async fn without_a_gateway_the_pages_say_whom_to_call() {
    let options = ShopOptions {
        codes: CodeOptions {
            sent: false,
            ..CodeOptions::default()
        },
        ..ShopOptions::default()
    };
    let site = Site::with(Engine::Sqlite, options).await;
    let mut visitor = register(&site, "rahima", "01712345678").await;
    let page = visitor.get("/bn/password-reset").await;
    assert_whole(&page, "bn", "/bn/password-reset");
    page.assert_has("09612-345678");
    page.assert_hasnt("name=\"identifier\"");
    let page = visitor
        .post("/password-reset", &[("identifier", "rahima")])
        .await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    let page = visitor.post("/account/phone/code", &[]).await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    page.assert_has("We can&#39;t send messages at present");
}
