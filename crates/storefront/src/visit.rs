//! Where a shopper is: language and address of a request, and the texts of that language.

use crate::strings::Strings;

pub(crate) use pages::visit::{Visit, link, local_path, redirect, split};

/// The storefront's own words for a visit.
pub(crate) trait Texts {
    /// The texts of its language.
    fn t(&self) -> &'static Strings;
}

impl Texts for Visit {
    fn t(&self) -> &'static Strings {
        Strings::of(self.lang)
    }
}
