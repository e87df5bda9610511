//! How far apart two words are, in typing errors.
//!
//! Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours each
//! cost one, as in the automaton that the index is asked with (`FuzzyTermQuery`), which tells that
//! a term is near but not how near.

/// The distances of `typed` to the whole of `term` and to the nearest of its beginnings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Distance {
    pub(crate) whole: usize,
    pub(crate) prefix: usize,
}

/// Measures both distances in one pass; O(length × length), for words of bounded length.
pub(crate) fn distance(typed: &str, term: &str) -> Distance {
    let term: Vec<char> = term.chars().collect();
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=term.len()).collect();
    let mut previous = None;
    for (row, c) in typed.chars().enumerate() {
        let mut current = Vec::with_capacity(term.len() + 1);
        current.push(row + 1);
        for (column, &t) in term.iter().enumerate() {
            let substituted = last[column] + usize::from(c != t);
            let mut best = substituted
                .min(last[column + 1] + 1)
                .min(current[column] + 1);
            let swapped = column > 0 && previous == Some(t) && term[column - 1] == c;
            if swapped && let Some(earlier) = before_last.get(column - 1) {
                best = best.min(earlier + 1);
            }
            current.push(best);
        }
        previous = Some(c);
        before_last = std::mem::replace(&mut last, current);
    }
    let whole = last.last().copied().unwrap_or_default();
    Distance {
        whole,
        prefix: last.into_iter().min().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn errors_cost_one_each() {
        let whole = |a, b| distance(a, b).whole;
        assert_eq!(whole("samsung", "samsung"), 0);
        assert_eq!(whole("smasung", "samsung"), 1, "a swap");
        assert_eq!(whole("samsng", "samsung"), 1, "a missing letter");
        assert_eq!(whole("sumsung", "samsung"), 1, "a wrong letter");
        assert_eq!(whole("samssung", "samsung"), 1, "one too many");
        assert_eq!(whole("canon", "camera"), 4);
        assert_eq!(whole("", "tv"), 2);
        assert_eq!(whole("টিভি", "টিবি"), 1);
    }

    #[test]
    fn beginnings() {
        assert_eq!(distance("sumsu", "samsung").prefix, 1);
        assert_eq!(distance("smas", "samsung").prefix, 1);
        assert_eq!(distance("sam", "samsung").prefix, 0);
    }
}
