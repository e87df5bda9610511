//! Flash sales as the staff see and change them.

pub(crate) mod body;
pub(crate) mod create;
pub(crate) mod end;
pub(crate) mod list;
pub(crate) mod show;
pub(crate) mod update;
