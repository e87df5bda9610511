//! The catalogue over a database that others change.

use std::sync::Arc;
use std::time::Duration;

use domain::{Ambient, ManualClock, MovementId, MovementReason, SeededEntropy, VariantId};
use store::testing::{Engine, TestDb};
use store::{NewMovement, Store};
use time::OffsetDateTime;
use time::macros::datetime;

use crate::Catalogue;
use crate::query::Query;
use crate::testing::{ProductBuilder, category, level, product, search};

pub(super) const NOW: OffsetDateTime = datetime!(2026-11-01 10:00 UTC);

/// Another process that works on the same database.
pub(super) struct Office {
    pub(super) db: TestDb,
    pub(super) clock: ManualClock,
    pub(super) ambient: Ambient,
}

impl Office {
    pub(super) async fn new(engine: Engine) -> Self {
        let clock = ManualClock::new(NOW);
        let ambient = ambient(&clock);
        Self {
            db: TestDb::new(engine).await,
            clock,
            ambient,
        }
    }

    pub(super) fn store(&self) -> Store {
        self.db.store().clone()
    }

    /// Saves products as staff do.
    pub(super) async fn save(&self, products: &[&ProductBuilder]) {
        let mut tx = self.db.store().begin().await.unwrap();
        let version = tx.next_catalogue_version().await.unwrap();
        for builder in products {
            let mut product = (*builder).clone().revision(version).build();
            product.updated_at = self.ambient.now();
            tx.put_product(&product).await.unwrap();
            let variants: Vec<VariantId> = product.variants.iter().map(|v| v.id).collect();
            tx.insert_stock(&variants).await.unwrap();
        }
        tx.commit().await.unwrap();
    }

    /// Moves units of a product's first variant.
    async fn receive(&self, product: &ProductBuilder, units: i64) {
        let variant = first_variant(product);
        let mut tx = self.db.store().begin().await.unwrap();
        tx.lock_stock(&[variant]).await.unwrap();
        let movement = NewMovement {
            id: MovementId::mint(&self.ambient),
            variant,
            on_hand_delta: units,
            reserved_delta: 0,
            reason: MovementReason::Adjustment,
            reference: None,
            actor: "staff:rahim".to_owned(),
            note: None,
            at: self.ambient.now(),
        };
        tx.move_stock(&[movement]).await.unwrap();
        tx.commit().await.unwrap();
    }
}

fn ambient(clock: &ManualClock) -> Ambient {
    Ambient::new(Arc::new(clock.clone()), Arc::new(SeededEntropy::new(7)))
}

pub(super) fn first_variant(product: &ProductBuilder) -> VariantId {
    product.clone().build().variants[0].id
}

fn stock(catalogue: &Catalogue, slug: &str) -> i64 {
    catalogue.snapshot().product(slug).unwrap().stock()
}

#[tokio::test]
async fn loads_what_is_there() {
    for engine in Engine::ALL {
        let office = Office::new(engine).await;
        let empty = Catalogue::load(office.store(), office.ambient.clone())
            .await
            .unwrap();
        assert!(empty.snapshot().is_empty());

        let phones = category("phones");
        let phone = product("phone").category(phones.id);
        let mut tx = office.db.store().begin().await.unwrap();
        tx.put_category(&phones).await.unwrap();
        tx.replace_synonyms(&[vec!["phone".to_owned(), "মোবাইল".to_owned()]])
            .await
            .unwrap();
        tx.commit().await.unwrap();
        office.save(&[&phone, &product("draft").draft()]).await;
        office.receive(&phone, 12).await;

        let catalogue = Catalogue::load(office.store(), office.ambient.clone())
            .await
            .unwrap();
        let snapshot = catalogue.snapshot();
        assert_eq!((snapshot.version(), snapshot.len()), (1, 1));
        assert_eq!(stock(&catalogue, "phone"), 12);
        assert_eq!(snapshot.category("phones").unwrap().count, 1);
        assert_eq!(search(&snapshot, "মোবাইল").total, 1);
        assert!(!catalogue.refresh().await.unwrap(), "nothing changed since");
    }
}

#[tokio::test]
async fn one_poll_brings_what_others_did() {
    for engine in Engine::ALL {
        let office = Office::new(engine).await;
        let (phone, radio) = (product("phone"), product("radio"));
        office.save(&[&phone, &radio]).await;
        let catalogue = Catalogue::load(office.store(), office.ambient.clone())
            .await
            .unwrap();
        let before = catalogue.snapshot();

        // Stock: no new snapshot, only a new level.
        office.clock.advance(Duration::from_secs(60));
        office.receive(&radio, 3).await;
        assert!(catalogue.refresh().await.unwrap());
        assert!(Arc::ptr_eq(&before, &catalogue.snapshot()));
        assert_eq!(stock(&catalogue, "radio"), 3);
        assert!(!catalogue.refresh().await.unwrap());

        // A price, a product that is withdrawn, a new one with its stock.
        let lamp = product("lamp");
        office
            .save(&[&phone.clone().price(250), &radio.clone().draft(), &lamp])
            .await;
        office.receive(&lamp, 4).await;
        assert!(catalogue.refresh().await.unwrap());
        let after = catalogue.snapshot();
        assert_eq!(after.version(), 2);
        assert_eq!(after.product("phone").unwrap().price.get(), 25_000);
        assert!(after.product("radio").is_none());
        assert_eq!(stock(&catalogue, "lamp"), 4);

        // Published again, it shows what its stock became meanwhile.
        office.receive(&radio, -1).await;
        catalogue.refresh().await.unwrap();
        office.save(&[&radio]).await;
        assert!(catalogue.refresh().await.unwrap());
        assert_eq!(stock(&catalogue, "radio"), 2);
    }
}

#[tokio::test]
async fn a_new_listing_has_its_level_however_old_and_whatever_failed() {
    for engine in Engine::ALL {
        let office = Office::new(engine).await;
        let (phone, lamp) = (product("phone"), product("lamp"));
        office.save(&[&phone, &lamp.clone().draft()]).await;
        office.receive(&lamp, 8).await;
        office.clock.advance(Duration::from_secs(3_600));
        office.receive(&phone, 1).await;
        let catalogue = Catalogue::load(office.store(), office.ambient.clone())
            .await
            .unwrap();
        catalogue.refresh().await.unwrap();

        office.save(&[&lamp]).await;
        office
            .db
            .execute("ALTER TABLE stock RENAME TO elsewhere")
            .await
            .unwrap();
        assert!(
            catalogue.refresh().await.is_err(),
            "built, but its level can't be read"
        );
        assert!(catalogue.snapshot().product("lamp").is_none());
        office
            .db
            .execute("ALTER TABLE elsewhere RENAME TO stock")
            .await
            .unwrap();
        assert!(catalogue.refresh().await.unwrap());
        assert_eq!(stock(&catalogue, "lamp"), 8);
    }
}

#[tokio::test]
async fn own_orders_are_seen_at_once_and_a_late_movement_within_the_overlap() {
    for engine in Engine::ALL {
        let mut office = Office::new(engine).await;
        let (phone, radio) = (product("phone"), product("radio"));
        office.save(&[&phone, &radio]).await;
        let catalogue = Catalogue::load(office.store(), office.ambient.clone())
            .await
            .unwrap();
        assert!(catalogue.apply_stock(&[(first_variant(&phone), level(7))]));
        assert_eq!(stock(&catalogue, "phone"), 7);
        assert!(!catalogue.apply_stock(&[(first_variant(&product("other")), level(7))]));

        office.receive(&phone, 5).await;
        catalogue.refresh().await.unwrap();
        assert_eq!(stock(&catalogue, "phone"), 5, "the database is right");
        // A replica whose clock is 4 s behind the newest movement that was seen.
        office.ambient = ambient(&ManualClock::new(NOW - Duration::from_secs(4)));
        office.receive(&radio, 6).await;
        assert!(catalogue.refresh().await.unwrap());
        assert_eq!(stock(&catalogue, "radio"), 6);
    }
}

#[tokio::test]
async fn reading_runs_no_sql() {
    for engine in Engine::ALL {
        let office = Office::new(engine).await;
        let phone = product("phone").brand("Nokia");
        office.save(&[&phone]).await;
        let catalogue = Catalogue::load(office.store(), office.ambient.clone())
            .await
            .unwrap();
        let statements = office.db.store().statements();
        let snapshot = catalogue.snapshot();
        let listing = snapshot.product("phone").unwrap();
        assert_eq!(search(&snapshot, "phonne nokia").total, 1);
        assert_eq!(snapshot.search(&Query::default()).total, 1);
        assert_eq!(snapshot.suggest("nok", domain::Lang::Bn, 5).len(), 2);
        assert_eq!(
            snapshot.related(listing, 3).len() + snapshot.newest(3).len(),
            1
        );
        assert_eq!(office.db.store().statements(), statements);
        catalogue.refresh().await.unwrap();
        assert_eq!(
            office.db.store().statements(),
            statements + 2,
            "a poll that finds nothing"
        );
    }
}

#[tokio::test]
async fn a_failing_database_changes_nothing() {
    for engine in Engine::ALL {
        let office = Office::new(engine).await;
        let phone = product("phone");
        office.save(&[&phone]).await;
        office.receive(&phone, 2).await;
        let catalogue = Catalogue::load(office.store(), office.ambient.clone())
            .await
            .unwrap();
        let before = catalogue.snapshot();
        office.save(&[&product("radio")]).await;
        office
            .db
            .execute("ALTER TABLE synonyms RENAME TO elsewhere")
            .await
            .unwrap();
        assert!(catalogue.refresh().await.is_err());
        assert!(Arc::ptr_eq(&before, &catalogue.snapshot()));
        assert_eq!(stock(&catalogue, "phone"), 2);
        office
            .db
            .execute("ALTER TABLE elsewhere RENAME TO synonyms")
            .await
            .unwrap();
        assert!(catalogue.refresh().await.unwrap());
        assert_eq!(catalogue.snapshot().len(), 2);
    }
}

#[tokio::test]
async fn a_restored_backup_is_read_from_the_start() {
    for engine in Engine::ALL {
        let office = Office::new(engine).await;
        office.save(&[&product("phone")]).await;
        office.save(&[&product("radio")]).await;
        let catalogue = Catalogue::load(office.store(), office.ambient.clone())
            .await
            .unwrap();
        let restore = "UPDATE products SET title_en = 'Older', revision = 1; \
                       UPDATE stock SET on_hand = 5; UPDATE catalogue_version SET version = 1";
        office.db.execute(restore).await.unwrap();
        let sequence = catalogue.snapshot().sequence();
        assert!(catalogue.refresh().await.unwrap());
        let snapshot = catalogue.snapshot();
        assert_eq!(snapshot.product("radio").unwrap().product.title.en, "Older");
        assert_eq!(search(&snapshot, "older").total, 2);
        assert_eq!(stock(&catalogue, "radio"), 5);
        assert!(snapshot.version() == 1 && snapshot.sequence() > sequence);
    }
}

#[tokio::test]
async fn following_ends_when_told_and_survives_failures() {
    for engine in Engine::ALL {
        let office = Office::new(engine).await;
        let phone = product("phone");
        office.save(&[&phone]).await;
        let catalogue = Catalogue::load(office.store(), office.ambient.clone())
            .await
            .unwrap();
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let shutdown = async move { drop(stopped.await) };
        let follower = tokio::spawn(catalogue.clone().follow(Duration::from_millis(1), shutdown));

        office
            .db
            .execute("ALTER TABLE catalogue_version RENAME TO elsewhere")
            .await
            .unwrap();
        assert!(catalogue.refresh().await.is_err(), "polls fail now");
        office
            .db
            .execute("ALTER TABLE elsewhere RENAME TO catalogue_version")
            .await
            .unwrap();
        office.receive(&phone, 9).await;
        office.save(&[&product("radio")]).await;
        let seen = async {
            while catalogue.snapshot().len() < 2 || stock(&catalogue, "phone") < 9 {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), seen)
            .await
            .unwrap();

        stop.send(()).unwrap();
        tokio::time::timeout(Duration::from_secs(30), follower)
            .await
            .unwrap()
            .unwrap();
    }
}
