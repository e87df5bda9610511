//! Products: the list, the editor, a preview.
//!
//! The editor is one form: what was typed is in it alone, so adding a row or uploading a picture
//! shows the same form again and saves nothing. Saving names the revision that was opened; if
//! somebody else saved meanwhile, both versions are shown and nothing is overwritten.

mod conflict;
mod edit;
mod fields;
mod form;
mod list;
mod preview;

pub(crate) use edit::{create, new, show, update};
pub(crate) use list::list;
pub(crate) use preview::preview;

/// From so many units down, stock runs low.
pub(crate) const LOW: i64 = 5;
/// Bytes of the editor's form at most: some photos straight from phones.
pub(crate) const FORM_BYTES: usize = 80 * 1024 * 1024;
