//! A shop to test against. `user.rs` has who calls it, `answer.rs` what comes back.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use domain::{Ambient, Image, ManualClock, ProductStatus, Role, SeededEntropy};
use serde_json::json;
use shop::{Identity, OrderStep, ProductInput, Shop, ShopOptions, VariantInput};
use store::testing::{Engine, TestDb};
use time::macros::datetime;

use api::ApiOptions;

mod answer;
mod user;

pub(crate) use answer::Answer;
pub(crate) use user::{User, order_body};

/// Runs each test on both databases, with a shop of its own.
macro_rules! on_both {
    ($($(#[$attribute:meta])* async fn $name:ident($app:ident) $body:block)*) => { $(
        $(#[$attribute])*
        async fn $name($app: $crate::support::TestApp) $body

        mod $name {
            use $crate::support::TestApp;
            use store::testing::Engine;

            #[tokio::test]
            async fn sqlite() {
                Box::pin(super::$name(TestApp::new(Engine::Sqlite).await)).await;
            }

            #[tokio::test]
            async fn postgres() {
                Box::pin(super::$name(TestApp::new(Engine::Postgres).await)).await;
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
    pub(crate) keeper: Identity,
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
        let shop = Shop::open(db.store().clone(), ambient, shop_options)
            .await
            .unwrap();
        let mut options = ApiOptions::new("test", "1.2.3");
        change(&mut options);
        let router = api::router(shop.clone(), options);
        let keeper = identity(&shop, "keeper", Role::Admin).await;
        TestApp {
            clock,
            shop,
            router,
            keeper,
            db,
        }
    }

    /// Nobody.
    pub(crate) fn guest(&self) -> User {
        User {
            router: self.router.clone(),
            token: None,
            name: String::new(),
        }
    }

    /// A customer, newly registered.
    pub(crate) async fn customer(&self, name: &str) -> User {
        let body = json!({"username": name, "password": PASSWORD});
        let answer = self
            .guest()
            .post("/api/auth/register", &body)
            .await
            .expect(201);
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
        self.shop
            .add_staff(name, Some(PASSWORD), role)
            .await
            .unwrap();
        let token = self.shop.log_in(name, PASSWORD).await.unwrap().token;
        self.user(name, &token)
    }

    /// Whoever has this token.
    pub(crate) fn user(&self, name: &str, token: &str) -> User {
        User {
            router: self.router.clone(),
            token: Some(token.to_owned()),
            name: name.to_owned(),
        }
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

    /// Takes an order whose units have no numbers to its buyer.
    pub(crate) async fn deliver(&self, number: &str) {
        for to in ["confirm", "pack", "ship", "deliver"] {
            self.move_order(number, to).await;
        }
    }

    /// Moves an order whose units have no numbers.
    pub(crate) async fn move_order(&self, number: &str, to: &str) {
        let step = match to {
            "confirm" => OrderStep::Confirm,
            "pack" => OrderStep::Pack { serials: vec![] },
            "ship" => OrderStep::Ship {
                courier: "Pathao".into(),
                tracking: "PT-1".into(),
            },
            "deliver" => OrderStep::Deliver,
            _ => OrderStep::Return,
        };
        let number = number.parse().unwrap();
        let moved = self.shop.move_order(&self.keeper, &number, step.into());
        moved.await.unwrap();
    }

    /// Changes what a product costs, behind everybody's back: pages don't know yet.
    pub(crate) async fn reprice(&self, slug: &str, taka: i64) {
        let current = self.shop.staff_product(slug).await.unwrap();
        let input = plain(slug, taka, 0);
        let revision = current.product.revision;
        self.shop
            .update_product(&self.keeper, slug, revision, input)
            .await
            .unwrap();
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
        let stock = self
            .shop
            .stock(sku, shop::PageRequest::default())
            .await
            .unwrap()
            .unwrap();
        stock.on_hand - stock.reserved
    }
}

async fn identity(shop: &Shop, name: &str, role: Role) -> Identity {
    shop.add_staff(name, Some(PASSWORD), role).await.unwrap();
    let signed_in = shop.log_in(name, PASSWORD).await.unwrap();
    shop.authenticate_setting_up(&signed_in.token)
        .await
        .unwrap()
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
        images: vec![Image {
            src: format!("/assets/{slug}.svg"),
            alt: String::new(),
        }],
        tags: Vec::new(),
        serials: None,
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
