//! Stock as the staff see and correct it.

pub(crate) mod adjust;
pub(crate) mod body;
pub(crate) mod show;
pub(crate) mod waiting;
