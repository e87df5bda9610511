//! Words that mean the same: `fridge` and `refrigerator`, `মোবাইল` and `mobile`.
//!
//! Invariant: every phrase of a group stands for every other, whatever its length and language; a
//! change of the table changes no index, because synonyms are looked up in the query.

use std::collections::HashMap;
use std::ops::Range;

use crate::text::stem::Stemmer;
use crate::text::{distance::distance, tokens};

/// Phrases of more words are left out.
const MAX_PHRASE_WORDS: usize = 6;

/// One way to say it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Phrase {
    words: Vec<String>,
    /// The words' stems, which is what is looked for.
    keys: Vec<String>,
}

/// The table, ready to be asked.
#[derive(Debug, Default)]
pub(crate) struct Synonyms {
    groups: Vec<Vec<Phrase>>,
    /// Group and phrase by the key of the phrase's first word.
    starts: HashMap<String, Vec<(usize, usize)>>,
}

impl Synonyms {
    /// From groups as staff wrote them; empty phrases and lonely ones are left out.
    pub(crate) fn new(groups: &[Vec<String>]) -> Self {
        let mut stemmer = Stemmer::new();
        let mut synonyms = Self::default();
        for group in groups {
            let mut phrases: Vec<Phrase> = Vec::new();
            for phrase in group
                .iter()
                .filter_map(|text| Phrase::parse(text, &mut stemmer))
            {
                if !phrases.contains(&phrase) {
                    phrases.push(phrase);
                }
            }
            if phrases.len() < 2 {
                continue;
            }
            let number = synonyms.groups.len();
            for (place, phrase) in phrases.iter().enumerate() {
                let first = phrase.keys.first().cloned().unwrap_or_default();
                synonyms
                    .starts
                    .entry(first)
                    .or_default()
                    .push((number, place));
            }
            synonyms.groups.push(phrases);
        }
        synonyms
    }

    /// The stretches of a query that are in the table, each with another way to say it.
    /// `keys` are the stems of the query's words.
    pub(crate) fn of(&self, keys: &[String]) -> Vec<(Range<usize>, &[String])> {
        let mut found = Vec::new();
        for (start, key) in keys.iter().enumerate() {
            for &(group, place) in self.starts.get(key).into_iter().flatten() {
                let phrases = &self.groups[group];
                let own = &phrases[place].keys;
                if keys[start..].starts_with(own) {
                    let span = start..start + own.len();
                    found.extend(others(phrases, place).map(|other| (span.clone(), other)));
                }
            }
        }
        found
    }

    /// Other ways to say the one-word phrases that begin with `prefix`.
    pub(crate) fn completing(&self, prefix: &str) -> Vec<&[String]> {
        self.single_words()
            .filter(|(_, _, word)| word.starts_with(prefix))
            .flat_map(|(phrases, place, _)| others(phrases, place))
            .collect()
    }

    /// One-word phrases that are at most `most` typing errors from `typed`, as
    /// (word, errors); with `prefix`, those that begin so.
    pub(crate) fn near(&self, typed: &str, most: usize, prefix: bool) -> Vec<(&str, usize)> {
        self.single_words()
            .filter_map(|(_, _, word)| {
                let distance = distance(typed, word);
                let errors = if prefix {
                    distance.prefix
                } else {
                    distance.whole
                };
                (1..=most).contains(&errors).then_some((word, errors))
            })
            .collect()
    }

    fn single_words(&self) -> impl Iterator<Item = (&Vec<Phrase>, usize, &str)> {
        self.groups.iter().flat_map(|phrases| {
            phrases
                .iter()
                .enumerate()
                .filter_map(move |(place, phrase)| match &*phrase.words {
                    [word] => Some((phrases, place, word.as_str())),
                    _ => None,
                })
        })
    }
}

impl Phrase {
    fn parse(text: &str, stemmer: &mut Stemmer) -> Option<Self> {
        let words: Vec<String> = tokens(text)
            .into_iter()
            .filter(|token| !token.joined)
            .map(|token| token.text)
            .collect();
        if words.is_empty() || words.len() > MAX_PHRASE_WORDS {
            return None;
        }
        let keys = words.iter().map(|word| stemmer.key(word)).collect();
        Some(Self { words, keys })
    }
}

fn others(phrases: &[Phrase], place: usize) -> impl Iterator<Item = &[String]> {
    phrases
        .iter()
        .enumerate()
        .filter(move |&(other, _)| other != place)
        .map(|(_, phrase)| &*phrase.keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(groups: &[&[&str]]) -> Synonyms {
        let groups: Vec<Vec<String>> = groups
            .iter()
            .map(|group| group.iter().map(|&t| t.to_owned()).collect())
            .collect();
        Synonyms::new(&groups)
    }

    fn keys(text: &str) -> Vec<String> {
        let mut stemmer = Stemmer::new();
        crate::text::query_words(text)
            .iter()
            .map(|word| stemmer.key(word))
            .collect()
    }

    #[test]
    fn phrases_stand_for_each_other() {
        let table = table(&[&["AC", "air conditioner", "এসি"], &["lonely"], &[" ", "?"]]);
        let query = keys("samsung air conditioners");
        let found = table.of(&query);
        let spans: Vec<_> = found
            .iter()
            .map(|(span, keys)| (span.clone(), keys.join(" ")))
            .collect();
        assert_eq!(spans, [(1..3, "ac".to_owned()), (1..3, "এসি".to_owned())]);
        assert_eq!(table.of(&keys("ac"))[0].1.len(), 2);
        assert!(table.of(&keys("air cooler")).is_empty());
        assert!(table.of(&keys("lonely")).is_empty());
    }

    #[test]
    fn beginnings_and_near_misses() {
        let table = table(&[&["fridge", "refrigerator"]]);
        assert_eq!(table.completing("refri"), [keys("fridge")]);
        assert_eq!(table.near("refrigirator", 2, false), [("refrigerator", 1)]);
        assert_eq!(table.near("refirg", 1, true), [("refrigerator", 1)]);
        assert!(table.near("camera", 2, false).is_empty());
    }
}
