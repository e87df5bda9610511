//! Where a word ends.
//!
//! Invariant: words come in the order of the text; a compound (`DCM-202`, `Wi-Fi`) is there in its
//! parts and, if it is one word to somebody, also joined.

use super::{MAX_PARTS, MAX_WORD_CHARS, has_digit, normalise};

/// A word and its place in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) text: String,
    /// Counted in words from 0.
    pub(crate) position: usize,
    /// Made by joining the parts of a compound (`DCM-202` → `dcm202`), which stand in the list too.
    pub(crate) joined: bool,
}

/// The words of a text with the joined forms of its compounds.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let text = normalise(text);
    let mut scan = Scan::default();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next_is_word = chars.peek().copied().is_some_and(is_word);
        match c {
            c if is_word(c) => scan.push(c),
            '.' if scan.ends_with_digit() && chars.peek().is_some_and(char::is_ascii_digit) => {
                scan.push(c);
            }
            '\'' | '\u{2018}' | '\u{2019}' if !scan.part.is_empty() && next_is_word => {}
            _ => scan.separator(c, next_is_word),
        }
    }
    scan.end_compound();
    scan.tokens
}

#[derive(Default)]
struct Scan {
    tokens: Vec<Token>,
    part: String,
    part_chars: usize,
    position: usize,
    compound: Vec<String>,
    compound_has_other_separator: bool,
}

impl Scan {
    fn push(&mut self, c: char) {
        if self.part_chars < MAX_WORD_CHARS {
            self.part.push(c);
            self.part_chars += 1;
        }
    }

    fn ends_with_digit(&self) -> bool {
        self.part.ends_with(|c: char| c.is_ascii_digit())
    }

    fn separator(&mut self, c: char, next_is_word: bool) {
        let hyphen = matches!(c, '-' | '\u{2010}'..='\u{2015}');
        let inside = hyphen || matches!(c, '/' | '_' | '.' | '+');
        if inside && next_is_word && !self.part.is_empty() {
            self.compound_has_other_separator |= !hyphen;
            self.end_part();
        } else {
            self.end_compound();
        }
    }

    fn end_part(&mut self) {
        if self.part.is_empty() {
            return;
        }
        let text = std::mem::take(&mut self.part);
        self.part_chars = 0;
        if self.compound.len() <= MAX_PARTS {
            self.compound.push(text.clone());
        }
        self.tokens.push(Token {
            text,
            position: self.position,
            joined: false,
        });
        self.position += 1;
    }

    fn end_compound(&mut self) {
        self.end_part();
        let parts = std::mem::take(&mut self.compound);
        let only_hyphens = !std::mem::take(&mut self.compound_has_other_separator);
        // `Wi-Fi` and `DCM-202` are one word to somebody; `VGA/SVGA` and slugs are not.
        let one_word = (parts.len() == 2 && only_hyphens) || parts.iter().any(|p| has_digit(p));
        if !(2..=MAX_PARTS).contains(&parts.len()) || !one_word {
            return;
        }
        let text: String = parts.concat();
        if text.chars().count() <= MAX_WORD_CHARS {
            let position = self.position - parts.len();
            self.tokens.push(Token {
                text,
                position,
                joined: true,
            });
        }
    }
}

/// Letters and digits of any script, and in the Bangla block the signs that stand inside words
/// (hasanta, nukta and others are neither letters nor digits to Unicode).
fn is_word(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(c, '\u{980}'..='\u{9FF}' if !matches!(c, '\u{9F2}' | '\u{9F3}' | '\u{9FA}'..='\u{9FD}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn model_numbers_are_parts_and_one_word() {
        assert_eq!(texts("DCM-202"), ["dcm", "202", "dcm202"]);
        assert_eq!(texts("F3H982/10"), ["f3h982", "10", "f3h98210"]);
        assert_eq!(texts("Wi-Fi"), ["wi", "fi", "wifi"]);
        assert_eq!(texts("VGA/SVGA"), ["vga", "svga"]);
        let joined = tokens("a DCM-202").pop().unwrap();
        assert_eq!((joined.position, joined.joined), (1, true));
    }

    #[test]
    fn decimals_stay_whole_and_apostrophes_vanish() {
        assert_eq!(texts("1.5 Ton. Men's ৫.১"), ["1.5", "ton", "mens", "5.1"]);
    }

    #[test]
    fn bangla_words_keep_their_signs() {
        assert_eq!(texts("স্মার্টফোন, ফ্রিজ।"), ["স্মার্টফোন", "ফ্রিজ"]);
        // Joiners and composed or decomposed letters make no difference.
        assert_eq!(texts("র\u{200D}্যাম"), texts("র্যাম"));
        assert_eq!(texts("\u{9DC}"), texts("\u{9A1}\u{9BC}"));
        assert_eq!(texts("ক\u{9C7}\u{9BE}"), texts("ক\u{9CB}"));
        assert_eq!(texts("৳১২৩"), ["123"]);
        assert_eq!(texts("গ্যালাক্সি ২৪"), ["গ্যালাক্সি", "24"]);
    }

    #[test]
    fn marks_and_capitals_are_levelled() {
        assert_eq!(
            texts("Café ＳＯＮＹ Bluetooth™ İ"),
            ["cafe", "sony", "bluetooth", "i"]
        );
    }
}
