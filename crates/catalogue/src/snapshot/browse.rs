//! Search, filters, order and pages.
//!
//! Invariant: any [`Query`] has an answer, in time bounded by the size of the catalogue; the same
//! query on the same snapshot and stock has the same answer in the same order.

use std::cmp::Reverse;
use std::sync::Arc;

use super::facets::{Filters, Tally};
use super::{Row, Snapshot};
use crate::index::plan::Scope;
use crate::index::search::Found;
use crate::query::{MAX_PER_PAGE, Page, Query, Sort};
use crate::text::query_words;

/// What a score is worth when the product can't be bought: a little less, so that a perfect match
/// that is sold out still stands before a poor one in stock.
const OUT_OF_STOCK: f32 = 0.8;

/// A product that passed, with what it is ordered by.
struct Hit<'a> {
    row: u32,
    of: &'a Row,
    words: usize,
    score: f32,
    available: bool,
}

impl Snapshot {
    /// Answers a query.
    #[must_use]
    pub fn search(&self, query: &Query) -> Page {
        let text = query.text.as_deref().unwrap_or_default().trim();
        let (found, corrected) = if text.is_empty() {
            (self.everything(), None)
        } else {
            let found = self.find(&query_words(text), Scope::Everything);
            let matches = found
                .matches
                .iter()
                .map(|m| (m.row, m.words, m.score))
                .collect();
            (matches, found.corrected)
        };
        let filters = Filters::new(self, query);
        let mut tally = Tally::new(self);
        let mut hits = Vec::new();
        for (row, words, score) in found {
            let Some(of) = self.rows.get(row as usize) else {
                continue;
            };
            let passed = filters.check(of);
            tally.count(of, passed);
            if passed.all() {
                hits.push(Hit {
                    row,
                    of,
                    words,
                    score,
                    available: passed.available(),
                });
            }
        }
        order(&mut hits, query.sort, !text.is_empty());
        let page = query.page.max(1);
        let per_page = query.per_page.clamp(1, MAX_PER_PAGE);
        let skipped = (page as usize - 1).saturating_mul(per_page as usize);
        let shown = hits.iter().skip(skipped).take(per_page as usize);
        Page {
            items: shown.map(|hit| Arc::clone(&hit.of.listing)).collect(),
            total: hits.len(),
            page,
            per_page,
            facets: tally.finish(),
            corrected,
        }
    }

    fn everything(&self) -> Vec<(u32, usize, f32)> {
        (0u32..)
            .zip(&self.rows)
            .map(|(row, _)| (row, 0, 0.0))
            .collect()
    }

    /// What words find; nothing for no words.
    pub(super) fn find(&self, words: &[String], scope: Scope) -> Found {
        if words.is_empty() {
            return Found::default();
        }
        self.search_in(scope).run(words).unwrap_or_else(|error| {
            tracing::error!(%error, "the search index can't be read");
            Found::default()
        })
    }
}

fn order(hits: &mut [Hit<'_>], sort: Sort, by_words: bool) {
    let price = |hit: &Hit<'_>| hit.of.listing.price;
    match sort {
        Sort::Relevance if by_words => hits.sort_unstable_by(|a, b| {
            let words = b.words.cmp(&a.words);
            words
                .then(worth(b).total_cmp(&worth(a)))
                .then(a.row.cmp(&b.row))
        }),
        Sort::Relevance => {
            hits.sort_unstable_by_key(|hit| (!hit.available, hit.of.age, hit.row));
        }
        Sort::PriceAsc => hits.sort_unstable_by_key(|hit| (price(hit), hit.row)),
        Sort::PriceDesc => hits.sort_unstable_by_key(|hit| (Reverse(price(hit)), hit.row)),
        Sort::BestSelling => hits.sort_unstable_by_key(|hit| (Reverse(hit.of.sold), hit.of.age)),
        Sort::Newest => hits.sort_unstable_by_key(|hit| hit.of.age),
    }
}

fn worth(hit: &Hit<'_>) -> f32 {
    if hit.available {
        hit.score
    } else {
        hit.score * OUT_OF_STOCK
    }
}
