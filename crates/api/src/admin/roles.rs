//! Named roles of the staff, for admins alone.

pub(crate) mod body;
pub(crate) mod create;
pub(crate) mod list;
pub(crate) mod remove;
pub(crate) mod show;
pub(crate) mod update;
