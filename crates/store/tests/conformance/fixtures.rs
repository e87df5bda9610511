//! What checks begin with: a database, a clock that stands still until moved, goods on the shelf.

mod selling;

use std::sync::Arc;
use std::time::Duration;

use domain::{
    Ambient, CartId, ManualClock, MovementId, MovementReason, Paisa, Product, ProductId,
    ProductStatus, SeededEntropy, SerialRule, Sku, Slug, StockLevel, Text, Variant, VariantId,
};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};
use store::testing::{Engine, TestDb};
use store::{HoldRow, NewMovement, Store, StoreError, StoreOptions, Tx, Window};
use time::OffsetDateTime;
use time::macros::datetime;

/// Where the clock of every test begins.
pub(crate) const START: OffsetDateTime = datetime!(2026-03-01 09:00:00 UTC);
/// More than any list of these tests is long.
pub(crate) const ALL: Window = Window {
    limit: 1_000,
    offset: 0,
};
/// What one unit of anything costs.
pub(crate) const PRICE: Paisa = Paisa::from_taka(100);

/// A database of one engine, and the time.
pub(crate) struct Bench {
    pub(crate) engine: Engine,
    pub(crate) db: TestDb,
    pub(crate) clock: ManualClock,
    pub(crate) ambient: Ambient,
}

impl Bench {
    pub(crate) async fn new(engine: Engine) -> Self {
        let clock = ManualClock::new(START);
        let ambient = Ambient::new(Arc::new(clock.clone()), Arc::new(SeededEntropy::new(7)));
        Self {
            engine,
            db: TestDb::new(engine).await,
            clock,
            ambient,
        }
    }

    pub(crate) fn store(&self) -> &Store {
        self.db.store()
    }

    pub(crate) fn now(&self) -> OffsetDateTime {
        self.ambient.now()
    }

    /// Moves the clock on; ids minted afterwards are greater.
    pub(crate) fn later(&self, seconds: u64) -> OffsetDateTime {
        self.clock.advance(Duration::from_secs(seconds));
        self.now()
    }

    pub(crate) async fn begin(&self) -> Tx {
        self.store().begin().await.unwrap()
    }

    /// A product for sale with one variant per SKU, not written yet.
    pub(crate) fn product(&self, slug: &str, skus: &[&str]) -> Product {
        Product {
            id: ProductId::mint(&self.ambient),
            slug: Slug::parse(slug).unwrap(),
            title: Text::en(format!("Title of {slug}")),
            brand: "Deshi".into(),
            category: None,
            model: None,
            description: Text::en("<p>Good.</p>"),
            status: ProductStatus::Active,
            options: vec!["Colour".into()],
            attributes: vec![],
            images: vec![],
            tags: vec![],
            serials: SerialRule::None,
            variants: (0i64..)
                .zip(skus)
                .map(|(at, sku)| self.variant(sku, at))
                .collect(),
            created_at: self.now(),
            updated_at: self.now(),
            revision: 0,
        }
    }

    pub(crate) fn variant(&self, sku: &str, position: i64) -> Variant {
        Variant {
            id: VariantId::mint(&self.ambient),
            sku: Sku::parse(sku).unwrap(),
            position,
            options: vec![sku.to_owned()],
            price: Some(PRICE),
            compare_at: None,
            barcode: None,
            grams: 250,
            taxable: true,
        }
    }

    /// Writes a product under the next catalogue version, and the stock rows of its variants.
    pub(crate) async fn put(&self, product: &mut Product) -> Result<(), StoreError> {
        let mut tx = self.begin().await;
        product.revision = tx.next_catalogue_version().await?;
        tx.put_product(product).await?;
        let variants: Vec<VariantId> = product.variants.iter().map(|v| v.id).collect();
        tx.insert_stock(&variants).await?;
        tx.commit().await
    }

    /// A variant with units on the shelf, through the ledger as everywhere.
    pub(crate) async fn stocked(&self, sku: &str, on_hand: i64) -> VariantId {
        let mut product = self.product(&sku.to_lowercase(), &[sku]);
        self.put(&mut product).await.unwrap();
        let variant = product.variants.first().unwrap().id;
        let opening = self.movement(variant, on_hand, 0, MovementReason::Opening);
        self.move_stock(&[opening]).await.unwrap();
        variant
    }

    pub(crate) fn movement(
        &self,
        variant: VariantId,
        on_hand_delta: i64,
        reserved_delta: i64,
        reason: MovementReason,
    ) -> NewMovement {
        NewMovement {
            id: MovementId::mint(&self.ambient),
            variant,
            on_hand_delta,
            reserved_delta,
            reason,
            reference: None,
            actor: "system".into(),
            note: None,
            at: self.now(),
        }
    }

    pub(crate) async fn move_stock(&self, movements: &[NewMovement]) -> Result<(), StoreError> {
        let mut tx = self.begin().await;
        tx.move_stock(movements).await?;
        tx.commit().await
    }

    pub(crate) async fn level(&self, variant: VariantId) -> StockLevel {
        self.store()
            .list_stock_of(&[variant])
            .await
            .unwrap()
            .first()
            .unwrap()
            .1
    }

    pub(crate) async fn cart(&self, lines: &[(VariantId, i64)]) -> CartId {
        let id = CartId::mint(&self.ambient);
        let mut tx = self.begin().await;
        tx.insert_cart(id, None, self.now()).await.unwrap();
        for &(variant, quantity) in lines {
            tx.put_cart_line(id, variant, quantity, self.now())
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
        id
    }

    /// Keeps units for a cart until a moment, through the ledger.
    pub(crate) async fn hold(&self, hold: HoldRow, until: OffsetDateTime) {
        let mut tx = self.begin().await;
        let taken = self.movement(hold.variant, 0, hold.quantity, MovementReason::HoldTaken);
        tx.move_stock(&[taken]).await.unwrap();
        tx.insert_holds(&[hold], until).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// The same database behind a planner that can only join by nested loops, as it also does by
    /// itself when it takes a table for small.
    pub(crate) async fn badly_planned(&self) -> Store {
        let url = match self.engine {
            Engine::Sqlite => self.db.url().to_owned(),
            Engine::Postgres => ["hashjoin", "mergejoin", "hashagg", "sort", "material"]
                .iter()
                .fold(self.db.url().to_owned(), |url, off| {
                    format!("{url}%20-c%20enable_{off}%3Doff")
                }),
        };
        Store::connect(&url, StoreOptions::default()).await.unwrap()
    }

    /// A text from outside the store.
    pub(crate) async fn text(&self, sql: &str) -> String {
        let sql = AssertSqlSafe(sql.to_owned());
        match self.engine {
            Engine::Sqlite => {
                let mut outside = SqliteConnection::connect(self.db.url()).await.unwrap();
                sqlx::query_scalar(sql)
                    .fetch_one(&mut outside)
                    .await
                    .unwrap()
            }
            Engine::Postgres => {
                let mut outside = PgConnection::connect(self.db.url()).await.unwrap();
                sqlx::query_scalar(sql)
                    .fetch_one(&mut outside)
                    .await
                    .unwrap()
            }
        }
    }

    /// Returns once a session that has touched `table` waits for a lock. On SQLite at once: there
    /// the second transaction waits for the only writer, before its first statement.
    pub(crate) async fn somebody_waits(&self, table: &str) {
        if self.engine == Engine::Sqlite {
            return;
        }
        let waiting = format!(
            "SELECT CAST(COUNT(*) AS text) FROM pg_locks w JOIN pg_locks r ON r.pid = w.pid \
             WHERE NOT w.granted AND r.relation = to_regclass('{table}')"
        );
        let seen = async { while self.text(&waiting).await == "0" {} };
        tokio::time::timeout(Duration::from_secs(20), seen)
            .await
            .unwrap();
    }
}

/// Whether a CHECK, a foreign key or a trigger refused, not a UNIQUE.
pub(crate) fn refused<T>(outcome: &Result<T, StoreError>) -> bool {
    matches!(outcome, Err(StoreError::Constraint { unique: false, .. }))
}
