//! Reviews as the staff read and decide them.

pub(crate) mod decide;
pub(crate) mod list;
