//! What a word is a form of: `cameras` → `camera`, `মোবাইলের` → `মোবাইল`.
//!
//! Invariant: a stem only ever stands beside the word it came from, in the index and in a query, so
//! a stem that is wrong in grammar costs precision, never a match.

use tantivy::tokenizer::{Language, RawTokenizer, Stemmer as Snowball, TextAnalyzer, TokenStream};

/// Endings that Bangla hangs on nouns (plural, article, case), longest first. Case endings that
/// are one letter (র) are left alone: too many words end so by themselves.
const BANGLA_ENDINGS: &[&str] = &[
    "গুলোর",
    "গুলির",
    "গুলো",
    "গুলি",
    "দের",
    "ের",
    "টি",
    "টা",
    "কে",
    "তে",
];
/// What must be left of a Bangla word, in characters.
const BANGLA_LEAST: usize = 3;
/// What Bangla writes between two consonants; a stem that ends in it was cut through a letter.
const HASANTA: char = '\u{9CD}';

/// English by Snowball (Porter 2), Bangla by a short list of endings.
#[derive(Clone)]
pub(crate) struct Stemmer(TextAnalyzer);

impl Stemmer {
    pub(crate) fn new() -> Self {
        let english = Snowball::new(Language::English);
        Self(
            TextAnalyzer::builder(RawTokenizer::default())
                .filter(english)
                .build(),
        )
    }

    /// The stem, or `None` if it is the word itself. Words with digits have none.
    pub(crate) fn stem(&mut self, word: &str) -> Option<String> {
        let stem = if word.len() > 2 && word.bytes().all(|b| b.is_ascii_lowercase()) {
            let mut stream = self.0.token_stream(word);
            stream.next().map(|token| token.text.clone())?
        } else {
            bangla(word)?.to_owned()
        };
        (stem != word && !stem.is_empty()).then_some(stem)
    }

    /// The stem, or the word itself.
    pub(crate) fn key(&mut self, word: &str) -> String {
        self.stem(word).unwrap_or_else(|| word.to_owned())
    }
}

fn bangla(word: &str) -> Option<&str> {
    let stem = BANGLA_ENDINGS
        .iter()
        .find_map(|ending| word.strip_suffix(ending))?;
    let whole = stem.chars().count() >= BANGLA_LEAST && !stem.ends_with(HASANTA);
    whole.then_some(stem)
}

#[cfg(test)]
mod tests {
    use super::Stemmer;

    #[test]
    fn english_forms_meet() {
        let mut stemmer = Stemmer::new();
        assert_eq!(stemmer.key("cameras"), stemmer.key("camera"));
        assert_eq!(stemmer.key("batteries"), stemmer.key("battery"));
        assert_eq!(stemmer.key("watches"), stemmer.key("watch"));
        assert_eq!(stemmer.stem("dcm202"), None);
        assert_eq!(stemmer.stem("tv"), None);
    }

    #[test]
    fn bangla_forms_meet() {
        let mut stemmer = Stemmer::new();
        assert_eq!(stemmer.key("মোবাইলের"), "মোবাইল");
        assert_eq!(stemmer.key("ফোনগুলো"), "ফোন");
        assert_eq!(stemmer.key("কম্পিউটার"), "কম্পিউটার");
        assert_eq!(stemmer.key("ওয়ারেন্টি"), "ওয়ারেন্টি");
        assert_eq!(stemmer.key("টিভি"), "টিভি");
    }
}
