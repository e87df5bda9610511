//! Counting in this process's memory, bounded.
//!
//! One number per budget ([`Gcra`](crate::gcra::Gcra)), in shards that lock on their own. A full
//! shard first forgets those whose quota is all back, for whom forgetting changes nothing, and
//! then the one who owes least: memory stays bounded and the heaviest users stay limited.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::Ambient;

use super::blocked::Blocked;
use super::call::{Call, Charge, Face, Guard, Key, Place, Refusal, Verdict, Who};
use super::{Block, Settle};
use crate::gcra::Standing;

const SHARDS: usize = 64;
/// Over all shards: 100,000 budgets are told apart.
const KEYS_PER_SHARD: usize = 100_000 / SHARDS;

pub(crate) struct InProcess {
    ambient: Ambient,
    hasher: RandomState,
    /// Budgets in a shard at most.
    room: usize,
    shards: Box<[Mutex<HashMap<Key, u64>>]>,
    blocked: Blocked,
}

impl InProcess {
    pub(crate) fn new(ambient: Ambient) -> Self {
        Self::bounded(ambient, KEYS_PER_SHARD)
    }

    fn bounded(ambient: Ambient, room: usize) -> Self {
        InProcess {
            ambient,
            room,
            hasher: RandomState::new(),
            shards: (0..SHARDS).map(|_| Mutex::default()).collect(),
            blocked: Blocked::default(),
        }
    }

    /// Decides a call.
    pub(crate) fn take(&self, call: &Call) -> Verdict {
        let now = self.now();
        let mut verdict = Verdict::free(Place::Process);
        if let Some(guard) = &call.guard
            && self.blocked.refuses(guard, now)
        {
            verdict.refusal = self.strike(guard, now);
            return verdict;
        }
        for (which, charge) in call.charges.iter().enumerate() {
            let Some(charge) = charge else { continue };
            let standing = self.take_one(charge, now);
            let refused = standing.refused();
            if let Some(place) = verdict.standings.get_mut(which) {
                *place = Some(standing);
            }
            if refused {
                verdict.refusal = Some(Refusal::Spent(which));
                break;
            }
        }
        if let Some(Refusal::Spent(which)) = verdict.refusal {
            self.take_back(call, &mut verdict, which, now);
            if let Some(guard) = &call.guard
                && let Some(blocked) = self.strike(guard, now)
            {
                verdict.refusal = Some(blocked);
            }
        }
        verdict
    }

    /// All or nothing: what was taken before the refusal is given back, what comes after it is
    /// only looked at.
    fn take_back(&self, call: &Call, verdict: &mut Verdict, refused: usize, now: u64) {
        for (which, charge) in call.charges.iter().enumerate() {
            let Some(charge) = charge.as_ref().filter(|_| which != refused) else {
                continue;
            };
            let mut shard = self.shard(&charge.key.who);
            let mut full_at = shard.get(&charge.key).copied().unwrap_or(0).max(now);
            if which < refused {
                full_at = charge.gcra.give_back(full_at);
                shard.insert(charge.key, full_at);
            }
            if let Some(place) = verdict.standings.get_mut(which) {
                *place = Some(charge.gcra.standing(full_at.max(now), now));
            }
        }
    }

    /// Counts a refusal, and blocks who has had too many.
    fn strike(&self, guard: &Guard, now: u64) -> Option<Refusal> {
        let key = Key {
            budget: guard.face.strikes,
            who: guard.who,
        };
        let gcra = guard.strikes;
        let borne = !self.take_one(&Charge { key, gcra }, now).refused();
        if !borne {
            self.shard(&guard.who).remove(&key);
            self.blocked.add(guard, now);
        }
        let until = self.blocked.until(guard.face, &guard.who, now)?;
        Some(Refusal::Blocked(Duration::from_micros(until - now)))
    }

    fn take_one(&self, charge: &Charge, now: u64) -> Standing {
        let mut shard = self.shard(&charge.key.who);
        let known = shard.get(&charge.key).copied();
        let standing = charge.gcra.take(known.unwrap_or(0), now);
        if known.is_none() && shard.len() >= self.room {
            make_room(&mut shard, self.room, now);
        }
        shard.insert(charge.key, standing.full_at);
        standing
    }

    /// Remembers how a budget stands elsewhere: `owed` microseconds until it is whole again.
    pub(crate) fn remember(&self, key: Key, owed: u64) {
        let now = self.now();
        let mut shard = self.shard(&key.who);
        if !shard.contains_key(&key) && shard.len() >= self.room {
            make_room(&mut shard, self.room, now);
        }
        shard.insert(key, now.saturating_add(owed));
    }

    /// Gives back or clears what an attempt took.
    pub(crate) fn settle(&self, key: &Key, how: Settle) {
        let mut shard = self.shard(&key.who);
        match how {
            Settle::Clear => {
                shard.remove(key);
            }
            Settle::GiveBack(gcra) => {
                if let Some(full_at) = shard.get_mut(key) {
                    *full_at = gcra.give_back(*full_at);
                }
            }
        }
    }

    /// Who is blocked now.
    pub(crate) fn blocks(&self) -> Vec<Block> {
        self.blocked.list(self.now())
    }

    /// Ends a block; its client starts clean.
    pub(crate) fn lift(&self, face: &'static Face, id: &str) -> bool {
        let Some(who) = self.blocked.lift(id, self.now()) else {
            return false;
        };
        let mut shard = self.shard(&who);
        for budget in face.all() {
            shard.remove(&Key { budget, who });
        }
        true
    }

    fn shard(&self, who: &Who) -> MutexGuard<'_, HashMap<Key, u64>> {
        let hash = usize::try_from(self.hasher.hash_one(who) % SHARDS as u64).unwrap_or(0);
        // A panic elsewhere leaves numbers behind, which can't be half written.
        self.shards[hash]
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Microseconds since 1970.
    pub(crate) fn now(&self) -> u64 {
        u64::try_from(self.ambient.now().unix_timestamp_nanos() / 1_000).unwrap_or(0)
    }

    #[cfg(test)]
    fn len(&self) -> usize {
        self.shards
            .iter()
            .map(|shard| shard.lock().unwrap().len())
            .sum()
    }
}

fn make_room(shard: &mut HashMap<Key, u64>, room: usize, now: u64) {
    shard.retain(|_, full_at| *full_at > now);
    if shard.len() < room {
        return;
    }
    let least = shard
        .iter()
        .min_by_key(|(_, full_at)| **full_at)
        .map(|(key, _)| *key);
    if let Some(least) = least {
        shard.remove(&least);
    }
}

#[cfg(test)]
mod tests;
