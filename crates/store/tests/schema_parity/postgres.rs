//! PostgreSQL's schema, from its catalogues, in SQLite's words.

use sqlx::{Connection as _, PgConnection};

use crate::checks::essence;
use crate::model::{Column, ForeignKey, Index, Schema, Table};

/// (table, kind, its columns, the table referred to, its columns, what a delete there does, text)
type Constraint = (
    String,
    String,
    Vec<String>,
    Option<String>,
    Vec<String>,
    String,
    String,
);

const CONSTRAINTS: &str = "SELECT t.relname::text AS name, c.contype::text AS kind, \
    ARRAY(SELECT a.attname::text FROM unnest(c.conkey) WITH ORDINALITY k(n, at) \
      JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.n ORDER BY k.at) AS columns, \
    f.relname::text AS target, \
    ARRAY(SELECT a.attname::text FROM unnest(c.confkey) WITH ORDINALITY k(n, at) \
      JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.n ORDER BY k.at) AS target_columns, \
    c.confdeltype::text AS on_delete, pg_get_constraintdef(c.oid) AS text \
    FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid LEFT JOIN pg_class f ON f.oid = c.confrelid \
    WHERE c.connamespace = current_schema()::regnamespace AND t.relname <> '_sqlx_migrations' \
    AND c.contype <> 'n'";

const INDEXES: &str = "SELECT t.relname::text, i.relname::text, x.indisunique, \
    COALESCE(pg_get_expr(x.indpred, x.indrelid), ''), \
    ARRAY(SELECT a.attname::text FROM unnest(x.indkey::int2[]) WITH ORDINALITY k(n, at) \
      JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.n ORDER BY k.at) \
    FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid \
    WHERE i.relnamespace = current_schema()::regnamespace \
    AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = x.indexrelid)";

/// (table, name, before the change, its function refuses, the events it sees)
type Trigger = (String, String, bool, bool, Vec<String>);

/// The bits of `tgtype` are those of `pg_trigger.h`. `information_schema.triggers` would read
/// easier, but a condition on its text is asked of every schema's triggers, and one that another
/// test drops in that moment is an error.
const TRIGGERS: &str = "SELECT t.relname::text, g.tgname::text, g.tgtype & 2 <> 0, \
    starts_with(p.proname::text, 'refuse_'), \
    ARRAY(SELECT e.name FROM (VALUES (4, 'INSERT'), (8, 'DELETE'), (16, 'UPDATE')) e (bit, name) \
      WHERE g.tgtype & e.bit <> 0) \
    FROM pg_trigger g JOIN pg_class t ON t.oid = g.tgrelid JOIN pg_proc p ON p.oid = g.tgfoid \
    WHERE t.relnamespace = current_schema()::regnamespace AND NOT g.tgisinternal";

pub(crate) async fn schema(url: &str) -> Schema {
    let mut db = PgConnection::connect(url).await.unwrap();
    let mut schema = Schema::new();
    let columns: Vec<(String, String, String, bool)> = sqlx::query_as(
        "SELECT table_name::text, column_name::text, data_type::text, is_nullable = 'YES' \
         FROM information_schema.columns WHERE table_schema = current_schema() \
         AND table_name <> '_sqlx_migrations' ORDER BY table_name, ordinal_position",
    )
    .fetch_all(&mut db)
    .await
    .unwrap();
    for (table, column, kind, nullable) in columns {
        let column = Column::new(&column, kept_as(&table, &kind), nullable);
        schema.entry(table).or_default().columns.push(column);
    }
    let constraints: Vec<Constraint> = sqlx::query_as(CONSTRAINTS)
        .fetch_all(&mut db)
        .await
        .unwrap();
    for row in constraints {
        let table = schema.get_mut(&row.0).unwrap();
        add_constraint(table, row);
    }
    let indexes: Vec<(String, String, bool, String, Vec<String>)> =
        sqlx::query_as(INDEXES).fetch_all(&mut db).await.unwrap();
    for (table, name, unique, condition, columns) in indexes {
        let index = Index {
            columns,
            unique,
            only_where: essence(&condition),
        };
        schema.get_mut(&table).unwrap().indexes.insert(name, index);
    }
    let triggers: Vec<Trigger> = sqlx::query_as(TRIGGERS).fetch_all(&mut db).await.unwrap();
    for (table, name, before, refuses, events) in triggers {
        let table = schema.get_mut(&table).unwrap();
        if !before {
            table.follows.insert(name);
        } else if refuses {
            table.refuses.extend(events);
        }
    }
    for table in schema.values_mut() {
        table.checks.sort();
    }
    schema
}

/// The type mapping, in one place.
fn kept_as(table: &str, kind: &str) -> &'static str {
    match kind {
        "uuid" | "bytea" => "BLOB",
        "text" | "timestamp with time zone" | "jsonb" => "TEXT",
        "bigint" | "boolean" => "INTEGER",
        other => panic!("{table} has a {other}, for which SQLite's type is not decided"),
    }
}

fn add_constraint(table: &mut Table, row: Constraint) {
    let (_, kind, columns, target, target_columns, on_delete, text) = row;
    match kind.as_str() {
        "p" => table.primary_key = columns,
        "u" => drop(table.unique.insert(columns)),
        "c" => table.checks.push(essence(&text)),
        "f" => {
            let on_delete = match on_delete.as_str() {
                "a" => "NO ACTION",
                "r" => "RESTRICT",
                "c" => "CASCADE",
                "n" => "SET NULL",
                _ => "SET DEFAULT",
            };
            let target = target.unwrap();
            for (column, to) in columns.into_iter().zip(target_columns) {
                let on_delete = on_delete.to_owned();
                table.foreign_keys.insert(ForeignKey {
                    column,
                    table: target.clone(),
                    target: to,
                    on_delete,
                });
            }
        }
        other => panic!("a constraint of a kind not compared yet: {other}"),
    }
}
