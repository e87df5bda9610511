//! Somebody who calls the API.

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::Answer;

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
        self.send(self.request("GET", path).header(name, value), Body::empty())
            .await
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

    /// The same through a proxy, for a client of this address.
    pub(crate) async fn post_from(&self, address: &str, path: &str, body: &Value) -> Answer {
        let request = self
            .request("POST", path)
            .header(CONTENT_TYPE, "application/json")
            .header("x-forwarded-for", address);
        self.send(request, Body::from(body.to_string())).await
    }

    pub(crate) async fn put(&self, path: &str, body: &Value) -> Answer {
        self.json("PUT", path, body).await
    }

    pub(crate) async fn patch(&self, path: &str, body: &Value) -> Answer {
        self.json("PATCH", path, body).await
    }

    pub(crate) async fn json(&self, method: &str, path: &str, body: &Value) -> Answer {
        let request = self
            .request(method, path)
            .header(CONTENT_TYPE, "application/json");
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
        self.send(
            self.request(method, path)
                .header(CONTENT_TYPE, content_type),
            body.into(),
        )
        .await
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
        Answer {
            asked,
            status: parts.status,
            headers: parts.headers,
            body,
        }
    }

    /// A cart with these lines in it. Answers its id.
    pub(crate) async fn cart(&self, lines: &[(&str, i64)]) -> String {
        let cart = self.push("/api/carts").await.expect(201);
        let id = cart["id"].as_str().unwrap().to_owned();
        for (sku, quantity) in lines {
            let path = format!("/api/carts/{id}/items/{sku}");
            self.put(&path, &json!({"quantity": quantity}))
                .await
                .expect(200);
        }
        id
    }

    /// What an order of the cart would cost now, to Dhaka.
    pub(crate) async fn quoted(&self, cart: &str) -> i64 {
        let path = format!("/api/carts/{cart}/quote");
        let quote = self
            .post(&path, &json!({"district": "dhaka"}))
            .await
            .expect(200);
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
