//! The authorisation table against the OpenAPI document, and against a running shop.

use api::authorisation::{TABLE, Who, rule};
use domain::{Permission, Permissions};
use serde_json::Value;

use crate::calls::{Call, World};
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

/// The one made for that permission; where a route needs none, whoever is `otherwise`.
fn with(users: &[(Permission, User)], needs: Option<Permission>, otherwise: &User) -> User {
    let found = users.iter().find(|(one, _)| Some(*one) == needs);
    found.map_or_else(|| otherwise.clone(), |(_, user)| user.clone())
}

async fn verification(world: &World<'_>, user: &User) -> Call {
    let body = match user.token {
        Some(_) => world.code_for(user).await,
        None => serde_json::json!({"code": "012345"}),
    };
    Call {
        method: "POST",
        path: "/api/auth/phone/verify".to_owned(),
        body: Some(body),
        file: None,
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
        let nothing = app.staff_who_may("nothing", Permissions::NONE).await;
        let (mut this, mut all_else) = (Vec::new(), Vec::new());
        for one in Permission::ALL {
            this.push((one, app.staff_who_may(&format!("this_{one}"), Permissions::of(&[one])).await));
            let others = Permissions::ALL.iter().filter(|other| *other != one).collect();
            all_else.push((one, app.staff_who_may(&format!("not_{one}"), others).await));
        }
        let mut wrong = Vec::new();
        for rule in TABLE {
            for who in Who::ALL {
                let mut user = match who {
                    Who::Anonymous => app.guest(),
                    Who::Customer => owner.clone(),
                    Who::OtherCustomer => other.clone(),
                    Who::StaffWithNothing => nothing.clone(),
                    Who::StaffWithThis => with(&this, rule.needs, &staff),
                    Who::StaffWithAllElse => with(&all_else, rule.needs, &nothing),
                    Who::Staff => staff.clone(),
                    Who::Admin => admin.clone(),
                };
                if rule.path == "/api/auth/logout" {
                    user = in_a_new_session(&user).await;
                }
                if rule.path == "/api/auth/logout-everywhere" && who != Who::Anonymous {
                    // Somebody who isn't asked for anything else.
                    let caller = Who::ALL.iter().position(|one| *one == who).unwrap();
                    user = app.customer(&format!("gone_{caller}")).await;
                }
                let verify = rule.path == "/api/auth/phone/verify";
                // A code is somebody's: each has one of their own.
                let call = match verify {
                    true => verification(&world, &user).await,
                    false => world.call(rule.method, rule.path).await,
                };
                let answer = call.by(&user).await;
                let expected = rule.answer(who);
                if answer.status != expected {
                    let text: String = answer.text().chars().take(300).collect();
                    wrong.push(format!("{} {} by {who:?}: {expected} expected, {} {text}", rule.method, rule.path, answer.status));
                }
                if answer.status.as_u16() >= 400 {
                    let problem = answer.problem();
                    let staff = matches!(who, Who::StaffWithNothing | Who::StaffWithAllElse | Who::Staff);
                    if let (true, 403, Some(needs)) = (staff, expected, rule.needs) {
                        assert_eq!(problem["permission"], needs.as_str(), "{} {}", rule.method, rule.path);
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
