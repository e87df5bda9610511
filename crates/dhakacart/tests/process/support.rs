//! What the tests are made of: processes of the real binary, buyers, and things that go wrong.

mod buyers;
mod child;
mod command;
mod disk;
mod https;
mod ledger;
mod moto;
mod permissions;
mod proxy;
mod shelf;
mod shop;

pub(crate) use buyers::{Answer, Person, order_body};
pub(crate) use child::{Child, Outcome};
pub(crate) use command::{Run, command, verified, verify};
pub(crate) use disk::Disk;
pub(crate) use https::{HttpsShop, NAME, Pebble, certificate, free};
pub(crate) use ledger::{Ledger, Told};
pub(crate) use moto::Moto;
pub(crate) use permissions::{Sealed, bound};
pub(crate) use proxy::Proxy;
pub(crate) use shelf::{ADMIN, Good, csv, furnish, good, hire_admin, import, undo_migrations};
pub(crate) use shop::{ShopProcess, serve, serve_on};

use std::time::{Duration, Instant};

/// Long enough for anything that happens at all, on a machine that does other things as well.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// Asks again and again until there is an answer.
///
/// # Panics
/// When there is none within `patience`.
#[track_caller]
pub(crate) fn eventually<T>(
    what: &str,
    patience: Duration,
    mut ask: impl AsyncFnMut() -> Option<T>,
) -> impl Future<Output = T> {
    let caller = std::panic::Location::caller();
    async move {
        let began = Instant::now();
        loop {
            if let Some(answer) = ask().await {
                return answer;
            }
            let waited = began.elapsed();
            assert!(
                waited < patience,
                "{caller}: {what}: not within {patience:?}"
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

/// Keeps storms apart from tests that promise an answer within some time: both run on the same
/// few cores.
pub(crate) mod machine {
    use tokio::sync::{RwLock, RwLockReadGuard, RwLockWriteGuard};

    static MACHINE: RwLock<()> = RwLock::const_new(());

    /// For a test that takes every core there is.
    pub(crate) async fn alone() -> RwLockWriteGuard<'static, ()> {
        MACHINE.write().await
    }

    /// For a test in which something must happen within seconds.
    pub(crate) async fn quiet() -> RwLockReadGuard<'static, ()> {
        MACHINE.read().await
    }
}
