//! The authorisation table against the OpenAPI document, and against a running shop.

use api::authorisation::{TABLE, Who, rule};
use serde_json::Value;

use crate::calls::World;
use crate::support::{PASSWORD, User, on_both};

#[test]
fn every_route_stands_in_the_table_and_no_other() {
    let document: Value = serde_json::from_str(&api::openapi()).unwrap();
    let mut described = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys() {
            let method = method.to_ascii_uppercase();
            assert!(
                rule(&method, path).is_some(),
                "{method} {path} is not in the authorisation table"
            );
            described.push((method, path.clone()));
        }
    }
    for rule in TABLE {
        let route = (rule.method.to_owned(), rule.path.to_owned());
        assert!(
            described.contains(&route),
            "{} {} is in the table and nowhere else",
            rule.method,
            rule.path
        );
    }
    assert_eq!(described.len(), TABLE.len());
}

/// `user` with a session of its own, so that logging out hurts nobody else.
async fn in_a_new_session(user: &User) -> User {
    if user.token.is_none() {
        return user.clone();
    }
    let body = serde_json::json!({"username": user.name, "password": PASSWORD});
    let answer = user.post("/api/auth/login", &body).await.expect(200);
    User {
        token: Some(answer["token"].as_str().unwrap().to_owned()),
        ..user.clone()
    }
}

on_both! {
    async fn the_shop_answers_as_the_table_says(app) {
        let owner = app.customer("owner").await;
        let other = app.customer("other").await;
        let staff = app.staff("staff").await;
        let admin = app.admin("boss").await;
        let account = app.customer("somebody").await.get("/api/auth/me").await.expect(200);
        let world = World::new(&app, &owner, account["id"].as_str().unwrap()).await;
        let mut wrong = Vec::new();
        for rule in TABLE {
            for who in Who::ALL {
                let mut user = match who {
                    Who::Anonymous => app.guest(),
                    Who::Customer => owner.clone(),
                    Who::OtherCustomer => other.clone(),
                    Who::Staff => staff.clone(),
                    Who::Admin => admin.clone(),
                };
                if rule.path == "/api/auth/logout" {
                    user = in_a_new_session(&user).await;
                }
                if rule.path == "/api/auth/logout-everywhere" && who != Who::Anonymous {
                    // Somebody who isn't asked for anything else.
                    user = app.customer(&format!("gone_{who:?}")).await;
                }
                let answer = world.call(rule.method, rule.path).await.by(&user).await;
                let expected = rule.answer(who);
                if answer.status != expected {
                    let text: String = answer.text().chars().take(300).collect();
                    wrong.push(format!("{} {} by {who:?}: {expected} expected, {} {text}", rule.method, rule.path, answer.status));
                }
                if expected >= 400 {
                    answer.problem();
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
