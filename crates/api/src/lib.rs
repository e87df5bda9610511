//! The JSON API, version 1, and its OpenAPI document.
//!
//! One endpoint a file, grouped by noun: `orders/place.rs` is `POST /api/orders`. A handler
//! extracts, makes one call of `shop` or one look into the catalogue's snapshot, and responds; what
//! the wire carries is written down in the noun's `body.rs`, apart from what `shop` answers, so
//! that neither changes the other by accident. Everything around a call (limits, request ids,
//! errors, logs, CORS) is edge's stack.
//!
//! The calls under `products/` never look at who asks and never reach the database.
//!
//! Where to look: [`authorisation`] for who may call what, `routes.rs` for the list of routes,
//! `docs.rs` for the OpenAPI document and its page, `docs/api.md` for the guide to clients.

mod addresses;
mod admin;
mod auth;
pub mod authorisation;
mod carts;
mod docs;
mod freshness;
mod options;
mod orders;
mod paging;
mod products;
mod reviews;
mod root;
mod routes;
mod state;
mod stock_requests;
mod wishlist;
mod words;

pub use docs::openapi;
pub use options::ApiOptions;
pub use routes::router;
