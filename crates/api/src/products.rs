//! What shoppers browse: products, categories, suggestions.
//!
//! Everything here comes from the catalogue's snapshot in memory. No handler looks at who asks,
//! and none reaches the database; `tests/browsing.rs` counts.

pub(crate) mod body;
mod cache;
pub(crate) mod categories;
pub(crate) mod detail;
pub(crate) mod facets;
pub(crate) mod filter;
pub(crate) mod list;
pub(crate) mod show;
pub(crate) mod suggest;

pub(crate) use body::NO_PICTURE;
pub(crate) use cache::ProductCache;
