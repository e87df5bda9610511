//! What a database in trouble looks like to the rooms above: one name per thing they can do.

use std::time::Duration;

use domain::CartId;
use sqlx::{Connection as _, Executor as _, SqliteConnection};
use store::testing::{Engine, TestDb};
use store::{Store, StoreError, StoreOptions};

use crate::fixtures::{Bench, START};

on_both![
    a_closed_pool_is_unavailable,
    a_read_only_database_says_so,
    a_taken_lock_is_busy
];

fn impatient() -> StoreOptions {
    let soon = Duration::from_millis(200);
    StoreOptions {
        max_connections: 2,
        acquire_timeout: soon,
        statement_timeout: soon,
    }
}

async fn write(store: &Store, bench: &Bench) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    tx.insert_cart(CartId::mint(&bench.ambient), None, START)
        .await?;
    tx.commit().await
}

async fn a_closed_pool_is_unavailable(bench: &Bench) {
    let store = Store::connect(bench.db.url(), impatient()).await.unwrap();
    write(&store, bench).await.unwrap();
    store.close().await;
    for error in [
        store.ping().await.unwrap_err(),
        write(&store, bench).await.unwrap_err(),
    ] {
        assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
        assert!(error.is_transient());
    }
}

async fn a_read_only_database_says_so(bench: &Bench) {
    let standby = format!(
        "{}%20-c%20default_transaction_read_only%3Don",
        bench.db.url()
    );
    let store = match bench.engine {
        Engine::Sqlite => {
            bench.db.execute("PRAGMA query_only = on").await.unwrap();
            bench.store().clone()
        }
        Engine::Postgres => Store::connect(&standby, impatient()).await.unwrap(),
    };
    let error = write(&store, bench).await.unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly(_)), "{error:?}");
    assert!(error.is_transient());
    store.ping().await.unwrap();
    assert_eq!(
        store.catalogue_version().await.unwrap(),
        0,
        "reading goes on"
    );
}

async fn a_taken_lock_is_busy(bench: &Bench) {
    let a = bench.stocked("A", 5).await;
    let mut holder = bench.begin().await;
    holder.lock_stock(&[a]).await.unwrap();
    // Another process, as far as the database can tell.
    let store = Store::connect(bench.db.url(), impatient()).await.unwrap();
    let lock = async {
        let mut tx = store.begin().await?;
        tx.lock_stock(&[a]).await
    };
    let error = lock.await.unwrap_err();
    assert!(matches!(error, StoreError::Busy(_)), "{error:?}");
    assert!(error.is_transient());
    store.ping().await.unwrap();
    holder.commit().await.unwrap();
    write(&store, bench).await.unwrap();
    store.close().await;
}

#[tokio::test]
async fn an_unreachable_server_is_unavailable() {
    let nobody = "postgres://nobody@127.0.0.1:1/nothing";
    let store = Store::connect(nobody, impatient()).await.unwrap();
    let asked = async {
        [
            store.ping().await.unwrap_err(),
            store.begin().await.map(drop).unwrap_err(),
            store.pending_migrations().await.unwrap_err(),
            store.migrate().await.unwrap_err(),
        ]
    };
    let errors = tokio::time::timeout(Duration::from_secs(10), asked)
        .await
        .unwrap();
    for error in errors {
        assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
    }
}

#[tokio::test]
async fn a_wrong_address_is_a_setting() {
    for address in [
        "mysql://localhost/shop",
        "",
        "shop.db",
        "postgres://[::1",
        "postgres://h:notaport/db",
    ] {
        let error = Store::connect(address, impatient())
            .await
            .map(drop)
            .unwrap_err();
        assert!(
            matches!(error, StoreError::Settings(_)),
            "{address}: {error:?}"
        );
        assert!(!error.is_transient());
    }
}

#[tokio::test]
async fn a_full_disk_is_full_and_nothing_is_lost() {
    let bench = Bench::new(Engine::Sqlite).await;
    bench.db.execute("PRAGMA max_page_count = 1").await.unwrap();
    let mut product = bench.product("big", &[]);
    product.description.en = "x".repeat(100_000);
    let error = bench.put(&mut product).await.unwrap_err();
    assert!(matches!(error, StoreError::Full(_)), "{error:?}");
    assert!(error.is_transient());
    assert_eq!(bench.store().find_product("big").await.unwrap(), None);
    bench
        .db
        .execute("PRAGMA max_page_count = 100000")
        .await
        .unwrap();
    bench.put(&mut product).await.unwrap();
}

#[tokio::test]
async fn a_file_another_process_writes_is_busy() {
    let db = TestDb::with_options(Engine::Sqlite, impatient()).await;
    let mut other = SqliteConnection::connect(db.url()).await.unwrap();
    other.execute("BEGIN IMMEDIATE").await.unwrap();
    let error = db.store().begin().await.map(drop).unwrap_err();
    assert!(matches!(error, StoreError::Busy(_)), "{error:?}");
    db.store().ping().await.unwrap();
    other.execute("ROLLBACK").await.unwrap();
    db.store().begin().await.unwrap().commit().await.unwrap();
}

#[tokio::test]
async fn a_folder_in_the_way_is_unavailable() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().display());
    let error = Store::connect(&url, impatient())
        .await
        .map(drop)
        .unwrap_err();
    assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
}

#[tokio::test]
async fn a_file_of_something_else_is_corrupt() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.db");
    std::fs::write(
        &path,
        "not a database, but long enough to be taken for one".repeat(100),
    )
    .unwrap();
    let url = format!("sqlite://{}", path.display());
    let error = Store::connect(&url, impatient())
        .await
        .map(drop)
        .unwrap_err();
    assert!(matches!(error, StoreError::Corrupt { .. }), "{error:?}");
}

/// Ends every other session of this test's schema that has touched a table.
const END_SESSIONS: &str = "SELECT CAST(COUNT(pg_terminate_backend(pid)) AS text) FROM pg_locks \
    WHERE relation = to_regclass('catalogue_version') AND pid <> pg_backend_pid()";

#[tokio::test]
async fn a_server_that_hangs_up_is_unavailable_and_comes_back() {
    let bench = Bench::new(Engine::Postgres).await;
    let mut tx = bench.begin().await;
    tx.next_catalogue_version().await.unwrap();
    assert_eq!(bench.text(END_SESSIONS).await, "1");
    let error = tx.next_catalogue_version().await.unwrap_err();
    assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
    drop(tx);
    assert_eq!(bench.store().catalogue_version().await.unwrap(), 0);
}

#[tokio::test]
async fn a_transaction_left_idle_is_ended_and_says_so() {
    let bench = Bench::new(Engine::Postgres).await;
    let store = Store::connect(bench.db.url(), impatient()).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    tx.next_catalogue_version().await.unwrap();
    let held = "SELECT CAST(COUNT(*) AS text) FROM pg_locks WHERE relation = to_regclass('catalogue_version')";
    let ended = async { while bench.text(held).await != "0" {} };
    tokio::time::timeout(Duration::from_secs(20), ended)
        .await
        .unwrap();
    let error = tx.next_catalogue_version().await.unwrap_err();
    assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
}
