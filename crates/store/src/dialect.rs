//! Everything that must differ between the two databases, and nothing else.
//!
//! A statement is a template in the portable subset (`README.md`). [`expand`] turns it into the
//! text for one engine: `{lock:alias}` becomes a row lock where rows can be locked, and the list
//! fragments become numbered placeholders after the template's own highest `$n`.

use std::borrow::Cow;
use std::fmt::Write;

/// Which engine a statement runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

/// Expands a template for `rows` list items.
///
/// - `{lock:s}`: `FOR UPDATE OF s`; nothing on SQLite, whose writer already has the database.
/// - `{skip_locked}`: `FOR UPDATE SKIP LOCKED`; nothing on SQLite.
/// - `{list}`: `$k, $k+1 …`, one per item.
/// - `{rows:W}`: `($k, … W of them), (…)`, one tuple per item.
/// - `{when}`: `WHEN $k THEN CAST($k+1 AS bigint) …`, one pair per item. `{when:uuid}` says another
///   type; SQLite's values know theirs.
pub(crate) fn expand(dialect: Dialect, template: &str, rows: usize) -> Cow<'_, str> {
    if !template.contains('{') {
        return Cow::Borrowed(template);
    }
    let mut next = highest_placeholder(template) + 1;
    let mut text = String::with_capacity(template.len() + rows * 24);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let (fragment, tail) = after.split_once('}').unwrap_or((after, ""));
        push_fragment(&mut text, dialect, fragment, rows, &mut next);
        rest = tail;
    }
    text.push_str(rest);
    Cow::Owned(text)
}

fn push_fragment(
    text: &mut String,
    dialect: Dialect,
    fragment: &str,
    rows: usize,
    next: &mut usize,
) {
    let mut placeholder = |text: &mut String| {
        // Writing to a String can't fail.
        let _ = write!(text, "${next}");
        *next += 1;
    };
    let (name, argument) = fragment.split_once(':').unwrap_or((fragment, ""));
    match (name, dialect) {
        ("lock", Dialect::Postgres) => {
            let _ = write!(text, "FOR UPDATE OF {argument}");
        }
        ("skip_locked", Dialect::Postgres) => text.push_str("FOR UPDATE SKIP LOCKED"),
        ("list", _) => {
            for item in 0..rows {
                text.push_str(if item == 0 { "" } else { ", " });
                placeholder(text);
            }
        }
        ("rows", _) => {
            let width: usize = argument.parse().unwrap_or(1);
            for item in 0..rows {
                text.push_str(if item == 0 { "(" } else { ", (" });
                for column in 0..width {
                    text.push_str(if column == 0 { "" } else { ", " });
                    placeholder(text);
                }
                text.push(')');
            }
        }
        ("when", _) => {
            let cast = match (argument, dialect) {
                ("", _) => Some("bigint"),
                (kind, Dialect::Postgres) => Some(kind),
                (_, Dialect::Sqlite) => None,
            };
            for _ in 0..rows {
                text.push_str(" WHEN ");
                placeholder(text);
                text.push_str(if cast.is_some() {
                    " THEN CAST("
                } else {
                    " THEN "
                });
                placeholder(text);
                if let Some(kind) = cast {
                    let _ = write!(text, " AS {kind})");
                }
            }
        }
        _ => {}
    }
}

fn highest_placeholder(template: &str) -> usize {
    template
        .split('$')
        .skip(1)
        .filter_map(|part| {
            let digits = part.len() - part.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            part.get(..digits)?.parse().ok()
        })
        .max()
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_statement_is_not_copied() {
        assert!(matches!(
            expand(Dialect::Sqlite, "SELECT 1", 3),
            Cow::Borrowed("SELECT 1")
        ));
    }

    #[test]
    fn lists_continue_after_the_highest_placeholder() {
        assert_eq!(
            expand(Dialect::Sqlite, "a = $2 AND b = $1 AND c IN ({list})", 3),
            "a = $2 AND b = $1 AND c IN ($3, $4, $5)"
        );
        assert_eq!(
            expand(Dialect::Postgres, "VALUES {rows:2}", 2),
            "VALUES ($1, $2), ($3, $4)"
        );
        assert_eq!(
            expand(
                Dialect::Postgres,
                "CASE id{when} END WHERE id IN ({list})",
                1
            ),
            "CASE id WHEN $1 THEN CAST($2 AS bigint) END WHERE id IN ($3)"
        );
        let typed = "CASE id{when:uuid} END";
        assert_eq!(
            expand(Dialect::Postgres, typed, 1),
            "CASE id WHEN $1 THEN CAST($2 AS uuid) END"
        );
        // A blob that is cast to a type SQLite doesn't know would become a number.
        assert_eq!(
            expand(Dialect::Sqlite, typed, 1),
            "CASE id WHEN $1 THEN $2 END"
        );
    }

    #[test]
    fn only_postgres_locks_rows() {
        let template = "SELECT 1 {lock:s}";
        assert_eq!(
            expand(Dialect::Postgres, template, 0),
            "SELECT 1 FOR UPDATE OF s"
        );
        assert_eq!(expand(Dialect::Sqlite, template, 0), "SELECT 1 ");
    }
}
