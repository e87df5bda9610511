//! Accounts and the audit log: for admins alone.

use serde_json::json;

use crate::support::{PASSWORD, User, on_both};

async fn id_of(user: &User) -> String {
    user.get("/api/auth/me").await.expect(200)["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

on_both! {
    async fn an_admin_makes_somebody_staff(app) {
        let (boss, rahima) = (app.admin("boss").await, app.customer("rahima").await);
        let path = format!("/api/admin/users/{}", id_of(&rahima).await);
        rahima.get("/api/admin/orders").await.refused(403, "forbidden");
        let changed = boss.patch(&path, &json!({"role": "staff"})).await.expect(200);
        assert_eq!((&changed["role"], &changed["disabled"]), (&json!("staff"), &json!(false)));
        assert_eq!(boss.get(&path).await.expect(200), changed);
        // What she may do now is found out when she logs in again.
        rahima.get("/api/admin/orders").await.refused(401, "unauthorized");
        let token = app.shop.log_in(&rahima.name, PASSWORD).await.unwrap().token;
        let rahima = app.user(&rahima.name, &token);
        rahima.get("/api/admin/orders").await.expect(200);
        rahima.get("/api/admin/users").await.refused(403, "forbidden");
    }

    async fn nobody_changes_their_own_account(app) {
        let boss = app.admin("boss").await;
        let path = format!("/api/admin/users/{}", id_of(&boss).await);
        boss.patch(&path, &json!({"role": "customer"})).await.refused(403, "forbidden");
        boss.patch(&path, &json!({"disabled": true})).await.refused(403, "forbidden");
        boss.get("/api/admin/users").await.expect(200);
    }

    async fn a_bad_change_changes_nothing(app) {
        let (boss, rahima) = (app.admin("boss").await, app.customer("rahima").await);
        let path = format!("/api/admin/users/{}", id_of(&rahima).await);
        assert_eq!(boss.patch(&path, &json!({})).await.wrong_fields(), ["role"]);
        assert_eq!(boss.patch(&path, &json!({"role": "god"})).await.wrong_fields(), ["role"]);
        assert_eq!(boss.patch(&path, &json!({"disabled": "yes"})).await.wrong_fields(), ["disabled"]);
        assert_eq!(boss.patch(&path, &json!({"username": "x"})).await.wrong_fields(), ["username"]);
        let nobody = "/api/admin/users/0190a6c2-7b1e-7c40-8f2d-3a5b6c7d8e9f";
        boss.patch(nobody, &json!({"role": "staff"})).await.refused(404, "not_found");
        boss.get(nobody).await.refused(404, "not_found");
        boss.get("/api/admin/users/7").await.refused(404, "not_found");
    }

    async fn accounts_are_listed_without_their_secrets(app) {
        let boss = app.admin("boss").await;
        app.customer("rahima").await;
        let page = boss.get("/api/admin/users?q=RAHI").await.expect(200);
        assert_eq!((&page["total"], &page["users"][0]["username"]), (&json!(1), &json!("rahima")));
        let page = boss.get("/api/admin/users?per_page=2").await.expect(200);
        assert_eq!((&page["total"], page["users"].as_array().unwrap().len()), (&json!(3), 2));
        assert!(!page.to_string().contains("hash") && !page.to_string().contains("argon2"), "{page}");
    }

    async fn every_change_by_staff_is_in_the_audit_log(app) {
        app.sell("kettle", 1_150, 5).await;
        let (boss, salma, rahima) =
            (app.admin("boss").await, app.staff("salma").await, app.customer("rahima").await);
        let (number, _) = rahima.buy(&[("KETTLE", 1)]).await;
        let adjust = json!({"by": 1, "reason": "found one"});
        salma.post("/api/admin/stock/KETTLE/adjustments", &adjust).await.expect(200);
        let confirm = json!({"move": "confirm"});
        salma.post(&format!("/api/admin/orders/{number}/moves"), &confirm).await.expect(200);
        let groups = json!({"groups": [["kettle", "boiler"]]});
        salma.put("/api/admin/synonyms", &groups).await.expect(200);
        salma.push("/api/admin/products/kettle/archive").await.expect(200);
        let path = format!("/api/admin/users/{}", id_of(&rahima).await);
        boss.patch(&path, &json!({"disabled": true})).await.expect(200);
        let log = boss.get("/api/admin/audit?per_page=5").await.expect(200);
        let mut actions: Vec<(String, String)> = log["entries"]
            .as_array()
            .unwrap()
            .iter()
            .map(|e| (e["actor"].as_str().unwrap().to_owned(), e["action"].as_str().unwrap().to_owned()))
            .collect();
        actions.sort();
        let of = |actor: &str, action: &str| (actor.to_owned(), action.to_owned());
        assert_eq!(actions, [
            of("staff:boss", "user.change"),
            of("staff:salma", "order.move"),
            of("staff:salma", "product.archive"),
            of("staff:salma", "stock.adjust"),
            of("staff:salma", "synonyms.replace"),
        ]);
        let entry = log["entries"].as_array().unwrap().iter().find(|e| e["action"] == "order.move").unwrap();
        assert_eq!((&entry["before"]["status"], &entry["after"]["status"]), (&json!("pending"), &json!("confirmed")));
    }
}
