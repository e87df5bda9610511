//! Every statement in `src/` is understood by both databases.
//!
//! The sources are scanned for string literals that begin with a statement's verb, so a new
//! statement is checked without anybody listing it; its fragments are expanded by the code that
//! expands them at run time. Both engines must also agree on how many values go in and which
//! columns come out.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "the functions around the tests are test code as well"
)]

#[path = "statements/literals.rs"]
mod literals;

use std::path::{Path, PathBuf};

use sqlx::{
    AssertSqlSafe, Column as _, Connection as _, Either, Executor as _, PgConnection,
    SqlSafeStr as _, SqliteConnection,
};
use store::testing::{Engine, TestDb, expand};

const VERBS: [&str; 5] = ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"];
/// Fewer means that the scan, not the code, has lost statements.
const AT_LEAST: usize = 90;

struct Statement {
    file: PathBuf,
    template: String,
}

/// What a database made of a statement.
#[derive(Debug, PartialEq)]
struct Prepared {
    values: usize,
    columns: Vec<String>,
}

fn prepared<S: sqlx::Statement>(statement: &S) -> Prepared {
    let values = match statement.parameters() {
        Some(Either::Left(types)) => types.len(),
        Some(Either::Right(count)) => count,
        None => 0,
    };
    let columns = statement
        .columns()
        .iter()
        .map(|c| c.name().to_owned())
        .collect();
    Prepared { values, columns }
}

/// Whether a literal is a statement: a verb in capitals, then more words.
fn is_statement(literal: &str) -> bool {
    literal
        .split_once(char::is_whitespace)
        .is_some_and(|(verb, _)| VERBS.contains(&verb))
}

/// Every source file, those in folders too.
fn sources() -> Vec<PathBuf> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false => files.push(path),
            }
        }
    }
    files
}

fn statements() -> Vec<Statement> {
    let mut found = Vec::new();
    for file in sources() {
        // It asks each engine about itself, in that engine's words.
        if file.ends_with("testing.rs") {
            continue;
        }
        let text = std::fs::read_to_string(&file).unwrap();
        // Unit tests have statements of their own, which no database is asked.
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        let literals = literals::of(text)
            .into_iter()
            .filter(|literal| is_statement(literal));
        found.extend(literals.map(|template| Statement {
            file: file.clone(),
            template,
        }));
    }
    found
}

#[test]
fn the_scan_finds_the_statements() {
    let found = statements();
    assert!(
        found.len() >= AT_LEAST,
        "only {} statements found",
        found.len()
    );
    let has = |part: &str| {
        assert!(
            found.iter().any(|s| s.template.contains(part)),
            "{part} is not found"
        )
    };
    has("SELECT version AS value FROM catalogue_version WHERE id = 1");
    // Continued lines, a const, an escaped backslash, each fragment.
    has("FROM carts c LEFT JOIN coupons k ON k.id = c.coupon_id WHERE c.id = $1");
    has("WHERE l.order_id = $1 ORDER BY l.position");
    has("LIKE $5 ESCAPE '\\'");
    for fragment in ["{list}", "{rows:", "{when}", "{lock:", "{skip_locked}"] {
        has(fragment);
    }
    assert!(
        found.iter().all(|s| !s.template.contains('\n')),
        "a line break was not continued"
    );
}

/// A file that asks the database something has a statement that was found.
#[test]
fn no_file_with_statements_is_missed() {
    let found = statements();
    for file in sources() {
        let text = std::fs::read_to_string(&file).unwrap();
        let asks = text.matches("binds![").count() > 0 && !file.ends_with("sql.rs");
        assert!(
            !asks || found.iter().any(|s| s.file == file),
            "{}",
            file.display()
        );
    }
}

#[tokio::test]
async fn every_statement_prepares_on_both() {
    let (sqlite, postgres) = (
        TestDb::new(Engine::Sqlite).await,
        TestDb::new(Engine::Postgres).await,
    );
    let mut on_sqlite = SqliteConnection::connect(sqlite.url()).await.unwrap();
    let mut on_postgres = PgConnection::connect(postgres.url()).await.unwrap();
    let mut wrong = Vec::new();
    for Statement { file, template } in statements() {
        for rows in [1, 3] {
            let sql = |engine| AssertSqlSafe(expand(engine, &template, rows)).into_sql_str();
            let left = on_sqlite
                .prepare(sql(Engine::Sqlite))
                .await
                .map(|s| prepared(&s));
            let right = on_postgres
                .prepare(sql(Engine::Postgres))
                .await
                .map(|s| prepared(&s));
            match (left, right) {
                (Ok(left), Ok(right)) if left == right => {}
                (left, right) => wrong.push(format!(
                    "{}: {template}\n  SQLite: {left:?}\n  PostgreSQL: {right:?}",
                    file.display()
                )),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
