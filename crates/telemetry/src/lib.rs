//! How the shop is seen from outside: log lines on stderr and numbers for Prometheus.
//!
//! Other rooms don't use this one. They log through `tracing` and count through the `metrics`
//! facade, by the names in [`names`]; the binary calls [`logs::init`] and [`metrics::install`]
//! once and serves what [`metrics::MetricsHandle::render`] answers.
//!
//! | to … | look in |
//! |---|---|
//! | change how a line looks | `logs.rs` |
//! | add a metric | `names.rs`: its name, kind and description |
//! | see what `/metrics` adds by itself | `metrics.rs`, `metrics/process.rs` |

pub mod logs;
pub mod metrics;
pub mod names;
