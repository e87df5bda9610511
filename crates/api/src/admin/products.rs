//! Products as the staff see and change them.

pub(crate) mod archive;
pub(crate) mod body;
pub(crate) mod create;
pub(crate) mod list;
pub(crate) mod request;
pub(crate) mod show;
pub(crate) mod update;

use domain::Slug;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but RFC 3986's unreserved characters; a slug may be Bangla.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The address of a product in the back office.
fn location(slug: &Slug) -> String {
    format!(
        "/api/admin/products/{}",
        utf8_percent_encode(slug.as_str(), RESERVED)
    )
}
