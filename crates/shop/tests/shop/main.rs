//! The use cases on both databases.

mod accounts;
mod books;
mod carts;
mod holds;
mod jobs;
mod moves;
mod placing;
mod products;
mod storm;
mod support;
