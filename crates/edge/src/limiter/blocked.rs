//! Who is blocked, in this process's memory.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use time::OffsetDateTime;

use super::Block;
use super::block::{self, LISTED, QUIET};
use super::call::{Face, Guard, Who};

/// Clients that are remembered at most; past it the one whose block ends first is forgotten.
const MOST: usize = 10_000;

/// The blocks of this process. Nobody blocked, the usual case, costs one look at a number.
#[derive(Default)]
pub(crate) struct Blocked {
    count: AtomicUsize,
    known: Mutex<HashMap<(&'static str, Who), Record>>,
}

/// A client that is blocked, or was within the last day. Times are microseconds since 1970.
struct Record {
    since: u64,
    until: u64,
    times: u32,
    refused: u64,
}

impl Blocked {
    /// Whether this client is blocked; if so, the request counts as refused.
    pub(crate) fn refuses(&self, guard: &Guard, now: u64) -> bool {
        if self.count.load(Ordering::Relaxed) == 0 {
            return false;
        }
        let mut known = self.known();
        match known.get_mut(&(guard.face.name, guard.who)) {
            Some(record) if record.until > now => {
                record.refused += 1;
                true
            }
            _ => false,
        }
    }

    /// Blocks a client, for longer than the last time.
    pub(crate) fn add(&self, guard: &Guard, now: u64) {
        let mut known = self.known();
        known.retain(|_, record| now < record.until.saturating_add(micros(QUIET)));
        let key = (guard.face.name, guard.who);
        if known.len() >= MOST && !known.contains_key(&key) {
            let first = known.iter().min_by_key(|(_, record)| record.until);
            if let Some(first) = first.map(|(key, _)| *key) {
                known.remove(&first);
            }
        }
        let record = known.entry(key).or_insert(Record {
            since: now,
            until: 0,
            times: 0,
            refused: 0,
        });
        if record.until <= now {
            record.since = now;
        }
        record.times = record.times.saturating_add(1);
        record.until = now.saturating_add(micros(block::length(record.times)));
        self.count.store(known.len(), Ordering::Relaxed);
    }

    /// Until when a client is blocked, if it is.
    pub(crate) fn until(&self, face: &'static Face, who: &Who, now: u64) -> Option<u64> {
        if self.count.load(Ordering::Relaxed) == 0 {
            return None;
        }
        let known = self.known();
        let until = known.get(&(face.name, *who))?.until;
        (until > now).then_some(until)
    }

    pub(crate) fn list(&self, now: u64) -> Vec<Block> {
        let known = self.known();
        let in_force = known.iter().filter(|(_, record)| record.until > now);
        let mut blocks: Vec<Block> = in_force
            .filter_map(|((face, who), record)| {
                Some(Block {
                    id: block::id(Face::named(face)?, who.digest()),
                    face,
                    whom: who.to_string(),
                    since: moment(record.since),
                    until: moment(record.until),
                    times: record.times,
                    refused: record.refused,
                })
            })
            .collect();
        blocks.sort_by_key(|block| std::cmp::Reverse(block.until));
        blocks.truncate(LISTED);
        blocks
    }

    /// Forgets a client, if it is blocked; answers who it was.
    pub(crate) fn lift(&self, id: &str, now: u64) -> Option<Who> {
        let mut known = self.known();
        let (face, digest) = block::parse(id)?;
        let found = known.iter().find(|((name, who), record)| {
            *name == face.name && record.until > now && who.digest() == digest
        });
        let key = found.map(|(key, _)| *key)?;
        known.remove(&key);
        self.count.store(known.len(), Ordering::Relaxed);
        Some(key.1)
    }

    fn known(&self) -> MutexGuard<'_, HashMap<(&'static str, Who), Record>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn micros(duration: std::time::Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

/// A moment of microseconds since 1970; the beginning of time if there is no such moment.
pub(crate) fn moment(micros: u64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(micros) * 1_000)
        .unwrap_or(OffsetDateTime::UNIX_EPOCH)
}
