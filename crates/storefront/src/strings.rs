//! Every text of the storefront, in English and Bangla.
//!
//! The table is `strings/table.rs`, made by [`pages::strings!`]: one line per text, both languages
//! side by side, so that a missing one doesn't compile.

use pages::Shown;

mod attributes;
mod codes;
mod fields;
mod orders;
mod table;

pub(crate) use codes::CodeWords;
pub(crate) use fields::{TAKEN, WRONG};
pub(crate) use table::Strings;

impl Strings {
    /// A number, price or text as a page of this language writes it.
    pub(crate) fn show(&self, value: impl Shown) -> String {
        value.shown(self.lang).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use domain::{Lang, Paisa};

    use super::*;

    #[test]
    fn templates_hold_no_words_of_their_own() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
        let faults = pages::strings::testing::template_faults(&folder).unwrap();
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }

    #[test]
    fn numbers_take_the_digits_of_the_page() {
        let (en, bn) = (Strings::of(Lang::En), Strings::of(Lang::Bn));
        assert_eq!(en.products(1_usize), "1 product");
        assert_eq!(en.products(12_usize), "12 products");
        assert_eq!(bn.products(12_usize), "১২টি পণ্য");
        assert_eq!(bn.starting_at(Paisa::from_taka(123_456)), "৳১,২৩,৪৫৬ থেকে");
    }
}
