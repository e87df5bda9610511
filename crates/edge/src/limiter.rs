//! Rate limits of many clients in bounded memory.
//!
//! One number per client ([`Gcra`]), in shards that lock on their own. A full shard first forgets
//! those whose quota is all back, for whom forgetting changes nothing, and then the one who owes
//! least: memory stays bounded and the heaviest users stay limited.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, Hash, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::Ambient;

use crate::gcra::{Gcra, Rate, Standing};

const SHARDS: usize = 64;
/// Over all shards: 100,000 clients of this process are told apart.
const CLIENTS_PER_SHARD: usize = 100_000 / SHARDS;

pub(crate) struct Limiter<K> {
    ambient: Ambient,
    gcra: Gcra,
    hasher: RandomState,
    /// Clients in a shard at most.
    room: usize,
    shards: Box<[Mutex<HashMap<K, u64>>]>,
}

impl<K: Hash + Eq + Clone> Limiter<K> {
    pub(crate) fn new(rate: Rate, ambient: Ambient) -> Self {
        Self::bounded(rate, ambient, CLIENTS_PER_SHARD)
    }

    fn bounded(rate: Rate, ambient: Ambient, room: usize) -> Self {
        Limiter {
            ambient,
            room,
            gcra: Gcra::new(rate),
            hasher: RandomState::new(),
            shards: (0..SHARDS).map(|_| Mutex::default()).collect(),
        }
    }

    /// Units in a whole window.
    pub(crate) fn quota(&self) -> u32 {
        self.gcra.quota()
    }

    /// Takes a unit of this client's quota, if there is one.
    pub(crate) fn take(&self, client: &K) -> Standing {
        let now = self.now();
        let mut shard = self.shard(client);
        let full_at = shard.get(client).copied().unwrap_or(0);
        let standing = self.gcra.take(full_at, now);
        if full_at == 0 && shard.len() >= self.room {
            make_room(&mut shard, self.room, now);
        }
        match shard.get_mut(client) {
            Some(known) => *known = standing.full_at,
            None => {
                shard.insert(client.clone(), standing.full_at);
            }
        }
        standing
    }

    /// Gives back a unit that was taken for nothing.
    pub(crate) fn give_back(&self, client: &K) {
        if let Some(full_at) = self.shard(client).get_mut(client) {
            *full_at = self.gcra.give_back(*full_at);
        }
    }

    /// Forgets what this client owes.
    pub(crate) fn clear(&self, client: &K) {
        self.shard(client).remove(client);
    }

    fn shard(&self, client: &K) -> MutexGuard<'_, HashMap<K, u64>> {
        let hash = usize::try_from(self.hasher.hash_one(client) % SHARDS as u64).unwrap_or(0);
        // A panic elsewhere leaves numbers behind, which can't be half written.
        self.shards[hash]
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Nanoseconds since 1970, which fit until 2554.
    fn now(&self) -> u64 {
        u64::try_from(self.ambient.now().unix_timestamp_nanos()).unwrap_or(0)
    }

    #[cfg(test)]
    fn len(&self) -> usize {
        self.shards
            .iter()
            .map(|shard| shard.lock().unwrap().len())
            .sum()
    }
}

fn make_room<K: Hash + Eq + Clone>(shard: &mut HashMap<K, u64>, room: usize, now: u64) {
    shard.retain(|_, full_at| *full_at > now);
    if shard.len() < room {
        return;
    }
    let least = shard
        .iter()
        .min_by_key(|(_, full_at)| **full_at)
        .map(|(client, _)| client.clone());
    if let Some(least) = least {
        shard.remove(&least);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::testing::clock;

    const RATE: Rate = Rate {
        count: 2,
        window: Duration::from_secs(10),
    };

    #[test]
    fn clients_have_quotas_of_their_own_and_get_them_back() {
        let (clock, ambient) = clock();
        let limiter = Limiter::new(RATE, ambient);
        assert_eq!(limiter.take(&"a").remaining, 1);
        assert_eq!(limiter.take(&"a").remaining, 0);
        assert!(limiter.take(&"a").refused());
        assert!(!limiter.take(&"b").refused());
        clock.advance(Duration::from_secs(5));
        assert!(!limiter.take(&"a").refused());
        assert!(limiter.take(&"a").refused());
        limiter.clear(&"a");
        assert_eq!(limiter.take(&"a").remaining, 1);
    }

    #[test]
    fn memory_is_bounded_and_the_heaviest_stay_limited() {
        let limiter = Limiter::bounded(RATE, clock().1, 20);
        let heavy: Vec<u32> = (1_000_000..1_000_100).collect();
        for client in &heavy {
            limiter.take(client);
            limiter.take(client);
        }
        for client in 0..10_000 {
            limiter.take(&client);
        }
        assert_eq!(limiter.len(), 20 * SHARDS);
        assert!(heavy.iter().all(|client| limiter.take(client).refused()));
    }

    #[test]
    fn those_who_owe_nothing_are_forgotten_first() {
        let (clock, ambient) = clock();
        let limiter = Limiter::bounded(RATE, ambient, 20);
        for client in 0..10_000 {
            limiter.take(&client);
        }
        clock.advance(Duration::from_secs(10));
        limiter.take(&1_000_000);
        for client in 20_000..20_100 {
            limiter.take(&client);
        }
        // The old ones of the shards that were needed are gone, and nobody who owes.
        assert!(limiter.len() < 20 * SHARDS, "{}", limiter.len());
        assert!((20_000..20_100).all(|client| limiter.take(&client).remaining == 0));
    }
}
