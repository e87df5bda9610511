//! What the tests share: a storefront over a shop of its own, with the goods of `goods.rs`.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use domain::{Ambient, FlashSaleId, ManualClock, Paisa, Role, SeededEntropy, SessionId, UserId};
use edge::{Drain, Limiter, LoginLimit, Rate, Visitors};
use shop::{
    FlashLineInput, FlashSaleInput, Identity, ProductInput, Shop, ShopOptions, StockChange,
};
use store::testing::{Engine, TestDb};
use storefront::{ApiAddress, Contact, StorefrontOptions};
use time::macros::datetime;

use crate::goods;
use crate::visitor::Visitor;

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
        permissions: domain::Permissions::ALL,
        session: SessionId::mint(&ambient),
    }
}

impl Site {
    /// A shop with a phone in four variants, earbuds, a fan and a lamp.
    pub(crate) async fn open(engine: Engine) -> Self {
        Self::with(engine, ShopOptions::default()).await
    }

    /// The same, set up in another way.
    pub(crate) async fn with(engine: Engine, options: ShopOptions) -> Self {
        let db = TestDb::new(engine).await;
        let clock = ManualClock::new(datetime!(2026-11-23 13:04 UTC));
        let ambient = Ambient::new(Arc::new(clock.clone()), Arc::new(SeededEntropy::new(1)));
        let shop = Shop::open(db.store().clone(), ambient.clone(), options)
            .await
            .unwrap();
        let five = Rate {
            count: 5,
            window: std::time::Duration::from_secs(900),
        };
        let limiter = Limiter::in_process(ambient.clone());
        let options = StorefrontOptions {
            front: edge::Front {
                https: true,
                ..edge::Front::default()
            },
            secure_cookies: true,
            public_url: Some("https://shop.example".into()),
            api: ApiAddress::Port(5000),
            contact: Contact {
                phone: Some("09612-345678".into()),
                ..Contact::default()
            },
            visitors: Visitors::new(b"storefront", five, limiter.clone(), ambient),
            login_limit: LoginLimit::counted_by(limiter.clone(), Some(five)),
            limiter,
            limits: None,
            trusted_proxies: Vec::new(),
            drain: Drain::new(),
        };
        let router = storefront::router(shop.clone(), options);
        let site = Site {
            db,
            shop,
            clock,
            router,
        };
        site.shop
            .import_categories(goods::CATEGORIES)
            .await
            .unwrap();
        for product in goods::all() {
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

    /// Puts SKUs on sale for an hour from now on: (SKU, taka, units per customer).
    pub(crate) async fn sell(&self, name: &str, lines: &[(&str, i64, i64)]) -> FlashSaleId {
        let now = self.shop.ambient().now();
        let line = |&(sku, taka, units_per_customer): &(&str, i64, i64)| FlashLineInput {
            sku: sku.to_owned(),
            price: Paisa::from_taka(taka),
            units_per_customer,
        };
        let input = FlashSaleInput {
            name: name.to_owned(),
            name_bn: "ঈদের প্রহর".to_owned(),
            starts_at: now,
            ends_at: now + time::Duration::HOUR,
            lines: lines.iter().map(line).collect(),
        };
        let made = self.shop.create_flash_sale(&staff(), input).await.unwrap();
        self.refresh().await;
        made.id
    }

    /// Changes a price.
    pub(crate) async fn reprice(&self, sku: &str, taka: i64) {
        let paisa = taka * 100;
        let sql = format!("UPDATE variants SET price_paisa = {paisa} WHERE sku = '{sku}'");
        self.db.execute(&sql).await.unwrap();
    }

    /// Changes the units on hand.
    pub(crate) async fn count(&self, sku: &str, units: i64) {
        self.shop
            .adjust_stock(&staff(), sku, StockChange::To(units), "Counted")
            .await
            .unwrap();
        self.refresh().await;
    }

    /// How many orders there are.
    pub(crate) async fn orders(&self) -> i64 {
        self.shop
            .list_orders(Default::default(), Default::default())
            .await
            .unwrap()
            .total
    }

    /// Units on hand and reserved.
    pub(crate) async fn stock(&self, sku: &str) -> (i64, i64) {
        let view = self
            .shop
            .stock(sku, Default::default())
            .await
            .unwrap()
            .unwrap();
        (view.on_hand, view.reserved)
    }

    /// Somebody with an empty cookie jar.
    pub(crate) fn visitor(&self) -> Visitor {
        Visitor {
            router: self.router.clone(),
            jar: BTreeMap::new(),
        }
    }
}
