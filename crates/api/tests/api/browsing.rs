//! Browsing: what is found, how fresh it is, and that the database isn't asked.

use domain::{Attribute, AttributeValue};
use serde_json::{Value, json};

use crate::support::{Answer, TestApp, on_both, plain};

/// Six products of two makers.
async fn shelf(app: &TestApp) {
    for (slug, taka, units, brand) in [
        ("rupsha-phone", 13_000, 4, "Rupsha"),
        ("rupsha-kettle", 1_250, 0, "Rupsha"),
        ("padma-phone", 25_000, 2, "Padma"),
        ("padma-television", 45_000, 1, "Padma"),
        ("padma-refrigerator", 60_000, 3, "Padma"),
        ("meghna-fan", 2_990, 8, "Meghna"),
    ] {
        let mut product = plain(slug, taka, units);
        product.brand = brand.to_owned();
        app.clock.advance(std::time::Duration::from_secs(1));
        app.publish(product).await;
    }
}

fn slugs(answer: &Answer) -> Vec<String> {
    let page = answer.expect(200);
    let slug = |product: &Value| product["slug"].as_str().unwrap().to_owned();
    page["products"]
        .as_array()
        .unwrap()
        .iter()
        .map(slug)
        .collect()
}

on_both! {
    async fn the_database_is_not_asked(app) {
        shelf(&app).await;
        let rahima = app.customer("rahima").await;
        let before = app.statements();
        for who in [app.guest(), rahima, app.user("forger", "a.b.c")] {
            for path in [
                "/api/products", "/api/products?page=2&per_page=2", "/api/products?q=phone",
                "/api/products?q=fone&brand=Padma&sort=price_desc&in_stock=1&min_price=1", "/api/products/padma-phone",
                "/api/categories", "/api/suggest?q=ph", "/api/openapi.json", "/api/docs", "/health", "/",
            ] {
                who.get(path).await.status.is_success().then_some(()).unwrap();
            }
            who.get("/api/products/nope").await.refused(404, "not_found");
        }
        assert_eq!(app.statements(), before);
    }

    async fn a_product_has_everything_the_contract_names(app) {
        let mut product = plain("rupsha-phone", 13_000, 4);
        product.title_bn = Some("রূপসা ফোন".to_owned());
        product.model = Some("RS-1".to_owned());
        product.tags = vec!["new".to_owned()];
        product.attributes = vec![Attribute { key: "five_g".into(), value: AttributeValue::Flag(true) }];
        product.variants[0].price_paisa = Some(1_299_950);
        product.variants[0].compare_at_paisa = Some(1_400_000);
        app.publish(product).await;
        let mut shown = app.guest().get("/api/products/rupsha-phone").await.expect(200);
        let id = shown["id"].take();
        assert_eq!(id.as_str().unwrap().len(), 36);
        let expected = json!({
            "id": null, "slug": "rupsha-phone", "name": "Rupsha Phone", "name_bn": "রূপসা ফোন",
            "brand": "Rupsha", "category": "", "category_slug": null,
            "price": 12_999.5, "price_paisa": 1_299_950, "compare_at_paisa": 1_400_000, "currency": "BDT",
            "stock": 4,
            "variants": [{"sku": "RUPSHA-PHONE", "name": "Default", "price_paisa": 1_299_950,
                "compare_at_paisa": 1_400_000, "stock": 4, "options": []}],
            "image": "/assets/rupsha-phone.svg", "created_at": "2026-11-20T09:30:00Z",
            "description": "<p>All about the Rupsha Phone.</p>", "description_bn": null,
            "attributes": [{"key": "five_g", "value": {"type": "flag", "value": true}}],
            "options": [], "images": [{"src": "/assets/rupsha-phone.svg", "alt": ""}],
            "tags": ["new"], "model": "RS-1", "rating": null, "updated_at": "2026-11-20T09:30:00Z",
        });
        assert_eq!(shown, expected);
        let listed = app.guest().get("/api/products").await.expect(200);
        for (field, value) in listed["products"][0].as_object().unwrap() {
            let expected = if field == "id" { &id } else { &expected[field] };
            assert_eq!(value, expected, "{field}");
        }
    }

    async fn a_product_without_a_picture_has_a_drawn_one(app) {
        let mut product = plain("fan", 2_000, 1);
        product.images.clear();
        app.publish(product).await;
        let shown = app.guest().get("/api/products/fan").await.expect(200);
        assert_eq!(shown["image"], "/assets/pictures/generic.svg");
    }

    async fn filters_narrow_the_list(app) {
        shelf(&app).await;
        let found = async |query: &str| slugs(&app.guest().get(&format!("/api/products?{query}")).await);
        let sorted = async |query: &str| {
            let mut slugs = found(query).await;
            slugs.sort();
            slugs
        };
        assert_eq!(sorted("brand=Padma").await, ["padma-phone", "padma-refrigerator", "padma-television"]);
        assert_eq!(sorted("brand=Padma&brand=Meghna").await.len(), 4);
        assert_eq!(sorted("brand=Padma,Meghna").await.len(), 4);
        assert_eq!(sorted("q=phone").await, ["padma-phone", "rupsha-phone"]);
        assert_eq!(sorted("min_price=2990&max_price=25000").await, ["meghna-fan", "padma-phone", "rupsha-phone"]);
        // ২,৯৯০
        assert_eq!(sorted("max_price=%E0%A7%A8,%E0%A7%AF%E0%A7%AF%E0%A7%A6").await, ["meghna-fan", "rupsha-kettle"]);
        assert_eq!(found("in_stock=true").await.len(), 5);
        assert_eq!(found("in_stock=1").await.len(), 5);
        assert_eq!(found("in_stock=0").await.len(), 6);
        assert_eq!(found("in_stock=false").await.len(), 6);
        assert_eq!(found("category=nope").await.len(), 0);
        assert_eq!(found("q=&category=&min_price=&brand=&sort=").await.len(), 6, "blank is none");
    }

    async fn sorts_and_pages(app) {
        shelf(&app).await;
        let found = async |query: &str| slugs(&app.guest().get(&format!("/api/products?{query}")).await);
        let by_price = ["rupsha-kettle", "meghna-fan", "rupsha-phone", "padma-phone", "padma-television", "padma-refrigerator"];
        assert_eq!(found("sort=price_asc").await, by_price);
        assert_eq!(found("sort=price_desc").await, by_price.into_iter().rev().collect::<Vec<_>>());
        assert_eq!(found("sort=newest&per_page=1").await, ["meghna-fan"]);
        assert_eq!(found("sort=price_asc&page=2&per_page=4").await, by_price[4..]);
        let page = app.guest().get("/api/products?page=9&per_page=4").await.expect(200);
        assert_eq!((&page["products"], &page["page"], &page["total"]), (&json!([]), &json!(9), &json!(6)));
    }

    async fn bad_parameters_are_named_together(app) {
        let answer = app.guest().get("/api/products?page=0&per_page=1000&min_price=-5&max_price=x&sort=best").await;
        assert_eq!(answer.wrong_fields(), ["page", "per_page", "min_price", "max_price", "sort"]);
        for (query, field) in [
            ("page=-1", "page"), ("page=abc", "page"), ("page=99999999999999999999", "page"),
            ("per_page=101", "per_page"), ("in_stock=maybe", "in_stock"), ("min_price=1e9", "min_price"),
        ] {
            assert_eq!(app.guest().get(&format!("/api/products?{query}")).await.wrong_fields(), [field], "{query}");
        }
        let long = format!("/api/products?q={}", "x".repeat(201));
        assert_eq!(app.guest().get(&long).await.wrong_fields(), ["q"]);
        let many = format!("/api/products?{}", "brand=a&".repeat(51));
        assert_eq!(app.guest().get(&many).await.wrong_fields(), ["brand"]);
    }

    async fn facets_count_what_further_filters_leave(app) {
        shelf(&app).await;
        let page = app.guest().get("/api/products").await.expect(200);
        assert_eq!(page["facets"]["in_stock"], 5);
        assert_eq!(page["facets"]["price"], json!({"min_paisa": 125_000, "max_paisa": 6_000_000}));
        let padma = page["facets"]["brands"].as_array().unwrap().iter().find(|b| b["name"] == "Padma").unwrap();
        assert_eq!(padma["count"], 3);
        let nothing = app.guest().get("/api/products?q=zzzzzzzzzz").await.expect(200);
        assert_eq!(nothing["facets"]["price"], json!({"min_paisa": null, "max_paisa": null}));
    }

    async fn a_typing_error_is_forgiven_and_told(app) {
        shelf(&app).await;
        let answer = app.guest().get("/api/products?q=televsion").await;
        assert_eq!(slugs(&answer), ["padma-television"]);
        assert_eq!(answer.value()["corrected"], "television");
        let answer = app.guest().get("/api/products?q=television").await;
        assert!(answer.value().get("corrected").is_none(), "{}", answer.text());
    }

    async fn suggestions_complete_what_is_typed(app) {
        shelf(&app).await;
        let answer = app.guest().get("/api/suggest?q=padma%20ph").await.expect(200);
        let suggestions = answer["suggestions"].as_array().unwrap();
        assert!(
            suggestions.iter().any(|s| s["kind"] == "product" && s["slug"] == "padma-phone"),
            "{answer}"
        );
        assert_eq!(app.guest().get("/api/suggest").await.expect(200)["suggestions"], json!([]));
        let answer = app.guest().get("/api/suggest?q=p&limit=0&lang=fr").await;
        assert_eq!(answer.wrong_fields(), ["lang", "limit"]);
        let long = format!("/api/suggest?q={}", "x".repeat(101));
        assert_eq!(app.guest().get(&long).await.wrong_fields(), ["q"]);
    }

    async fn what_the_client_has_is_not_sent_again(app) {
        app.sell("kettle", 1_150, 3).await;
        let first = app.guest().get("/api/products/kettle").await;
        let etag = first.header("etag").to_owned();
        assert!(first.header("cache-control").contains("max-age=1"), "{:?}", first.headers);
        let again = app.guest().get_with("/api/products/kettle", "if-none-match", &etag).await;
        assert_eq!((again.status.as_u16(), again.body.len()), (304, 0));
        assert_eq!(again.header("etag"), etag);
        app.guest().buy(&[("KETTLE", 1)]).await;
        let changed = app.guest().get_with("/api/products/kettle", "if-none-match", &etag).await;
        assert_eq!(changed.expect(200)["stock"], 2);
        assert_ne!(changed.header("etag"), etag);
    }

    async fn brotli_is_for_who_takes_it(app) {
        let mut product = plain("kettle", 1_150, 3);
        product.description = format!("<p>{}</p>", "boils water ".repeat(200));
        app.publish(product).await;
        let plain = app.guest().get("/api/products/kettle").await;
        let packed = app.guest().get_with("/api/products/kettle", "accept-encoding", "gzip, br").await;
        assert_eq!((plain.header("content-encoding"), packed.header("content-encoding")), ("", "br"));
        assert!(packed.body.len() < plain.body.len() / 4, "{} of {}", packed.body.len(), plain.body.len());
        for answer in [&plain, &packed] {
            assert!(answer.varies_by("accept-encoding"), "{:?}", answer.headers);
            assert_eq!(answer.header("content-type"), "application/json");
        }
        let list = app.guest().get_with("/api/products", "accept-encoding", "br").await;
        assert_eq!(list.header("content-encoding"), "br");
    }

    async fn a_change_is_seen_after_a_refresh(app) {
        app.sell("kettle", 1_150, 3).await;
        let price = async || app.guest().get("/api/products/kettle").await.expect(200)["price"].clone();
        assert_eq!(price().await, 1_150);
        app.reprice("kettle", 1_400).await;
        assert_eq!(price().await, 1_150, "the snapshot stands until it is refreshed");
        app.shop.catalogue().refresh().await.unwrap();
        assert_eq!(price().await, 1_400);
        assert_eq!(app.guest().get("/api/products").await.expect(200)["products"][0]["price"], 1_400);
    }

    async fn categories_are_a_tree_with_counts(app) {
        let csv = "Handle,Title,Vendor,Type,Product Category,Published,Variant SKU,Variant Price,Variant Inventory Qty\n\
                   kettle,Kettle,Rupsha,Kettles,Home & Garden > Kitchen & Dining > Kettles,true,K-1,1150,3\n";
        app.staff("salma").await.raw("POST", "/api/admin/imports", "text/csv", csv).await.expect(200);
        app.shop.catalogue().refresh().await.unwrap();
        let tree = app.guest().get("/api/categories").await.expect(200);
        let roots = tree["categories"].as_array().unwrap();
        assert!(!roots.is_empty(), "{tree}");
        let product = app.guest().get("/api/products/kettle").await.expect(200);
        let slug = product["category_slug"].as_str().unwrap();
        let mut node = &roots[0];
        while node["slug"] != slug {
            assert_eq!(node["count"], 1, "a category counts what is below it");
            node = &node["children"][0];
            assert!(node.is_object(), "{slug} is not in {tree}");
        }
        assert_eq!(node["name"], product["category"]);
        let root = roots[0]["slug"].as_str().unwrap();
        assert_eq!(slugs(&app.guest().get(&format!("/api/products?category={root}")).await), ["kettle"]);
    }
}
