//! The 8 divisions and 64 districts of Bangladesh, and the thanas of its cities.
//!
//! Names are today's official ones; [`District::find`] also takes the spellings in use before
//! 2018 (Chittagong, Comilla, Barisal, Jessore, Bogra) and other common ones.

use std::fmt;

use crate::Lang;
use crate::words::words;

mod metro;
mod table;

pub use metro::areas;

words! {
    /// A division: the first level of the country.
    pub enum Division: "division" {
        /// Barishal, in the south.
        Barishal = "barishal",
        /// Chattogram, in the south-east.
        Chattogram = "chattogram",
        /// Dhaka, in the middle.
        Dhaka = "dhaka",
        /// Khulna, in the south-west.
        Khulna = "khulna",
        /// Mymensingh, in the north.
        Mymensingh = "mymensingh",
        /// Rajshahi, in the west.
        Rajshahi = "rajshahi",
        /// Rangpur, in the north-west.
        Rangpur = "rangpur",
        /// Sylhet, in the north-east.
        Sylhet = "sylhet",
    }
}

impl Division {
    /// Its name.
    #[must_use]
    pub const fn name(self, lang: Lang) -> &'static str {
        match self {
            Division::Barishal => PlaceName {
                en: "Barishal",
                bn: "বরিশাল",
            },
            Division::Chattogram => PlaceName {
                en: "Chattogram",
                bn: "চট্টগ্রাম",
            },
            Division::Dhaka => PlaceName {
                en: "Dhaka",
                bn: "ঢাকা",
            },
            Division::Khulna => PlaceName {
                en: "Khulna",
                bn: "খুলনা",
            },
            Division::Mymensingh => PlaceName {
                en: "Mymensingh",
                bn: "ময়মনসিংহ",
            },
            Division::Rajshahi => PlaceName {
                en: "Rajshahi",
                bn: "রাজশাহী",
            },
            Division::Rangpur => PlaceName {
                en: "Rangpur",
                bn: "রংপুর",
            },
            Division::Sylhet => PlaceName {
                en: "Sylhet",
                bn: "সিলেট",
            },
        }
        .get(lang)
    }

    /// Its districts, by their English names.
    pub fn districts(self) -> impl Iterator<Item = &'static District> {
        District::ALL
            .iter()
            .filter(move |district| district.division == self)
    }
}

/// The name of a place in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PlaceName {
    /// In English.
    pub en: &'static str,
    /// In Bangla.
    pub bn: &'static str,
}

impl PlaceName {
    /// The name in `lang`.
    #[must_use]
    pub const fn get(self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en,
            Lang::Bn => self.bn,
        }
    }
}

/// One of the 64 districts. There are no others: a `&'static District` comes from
/// [`District::find`] or [`District::ALL`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct District {
    /// Lower-case ASCII letters, and hyphens between words: what is stored and sent.
    pub code: &'static str,
    /// Its name.
    pub name: PlaceName,
    /// The division it lies in.
    pub division: Division,
    /// Other spellings, English and Bangla, that [`District::find`] takes.
    pub aliases: &'static [&'static str],
}

/// A thana, upazila or well-known neighbourhood of a city's district.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Area {
    /// In English.
    pub en: &'static str,
    /// In Bangla.
    pub bn: &'static str,
}

impl Area {
    /// Its name.
    #[must_use]
    pub const fn name(self, lang: Lang) -> &'static str {
        PlaceName {
            en: self.en,
            bn: self.bn,
        }
        .get(lang)
    }
}

impl District {
    /// All 64, by their English names.
    pub const ALL: &'static [District] = table::DISTRICTS;

    /// The district that `given` names: its code, its English name or an older spelling in any
    /// case, with or without spaces, hyphens and apostrophes, or its Bangla name.
    #[must_use]
    pub fn find(given: &str) -> Option<&'static District> {
        let wanted = folded(given);
        if wanted.is_empty() {
            return None;
        }
        Self::ALL
            .iter()
            .find(|district| district.names().any(|name| folded(name) == wanted))
    }

    /// Its name in `lang`.
    #[must_use]
    pub const fn name(&self, lang: Lang) -> &'static str {
        self.name.get(lang)
    }

    /// Its thanas, upazilas and neighbourhoods; empty for all but the big cities' districts.
    #[must_use]
    pub fn areas(&self) -> &'static [Area] {
        areas(self.code)
    }

    fn names(&self) -> impl Iterator<Item = &'static str> {
        [self.code, self.name.en, self.name.bn]
            .into_iter()
            .chain(self.aliases.iter().copied())
    }
}

impl fmt::Display for District {
    /// The English name.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name.en)
    }
}

/// What two spellings of one name have in common: letters and marks, lower case, one encoding.
fn folded(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    use unicode_normalization::char::is_combining_mark;
    name.nfc()
        .filter(|c| c.is_alphabetic() || is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests;
