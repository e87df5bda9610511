//! Whatever is sent: a 4xx that says why, never a 5xx, and nothing stored.
//!
//! Walks every route that takes a body, and every path and query parameter. What is sent is made
//! from a good body by breaking it in one place, so that a new field is covered the day it comes.

use api::authorisation::TABLE;
use serde_json::{Value, json};

use crate::calls::{Call, World};
use crate::support::{Answer, TestApp, User, on_both};

/// The document's own word on which routes take a JSON body.
fn json_routes() -> Vec<(&'static str, &'static str, Value)> {
    let document: Value = serde_json::from_str(&api::openapi()).unwrap();
    let mut routes = Vec::new();
    for rule in TABLE {
        let operation = &document["paths"][rule.path][rule.method.to_ascii_lowercase()];
        let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
        if let Some(name) = schema["$ref"].as_str() {
            let name = name.rsplit('/').next().unwrap();
            let schema = document["components"]["schemas"][name].clone();
            routes.push((rule.method, rule.path, schema));
        }
    }
    assert_eq!(routes.len(), 33, "{routes:?}");
    routes
}

/// Bodies that no route can read, with the content type they claim.
fn unreadable(good: &Value) -> Vec<(&'static str, Vec<u8>)> {
    let good = good.to_string();
    let json = "application/json";
    let mut bodies: Vec<(&str, Vec<u8>)> = [
        "",
        " ",
        "null",
        "true",
        "1",
        "\"x\"",
        "[]",
        "[{}]",
        "{",
        "}",
        "{}{}",
        "{\"a\"}",
        "{'a':1}",
        "nope",
        "{\"\\ud800\":1}",
        "\u{feff}{}",
    ]
    .map(|text| (json, text.as_bytes().to_vec()))
    .to_vec();
    bodies.push((
        json,
        format!("{{\"x\":\"{}\"}}", "a".repeat(10 * 1024 * 1024)).into_bytes(),
    ));
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        bodies.push((
            json,
            format!("{}1{}", open.repeat(10_000), close.repeat(10_000)).into_bytes(),
        ));
        bodies.push((json, open.repeat(10_000).into_bytes()));
    }
    bodies.push((json, good.as_bytes()[..good.len() - 1].to_vec()));
    bodies.push((json, format!("{good}x").into_bytes()));
    for kind in [
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "text/csv",
        "multipart/form-data; boundary=x",
    ] {
        bodies.push((kind, good.clone().into_bytes()));
    }
    bodies
}

/// `good` with every leaf in turn replaced by what doesn't belong there.
fn broken(good: &Value) -> Vec<Vec<u8>> {
    let mut bodies = Vec::new();
    for place in leaves(good, String::new()) {
        let leaf = good.pointer(&place).unwrap();
        for wrong in unfit(&place, leaf) {
            let mut body = good.clone();
            *body.pointer_mut(&place).unwrap() = wrong;
            bodies.push(body.to_string().into_bytes());
        }
        if leaf.is_string() {
            let mut body = good.clone();
            *body.pointer_mut(&place).unwrap() = json!("a\0b");
            bodies.push(body.to_string().into_bytes());
            *body.pointer_mut(&place).unwrap() = json!("@@@@");
            let text = body.to_string();
            let (before, after) = text.split_once("@@@@").unwrap();
            for raw in [&b"\xff\xfe"[..], b"a\0b", b"\xed\xa0\x80"] {
                bodies.push([before.as_bytes(), raw, after.as_bytes()].concat());
            }
        }
    }
    bodies
}

/// JSON pointers to everything that isn't an object or a list.
fn leaves(value: &Value, at: String) -> Vec<String> {
    match value {
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(name, value)| leaves(value, format!("{at}/{name}")))
            .collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .flat_map(|(i, value)| leaves(value, format!("{at}/{i}")))
            .collect(),
        _ => vec![at],
    }
}

fn unfit(place: &str, leaf: &Value) -> Vec<Value> {
    let mut wrong = match leaf {
        Value::String(_) => vec![
            json!(12_345),
            json!(true),
            json!({}),
            json!([]),
            json!("x".repeat(50_000)),
        ],
        Value::Number(_) => vec![
            json!("1"),
            json!("১"),
            json!("x"),
            json!(true),
            json!({}),
            json!([]),
            json!(1.5),
            json!(-1),
            json!(1e300),
            json!(u64::MAX),
        ],
        Value::Bool(_) => vec![json!("yes"), json!(2), json!({}), json!([])],
        _ => Vec::new(),
    };
    // No product has the revision -1: that is a conflict and no bad input, and 4xx all the same.
    assert!(!wrong.is_empty(), "{place}");
    wrong.retain(|wrong| wrong != leaf);
    wrong
}

/// `good` with one thing too many or, where the schema says it is needed, too few.
fn reshaped(good: &Value, schema: &Value) -> Vec<Vec<u8>> {
    let mut bodies = Vec::new();
    let mut objects = vec![String::new()];
    collect_objects(good, String::new(), &mut objects);
    for place in objects {
        let mut body = good.clone();
        body.pointer_mut(&place).unwrap()["nonsense"] = json!(1);
        bodies.push(body.to_string().into_bytes());
    }
    for field in schema["required"].as_array().into_iter().flatten() {
        let mut body = good.clone();
        let removed = body
            .as_object_mut()
            .unwrap()
            .remove(field.as_str().unwrap());
        assert!(removed.is_some(), "the good body has no {field}");
        bodies.push(body.to_string().into_bytes());
        body[field.as_str().unwrap()] = Value::Null;
        bodies.push(body.to_string().into_bytes());
    }
    let mut twice = good.to_string();
    let first = good.as_object().unwrap().iter().next().unwrap();
    twice.insert_str(1, &format!("{}:{},", json!(first.0), first.1));
    bodies.push(twice.into_bytes());
    bodies
}

/// Objects that are read strictly: an attribute's value is tagged and takes what it knows.
fn collect_objects(value: &Value, at: String, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let at = format!("{at}/{name}");
                if value.is_object() && !at.contains("/value") {
                    found.push(at.clone());
                }
                collect_objects(value, at, found);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                collect_objects(value, format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

/// A refusal that is the client's to mend, and says so.
fn assert_refused(answer: &Answer, what: &str, body: &[u8]) {
    let shown: String = String::from_utf8_lossy(body).chars().take(200).collect();
    assert!(
        answer.status.is_client_error(),
        "{what} with {shown}: {} {}",
        answer.status,
        answer.text()
    );
    assert_ne!(answer.status, 401, "{what}: the walker isn't signed in");
    assert_ne!(
        answer.status, 404,
        "{what} with {shown}: the target is gone"
    );
    let problem = answer.problem();
    assert!(
        problem["detail"].as_str().unwrap().len() < 2_000,
        "{problem}"
    );
    if problem["code"] == "invalid_input" {
        assert!(
            !problem["errors"].as_array().unwrap().is_empty(),
            "{problem}"
        );
    }
}

/// Everybody whom the routes are for, with things for them to break.
async fn walker(app: &TestApp) -> (User, String) {
    let boss = app.admin("boss").await;
    app.customer("owner").await;
    let account = app
        .customer("somebody")
        .await
        .get("/api/auth/me")
        .await
        .expect(200);
    (boss, account["id"].as_str().unwrap().to_owned())
}

async fn targets(world: &World<'_>) -> Vec<(Call, Value)> {
    let mut targets = Vec::new();
    for (method, route, schema) in json_routes() {
        targets.push((world.call(method, route).await, schema));
    }
    targets
}

on_both! {
    async fn what_cannot_be_read_is_refused(app) {
        let (boss, account) = walker(&app).await;
        let world = World::new(&app, &boss, &account).await;
        let targets = targets(&world).await;
        let rows = app.rows().await;
        for (call, _) in &targets {
            let what = format!("{} {}", call.method, call.path);
            for (kind, body) in unreadable(call.body.as_ref().unwrap()) {
                let answer = call.with(&boss, kind, body.clone()).await;
                assert_refused(&answer, &what, &body);
                if body.len() > 1024 * 1024 {
                    answer.refused(413, "body_too_large");
                }
                if kind != "application/json" {
                    answer.refused(415, "unsupported_media_type");
                }
            }
        }
        assert_eq!(app.rows().await, rows, "nothing is stored");
    }

    async fn what_does_not_fit_is_refused(app) {
        let (boss, account) = walker(&app).await;
        let world = World::new(&app, &boss, &account).await;
        let targets = targets(&world).await;
        let rows = app.rows().await;
        let mut sent = 0;
        for (call, schema) in &targets {
            let what = format!("{} {}", call.method, call.path);
            let good = call.body.as_ref().unwrap();
            for body in broken(good).into_iter().chain(reshaped(good, schema)) {
                let answer = call.with(&boss, "application/json", body.clone()).await;
                assert_refused(&answer, &what, &body);
                sent += 1;
            }
        }
        assert!(sent > 300, "{sent}");
        assert_eq!(app.rows().await, rows, "nothing is stored");
    }

    async fn after_all_that_the_good_bodies_still_work(app) {
        let (boss, account) = walker(&app).await;
        let world = World::new(&app, &boss, &account).await;
        for (mut call, _) in targets(&world).await {
            if call.path == "/api/auth/phone/verify" {
                // A code is somebody's: who calls has one of their own.
                call.body = Some(world.code_for(&boss).await);
            }
            let answer = call.by(&boss).await;
            assert!(answer.status.is_success(), "{} {}: {}", call.method, call.path, answer.text());
        }
    }

    async fn odd_parameters_are_refused(app) {
        let (boss, account) = walker(&app).await;
        let world = World::new(&app, &boss, &account).await;
        let long = "x".repeat(5_000);
        let odd = ["%00", "a%00b", "%FF", "%ED%A0%80", "..%2F..%2Fetc%2Fpasswd", "%", "%F0%9F%98%80", "' OR 1=1 --", long.as_str()];
        for rule in TABLE.iter().filter(|rule| rule.path.contains('{')) {
            let good = world.call(rule.method, rule.path).await;
            let rows = app.rows().await;
            for value in odd {
                let value = value.replace(' ', "%20").replace('\'', "%27");
                let start = rule.path.find('{').unwrap();
                let end = rule.path.find('}').unwrap() + 1;
                let path = format!("{}{value}{}", &rule.path[..start], &rule.path[end..]);
                let path = path.replace("{sku}", "KETTLE");
                let answer = Call { path: path.clone(), ..good.clone() }.by(&boss).await;
                assert!(answer.status.is_client_error(), "{} {path}: {} {}", rule.method, answer.status, answer.text());
                answer.problem();
            }
            assert_eq!(app.rows().await, rows, "{} {}", rule.method, rule.path);
        }
        for path in ["/api/products", "/api/suggest", "/api/admin/products", "/api/admin/orders", "/api/admin/coupons", "/api/admin/users"] {
            for value in ["%00", "a%00", "%FF", "%ED%A0%80", long.as_str()] {
                let answer = boss.get(&format!("{path}?q={value}")).await;
                assert_eq!(answer.status, 400, "{path}?q={value}: {}", answer.text());
                answer.problem();
            }
        }
    }
}
