//! How text becomes words, the same way for what is indexed and for what is asked.
//!
//! Invariant: whatever way a person can type a thing, it comes out as the same words: composed or
//! decomposed letters, capitals, accents, Bangla digits, with or without joiners, `DCM-202` or
//! `dcm202`. A Bangla word keeps its vowel signs, hasanta and nukta. Nothing here fails on any
//! input, and a word is never longer than [`MAX_WORD_CHARS`].
//! Next: [`words`] cuts a text, [`tokenizer`] feeds these words to the index, [`stem`] finds what they
//! are forms of.

pub(crate) mod distance;
pub(crate) mod html;
pub(crate) mod stem;
pub(crate) mod tokenizer;
mod words;

use unicode_normalization::UnicodeNormalization;

pub(crate) use self::words::tokens;

/// The longest word; the rest of it is dropped.
pub(crate) const MAX_WORD_CHARS: usize = 40;
/// The longest query, in characters; the rest of it is dropped.
pub(crate) const MAX_QUERY_CHARS: usize = 200;
/// The most words of a query; the rest are dropped.
pub(crate) const MAX_QUERY_WORDS: usize = 12;
/// The most parts of a model number that are also one word.
const MAX_PARTS: usize = 4;

/// Words that ask nothing: skipped unless a query has no others. The first line is what shoppers
/// here add to almost every search.
const NOISE: &str = "price buy bd bangladesh দাম মূল্য কত কিনুন টাকা \
    a an and at by for in is of on or the to with এর ও এবং জন্য";

/// Lower-case, compatibility-composed (NFKC), without Latin accents and joiners, digits in ASCII.
pub(crate) fn normalise(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.chars()
        .map(|c| if matches!(c, '™' | '℠') { ' ' } else { c })
        .nfkd()
        .flat_map(char::to_lowercase)
        .filter(|&c| !is_dropped(c))
        .map(ascii_digit)
        .nfc()
        .collect()
}

/// The words of a query, bounded, without those that ask nothing; empty if there is nothing to
/// look for (only punctuation, emoji, spaces).
pub(crate) fn query_words(text: &str) -> Vec<String> {
    let text: String = text.chars().take(MAX_QUERY_CHARS).collect();
    let words: Vec<String> = tokens(&text)
        .into_iter()
        .filter(|token| !token.joined)
        .map(|token| token.text)
        .collect();
    let telling = |word: &&String| NOISE.split(' ').all(|noise| noise != word.as_str());
    let kept: Vec<String> = words
        .iter()
        .filter(telling)
        .take(MAX_QUERY_WORDS)
        .cloned()
        .collect();
    if kept.is_empty() {
        return words.into_iter().take(MAX_QUERY_WORDS).collect();
    }
    kept
}

/// `500gb` → `["500", "gb"]`; empty if the word isn't letters and digits mixed.
pub(crate) fn letter_digit_parts(word: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut last = None;
    for c in word.chars() {
        let kind = c.is_ascii_digit() || c == '.';
        match parts.last_mut() {
            Some(part) if last == Some(kind) => part.push(c),
            _ => parts.push(c.to_string()),
        }
        last = Some(kind);
    }
    if (2..=MAX_PARTS).contains(&parts.len()) {
        parts
    } else {
        Vec::new()
    }
}

/// Whether a word has a digit: a model number or a quantity, where a near miss is another thing.
pub(crate) fn has_digit(word: &str) -> bool {
    word.chars().any(|c| c.is_ascii_digit())
}

/// Latin accents, zero-width joiners and spaces, soft hyphen, variation selectors.
fn is_dropped(c: char) -> bool {
    matches!(
        c,
        '\u{300}'..='\u{36F}'
            | '\u{200B}'..='\u{200D}'
            | '\u{2060}'
            | '\u{FEFF}'
            | '\u{AD}'
            | '\u{FE00}'..='\u{FE0F}'
    )
}

fn ascii_digit(c: char) -> char {
    match c {
        '০'..='৯' => u32::from(c)
            .checked_sub(u32::from('০'))
            .and_then(|d| char::from_digit(d, 10))
            .unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_is_skipped_unless_there_is_nothing_else() {
        assert_eq!(
            query_words("price of iPhone 15 in Bangladesh"),
            ["iphone", "15"]
        );
        assert_eq!(query_words("মোবাইলের দাম কত"), ["মোবাইলের"]);
        assert_eq!(query_words("the price"), ["the", "price"]);
        assert!(query_words("?! 🎉 ।").is_empty());
    }

    #[test]
    fn letters_and_digits_part() {
        assert_eq!(letter_digit_parts("500gb"), ["500", "gb"]);
        assert_eq!(letter_digit_parts("1.5ton"), ["1.5", "ton"]);
        assert!(letter_digit_parts("phone").is_empty());
        assert!(letter_digit_parts("a1b2c3d4").is_empty());
    }

    #[test]
    fn long_words_are_cut() {
        let long = "x".repeat(1_000);
        assert_eq!(query_words(&long), ["x".repeat(MAX_WORD_CHARS)]);
        assert_eq!(query_words(&"ab ".repeat(500)).len(), MAX_QUERY_WORDS);
    }
}
