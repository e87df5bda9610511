//! What the pages about goods share: choices from lists, pages of lists, fields by name.

use domain::{Lang, digits};
use pages::Pagination;
use shop::{CategoryView, PageRequest};

use crate::address::Address;

/// One choice of a list.
#[derive(Debug)]
pub(crate) struct Listed {
    /// What is sent.
    pub(crate) value: String,
    /// What is shown.
    pub(crate) label: String,
    /// Whether it is chosen now.
    pub(crate) chosen: bool,
}

impl Listed {
    /// A choice, chosen if it is the value `chosen`.
    pub(crate) fn new(value: &str, label: &str, chosen: &str) -> Self {
        Self {
            value: value.to_owned(),
            label: label.to_owned(),
            chosen: value == chosen,
        }
    }
}

/// Every category as the tree reads, each level further in.
pub(crate) fn category_options(
    categories: &[CategoryView],
    chosen: &str,
    lang: Lang,
) -> Vec<Listed> {
    let option = |view: &CategoryView| {
        let inwards = "\u{2003}".repeat(view.depth);
        let label = format!("{inwards}{}", view.category.name.get(lang));
        Listed::new(view.category.slug.as_str(), &label, chosen)
    };
    categories.iter().map(option).collect()
}

/// The page that an address asks for, from 1. A million are enough for any list, and too few to
/// overflow an offset.
pub(crate) fn page_number(asked: &str) -> u32 {
    digits::to_ascii(asked)
        .parse()
        .unwrap_or(1)
        .clamp(1, 1_000_000)
}

/// Ways to the other pages of a list of `total` items.
pub(crate) fn pages_of(total: i64, page: PageRequest, address: &Address) -> Pagination {
    let pages = total
        .max(1)
        .unsigned_abs()
        .div_ceil(u64::from(page.per_page));
    let pages = usize::try_from(pages).unwrap_or(usize::MAX);
    Pagination::new(page.page, pages, |number| {
        address.with("page", &number.to_string())
    })
}
