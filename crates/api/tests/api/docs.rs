//! The OpenAPI document holds together, and its page can be read without anything else.

use std::collections::HashSet;

use serde_json::Value;

use crate::support::on_both;

fn document() -> Value {
    serde_json::from_str(&api::openapi()).unwrap()
}

/// Every operation with its method and path.
fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            operations.push((method.to_uppercase(), path.clone(), operation.clone()));
        }
    }
    operations
}

fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::Object(fields) => {
            if let Some(target) = fields.get("$ref").and_then(Value::as_str) {
                found.push(target);
            }
            fields.values().for_each(|value| references(value, found));
        }
        Value::Array(items) => items.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

#[test]
fn the_document_is_openapi_3_1_and_whole() {
    let document = document();
    assert_eq!(document["openapi"], "3.1.0");
    let tags: HashSet<_> = document["tags"]
        .as_array()
        .unwrap()
        .iter()
        .map(|tag| &tag["name"])
        .collect();
    let mut ids = HashSet::new();
    for (method, path, operation) in operations(&document) {
        let name = format!("{method} {path}");
        assert!(
            ids.insert(operation["operationId"].as_str().unwrap().to_owned()),
            "{name}: its id is taken"
        );
        assert!(tags.contains(&operation["tags"][0]), "{name}: no such tag");
        assert!(
            operation["summary"]
                .as_str()
                .is_some_and(|summary| !summary.is_empty()),
            "{name}"
        );
        let answers = operation["responses"].as_object().unwrap();
        assert!(
            answers.keys().any(|status| status.starts_with('2')),
            "{name}"
        );
        for (status, answer) in answers
            .iter()
            .filter(|(status, _)| status.as_str() >= "400")
        {
            let content = &answer["content"];
            let problem = content["application/problem+json"]["schema"]["$ref"]
                == "#/components/schemas/Problem";
            assert!(problem || path == "/ready", "{name} {status}");
        }
        let parameters = operation["parameters"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        for piece in path.split('/').filter_map(|piece| piece.strip_prefix('{')) {
            let named = piece.trim_end_matches('}');
            let described = parameters
                .iter()
                .any(|p| p["name"] == named && p["in"] == "path" && p["required"] == true);
            assert!(described, "{name}: {named} is not described");
        }
        for parameter in &parameters {
            let described = parameter["description"]
                .as_str()
                .is_some_and(|d| !d.is_empty());
            assert!(described, "{name}: {parameter} has no description");
        }
    }
}

#[test]
fn every_reference_leads_somewhere_and_every_shape_is_used() {
    let document = document();
    let mut found = Vec::new();
    references(&document, &mut found);
    let mut used = HashSet::new();
    for target in found {
        let pointer = target.strip_prefix('#').unwrap();
        assert!(
            document.pointer(pointer).is_some(),
            "{target} leads nowhere"
        );
        used.insert(pointer.rsplit('/').next().unwrap());
    }
    for name in document["components"]["schemas"]
        .as_object()
        .unwrap()
        .keys()
    {
        assert!(
            used.contains(name.as_str()),
            "nothing uses the shape {name}"
        );
    }
}

#[test]
fn what_needs_a_token_says_so() {
    let document = document();
    for (method, path, operation) in operations(&document) {
        let schemes = operation["security"].as_array().unwrap();
        let optional = schemes
            .iter()
            .any(|scheme| scheme.as_object().unwrap().is_empty());
        let refuses = operation["responses"].get("401").is_some() && path != "/api/auth/login";
        assert_eq!(refuses, !schemes.is_empty() && !optional, "{method} {path}");
    }
}

#[test]
fn the_calls_of_the_contract_are_all_there() {
    let described: HashSet<_> = operations(&document())
        .into_iter()
        .map(|(method, path, _)| format!("{method} {path}"))
        .collect();
    for call in [
        "GET /",
        "GET /health",
        "GET /ready",
        "POST /api/auth/login",
        "GET /api/protected",
        "GET /api/products",
        "POST /api/auth/register",
        "POST /api/auth/logout",
        "GET /api/auth/me",
        "GET /api/products/{slug}",
        "GET /api/categories",
        "POST /api/carts",
        "GET /api/carts/{id}",
        "PUT /api/carts/{id}/items/{sku}",
        "DELETE /api/carts/{id}/items/{sku}",
        "POST /api/carts/{id}/quote",
        "POST /api/orders",
        "GET /api/orders/{number}",
        "GET /api/orders",
        "POST /api/orders/{number}/cancel",
        "GET /api/openapi.json",
        "GET /api/docs",
    ] {
        assert!(described.contains(call), "{call}");
    }
}

on_both! {
    async fn the_document_is_served_as_it_is(app) {
        let answer = app.guest().get("/api/openapi.json").await;
        assert_eq!(answer.expect(200), document());
        assert_eq!(answer.header("content-type"), "application/json");
    }

    async fn the_page_needs_nothing_else(app) {
        let answer = app.guest().get("/api/docs").await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; style-src 'self';"), "{policy}");
        let page = answer.text();
        for absent in ["<script", " onclick", "style=\"", "src=", "@import", "href=\"http"] {
            assert!(!page.contains(absent), "{absent}");
        }
        let css = app.guest().get("/api/docs.css").await;
        assert_eq!((css.status.as_u16(), css.header("content-type")), (200, "text/css; charset=utf-8"));
        assert!(page.contains("<link rel=\"stylesheet\" href=\"/api/docs.css\">"));
        assert!(!css.text().contains("url(") && !css.text().contains("@import"));
    }

    async fn the_page_has_every_call_and_every_shape(app) {
        let page = app.guest().get("/api/docs").await.text();
        let document = document();
        for (method, path, operation) in operations(&document) {
            let id = operation["operationId"].as_str().unwrap();
            assert!(page.contains(&format!("<article id=\"{id}\"")), "{method} {path}");
            assert!(page.contains(&format!("href=\"#{id}\"")), "{method} {path}");
        }
        for name in document["components"]["schemas"].as_object().unwrap().keys() {
            let id = format!("shape-{}", name.to_lowercase());
            assert!(page.contains(&format!("<article id=\"{id}\"")), "{name}");
        }
        assert_eq!(page.matches("<pre ").count(), operations(&document).len(), "a curl line each");
        for link in page.split("href=\"#").skip(1) {
            let target = link.split('"').next().unwrap();
            assert!(page.contains(&format!("id=\"{target}\"")), "#{target} leads nowhere");
        }
        assert!(page.contains("-H &#34;Idempotency-Key: ") || page.contains("-H &quot;Idempotency-Key: "), "headers are shown");
    }

    async fn what_the_reader_has_is_not_sent_again(app) {
        for path in ["/api/docs", "/api/docs.css", "/api/openapi.json"] {
            let etag = app.guest().get(path).await.header("etag").to_owned();
            assert!(!etag.is_empty(), "{path}");
            let again = app.guest().get_with(path, "if-none-match", &etag).await;
            assert_eq!((again.status.as_u16(), again.body.len()), (304, 0), "{path}");
        }
    }
}
