//! A database of its own for every test, on either engine.
//!
//! ```text
//! for engine in Engine::ALL {
//!     let db = TestDb::new(engine).await;
//!     db.store().ping().await.unwrap();
//! }
//! ```
//! SQLite gets a file in a temporary folder, PostgreSQL a schema; both go away with the [`TestDb`].
//! PostgreSQL's address comes from `DHAKACART_TEST_POSTGRES`, which `cargo xtask test` sets after
//! starting a private server. A missing one is a failure, never a skip.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};

use crate::dialect::Dialect;
use crate::{Store, StoreOptions};

/// Which engine a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// The embedded database.
    Sqlite,
    /// The server.
    Postgres,
}

impl Engine {
    /// Both, for tests that must hold on both.
    pub const ALL: [Engine; 2] = [Engine::Sqlite, Engine::Postgres];
}

/// The text that a template of this crate becomes on an engine, for `rows` list items: what the
/// test that prepares every statement needs.
pub fn expand(engine: Engine, template: &str, rows: usize) -> String {
    let dialect = match engine {
        Engine::Sqlite => Dialect::Sqlite,
        Engine::Postgres => Dialect::Postgres,
    };
    crate::dialect::expand(dialect, template, rows).into_owned()
}

/// A migrated, empty database.
pub struct TestDb {
    store: Store,
    url: String,
    schema: Option<(String, String)>,
    _folder: Option<tempfile::TempDir>,
}

static NEXT: AtomicU32 = AtomicU32::new(0);

#[expect(clippy::unwrap_used, reason = "only tests come here")]
impl TestDb {
    /// A database of its own, with every migration applied.
    pub async fn new(engine: Engine) -> Self {
        let patient = StoreOptions {
            // A test machine's disk may be busy with something else; who waits too long is a
            // question of load, which tests ask with options of their own.
            acquire_timeout: Duration::from_secs(60),
            ..StoreOptions::default()
        };
        Self::with_options(engine, patient).await
    }

    /// Like [`TestDb::new`], with other pool settings.
    pub async fn with_options(engine: Engine, mut options: StoreOptions) -> Self {
        let (url, schema, folder) = match engine {
            Engine::Sqlite => {
                let folder = tempfile::tempdir().unwrap();
                (
                    format!("sqlite://{}/test.db", folder.path().display()),
                    None,
                    Some(folder),
                )
            }
            Engine::Postgres => {
                let server = postgres_url();
                let name = format!(
                    "test_{}_{}",
                    std::process::id(),
                    NEXT.fetch_add(1, Ordering::Relaxed)
                );
                let mut admin = PgConnection::connect(&server).await.unwrap();
                // A killed run may have left one of the same name behind.
                let make = format!("DROP SCHEMA IF EXISTS {name} CASCADE; CREATE SCHEMA {name}");
                admin
                    .execute(sqlx::raw_sql(AssertSqlSafe(make)))
                    .await
                    .unwrap();
                let joiner = if server.contains('?') { '&' } else { '?' };
                // The schema travels in the address, so that a spawned binary finds it too.
                let url = format!("{server}{joiner}options=-c%20search_path%3D{name}");
                (url, Some((server, name)), None)
            }
        };
        options.max_connections = options.max_connections.min(10);
        let store = Store::connect(&url, options).await.unwrap();
        store.migrate().await.unwrap();
        Self {
            store,
            url,
            schema,
            _folder: folder,
        }
    }

    /// The store.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The address under which another process finds the same database.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Runs statements from outside the store: to break something on purpose.
    pub async fn execute(&self, sql: &str) -> Result<(), sqlx::Error> {
        let statements = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
        match &self.store.0.pools {
            crate::connect::Pools::Sqlite { writer, .. } => {
                writer.execute(statements).await.map(drop)
            }
            crate::connect::Pools::Postgres(pool) => pool.execute(statements).await.map(drop),
        }
    }

    /// Every row of every table as text, `table: row`, without those tables: to show that nothing
    /// was changed.
    pub async fn dump_rows(&self, except: &[&str]) -> Vec<String> {
        let mut dump = Vec::new();
        for (table, _) in self.count_rows().await {
            if except.contains(&table.as_str()) {
                continue;
            }
            let rows: Vec<String> = match &self.store.0.pools {
                crate::connect::Pools::Sqlite { readers, .. } => {
                    let columns = format!(
                        "SELECT group_concat('quote(' || name || ')', ' || '','' || ') \
                         FROM pragma_table_info('{table}')"
                    );
                    let columns: String = sqlx::query_scalar(AssertSqlSafe(columns))
                        .fetch_one(readers)
                        .await
                        .unwrap();
                    let rows = format!("SELECT {columns} FROM {table} ORDER BY 1");
                    let rows = sqlx::query_scalar(AssertSqlSafe(rows));
                    rows.fetch_all(readers).await.unwrap()
                }
                crate::connect::Pools::Postgres(pool) => {
                    let rows = format!("SELECT CAST(t AS text) FROM {table} t ORDER BY 1");
                    let rows = sqlx::query_scalar(AssertSqlSafe(rows));
                    rows.fetch_all(pool).await.unwrap()
                }
            };
            dump.extend(rows.iter().map(|row| format!("{table}: {row}")));
        }
        dump
    }

    /// How many rows each table has, by name: to show that nothing was stored.
    pub async fn count_rows(&self) -> Vec<(String, i64)> {
        const SQLITE: &str = "SELECT name FROM sqlite_master WHERE type = 'table' \
            AND name NOT LIKE 'sqlite_%' ORDER BY name";
        const POSTGRES: &str = "SELECT CAST(table_name AS text) FROM information_schema.tables \
            WHERE table_schema = current_schema() ORDER BY table_name";
        let count = |table: &str| AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"));
        let mut rows = Vec::new();
        match &self.store.0.pools {
            crate::connect::Pools::Sqlite { readers, .. } => {
                let tables: Vec<String> =
                    sqlx::query_scalar(SQLITE).fetch_all(readers).await.unwrap();
                for table in tables {
                    let counted = sqlx::query_scalar(count(&table)).fetch_one(readers).await;
                    rows.push((table, counted.unwrap()));
                }
            }
            crate::connect::Pools::Postgres(pool) => {
                let tables: Vec<String> =
                    sqlx::query_scalar(POSTGRES).fetch_all(pool).await.unwrap();
                for table in tables {
                    let counted = sqlx::query_scalar(count(&table)).fetch_one(pool).await;
                    rows.push((table, counted.unwrap()));
                }
            }
        }
        rows
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        let Some((server, name)) = self.schema.take() else {
            return;
        };
        // A thread of its own: the test's runtime may be shutting down.
        let cleanup = std::thread::spawn(move || {
            let Ok(runtime) = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
            else {
                return;
            };
            runtime.block_on(async {
                if let Ok(mut admin) = PgConnection::connect(&server).await {
                    let drop =
                        format!("SET lock_timeout = '2s'; DROP SCHEMA IF EXISTS {name} CASCADE");
                    let _ = admin.execute(sqlx::raw_sql(AssertSqlSafe(drop))).await;
                }
            });
        });
        let _ = cleanup.join();
    }
}

#[expect(
    clippy::disallowed_methods,
    clippy::panic,
    reason = "the one place tests learn where PostgreSQL is"
)]
fn postgres_url() -> String {
    std::env::var("DHAKACART_TEST_POSTGRES").unwrap_or_else(|_| {
        panic!(
            "DHAKACART_TEST_POSTGRES is not set: run `make test`, or `cargo xtask postgres` and export what it prints"
        )
    })
}
