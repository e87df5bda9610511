//! Pools and single statements.
//!
//! SQLite has one writer (BEGIN IMMEDIATE, so that a transaction never has to upgrade its lock)
//! and a few readers; PostgreSQL has one pool. Reads go through [`Store::fetch_all`]; everything
//! that writes goes through [`Tx`](crate::Tx), begun by [`Store::begin`]. The password may change
//! while the shop is open (`connect/credentials.rs`).

mod credentials;

use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{AssertSqlSafe, Connection as _};

use crate::dialect::{Dialect, expand};
use crate::sql::{FromRow, Row, Value, fetch_postgres, fetch_sqlite, patiently};
use crate::{StoreError, Tx};

/// How long a connection at rest may take to show that it works.
const PING_TIMEOUT: Duration = Duration::from_secs(1);

/// How long a connection to PostgreSQL is used, from when it was made.
const LIFETIME: Duration = Duration::from_secs(30 * 60);

/// How to connect.
#[derive(Debug, Clone)]
pub struct StoreOptions {
    /// Connections at most (PostgreSQL), readers at most (SQLite, capped at 4).
    pub max_connections: u32,
    /// How long a caller waits for a connection before [`StoreError::Unavailable`].
    pub acquire_timeout: Duration,
    /// How long one statement may run (PostgreSQL) or wait for a lock (SQLite).
    pub statement_timeout: Duration,
}

impl Default for StoreOptions {
    fn default() -> Self {
        Self {
            max_connections: 10,
            acquire_timeout: Duration::from_secs(3),
            statement_timeout: Duration::from_secs(10),
        }
    }
}

/// The database behind the shop. Cheap to clone.
#[derive(Clone)]
pub struct Store(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) pools: Pools,
    options: StoreOptions,
    statements: Arc<AtomicU64>,
    /// How long PostgreSQL may take to answer at all: longer than it lets a statement run.
    patience: Duration,
    /// Whether a write found a SQLite file that may only be read: the next opens it anew.
    found_read_only: Arc<AtomicBool>,
}

pub(crate) enum Pools {
    Sqlite {
        writer: SqlitePool,
        readers: SqlitePool,
    },
    Postgres(PgPool),
}

/// Connections of the pool(s), for the gauge `db_pool_connections`.
#[derive(Debug, Clone, Copy)]
pub struct PoolState {
    /// Connections at work.
    pub used: u64,
    /// Connections at rest.
    pub idle: u64,
}

impl Store {
    /// Connects to `sqlite://path` or `postgres://…`. A SQLite file and its folder are made when missing.
    /// PostgreSQL is reached at the first statement, so that a process can start before its database.
    pub async fn connect(url: &str, options: StoreOptions) -> Result<Self, StoreError> {
        let pools = if url.starts_with("sqlite:") {
            sqlite_pools(url, &options).await?
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            Pools::Postgres(postgres_pool(url, &options)?)
        } else {
            return Err(StoreError::Settings(
                "the address must begin with sqlite:// or postgres://".into(),
            ));
        };
        Ok(Self(Arc::new(Inner {
            pools,
            statements: Arc::default(),
            patience: options.statement_timeout + options.acquire_timeout,
            options,
            found_read_only: Arc::default(),
        })))
    }

    /// Whether this is the embedded database, which `serve` migrates by itself.
    pub fn is_embedded(&self) -> bool {
        self.dialect() == Dialect::Sqlite
    }

    /// Statements sent since the store was opened, BEGIN and COMMIT included.
    pub fn statements(&self) -> u64 {
        self.0.statements.load(Ordering::Relaxed)
    }

    /// Answers whether the database answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.fetch_optional::<i64>("SELECT 1 AS value", vec![])
            .await
            .map(drop)
    }

    /// Connections in use and at rest.
    pub fn pool_state(&self) -> PoolState {
        let state = |size: u32, idle: usize| {
            let idle = idle as u64;
            PoolState {
                used: u64::from(size).saturating_sub(idle),
                idle,
            }
        };
        match &self.0.pools {
            Pools::Postgres(pool) => state(pool.size(), pool.num_idle()),
            Pools::Sqlite { writer, readers } => state(
                writer.size() + readers.size(),
                writer.num_idle() + readers.num_idle(),
            ),
        }
    }

    /// Closes every connection; SQLite folds its write-ahead log into the file.
    pub async fn close(&self) {
        match &self.0.pools {
            Pools::Postgres(pool) => pool.close().await,
            Pools::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
        }
    }

    /// Begins a transaction that may write.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        self.count();
        let inner = &self.0;
        let (statements, read_only) = (inner.statements.clone(), inner.found_read_only.clone());
        Tx::begin(&inner.pools, statements, inner.patience, read_only).await
    }

    pub(crate) fn dialect(&self) -> Dialect {
        match self.0.pools {
            Pools::Sqlite { .. } => Dialect::Sqlite,
            Pools::Postgres(_) => Dialect::Postgres,
        }
    }

    pub(crate) async fn fetch_all<T: FromRow>(
        &self,
        template: &'static str,
        binds: Vec<Value>,
    ) -> Result<Vec<T>, StoreError> {
        self.fetch_list(template, 0, binds).await
    }

    /// Like [`Self::fetch_all`], for a template with a list of `rows` items.
    pub(crate) async fn fetch_list<T: FromRow>(
        &self,
        template: &'static str,
        rows: usize,
        binds: Vec<Value>,
    ) -> Result<Vec<T>, StoreError> {
        self.count();
        let text = AssertSqlSafe(expand(self.dialect(), template, rows).into_owned());
        match &self.0.pools {
            Pools::Postgres(pool) => {
                patiently(self.0.patience, fetch_postgres(pool, text, binds)).await
            }
            Pools::Sqlite { readers, .. } => fetch_sqlite(readers, text, binds).await,
        }
    }

    pub(crate) async fn fetch_optional<T: FromRow>(
        &self,
        template: &'static str,
        binds: Vec<Value>,
    ) -> Result<Option<T>, StoreError> {
        Ok(self.fetch_all(template, binds).await?.into_iter().next())
    }

    pub(crate) async fn fetch_one<T: FromRow>(
        &self,
        template: &'static str,
        binds: Vec<Value>,
    ) -> Result<T, StoreError> {
        self.fetch_optional(template, binds)
            .await?
            .ok_or_else(|| StoreError::corrupt(template, "no row where there is always one"))
    }

    fn count(&self) {
        self.0.statements.fetch_add(1, Ordering::Relaxed);
    }
}

impl FromRow for i64 {
    /// A statement with one number in a column called `value`.
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        match row {
            // `SELECT 1` is int4 on PostgreSQL; every other number of ours is a bigint.
            Row::Postgres(pg) => {
                use sqlx::Row as _;
                pg.try_get::<i64, _>("value")
                    .or_else(|_| pg.try_get::<i32, _>("value").map(i64::from))
                    .map_err(StoreError::from)
            }
            Row::Sqlite(_) => row.get("value"),
        }
    }
}

async fn sqlite_pools(url: &str, options: &StoreOptions) -> Result<Pools, StoreError> {
    let connect = SqliteConnectOptions::from_str(url)
        .map_err(|e| StoreError::Settings(e.to_string()))?
        .create_if_missing(true)
        .foreign_keys(true)
        .busy_timeout(options.statement_timeout)
        // An answered order survives a power cut: WAL is synced at every commit.
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .statement_cache_capacity(512);
    if let Some(folder) = connect
        .get_filename()
        .parent()
        .filter(|f| !f.as_os_str().is_empty())
    {
        tokio::fs::create_dir_all(folder)
            .await
            .map_err(|e| StoreError::Settings(format!("can't make {}: {e}", folder.display())))?;
    }
    let pool = SqlitePoolOptions::new()
        .acquire_timeout(options.acquire_timeout)
        .max_lifetime(None)
        .idle_timeout(None)
        // After an I/O error SQLite rolls back by itself, and the driver, whose own rollback then
        // fails, takes the connection to be in a transaction for ever: the next one is a new one.
        .after_release(|connection, _| {
            Box::pin(async move {
                connection.ping().await?;
                Ok(!connection.is_in_transaction())
            })
        });
    // The writer connects first: it makes the file and switches it to WAL.
    let writer = pool
        .clone()
        .max_connections(1)
        .connect_with(connect.clone())
        .await?;
    let readers = pool
        .max_connections(options.max_connections.clamp(1, 4))
        .connect_lazy_with(connect.pragma("query_only", "on"));
    Ok(Pools::Sqlite { writer, readers })
}

fn postgres_options(url: &str, options: &StoreOptions) -> Result<PgConnectOptions, StoreError> {
    let timeout = options.statement_timeout.as_millis().to_string();
    Ok(PgConnectOptions::from_str(url)
        .map_err(|e| StoreError::Settings(e.to_string()))?
        .application_name("dhakacart")
        .statement_cache_capacity(512)
        .options([
            ("statement_timeout", timeout.as_str()),
            ("idle_in_transaction_session_timeout", timeout.as_str()),
            ("timezone", "UTC"),
        ]))
}

fn postgres_pool(url: &str, options: &StoreOptions) -> Result<PgPool, StoreError> {
    let connect = postgres_options(url, options)?;
    Ok(PgPoolOptions::new()
        .max_connections(options.max_connections)
        .acquire_timeout(options.acquire_timeout)
        .idle_timeout(Duration::from_secs(300))
        // A password that was changed is out of use within this time, whoever knew it.
        .max_lifetime(LIFETIME)
        // A server that is gone without a word must not keep its connections in the pool until TCP
        // gives up on them, a quarter of an hour later.
        .test_before_acquire(false)
        .before_acquire(|connection, _| Box::pin(answers(connection)))
        .after_release(|connection, _| Box::pin(answers(connection)))
        .connect_lazy_with(connect))
}

/// Whether there is somebody at the other end of a connection that nobody uses.
async fn answers(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    let asked = tokio::time::timeout(PING_TIMEOUT, connection.ping()).await;
    asked.map_or(Err(sqlx::Error::PoolTimedOut), |answer| {
        answer.map(|()| true)
    })
}
