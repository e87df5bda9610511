//! The words that were indexed, as people wrote them (no stems), with how often they occur.
//!
//! Invariant: every answer is bounded, best first: nearest, then most frequent, then alphabetical.

use std::sync::Arc;

use tantivy::query::FuzzyTermQuery;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, InvertedIndexReader, SegmentReader, TERMINATED, Term};

use crate::text::distance::distance;

/// A word of the vocabulary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) word: String,
    /// In how many documents.
    pub(crate) documents: u32,
    /// How many typing errors away from what was asked.
    pub(crate) errors: usize,
}

/// One vocabulary of an index.
pub(crate) struct Vocabulary {
    field: Field,
    terms: Arc<InvertedIndexReader>,
}

impl Vocabulary {
    pub(super) fn open(segment: &SegmentReader, field: Field) -> tantivy::Result<Self> {
        Ok(Self {
            field,
            terms: segment.inverted_index(field)?,
        })
    }

    /// Whether the word occurs anywhere.
    pub(crate) fn has(&self, word: &str) -> tantivy::Result<bool> {
        Ok(self.terms.terms().get(word.as_bytes())?.is_some())
    }

    /// Whether the word occurs in a document of which `wanted` is true.
    pub(crate) fn occurs(&self, word: &str, wanted: impl Fn(u32) -> bool) -> tantivy::Result<bool> {
        let term = Term::from_field_text(self.field, word);
        let Some(mut postings) = self.terms.read_postings(&term, IndexRecordOption::Basic)? else {
            return Ok(false);
        };
        let mut document = postings.doc();
        while document != TERMINATED {
            if wanted(document) {
                return Ok(true);
            }
            document = postings.advance();
        }
        Ok(false)
    }

    /// Longer words that begin with `prefix`, at most `limit`, the most frequent first.
    pub(crate) fn completing(&self, prefix: &str, limit: usize) -> tantivy::Result<Vec<Known>> {
        let mut known = Vec::new();
        let mut stream = self
            .terms
            .terms()
            .range()
            .gt(prefix.as_bytes())
            .into_stream()?;
        while let Some((term, info)) = stream.next() {
            if !term.starts_with(prefix.as_bytes()) {
                break;
            }
            if let Ok(word) = std::str::from_utf8(term) {
                let documents = info.doc_freq;
                known.push(Known {
                    word: word.to_owned(),
                    documents,
                    errors: 0,
                });
            }
        }
        Ok(best(known, limit))
    }

    /// Words that differ from `typed` by 1 to `most` (at most 2) typing errors, at most `limit`;
    /// with `prefix`, words of which a beginning does.
    pub(crate) fn near(
        &self,
        typed: &str,
        most: u8,
        prefix: bool,
        limit: usize,
    ) -> tantivy::Result<Vec<Known>> {
        let term = Term::from_field_text(self.field, typed);
        let query = if prefix {
            FuzzyTermQuery::new_prefix(term, most, true)
        } else {
            FuzzyTermQuery::new(term, most, true)
        };
        let mut known = Vec::new();
        let mut stream = self
            .terms
            .terms()
            .search(query.automaton()?)
            .into_stream()?;
        while let Some((term, info)) = stream.next() {
            let Ok(word) = std::str::from_utf8(term) else {
                continue;
            };
            let distance = distance(typed, word);
            let errors = if prefix {
                distance.prefix
            } else {
                distance.whole
            };
            if errors > 0 && !crate::text::has_digit(word) {
                known.push(Known {
                    word: word.to_owned(),
                    documents: info.doc_freq,
                    errors,
                });
            }
        }
        Ok(best(known, limit))
    }
}

fn best(mut known: Vec<Known>, limit: usize) -> Vec<Known> {
    known.sort_unstable_by(|a, b| {
        (a.errors, b.documents, &a.word).cmp(&(b.errors, a.documents, &b.word))
    });
    known.truncate(limit);
    known
}
