//! What the tests share: a back office over a shop of its own, and browsers of those who ask.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use admin::{AdminOptions, Seller, SettingInForce};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::response::Parts;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use domain::{
    Address, Ambient, Contact, ManualClock, OrderNumber, OrderStatus, Paisa, PaymentMethod,
    ProductStatus, Role, SeededEntropy, Serial, SerialRule, UserId,
};
use edge::Drain;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use shop::{
    CategoryInput, CouponInput, FlashLineInput, FlashSaleInput, IdempotencyKey, Identity,
    LineSerials, OrderStep, PlaceOrder, ProductInput, QueuedImport, Registration, ReviewInput,
    ReviewView, Shop, ShopOptions, VariantInput,
};
use store::testing::{Engine, TestDb};
use time::macros::datetime;
use tower::ServiceExt as _;

pub(crate) const PASSWORD: &str = "a long password";

/// A back office with somebody of each kind.
pub(crate) struct Office {
    /// Kept, or the database would be gone.
    _db: TestDb,
    pub(crate) shop: Shop,
    pub(crate) clock: ManualClock,
    pub(crate) drain: Drain,
    /// Phones that were packed, each with an IMEI of its own.
    packed: AtomicU64,
    router: Router,
}

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Caller {
    Nobody,
    Customer,
    Staff,
    Admin,
}

impl Caller {
    pub(crate) const ALL: [Caller; 4] = [
        Caller::Nobody,
        Caller::Customer,
        Caller::Staff,
        Caller::Admin,
    ];
}

fn phone() -> ProductInput {
    ProductInput {
        slug: Some("kx-55".into()),
        title: "Korotoa KX-55".into(),
        title_bn: Some("করতোয়া KX-55".into()),
        brand: "Korotoa".into(),
        category: None,
        model: None,
        description: String::new(),
        description_bn: None,
        status: ProductStatus::Active,
        options: vec![],
        attributes: vec![],
        images: vec![],
        tags: vec![],
        serials: Some(SerialRule::Imei),
        variants: vec![VariantInput {
            sku: "KX-55".into(),
            options: vec![],
            price_paisa: Some(2_399_000),
            compare_at_paisa: None,
            barcode: None,
            grams: 410,
            taxable: true,
            opening_stock: Some(50),
        }],
    }
}

/// An IMEI: fourteen digits, and the one that fits them.
fn imei(body: u64) -> String {
    let mut all = (0..10).map(|check| format!("{body}{check}"));
    let fits = |imei: &String| Serial::parse(SerialRule::Imei, imei).is_ok();
    all.find(fits).unwrap()
}

/// Somebody with a browser.
pub(crate) struct Browser {
    router: Router,
    cookie: Option<String>,
}

/// A page, or whatever was answered.
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    bytes: Vec<u8>,
}

impl Office {
    /// With `karim` (a customer), `sokina` (staff) and `rahim` (an admin).
    pub(crate) async fn open(engine: Engine) -> Self {
        Self::with(engine, ShopOptions::default()).await
    }

    /// The same in a shop that is set up in another way.
    pub(crate) async fn with(engine: Engine, options: ShopOptions) -> Self {
        let db = TestDb::new(engine).await;
        let clock = ManualClock::new(datetime!(2026-11-23 13:04 UTC));
        let ambient = Ambient::new(Arc::new(clock.clone()), Arc::new(SeededEntropy::new(1)));
        let shop = Shop::open(db.store().clone(), ambient, options)
            .await
            .unwrap();
        let registration = Registration {
            username: "karim".into(),
            password: PASSWORD.into(),
            ..Registration::default()
        };
        shop.register(registration).await.unwrap();
        for (name, role) in [("sokina", Role::Staff), ("rahim", Role::Admin)] {
            clock.advance(Duration::from_secs(60));
            shop.add_staff(name, Some(PASSWORD), role).await.unwrap();
        }
        let drain = Drain::new();
        let options = AdminOptions {
            limits: None,
            trusted_proxies: Vec::new(),
            drain: drain.clone(),
            secure_cookies: false,
            login_limit: edge::LoginLimit::new(None, shop.ambient().clone()),
            settings: vec![SettingInForce {
                name: "DHAKACART_LOG",
                value: "info".into(),
                origin: "default".into(),
                about: "what is logged",
            }],
            seller: Some(Seller {
                name: "DhakaCart Limited".into(),
                address: "House 7, Road 4, Dhanmondi, Dhaka".into(),
                bin: "000123456-0101".into(),
            }),
        };
        let router = admin::router(shop.clone(), options);
        Office {
            _db: db,
            shop,
            clock,
            drain,
            packed: AtomicU64::new(0),
            router,
        }
    }

    /// The browser of one of them, logged in.
    pub(crate) async fn browser(&self, caller: Caller) -> Browser {
        let name = match caller {
            Caller::Nobody => None,
            Caller::Customer => Some("karim"),
            Caller::Staff => Some("sokina"),
            Caller::Admin => Some("rahim"),
        };
        let cookie = match name {
            None => None,
            Some(name) => {
                let signed_in = self.shop.log_in(name, PASSWORD).await.unwrap();
                Some(format!("{}={}", edge::SESSION_COOKIE, signed_in.token))
            }
        };
        Browser {
            router: self.router.clone(),
            cookie,
        }
    }

    /// Puts `units` of the fan `FAN-56`, at 3,200 taka, on the shelf.
    pub(crate) async fn sell_fans(&self, units: i64) {
        let input = serde_json::json!({
            "slug": "batash-ceiling-fan", "title": "Batash Ceiling Fan", "brand": "Batash",
            "status": "active",
            "variants": [{"sku": "FAN-56", "price_paisa": 320_000, "opening_stock": units}],
        });
        let input = serde_json::from_value(input).unwrap();
        let by = self.admin().await;
        self.shop.create_product(&by, input).await.unwrap();
        self.shop.catalogue().refresh().await.unwrap();
    }

    /// Whose account it is.
    pub(crate) async fn user(&self, name: &str) -> UserId {
        let found = self.shop.list_users(Some(name), Default::default()).await;
        found.unwrap().items[0].id
    }

    /// The slug of a product with everything that a product can have; made when asked first.
    pub(crate) async fn product(&self) -> String {
        let slug = "sample";
        if self.shop.staff_product(slug).await.is_err() {
            let category = self.category().await;
            let input = serde_json::from_value(serde_json::json!({
                "slug": slug, "title": "Sample", "title_bn": "নমুনা", "status": "active",
                "brand": "Jhorna", "category": category, "options": ["Colour"],
                "description": "<p>Good.</p>", "tags": ["one", "two"],
                "images": [{"src": "/assets/pictures/kettle.svg", "alt": "A kettle"}],
                "attributes": [
                    {"key": "volume", "value": {"type": "number", "value": {"amount": "1.8", "unit": "l"}}},
                    {"key": "cordless", "value": {"type": "flag", "value": true}},
                ],
                "variants": [
                    {"sku": "SAMPLE-1", "options": ["Red"], "price_paisa": 120_000, "opening_stock": 3},
                    {"sku": "SAMPLE-2", "options": ["Blue"], "opening_stock": 0},
                ],
            }))
            .unwrap();
            let by = self.admin().await;
            self.shop.create_product(&by, input).await.unwrap();
        }
        slug.to_owned()
    }

    /// The slug of a category; made when asked first.
    pub(crate) async fn category(&self) -> String {
        let input = CategoryInput {
            name: "Samples".into(),
            ..CategoryInput::default()
        };
        let by = self.admin().await;
        let _ = self.shop.create_category(&by, Some("samples"), input).await;
        "samples".to_owned()
    }

    /// The code of a coupon that counts; made when asked first.
    pub(crate) async fn coupon(&self) -> String {
        let input = CouponInput {
            code: "EID-10".into(),
            kind: "percent".into(),
            percent: Some(10),
            amount: Some(Paisa::from_taka(500)),
            min_subtotal: Paisa::from_taka(1_000),
            max_uses: Some(500),
            active: true,
            ..CouponInput::default()
        };
        let by = self.admin().await;
        let _ = self.shop.create_coupon(&by, input).await;
        "EID-10".to_owned()
    }

    /// The id of a flash sale that is on: `SAMPLE-1` for 999 taka, two each, until 10 pm.
    pub(crate) async fn flash_sale(&self) -> String {
        self.product().await;
        let now = self.shop.ambient().now();
        let input = FlashSaleInput {
            name: "Eid hours".into(),
            name_bn: "ঈদের প্রহর".into(),
            starts_at: now,
            ends_at: now + time::Duration::minutes(176),
            lines: vec![FlashLineInput {
                sku: "SAMPLE-1".into(),
                price: Paisa::from_taka(999),
                units_per_customer: 2,
            }],
        };
        let by = self.admin().await;
        let made = self.shop.create_flash_sale(&by, input).await.unwrap();
        made.id.to_string()
    }

    /// The id of an import that has its report.
    pub(crate) async fn import(&self) -> String {
        let import = QueuedImport {
            file_name: "goods.csv".into(),
            file: b"Handle,Title,Variant SKU,Variant Price\n,Bad,B-1,x\n".to_vec(),
            options: Default::default(),
        };
        let by = self.admin().await;
        let id = self.shop.queue_import(&by, import).await.unwrap();
        self.shop.run_next_import().await.unwrap();
        id.to_string()
    }

    /// An order of one phone by a guest, brought so far; the first to be packed has the IMEI
    /// 490154203237518.
    pub(crate) async fn order(&self, status: OrderStatus) -> OrderNumber {
        self.order_by(&shop::Caller::Anonymous, status).await
    }

    /// The same by somebody.
    pub(crate) async fn order_by(&self, by: &shop::Caller, status: OrderStatus) -> OrderNumber {
        let admin = self.admin().await;
        if self
            .shop
            .stock("KX-55", Default::default())
            .await
            .unwrap()
            .is_none()
        {
            self.shop.create_product(&admin, phone()).await.unwrap();
            self.shop.catalogue().refresh().await.unwrap();
        }
        let cart = self.shop.create_cart(by).await.unwrap();
        let cart = self.shop.set_line(by, cart.id, "KX-55", 1).await.unwrap();
        let order = PlaceOrder {
            cart: cart.id,
            expected_total: Paisa::new(cart.subtotal.get() + 7_000),
            contact: Contact::parse("Rahima Khatun", "01712345678", None).unwrap(),
            address: Address::parse("House 7, Road 4", "Dhanmondi", "dhaka").unwrap(),
            payment_method: PaymentMethod::Cod,
            lang: domain::Lang::Bn,
            fingerprint: [0; 32],
        };
        let key = IdempotencyKey::parse(&cart.id.to_string()).unwrap();
        let placed = self.shop.place_order(by, key, order).await.unwrap();
        let number = placed.order.number;
        let packs = u64::from(status >= OrderStatus::Packed);
        let packed = self.packed.fetch_add(packs, Ordering::Relaxed);
        let serials = vec![LineSerials {
            sku: "KX-55".into(),
            serials: vec![imei(49_015_420_323_751 + packed)],
        }];
        for step in [
            OrderStep::Confirm,
            OrderStep::Pack { serials },
            OrderStep::Ship {
                courier: "Pathao".into(),
                tracking: "PT-1".into(),
            },
            OrderStep::Deliver,
        ] {
            if step.order_move().result() <= status {
                let moved = self.shop.move_order(&admin, &number, step.into()).await;
                moved.unwrap();
            }
        }
        number
    }

    /// What `karim` says of the phone that was brought to him; changed when asked again.
    pub(crate) async fn review(&self, stars: i64, body: &str) -> ReviewView {
        let karim = self.identity("karim").await;
        let product = "kx-55";
        if self
            .shop
            .my_review(&karim, product)
            .await
            .unwrap()
            .is_none()
        {
            let by = shop::Caller::User(karim.clone());
            self.order_by(&by, OrderStatus::Delivered).await;
        }
        let input = ReviewInput {
            stars,
            title: "After a week".into(),
            body: body.into(),
            name: "Karim A.".into(),
            lang: domain::Lang::En,
        };
        let written = self.shop.write_review(&karim, product, input).await;
        written.unwrap().0
    }

    /// The admin, for use cases.
    pub(crate) async fn admin(&self) -> Identity {
        self.identity("rahim").await
    }

    /// One of them, for use cases.
    pub(crate) async fn identity(&self, name: &str) -> Identity {
        let signed_in = self.shop.log_in(name, PASSWORD).await.unwrap();
        self.shop.authenticate(&signed_in.token).await.unwrap()
    }
}

impl Browser {
    pub(crate) async fn get(&self, path: &str) -> Page {
        self.send(Method::GET, path, &[], String::new()).await
    }

    pub(crate) async fn post(&self, path: &str, form: &[(&str, &str)]) -> Page {
        self.post_from(path, form, "same-origin").await
    }

    /// From a page of another origin, by a browser that says no more than that.
    pub(crate) async fn post_from_origin(&self, path: &str, origin: &str) -> Page {
        let headers = [
            ("origin", origin),
            ("content-type", "application/x-www-form-urlencoded"),
        ];
        self.send(Method::POST, path, &headers, String::new()).await
    }

    /// `from` is what the browser says in `Sec-Fetch-Site`.
    pub(crate) async fn post_from(&self, path: &str, form: &[(&str, &str)], from: &str) -> Page {
        let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let pairs: Vec<String> = form
            .iter()
            .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
            .collect();
        let headers = [
            ("sec-fetch-site", from),
            ("content-type", "application/x-www-form-urlencoded"),
        ];
        self.send(Method::POST, path, &headers, pairs.join("&"))
            .await
    }

    /// A form that carries files.
    pub(crate) async fn post_bytes(&self, path: &str, kind: &str, body: Vec<u8>) -> Page {
        let headers = [("sec-fetch-site", "same-origin"), ("content-type", kind)];
        self.send(Method::POST, path, &headers, body).await
    }

    async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Page {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", "shop.example");
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(body.into()).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let endless = parts
            .headers
            .get("content-type")
            .is_some_and(|kind| kind == "text/event-stream");
        let bytes = if endless {
            Vec::new()
        } else {
            to_bytes(body, usize::MAX).await.unwrap().to_vec()
        };
        Page {
            status: parts.status,
            headers: parts.headers,
            bytes,
        }
    }

    /// The head of an answer, and its body as it comes.
    pub(crate) async fn open(&self, path: &str) -> (Parts, Body) {
        let mut request = Request::builder()
            .uri(path)
            .header("accept-encoding", "br, gzip");
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        let request = request.body(Body::empty()).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        response.into_parts()
    }
}

impl Page {
    pub(crate) fn html(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap()
    }

    pub(crate) fn location(&self) -> &str {
        self.header("location")
    }

    pub(crate) fn header(&self, name: impl header::AsHeaderName) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    #[track_caller]
    pub(crate) fn assert_has(&self, text: &str) {
        assert!(
            self.html().contains(text),
            "{text:?} is missing in {}",
            self.html()
        );
    }

    #[track_caller]
    pub(crate) fn assert_hasnt(&self, text: &str) {
        assert!(
            !self.html().contains(text),
            "{text:?} is in {}",
            self.html()
        );
    }
}
