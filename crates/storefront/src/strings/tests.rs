//! What the table promises, and that templates say nothing the table doesn't.

use super::Strings;

/// A letter, mark or digit of Bangla; the sign of the taka is everybody's.
fn is_bangla(c: char) -> bool {
    ('\u{980}'..='\u{9f1}').contains(&c)
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

#[test]
fn every_bangla_text_has_bangla_letters_and_no_english_words() {
    for (name, _, bn) in Strings::ALL {
        let mut outside = String::new();
        let mut depth = 0;
        for c in bn.chars() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                c if depth == 0 => outside.push(c),
                _ => {}
            }
        }
        assert!(outside.contains(is_bangla), "{name} has no Bangla: {bn}");
        let foreign = outside
            .split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '@' | '.' | '_'))
            .filter(|word| word.chars().any(|c| c.is_ascii_alphabetic()))
            // An address as an example is the same in every language.
            .find(|word| !word.contains('@'));
        assert_eq!(foreign, None, "{name} has English in its Bangla: {bn}");
        let ascii_digit = outside.chars().find(char::is_ascii_digit);
        assert_eq!(
            ascii_digit, None,
            "{name} has ASCII digits in its Bangla: {bn}"
        );
    }
}

#[test]
fn no_english_text_has_bangla_letters() {
    for (name, en, _) in Strings::ALL {
        assert!(!en.contains(is_bangla), "{name}: {en}");
        assert!(!en.trim().is_empty(), "{name} is empty");
    }
}

#[test]
fn both_languages_show_the_same_values() {
    for (name, en, bn) in Strings::ALL {
        // "One product left" may leave its number out; nothing else may.
        let en = placeholders(en);
        let bn = placeholders(bn);
        let singular = en.is_empty() && bn == ["n"];
        assert!(en == bn || singular, "{name}: {en:?} and {bn:?}");
    }
}

#[test]
fn numbers_take_the_digits_of_the_page() {
    let (en, bn) = (&Strings::EN, &Strings::BN);
    assert_eq!(en.products(1_usize), "1 product");
    assert_eq!(en.products(12_usize), "12 products");
    assert_eq!(bn.products(12_usize), "১২টি পণ্য");
    assert_eq!(
        bn.starting_at(domain::Paisa::from_taka(123_456)),
        "৳১,২৩,৪৫৬ থেকে"
    );
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

fn templates(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(templates(&path));
        } else {
            found.push(path);
        }
    }
    found
}

#[test]
fn templates_hold_no_words_of_their_own() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let all = templates(&folder);
    assert!(all.len() >= 12, "found only {} templates", all.len());
    for path in all {
        let template = std::fs::read_to_string(&path).unwrap();
        let text = text_nodes(&template);
        assert_eq!(words(&text), Vec::<&str>::new(), "in {}", path.display());
        for value in spoken_attributes(&template) {
            assert_eq!(
                words(&value),
                Vec::<&str>::new(),
                "attribute in {}",
                path.display()
            );
        }
    }
}

#[test]
fn the_scan_sees_a_stray_word() {
    assert_eq!(
        words(&text_nodes("<p class=\"card\">{{ t.cart }} Buy</p>")),
        ["Buy"]
    );
    assert_eq!(
        words(&text_nodes("<p>{% if a > b %}ঝুড়ি{% endif %}</p>")),
        ["ঝুড়ি"]
    );
    assert_eq!(
        words(&text_nodes(
            "{# a note #}<a href=\"{{ x }}\" title=\"a > b\">{{ y }}</a>"
        ))
        .len(),
        0
    );
    assert_eq!(
        spoken_attributes("<img alt=\"Photo of {{ name }}\">"),
        ["Photo of "]
    );
}
