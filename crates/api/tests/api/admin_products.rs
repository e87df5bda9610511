//! Products over the back office: added, changed, taken off, found by shoppers.

use serde_json::{Value, json};

use crate::support::{TestApp, on_both};

fn phone() -> Value {
    json!({
        "slug": "rupsha-a17", "title": "Rupsha A17", "title_bn": "রূপসা এ১৭", "brand": "Rupsha",
        "model": "RS-A17", "description": "<p>Fast.</p><script>alert(1)</script>", "status": "active",
        "options": ["Colour"],
        "attributes": [{"key": "screen_size", "value": {"type": "number", "value": {"amount": "6.70", "unit": "in"}}}],
        "images": [{"src": "/assets/a17.svg", "alt": "the phone"}],
        "tags": ["phone"],
        "variants": [
            {"sku": "A17-BLK", "options": ["Black"], "price_paisa": 1_300_000, "compare_at_paisa": 1_500_000, "opening_stock": 5},
            {"sku": "A17-RED", "options": ["Red"], "price_paisa": 1_350_000, "opening_stock": 2},
        ],
    })
}

/// The page that shoppers see, once this process has looked.
async fn shown(app: &TestApp, slug: &str) -> crate::support::Answer {
    app.shop.catalogue().refresh().await.unwrap();
    app.guest().get(&format!("/api/products/{slug}")).await
}

on_both! {
    async fn a_product_is_added_and_sold(app) {
        let salma = app.staff("salma").await;
        let answer = salma.post("/api/admin/products", &phone()).await;
        let added = answer.expect(201);
        assert_eq!(answer.header("location"), "/api/admin/products/rupsha-a17");
        assert_eq!(added["variants"][0]["on_hand"], 5);
        assert_eq!(added["description"], "<p>Fast.</p>", "scripts are taken out");
        assert_eq!(salma.get("/api/admin/products/rupsha-a17").await.expect(200), added);
        let product = shown(&app, "rupsha-a17").await.expect(200);
        assert_eq!(product["price_paisa"], 1_300_000);
        assert_eq!(product["compare_at_paisa"], 1_500_000);
        assert_eq!(product["stock"], 7);
        assert_eq!(product["variants"][1]["name"], "Red");
        app.guest().buy(&[("A17-RED", 2)]).await;
    }

    async fn a_change_needs_the_revision_that_was_read(app) {
        let salma = app.staff("salma").await;
        let added = salma.post("/api/admin/products", &phone()).await.expect(201);
        let mut change = phone();
        change["title"] = json!("Rupsha A17 Pro");
        let path = "/api/admin/products/rupsha-a17";
        assert_eq!(salma.put(path, &change).await.wrong_fields(), ["revision"]);
        change["revision"] = added["revision"].clone();
        let changed = salma.put(path, &change).await.expect(200);
        assert_eq!(changed["title"], "Rupsha A17 Pro");
        assert!(changed["revision"].as_i64() > added["revision"].as_i64());
        assert_eq!(changed["variants"][0]["on_hand"], 5, "a change adds no stock");
        let stale = salma.put(path, &change).await.refused(409, "stale");
        assert_eq!(stale["revision"], changed["revision"]);
        assert_eq!(shown(&app, "rupsha-a17").await.expect(200)["name"], "Rupsha A17 Pro");
    }

    async fn a_variant_left_out_is_no_longer_sold(app) {
        let salma = app.staff("salma").await;
        let added = salma.post("/api/admin/products", &phone()).await.expect(201);
        let mut change = phone();
        change["revision"] = added["revision"].clone();
        change["variants"].as_array_mut().unwrap().pop();
        salma.put("/api/admin/products/rupsha-a17", &change).await.expect(200);
        assert_eq!(shown(&app, "rupsha-a17").await.expect(200)["stock"], 5);
        let cart = app.guest().cart(&[]).await;
        let line = format!("/api/carts/{cart}/items/A17-RED");
        app.guest().put(&line, &json!({"quantity": 1})).await.refused(404, "unknown_sku");
    }

    async fn an_archived_product_is_off_the_shelf(app) {
        let salma = app.staff("salma").await;
        salma.post("/api/admin/products", &phone()).await.expect(201);
        shown(&app, "rupsha-a17").await.expect(200);
        let archived = salma.push("/api/admin/products/rupsha-a17/archive").await.expect(200);
        assert_eq!(archived["status"], "archived");
        shown(&app, "rupsha-a17").await.refused(404, "not_found");
        salma.get("/api/admin/products/rupsha-a17").await.expect(200);
    }

    async fn slugs_and_skus_are_taken_once(app) {
        let salma = app.staff("salma").await;
        salma.post("/api/admin/products", &phone()).await.expect(201);
        let rows = app.rows().await;
        salma.post("/api/admin/products", &phone()).await.refused(409, "slug_taken");
        let mut other = phone();
        other["slug"] = json!("another");
        salma.post("/api/admin/products", &other).await.refused(409, "sku_taken");
        assert_eq!(app.rows().await, rows);
        assert_eq!(shown(&app, "another").await.status, 404);
    }

    async fn a_bad_product_names_its_fields(app) {
        let salma = app.staff("salma").await;
        let rows = app.rows().await;
        let wrong = async |change: fn(&mut Value)| {
            let mut product = phone();
            change(&mut product);
            salma.post("/api/admin/products", &product).await.wrong_fields()
        };
        assert_eq!(wrong(|p| p["slug"] = json!("Not A Slug!")).await, ["slug"]);
        assert_eq!(wrong(|p| p["status"] = json!("sold")).await, ["status"]);
        assert_eq!(wrong(|p| p["category"] = json!("no-such")).await, ["category"]);
        assert_eq!(wrong(|p| p["variants"][1]["sku"] = json!("has space")).await, ["variants[1].sku"]);
        assert_eq!(wrong(|p| p["variants"][0]["price_paisa"] = json!("13")).await, ["variants[0].price_paisa"]);
        assert_eq!(wrong(|p| p["images"][0]["src"] = json!("javascript:alert(1)")).await, ["images[0].src"]);
        assert_eq!(wrong(|p| p["attributes"][0]["key"] = json!("Screen size")).await, ["attributes[0].key"]);
        assert_eq!(app.rows().await, rows);
    }

    async fn the_list_finds_products_of_any_status(app) {
        let salma = app.staff("salma").await;
        salma.post("/api/admin/products", &phone()).await.expect(201);
        let mut draft = phone();
        (draft["slug"], draft["status"]) = (json!("draft"), json!("draft"));
        draft["variants"] = json!([{"sku": "D-1", "options": ["Black"]}]);
        salma.post("/api/admin/products", &draft).await.expect(201);
        let slugs = async |query: &str| {
            let page = salma.get(&format!("/api/admin/products{query}")).await.expect(200);
            let slug = |product: &Value| product["slug"].as_str().unwrap().to_owned();
            let mut slugs: Vec<_> = page["products"].as_array().unwrap().iter().map(slug).collect();
            assert_eq!(page["total"], slugs.len());
            slugs.sort();
            slugs
        };
        assert_eq!(slugs("").await, ["draft", "rupsha-a17"]);
        assert_eq!(slugs("?status=draft").await, ["draft"]);
        assert_eq!(slugs("?q=a17-red").await, ["rupsha-a17"]);
        assert_eq!(slugs("?q=%25").await, [""; 0], "a percent sign is no wildcard");
        assert_eq!(salma.get("/api/admin/products?status=sold").await.wrong_fields(), ["status"]);
        let long = format!("/api/admin/products?q={}&page=0", "x".repeat(101));
        assert_eq!(salma.get(&long).await.wrong_fields(), ["page", "q"]);
    }

    async fn unknown_products_are_404(app) {
        let salma = app.staff("salma").await;
        let mut change = phone();
        change["revision"] = json!(1);
        salma.get("/api/admin/products/nope").await.refused(404, "not_found");
        salma.put("/api/admin/products/nope", &change).await.refused(404, "not_found");
        salma.push("/api/admin/products/nope/archive").await.refused(404, "not_found");
    }

    async fn synonyms_change_what_search_finds(app) {
        app.sell("refrigerator", 40_000, 3).await;
        let salma = app.staff("salma").await;
        let found = async || app.guest().get("/api/products?q=thandabox").await.expect(200)["total"].clone();
        assert_eq!(found().await, 0);
        let groups = json!({"groups": [["Thandabox", "refrigerator"]]});
        let kept = salma.put("/api/admin/synonyms", &groups).await.expect(200);
        assert_eq!(kept["groups"], json!([["refrigerator", "thandabox"]]));
        assert_eq!(salma.get("/api/admin/synonyms").await.expect(200), kept);
        app.shop.catalogue().refresh().await.unwrap();
        assert_eq!(found().await, 1);
        let lonely = json!({"groups": [["fridge"]]});
        assert_eq!(salma.put("/api/admin/synonyms", &lonely).await.wrong_fields(), ["groups[0]"]);
    }
}
