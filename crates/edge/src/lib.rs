//! The axum kit that the faces share: everything about HTTP that isn't about the shop.
//!
//! A face is a router of handlers (extract → one call → respond) inside one [`Stack`], run by
//! [`serve`]. What goes wrong is a [`Problem`], whoever notices it: handlers and extractors refuse
//! with one, the stack writes and logs it. Extractors for input never answer 5xx whatever a
//! client sends; those for callers ([`Customer`], [`Staff`], [`Admin`]) are the authorisation.
//!
//! Where to look: `problem/` for codes and what becomes of use cases' errors, `stack.rs` for what
//! happens to every request, `serve.rs` for connections and draining.

mod auth;
mod body;
mod client_address;
mod compression;
mod context;
mod cors;
mod drain;
mod entity_tag;
mod fallback;
mod field_code;
mod form;
mod forwarded;
mod front;
mod gate;
mod gcra;
#[cfg(test)]
mod hostile;
mod idempotency;
mod json;
mod limiter;
mod limits;
mod login_limit;
mod multipart;
mod pairs;
mod path;
mod permission;
mod picture;
mod problem;
mod query;
mod ready;
mod request_id;
mod same_origin;
mod security_headers;
mod security_log;
mod serve;
mod session;
mod stack;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod tls;
mod user_agent;
mod visitors;

pub use auth::{Admin, BearerToken, Customer, MaybeUser, Session, Staff};
pub use body::{BodyLimit, RawBody, body_limit};
pub use client_address::ClientAddress;
pub use compression::{Coding, brotli, compress};
pub use cors::{BadOrigin, Cors};
pub use drain::Drain;
pub use entity_tag::{entity_tag, has_entity};
pub use fallback::{method_not_allowed, not_found};
pub use form::Form;
pub use front::Front;
pub use gate::{Gate, Priority, priority};
pub use gcra::Rate;
pub use idempotency::IdempotencyKey;
pub use json::Json;
pub use limiter::{BadRedisUrl, Block, Limiter};
pub use limits::Limits;
pub use login_limit::{Attempt, LoginLimit};
pub use multipart::{Multipart, Part};
pub use path::Path;
pub use permission::{May, Needs, check_permission, needs};
pub use picture::picture;
pub use problem::{Code, IDEMPOTENCY_REPLAYED, PROBLEM_JSON, Problem, code};
pub use query::Query;
pub use ready::{ready, timestamp};
pub use request_id::RequestId;
pub use same_origin::same_origin;
pub use security_headers::FOR_ALL_PAGES;
pub use security_log::SecurityEvent;
pub use serve::{ServeOptions, Served, serve, serve_tls};
pub use session::{
    HOST_PREFIX, SECURE_PREFIX, SESSION_COOKIE, SessionIn, SessionSource, clear_session_cookie,
    session_cookie,
};
pub use stack::{PageContext, Stack};
pub use tls::{
    BadCertificate, Certificate, CertificateFiles, Certificates, Challenges, Looked, NoTls, Tls,
    to_https,
};
pub use user_agent::UserAgent;
pub use visitors::Visitors;
