//! Following an order by its number and mobile number.

use axum::http::StatusCode;
use store::testing::Engine;

use crate::safety::order;
use crate::site::Site;

#[tokio::test]
async fn number_and_mobile_number_open_an_order() {
    for engine in Engine::ALL {
        let site = Site::open(engine).await;
        let (_, there) = order(&site).await;
        let number = there.rsplit('/').next().unwrap();
        let mut stranger = site.visitor();
        assert_eq!(stranger.get(&there).await.status, StatusCode::NOT_FOUND);
        let form = [("number", number), ("phone", "০১৭১২-৩৪৫৬৭৮")];
        let found = stranger.post("/track", &form).await;
        assert_eq!(
            (found.status, found.location()),
            (StatusCode::SEE_OTHER, &*there)
        );
        let page = stranger.follow(&found).await;
        page.assert_has("What has happened so far");
        assert_eq!(page.header("cache-control"), "private, no-store");
        // Seeing isn't cancelling: that takes the account or the browser that ordered.
        let cancel = stranger.post(&format!("{there}/cancel"), &[]).await;
        assert_eq!(cancel.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn a_wrong_pair_says_nothing_and_guesses_end() {
    let site = Site::open(Engine::Sqlite).await;
    let (_, there) = order(&site).await;
    let number = there.rsplit('/').next().unwrap();
    let mut stranger = site.visitor();
    let wrong = stranger
        .post("/track", &[("number", number), ("phone", "01811111111")])
        .await;
    assert_eq!(wrong.status, StatusCode::NOT_FOUND);
    wrong.assert_has("There is no order with this number");
    assert_eq!(
        wrong.field("phone"),
        "01811111111",
        "what was typed is kept"
    );
    // A cookie that somebody made up is a guess too.
    stranger.plant(&format!("dhakacart_phone_{number}"), "+8801811111111");
    for _ in 0..4 {
        assert_eq!(stranger.get(&there).await.status, StatusCode::NOT_FOUND);
    }
    let form = [("number", number), ("phone", "01712345678")];
    let late = stranger.post("/track", &form).await;
    assert_eq!(late.status, StatusCode::TOO_MANY_REQUESTS);
    let empty = stranger
        .post("/track", &[("number", "x"), ("phone", "")])
        .await;
    assert_eq!(empty.status, StatusCode::BAD_REQUEST);
    empty.assert_has("This is not an order number of ours");
    empty.assert_has("Please write your mobile number");
}
