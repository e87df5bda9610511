//! Password hashing: Argon2id with OWASP's parameters (19 MiB, t = 2, p = 1), a few at a time.
//!
//! The bound is what keeps a flood of logins from taking the machine's memory: who waits longer
//! than [`PATIENCE`] is told that the shop is busy.

use std::sync::Arc;
use std::time::Duration;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use domain::Ambient;
use tokio::sync::Semaphore;

/// How long a caller waits for a turn.
const PATIENCE: Duration = Duration::from_secs(5);
/// Memory of one hash, KiB.
const MEMORY_KIB: u32 = 19 * 1024;
/// Passes over the memory.
const PASSES: u32 = 2;

/// Too many passwords are being hashed already.
#[derive(Debug)]
pub(crate) struct Busy;

/// Hashes and checks passwords.
pub(crate) struct Passwords {
    turns: Arc<Semaphore>,
}

impl Passwords {
    pub(crate) fn new(threads: usize) -> Self {
        Self {
            turns: Arc::new(Semaphore::new(threads.max(1))),
        }
    }

    /// The PHC string of a password, with a salt from `ambient`.
    pub(crate) async fn hash(&self, ambient: &Ambient, password: &str) -> Result<String, Busy> {
        let mut salt = [0u8; 16];
        ambient.fill(&mut salt);
        let password = password.to_owned();
        self.take_turn(move || {
            argon2()
                .and_then(|argon2| {
                    argon2
                        .hash_password_with_salt(password.as_bytes(), &salt)
                        .ok()
                })
                .map(|hash| hash.to_string())
        })
        .await?
        .ok_or(Busy)
    }

    /// Whether `password` is the one behind `hash`. Without a hash (no such user) the same work is
    /// done for nothing, so that the answer takes as long.
    pub(crate) async fn verify(&self, hash: Option<&str>, password: &str) -> Result<bool, Busy> {
        let hash = hash.map(str::to_owned);
        let password = password.to_owned();
        self.take_turn(move || {
            let Some(argon2) = argon2() else { return false };
            match hash.as_deref().map(PasswordHash::new) {
                Some(Ok(hash)) => argon2.verify_password(password.as_bytes(), &hash).is_ok(),
                _ => {
                    let _ = argon2.hash_password_with_salt(password.as_bytes(), &[0; 16]);
                    false
                }
            }
        })
        .await
    }

    async fn take_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Busy> {
        let turn = tokio::time::timeout(PATIENCE, self.turns.clone().acquire_owned())
            .await
            .map_err(|_| Busy)?
            .map_err(|_| Busy)?;
        let done = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            work()
        });
        done.await.map_err(|_| Busy)
    }
}

fn argon2() -> Option<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).ok()?;
    Some(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}
