//! A shop of its own for every test, and what tests ask of it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use domain::{Ambient, ManualClock, Product, SeededEntropy};
use shop::{ImportError, ImportOptions, ImportReport, Shop, ShopOptions};
use store::testing::{Engine, TestDb};
use time::macros::datetime;

pub(crate) struct Bench {
    pub(crate) shop: Shop,
    pub(crate) clock: ManualClock,
    pub(crate) db: TestDb,
}

impl Bench {
    pub(crate) async fn open(engine: Engine) -> Self {
        let db = TestDb::new(engine).await;
        let clock = ManualClock::new(datetime!(2026-11-23 12:00 UTC));
        let entropy = Arc::new(SeededEntropy::new(21));
        let ambient = Ambient::new(Arc::new(clock.clone()), entropy);
        let options = ShopOptions::default();
        let shop = Shop::open(db.store().clone(), ambient, options)
            .await
            .unwrap();
        Self { shop, clock, db }
    }

    /// Imports a file, a minute after whatever was before.
    pub(crate) async fn try_import(
        &self,
        file: impl AsRef<[u8]>,
    ) -> Result<ImportReport, ImportError> {
        self.clock.advance(Duration::from_secs(60));
        let options = ImportOptions::default();
        self.shop
            .import_products(file.as_ref(), options, &mut |_, _| {})
            .await
    }

    pub(crate) async fn import(&self, file: &str) -> ImportReport {
        self.try_import(file).await.unwrap()
    }

    pub(crate) async fn import_with_stock(&self, file: &str) -> ImportReport {
        self.clock.advance(Duration::from_secs(60));
        let options = ImportOptions { set_stock: true };
        self.shop
            .import_products(file.as_bytes(), options, &mut |_, _| {})
            .await
            .unwrap()
    }

    pub(crate) async fn export(&self) -> String {
        let mut bytes = Vec::new();
        self.shop.export_products(&mut bytes).await.unwrap();
        String::from_utf8(bytes).unwrap()
    }

    pub(crate) async fn product(&self, slug: &str) -> Product {
        self.db.store().find_product(slug).await.unwrap().unwrap()
    }

    /// Units on hand and reserved, and the number of movements.
    pub(crate) async fn stock(&self, sku: &str) -> (i64, i64, i64) {
        let view = self
            .shop
            .stock(sku, Default::default())
            .await
            .unwrap()
            .unwrap();
        (view.on_hand, view.reserved, view.movements.total)
    }

    /// Everything that an import could change, for comparing.
    pub(crate) async fn everything(&self) -> String {
        let store = self.db.store();
        let version = store.catalogue_version().await.unwrap();
        let products = store.load_products(0).await.unwrap();
        let categories = store.list_categories().await.unwrap();
        let stock: BTreeMap<_, _> = store.list_stock().await.unwrap().into_iter().collect();
        let mut movements = Vec::new();
        for variant in products.iter().flat_map(|product| &product.variants) {
            movements.push(self.stock(variant.sku.as_str()).await);
        }
        let synonyms = store.list_synonyms().await.unwrap();
        format!("{version} {products:?} {categories:?} {stock:?} {movements:?} {synonyms:?}")
    }

    pub(crate) async fn assert_books(&self) {
        for verdict in self.shop.verify().await.unwrap() {
            assert_eq!(verdict.broken, 0, "{}: {}", verdict.name, verdict.says);
        }
    }
}

/// Lines and reasons.
pub(crate) fn rejected(report: &ImportReport) -> Vec<(u64, &str)> {
    report
        .rejected
        .iter()
        .map(|row| (row.line, row.reason.as_str()))
        .collect()
}
