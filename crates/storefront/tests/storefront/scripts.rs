//! What pages' scripts are given to call the API with.

use store::testing::Engine;

use crate::site::Site;

#[tokio::test]
async fn a_browser_is_given_a_token_until_too_many_came_from_its_address() {
    let site = Site::open(Engine::Sqlite).await;
    let mut tokens = std::collections::BTreeSet::new();
    // An address may call five times, and has twice as many visitors.
    for _ in 0..10 {
        let answer = site.visitor().post("/visitor", &[]).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("cache-control"), "private, no-store");
        let body: serde_json::Value = serde_json::from_str(answer.html()).unwrap();
        assert_eq!(body["seconds"], 1_800);
        tokens.insert(body["token"].as_str().unwrap().to_owned());
        assert!(answer.cookies().is_empty());
    }
    assert_eq!(tokens.len(), 10);
    let refused = site.visitor().post("/visitor", &[]).await;
    assert_eq!((refused.status.as_u16(), refused.html()), (204, ""));
}
