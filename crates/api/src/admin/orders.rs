//! Orders as the staff see and move them.

pub(crate) mod body;
pub(crate) mod list;
pub(crate) mod moves;
pub(crate) mod notes;
pub(crate) mod refund;
pub(crate) mod remit;
pub(crate) mod show;
