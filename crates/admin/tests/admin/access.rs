//! Who gets where: every route as everybody, and what a stranger's form comes to.

use admin::{Who, authorisation};
use axum::http::StatusCode;
use domain::{Permission, Permissions};
use store::testing::Engine;

use crate::office::{Browser, Caller, Office, Page};
use crate::samples;

/// Whether the gate let somebody through, whatever came of it behind.
#[derive(Debug, PartialEq, Eq)]
enum Gate {
    ToLogIn,
    Closed,
    Open,
}

fn gate(page: &Page) -> Gate {
    match page.status {
        StatusCode::SEE_OTHER if page.location().contains("/login?next=") => Gate::ToLogIn,
        StatusCode::FORBIDDEN => Gate::Closed,
        _ => Gate::Open,
    }
}

fn expected(who: Who, caller: Caller) -> Gate {
    match (who, caller) {
        (Who::Anyone, _) | (_, Caller::Admin) | (Who::Staff, Caller::Staff) => Gate::Open,
        (Who::May(needed), Caller::Staff) if may(Permissions::STAFF, needed) => Gate::Open,
        (_, Caller::Nobody) => Gate::ToLogIn,
        (_, Caller::Customer | Caller::Staff) => Gate::Closed,
    }
}

fn may(permissions: Permissions, needed: &[Permission]) -> bool {
    needed.iter().all(|one| permissions.contains(*one))
}

/// What a named role allows, in every way that matters to a route: nothing, what the route needs and
/// nothing else, everything but one thing that it needs, everything.
fn roles(who: Who) -> Vec<Permissions> {
    let needed = match who {
        Who::May(needed) => needed,
        _ => &[],
    };
    let but = |one: &Permission| {
        Permissions::ALL
            .iter()
            .filter(|other| other != one)
            .collect()
    };
    [Permissions::NONE, Permissions::of(needed), Permissions::ALL]
        .into_iter()
        .chain(needed.iter().map(but))
        .collect()
}

#[tokio::test]
async fn a_named_role_opens_what_it_says_and_nothing_else() {
    let office = Office::open(Engine::Sqlite).await;
    let mut browsers: Vec<(Permissions, Browser)> = Vec::new();
    for rule in authorisation() {
        let path = samples::address(&office, rule.path).await;
        for permissions in roles(rule.who) {
            if browsers.iter().all(|(known, _)| *known != permissions) {
                browsers.push((permissions, office.browser_who_may(permissions).await));
            }
            let known = browsers.iter().find(|(known, _)| *known == permissions);
            let browser = &known.unwrap().1;
            let page = match rule.method {
                "GET" => browser.get(&path).await,
                _ => browser.post(&path, &[]).await,
            };
            let place = format!(
                "{} {path} who may {permissions}: {}",
                rule.method, page.status
            );
            let open = match rule.who {
                Who::Anyone | Who::Staff => true,
                Who::May(needed) => may(permissions, needed),
                Who::Admin => false,
            };
            let expected = if open { Gate::Open } else { Gate::Closed };
            assert_eq!(gate(&page), expected, "{place}");
            assert!(!page.status.is_server_error(), "{place}");
        }
    }
    assert!(browsers.len() > Permission::ALL.len(), "{}", browsers.len());
}

#[tokio::test]
async fn every_route_is_open_to_those_in_the_table_and_nobody_else() {
    for prefix in ["", "/bn"] {
        for rule in authorisation() {
            // A route may end its caller's own rights: everybody meets it in a new shop.
            let office = Office::open(Engine::Sqlite).await;
            let path = samples::address(&office, rule.path).await;
            for caller in Caller::ALL {
                let browser = office.browser(caller).await;
                let at = format!("{prefix}{path}");
                let page = match rule.method {
                    "GET" => browser.get(&at).await,
                    _ => browser.post(&at, &[]).await,
                };
                let place = format!("{} {at} as {caller:?}: {}", rule.method, page.status);
                assert_eq!(gate(&page), expected(rule.who, caller), "{place}");
                assert!(!page.status.is_server_error(), "{place}");
                let kept = page.header("cache-control");
                assert_eq!(
                    kept.contains("no-store"),
                    rule.who != Who::Anyone || !page.status.is_success(),
                    "{place}: {kept}"
                );
            }
        }
    }
}

#[tokio::test]
async fn a_form_from_another_site_does_nothing() {
    let office = Office::open(Engine::Sqlite).await;
    let admin = office.browser(Caller::Admin).await;
    for rule in authorisation() {
        if rule.method == "GET" {
            continue;
        }
        let path = samples::address(&office, rule.path).await;
        let page = admin.post_from(&path, &[], "cross-site").await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{path}");
        page.assert_has("another website");
        for origin in ["https://evil.example", "http://shop.example:81", "null"] {
            let page = admin.post_from_origin(&path, origin).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{path} from {origin}");
        }
    }
}

#[tokio::test]
async fn whoever_logs_in_comes_back_to_where_they_wanted_to_go() {
    let office = Office::open(Engine::Sqlite).await;
    let nobody = office.browser(Caller::Nobody).await;
    let asked = nobody.get("/bn/admin/audit?page=2").await;
    assert_eq!(
        asked.location(),
        "/bn/login?next=%2Fbn%2Fadmin%2Faudit%3Fpage%3D2"
    );
    // What a form did can't be done again by opening its address.
    let sent = nobody.post("/admin/staff", &[]).await;
    assert_eq!(sent.location(), "/login?next=%2Fadmin");
}

#[tokio::test]
async fn a_customer_learns_that_the_back_office_is_closed_to_them() {
    let office = Office::open(Engine::Sqlite).await;
    let customer = office.browser(Caller::Customer).await;
    let page = customer.get("/admin").await;
    page.assert_has("This is not open to you");
    page.assert_hasnt("Audit log");
    customer
        .get("/bn/admin")
        .await
        .assert_has("এটি আপনার জন্য খোলা নয়");
}
