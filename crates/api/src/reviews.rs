//! Reviews: read by everybody, written by who bought the product.

pub(crate) mod body;
pub(crate) mod list;
pub(crate) mod mine;
pub(crate) mod write;
