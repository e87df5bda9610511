//! The read model: one immutable snapshot of everything a shopper browses.
//!
//! [`Catalogue`] keeps the newest [`Snapshot`] and follows the database: a change of products
//! makes the next snapshot beside the old one and swaps the pointer, a change of stock is an atomic
//! store under whatever snapshot is there. Reading takes no SQL, no lock and no await; a page
//! rendered from a snapshot is kept in a [`RenderCache`] until the snapshot or the product's stock
//! changes.
//!
//! Where to look: `catalogue.rs` follows the database, `snapshot.rs` is what pages read,
//! `index.rs` and `text.rs` are the search, `stock.rs` is what moves.

mod catalogue;
mod categories;
mod index;
mod listing;
mod query;
mod rendered;
mod reviews;
mod sales;
mod snapshot;
mod stock;
mod synonyms;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod text;

pub use catalogue::Catalogue;
pub use categories::CategoryNode;
pub use listing::Listing;
pub use query::{Facets, MAX_PER_PAGE, Page, Query, Sort, Suggestion, SuggestionKind, UnknownSort};
pub use rendered::{RenderCache, Rendered};
pub use reviews::{PublishedReview, Reviews};
pub use sales::OnSale;
pub use snapshot::{RunningSale, Snapshot};
