//! What the tests share: a shop with a few products, visitors with cookies, pages read whole.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use domain::{Ambient, ManualClock, Role, SeededEntropy, SessionId, UserId};
use edge::{Drain, LoginLimit, Rate};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;
use shop::{Identity, ProductInput, Shop, ShopOptions, StockChange};
use store::testing::{Engine, TestDb};
use storefront::StorefrontOptions;
use time::macros::datetime;
use tower::ServiceExt as _;

const CATEGORIES: &[u8] = "slug,name,name_bn,parent,position
gadgets,Gadgets,গ্যাজেট,,1
mobile-phones,Mobile Phones,মোবাইল ফোন,gadgets,1
audio,Audio,অডিও,gadgets,2
fans,Fans,ফ্যান,,2
"
.as_bytes();

/// A storefront over a shop of its own.
pub(crate) struct Site {
    pub(crate) db: TestDb,
    pub(crate) shop: Shop,
    pub(crate) clock: ManualClock,
    router: Router,
}

/// One of the staff.
pub(crate) fn staff() -> Identity {
    let ambient = Ambient::new(
        Arc::new(ManualClock::new(datetime!(2026-11-23 12:00 UTC))),
        Arc::new(SeededEntropy::new(99)),
    );
    Identity {
        user: UserId::mint(&ambient),
        username: "rahim".into(),
        role: Role::Admin,
        session: SessionId::mint(&ambient),
    }
}

impl Site {
    /// A shop with a phone in four variants, earbuds, a fan and a lamp.
    pub(crate) async fn open(engine: Engine) -> Self {
        let db = TestDb::new(engine).await;
        let clock = ManualClock::new(datetime!(2026-11-23 13:04 UTC));
        let ambient = Ambient::new(Arc::new(clock.clone()), Arc::new(SeededEntropy::new(1)));
        let shop = Shop::open(db.store().clone(), ambient.clone(), ShopOptions::default())
            .await
            .unwrap();
        let five = Rate { count: 5, window: std::time::Duration::from_secs(900) };
        let options = StorefrontOptions {
            secure_cookies: true,
            public_url: Some("https://shop.example".into()),
            login_limit: LoginLimit::new(Some(five), ambient),
            limits: None,
            trusted_proxies: Vec::new(),
            drain: Drain::new(),
        };
        let router = storefront::router(shop.clone(), options);
        let site = Site { db, shop, clock, router };
        site.shop.import_categories(CATEGORIES).await.unwrap();
        for product in [phone(), earbuds(), fan(), lamp()] {
            site.add(product).await;
        }
        site
    }

    /// Adds a product and lets the catalogue see it.
    pub(crate) async fn add(&self, product: serde_json::Value) {
        let input: ProductInput = serde_json::from_value(product).unwrap();
        self.shop.create_product(&staff(), input).await.unwrap();
        self.refresh().await;
    }

    /// What the poll does.
    pub(crate) async fn refresh(&self) {
        self.shop.catalogue().refresh().await.unwrap();
    }

    /// Changes a price.
    pub(crate) async fn reprice(&self, sku: &str, taka: i64) {
        let paisa = taka * 100;
        let sql = format!("UPDATE variants SET price_paisa = {paisa} WHERE sku = '{sku}'");
        self.db.execute(&sql).await.unwrap();
    }

    /// Changes the units on hand.
    pub(crate) async fn count(&self, sku: &str, units: i64) {
        self.shop.adjust_stock(&staff(), sku, StockChange::To(units), "Counted").await.unwrap();
        self.refresh().await;
    }

    /// How many orders there are.
    pub(crate) async fn orders(&self) -> i64 {
        self.shop.list_orders(Default::default(), Default::default()).await.unwrap().total
    }

    /// Units on hand and reserved.
    pub(crate) async fn stock(&self, sku: &str) -> (i64, i64) {
        let view = self.shop.stock(sku, Default::default()).await.unwrap().unwrap();
        (view.on_hand, view.reserved)
    }

    /// Somebody with an empty cookie jar.
    pub(crate) fn visitor(&self) -> Visitor {
        Visitor { router: self.router.clone(), jar: BTreeMap::new() }
    }
}

fn phone() -> serde_json::Value {
    let variant = |sku: &str, colour: &str, storage: &str, taka: i64, stock: i64| {
        json!({
            "sku": sku, "options": [colour, storage], "price_paisa": taka * 100,
            "compare_at_paisa": (taka + 2_000) * 100, "opening_stock": stock,
        })
    };
    json!({
        "slug": "korotoa-kx-55", "title": "Korotoa KX-55 Smartphone",
        "title_bn": "করতোয়া KX-55 স্মার্টফোন", "brand": "Korotoa", "category": "mobile-phones",
        "model": "KX-55", "status": "active",
        "description": "<p>A bright screen.</p><script>alert(1)</script>",
        "description_bn": "<p>উজ্জ্বল স্ক্রিন।</p>",
        "options": ["Colour", "Storage"],
        "attributes": [
            {"key": "screen_size", "value": {"type": "number", "value": {"amount": "6.7", "unit": "in"}}},
            {"key": "wifi", "value": {"type": "flag", "value": true}},
        ],
        "images": [{"src": "/assets/pictures/smartphone.svg", "alt": "Drawing of the phone"},
                   {"src": "https://maker.example/kx-55.jpg", "alt": ""}],
        "variants": [
            variant("KX55-BLK-128", "Black", "128 GB", 23_990, 10),
            variant("KX55-BLK-256", "Black", "256 GB", 26_990, 3),
            variant("KX55-BLU-128", "Blue", "128 GB", 23_990, 0),
        ],
    })
}

fn earbuds() -> serde_json::Value {
    json!({
        "slug": "dhoni-buds", "title": "Dhoni Buds", "title_bn": "ধ্বনি বাডস", "brand": "Dhoni",
        "category": "audio", "status": "active", "description": "<p>Small and loud.</p>",
        "variants": [{"sku": "BUDS-1", "price_paisa": 149_950, "opening_stock": 20}],
    })
}

fn fan() -> serde_json::Value {
    json!({
        "slug": "batash-ceiling-fan", "title": "Batash Ceiling Fan", "title_bn": "বাতাস সিলিং ফ্যান",
        "brand": "Batash", "category": "fans", "status": "active",
        "variants": [{"sku": "FAN-56", "price_paisa": 320_000, "opening_stock": 50}],
    })
}

fn lamp() -> serde_json::Value {
    json!({
        "slug": "prodip-lamp", "title": "Prodip Lamp", "brand": "Prodip", "status": "active",
        "variants": [{"sku": "LAMP/1 #2", "price_paisa": 45_000, "opening_stock": 0}],
    })
    .as_object()
    .map(|lamp| {
        let mut lamp = lamp.clone();
        lamp["variants"][0]["sku"] = json!("LAMP/1#2");
        serde_json::Value::Object(lamp)
    })
    .unwrap()
}

/// Somebody with a browser.
pub(crate) struct Visitor {
    router: Router,
    /// Value by name and path.
    jar: BTreeMap<(String, String), String>,
}

/// A page, or whatever was answered.
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Visitor {
    pub(crate) async fn get(&mut self, path: &str) -> Page {
        self.get_with(path, &[]).await
    }

    pub(crate) async fn get_with(&mut self, path: &str, headers: &[(&str, &str)]) -> Page {
        self.send(Method::GET, path, headers, String::new()).await
    }

    pub(crate) async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Page {
        self.post_with(path, form, &[("sec-fetch-site", "same-origin")]).await
    }

    pub(crate) async fn post_with(
        &mut self,
        path: &str,
        form: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> Page {
        let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let pairs: Vec<String> =
            form.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        self.send(Method::POST, path, headers, pairs.join("&")).await
    }

    async fn send(
        &mut self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: String,
    ) -> Page {
        let mut request = Request::builder().method(&method).uri(path).header("host", "shop.example");
        if method == Method::POST {
            request = request.header("content-type", "application/x-www-form-urlencoded");
        }
        let cookies = self.cookies_for(path);
        if !cookies.is_empty() {
            request = request.header("cookie", cookies);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body)).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        let page = Page { status: parts.status, headers: parts.headers, bytes };
        self.keep_cookies(&page);
        page
    }

    /// What a browser would send there (RFC 6265, 5.1.4).
    pub(crate) fn cookies_for(&self, uri: &str) -> String {
        let path = uri.split('?').next().unwrap();
        let sent = self.jar.iter().filter(|((_, at), _)| {
            path == at || at == "/" || path.strip_prefix(at.as_str()).is_some_and(|r| r.starts_with('/'))
        });
        sent.map(|((name, _), value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    fn keep_cookies(&mut self, page: &Page) {
        for cookie in page.cookies() {
            let mut parts = cookie.split("; ");
            let (name, value) = parts.next().unwrap().split_once('=').unwrap();
            let attribute = |name: &str| {
                let attributes = cookie.split("; ").skip(1);
                attributes.filter_map(|a| a.split_once('=')).find(|a| a.0 == name).map(|a| a.1)
            };
            let key = (name.to_owned(), attribute("Path").unwrap().to_owned());
            if attribute("Max-Age") == Some("0") {
                self.jar.remove(&key);
            } else {
                self.jar.insert(key, value.to_owned());
            }
        }
    }

    /// The value of a cookie, on whichever path.
    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        self.jar.iter().find(|((known, _), _)| known == name).map(|(_, value)| value.as_str())
    }

    /// As [`Visitor::cookie`], to take it to another browser.
    pub(crate) fn plant(&mut self, name: &str, value: &str) {
        self.jar.insert((name.to_owned(), "/".to_owned()), value.to_owned());
    }

    /// A second tab or a second click: the same cookies.
    pub(crate) fn twin(&self) -> Visitor {
        Visitor { router: self.router.clone(), jar: self.jar.clone() }
    }

    /// Follows a redirect.
    pub(crate) async fn follow(&mut self, page: &Page) -> Page {
        assert!(page.status.is_redirection(), "{}: {}", page.status, page.html());
        let to = page.location().to_owned();
        self.get(&to).await
    }

    /// Puts something into the cart and looks at it.
    pub(crate) async fn put(&mut self, sku: &str, quantity: &str) -> Page {
        let added = self.post("/cart/items", &[("sku", sku), ("quantity", quantity)]).await;
        self.follow(&added).await
    }
}

impl Page {
    pub(crate) fn html(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap()
    }

    pub(crate) fn header(&self, name: impl header::AsHeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn location(&self) -> &str {
        self.header(header::LOCATION)
    }

    pub(crate) fn cookies(&self) -> Vec<&str> {
        let all = self.headers.get_all(header::SET_COOKIE);
        all.iter().map(|cookie| cookie.to_str().unwrap()).collect()
    }

    /// The value of a hidden or text field.
    #[track_caller]
    pub(crate) fn field(&self, name: &str) -> String {
        let html = self.html();
        let at = html.find(&format!("name=\"{name}\"")).unwrap_or_else(|| panic!("no field {name}: {html}"));
        let tag = &html[at..at + html[at..].find('>').unwrap()];
        let value = tag.split("value=\"").nth(1).unwrap_or("\"").split('"').next().unwrap();
        value.replace("&#38;", "&").replace("&#60;", "<").replace("&#62;", ">").replace("&#34;", "\"").replace("&#39;", "'")
    }

    #[track_caller]
    pub(crate) fn assert_has(&self, text: &str) {
        assert!(self.html().contains(text), "{text:?} is missing in {}", self.html());
    }

    #[track_caller]
    pub(crate) fn assert_hasnt(&self, text: &str) {
        assert!(!self.html().contains(text), "{text:?} is in {}", self.html());
    }

    /// What a reader sees: without tags, spaces tidied.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        let mut inside = false;
        for c in self.html().chars() {
            match c {
                '<' => inside = true,
                '>' => {
                    inside = false;
                    text.push(' ');
                }
                c if !inside => text.push(c),
                _ => {}
            }
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
