//! Typing errors: which words of the vocabulary may have been meant.
//!
//! Invariant: every spelling offered is in a product that is for sale, or is a synonym of what may
//! be; short words and words with digits are taken as they are, because a near miss of those is
//! another thing.

use super::plan::{Alternative, Planner, Scope, most_common, phrase};
use super::vocabulary::Known;
use crate::text::has_digit;
use crate::text::stem::Stemmer;

/// The most spellings that are tried for a word, and the most synonyms of each.
const MAX_SPELLINGS: usize = 8;

const NEAREST: f32 = 0.6;
const NEAR: f32 = 0.3;

/// A spelling that may have been meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spelling {
    pub(crate) known: Known,
    /// What to look for: the word, and what means the same.
    phrases: Vec<Vec<String>>,
}

impl Planner<'_> {
    /// For each word, the spellings that may have been meant, the likeliest first.
    pub(crate) fn spellings(&self, words: &[String]) -> tantivy::Result<Vec<Vec<Spelling>>> {
        let last = words.len().saturating_sub(1);
        words
            .iter()
            .enumerate()
            .map(|(at, word)| self.spellings_of(word, self.scope == Scope::Names && at == last))
            .collect()
    }

    /// Alternatives of spellings, for [`Planner::spellings`]' answer.
    pub(crate) fn near(&self, spellings: &[Vec<Spelling>]) -> Vec<Alternative> {
        let mut plan = Vec::new();
        for (at, spellings) in spellings.iter().enumerate() {
            let common = most_common(spellings.iter().map(|spelling| &spelling.known));
            for (rank, spelling) in spellings.iter().enumerate() {
                let weight = if rank == 0 {
                    NEAREST
                } else {
                    NEAR / spelling.known.errors as f32
                };
                plan.extend(spelling.phrases.iter().map(|terms| Alternative {
                    common,
                    ..phrase(at..at + 1, terms.clone(), weight)
                }));
            }
        }
        plan
    }

    fn spellings_of(&self, word: &str, prefix: bool) -> tantivy::Result<Vec<Spelling>> {
        let Some(most) = errors_forgiven(word) else {
            return Ok(Vec::new());
        };
        let mut known = Vec::new();
        for near in self.vocabulary().near(word, most, prefix, MAX_SPELLINGS)? {
            let for_sale = |document: u32| self.rows.get(document as usize).copied().flatten();
            if self
                .vocabulary()
                .occurs(&near.word, |document| for_sale(document).is_some())?
            {
                known.push(near);
            }
        }
        for (word, errors) in self.synonyms.near(word, usize::from(most), prefix) {
            if known.iter().all(|known: &Known| known.word != word) {
                known.push(Known {
                    word: word.to_owned(),
                    documents: 0,
                    errors,
                });
            }
        }
        known.sort_by_key(|known| known.errors);
        known.truncate(MAX_SPELLINGS);
        let mut stemmer = Stemmer::new();
        Ok(known
            .into_iter()
            .map(|known| {
                let key = [stemmer.key(&known.word)];
                let mut phrases = vec![vec![known.word.clone()]];
                let meaning = self.synonyms.of(&key);
                phrases.extend(
                    meaning
                        .into_iter()
                        .take(MAX_SPELLINGS)
                        .map(|(_, t)| t.to_vec()),
                );
                Spelling { known, phrases }
            })
            .collect())
    }
}

/// How many typing errors a word may have: none if it is short or has digits.
fn errors_forgiven(word: &str) -> Option<u8> {
    if has_digit(word) {
        return None;
    }
    match word.chars().count() {
        4..=7 => Some(1),
        8..=24 => Some(2),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::errors_forgiven;

    #[test]
    fn short_words_and_numbers_are_taken_literally() {
        assert_eq!(errors_forgiven("tv"), None);
        assert_eq!(errors_forgiven("dcm2020"), None);
        assert_eq!(errors_forgiven("sony"), Some(1));
        assert_eq!(errors_forgiven("samsung"), Some(1));
        assert_eq!(errors_forgiven("refrigerator"), Some(2));
        assert_eq!(errors_forgiven(&"x".repeat(25)), None);
    }
}
