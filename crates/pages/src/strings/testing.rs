//! What every table of texts promises, and that templates say nothing a table doesn't.
//!
//! [`faults`] runs in the test that comes with each table; a face calls [`template_faults`] on its
//! own folder once. Where to look: `strings.rs` for the tables.

use std::io;
use std::path::{Path, PathBuf};

/// What is wrong with a table, a line each: name, English and Bangla of every text.
#[must_use]
pub fn faults(table: &[(&str, &str, &str)]) -> Vec<String> {
    let mut faults = Vec::new();
    for (name, en, bn) in table {
        let fault = fault_of_bangla(en, bn);
        faults.extend(fault.map(|fault| format!("{name} {fault}: {bn}")));
        if en.contains(is_bangla) {
            faults.push(format!("{name} has Bangla in its English: {en}"));
        }
        if en.trim().is_empty() {
            faults.push(format!("{name} is empty"));
        }
        // "One product left" may leave its number out; nothing else may.
        let (en, bn) = (placeholders(en), placeholders(bn));
        let singular = en.is_empty() && bn == ["n"];
        if en != bn && !singular {
            faults.push(format!("{name} shows other values: {en:?} and {bn:?}"));
        }
    }
    faults
}

/// Words that stand in templates themselves, a line each with the file's name.
///
/// # Errors
/// When the folder or a file can't be read, or there is no template at all.
pub fn template_faults(folder: &Path) -> io::Result<Vec<String>> {
    let all = templates(folder)?;
    if all.is_empty() {
        return Err(io::Error::other(format!(
            "no template in {}",
            folder.display()
        )));
    }
    let mut faults = Vec::new();
    for path in all {
        let template = std::fs::read_to_string(&path)?;
        let stray = std::iter::once(text_nodes(&template)).chain(spoken_attributes(&template));
        for text in stray {
            let words = words(&text);
            if !words.is_empty() {
                faults.push(format!("{}: {words:?}", path.display()));
            }
        }
    }
    Ok(faults)
}

/// A letter, mark or digit of Bangla; the sign of the taka is everybody's.
fn is_bangla(c: char) -> bool {
    ('\u{980}'..='\u{9f1}').contains(&c)
}

/// No Bangla letters, English words, or digits that aren't Bangla's.
fn fault_of_bangla(en: &str, bn: &str) -> Option<&'static str> {
    let outside = outside_braces(bn);
    let foreign = outside
        .split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '@' | '.' | '_'))
        .filter(|word| word.chars().any(|c| c.is_ascii_alphabetic()))
        .any(|word| !is_the_same_everywhere(word));
    let says_something = outside_braces(en).contains(|c: char| c.is_ascii_alphabetic());
    if says_something && !outside.contains(is_bangla) {
        Some("has no Bangla")
    } else if foreign {
        Some("has English in its Bangla")
    } else if outside.contains(|c: char| c.is_ascii_digit()) {
        Some("has ASCII digits in its Bangla")
    } else {
        None
    }
}

/// An address as an example, and names in capitals: IMEI, DHAKACART_SELLER_BIN.
fn is_the_same_everywhere(word: &str) -> bool {
    word.contains('@')
        || (word.len() > 1 && word.chars().all(|c| c.is_ascii_uppercase() || c == '_'))
}

/// What a text says of its own, without the values in it.
fn outside_braces(text: &str) -> String {
    let mut depth = 0;
    text.chars()
        .filter(|c| {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => return depth == 0,
            }
            false
        })
        .collect()
}

/// The names in `{braces}`, sorted.
fn placeholders(text: &str) -> Vec<&str> {
    let mut names: Vec<&str> = text
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split('}').next())
        .collect();
    names.sort_unstable();
    names
}

/// Text of a template outside tags, attributes, comments and expressions.
fn text_nodes(template: &str) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some(c) = rest.chars().next() {
        let skipped = [
            ("{{", "}}"),
            ("{%", "%}"),
            ("{#", "#}"),
            ("<!--", "-->"),
            ("<", ">"),
        ]
        .into_iter()
        .find(|(open, _)| rest.starts_with(open));
        match skipped {
            Some((open, close)) => {
                rest = skip_to(&rest[open.len()..], close);
                text.push('\n');
            }
            None => {
                text.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    text
}

/// What follows `close`; expressions inside a tag may hold a `>` of their own.
fn skip_to<'a>(mut rest: &'a str, close: &str) -> &'a str {
    while !rest.is_empty() && !rest.starts_with(close) {
        let nested = [("{{", "}}"), ("{%", "%}")]
            .into_iter()
            .find(|(open, _)| close == ">" && rest.starts_with(open));
        rest = match nested {
            Some((open, inner)) => skip_to(&rest[open.len()..], inner),
            None => {
                let mut chars = rest.chars();
                chars.next();
                chars.as_str()
            }
        };
    }
    rest.get(close.len()..).unwrap_or("")
}

/// Attributes that people read or hear must come from the table too.
fn spoken_attributes(template: &str) -> Vec<String> {
    ["alt=\"", "title=\"", "placeholder=\"", "aria-label=\""]
        .into_iter()
        .flat_map(|name| {
            template.match_indices(name).map(move |(at, _)| {
                let value = &template[at + name.len()..];
                let mut plain = String::new();
                let mut left = value;
                while !left.is_empty() && !left.starts_with('"') {
                    if left.starts_with("{{") || left.starts_with("{%") {
                        let close = if left.starts_with("{{") { "}}" } else { "%}" };
                        left = skip_to(&left[2..], close);
                        continue;
                    }
                    let mut chars = left.chars();
                    plain.extend(chars.next());
                    left = chars.as_str();
                }
                plain
            })
        })
        .collect()
}

fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_ascii_alphabetic() && !is_bangla(c))
        .filter(|word| word.chars().count() >= 3)
        .collect()
}

fn templates(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(templates(&path)?);
        } else {
            found.push(path);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fault_is_found() {
        for (en, bn, fault) in [
            ("Cart", "Cart", "has no Bangla"),
            ("Cart", "আপনার cart", "has English"),
            ("11 digits", "11 সংখ্যা", "has ASCII digits"),
            ("ঝুড়ি", "ঝুড়ি", "has Bangla in its English"),
            (" ", "ঝুড়ি", "is empty"),
            ("{n} items", "পণ্য", "shows other values"),
            ("For {price}", "{amount} টাকা", "shows other values"),
        ] {
            let found = faults(&[("text", en, bn)]);
            assert!(
                found.len() == 1 && found[0].contains(fault),
                "{en}: {found:?}"
            );
        }
    }

    #[test]
    fn what_is_sound_passes() {
        let sound = [
            ("cart", "Cart", "ঝুড়ি"),
            ("only", "Only one left", "আর {n}টি আছে"),
            ("email", "Like name@example.com", "এমন: name@example.com"),
            ("free", "Free from ৳{price}", "৳{price} থেকে ফ্রি"),
            ("imei", "IMEI", "আইএমইআই (IMEI)"),
            ("share", "{rate}%", "{rate}%"),
        ];
        assert_eq!(faults(&sound), Vec::<String>::new());
    }

    #[test]
    fn the_scan_sees_a_stray_word() {
        let stray = |template| words(&text_nodes(template)).join(" ");
        assert_eq!(stray("<p class=\"card\">{{ t.cart }} Buy</p>"), "Buy");
        assert_eq!(stray("<p>{% if a > b %}ঝুড়ি{% endif %}</p>"), "ঝুড়ি");
        assert_eq!(
            stray("{# a note #}<a href=\"{{ x }}\" title=\"a > b\">{{ y }}</a>"),
            ""
        );
        assert_eq!(
            spoken_attributes("<img alt=\"Photo of {{ name }}\">"),
            ["Photo of "]
        );
    }

    #[test]
    fn a_folder_without_templates_proves_nothing() {
        let empty = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/strings/none");
        assert!(template_faults(&empty).is_err());
    }
}
