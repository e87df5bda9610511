//! Fields that a caller may not set: every body is taken as it is described, or not at all.

use api::authorisation::{TABLE, Who};
use serde_json::{Value, json};

use crate::calls::{Call, World};
use crate::support::on_both;

/// What somebody would like to set, and a value that would hurt.
fn privileged() -> Vec<(&'static str, Value)> {
    let id = "0190a6c2-7b1e-7c40-8f2d-3a5b6c7d8e9f";
    vec![
        ("id", json!(id)),
        ("user_id", json!(id)),
        ("role", json!("admin")),
        ("staff_role", json!(id)),
        ("permissions", json!(["money"])),
        ("is_admin", json!(true)),
        ("disabled", json!(false)),
        ("price", json!(1)),
        ("price_paisa", json!(1)),
        ("unit_price_paisa", json!(1)),
        ("total_paisa", json!(1)),
        ("discount_paisa", json!(1_000_000)),
        ("delivery_paisa", json!(0)),
        ("status", json!("delivered")),
        ("payment_status", json!("remitted")),
        ("stock", json!(9_999)),
        ("on_hand", json!(9_999)),
        ("revision", json!(9_999)),
        ("access_token", json!("mine")),
        ("actor", json!("system")),
        ("at", json!("2020-01-01T00:00:00Z")),
        ("created_at", json!("2020-01-01T00:00:00Z")),
        ("__proto__", json!({"role": "admin"})),
    ]
}

/// The body with one more field in each of its objects, one object at a time.
fn smuggled(body: &Value, field: &str, value: &Value) -> Vec<Value> {
    let mut found = Vec::new();
    match body {
        Value::Object(fields) => {
            if !fields.contains_key(field) {
                let mut more = fields.clone();
                more.insert(field.to_owned(), value.clone());
                found.push(Value::Object(more));
            }
            for (name, inner) in fields.iter().filter(|(name, _)| !is_kept_apart(name)) {
                for changed in smuggled(inner, field, value) {
                    let mut outer = fields.clone();
                    outer.insert(name.clone(), changed);
                    found.push(Value::Object(outer));
                }
            }
        }
        Value::Array(items) => {
            for (at, inner) in items.iter().enumerate() {
                for changed in smuggled(inner, field, value) {
                    let mut outer = items.clone();
                    outer[at] = changed;
                    found.push(Value::Array(outer));
                }
            }
        }
        _ => {}
    }
    found
}

/// Pictures and attributes are read leniently, as they are from the database: see below.
fn is_kept_apart(name: &str) -> bool {
    matches!(name, "images" | "attributes")
}

on_both! {
    async fn pictures_and_attributes_keep_what_is_theirs_and_drop_the_rest(app) {
        let boss = app.admin("boss").await;
        let mut product = json!({"title": "Kettle", "brand": "Rupsha", "status": "draft",
            "images": [{"src": "/assets/new.svg", "alt": "new"}],
            "attributes": [{"key": "weight", "value": {"type": "number", "value": {"amount": "1", "unit": "kg"}}}],
            "variants": [{"sku": "K-1", "price_paisa": 100, "grams": 1, "taxable": true}]});
        let plain = boss.post("/api/admin/products", &product).await.expect(201);
        product["title"] = json!("Kettle two");
        product["variants"][0]["sku"] = json!("K-2");
        for (field, value) in privileged() {
            product["images"][0][field] = value.clone();
            product["attributes"][0][field] = value;
        }
        let smuggled = boss.post("/api/admin/products", &product).await.expect(201);
        assert_eq!(smuggled["images"], plain["images"]);
        assert_eq!(smuggled["attributes"], plain["attributes"]);
        let kept = app.dump().await.join("\n");
        assert!(!kept.contains("is_admin") && !kept.contains("__proto__"));
    }

    async fn a_field_that_nobody_asked_for_is_refused_and_changes_nothing(app) {
        let owner = app.customer("owner").await;
        let boss = app.admin("boss").await;
        let account = app.customer("somebody").await.get("/api/auth/me").await.expect(200);
        let world = World::new(&app, &owner, account["id"].as_str().unwrap()).await;
        let mut bodies = 0;
        for rule in TABLE {
            let by = if rule.allows(Who::Customer) { &owner } else { &boss };
            let call = world.call(rule.method, rule.path).await;
            let Some(body) = call.body.clone() else {
                continue;
            };
            bodies += 1;
            let before = app.dump().await;
            for (field, value) in privileged() {
                for smuggled in smuggled(&body, field, &value) {
                    // Something that the route takes, though it was left out.
                    if taken(rule.path, field) {
                        continue;
                    }
                    let call = Call { body: Some(smuggled.clone()), ..call.clone() };
                    let answer = call.by(by).await;
                    assert_eq!(answer.status, 400, "{} {}: {smuggled}: {}", rule.method, rule.path, answer.text());
                    let named = answer.wrong_fields();
                    assert!(named.iter().any(|name| name.rsplit('.').next() == Some(field)), "{named:?} {field}");
                }
            }
            assert!(app.dump().await == before, "{} {} changed something", rule.method, rule.path);
        }
        assert!(bodies > 20, "{bodies} bodies: the walk has lost some");
    }
}

/// Fields that are optional where they are meant to be, and are checked there.
fn taken(path: &str, field: &str) -> bool {
    match field {
        "revision" => path.starts_with("/api/admin"),
        "staff_role" | "disabled" | "role" => path == "/api/admin/users/{id}",
        "status" => path.starts_with("/api/admin/products"),
        _ => false,
    }
}
