//! What a CHECK or an index condition says, without how it is written: PostgreSQL prints its own
//! reading (`quantity >= 1 AND quantity <= 99`, `= ANY (ARRAY['a'::text])`), SQLite the source.

use std::collections::BTreeSet;

/// The columns, constants and comparisons of a condition.
pub(crate) fn essence(condition: &str) -> BTreeSet<String> {
    let condition = condition
        .replace("::text", "")
        .replace(" IN (", " = (")
        .replace("= ANY (ARRAY[", "= (");
    let mut words = BTreeSet::new();
    let mut rest = condition.as_str();
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '\'' => 2 + rest[1..].find('\'').unwrap_or(0),
            _ if is_word(c) => rest.len() - rest.trim_start_matches(is_word).len(),
            _ if is_operator(c) => rest.len() - rest.trim_start_matches(is_operator).len(),
            _ => c.len_utf8(),
        };
        let (word, next) = rest.split_at(length);
        rest = next;
        match word {
            "BETWEEN" => words.extend([">=".to_owned(), "<=".to_owned()]),
            "AND" | "CHECK" | "WHERE" => {}
            _ if word
                .chars()
                .all(|c| c.is_whitespace() || "()[],".contains(c)) => {}
            _ => drop(words.insert(word.to_owned())),
        }
    }
    words
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn is_operator(c: char) -> bool {
    "<>=!+-*/|".contains(c)
}

/// The conditions of every CHECK in a CREATE TABLE.
pub(crate) fn of_table(create: &str) -> Vec<String> {
    create
        .split("CHECK (")
        .skip(1)
        .map(|tail| tail[..closing(tail)].to_owned())
        .collect()
}

/// Where the parenthesis that is open at the start of `text` closes.
fn closing(text: &str) -> usize {
    let mut depth = 1;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    panic!("a CHECK without an end: {text}");
}

#[test]
fn two_spellings_say_the_same_and_different_bounds_do_not() {
    let same = |a: &str, b: &str| essence(a) == essence(b);
    assert!(same(
        "quantity BETWEEN 1 AND 99",
        "CHECK (((quantity >= 1) AND (quantity <= 99)))"
    ));
    assert!(same(
        "s IN ('a', 'b')",
        "CHECK ((s = ANY (ARRAY['a'::text, 'b'::text])))"
    ));
    assert!(!same("s IN ('a', 'b')", "s IN ('a', 'c')"));
    assert!(!same("a >= 0", "a > 0"));
    assert!(!same("a >= 0", "b >= 0"));
    assert_eq!(
        of_table("x text CHECK (x IN ('a')), CHECK (b > 0)"),
        ["x IN ('a')", "b > 0"]
    );
}
