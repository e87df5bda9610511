//! The stack of a site.

use axum::Router;
use axum::http::{HeaderValue, Method};
use axum::response::{IntoResponse as _, Redirect};
use axum::routing::{get, post};
use edge::{Problem, Stack};

use super::{api, request, routes};
use crate::world::{Answer, ambient, fetch, send};

fn site() -> Router {
    let stack = Stack::pages(&ambient(), |problem, page| {
        if problem.code() == "unauthorized" {
            return Redirect::to(&format!("/login?next={}", page.uri.path())).into_response();
        }
        let html = format!("<h1>{}</h1><p>{}</p>", problem.title(), page.request_id);
        ([("content-type", "text/html")], html).into_response()
    });
    routes()
        .route("/form", post(async || "taken"))
        .route("/mine", get(async || Problem::unauthorized()))
        .layer(stack)
}

#[tokio::test]
async fn on_pages_every_problem_is_a_page() {
    let site = site();
    for (path, status) in [
        ("/nowhere", 404),
        ("/carts/1", 404),
        ("/broken", 500),
        ("/panic", 500),
    ] {
        let page = fetch(&site, path).await;
        assert_eq!(page.status, status, "{path}");
        assert_eq!(page.header("content-type"), "text/html", "{path}");
        assert!(page.body.starts_with("<h1>"), "{path}: {}", page.body);
        assert!(page.body.contains(page.header("x-request-id")), "{path}");
    }
    let redirect = fetch(&site, "/mine").await;
    assert_eq!(redirect.status, 303);
    assert_eq!(redirect.header("location"), "/login?next=/mine");
}

#[tokio::test]
async fn a_form_from_another_site_is_refused() {
    let site = site();
    let posted = async |site_name: &'static str| -> Answer {
        let mut request = request(Method::POST, "/form");
        request
            .headers_mut()
            .insert("sec-fetch-site", HeaderValue::from_static(site_name));
        send(&site, request).await
    };
    assert_eq!(posted("same-origin").await.body, "taken");
    let refused = posted("cross-site").await;
    assert_eq!(refused.status, 403);
    assert!(refused.body.contains("another site"), "{}", refused.body);
    // The API takes no cookie, so there is nothing that another site could abuse.
    let mut call = request(Method::POST, "/json");
    call.headers_mut()
        .insert("sec-fetch-site", HeaderValue::from_static("cross-site"));
    assert_eq!(send(&api(), call).await.status, 415);
}
