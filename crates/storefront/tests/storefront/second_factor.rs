//! The two pages of a login, and the page of sessions.

use std::time::Duration;

use axum::http::StatusCode;
use domain::Role;
use shop::SecondFactor;
use store::testing::Engine;

use crate::site::Site;
use crate::totp;

const PASSWORD: &str = "a long password";

/// `sokina` of the staff, with a second factor: its secret and the recovery codes.
async fn enrolled(site: &Site) -> (String, Vec<String>) {
    let shop = &site.shop;
    let staff = shop.add_staff("sokina", Some(PASSWORD), Role::Staff);
    staff.await.unwrap();
    let signed_in = shop.log_in("sokina", PASSWORD).await.unwrap();
    let who = shop.authenticate(&signed_in.token).await.unwrap();
    shop.begin_second_factor(&who, PASSWORD).await.unwrap();
    let SecondFactor::Begun { secret, .. } = shop.second_factor(&who).await.unwrap() else {
        panic!("not begun");
    };
    let code = totp::code(&secret, shop.ambient().now());
    let codes = shop.confirm_second_factor(&who, &code).await.unwrap();
    site.clock.advance(Duration::from_secs(30));
    (secret, codes)
}

#[tokio::test]
async fn the_second_page_asks_for_the_code() {
    for engine in Engine::ALL {
        let site = Site::open(engine).await;
        let (secret, codes) = enrolled(&site).await;
        let mut visitor = site.visitor();
        let form = [
            ("username", "sokina"),
            ("password", PASSWORD),
            ("next", "/account/password"),
        ];
        let asked = visitor.post("/login", &form).await;
        assert_eq!(asked.location(), "/login/code?next=%2Faccount%2Fpassword");
        let cookie = asked.cookies().concat();
        for part in [
            "__Host-dhakacart_challenge=",
            "HttpOnly",
            "Secure",
            "Path=/",
            "Max-Age=300",
        ] {
            assert!(cookie.contains(part), "{cookie}");
        }
        visitor.follow(&asked).await.assert_has("Second step");
        let challenge = visitor.cookie("dhakacart_challenge").unwrap().to_owned();
        visitor.plant("dhakacart_session", &challenge);
        let page = visitor.get("/account").await;
        assert!(page.location().starts_with("/login"), "it is no session");

        let empty = visitor.post("/login/code", &[]).await;
        assert_eq!(empty.status, StatusCode::BAD_REQUEST);
        let wrong = visitor.post("/bn/login/code", &[("code", "000000")]).await;
        assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
        wrong.assert_has("কোডটি ঠিক নেই");
        let code = totp::code(&secret, site.shop.ambient().now());
        let form = [("code", code.as_str()), ("next", "/account/password")];
        let done = visitor.post("/login/code", &form).await;
        assert_eq!(done.location(), "/account/password");
        assert_eq!(visitor.cookie("dhakacart_challenge"), None);
        assert_eq!(visitor.follow(&done).await.status, StatusCode::OK);

        // The same field takes a recovery code; without a challenge there is nothing to finish.
        let mut other = site.visitor();
        let lost = other.get("/login/code").await;
        assert_eq!(lost.location(), "/login");
        let form = [("username", "sokina"), ("password", PASSWORD)];
        other.post("/bn/login", &form).await;
        let done = other.post("/bn/login/code", &[("code", &codes[0])]).await;
        assert_eq!(done.location(), "/bn/account");
    }
}

#[tokio::test]
async fn sessions_are_listed_and_ended() {
    let site = Site::open(Engine::Sqlite).await;
    let form = [("username", "rahima"), ("password", PASSWORD)];
    let firefox = [
        ("sec-fetch-site", "same-origin"),
        ("user-agent", "Mozilla/5.0 (X11; Linux) Firefox/140.0"),
    ];
    let mut desk = site.visitor();
    desk.post_with("/register", &form, &firefox).await;
    let mut phone = site.visitor();
    let android = [
        ("sec-fetch-site", "same-origin"),
        ("user-agent", "Mozilla/5.0 (Linux; Android 14) Chrome/140.0"),
    ];
    phone.post_with("/login", &form, &android).await;
    let page = desk.get("/account/sessions").await;
    page.assert_has("Firefox, Linux");
    page.assert_has("Chrome, Android");
    page.assert_has("This device");
    let id = page.field("id");
    let ended = desk
        .post("/account/sessions", &[("action", "end"), ("id", &id)])
        .await;
    assert_eq!(ended.location(), "/account/sessions?done=1");
    assert!(phone.get("/account").await.location().contains("/login"));
    phone.post_with("/login", &form, &android).await;
    desk.post("/account/sessions", &[("action", "others")])
        .await;
    assert!(phone.get("/account").await.location().contains("/login"));
    phone.post_with("/login", &form, &android).await;
    let out = desk
        .post("/account/sessions", &[("action", "everywhere")])
        .await;
    assert_eq!(out.location(), "/");
    assert_eq!(out.headers["clear-site-data"], "\"cache\", \"storage\"");
    assert_eq!(desk.cookie("dhakacart_session"), None);
    assert!(phone.get("/account").await.location().contains("/login"));
    let asked = phone.get("/account/sessions").await;
    assert!(asked.location().contains("/login"));
}

#[tokio::test]
async fn a_login_opens_a_session_of_its_own() {
    let site = Site::open(Engine::Sqlite).await;
    let form = [("username", "rahima"), ("password", PASSWORD)];
    let mut attacker = site.visitor();
    attacker.post("/register", &form).await;
    let planted = attacker.cookie("dhakacart_session").unwrap().to_owned();
    attacker.post("/logout", &[]).await;
    let mut victim = site.visitor();
    victim.plant("dhakacart_session", &planted);
    victim.post("/login", &form).await;
    assert_ne!(victim.cookie("dhakacart_session"), Some(planted.as_str()));
    // By HTTPS a name without its prefix is anybody's, and not read.
    let token = victim.cookie("dhakacart_session").unwrap().to_owned();
    let mut plain = site.visitor();
    plain
        .jar
        .insert(("dhakacart_session".into(), "/".into()), token);
    assert!(plain.get("/account").await.location().contains("/login"));
}

#[tokio::test]
async fn a_login_ends_the_session_that_the_browser_brought() {
    for engine in Engine::ALL {
        let site = Site::open(engine).await;
        let (secret, _) = enrolled(&site).await;
        let form = [("username", "rahima"), ("password", PASSWORD)];
        let mut visitor = site.visitor();
        visitor.post("/register", &form).await;
        let registered = visitor.cookie("dhakacart_session").unwrap().to_owned();
        let wrong = [("username", "rahima"), ("password", "not this one")];
        visitor.post("/login", &wrong).await;
        assert!(site.shop.authenticate(&registered).await.is_ok());

        visitor.post("/login", &form).await;
        assert!(site.shop.authenticate(&registered).await.is_err());
        let mut elsewhere = site.visitor();
        elsewhere.post("/login", &form).await;

        // Somebody else at the same browser, in two steps: the first opens nothing and ends nothing.
        let brought = visitor.cookie("dhakacart_session").unwrap().to_owned();
        let staff = [("username", "sokina"), ("password", PASSWORD)];
        visitor.post("/login", &staff).await;
        assert!(site.shop.authenticate(&brought).await.is_ok());
        let code = totp::code(&secret, site.shop.ambient().now());
        visitor.post("/login/code", &[("code", &code)]).await;
        assert!(site.shop.authenticate(&brought).await.is_err());
        let now = visitor.cookie("dhakacart_session").unwrap().to_owned();
        assert!(site.shop.authenticate(&now).await.is_ok());

        let another = [("username", "karima"), ("password", PASSWORD)];
        visitor.post("/register", &another).await;
        assert!(site.shop.authenticate(&now).await.is_err());
        let page = elsewhere.get("/account").await;
        assert_eq!(page.status, StatusCode::OK, "other browsers stay");
    }
}
