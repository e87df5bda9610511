//! What the faces made of pages share, and nothing of either: the language and place of a request,
//! texts in both languages, fields of forms, how pages leave, cookies, and files in the binary.
//!
//! Invariants: no text stands in one language alone ([`strings!`]), no address made here leads to
//! another host ([`Visit`]), and what one visitor sees is never kept by a cache ([`respond`]).
//!
//! Where to look: `visit.rs` for addresses, `strings.rs` for texts, `assets.rs` for stylesheets,
//! scripts and pictures. A face has its own templates, its own tables and its own frame.

pub mod assets;
pub mod cookies;
pub mod dates;
pub mod fields;
pub mod links;
mod pagination;
pub mod respond;
pub mod strings;
pub mod visit;

pub use pagination::{PageLink, Pagination};
pub use strings::{Count, Shown};
pub use visit::Visit;
