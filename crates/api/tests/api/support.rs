//! A shop to test against, its users, and what they send.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::body::Body;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, Request, StatusCode};
use bytes::Bytes;
use domain::{Ambient, Image, ManualClock, ProductStatus, Role, SeededEntropy};
use serde_json::{Value, json};
use shop::{Identity, ProductInput, Shop, ShopOptions, VariantInput};
use store::testing::{Engine, TestDb};
use time::macros::datetime;
use tower::ServiceExt as _;

use api::ApiOptions;

/// Runs each test on both databases, with a shop of its own.
macro_rules! on_both {
    ($($(#[$attribute:meta])* async fn $name:ident($app:ident) $body:block)*) => { $(
        mod $name {
            #[allow(unused_imports, reason = "not every test needs all of its file's imports")]
            use super::*;

            $(#[$attribute])*
            async fn run($app: $crate::support::TestApp) $body

            #[tokio::test]
            async fn sqlite() {
                Box::pin(run($crate::support::TestApp::new(store::testing::Engine::Sqlite).await)).await;
            }

            #[tokio::test]
            async fn postgres() {
                Box::pin(run($crate::support::TestApp::new(store::testing::Engine::Postgres).await)).await;
            }
        }
    )* };
}
pub(crate) use on_both;

/// A password that registration takes.
pub(crate) const PASSWORD: &str = "Padma-river-71";

static NEXT_SEED: AtomicU64 = AtomicU64::new(1);

/// A shop in process, on a database of its own.
pub(crate) struct TestApp {
    pub(crate) clock: ManualClock,
    pub(crate) shop: Shop,
    pub(crate) router: Router,
    keeper: Identity,
    // Last, so that the database goes after what uses it.
    pub(crate) db: TestDb,
}

impl TestApp {
    /// A shop without limits.
    pub(crate) async fn new(engine: Engine) -> Self {
        Self::with(engine, ShopOptions::default(), |_| {}).await
    }

    /// A shop set up in another way.
    pub(crate) async fn with(
        engine: Engine,
        shop_options: ShopOptions,
        change: impl FnOnce(&mut ApiOptions),
    ) -> Self {
        let db = TestDb::new(engine).await;
        let clock = ManualClock::new(datetime!(2026-11-20 09:30:00 UTC));
        // Every shop has chances of its own, so that no id or token of one fits another.
        let entropy = SeededEntropy::new(NEXT_SEED.fetch_add(1, Ordering::Relaxed));
        let ambient = Ambient::new(Arc::new(clock.clone()), Arc::new(entropy));
        let shop = Shop::open(db.store().clone(), ambient, shop_options).await.unwrap();
        let mut options = ApiOptions::new("test", "1.2.3");
        change(&mut options);
        let router = api::router(shop.clone(), options);
        let keeper = identity(&shop, "keeper", Role::Admin).await;
        TestApp { clock, shop, router, keeper, db }
    }

    /// Nobody.
    pub(crate) fn guest(&self) -> User {
        User { router: self.router.clone(), token: None, name: String::new() }
    }

    /// A customer, newly registered.
    pub(crate) async fn customer(&self, name: &str) -> User {
        let body = json!({"username": name, "password": PASSWORD});
        let answer = self.guest().post("/api/auth/register", &body).await.expect(201);
        self.user(name, answer["token"].as_str().unwrap())
    }

    /// Somebody of the staff.
    pub(crate) async fn staff(&self, name: &str) -> User {
        self.employee(name, Role::Staff).await
    }

    /// An admin.
    pub(crate) async fn admin(&self, name: &str) -> User {
        self.employee(name, Role::Admin).await
    }

    async fn employee(&self, name: &str, role: Role) -> User {
        self.shop.add_staff(name, Some(PASSWORD), role).await.unwrap();
        let token = self.shop.log_in(name, PASSWORD).await.unwrap().token;
        self.user(name, &token)
    }

    /// Whoever has this token.
    pub(crate) fn user(&self, name: &str, token: &str) -> User {
        User { router: self.router.clone(), token: Some(token.to_owned()), name: name.to_owned() }
    }

    /// Puts a product on the shelf; its one variant has the slug in capitals as its SKU.
    pub(crate) async fn sell(&self, slug: &str, taka: i64, units: i64) {
        self.publish(plain(slug, taka, units)).await;
    }

    /// Puts a product on the shelf, and on the pages.
    pub(crate) async fn publish(&self, input: ProductInput) {
        self.shop.create_product(&self.keeper, input).await.unwrap();
        self.shop.catalogue().refresh().await.unwrap();
    }

    /// Changes what a product costs, behind everybody's back: pages don't know yet.
    pub(crate) async fn reprice(&self, slug: &str, taka: i64) {
        let current = self.shop.staff_product(slug).await.unwrap();
        let input = plain(slug, taka, 0);
        let revision = current.product.revision;
        self.shop.update_product(&self.keeper, slug, revision, input).await.unwrap();
    }

    /// SQL statements so far.
    pub(crate) fn statements(&self) -> u64 {
        self.db.store().statements()
    }

    /// Rows of every table.
    pub(crate) async fn rows(&self) -> Vec<(String, i64)> {
        self.db.count_rows().await
    }

    /// Units of a SKU that can be sold, from the database.
    pub(crate) async fn available(&self, sku: &str) -> i64 {
        let stock = self.shop.stock(sku, shop::PageRequest::default()).await.unwrap().unwrap();
        stock.on_hand - stock.reserved
    }
}

async fn identity(shop: &Shop, name: &str, role: Role) -> Identity {
    shop.add_staff(name, Some(PASSWORD), role).await.unwrap();
    let signed_in = shop.log_in(name, PASSWORD).await.unwrap();
    shop.authenticate(&signed_in.token).await.unwrap()
}

/// A product with one variant.
pub(crate) fn plain(slug: &str, taka: i64, units: i64) -> ProductInput {
    ProductInput {
        slug: Some(slug.to_owned()),
        title: title(slug),
        title_bn: None,
        brand: "Rupsha".to_owned(),
        category: None,
        model: None,
        description: format!("<p>All about the {}.</p>", title(slug)),
        description_bn: None,
        status: ProductStatus::Active,
        options: Vec::new(),
        attributes: Vec::new(),
        images: vec![Image { src: format!("/assets/{slug}.svg"), alt: String::new() }],
        tags: Vec::new(),
        variants: vec![VariantInput {
            sku: slug.to_uppercase(),
            options: Vec::new(),
            price_paisa: Some(taka * 100),
            compare_at_paisa: None,
            barcode: None,
            grams: 100,
            taxable: true,
            opening_stock: Some(units),
        }],
    }
}

/// `rice-cooker` → `Rice Cooker`.
fn title(slug: &str) -> String {
    let words = slug.split('-').map(|word| {
        let (first, rest) = word.split_at(1);
        format!("{}{rest}", first.to_uppercase())
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Somebody who calls the API: with a token, or without.
#[derive(Clone)]
pub(crate) struct User {
    pub(crate) router: Router,
    pub(crate) token: Option<String>,
    pub(crate) name: String,
}

impl User {
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(self.request("GET", path), Body::empty()).await
    }

    pub(crate) async fn get_with(&self, path: &str, name: &str, value: &str) -> Answer {
        self.send(self.request("GET", path).header(name, value), Body::empty()).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.send(self.request("DELETE", path), Body::empty()).await
    }

    /// A POST without a body.
    pub(crate) async fn push(&self, path: &str) -> Answer {
        self.send(self.request("POST", path), Body::empty()).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.json("POST", path, body).await
    }

    pub(crate) async fn put(&self, path: &str, body: &Value) -> Answer {
        self.json("PUT", path, body).await
    }

    pub(crate) async fn patch(&self, path: &str, body: &Value) -> Answer {
        self.json("PATCH", path, body).await
    }

    pub(crate) async fn json(&self, method: &str, path: &str, body: &Value) -> Answer {
        let request = self.request(method, path).header(CONTENT_TYPE, "application/json");
        self.send(request, Body::from(body.to_string())).await
    }

    /// Whatever bytes, as whatever they claim to be.
    pub(crate) async fn raw(
        &self,
        method: &str,
        path: &str,
        content_type: &str,
        body: impl Into<Body>,
    ) -> Answer {
        self.send(self.request(method, path).header(CONTENT_TYPE, content_type), body.into()).await
    }

    pub(crate) fn request(&self, method: &str, path: &str) -> axum::http::request::Builder {
        let request = Request::builder().method(method).uri(path);
        match &self.token {
            Some(token) => request.header(AUTHORIZATION, format!("Bearer {token}")),
            None => request,
        }
    }

    pub(crate) async fn send(
        &self,
        request: axum::http::request::Builder,
        body: impl Into<Body>,
    ) -> Answer {
        let request = request.body(body.into()).unwrap();
        let asked = format!("{} {}", request.method(), request.uri());
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        Answer { asked, status: parts.status, headers: parts.headers, body }
    }

    /// A cart with these lines in it. Answers its id.
    pub(crate) async fn cart(&self, lines: &[(&str, i64)]) -> String {
        let cart = self.push("/api/carts").await.expect(201);
        let id = cart["id"].as_str().unwrap().to_owned();
        for (sku, quantity) in lines {
            let path = format!("/api/carts/{id}/items/{sku}");
            self.put(&path, &json!({"quantity": quantity})).await.expect(200);
        }
        id
    }

    /// What an order of the cart would cost now, to Dhaka.
    pub(crate) async fn quoted(&self, cart: &str) -> i64 {
        let path = format!("/api/carts/{cart}/quote");
        let quote = self.post(&path, &json!({"district": "dhaka"})).await.expect(200);
        quote["total_paisa"].as_i64().unwrap()
    }

    /// Asks for an order.
    pub(crate) async fn order(&self, key: &str, body: &Value) -> Answer {
        let request = self
            .request("POST", "/api/orders")
            .header("Idempotency-Key", key)
            .header(CONTENT_TYPE, "application/json");
        self.send(request, Body::from(body.to_string())).await
    }

    /// Buys these lines. Answers the order's number and access token.
    pub(crate) async fn buy(&self, lines: &[(&str, i64)]) -> (String, String) {
        let cart = self.cart(lines).await;
        let body = order_body(&cart, self.quoted(&cart).await);
        let placed = self.order(&format!("buy-{cart}"), &body).await.expect(201);
        let number = placed["order"]["number"].as_str().unwrap().to_owned();
        (number, placed["access_token"].as_str().unwrap().to_owned())
    }
}

/// An order of a cart, to Dhaka.
pub(crate) fn order_body(cart: &str, total: i64) -> Value {
    json!({
        "cart_id": cart,
        "expected_total_paisa": total,
        "contact": {"name": "Rahima Begum", "phone": "01712-345678", "email": "rahima@example.com"},
        "address": {"line": "House 12, Road 5", "area": "Dhanmondi", "district": "dhaka"},
        "payment_method": "cod",
    })
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    asked: String,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    /// The JSON body of an answer with this status.
    #[track_caller]
    pub(crate) fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}: {}", self.asked, self.text());
        self.value()
    }

    /// The problem document of a refusal with this status and code, its shape checked.
    #[track_caller]
    pub(crate) fn refused(&self, status: u16, code: &str) -> Value {
        let problem = self.problem();
        assert_eq!(self.status.as_u16(), status, "{}: {problem}", self.asked);
        assert_eq!(problem["code"], code, "{}: {problem}", self.asked);
        problem
    }

    /// The problem document of any refusal, its shape checked.
    #[track_caller]
    pub(crate) fn problem(&self) -> Value {
        assert_eq!(self.header("content-type"), "application/problem+json", "{}: {}", self.asked, self.text());
        let problem = self.value();
        assert_eq!(problem["status"], self.status.as_u16(), "{problem}");
        for member in ["type", "title", "detail", "code", "request_id"] {
            assert!(problem[member].is_string(), "{}: no {member} in {problem}", self.asked);
        }
        assert_eq!(problem["request_id"], self.header("x-request-id"), "{problem}");
        problem
    }

    /// The fields that a 400 names, in its order.
    #[track_caller]
    pub(crate) fn wrong_fields(&self) -> Vec<String> {
        let problem = self.refused(400, "invalid_input");
        let errors = problem["errors"].as_array().unwrap_or_else(|| panic!("no errors: {problem}"));
        errors
            .iter()
            .map(|error| {
                assert!(error["code"].is_string() && error["message"].is_string(), "{error}");
                error["field"].as_str().unwrap().to_owned()
            })
            .collect()
    }

    #[track_caller]
    pub(crate) fn value(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{}: {error}: {}", self.asked, self.text()))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A header's value; empty if there is none.
    pub(crate) fn header(&self, name: impl AsRef<str>) -> &str {
        let name: HeaderName = name.as_ref().parse().unwrap();
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}
