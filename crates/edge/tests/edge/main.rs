//! The kit as a face uses it: in process through [`tower::ServiceExt::oneshot`], and over a
//! loopback socket where the connection itself matters.

mod auth;
mod problems;
mod serve;
mod stack;
mod world;
