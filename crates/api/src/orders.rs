//! Orders: placed once per idempotency key, seen by who may.

pub(crate) mod body;
pub(crate) mod cancel;
pub(crate) mod list;
pub(crate) mod place;
pub(crate) mod request;
pub(crate) mod show;
pub(crate) mod track;
