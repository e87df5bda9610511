//! Both migrated databases have the same schema, whatever each calls its types.
//!
//! Each engine's catalogue is read into one [`model::Schema`] and the two are compared table by
//! table: columns in their order, types through one mapping, NULLs, keys, indexes, checks, and
//! which tables refuse changes. The migration folders are compared with `src/migrate.rs` as well.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "the functions around the tests are test code as well"
)]

#[path = "schema_parity/checks.rs"]
mod checks;
#[path = "schema_parity/model.rs"]
mod model;
#[path = "schema_parity/postgres.rs"]
mod postgres;
#[path = "schema_parity/sqlite.rs"]
mod sqlite;

use std::collections::BTreeMap;
use std::path::Path;

use sqlx::{Connection as _, PgConnection, SqliteConnection};
use store::testing::{Engine, TestDb};

#[tokio::test]
async fn both_databases_have_the_same_schema() {
    let (left, right) = (
        TestDb::new(Engine::Sqlite).await,
        TestDb::new(Engine::Postgres).await,
    );
    let left = sqlite::schema(left.url()).await;
    let right = postgres::schema(right.url()).await;
    let names = |schema: &model::Schema| schema.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&left), names(&right));
    for (name, table) in &left {
        assert_eq!(
            Some(table),
            right.get(name),
            "{name}: SQLite on the left, PostgreSQL on the right"
        );
    }
}

/// What the comparison compares: a reader that sees nothing would find everything equal.
#[tokio::test]
async fn the_readers_see_what_there_is() {
    for engine in Engine::ALL {
        let db = TestDb::new(engine).await;
        let schema = match engine {
            Engine::Sqlite => sqlite::schema(db.url()).await,
            Engine::Postgres => postgres::schema(db.url()).await,
        };
        assert!(schema.len() >= 26, "{engine:?}: {} tables", schema.len());
        let orders = &schema["orders"];
        assert_eq!(
            orders.columns.first().unwrap(),
            &model::Column::new("id", "BLOB", false)
        );
        assert!(
            orders
                .columns
                .contains(&model::Column::new("placed_at", "TEXT", false))
        );
        assert!(
            orders
                .columns
                .contains(&model::Column::new("contact_email", "TEXT", true))
        );
        assert_eq!(orders.primary_key, ["id"]);
        assert!(orders.unique.contains(&vec!["cart_id".to_owned()]));
        assert_eq!(
            orders.indexes["orders_user"].columns,
            ["user_id", "placed_at"]
        );
        assert_eq!(orders.checks.len(), 8);
        assert_eq!(orders.foreign_keys.len(), 2);
        let follows = ["orders_give_promotions_back", "orders_take_coupon"];
        assert!(orders.follows.iter().eq(follows), "{engine:?}");
        assert_eq!(schema["jobs"].indexes["jobs_pending"].only_where.len(), 4);
        assert!(
            schema["cart_lines"]
                .foreign_keys
                .iter()
                .any(|key| key.on_delete == "CASCADE")
        );
        for table in ["stock_movements", "audit_log", "audit_head"] {
            assert!(
                schema[table].refuses.iter().eq(["DELETE", "UPDATE"]),
                "{engine:?} {table}"
            );
        }
    }
}

/// (number, name) of every migration file of an engine.
fn files(engine: &str) -> BTreeMap<i64, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("migrations")
        .join(engine);
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        let stem = file
            .strip_suffix(".sql")
            .unwrap_or_else(|| panic!("{file} is no migration"));
        let (number, name) = stem.split_once('_').unwrap();
        assert_eq!(
            number.len(),
            4,
            "{file}: four digits, so that files sort as they run"
        );
        let twice = files.insert(number.parse().unwrap(), name.to_owned());
        assert_eq!(twice, None, "two migrations have the number {number}");
    }
    files
}

#[test]
fn the_folders_have_the_same_migrations() {
    // Numbers are given out before their files land: a gap is fine, the same number twice isn't.
    let files_of_sqlite = files("sqlite");
    assert_eq!(files_of_sqlite, files("postgres"));
    assert_eq!(files_of_sqlite.keys().next(), Some(&1));
}

#[test]
fn every_file_is_listed_for_its_engine() {
    let source = include_str!("../src/migrate.rs");
    for engine in ["sqlite", "postgres"] {
        for (number, name) in files(engine) {
            let file = format!("include_str!(\"../migrations/{engine}/{number:04}_{name}.sql\")");
            assert_eq!(source.matches(&file).count(), 1, "{file}");
        }
    }
}

#[tokio::test]
async fn every_file_is_applied_under_its_number_and_name() {
    let want: Vec<(i64, String)> = files("sqlite").into_iter().collect();
    let applied = "SELECT version, description FROM _sqlx_migrations ORDER BY version";
    for engine in Engine::ALL {
        let db = TestDb::new(engine).await;
        let got: Vec<(i64, String)> = match engine {
            Engine::Sqlite => {
                let mut db = SqliteConnection::connect(db.url()).await.unwrap();
                sqlx::query_as(applied).fetch_all(&mut db).await.unwrap()
            }
            Engine::Postgres => {
                let mut db = PgConnection::connect(db.url()).await.unwrap();
                sqlx::query_as(applied).fetch_all(&mut db).await.unwrap()
            }
        };
        assert_eq!(got, want, "{engine:?}");
    }
}
