//! How a query is answered, in up to three steps, each only if the one before found nothing:
//! every word as typed (or its stem, synonym, completion); every word, typing errors forgiven;
//! some words, those with most of them first and none with less than half as many.
//!
//! Invariant: the answer depends on the index, the synonyms and `rows` alone, takes no lock and
//! awaits nothing. A document that `rows` says is gone doesn't exist, neither as a hit nor as the
//! reason for a correction.

use tantivy::postings::Postings;
use tantivy::query::{Bm25Weight, EnableScoring, PhraseQuery, Query};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED, Term};

use super::SearchIndex;
use super::plan::{Alternative, Planner, Scope};
use super::score::{Match, Scores};
use super::spelling::Spelling;
use crate::synonyms::Synonyms;

/// What a query found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Best first.
    pub(crate) matches: Vec<Match>,
    /// The spelling that was found instead of the one typed.
    pub(crate) corrected: Option<String>,
    /// The ways in which the query was understood.
    pub(crate) plan: Vec<Alternative>,
}

/// A search of one index for one snapshot.
pub(crate) struct Search<'a> {
    pub(crate) index: &'a SearchIndex,
    pub(crate) synonyms: &'a Synonyms,
    /// The snapshot's row of each document, `None` if it isn't for sale any more.
    pub(crate) rows: &'a [Option<u32>],
    pub(crate) scope: Scope,
}

impl Search<'_> {
    /// Answers a query of at least one word.
    ///
    /// # Errors
    /// Only if tantivy can't read its own memory.
    pub(crate) fn run(&self, words: &[String]) -> tantivy::Result<Found> {
        let Self {
            index,
            synonyms,
            rows,
            scope,
        } = *self;
        let planner = Planner {
            index,
            synonyms,
            rows,
            scope,
        };
        let mut plan = planner.exact(words)?;
        let exact = self.scores(words, &plan)?;
        let matches = exact.matches(self.rows, words.len());
        if !matches.is_empty() {
            return Ok(Found {
                matches,
                corrected: None,
                plan,
            });
        }
        let spellings = planner.spellings(words)?;
        let near = planner.near(&spellings);
        let mut scores = exact.clone();
        self.score(&near, &mut scores)?;
        plan.extend(near);
        let mut matches = scores.matches(self.rows, words.len());
        if matches.is_empty() && self.scope == Scope::Everything {
            matches = scores.matches(self.rows, 1);
            let most = matches.first().map_or(0, |best| best.words);
            matches.retain(|hit| hit.words >= most.div_ceil(2));
        }
        let corrected = match matches.first() {
            Some(best) => self.corrected(&planner, words, &exact, &spellings, *best)?,
            None => None,
        };
        Ok(Found {
            matches,
            corrected,
            plan,
        })
    }

    /// "Did you mean": each word that occurs nowhere becomes the nearest one that does. If those
    /// don't occur together though something near them does, what the best document has instead.
    fn corrected(
        &self,
        planner: &Planner<'_>,
        words: &[String],
        exact: &Scores,
        spellings: &[Vec<Spelling>],
        best: Match,
    ) -> tantivy::Result<Option<String>> {
        let mut nearest = words.to_vec();
        for (at, spellings) in spellings.iter().enumerate() {
            if let Some(first) = spellings.first()
                && !exact.occurs(at, self.rows)
            {
                nearest[at].clone_from(&first.known.word);
            }
        }
        if nearest != words {
            let scores = self.scores(&nearest, &planner.exact(&nearest)?)?;
            let together = !scores.matches(self.rows, words.len()).is_empty();
            if together || best.words < words.len() {
                return Ok(Some(nearest.join(" ")));
            }
        }
        let mut found = words.to_vec();
        for (at, spellings) in spellings.iter().enumerate() {
            if exact.has(at, best.document) {
                continue;
            }
            for spelling in spellings {
                let word = &spelling.known.word;
                if planner
                    .vocabulary()
                    .occurs(word, |document| document == best.document)?
                {
                    found[at].clone_from(word);
                    break;
                }
            }
        }
        Ok((found != words).then(|| found.join(" ")))
    }

    fn scores(&self, words: &[String], plan: &[Alternative]) -> tantivy::Result<Scores> {
        let mut scores = Scores::new(words.len(), self.index.products.len());
        self.score(plan, &mut scores)?;
        Ok(scores)
    }

    fn score(&self, plan: &[Alternative], scores: &mut Scores) -> tantivy::Result<()> {
        for alternative in plan {
            match &*alternative.terms {
                [] => {}
                [term] => self.score_term(term, alternative.common, scores)?,
                terms => self.score_phrase(terms, scores)?,
            }
            scores.settle(alternative.words.clone(), alternative.weight);
        }
        Ok(())
    }

    fn score_term(&self, term: &str, common: u32, scores: &mut Scores) -> tantivy::Result<()> {
        for field in self.fields() {
            let Some(info) = field.terms.terms().get(term.as_bytes())? else {
                continue;
            };
            let all = self.index.products.len() as u64;
            let occurring = u64::from(info.doc_freq.max(common)).min(all);
            let weight =
                Bm25Weight::for_one_term_without_explain(occurring, all, field.average_length);
            let mut postings = field
                .terms
                .read_postings_from_terminfo(&info, IndexRecordOption::WithFreqs)?;
            let mut document = postings.doc();
            while document != TERMINATED {
                let length = field.lengths.fieldnorm_id(document);
                let score = weight.score(length, postings.term_freq());
                scores.hit(document, field.boost * score);
                document = postings.advance();
            }
        }
        Ok(())
    }

    fn score_phrase(&self, terms: &[String], scores: &mut Scores) -> tantivy::Result<()> {
        let searcher = &self.index.searcher;
        for field in self.fields() {
            let phrase = terms
                .iter()
                .map(|term| Term::from_field_text(field.field, term));
            let weight = PhraseQuery::new(phrase.collect())
                .weight(EnableScoring::enabled_from_searcher(searcher))?;
            let mut scorer = weight.scorer(searcher.segment_reader(0), field.boost)?;
            let mut document = scorer.doc();
            while document != TERMINATED {
                let score = scorer.score();
                scores.hit(document, score);
                document = scorer.advance();
            }
        }
        Ok(())
    }

    fn fields(&self) -> impl Iterator<Item = &super::RankedField> {
        let only_names = self.scope == Scope::Names;
        self.index
            .ranked
            .iter()
            .filter(move |field| field.names || !only_names)
    }
}
