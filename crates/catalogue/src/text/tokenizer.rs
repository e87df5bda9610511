//! The shop's words as the index wants them.
//!
//! Invariant: the three modes are three views of [`tokens`](super::tokens); a query built from the
//! same words finds what was indexed.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::stem::Stemmer;
use super::{MAX_WORD_CHARS, tokens};

/// What a field holds of its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Words and their stems, both at the word's position.
    Text,
    /// Words only: what a typing error is corrected to.
    Words,
    /// Neighbours written as one: `power bank` → `powerbank`.
    Pairs,
}

impl Mode {
    /// The name that the schema knows the tokenizer by.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Text => "shop_text",
            Self::Words => "shop_words",
            Self::Pairs => "shop_pairs",
        }
    }
}

/// The tokenizer of one mode.
#[derive(Clone)]
pub(crate) struct ShopTokenizer {
    mode: Mode,
    stemmer: Stemmer,
}

impl ShopTokenizer {
    pub(crate) fn new(mode: Mode) -> Self {
        Self {
            mode,
            stemmer: Stemmer::new(),
        }
    }

    fn terms(&mut self, text: &str) -> Vec<(usize, String)> {
        let tokens = tokens(text);
        match self.mode {
            Mode::Words => tokens.into_iter().map(|t| (t.position, t.text)).collect(),
            Mode::Text => {
                let mut terms = Vec::with_capacity(tokens.len() * 2);
                for token in tokens {
                    let stem = self.stemmer.stem(&token.text);
                    terms.push((token.position, token.text));
                    terms.extend(stem.map(|stem| (token.position, stem)));
                }
                terms
            }
            Mode::Pairs => {
                let words: Vec<_> = tokens.into_iter().filter(|t| !t.joined).collect();
                words
                    .windows(2)
                    .map(|pair| {
                        (
                            pair[0].position,
                            format!("{}{}", pair[0].text, pair[1].text),
                        )
                    })
                    .filter(|(_, joined)| joined.chars().count() <= MAX_WORD_CHARS)
                    .collect()
            }
        }
    }
}

impl Tokenizer for ShopTokenizer {
    type TokenStream<'a> = Terms;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Terms {
        Terms {
            terms: self.terms(text).into_iter(),
            token: Token::default(),
        }
    }
}

/// The terms of one text, one after the other. Offsets are not kept: nothing is highlighted.
pub(crate) struct Terms {
    terms: std::vec::IntoIter<(usize, String)>,
    token: Token,
}

impl TokenStream for Terms {
    fn advance(&mut self) -> bool {
        let Some((position, text)) = self.terms.next() else {
            return false;
        };
        self.token = Token {
            position,
            text,
            ..Token::default()
        };
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(mode: Mode, text: &str) -> Vec<String> {
        let mut tokenizer = ShopTokenizer::new(mode);
        let mut stream = tokenizer.token_stream(text);
        let mut terms = Vec::new();
        stream.process(&mut |token| terms.push(format!("{}@{}", token.text, token.position)));
        terms
    }

    #[test]
    fn each_mode_has_its_view() {
        let text = "Canon Cameras DCM-202";
        assert_eq!(
            terms(Mode::Text, text),
            [
                "canon@0",
                "cameras@1",
                "camera@1",
                "dcm@2",
                "202@3",
                "dcm202@2"
            ]
        );
        assert_eq!(
            terms(Mode::Words, text),
            ["canon@0", "cameras@1", "dcm@2", "202@3", "dcm202@2"]
        );
        assert_eq!(
            terms(Mode::Pairs, "Power Bank 20"),
            ["powerbank@0", "bank20@1"]
        );
    }
}
