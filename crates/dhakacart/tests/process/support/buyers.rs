//! People who call the shop over HTTP, and what they are answered.

use std::time::{Duration, Instant};

use reqwest::header::HeaderMap;
use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};

use super::PATIENCE;

/// Longer than the server may ever take; a request that reaches it has lost its server.
const TIMEOUT: Duration = Duration::from_secs(40);

/// Somebody who calls one of the shop's addresses, with a token or without.
#[derive(Clone)]
pub(crate) struct Person {
    client: Client,
    address: String,
    token: Option<String>,
    /// From where a proxy says that they come.
    from: Option<String>,
}

/// What came back.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    asked: String,
    pub(crate) status: u16,
    pub(crate) took: Duration,
    headers: HeaderMap,
    body: String,
}

impl Person {
    pub(crate) fn at(address: &str) -> Self {
        // With TLS in it for the object storage, a client wants a provider, needed or not.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .timeout(TIMEOUT)
            .no_proxy()
            .build()
            .unwrap();
        Self {
            client,
            address: address.to_owned(),
            token: None,
            from: None,
        }
    }

    /// The same person, from this address as a proxy tells it.
    pub(crate) fn from(&self, address: &str) -> Self {
        Self {
            from: Some(address.to_owned()),
            ..self.clone()
        }
    }

    /// The same person, with a token.
    pub(crate) fn with_token(&self, token: &str) -> Self {
        Self {
            token: Some(token.to_owned()),
            ..self.clone()
        }
    }

    /// The same person, calling another process.
    pub(crate) fn at_address(&self, address: &str) -> Self {
        Self {
            address: address.to_owned(),
            ..self.clone()
        }
    }

    /// The same person, signed in.
    pub(crate) async fn log_in(&self, username: &str, password: &str) -> Self {
        let body = json!({"username": username, "password": password});
        let answer = self.post("/api/auth/login", &body).await.expect(200);
        self.with_token(answer["token"].as_str().unwrap())
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(self.request(Method::POST, path).json(body)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.send(self.request(Method::DELETE, path)).await
    }

    pub(crate) async fn put(&self, path: &str, body: &Value) -> Answer {
        self.send(self.request(Method::PUT, path).json(body)).await
    }

    /// Guesses a password, through a proxy that says it comes from this address.
    pub(crate) async fn guess(&self, username: &str, password: &str, from: &str) -> Answer {
        let body = json!({"username": username, "password": password});
        let request = self.request(Method::POST, "/api/auth/login").json(&body);
        self.send(request.header("X-Forwarded-For", from)).await
    }

    /// Asks for an order.
    pub(crate) async fn order(&self, key: &str, body: &Value) -> Answer {
        self.try_order(key, body).await.unwrap()
    }

    /// Asks for an order of a server that may be killed before it has answered.
    pub(crate) async fn try_order(
        &self,
        key: &str,
        body: &Value,
    ) -> Result<Answer, reqwest::Error> {
        let request = self
            .request(Method::POST, "/api/orders")
            .header("Idempotency-Key", key);
        self.try_send(request.json(body)).await
    }

    /// Asks for an order until the shop has made up its mind, as a buyer does who waits for the
    /// other click, or whose server has gone.
    pub(crate) async fn order_decided(&self, key: &str, body: &Value) -> Answer {
        let began = Instant::now();
        loop {
            if let Ok(answer) = self.try_order(key, body).await {
                let at_work = answer.status == 409 && answer.value()["code"] == "in_progress";
                if answer.status != 503 && !at_work {
                    return answer;
                }
            }
            assert!(
                began.elapsed() < PATIENCE,
                "{key} is not decided after {PATIENCE:?}"
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// A cart with these lines in it. Answers its id.
    pub(crate) async fn cart(&self, lines: &[(&str, i64)]) -> String {
        let cart = self
            .send(self.request(Method::POST, "/api/carts"))
            .await
            .expect(201);
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
    pub(crate) async fn quote(&self, cart: &str) -> i64 {
        let path = format!("/api/carts/{cart}/quote");
        let quote = self
            .post(&path, &json!({"district": "dhaka"}))
            .await
            .expect(200);
        quote["total_paisa"].as_i64().unwrap()
    }

    /// Units of a product that its page promises.
    pub(crate) async fn stock(&self, slug: &str) -> i64 {
        let product = self.get(&format!("/api/products/{slug}")).await.expect(200);
        product["stock"].as_i64().unwrap()
    }

    /// How many orders there are, asked as staff.
    pub(crate) async fn count_orders(&self) -> i64 {
        let orders = self.get("/api/admin/orders?per_page=1").await.expect(200);
        orders["total"].as_i64().unwrap()
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self
            .client
            .request(method, format!("http://{}{path}", self.address));
        let request = match &self.from {
            Some(address) => request.header("x-forwarded-for", address),
            None => request,
        };
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    async fn send(&self, request: RequestBuilder) -> Answer {
        self.try_send(request).await.unwrap()
    }

    async fn try_send(&self, request: RequestBuilder) -> Result<Answer, reqwest::Error> {
        let request = request.build()?;
        let asked = format!("{} {}", request.method(), request.url());
        let began = Instant::now();
        let response = self.client.execute(request).await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = response.text().await?;
        Ok(Answer {
            asked,
            status,
            took: began.elapsed(),
            headers,
            body,
        })
    }
}

/// An order of a cart, to Dhaka.
pub(crate) fn order_body(cart: &str, total: i64) -> Value {
    json!({
        "cart_id": cart,
        "expected_total_paisa": total,
        "contact": {"name": "Rahima Begum", "phone": "01712-345678"},
        "address": {"line": "House 12, Road 5", "area": "Dhanmondi", "district": "dhaka"},
        "payment_method": "cod",
    })
}

impl Answer {
    /// The JSON body of an answer with this status.
    #[track_caller]
    pub(crate) fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}: {}", self.asked, self.body);
        self.value()
    }

    /// The problem document of a refusal with this status and code.
    #[track_caller]
    pub(crate) fn refused(&self, status: u16, code: &str) -> Value {
        let problem = self.problem();
        assert_eq!(
            (self.status, &problem["code"]),
            (status, &json!(code)),
            "{}: {problem}",
            self.asked
        );
        problem
    }

    /// A 503 that says when to come back.
    #[track_caller]
    pub(crate) fn unavailable(&self) {
        let problem = self.problem();
        assert_eq!(self.status, 503, "{}: {problem}", self.asked);
        assert!(
            self.header("retry-after").parse::<u32>().is_ok(),
            "{}: {:?}",
            self.asked,
            self.headers
        );
    }

    /// The same, in time.
    #[track_caller]
    pub(crate) fn unavailable_within(&self, limit: Duration) {
        self.unavailable();
        assert!(
            self.took < limit,
            "{} took {:?}: {}",
            self.asked,
            self.took,
            self.body
        );
    }

    /// The problem document of any refusal, its shape checked.
    #[track_caller]
    pub(crate) fn problem(&self) -> Value {
        let kind = self.header("content-type");
        assert_eq!(
            kind, "application/problem+json",
            "{}: {}",
            self.asked, self.body
        );
        let problem = self.value();
        assert_eq!(problem["status"], self.status, "{}: {problem}", self.asked);
        for member in ["type", "title", "detail", "code", "request_id"] {
            assert!(
                problem[member].is_string(),
                "{}: no {member} in {problem}",
                self.asked
            );
        }
        problem
    }

    #[track_caller]
    pub(crate) fn value(&self) -> Value {
        serde_json::from_str(&self.body)
            .unwrap_or_else(|error| panic!("{}: {error}: {}", self.asked, self.body))
    }

    pub(crate) fn text(&self) -> &str {
        &self.body
    }

    /// A header's value; empty if there is none.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// The number of an order that was placed.
    #[track_caller]
    pub(crate) fn order_number(&self) -> String {
        self.expect(201)["order"]["number"]
            .as_str()
            .unwrap()
            .to_owned()
    }
}
