//! Migrations: applied once, by one process at a time, and seen when missing.

use store::testing::Engine;
use store::{PendingMigration, Store, StoreOptions};

use crate::fixtures::Bench;

on_both![
    nothing_is_left_to_apply,
    a_fresh_database_misses_all,
    two_processes_migrate_once
];

async fn empty(bench: &Bench, name: &str) -> String {
    match bench.engine {
        Engine::Sqlite => bench.db.url().replace("test.db", &format!("{name}.db")),
        Engine::Postgres => {
            let schema = bench.text("SELECT CAST(current_schema() AS text)").await;
            // Within the test's own schema there is nothing to nest; empty it instead.
            bench
                .db
                .execute(&format!(
                    "DROP SCHEMA {schema} CASCADE; CREATE SCHEMA {schema}"
                ))
                .await
                .unwrap();
            bench.db.url().to_owned()
        }
    }
}

async fn nothing_is_left_to_apply(bench: &Bench) {
    assert!(bench.store().pending_migrations().await.unwrap().is_empty());
    assert!(bench.store().migrate().await.unwrap().is_empty());
    assert_eq!(bench.store().is_embedded(), bench.engine == Engine::Sqlite);
}

async fn a_fresh_database_misses_all(bench: &Bench) {
    let url = empty(bench, "folder/fresh").await;
    let store = Store::connect(&url, StoreOptions::default()).await.unwrap();
    let missing = store.pending_migrations().await.unwrap();
    assert_eq!(
        missing.first(),
        Some(&PendingMigration {
            version: 1,
            name: "shop".into()
        })
    );
    assert_eq!(
        store.pending_migrations().await.unwrap(),
        missing,
        "asking changes nothing"
    );
    assert_eq!(store.migrate().await.unwrap(), missing);
    assert!(store.pending_migrations().await.unwrap().is_empty());
    assert_eq!(store.catalogue_version().await.unwrap(), 0);
    store.close().await;
}

async fn two_processes_migrate_once(bench: &Bench) {
    let url = empty(bench, "twice").await;
    let mut stores = Vec::new();
    for _ in 0..4 {
        stores.push(Store::connect(&url, StoreOptions::default()).await.unwrap());
    }
    let running: Vec<_> = stores
        .into_iter()
        .map(|store| {
            tokio::spawn(async move {
                (
                    store.migrate().await.map(drop),
                    store.pending_migrations().await,
                )
            })
        })
        .collect();
    for migration in running {
        let (outcome, missing) = migration.await.unwrap();
        outcome.unwrap();
        assert!(missing.unwrap().is_empty());
    }
}
