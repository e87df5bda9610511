//! The limiter: one place where everything is counted that may be done so often and no oftener.
//!
//! Where it is counted is chosen once, by the binary. In this process's memory ([`process`]), or
//! in a Redis or Valkey that all replicas share ([`redis`]): then each request is decided there in
//! one round trip, and when that server is away or slow the process goes on with its own memory,
//! which was told how things stand after each answer. Both count alike ([`Gcra`]): a test runs
//! them against the same sequence.
//!
//! Invariant: the limiter never fails and never blocks a request for longer than
//! [`redis::PATIENCE`]. Why it is built so: `docs/adr/0010-limits.md`.

mod block;
mod blocked;
pub(crate) mod call;
mod process;
pub(crate) mod redis;

use std::sync::Arc;

use domain::Ambient;

use self::block::STRIKES;
use self::call::{Call, Charges, Key, Place, Verdict};
use self::process::InProcess;
use self::redis::Shared;
use crate::gcra::{Gcra, Rate};

pub use self::block::Block;
pub use self::redis::BadRedisUrl;

/// Counts. Cheap to clone; all clones count together.
#[derive(Clone)]
pub struct Limiter(Arc<Inner>);

struct Inner {
    process: InProcess,
    shared: Option<Shared>,
}

/// What becomes of a unit that was taken.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Settle {
    /// It was taken for nothing.
    GiveBack(Gcra),
    /// The whole budget is as new.
    Clear,
}

impl Limiter {
    /// Counts in this process alone.
    #[must_use]
    pub fn in_process(ambient: Ambient) -> Self {
        Limiter(Arc::new(Inner {
            process: InProcess::new(ambient),
            shared: None,
        }))
    }

    /// Counts in the Redis or Valkey at `url`, together with everybody who does. It is connected
    /// to in the background, on the runtime that this is called on: the server needn't be there.
    ///
    /// # Errors
    /// [`BadRedisUrl`] if it isn't the address of one.
    pub fn shared(url: &str, ambient: Ambient) -> Result<Self, BadRedisUrl> {
        Ok(Limiter(Arc::new(Inner {
            process: InProcess::new(ambient),
            shared: Some(Shared::open(url)?),
        })))
    }

    /// Connects to the shared counter with another address (or password) from the next time on. A
    /// connection that is open stays: a password is changed on both sides without a gap.
    ///
    /// # Errors
    /// [`BadRedisUrl`]; the address in use stays. Without a shared counter nothing happens.
    pub fn renew(&self, url: &str) -> Result<(), BadRedisUrl> {
        match &self.0.shared {
            Some(shared) => shared.renew(url),
            None => Ok(()),
        }
    }

    /// Whether it counts together with others when it can.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        self.0.shared.is_some()
    }

    /// Where it counts right now: `shared`, or `per_process`.
    #[must_use]
    pub fn mode(&self) -> &'static str {
        match self.up() {
            Some(_) => "shared",
            None => "per_process",
        }
    }

    /// Who is blocked, the longest first; two hundred at most.
    pub async fn blocks(&self) -> Vec<Block> {
        if let Some(shared) = self.up()
            && let Some(blocks) = shared.blocks().await
        {
            return blocks;
        }
        self.0.process.blocks()
    }

    /// The block of this name, if it is in force and among those that are listed.
    pub async fn block(&self, id: &str) -> Option<Block> {
        let blocks = self.blocks().await;
        blocks.into_iter().find(|block| block.id == id)
    }

    /// Ends a block; its client starts clean. `false` if there is none of that name.
    pub async fn lift(&self, id: &str) -> bool {
        let Some((face, client)) = block::parse(id) else {
            return false;
        };
        let here = self.0.process.lift(face, id);
        match self.up() {
            Some(shared) => shared.lift(face, client).await.unwrap_or(false) || here,
            None => here,
        }
    }

    /// Decides a call without waiting; `None` where that takes a round trip.
    pub(crate) fn take_at_once(&self, call: &Call) -> Option<Verdict> {
        match self.up() {
            Some(_) => None,
            None => Some(self.0.process.take(call)),
        }
    }

    /// Decides a call.
    pub(crate) async fn take(&self, call: Call) -> Verdict {
        let Some(shared) = self.up() else {
            return self.0.process.take(&call);
        };
        let Some((verdict, owed)) = shared.take(&call).await else {
            return self.0.process.take(&call);
        };
        // If the server is lost, this process goes on from here.
        for (charge, owed) in call.charges.iter().zip(owed) {
            if let (Some(charge), Some(owed)) = (charge, owed) {
                self.0.process.remember(charge.key, owed);
            }
        }
        verdict
    }

    /// Settles what an attempt took, where it was taken.
    pub(crate) async fn settle(&self, keys: &[(Key, Settle)], place: Place) {
        self.settle_here(keys);
        if place == Place::Redis
            && let Some(shared) = self.up()
        {
            shared.settle(keys).await;
        }
    }

    /// The same for who can't wait.
    pub(crate) fn settle_later(&self, keys: Vec<(Key, Settle)>, place: Place) {
        match (place, tokio::runtime::Handle::try_current()) {
            (Place::Redis, Ok(runtime)) => {
                let limiter = self.clone();
                runtime.spawn(async move { limiter.settle(&keys, place).await });
            }
            _ => self.settle_here(&keys),
        }
    }

    fn settle_here(&self, keys: &[(Key, Settle)]) {
        for (key, how) in keys {
            self.0.process.settle(key, *how);
        }
    }

    /// The shared counter, while it is to be had.
    fn up(&self) -> Option<&Shared> {
        self.0.shared.as_ref().filter(|shared| shared.is_up())
    }
}

/// How many refusals are borne of who has this rate.
pub(crate) fn strikes(rate: Rate) -> Gcra {
    Gcra::new(Rate {
        count: rate.count.max(STRIKES),
        ..rate
    })
}

/// A call that can't be blocked.
pub(crate) fn unguarded(charges: Charges) -> Call {
    Call {
        guard: None,
        charges,
    }
}
