//! The kit as a face uses it: in process through [`tower::ServiceExt::oneshot`], and over a
//! loopback socket where the connection itself matters.

#[cfg(test)]
mod auth;
#[cfg(test)]
mod compression;
#[cfg(test)]
mod crowd;
#[cfg(test)]
mod problems;
#[cfg(test)]
mod serve;
#[cfg(test)]
mod shared;
#[cfg(test)]
mod smuggling;
#[cfg(test)]
mod stack;
#[cfg(test)]
mod tls;
#[cfg(test)]
mod world;
