//! The ways in which a query can be meant.
//!
//! Invariant: an [`Alternative`] stands for one or more neighbouring words of the query, all of
//! which a document has if it has the alternative. The number of alternatives is bounded whatever
//! the query, the vocabulary and the synonyms are.
//! Next: [`spelling`](super::spelling) for typing errors.

use std::ops::Range;

use super::SearchIndex;
use super::vocabulary::{Known, Vocabulary};
use crate::synonyms::Synonyms;
use crate::text::stem::Stemmer;
use crate::text::{MAX_WORD_CHARS, letter_digit_parts};

/// The most alternatives of one query, typing errors not counted.
const MAX_ALTERNATIVES: usize = 256;
/// The most synonyms of which the last word is taken for a beginning.
const MAX_COMPLETED_SYNONYMS: usize = 8;
/// Words from this length on are completed even if they are whole words themselves.
const ALWAYS_COMPLETED: usize = 4;

const EXACT: f32 = 1.0;
const BEGINNING: f32 = 0.1;
const STEM: f32 = 0.9;
const JOINED: f32 = 0.9;
const SYNONYM: f32 = 0.8;
const COMPLETED: f32 = 0.4;

/// What is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Everything that is written about a product, by a query that was sent.
    Everything,
    /// What products are called, by a query that is still being typed.
    Names,
}

/// One way to have some words of the query: a term, or several side by side.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Alternative {
    pub(crate) words: Range<usize>,
    pub(crate) terms: Vec<String>,
    pub(crate) weight: f32,
    /// In how many documents the term counts as occurring, at least. Guesses share this number:
    /// that a guess is rare makes it no better.
    pub(crate) common: u32,
}

/// A query on its way to alternatives.
pub(crate) struct Planner<'a> {
    pub(crate) index: &'a SearchIndex,
    pub(crate) synonyms: &'a Synonyms,
    pub(crate) rows: &'a [Option<u32>],
    pub(crate) scope: Scope,
}

impl Planner<'_> {
    /// Alternatives without typing errors.
    pub(crate) fn exact(&self, words: &[String]) -> tantivy::Result<Vec<Alternative>> {
        let mut stemmer = Stemmer::new();
        let keys: Vec<String> = words.iter().map(|word| stemmer.key(word)).collect();
        let mut plan = Vec::new();
        for (at, (word, key)) in words.iter().zip(&keys).enumerate() {
            plan.push(single(
                at,
                word.clone(),
                self.exact_weight(word, at + 1 == words.len()),
            ));
            if key != word {
                plan.push(single(at, key.clone(), STEM));
            }
            let parts = letter_digit_parts(word);
            if !parts.is_empty() {
                plan.push(phrase(at..at + 1, parts, JOINED));
            }
        }
        plan.extend(joined(words));
        let synonyms = self.synonyms.of(&keys);
        let last_is_synonym = synonyms.iter().any(|(span, _)| span.end == words.len());
        let synonyms = synonyms.into_iter();
        plan.extend(synonyms.map(|(words, terms)| phrase(words, terms.to_vec(), SYNONYM)));
        plan.truncate(MAX_ALTERNATIVES / 2);
        plan.extend(self.completions(words, last_is_synonym)?);
        plan.truncate(MAX_ALTERNATIVES);
        Ok(plan)
    }

    /// The words that completions and corrections are taken from.
    pub(crate) fn vocabulary(&self) -> &Vocabulary {
        match self.scope {
            Scope::Everything => &self.index.everything,
            Scope::Names => &self.index.names,
        }
    }

    /// One or two letters in the search box are a beginning, hardly ever the word.
    fn exact_weight(&self, word: &str, last: bool) -> f32 {
        let beginning = self.scope == Scope::Names && last && word.chars().count() < 3;
        if beginning { BEGINNING } else { EXACT }
    }

    /// What the last word may be the beginning of.
    fn completions(&self, words: &[String], is_synonym: bool) -> tantivy::Result<Vec<Alternative>> {
        let Some((word, before)) = words.split_last() else {
            return Ok(Vec::new());
        };
        let at = before.len();
        let length = word.chars().count();
        let typing = self.scope == Scope::Names;
        let whole_word = is_synonym || self.vocabulary().has(word)?;
        if !typing && (length < 2 || (whole_word && length < ALWAYS_COMPLETED)) {
            return Ok(Vec::new());
        }
        let most = if typing { 64 } else { 24 };
        let known = self.vocabulary().completing(word, most)?;
        let common = most_common(&known);
        let mut plan: Vec<Alternative> = known
            .into_iter()
            .map(|known| {
                let share = known.documents as f32 / common.max(1) as f32;
                let weight = COMPLETED * f32::midpoint(1.0, share);
                Alternative {
                    common,
                    ..single(at, known.word, weight)
                }
            })
            .collect();
        if length >= 3 {
            let synonyms = self
                .synonyms
                .completing(word)
                .into_iter()
                .take(MAX_COMPLETED_SYNONYMS);
            plan.extend(synonyms.map(|terms| phrase(at..at + 1, terms.to_vec(), COMPLETED)));
        }
        Ok(plan)
    }
}

fn single(at: usize, term: String, weight: f32) -> Alternative {
    phrase(at..at + 1, vec![term], weight)
}

pub(super) fn phrase(words: Range<usize>, terms: Vec<String>, weight: f32) -> Alternative {
    Alternative {
        words,
        terms,
        weight,
        common: 0,
    }
}

pub(super) fn most_common<'a>(known: impl IntoIterator<Item = &'a Known>) -> u32 {
    known
        .into_iter()
        .map(|known| known.documents)
        .max()
        .unwrap_or(0)
}

/// Two or three neighbours written as one: `dcm 202` → `dcm202`.
fn joined(words: &[String]) -> impl Iterator<Item = Alternative> {
    [2, 3].into_iter().flat_map(move |length| {
        words
            .windows(length)
            .enumerate()
            .filter_map(move |(at, parts)| {
                let term = parts.concat();
                let fits = term.chars().count() <= MAX_WORD_CHARS;
                fits.then(|| phrase(at..at + length, vec![term], JOINED))
            })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_join() {
        let words = ["a", "b", "c"].map(str::to_owned);
        let terms: Vec<_> = joined(&words)
            .map(|a| (a.words, a.terms.concat()))
            .collect();
        assert_eq!(
            terms,
            [
                (0..2, "ab".to_owned()),
                (1..3, "bc".to_owned()),
                (0..3, "abc".to_owned())
            ]
        );
    }
}
