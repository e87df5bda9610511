//! What every page of the back office tells browsers, whoever asks for it.

use admin::authorisation;
use store::testing::Engine;

use crate::office::{Caller, Office, Page};
use crate::samples;

#[track_caller]
fn careful(page: &Page, what: &str) {
    for (name, expected) in [
        ("content-security-policy", "frame-ancestors 'none'"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "strict-origin-when-cross-origin"),
        ("permissions-policy", "camera=()"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        (
            "strict-transport-security",
            "max-age=31536000; includeSubDomains",
        ),
        ("x-request-id", ""),
    ] {
        let value = page.headers.get(name).map(|value| value.to_str().unwrap());
        assert!(
            value.is_some_and(|value| value.contains(expected)),
            "{what}: {name}: {value:?}"
        );
        assert!(
            !value.unwrap_or_default().contains("unsafe"),
            "{what}: {name}: {value:?}"
        );
    }
}

#[tokio::test]
async fn every_answer_tells_browsers_to_be_careful() {
    let office = Office::open(Engine::Sqlite).await;
    for caller in Caller::ALL {
        let browser = office.browser(caller).await;
        for rule in authorisation() {
            let path = samples::address(&office, rule.path).await;
            let what = format!("{} {path}", rule.method);
            // A stream of events has no end: its head is looked at.
            if rule.path.ends_with("/events") || rule.path.ends_with("/live") {
                let (head, _) = browser.open(&path).await;
                assert!(
                    head.headers.contains_key("cross-origin-resource-policy"),
                    "{what}"
                );
                continue;
            }
            let page = match rule.method {
                "GET" => browser.get(&path).await,
                _ => browser.post_from(&path, &[], "https://evil.example").await,
            };
            careful(&page, &what);
        }
    }
}
