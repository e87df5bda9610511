//! The shop as its operator meets it: the real binary, in processes of its own, on both databases.
//!
//! `contract` is the newcomer's first quarter of an hour and `cli` the commands. The others are
//! what must not lose an order: `drain`, `sigkill`, `storm`, `outage`, `read_only`, `disk`.
//! `crowd` is a siege, `tls` and `renewal` are about certificates; `rotation`, `vault` and `secrecy` are about secrets,
//! and `security_log` is about what the log tells of access.
//! `roles`, `propagation` and `shared_limits` are about several processes of one shop. Whatever a test does to the shop, it ends with
//! `dhakacart verify`. `support.rs` starts the processes and plays the buyers.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::large_futures,
    reason = "the functions around the tests are test code as well"
)]

/// Turns checks (`async fn check(engine: Engine)`) into tests on both engines.
macro_rules! on_both {
    ($($check:ident),+ $(,)?) => {$(
        mod $check {
            use store::testing::Engine;

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                Box::pin(super::$check(Engine::Sqlite)).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                Box::pin(super::$check(Engine::Postgres)).await;
            }
        }
    )+};
}

mod cli;
mod contract;
mod crowd;
mod disk;
mod drain;
mod outage;
mod propagation;
mod read_only;
mod renewal;
mod roles;
mod rotation;
mod secrecy;
mod security_log;
mod settings;
mod shared_limits;
mod sigkill;
mod storm;
mod support;
mod tls;
mod vault;
