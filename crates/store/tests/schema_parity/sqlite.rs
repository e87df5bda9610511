//! SQLite's schema, from its pragmas and its own CREATE statements.

use std::collections::BTreeSet;

use sqlx::{Connection as _, SqliteConnection};

use crate::checks::{essence, of_table};
use crate::model::{Column, ForeignKey, Index, Schema, Table};

pub(crate) async fn schema(url: &str) -> Schema {
    let mut db = SqliteConnection::connect(url).await.unwrap();
    let tables: Vec<(String, String, bool)> = sqlx::query_as(
        "SELECT s.name, s.sql, l.strict FROM sqlite_schema s JOIN pragma_table_list(s.name) l \
         WHERE s.type = 'table' AND s.name NOT IN ('_sqlx_migrations', 'sqlite_sequence') AND l.schema = 'main'",
    )
    .fetch_all(&mut db)
    .await
    .unwrap();
    let mut schema = Schema::new();
    for (name, create, strict) in tables {
        assert!(strict, "{name} is not STRICT");
        let mut table = Table::default();
        read_columns(&mut db, &name, &mut table).await;
        read_indexes(&mut db, &name, &mut table).await;
        read_keys_and_triggers(&mut db, &name, &mut table).await;
        // PostgreSQL's boolean needs no check to be 0 or 1.
        let checks = of_table(&create)
            .into_iter()
            .filter(|check| !check.ends_with("IN (0, 1)"));
        table.checks = checks.map(|check| essence(&check)).collect();
        table.checks.sort();
        schema.insert(name, table);
    }
    schema
}

async fn read_columns(db: &mut SqliteConnection, name: &str, table: &mut Table) {
    let columns: Vec<(String, String, bool, i64)> = sqlx::query_as(
        "SELECT name, type, \"notnull\", pk FROM pragma_table_info($1) ORDER BY cid",
    )
    .bind(name)
    .fetch_all(db)
    .await
    .unwrap();
    let mut key: Vec<(i64, String)> = Vec::new();
    for (column, kind, not_null, place) in columns {
        // A key of a STRICT table is never NULL, said or not.
        table.columns.push(Column::new(
            &column,
            &kind.to_uppercase(),
            !not_null && place == 0,
        ));
        if place > 0 {
            key.push((place, column));
        }
    }
    key.sort();
    table.primary_key = key.into_iter().map(|(_, column)| column).collect();
}

async fn read_indexes(db: &mut SqliteConnection, name: &str, table: &mut Table) {
    let indexes: Vec<(String, String, bool, Option<String>)> = sqlx::query_as(
        "SELECT l.name, l.origin, l.\"unique\", s.sql FROM pragma_index_list($1) l \
         LEFT JOIN sqlite_schema s ON s.type = 'index' AND s.name = l.name",
    )
    .bind(name)
    .fetch_all(&mut *db)
    .await
    .unwrap();
    for (name, origin, unique, sql) in indexes {
        let columns: Vec<String> =
            sqlx::query_scalar("SELECT name FROM pragma_index_info($1) ORDER BY seqno")
                .bind(&name)
                .fetch_all(&mut *db)
                .await
                .unwrap();
        if origin == "u" {
            table.unique.insert(columns);
        } else if origin == "c" {
            let sql = sql.unwrap();
            let only_where = sql
                .split_once(" WHERE ")
                .map(|(_, w)| essence(w))
                .unwrap_or_default();
            table.indexes.insert(
                name,
                Index {
                    columns,
                    unique,
                    only_where,
                },
            );
        }
    }
}

async fn read_keys_and_triggers(db: &mut SqliteConnection, name: &str, table: &mut Table) {
    let keys: Vec<(String, String, String, String)> = sqlx::query_as(
        "SELECT \"from\", \"table\", \"to\", on_delete FROM pragma_foreign_key_list($1)",
    )
    .bind(name)
    .fetch_all(&mut *db)
    .await
    .unwrap();
    let keys = keys
        .into_iter()
        .map(|(column, table, target, on_delete)| ForeignKey {
            column,
            table,
            target,
            on_delete,
        });
    table.foreign_keys = keys.collect();
    let triggers: Vec<(String, String)> = sqlx::query_as(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = $1",
    )
    .bind(name)
    .fetch_all(&mut *db)
    .await
    .unwrap();
    let (follow, refuse): (Vec<_>, Vec<_>) = triggers
        .into_iter()
        .partition(|(_, sql)| sql.contains(" AFTER "));
    let refused = |(_, sql): &(String, String)| {
        assert!(sql.contains("RAISE(ABORT,"), "{sql}");
        let (_, event) = sql.split_once(" BEFORE ").unwrap();
        event.split(' ').next().unwrap().to_owned()
    };
    table.refuses = refuse.iter().map(refused).collect::<BTreeSet<_>>();
    table.follows = follow.into_iter().map(|(name, _)| name).collect();
}
