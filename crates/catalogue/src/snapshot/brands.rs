//! Makers, however their names are spelled: `LINKSYS` and `Linksys` are one.
//!
//! Invariant: a brand is shown as most of its products spell it.

use std::collections::{BTreeMap, HashMap};

use crate::text::normalise;

/// The makers of one snapshot, by number in alphabetical order.
#[derive(Debug, Default)]
pub(super) struct Brands {
    brands: Vec<Brand>,
    by_key: HashMap<String, u32>,
}

#[derive(Debug)]
struct Brand {
    name: String,
    products: usize,
}

impl Brands {
    /// Of the brand of every product; empty ones don't count.
    pub(super) fn new<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let mut spellings: BTreeMap<String, BTreeMap<&str, usize>> = BTreeMap::new();
        for name in names {
            if let Some(key) = key(name) {
                *spellings
                    .entry(key)
                    .or_default()
                    .entry(name.trim())
                    .or_default() += 1;
            }
        }
        let mut brands = Self::default();
        for (number, (key, names)) in (0u32..).zip(spellings) {
            let products = names.values().sum();
            // Of two equally usual, the last in byte order: `Nokia` rather than `NOKIA`.
            let usual = names.into_iter().max_by_key(|&(_, count)| count);
            let name = usual.map(|(name, _)| name.to_owned()).unwrap_or_default();
            brands.brands.push(Brand { name, products });
            brands.by_key.insert(key, number);
        }
        brands
    }

    pub(super) fn number(&self, name: &str) -> Option<u32> {
        self.by_key.get(&key(name)?).copied()
    }

    pub(super) fn name(&self, number: u32) -> Option<&str> {
        Some(&self.brands.get(number as usize)?.name)
    }

    pub(super) fn len(&self) -> usize {
        self.brands.len()
    }

    pub(super) fn all(&self) -> Vec<(&str, usize)> {
        self.brands
            .iter()
            .map(|brand| (brand.name.as_str(), brand.products))
            .collect()
    }
}

fn key(name: &str) -> Option<String> {
    let key = normalise(name.trim());
    (!key.is_empty()).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::Brands;

    #[test]
    fn one_maker_one_name() {
        let brands = Brands::new(["Linksys", "LINKSYS", "LINKSYS", "", " ", "Apple"].into_iter());
        assert_eq!(brands.all(), [("Apple", 1), ("LINKSYS", 3)]);
        assert_eq!(brands.number("linksys"), Some(1));
        assert_eq!(brands.number(""), None);
    }
}
