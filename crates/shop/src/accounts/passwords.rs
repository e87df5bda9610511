//! Password hashing: Argon2id with OWASP's parameters (19 MiB, t = 2, p = 1), a few at a time.
//!
//! Two bounds keep a flood of logins from taking the machine: so many are hashed at once, and so
//! many wait. Who finds the queue full, or waits longer than [`PATIENCE`], is told that the shop
//! is busy. And the threads that hash stand behind all others (`threads.rs`): while the machine has
//! nothing to spare, it is logging in that gets slower, not buying.
//!
//! `hashes.rs` has the kinds of hash there are. One that is weaker than ours (customers bring
//! bcrypt from older shops) is made anew from the password in the same turn, whenever that was
//! right; whoever asked writes it, if the old one is still there.
//!
//! Every attempt costs the same, whether the user exists or not and whatever hash they have: as
//! long as the shop knows of bcrypt hashes, everybody pays for the dearest of them too.

mod hashes;
mod threads;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use domain::Ambient;
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

use hashes::Hash;
use threads::Threads;

/// How long a caller waits for a turn.
const PATIENCE: Duration = Duration::from_secs(5);
/// Callers that wait for one thread's turn: about as many as it hashes within [`PATIENCE`].
const QUEUE_PER_THREAD: usize = 64;

/// Too many passwords are being hashed already.
#[derive(Debug)]
pub(crate) struct Busy;

/// What came of looking at a password.
#[derive(Debug)]
pub(crate) struct Verdict {
    /// Whether it is the one.
    pub(crate) right: bool,
    /// What its hash should be from now on, if it is the one and its hash is weak.
    pub(crate) upgrade: Option<String>,
}

/// Hashes and checks passwords.
pub(crate) struct Passwords {
    queue: Arc<Semaphore>,
    turns: Arc<Semaphore>,
    threads: Threads,
    /// The dearest bcrypt hash that the shop knows of; zero while it knows of none.
    dearest: Arc<AtomicU32>,
}

impl Passwords {
    /// `dearest`: the highest cost of a bcrypt hash in the database.
    pub(crate) fn new(threads: usize, dearest: Option<u32>) -> Self {
        let threads = threads.max(1);
        Self {
            queue: Arc::new(Semaphore::new(threads * (QUEUE_PER_THREAD + 1))),
            turns: Arc::new(Semaphore::new(threads)),
            threads: Threads::new(threads),
            dearest: Arc::new(AtomicU32::new(hashes::bounded_cost(dearest))),
        }
    }

    /// The PHC string of a password, with a salt from `ambient`.
    pub(crate) async fn hash(&self, ambient: &Ambient, password: &str) -> Result<String, Busy> {
        let salt = salt(ambient);
        let password = Zeroizing::new(password.to_owned());
        self.take_turn(move || hashes::make(&password, &salt))
            .await?
            .ok_or(Busy)
    }

    /// Whether `password` is the one behind `hash`. Without a hash (no such user) the same work is
    /// done for nothing, so that the answer takes as long.
    pub(crate) async fn verify(
        &self,
        ambient: &Ambient,
        hash: Option<&str>,
        password: &str,
    ) -> Result<Verdict, Busy> {
        let salt = salt(ambient);
        let hash = hash.map(str::to_owned);
        let password = Zeroizing::new(password.to_owned());
        let dearest = self.dearest.clone();
        self.take_turn(move || {
            let hash = Hash::read(hash.as_deref());
            let cost = hash.bcrypt_cost();
            let known = dearest.fetch_max(cost, Ordering::Relaxed).max(cost);
            let right = hash.is_of(&password);
            hashes::make_up(cost, known, &password);
            // Whoever has no hash of ours gets one made, right or wrong; it is kept if right.
            let made = (!hash.is_ours()).then(|| hashes::make(&password, &salt));
            Verdict {
                right,
                upgrade: made.flatten().filter(|_| right),
            }
        })
        .await
    }

    async fn take_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Busy> {
        let place = self.queue.clone().try_acquire_owned().map_err(|_| Busy)?;
        let turn = tokio::time::timeout(PATIENCE, self.turns.clone().acquire_owned())
            .await
            .map_err(|_| Busy)?
            .map_err(|_| Busy)?;
        let work = move || {
            // Held by the work itself: a caller who goes away doesn't free the machine.
            let _held = (place, turn);
            work()
        };
        self.threads.run(work).await.ok_or(Busy)
    }
}

fn salt(ambient: &Ambient) -> [u8; 16] {
    let mut salt = [0u8; 16];
    ambient.fill(&mut salt);
    salt
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_full_queue_refuses_at_once() {
        let passwords = Passwords::new(1, None);
        let all = u32::try_from(QUEUE_PER_THREAD + 1).unwrap();
        let taken = passwords.queue.clone().acquire_many_owned(all).await;
        assert!(passwords.take_turn(|| ()).await.is_err());
        drop(taken);
        assert!(passwords.take_turn(|| ()).await.is_ok());
    }
}
