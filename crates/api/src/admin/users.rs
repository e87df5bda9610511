//! Accounts as an admin sees and changes them.

pub(crate) mod body;
pub(crate) mod change;
pub(crate) mod list;
pub(crate) mod show;
