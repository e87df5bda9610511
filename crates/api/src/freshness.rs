//! How fresh what is browsed must be.

/// How long a cache may show a product or a list without asking again: with the catalogue's own
/// poll it stays under the two seconds within which every change must be visible.
pub(crate) const BROWSING: &str = "public, max-age=1";
