//! A transaction: begun, used by the nouns' files, committed; rolled back when dropped.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use sqlx::{AssertSqlSafe, Postgres, Sqlite, SqlitePool, Transaction};

use crate::StoreError;
use crate::connect::Pools;
use crate::dialect::{Dialect, expand};
use crate::sql::{FromRow, Value, fetch_postgres, fetch_sqlite, patiently};

/// One transaction on either database. What it did is gone unless [`Tx::commit`] returned `Ok`;
/// when the connection breaks during commit, whether it happened is unknown until looked up.
pub struct Tx {
    inner: Inner,
    statements: Arc<AtomicU64>,
    patience: Duration,
    found_read_only: Arc<AtomicBool>,
    /// Whether entries of the audit log wait for their seal.
    pub(crate) audited: bool,
}

enum Inner {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// A file that could only be opened for reading stays so for as long as any connection of this
/// process has it open. Closes those at rest: once it may be written, the next to open it can.
async fn reopen(writer: &SqlitePool, readers: &SqlitePool) {
    let mut at_rest = writer.acquire().await.ok();
    while let Some(connection) = at_rest {
        // What is closed badly is closed.
        let _ = connection.close().await;
        at_rest = readers.try_acquire();
    }
}

impl Tx {
    pub(crate) async fn begin(
        pools: &Pools,
        statements: Arc<AtomicU64>,
        patience: Duration,
        found_read_only: Arc<AtomicBool>,
    ) -> Result<Self, StoreError> {
        let inner = match pools {
            // IMMEDIATE takes the write lock now, so that no statement later finds itself locked out.
            Pools::Sqlite { writer, readers } => {
                if found_read_only.swap(false, Ordering::Relaxed) {
                    reopen(writer, readers).await;
                }
                Inner::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?)
            }
            Pools::Postgres(pool) => Inner::Postgres(patiently(patience, pool.begin()).await?),
        };
        Ok(Self {
            inner,
            statements,
            patience,
            found_read_only,
            audited: false,
        })
    }

    /// Makes everything done in this transaction durable. Entries of the audit log are sealed
    /// first: that lock is the last one taken, whatever the transaction did, so that nobody waits
    /// for it in a circle, and it is held for nothing but the commit.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        if self.audited {
            self.seal_audit(None).await?;
        }
        self.count();
        match self.inner {
            Inner::Sqlite(tx) => tx.commit().await?,
            Inner::Postgres(tx) => patiently(self.patience, tx.commit()).await?,
        }
        Ok(())
    }

    /// Rows changed by a statement.
    pub(crate) async fn execute(
        &mut self,
        template: &'static str,
        binds: Vec<Value>,
    ) -> Result<u64, StoreError> {
        self.execute_list(template, 0, binds).await
    }

    /// Like [`Self::execute`], for a template with a list of `rows` items.
    pub(crate) async fn execute_list(
        &mut self,
        template: &'static str,
        rows: usize,
        binds: Vec<Value>,
    ) -> Result<u64, StoreError> {
        let text = self.text(template, rows);
        let done = match &mut self.inner {
            Inner::Postgres(tx) => {
                let query = binds
                    .into_iter()
                    .fold(sqlx::query(text), |q, v| v.bind_postgres(q));
                patiently(self.patience, query.execute(&mut **tx))
                    .await
                    .map(|done| done.rows_affected())
            }
            Inner::Sqlite(tx) => {
                let query = binds
                    .into_iter()
                    .fold(sqlx::query(text), |q, v| v.bind_sqlite(q));
                let done = query.execute(&mut **tx).await;
                done.map(|done| done.rows_affected())
                    .map_err(StoreError::from)
            }
        };
        self.noted(done)
    }

    pub(crate) async fn fetch_all<T: FromRow>(
        &mut self,
        template: &'static str,
        binds: Vec<Value>,
    ) -> Result<Vec<T>, StoreError> {
        self.fetch_list(template, 0, binds).await
    }

    /// Like [`Self::fetch_all`], for a template with a list of `rows` items.
    pub(crate) async fn fetch_list<T: FromRow>(
        &mut self,
        template: &'static str,
        rows: usize,
        binds: Vec<Value>,
    ) -> Result<Vec<T>, StoreError> {
        let text = self.text(template, rows);
        let rows = match &mut self.inner {
            Inner::Postgres(tx) => {
                patiently(self.patience, fetch_postgres(&mut **tx, text, binds)).await
            }
            Inner::Sqlite(tx) => fetch_sqlite(&mut **tx, text, binds).await,
        };
        self.noted(rows)
    }

    pub(crate) async fn fetch_optional<T: FromRow>(
        &mut self,
        template: &'static str,
        binds: Vec<Value>,
    ) -> Result<Option<T>, StoreError> {
        Ok(self.fetch_all(template, binds).await?.into_iter().next())
    }

    fn noted<T>(&self, outcome: Result<T, StoreError>) -> Result<T, StoreError> {
        if matches!(outcome, Err(StoreError::ReadOnly(_))) {
            self.found_read_only.store(true, Ordering::Relaxed);
        }
        outcome
    }

    fn text(&self, template: &'static str, rows: usize) -> AssertSqlSafe<String> {
        self.count();
        let dialect = match self.inner {
            Inner::Sqlite(_) => Dialect::Sqlite,
            Inner::Postgres(_) => Dialect::Postgres,
        };
        // Templates are literals in this crate; values only ever travel as binds.
        AssertSqlSafe(expand(dialect, template, rows).into_owned())
    }

    fn count(&self) {
        self.statements.fetch_add(1, Ordering::Relaxed);
    }
}
