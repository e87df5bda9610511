//! The calls at the root that scripts and probes make: is it there, is it well, is it ready.

pub(crate) mod health;
pub(crate) mod index;
pub(crate) mod protected;
pub(crate) mod ready;
