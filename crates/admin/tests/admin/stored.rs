//! What shoppers and colleagues write stays text on every page of the back office.

use admin::{Who, authorisation};
use domain::{Address, Contact, Lang, Paisa, PaymentMethod, Permission, Permissions};
use shop::{
    AddressInput, CategoryInput, FlashLineInput, FlashSaleInput, IdempotencyKey, LineSerials,
    OrderStep, PlaceOrder, QueuedImport, Registration, ReviewDecision, ReviewInput, ReviewVerdict,
    StepRequest, StockChange,
};
use store::testing::Engine;

use crate::office::{Caller, Office, PASSWORD, Page};
use crate::samples;

const ATTACK: &str = "\"'><img src=x onerror=alert(1)>";
/// As much of it as a SKU may have.
const SKU: &str = "\"'><img/src=x/onerror=alert(1)>";

/// Where everything is that they wrote.
struct Written {
    number: String,
    review: String,
    sale: String,
    import: String,
    customer: String,
}

impl Written {
    async fn address(&self, office: &Office, template: &str) -> String {
        let sku: String =
            percent_encoding::utf8_percent_encode(SKU, percent_encoding::NON_ALPHANUMERIC)
                .to_string();
        let ours = template
            .replace("{product}", "attack")
            .replace("{category}", "attack")
            .replace("{sku}", &sku)
            .replace("{number}", &self.number)
            .replace("{review}", &self.review)
            .replace("{sale}", &self.sale)
            .replace("{import}", &self.import)
            .replace("{customer}", &self.customer);
        samples::address(office, &ours).await
    }
}

fn assert_text(page: &Page, at: &str) {
    let html = page.html();
    for tag in ["<img src=x", "<img/src=x", "\"'>", "onerror=alert(1)>"] {
        assert!(!html.contains(tag), "{at}: {tag}");
    }
}

async fn goods(office: &Office) {
    let by = office.admin().await;
    let category = CategoryInput {
        name: ATTACK.into(),
        name_bn: Some(ATTACK.into()),
        ..CategoryInput::default()
    };
    let made = office.shop.create_category(&by, Some("attack"), category);
    made.await.unwrap();
    let product = serde_json::from_value(serde_json::json!({
        "slug": "attack", "title": ATTACK, "title_bn": ATTACK, "brand": ATTACK, "model": ATTACK,
        "status": "active", "category": "attack", "options": [ATTACK], "tags": [ATTACK],
        "serials": "serial",
        "description": format!("<p onclick='x()'>A</p>{ATTACK}"), "description_bn": ATTACK,
        "images": [{"src": "https://x.example/'><img/src=x>.jpg", "alt": ATTACK}],
        "attributes": [
            {"key": "colour", "value": {"type": "text", "value": {"en": ATTACK, "bn": ATTACK}}},
            {"key": "volume", "value": {"type": "number", "value": {"amount": "1", "unit": "l"}}},
        ],
        "variants": [{"sku": SKU, "options": [ATTACK], "price_paisa": 10_000, "opening_stock": 9}],
    }));
    office
        .shop
        .create_product(&by, product.unwrap())
        .await
        .unwrap();
    let counted = office
        .shop
        .adjust_stock(&by, SKU, StockChange::To(8), ATTACK);
    counted.await.unwrap();
    office.shop.catalogue().refresh().await.unwrap();
}

async fn order(office: &Office, by: &shop::Caller) -> String {
    let admin = office.admin().await;
    let cart = office.shop.create_cart(by).await.unwrap();
    let cart = office.shop.set_line(by, cart.id, SKU, 1).await.unwrap();
    let order = PlaceOrder {
        cart: cart.id,
        expected_total: Paisa::new(cart.subtotal.get() + 7_000),
        contact: Contact::parse(ATTACK, "01712345678", None).unwrap(),
        address: Address::parse(ATTACK, ATTACK, "dhaka").unwrap(),
        payment_method: PaymentMethod::Cod,
        lang: Lang::Bn,
        fingerprint: [0; 32],
    };
    let key = IdempotencyKey::parse(&cart.id.to_string()).unwrap();
    let placed = office.shop.place_order(by, key, order).await.unwrap();
    let number = placed.order.number;
    let serials = |serial: &str| OrderStep::Pack {
        serials: vec![LineSerials {
            sku: SKU.into(),
            serials: vec![serial.into()],
        }],
    };
    let confirmed = office
        .shop
        .move_order(&admin, &number, OrderStep::Confirm.into());
    confirmed.await.unwrap();
    let packed = office
        .shop
        .move_order(&admin, &number, serials(ATTACK).into());
    assert!(
        packed.await.is_err(),
        "a serial number has letters and digits"
    );
    for step in [
        serials("SN-1"),
        OrderStep::Ship {
            courier: ATTACK.into(),
            tracking: ATTACK.into(),
        },
        OrderStep::Deliver,
    ] {
        let request = StepRequest {
            note: Some(ATTACK.into()),
            ..step.into()
        };
        let moved = office.shop.move_order(&admin, &number, request);
        moved.await.unwrap();
    }
    number.to_string()
}

async fn write(office: &Office) -> Written {
    goods(office).await;
    let by = office.admin().await;
    let karim = office.identity("karim").await;
    let address = AddressInput {
        name: ATTACK.into(),
        phone: "01712345678".into(),
        line: ATTACK.into(),
        area: ATTACK.into(),
        district: "dhaka".into(),
        default: true,
    };
    office.shop.add_address(&karim, &address).await.unwrap();
    let number = order(office, &shop::Caller::User(karim.clone())).await;
    let review = ReviewInput {
        stars: 1,
        title: ATTACK.into(),
        body: ATTACK.into(),
        name: ATTACK.into(),
        lang: Lang::En,
    };
    let review = office.shop.write_review(&karim, "attack", review).await;
    let review = review.unwrap().0;
    let decision = ReviewDecision {
        revision: review.revision,
        verdict: ReviewVerdict::Publish,
        reply: ATTACK.into(),
    };
    office
        .shop
        .decide_review(&by, review.id, decision)
        .await
        .unwrap();
    let now = office.shop.ambient().now();
    let sale = FlashSaleInput {
        name: ATTACK.into(),
        name_bn: ATTACK.into(),
        starts_at: now,
        ends_at: now + time::Duration::HOUR,
        lines: vec![FlashLineInput {
            sku: SKU.into(),
            price: Paisa::new(9_000),
            units_per_customer: 1,
        }],
    };
    let sale = office.shop.create_flash_sale(&by, sale).await.unwrap();
    let import = QueuedImport {
        file_name: format!("{ATTACK}.csv"),
        file: format!(
            "Handle,Title,Variant SKU,Variant Price\n,{ATTACK},=A,{ATTACK}\nx,{ATTACK},S,=1\n"
        )
        .into_bytes(),
        options: Default::default(),
    };
    let import = office.shop.queue_import(&by, import).await.unwrap();
    office.shop.run_next_import().await.unwrap();
    office
        .role(ATTACK, Permissions::of(&[Permission::Orders]))
        .await;
    Written {
        number,
        review: review.id.to_string(),
        sale: sale.id.to_string(),
        import: import.to_string(),
        customer: office.user("karim").await.to_string(),
    }
}

#[tokio::test]
async fn what_is_written_in_any_field_stays_text_on_every_page() {
    let office = Office::open(Engine::Sqlite).await;
    let written = write(&office).await;
    let admin = office.browser(Caller::Admin).await;
    let pages = authorisation()
        .into_iter()
        .filter(|rule| rule.method == "GET" && rule.who != Who::Anyone);
    let mut shown = Vec::new();
    for rule in pages {
        let path = written.address(&office, rule.path).await;
        for prefix in ["", "/bn"] {
            let at = format!("{prefix}{path}");
            let page = admin.get(&at).await;
            assert!(!page.status.is_server_error(), "{at}: {}", page.status);
            assert_eq!(page.header("x-content-type-options"), "nosniff", "{at}");
            if page.header("content-type").starts_with("text/html") {
                assert_text(&page, &at);
                if page.html().contains("&#60;img") {
                    shown.push(rule.path);
                }
            }
        }
    }
    for page in [
        "/admin/products",
        "/admin/products/{product}",
        "/admin/products/{product}/preview",
        "/admin/categories",
        "/admin/stock",
        "/admin/stock/{sku}",
        "/admin/bulk",
        "/admin/imports/{import}",
        "/admin/orders",
        "/admin/orders/{number}",
        "/admin/orders/{number}/packing-slip",
        "/admin/orders/{number}/invoice",
        "/admin/flash-sales",
        "/admin/flash-sales/{sale}",
        "/admin/reviews",
        "/admin/reviews/{review}",
        "/admin/roles",
        "/admin/audit",
    ] {
        assert!(shown.contains(&page), "{page} doesn't show it: {shown:?}");
    }
}

#[tokio::test]
async fn what_is_asked_for_and_refused_stays_text() {
    let office = Office::open(Engine::Sqlite).await;
    let admin = office.browser(Caller::Admin).await;
    let encoded = percent_encoding::utf8_percent_encode(ATTACK, percent_encoding::NON_ALPHANUMERIC);
    for prefix in ["", "/bn"] {
        for path in [
            "products",
            "stock",
            "orders",
            "customers",
            "reviews",
            "audit",
            "bulk",
            "coupons",
        ] {
            let names = [
                "q", "status", "sku", "category", "page", "sort", "actor", "from", "state",
            ];
            for name in names {
                let at = format!("{prefix}/admin/{path}?{name}={encoded}");
                assert_text(&admin.get(&at).await, &at);
            }
        }
        for path in [
            "new-coupon",
            "new-flash-sale",
            "roles",
            "staff",
            "categories",
        ] {
            let at = format!("{prefix}/admin/{path}");
            let fields = [
                "name",
                "name_bn",
                "code",
                "kind",
                "starts_at",
                "lines[0].sku",
                "lines[0].price",
                "username",
                "role",
                "parent",
                "slug",
                "amount",
            ];
            let form = fields.map(|name| (name, ATTACK));
            assert_text(&admin.post(&at, &form).await, &at);
        }
        for path in [
            format!("products/{encoded}"),
            format!("orders/{encoded}"),
            format!("{encoded}"),
        ] {
            let at = format!("{prefix}/admin/{path}");
            assert_text(&admin.get(&at).await, &at);
        }
    }
    let name = Registration {
        username: ATTACK.into(),
        password: PASSWORD.into(),
        ..Registration::default()
    };
    assert!(office.shop.register(name).await.is_err());
    assert!(domain::CouponCode::parse(ATTACK).is_err());
}

#[tokio::test]
async fn files_for_spreadsheets_hold_no_formulas() {
    let office = Office::open(Engine::Sqlite).await;
    let admin = office.browser(Caller::Admin).await;
    let import = QueuedImport {
        file_name: "=1+1\r\nX: y\".csv".into(),
        file: b"Handle,Title,Variant SKU,Variant Price\n,A,=A,-x\nh,+T,@S,1\n".to_vec(),
        options: Default::default(),
    };
    let by = office.admin().await;
    let id = office.shop.queue_import(&by, import).await.unwrap();
    office.shop.run_next_import().await.unwrap();
    let exported = admin.get("/admin/export/products.csv").await;
    exported.assert_has("h,'+T,");
    exported.assert_has(",'@S,");
    for path in [
        format!("/admin/imports/{id}/rejected.csv"),
        "/admin/export/products.csv".to_owned(),
    ] {
        let file = admin.get(&path).await;
        let cells = file
            .html()
            .split([',', '\n'])
            .map(|cell| cell.trim_start_matches('"'));
        for cell in cells {
            assert!(
                !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
                "{path}: {cell}"
            );
        }
        let name = file.header("content-disposition");
        assert!(!name.contains("1+1") && name.ends_with(".csv\""), "{name}");
        assert_eq!(file.header("x-content-type-options"), "nosniff");
    }
}
