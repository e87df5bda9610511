//! What the search box offers while somebody types.
//!
//! Invariant: bounded by `limit`, ordered by kind, then by how well it fits; the last word counts
//! as the beginning of one. Categories and makers are understood with the same alternatives as
//! products: synonyms, completions, typing errors.

use std::collections::HashSet;

use domain::Lang;

use super::Snapshot;
use crate::index::plan::{Alternative, Scope};
use crate::query::{Suggestion, SuggestionKind};
use crate::text::query_words;
use crate::text::stem::Stemmer;
use crate::text::tokens;

/// The most suggestions there ever are.
const MAX_SUGGESTIONS: usize = 20;

impl Snapshot {
    /// Up to `limit` (at most 20) suggestions for what was typed so far, in either language;
    /// their text is in `lang` where there is a translation. Nothing typed, nothing suggested.
    #[must_use]
    pub fn suggest(&self, prefix: &str, lang: Lang, limit: usize) -> Vec<Suggestion> {
        let words = query_words(prefix);
        let limit = limit.min(MAX_SUGGESTIONS);
        if words.is_empty() || limit == 0 {
            return Vec::new();
        }
        let found = self.find(&words, Scope::Names);
        let asked = Asked {
            words: &words,
            plan: &found.plan,
        };
        // Products are what people look for: the other kinds get a part of the room.
        let part = limit.div_ceil(4);
        let mut suggestions: Vec<Suggestion> = found
            .corrected
            .iter()
            .map(|text| suggestion(SuggestionKind::Query, text, None))
            .collect();
        suggestions.extend(self.suggest_categories(&asked, lang, part));
        suggestions.extend(self.suggest_brands(&asked, part));
        let products = found.matches.iter().filter_map(|hit| self.listing(hit.row));
        suggestions.extend(products.take(limit).map(|listing| {
            let product = &listing.product;
            let slug = Some(product.slug.as_str());
            suggestion(SuggestionKind::Product, product.title.get(lang), slug)
        }));
        suggestions.truncate(limit);
        suggestions
    }

    fn suggest_categories(&self, asked: &Asked<'_>, lang: Lang, most: usize) -> Vec<Suggestion> {
        let mut stemmer = Stemmer::new();
        let mut fitting: Vec<_> = (0u32..)
            .map_while(|number| self.categories.node(number))
            .filter(|node| node.count > 0)
            .filter_map(|node| {
                let name = &node.category.name;
                let names = [Some(name.en.as_str()), name.bn.as_deref()];
                let fit = names
                    .into_iter()
                    .flatten()
                    .filter_map(|n| asked.fit(n, &mut stemmer));
                Some((fit.reduce(f32::max)?, node))
            })
            .collect();
        fitting.sort_by(|(a, x), (b, y)| b.total_cmp(a).then(y.count.cmp(&x.count)));
        let chosen = fitting.into_iter().take(most);
        chosen
            .map(|(_, node)| {
                let category = &node.category;
                let slug = Some(category.slug.as_str());
                suggestion(SuggestionKind::Category, category.name.get(lang), slug)
            })
            .collect()
    }

    fn suggest_brands(&self, asked: &Asked<'_>, most: usize) -> Vec<Suggestion> {
        let mut stemmer = Stemmer::new();
        let mut fitting: Vec<_> = self
            .brands
            .all()
            .into_iter()
            .filter_map(|(name, products)| Some((asked.fit(name, &mut stemmer)?, products, name)))
            .collect();
        fitting.sort_by(|(a, x, _), (b, y, _)| b.total_cmp(a).then(y.cmp(x)));
        let chosen = fitting.into_iter().take(most);
        chosen
            .map(|(_, _, name)| suggestion(SuggestionKind::Brand, name, None))
            .collect()
    }
}

/// What was typed, and how it was understood.
struct Asked<'a> {
    words: &'a [String],
    plan: &'a [Alternative],
}

impl Asked<'_> {
    /// How well a name fits: `None` unless it has every word in some way. Names that have little
    /// else fit better.
    fn fit(&self, name: &str, stemmer: &mut Stemmer) -> Option<f32> {
        let words: Vec<String> = tokens(name).into_iter().map(|token| token.text).collect();
        let mut terms: HashSet<String> = words.iter().map(|word| stemmer.key(word)).collect();
        let length = words.len().max(1);
        terms.extend(words);
        let mut best = vec![0.0f32; self.words.len()];
        if let Some((typed, weight)) = self.words.last().zip(best.last_mut())
            && terms.iter().any(|term| term.starts_with(typed.as_str()))
        {
            *weight = 0.5;
        }
        for alternative in self.plan {
            if alternative.terms.iter().all(|term| terms.contains(term)) {
                for weight in &mut best[alternative.words.clone()] {
                    *weight = weight.max(alternative.weight);
                }
            }
        }
        let fit: f32 = best.iter().sum();
        let share = fit / length as f32;
        best.iter().all(|&weight| weight > 0.0).then_some(share)
    }
}

fn suggestion(kind: SuggestionKind, text: &str, slug: Option<&str>) -> Suggestion {
    Suggestion {
        kind,
        text: text.to_owned(),
        slug: slug.map(str::to_owned),
    }
}
