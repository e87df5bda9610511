//! Reviews: read in full, published, rejected with a reason, and never decided unread.

use axum::http::StatusCode;
use domain::ReviewStatus;
use shop::{ReviewDecision, ReviewVerdict, ReviewView};
use store::testing::Engine;

use crate::office::{Caller, Office, Page};

/// Where a review stands now.
async fn now(office: &Office, review: &ReviewView) -> ReviewView {
    office.shop.review(review.id).await.unwrap().unwrap()
}

/// Sends one of the forms as the page has it.
async fn decide(office: &Office, review: &ReviewView, verb: &str, typed: &[(&str, &str)]) -> Page {
    let staff = office.browser(Caller::Staff).await;
    let revision = review.revision.to_string();
    let mut form = vec![("revision", revision.as_str()), ("status", "pending")];
    form.extend(typed);
    let at = format!("/admin/reviews/{}/{verb}", review.id);
    staff.post(&at, &form).await
}

#[tokio::test]
async fn a_review_is_read_in_full_and_published_with_an_answer() {
    for engine in Engine::ALL {
        let office = Office::open(engine).await;
        let staff = office.browser(Caller::Staff).await;
        let review = office
            .review(4, "The battery lasts.\n\nThe <b>box</b> was torn.")
            .await;
        let queue = staff.get("/admin/reviews?status=pending").await;
        for said in [
            "1 review<",
            "★★★★☆",
            "4 of 5 stars",
            "After a week",
            "The battery lasts.\n\nThe &#60;b&#62;box&#60;/b&#62; was torn.",
            "Karim A. (account karim)",
            "in English",
            "23 November 2026",
            "href=\"/admin/products/kx-55\"",
            "aria-label=\"Publish what karim says of Korotoa KX-55\"",
            "aria-label=\"Reject what karim says of Korotoa KX-55\"",
        ] {
            queue.assert_has(said);
        }
        let bangla = staff.get("/bn/admin/reviews").await;
        bangla.assert_has("৫-এর মধ্যে ৪ তারা");
        bangla.assert_has("পড়া বাকি");

        let done = decide(
            &office,
            &review,
            "publish",
            &[("reply", "Sorry for the box.")],
        )
        .await;
        assert_eq!(
            done.location(),
            "/admin/reviews?status=pending&done=published"
        );
        let queue = staff.get(done.location()).await;
        queue.assert_has("The review was published.");
        queue.assert_has("No review is like that.");
        office.shop.catalogue().refresh().await.unwrap();
        let public = office
            .shop
            .published_reviews("kx-55", Default::default())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(public.items[0].reply.as_deref(), Some("Sorry for the box."));
        let log = office.shop.audit_log(Default::default()).await.unwrap();
        assert_eq!(log.items[0].actor, "staff:sokina");
        assert_eq!(log.items[0].action, "review.decide");
        let all = staff.get("/admin/reviews").await;
        all.assert_has("Save the answer");
        all.assert_has("Sorry for the box.</textarea>");
    }
}

#[tokio::test]
async fn a_rejection_says_why() {
    let office = Office::open(Engine::Sqlite).await;
    let review = office.review(1, "Ask for Rahim at 01712345678.").await;
    for (reason, says) in [("", "Please write why"), ("no", "Please write why")] {
        let page = decide(&office, &review, "reject", &[("reason", reason)]).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST);
        page.assert_has(says);
        page.assert_has(&format!("\n{reason}</textarea>"));
        page.assert_has("<details class=\"confirm\" open>");
    }
    let page = decide(&office, &review, "publish", &[("reply", "x")]).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    page.assert_has("An answer has 2 to 1,000 characters.");
    page.assert_has("\nx</textarea>");
    assert_eq!(now(&office, &review).await, review, "nothing was decided");

    let done = decide(&office, &review, "reject", &[("reason", "A phone number")]).await;
    assert_eq!(
        done.location(),
        "/admin/reviews?status=pending&done=rejected"
    );
    let rejected = now(&office, &review).await;
    assert_eq!(rejected.status, ReviewStatus::Rejected);
    assert_eq!(rejected.reason.as_deref(), Some("A phone number"));
    let staff = office.browser(Caller::Staff).await;
    let list = staff.get("/admin/reviews?status=rejected").await;
    list.assert_has("Why it was rejected");
    list.assert_has("Save the reason");
}

#[tokio::test]
async fn nothing_is_decided_that_was_not_read() {
    let office = Office::open(Engine::Sqlite).await;
    let read = office.review(5, "It is really good.").await;
    let changed = office.review(1, "It broke after a week.").await;
    for (verb, typed) in [("publish", "reply"), ("reject", "reason")] {
        let page = decide(&office, &read, verb, &[(typed, "What I wrote")]).await;
        assert_eq!(page.status, StatusCode::CONFLICT, "{verb}");
        page.assert_has("the author has changed the review meanwhile");
        page.assert_has("It broke after a week.");
        page.assert_has("\nWhat I wrote</textarea>");
        page.assert_has(&format!("value=\"{}\"", changed.revision));
    }
    let nameless = ReviewView {
        revision: 0,
        ..changed.clone()
    };
    let page = decide(&office, &nameless, "publish", &[]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert_eq!(now(&office, &read).await, changed);

    let colleague = office.admin().await;
    let decision = ReviewDecision {
        revision: changed.revision,
        verdict: ReviewVerdict::Publish,
        reply: "Please bring it back.".into(),
    };
    let decided = office.shop.decide_review(&colleague, read.id, decision);
    let decided = decided.await.unwrap();
    for verb in ["publish", "reject"] {
        let page = decide(&office, &changed, verb, &[("reason", "Not true")]).await;
        assert_eq!(page.status, StatusCode::CONFLICT, "{verb}");
        page.assert_has("a colleague has decided this review meanwhile");
        page.assert_has("Please bring it back.</textarea>");
    }
    assert_eq!(now(&office, &read).await, decided);
}

#[tokio::test]
async fn what_there_is_not_is_not_found() {
    let office = Office::open(Engine::Sqlite).await;
    let staff = office.browser(Caller::Staff).await;
    let nobodys = "/admin/reviews/00000000-0000-0000-0000-000000000000";
    let typed = [("revision", "1"), ("reason", "Not true")];
    for at in [nobodys, "/admin/reviews/first"] {
        assert_eq!(staff.get(at).await.status, StatusCode::NOT_FOUND, "{at}");
        for verb in ["publish", "reject"] {
            let page = staff.post(&format!("{at}/{verb}"), &typed).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{at}/{verb}");
        }
    }
}
