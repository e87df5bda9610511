//! Scores of every document for every word of a query.
//!
//! Invariant: a word's score in a document is that of the best way in which the document has it
//! ([`Alternative`](super::plan::Alternative)); a document's score is the sum over the words, and a
//! word that scores nothing isn't there. Within one alternative, the best field counts whole and
//! the others a little (as a dis_max query with a tie breaker).

use std::ops::Range;

/// How much fields other than the best add.
const TIE_BREAKER: f32 = 0.3;

/// A document that matched, with the snapshot's row for it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Match {
    pub(crate) row: u32,
    pub(crate) document: u32,
    /// How many of the query's words it has.
    pub(crate) words: usize,
    pub(crate) score: f32,
}

/// The table of words × documents.
#[derive(Clone)]
pub(crate) struct Scores {
    words: usize,
    documents: usize,
    best: Vec<f32>,
    /// Per document, of the alternative being scored: the sum over fields, and the best field.
    sum: Vec<f32>,
    peak: Vec<f32>,
    touched: Vec<u32>,
}

impl Scores {
    pub(crate) fn new(words: usize, documents: usize) -> Self {
        Self {
            words,
            documents,
            best: vec![0.0; words * documents],
            sum: vec![0.0; documents],
            peak: vec![0.0; documents],
            touched: Vec::new(),
        }
    }

    /// Notes a hit of the current alternative in one field of a document.
    pub(crate) fn hit(&mut self, document: u32, score: f32) {
        let at = document as usize;
        if self.sum[at] == 0.0 {
            self.touched.push(document);
        }
        self.sum[at] += score;
        self.peak[at] = self.peak[at].max(score);
    }

    /// Ends the current alternative: its hits count for the words it stands for.
    pub(crate) fn settle(&mut self, words: Range<usize>, weight: f32) {
        for document in self.touched.drain(..) {
            let at = document as usize;
            let peak = std::mem::take(&mut self.peak[at]);
            let rest = std::mem::take(&mut self.sum[at]) - peak;
            let score = weight * (peak + TIE_BREAKER * rest);
            for word in words.clone() {
                let best = &mut self.best[word * self.documents + at];
                *best = best.max(score);
            }
        }
    }

    /// Whether a document has a word.
    pub(crate) fn has(&self, word: usize, document: u32) -> bool {
        self.best[word * self.documents + document as usize] > 0.0
    }

    /// Whether any document that is still for sale has a word.
    pub(crate) fn occurs(&self, word: usize, rows: &[Option<u32>]) -> bool {
        (0..)
            .zip(rows)
            .any(|(document, row)| row.is_some() && self.has(word, document))
    }

    /// Documents that are for sale and have at least `least` of the words, best first: most words,
    /// then the higher score. `rows` gives each document's row, or `None` if it is gone.
    pub(crate) fn matches(&self, rows: &[Option<u32>], least: usize) -> Vec<Match> {
        let mut matches = Vec::new();
        for (document, row) in (0..).zip(rows) {
            let Some(row) = *row else { continue };
            let of_words =
                (0..self.words).map(|word| self.best[word * self.documents + document as usize]);
            let (words, score) = of_words
                .filter(|&score| score > 0.0)
                .fold((0, 0.0), |(words, sum), score| (words + 1, sum + score));
            if words >= least {
                matches.push(Match {
                    row,
                    document,
                    words,
                    score,
                });
            }
        }
        matches.sort_unstable_by(|a, b| {
            (b.words.cmp(&a.words))
                .then(b.score.total_cmp(&a.score))
                .then(a.row.cmp(&b.row))
        });
        matches
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn best_way_counts_and_words_add_up() {
        let mut scores = Scores::new(2, 3);
        scores.hit(0, 2.0);
        scores.hit(0, 1.0);
        scores.hit(1, 1.0);
        scores.settle(0..1, 1.0);
        scores.hit(0, 1.0);
        scores.settle(0..1, 1.0); // worse: changes nothing
        scores.hit(1, 4.0);
        scores.settle(1..2, 0.5);
        let rows = [Some(7), Some(8), Some(9)];
        let every = scores.matches(&rows, 2);
        assert_eq!(
            every,
            [Match {
                row: 8,
                document: 1,
                words: 2,
                score: 3.0
            }]
        );
        let any = scores.matches(&rows, 1);
        assert_eq!(any.iter().map(|m| m.row).collect::<Vec<_>>(), [8, 7]);
        assert!((any[1].score - 2.3).abs() < 1e-6);
    }

    #[test]
    fn what_is_gone_matches_nothing() {
        let mut scores = Scores::new(1, 2);
        scores.hit(0, 1.0);
        scores.settle(0..1, 1.0);
        assert!(scores.matches(&[None, Some(0)], 1).is_empty());
        assert!(!scores.occurs(0, &[None, Some(0)]));
        assert!(scores.occurs(0, &[Some(3), Some(0)]));
    }
}
