//! Named roles: admins make them and give them; they hold from the next request on.

use domain::{Permission, Permissions};
use serde_json::{Value, json};

use crate::support::{User, on_both};

async fn id_of(user: &User) -> String {
    let me = user.get("/api/auth/me").await.expect(200);
    me["id"].as_str().unwrap().to_owned()
}

fn path(role: &Value) -> String {
    format!("/api/admin/roles/{}", role["id"].as_str().unwrap())
}

on_both! {
    async fn a_role_allows_what_it_says_from_the_next_request_on(app) {
        app.sell("kettle", 1_150, 5).await;
        let (boss, salma) = (app.admin("boss").await, app.staff("salma").await);
        let account = format!("/api/admin/users/{}", id_of(&salma).await);
        salma.get("/api/admin/products").await.expect(200);
        let packer = json!({"name": "  Packer\t ", "permissions": ["orders", "orders"]});
        let packer = boss.post("/api/admin/roles", &packer).await.expect(201);
        assert_eq!((&packer["name"], &packer["permissions"], &packer["members"]), (&json!("Packer"), &json!(["orders"]), &json!(0)));
        let given = boss.patch(&account, &json!({"staff_role": packer["id"]})).await.expect(200);
        assert_eq!(given["staff_role"], packer["id"]);
        // With the token she had all the time.
        let refused = salma.get("/api/admin/products").await.refused(403, "forbidden");
        assert_eq!(refused["permission"], "catalogue");
        assert!(refused["detail"].as_str().unwrap().contains("`catalogue`"), "{refused}");
        salma.get("/api/admin/orders").await.expect(200);
        let me = salma.get("/api/auth/me").await.expect(200);
        assert_eq!((&me["permissions"], &me["staff_role"]), (&json!(["orders"]), &packer["id"]));

        let change = json!({"name": "Packer", "permissions": ["catalogue"], "revision": packer["revision"]});
        let changed = boss.put(&path(&packer), &change).await.expect(200);
        assert_eq!((&changed["revision"], &changed["members"]), (&json!(2), &json!(1)));
        salma.get("/api/admin/products").await.expect(200);
        salma.get("/api/admin/orders").await.refused(403, "forbidden");
        let stale = boss.put(&path(&packer), &change).await.refused(409, "stale");
        assert_eq!(stale["revision"], 2);

        // Without it she may do what staff may do; as an admin everything, whatever it says.
        boss.delete(&path(&packer)).await.refused(409, "role_in_use");
        boss.patch(&account, &json!({"staff_role": null})).await.expect(200);
        salma.get("/api/admin/orders").await.expect(200);
        salma.get("/api/admin/audit").await.refused(403, "forbidden");
        assert_eq!(boss.delete(&path(&packer)).await.expect(200), json!({"roles": []}));
        boss.get(&path(&packer)).await.refused(404, "not_found");
    }

    async fn a_named_role_goes_with_the_staff(app) {
        let (boss, salma) = (app.admin("boss").await, app.staff("salma").await);
        let account = format!("/api/admin/users/{}", id_of(&salma).await);
        let role = json!({"name": "Nothing", "permissions": []});
        let role = boss.post("/api/admin/roles", &role).await.expect(201)["id"].clone();
        boss.patch(&account, &json!({"staff_role": role})).await.expect(200);
        let promoted = boss.patch(&account, &json!({"role": "admin"})).await.expect(200);
        assert_eq!(promoted["staff_role"], Value::Null);
        assert_eq!(boss.patch(&account, &json!({"staff_role": role})).await.wrong_fields(), ["staff_role"]);
        let both = boss.patch(&account, &json!({"role": "staff", "staff_role": role})).await.expect(200);
        assert_eq!(both["staff_role"], role);
        let demoted = boss.patch(&account, &json!({"role": "customer"})).await.expect(200);
        assert_eq!(demoted["staff_role"], Value::Null);
        let nobodys = json!({"role": "staff", "staff_role": "0190a6c2-7b1e-7c40-8f2d-3a5b6c7d8e9f"});
        assert_eq!(boss.patch(&account, &nobodys).await.wrong_fields(), ["staff_role"]);
        assert_eq!(boss.get(&account).await.expect(200)["role"], "customer");
    }

    async fn what_is_no_role_is_refused(app) {
        let boss = app.admin("boss").await;
        boss.post("/api/admin/roles", &json!({"name": "Packer", "permissions": []})).await.expect(201);
        let before = app.rows().await;
        let long = "x".repeat(41);
        for (name, permissions, wrong) in [
            ("", json!([]), "name"),
            ("  ", json!([]), "name"),
            (long.as_str(), json!([]), "name"),
            ("a\u{7}b", json!([]), "name"),
            ("Fine", json!(["everything"]), "permissions"),
            ("Fine", json!(vec!["stock"; Permission::ALL.len() + 1]), "permissions"),
        ] {
            let answer = boss.post("/api/admin/roles", &json!({"name": name, "permissions": permissions})).await;
            assert_eq!(answer.wrong_fields(), [wrong], "{name}");
        }
        boss.post("/api/admin/roles", &json!({"name": "PACKER", "permissions": []})).await.refused(409, "name_taken");
        assert_eq!(app.rows().await, before);
    }

    async fn nobody_raises_their_own_rights(app) {
        let all = app.staff_who_may("all", Permissions::ALL).await;
        let me = id_of(&all).await;
        let roles = app.admin("boss").await.get("/api/admin/roles").await.expect(200);
        let own = path(&roles["roles"][0]);
        let before = app.dump().await;
        // Every permission there is makes nobody an admin.
        all.get("/api/admin/audit").await.expect(200);
        all.get("/api/admin/users").await.refused(403, "forbidden");
        for change in [json!({"role": "admin"}), json!({"staff_role": null})] {
            all.patch(&format!("/api/admin/users/{me}"), &change).await.refused(403, "forbidden");
        }
        let role = json!({"name": "More", "permissions": Permission::ALL.map(Permission::as_str), "revision": 1});
        all.put(&own, &role).await.refused(403, "forbidden");
        all.delete(&own).await.refused(403, "forbidden");
        all.post("/api/admin/roles", &json!({"name": "More", "permissions": []})).await.refused(403, "forbidden");
        assert!(app.dump().await == before);
    }

    async fn files_set_stock_only_for_who_may(app) {
        let file = "Handle,Title,Published,Variant SKU,Variant Price,Variant Inventory Qty\nkettle,Kettle,true,K-1,100,7\n";
        let importer = app.staff_who_may("importer", Permissions::of(&[Permission::Imports])).await;
        let path = "/api/admin/imports?set_stock=true";
        let refused = importer.raw("POST", path, "text/csv", file).await.refused(403, "forbidden");
        assert_eq!(refused["permission"], "stock");
        importer.raw("POST", "/api/admin/imports", "text/csv", file).await.expect(200);
    }

    async fn an_order_is_seen_by_the_staff_who_handle_orders(app) {
        app.sell("kettle", 1_150, 5).await;
        let (number, _) = app.guest().buy(&[("KETTLE", 1)]).await;
        let at = format!("/api/orders/{number}");
        let keeper = app.staff_who_may("keeper_2", Permissions::of(&[Permission::Stock])).await;
        keeper.get(&at).await.refused(404, "not_found");
        keeper.push(&format!("{at}/cancel")).await.refused(404, "not_found");
        let packer = app.staff_who_may("packer", Permissions::of(&[Permission::Orders])).await;
        packer.get(&at).await.expect(200);
        packer.push(&format!("{at}/cancel")).await.expect(200);
    }

    async fn changes_of_roles_are_in_the_audit_log(app) {
        let (boss, salma) = (app.admin("boss").await, app.staff("salma").await);
        let role = json!({"name": "Packer", "permissions": ["orders"]});
        let role = boss.post("/api/admin/roles", &role).await.expect(201);
        let change = json!({"name": "Packer", "permissions": ["orders", "money"], "revision": 1});
        boss.put(&path(&role), &change).await.expect(200);
        let account = format!("/api/admin/users/{}", id_of(&salma).await);
        boss.patch(&account, &json!({"staff_role": role["id"]})).await.expect(200);
        boss.patch(&account, &json!({"staff_role": null})).await.expect(200);
        boss.delete(&path(&role)).await.expect(200);
        salma.push("/api/auth/logout").await.expect(200);
        let log = boss.get("/api/admin/audit?per_page=6").await.expect(200);
        let entries = log["entries"].as_array().unwrap();
        let mut actions: Vec<&str> = entries.iter().map(|entry| entry["action"].as_str().unwrap()).collect();
        actions.sort_unstable();
        assert_eq!(actions, ["role.create", "role.remove", "role.update", "session.close", "user.change", "user.change"]);
        let update = entries.iter().find(|entry| entry["action"] == "role.update").unwrap();
        assert_eq!(update["before"]["permissions"], json!(["orders"]));
        assert_eq!(update["after"]["permissions"], json!(["orders", "money"]));
    }
}
