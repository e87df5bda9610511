//! A newcomer's first quarter of an hour: nothing set but the addresses, and everything there.

use nix::sys::signal::Signal;
use serde_json::json;

use crate::support::{Person, ShopProcess, order_body, serve};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_newcomer_finds_an_open_shop() {
    let shop = ShopProcess::open(serve()).await;
    let printed = shop.printed();
    for line in [
        "storefront   http://127.0.0.1:",
        "API          http://127.0.0.1:",
        "metrics      http://127.0.0.1:",
        "demo staff   admin / Secure123!",
    ] {
        assert!(printed.contains(line), "no {line:?} in {printed}");
    }
    let guest = shop.guest();
    the_demos_calls(&guest).await;
    let (visitor, monitor) = (shop.visitor(), shop.monitor());
    for path in ["/", "/bn/"] {
        let home = visitor.get(path).await;
        assert_eq!(
            (home.status, home.header("content-type")),
            (200, "text/html; charset=utf-8")
        );
    }
    assert_eq!(visitor.get("/no-such-page").await.status, 404);
    let number = buy_and_cancel(&guest).await;
    the_metrics(monitor.get("/metrics").await.text(), &number);
    assert_eq!(shop.stop(Signal::SIGTERM).code(), Some(0));
}

/// The calls of the original demo (the contract's first table).
async fn the_demos_calls(guest: &Person) {
    let index = guest.get("/").await.expect(200);
    assert_eq!(index["message"], "DhakaCart API is Online!");
    assert_eq!(index["system_status"], "Healthy");
    assert_eq!(index["environment"], "development");
    assert!(
        index["version"].is_string() && index["timestamp"].is_string(),
        "{index}"
    );
    let health = guest.get("/health").await.expect(200);
    assert_eq!(health["status"], "healthy");
    assert!(
        health["uptime"].is_number() && health["timestamp"].is_string(),
        "{health}"
    );
    assert_eq!(guest.get("/ready").await.expect(200)["status"], "ready");
    guest
        .get("/api/protected")
        .await
        .refused(401, "unauthorized");
    let body = json!({"username": "admin", "password": "Secure123!"});
    let session = guest.post("/api/auth/login", &body).await.expect(200);
    assert_eq!(session["expiresIn"], "24h");
    let admin = guest.with_token(session["token"].as_str().unwrap());
    let protected = admin.get("/api/protected").await.expect(200);
    assert_eq!(protected["message"], "This is a protected endpoint");
    assert_eq!(protected["username"], "admin");
    let products = guest.get("/api/products").await.expect(200);
    assert!(
        products["total"].as_i64().unwrap() >= 60,
        "{}",
        products["total"]
    );
    for member in [
        "id",
        "slug",
        "name",
        "brand",
        "category",
        "price",
        "price_paisa",
        "currency",
        "stock",
        "variants",
        "image",
    ] {
        assert!(
            !products["products"][0][member].is_null(),
            "no {member}: {}",
            products["products"][0]
        );
    }
    guest.get("/nothing/here").await.refused(404, "not_found");
}

/// Buys two of something as a guest, looks at the order, and thinks better of it. Answers its
/// number.
async fn buy_and_cancel(guest: &Person) -> String {
    let in_stock = guest
        .get("/api/products?in_stock=true&per_page=100")
        .await
        .expect(200);
    let products = in_stock["products"].as_array().unwrap();
    let product = products
        .iter()
        .find(|product| product["variants"][0]["stock"].as_i64() > Some(1))
        .unwrap();
    let (sku, slug) = (
        product["variants"][0]["sku"].as_str().unwrap(),
        product["slug"].as_str().unwrap(),
    );
    let stock = guest.stock(slug).await;
    let cart = guest.cart(&[(sku, 2)]).await;
    let total = guest.quote(&cart).await;
    assert_eq!(
        total,
        2 * product["variants"][0]["price_paisa"].as_i64().unwrap() + 7_000
    );
    let answer = guest
        .order("a-newcomers-order", &order_body(&cart, total))
        .await;
    let (number, placed) = (answer.order_number(), answer.value());
    assert_eq!(placed["order"]["status"], "pending");
    assert_eq!(guest.stock(slug).await, stock - 2);
    let path = format!("/api/orders/{number}");
    guest.get(&path).await.refused(404, "not_found");
    let holder = guest.with_token(placed["access_token"].as_str().unwrap());
    assert_eq!(
        holder.get(&path).await.expect(200)["order"]["total_paisa"],
        total
    );
    let cancelled = holder
        .post(&format!("{path}/cancel"), &json!({}))
        .await
        .expect(200);
    assert_eq!(cancelled["order"]["status"], "cancelled");
    assert_eq!(guest.stock(slug).await, stock);
    number
}

/// Every name of the contract is there, and labels say which route, never which order.
fn the_metrics(text: &str, number: &str) {
    for (name, kind) in [
        ("http_requests_total", "counter"),
        ("http_request_duration_seconds", "histogram"),
        ("http_connections_open", "gauge"),
        ("dhakacart_orders_placed_total", "counter"),
        ("dhakacart_checkout_refusals_total", "counter"),
        ("dhakacart_stock_units_reserved", "gauge"),
        ("dhakacart_jobs_pending", "gauge"),
        ("db_pool_connections", "gauge"),
    ] {
        assert!(
            text.contains(&format!("# TYPE {name} {kind}\n")),
            "no {name} in {text}"
        );
    }
    for line in [
        r#"http_requests_total{method="GET",route="/api/orders/{number}",status="200"} 1"#,
        r#"http_requests_total{method="POST",route="/api/orders",status="201"} 1"#,
        r#"http_requests_total{method="PUT",route="/api/carts/{id}/items/{sku}",status="200"} 1"#,
        r#"http_requests_total{method="GET",route="/bn/",status="200"} 1"#,
        "dhakacart_orders_placed_total 1",
        r#"db_pool_connections{state="idle"} "#,
    ] {
        assert!(text.contains(line), "no {line:?} in {text}");
    }
    assert!(
        !text.contains(number),
        "an order's number is a label: {text}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ctrl_c_ends_the_shop_well() {
    let shop = ShopProcess::open(serve()).await;
    assert_eq!(shop.stop(Signal::SIGINT).code(), Some(0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_has_a_budget_by_default() {
    let shop = ShopProcess::open(serve()).await;
    let guest = shop.guest();
    let mut answer = guest.get("/api/categories").await;
    assert_eq!(
        answer.header("ratelimit-policy"),
        r#""default";q=100;w=900"#
    );
    for _ in 0..120 {
        answer = guest.get("/api/categories").await;
    }
    answer.refused(429, "rate_limited");
    assert!(answer.header("retry-after").parse::<u32>().unwrap() > 0);
    assert_eq!(
        guest.get("/health").await.status,
        200,
        "a limit never hides the process's health"
    );
}
