//! A well-formed call of every route: what the tests that walk all routes send.

use axum::body::Body;
use serde_json::{Value, json};

use crate::support::{Answer, PASSWORD, TestApp, User, order_body, plain};

/// A call that is about to be made.
#[derive(Clone)]
pub(crate) struct Call {
    pub(crate) method: &'static str,
    pub(crate) path: String,
    pub(crate) body: Option<Value>,
    /// Instead of `body`.
    pub(crate) file: Option<&'static str>,
}

/// A product file with nothing wrong in it.
const FILE: &str =
    "Handle,Title,Published,Variant SKU,Variant Price\nimported,Imported,true,IMP-1,100\n";

/// Things that calls are about, made anew for each call.
pub(crate) struct World<'a> {
    pub(crate) app: &'a TestApp,
    /// Whose cart and order it is.
    pub(crate) owner: &'a User,
    /// An account that admins look at.
    pub(crate) account: &'a str,
    counter: std::cell::Cell<u32>,
}

impl<'a> World<'a> {
    /// Puts kettles on the shelf for everybody to buy.
    pub(crate) async fn new(app: &'a TestApp, owner: &'a User, account: &'a str) -> Self {
        app.sell("kettle", 1_150, 10_000).await;
        app.sell("sold-out", 1_150, 0).await;
        let welcome = shop::CouponInput {
            code: "WELCOME".to_owned(),
            kind: "free_delivery".to_owned(),
            active: true,
            ..shop::CouponInput::default()
        };
        app.shop.create_coupon(&app.keeper, welcome).await.unwrap();
        World {
            app,
            owner,
            account,
            counter: std::cell::Cell::new(0),
        }
    }

    fn fresh(&self) -> u32 {
        self.counter.set(self.counter.get() + 1);
        self.counter.get()
    }

    /// A call of the route that should succeed for the owner, or for staff.
    pub(crate) async fn call(&self, method: &'static str, route: &str) -> Call {
        let mut path = route.replace("{sku}", "KETTLE");
        if route.starts_with("/api/addresses") {
            let id = self.only_address().await;
            path = path.replace("{id}", &id);
        }
        if route.starts_with("/api/admin/reviews/{id}") {
            path = path.replace("{id}", &self.review().await);
        }
        let mut cart = String::new();
        if route.starts_with("/api/carts/{id}") || (method, route) == ("POST", "/api/orders") {
            cart = self.owner.cart(&[("KETTLE", 1)]).await;
            path = path.replace("{id}", &cart);
        }
        let mut revision = 0;
        if route.starts_with("/api/admin/flash-sales/{id}") {
            path = path.replace("{id}", &self.flash_sale().await);
            revision = 1;
        }
        if route.starts_with("/api/admin/roles/{id}") {
            path = path.replace("{id}", &self.staff_role().await);
            revision = 1;
        }
        if route.contains("{code}") {
            path = path.replace("{code}", &self.coupon().await);
            revision = 1;
        }
        path = path.replace("{id}", self.account);
        if route.contains("{number}") {
            let (number, _) = self.owner.buy(&[("KETTLE", 1)]).await;
            self.bring_there(route, &number).await;
            path = path.replace("{number}", &number);
        }
        if route.contains("{slug}") {
            let slug = format!("product-{}", self.fresh());
            self.app.publish(plain(&slug, 100, 1)).await;
            revision = self
                .app
                .shop
                .staff_product(&slug)
                .await
                .unwrap()
                .product
                .revision;
            path = path.replace("{slug}", &slug);
            if (method, route) == ("POST", "/api/products/{slug}/reviews") {
                self.have_delivered(&slug).await;
            }
        }
        let mut body = self.body(method, route, &cart, revision);
        if route == "/api/orders/track" {
            let number = self.owner.buy(&[("KETTLE", 1)]).await.0;
            body = Some(json!({"number": number, "phone": "01712345678"}));
        }
        if route == "/api/auth/password-reset/confirm" {
            body = Some(self.confirmation().await);
        }
        if route == "/api/auth/phone/verify" {
            body = Some(self.code_for(self.owner).await);
        }
        let file = (route == "/api/admin/imports").then_some(FILE);
        Call {
            method,
            path,
            body,
            file,
        }
    }

    /// The code that goes to the number of `user`, who hasn't proven it.
    pub(crate) async fn code_for(&self, user: &User) -> Value {
        // One that no other code has gone to: a number gets a few a day.
        let phone = format!("0191{:07}", self.fresh());
        let contact = json!({"phone": phone, "password": PASSWORD});
        user.put("/api/auth/me", &contact).await.expect(200);
        self.app.codes().await;
        let path = "/api/auth/phone/verification";
        user.post(path, &json!({"lang": "en"})).await.expect(202);
        json!({"code": self.app.codes().await.remove(0)})
    }

    /// Somebody forgot their password, and has got a code.
    async fn confirmation(&self) -> Value {
        let name = format!("forgot_{}", self.fresh());
        let registration = shop::Registration {
            username: name.clone(),
            password: PASSWORD.to_owned(),
            phone: Some(format!("0181{:07}", self.fresh())),
            email: None,
        };
        self.app.shop.register(registration).await.unwrap();
        self.app.codes().await;
        let asked = self.app.shop.begin_password_reset(&name, domain::Lang::En);
        asked.await.unwrap();
        let code = self.app.codes().await.remove(0);
        json!({"identifier": name, "code": code, "new_password": PASSWORD, "lang": "en"})
    }

    /// The owner buys a product and has it.
    async fn have_delivered(&self, slug: &str) {
        let number = self.owner.buy(&[(&slug.to_uppercase(), 1)]).await.0;
        self.app.deliver(&number).await;
    }

    /// The one address that the owner keeps.
    async fn only_address(&self) -> String {
        let kept = self.owner.get("/api/addresses").await.expect(200);
        for address in kept["addresses"].as_array().unwrap() {
            let path = format!("/api/addresses/{}", address["id"].as_str().unwrap());
            self.owner.delete(&path).await.expect(200);
        }
        let kept = self.owner.post("/api/addresses", &address_body()).await;
        kept.expect(201)["id"].as_str().unwrap().to_owned()
    }

    /// What the owner says of a new product; nobody has read it.
    async fn review(&self) -> String {
        let slug = format!("product-{}", self.fresh());
        self.app.publish(plain(&slug, 100, 1)).await;
        self.have_delivered(&slug).await;
        let path = format!("/api/products/{slug}/reviews");
        let review = self.owner.post(&path, &review_body()).await.expect(201);
        review["id"].as_str().unwrap().to_owned()
    }

    /// Moves an order to where a call about its money can succeed.
    async fn bring_there(&self, route: &str, number: &str) {
        let moves = ["confirm", "pack", "ship", "deliver", "return"];
        let far = match route.rsplit('/').next() {
            Some("remittance") => 4,
            Some("refund") => 5,
            _ => return,
        };
        for to in &moves[..far] {
            self.app.move_order(number, to).await;
        }
    }

    /// The code of a new coupon.
    async fn coupon(&self) -> String {
        let input = shop::CouponInput {
            code: format!("CODE-{}", self.fresh()),
            kind: "free_delivery".to_owned(),
            active: true,
            ..shop::CouponInput::default()
        };
        let made = self.app.shop.create_coupon(&self.app.keeper, input).await;
        made.unwrap().code.into_string()
    }

    /// The id of a new named role.
    async fn staff_role(&self) -> String {
        let input = shop::StaffRoleInput {
            name: format!("Role {}", self.fresh()),
            permissions: vec!["stock".to_owned()],
        };
        let made = self.app.shop.create_staff_role(&self.app.keeper, &input);
        made.await.unwrap().id.to_string()
    }

    /// The id of a new flash sale.
    async fn flash_sale(&self) -> String {
        let now = self.app.shop.ambient().now();
        let line = shop::FlashLineInput {
            sku: "KETTLE".to_owned(),
            price: domain::Paisa::from_taka(1_000),
            units_per_customer: 99,
        };
        let input = shop::FlashSaleInput {
            name: "Later".to_owned(),
            name_bn: "পরে".to_owned(),
            starts_at: now + time::Duration::DAY,
            ends_at: now + time::Duration::WEEK,
            lines: vec![line],
        };
        let made = self
            .app
            .shop
            .create_flash_sale(&self.app.keeper, input)
            .await;
        made.unwrap().id.to_string()
    }

    fn body(&self, method: &str, route: &str, cart: &str, revision: i64) -> Option<Value> {
        let number = self.fresh();
        let product = json!({
            "title": "New", "title_bn": "নতুন", "brand": "Rupsha", "model": "N-1", "status": "draft",
            "options": ["Colour"], "tags": ["new"],
            "attributes": [{"key": "weight", "value": {"type": "number", "value": {"amount": "1", "unit": "kg"}}}],
            "images": [{"src": "/assets/new.svg", "alt": "new"}],
            "variants": [{"sku": format!("NEW-{number}"), "options": ["Red"], "price_paisa": 100, "grams": 1,
                "taxable": true, "opening_stock": 1}],
        });
        let coupon = json!({
            "kind": "percent", "percent": 10, "amount_paisa": 50_000, "min_subtotal_paisa": 100_000,
            "starts_at": "2026-11-20T00:00:00Z", "ends_at": "2026-12-20T00:00:00Z",
            "max_uses": 500, "max_uses_per_customer": 1, "active": true,
        });
        let sale = json!({
            "name": "Winter hours", "name_bn": "শীতের প্রহর",
            "starts_at": "2026-12-20T00:00:00Z", "ends_at": "2026-12-21T00:00:00Z",
            "lines": [{"sku": "KETTLE", "price_paisa": 100_000, "units_per_customer": 2}],
        });
        let with = |mut product: Value, field: &str, value: Value| {
            product[field] = value;
            product
        };
        Some(match (method, route) {
            ("POST", "/api/auth/register") => json!({
                "username": format!("newcomer_{number}"), "password": PASSWORD,
                "phone": "01712345678", "email": "new@example.com",
            }),
            ("POST", "/api/auth/login") => json!({"username": "owner", "password": PASSWORD}),
            ("PUT", "/api/carts/{id}/items/{sku}") => json!({"quantity": 2}),
            ("PUT", "/api/carts/{id}/coupon") => json!({"code": "WELCOME"}),
            ("POST", "/api/carts/{id}/quote") => json!({"district": "dhaka"}),
            ("POST", "/api/admin/coupons") => with(coupon, "code", json!(format!("NEW-{number}"))),
            ("PUT", "/api/admin/coupons/{code}") => with(coupon, "revision", json!(revision)),
            ("POST", "/api/admin/flash-sales") => sale,
            ("PUT", "/api/admin/flash-sales/{id}") => with(sale, "revision", json!(revision)),
            ("POST", "/api/orders") => with(order_body(cart, 122_000), "lang", json!("bn")),
            ("POST", "/api/admin/products") => {
                with(product, "slug", json!(format!("new-{number}")))
            }
            ("PUT", "/api/admin/products/{slug}") => with(product, "revision", json!(revision)),
            ("POST", "/api/admin/stock/{sku}/adjustments") => {
                json!({"to": 10_000, "reason": "count"})
            }
            ("POST", "/api/admin/orders/{number}/moves") => {
                json!({"move": "confirm", "expected_status": "pending", "note": "called"})
            }
            ("POST", "/api/admin/orders/{number}/remittance") => {
                json!({"charge_paisa": 6_000, "reference": "STMT-1"})
            }
            ("POST", "/api/admin/orders/{number}/refund") => {
                json!({"amount_paisa": 100, "channel": "bkash", "reference": "9F3K2LQ8"})
            }
            ("POST", "/api/admin/orders/{number}/notes") => json!({"text": "called"}),
            ("PATCH", "/api/admin/users/{id}") => json!({"role": "customer", "disabled": false}),
            ("POST", "/api/stock-requests") => {
                json!({"sku": "SOLD-OUT", "phone": "01712345678", "lang": "bn"})
            }
            ("POST", "/api/products/{slug}/reviews") => review_body(),
            ("POST", "/api/addresses") | ("PUT", "/api/addresses/{id}") => address_body(),
            ("POST", "/api/admin/reviews/{id}/decisions") => {
                json!({"revision": 1, "publish": false, "reason": "Says nothing", "reply": "Please say more"})
            }
            ("PUT", "/api/admin/synonyms") => json!({"groups": [["fridge", "refrigerator"]]}),
            _ => {
                return of_account(method, route)
                    .or_else(|| role_body(method, number, revision, route));
            }
        })
    }
}

/// The body of a call about somebody's own account.
fn of_account(method: &str, route: &str) -> Option<Value> {
    Some(match (method, route) {
        ("PUT", "/api/auth/me") => {
            json!({"phone": "01712345678", "email": "a@example.com", "password": PASSWORD})
        }
        ("POST", "/api/auth/password") => {
            json!({"old_password": PASSWORD, "new_password": PASSWORD})
        }
        ("POST", "/api/auth/password-reset") => json!({"identifier": "rahima", "lang": "bn"}),
        ("POST", "/api/auth/phone/verification") => json!({"lang": "bn"}),
        _ => return None,
    })
}

fn role_body(method: &str, number: u32, revision: i64, route: &str) -> Option<Value> {
    let name = format!("Role {number}");
    match (method, route) {
        ("POST", "/api/admin/roles") => {
            Some(json!({"name": name, "permissions": ["orders", "stock"]}))
        }
        ("PUT", "/api/admin/roles/{id}") => {
            Some(json!({"name": name, "permissions": [], "revision": revision}))
        }
        _ => None,
    }
}

pub(crate) fn review_body() -> Value {
    json!({"stars": 4, "title": "Good", "body": "It does what it should.", "name": "Rahima K.", "lang": "bn"})
}

pub(crate) fn address_body() -> Value {
    json!({"name": "Rahima", "phone": "01712345678", "line": "House 7, Road 4", "area": "Dhanmondi",
        "district": "dhaka", "default": true})
}

impl Call {
    /// Makes the call.
    pub(crate) async fn by(&self, user: &User) -> Answer {
        let (kind, body) = match (&self.body, self.file) {
            (Some(body), _) => ("application/json", body.to_string()),
            (None, Some(file)) => ("text/csv", file.to_owned()),
            (None, None) => ("", String::new()),
        };
        self.with(user, kind, body).await
    }

    /// Makes the call with another body.
    pub(crate) async fn with(&self, user: &User, kind: &str, body: impl Into<Body>) -> Answer {
        let mut request = user.request(self.method, &self.path);
        if !kind.is_empty() {
            request = request.header("content-type", kind);
        }
        if self.path == "/api/orders" && self.method == "POST" {
            request = request.header("idempotency-key", "walk-1");
        }
        user.send(request, body).await
    }
}
