//! Every page in both languages: it renders, and its markup is one that everybody can use.

use admin::{Who, authorisation};
use axum::http::StatusCode;
use store::testing::Engine;

use crate::markup;
use crate::office::{Caller, Office};
use crate::samples;

#[tokio::test]
async fn every_page_renders_in_both_languages_with_sound_markup() {
    let office = Office::open(Engine::Sqlite).await;
    let admin = office.browser(Caller::Admin).await;
    let pages = authorisation()
        .into_iter()
        .filter(|rule| rule.method == "GET" && rule.who != Who::Anyone);
    for rule in pages {
        let path = samples::address(&office, rule.path).await;
        for (prefix, lang) in [("", "en"), ("/bn", "bn")] {
            let at = format!("{prefix}{path}");
            let page = admin.get(&at).await;
            let missing = rule.path.contains("{*rest}");
            let status = if missing {
                StatusCode::NOT_FOUND
            } else {
                StatusCode::OK
            };
            assert_eq!(page.status, status, "{at}");
            if !page.header("content-type").starts_with("text/html") {
                continue;
            }
            page.assert_has(&format!("<html lang=\"{lang}\">"));
            let faults = markup::faults(page.html());
            assert!(faults.is_empty(), "{at}: {faults:#?}");
        }
    }
}

#[tokio::test]
async fn files_are_kept_for_good_by_their_version() {
    let office = Office::open(Engine::Sqlite).await;
    let page = office.browser(Caller::Admin).await.get("/admin").await;
    let nobody = office.browser(Caller::Nobody).await;
    for file in ["admin.css", "admin.js", "icons.svg", "mark.svg"] {
        let at = page.html().find(&format!("/admin/assets/{file}?v="));
        let at = at.unwrap_or_else(|| panic!("{file} is not on the page"));
        let url = page.html()[at..].split(['"', '#']).next().unwrap();
        let sent = nobody.get(url).await;
        assert_eq!(sent.status, StatusCode::OK, "{url}");
        assert!(sent.header("cache-control").ends_with("immutable"), "{url}");
    }
}
