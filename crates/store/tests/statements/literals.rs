//! The string literals of a Rust source, unescaped: enough of the lexer to find statements.
//! Comments, characters and lifetimes are told apart from strings; the rest is skipped.

/// Every string literal, in order.
pub(crate) fn of(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let (literal, next) = match c {
            '/' if rest.starts_with("//") => (None, rest.find('\n').map_or("", |end| &rest[end..])),
            '/' if rest.starts_with("/*") => {
                (None, rest.find("*/").map_or("", |end| &rest[end + 2..]))
            }
            'r' => raw(rest),
            '"' => {
                let (text, next) = quoted(&rest[1..]);
                (Some(text), next)
            }
            '\'' => (None, after_character(rest)),
            _ if c.is_alphanumeric() || c == '_' => (None, after_word(rest)),
            _ => (None, &rest[c.len_utf8()..]),
        };
        found.extend(literal);
        rest = next;
    }
    found
}

fn after_word(rest: &str) -> &str {
    rest.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_')
}

/// `r"…"` and `r#"…"#`; a word that begins with r otherwise.
fn raw(rest: &str) -> (Option<String>, &str) {
    let hashes = rest[1..].len() - rest[1..].trim_start_matches('#').len();
    let Some(body) = rest[1 + hashes..].strip_prefix('"') else {
        return (None, after_word(rest));
    };
    let close = format!("\"{}", "#".repeat(hashes));
    match body.split_once(&close) {
        Some((text, next)) => (Some(text.to_owned()), next),
        None => (None, ""),
    }
}

/// The text up to the closing quote; `rest` begins behind the opening one.
fn quoted(rest: &str) -> (String, &str) {
    let mut text = String::new();
    let mut rest = rest;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '"' => return (text, rest),
            '\\' => rest = escape(rest, &mut text),
            c => text.push(c),
        }
    }
    panic!("a string without an end: {text}");
}

/// What stands behind a backslash.
fn escape<'a>(rest: &'a str, text: &mut String) -> &'a str {
    let c = rest.chars().next().unwrap_or('\\');
    let next = rest.get(c.len_utf8()..).unwrap_or_default();
    match c {
        '\n' => return next.trim_start(),
        'n' => text.push('\n'),
        't' => text.push('\t'),
        'r' => text.push('\r'),
        '0' => text.push('\0'),
        'u' | 'x' => panic!("\\{c} in a statement is not unescaped here"),
        c => text.push(c),
    }
    next
}

/// Behind `'x'`, `'\n'`, or the tick of a lifetime.
fn after_character(rest: &str) -> &str {
    let body = &rest[1..];
    if let Some(escaped) = body.strip_prefix('\\') {
        let skip = escaped.chars().next().map_or(0, char::len_utf8);
        return escaped[skip..]
            .split_once('\'')
            .map_or("", |(_, next)| next);
    }
    let width = body.chars().next().map_or(0, char::len_utf8);
    body[width..].strip_prefix('\'').unwrap_or(body)
}

#[test]
fn literals_are_found_and_unescaped() {
    let source = r####"
        // "not this" and 'nor this
        /* "nor \" this" */
        const A: &'static str = "SELECT \
            1"; let c = ['"', '\'', '\\', 'a']; fn f<'a>(x: &'a str) {}
        let b = r#"raw "quoted" text"#; let r = rows; let d = r"\n"; let e = "tab\t\"q\" \\ ক";
    "####;
    assert_eq!(
        of(source),
        ["SELECT 1", "raw \"quoted\" text", "\\n", "tab\t\"q\" \\ ক"]
    );
}
