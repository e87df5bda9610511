//! Migrations: two folders with the same numbers and names, compared by a test.
//!
//! Only `dhakacart migrate` applies them, and `serve` on the embedded database.

use sqlx::migrate::{Migrate, MigrateError, Migration, MigrationType, Migrator};
use sqlx::{SqlStr, SqlitePool};

use crate::connect::Pools;
use crate::{Store, StoreError};

/// A migration that the database has not seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingMigration {
    /// Its number.
    pub version: i64,
    /// Its name.
    pub name: String,
}

/// (version, name, SQLite's text, PostgreSQL's text)
const MIGRATIONS: &[(i64, &str, &str, &str)] = &[
    (
        1,
        "shop",
        include_str!("../migrations/sqlite/0001_shop.sql"),
        include_str!("../migrations/postgres/0001_shop.sql"),
    ),
    (
        2,
        "fulfilment",
        include_str!("../migrations/sqlite/0002_fulfilment.sql"),
        include_str!("../migrations/postgres/0002_fulfilment.sql"),
    ),
    (
        3,
        "promotions",
        include_str!("../migrations/sqlite/0003_promotions.sql"),
        include_str!("../migrations/postgres/0003_promotions.sql"),
    ),
    (
        4,
        "community",
        include_str!("../migrations/sqlite/0004_community.sql"),
        include_str!("../migrations/postgres/0004_community.sql"),
    ),
    (
        5,
        "goods",
        include_str!("../migrations/sqlite/0005_goods.sql"),
        include_str!("../migrations/postgres/0005_goods.sql"),
    ),
    (
        6,
        "back_office",
        include_str!("../migrations/sqlite/0006_back_office.sql"),
        include_str!("../migrations/postgres/0006_back_office.sql"),
    ),
    (
        7,
        "identity",
        include_str!("../migrations/sqlite/0007_identity.sql"),
        include_str!("../migrations/postgres/0007_identity.sql"),
    ),
];

fn migrations(sqlite: bool) -> Vec<Migration> {
    MIGRATIONS
        .iter()
        .map(|&(version, name, for_sqlite, for_postgres)| {
            let sql = if sqlite { for_sqlite } else { for_postgres };
            Migration::new(
                version,
                name.into(),
                MigrationType::Simple,
                SqlStr::from_static(sql),
                false,
            )
        })
        .collect()
}

impl Store {
    /// Applies what is missing, one process at a time. On PostgreSQL each migration has a
    /// transaction of its own; on SQLite all of them share one, which is also what others wait for.
    pub async fn migrate(&self) -> Result<Vec<PendingMigration>, StoreError> {
        let pending = self.pending_migrations().await?;
        let migrator = Migrator::with_migrations(migrations(self.is_embedded()));
        let outcome = match &self.0.pools {
            Pools::Sqlite { writer, .. } => migrate_sqlite(&migrator, writer).await?,
            Pools::Postgres(pool) => migrator.run(pool).await,
        };
        outcome.map_err(|e| StoreError::Migration(e.to_string()))?;
        Ok(pending)
    }

    /// What [`Store::migrate`] would apply. Reads only.
    pub async fn pending_migrations(&self) -> Result<Vec<PendingMigration>, StoreError> {
        let applied = match &self.0.pools {
            Pools::Sqlite { readers, .. } => applied_versions(&mut *readers.acquire().await?).await,
            Pools::Postgres(pool) => applied_versions(&mut *pool.acquire().await?).await,
        }?;
        Ok(MIGRATIONS
            .iter()
            .filter(|(version, ..)| !applied.contains(version))
            .map(|&(version, name, ..)| PendingMigration {
                version,
                name: name.to_owned(),
            })
            .collect())
    }
}

/// sqlx locks migrations on PostgreSQL only; here the write lock does it.
async fn migrate_sqlite(
    migrator: &Migrator,
    writer: &SqlitePool,
) -> Result<Result<(), MigrateError>, StoreError> {
    let mut tx = writer.begin_with("BEGIN IMMEDIATE").await?;
    let outcome = migrator.run_direct(None, &mut *tx, false).await;
    if outcome.is_ok() {
        tx.commit().await?;
    }
    Ok(outcome)
}

/// Versions in the migrations table; none when the table isn't there yet.
async fn applied_versions<C: Migrate>(connection: &mut C) -> Result<Vec<i64>, StoreError> {
    match connection.list_applied_migrations("_sqlx_migrations").await {
        Ok(applied) => Ok(applied.into_iter().map(|m| m.version).collect()),
        Err(MigrateError::Execute(error)) => match StoreError::from(error) {
            StoreError::Other(_) => Ok(Vec::new()),
            failed => Err(failed),
        },
        Err(error) => Err(StoreError::Migration(error.to_string())),
    }
}
