//! Counting in a Redis or Valkey that all replicas share: one round trip a request.
//!
//! `take.lua` decides, by that server's clock; `link` keeps the connection and says whether there
//! is one. Every key begins with [`PREFIX`], has a digest for a name whoever it is about, holds
//! one number (a block: six short fields), and expires.

mod link;

use std::sync::Arc;
use std::time::Duration;

use redis::{Cmd, FromRedisValue, Value};

use self::link::Link;
use super::block::{self, Block, FIRST, LISTED, LONGEST, QUIET};
use super::blocked::moment;
use super::call::{Call, Digest, Face, Key, MOST_CHARGES, Place, Refusal, Verdict, hex};
use super::{Gcra, Settle};

/// What all of our keys begin with.
const PREFIX: &str = "dhakacart:limits:";
/// The list of blocks, by their ends.
const LIST: &str = "dhakacart:limits:blocks";
/// Blocks in the list at most; the shortest leave it first and go on without standing in it.
const MOST_LISTED: usize = 10_000;

/// How long a request waits for the server, in slices: a process that itself stood still for a
/// while, on a busy machine, has used up one slice of it and not all.
pub(crate) const PATIENCE: [Duration; 4] = [Duration::from_millis(25); 4];

/// What the server is told to do.
struct Scripts {
    take: &'static str,
    settle: &'static str,
    blocks: &'static str,
}

const SCRIPTS: Scripts = Scripts {
    take: include_str!("redis/take.lua"),
    settle: include_str!("redis/settle.lua"),
    blocks: include_str!("redis/blocks.lua"),
};

/// Text that is not the address of a Redis.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not the address of a Redis: {0}")]
pub struct BadRedisUrl(String);

/// The shared counter.
pub(crate) struct Shared {
    link: Arc<Link>,
    scripts: Scripts,
}

/// How each budget stands, in microseconds until it is whole.
type Owed = [Option<u64>; MOST_CHARGES];

impl Shared {
    /// Begins to connect, and goes on trying for as long as this lives.
    pub(crate) fn open(url: &str) -> Result<Self, BadRedisUrl> {
        Self::with(url, SCRIPTS)
    }

    fn with(url: &str, scripts: Scripts) -> Result<Self, BadRedisUrl> {
        let link = Arc::new(Link::new(url, scripts.take)?);
        tokio::spawn(link::keep(Arc::downgrade(&link)));
        Ok(Shared { link, scripts })
    }

    pub(crate) fn renew(&self, url: &str) -> Result<(), BadRedisUrl> {
        self.link.renew(url)
    }

    pub(crate) fn is_up(&self) -> bool {
        self.link.is_up()
    }

    /// Decides a call; `None` if the server didn't in time.
    pub(crate) async fn take(&self, call: &Call) -> Option<(Verdict, Owed)> {
        let answer = self.link.decide(|sha| take(sha, call)).await?;
        verdict(call, &numbers(answer)?)
    }

    /// Gives back or clears what an attempt took.
    pub(crate) async fn settle(&self, keys: &[(Key, Settle)]) {
        let mut command = redis::cmd("EVAL");
        command.arg(self.scripts.settle).arg(keys.len());
        for (key, _) in keys {
            command.arg(name(key.budget, key.who.digest()));
        }
        for (_, how) in keys {
            command.arg(match how {
                Settle::Clear => 0,
                Settle::GiveBack(gcra) => gcra.interval(),
            });
        }
        self.link.ask(&command).await;
    }

    /// Who is blocked, the longest first; `None` if the server doesn't say.
    pub(crate) async fn blocks(&self) -> Option<Vec<Block>> {
        type Row = (String, String, u64, u64, u32, u64);
        let mut command = redis::cmd("EVAL");
        command
            .arg(self.scripts.blocks)
            .arg(1)
            .arg(LIST)
            .arg(LISTED)
            .arg(PREFIX);
        let rows = Vec::<Row>::from_redis_value(self.link.ask(&command).await?).ok()?;
        let blocks = rows.into_iter().filter_map(|row| {
            let (id, whom, since, until, times, refused) = row;
            let (face, _) = block::parse(&id)?;
            Some(Block {
                id,
                face: face.name,
                whom,
                since: moment(since),
                until: moment(until),
                times,
                refused,
            })
        });
        Some(blocks.collect())
    }

    /// Ends a block and forgets all that its client did; `None` if the server doesn't say.
    pub(crate) async fn lift(&self, face: &'static Face, client: Digest) -> Option<bool> {
        let mut unlist = redis::cmd("ZREM");
        unlist.arg(LIST).arg(block::id(face, client));
        let mut forget = redis::cmd("DEL");
        for budget in face.all() {
            forget.arg(name(budget, client));
        }
        // The list last: what is cut off in between is still in it, and can be lifted again.
        self.link.ask(&forget).await?;
        let listed = i64::from_redis_value(self.link.ask(&unlist).await?).ok()?;
        Some(listed > 0)
    }
}

/// A key's name. The digest stands in braces, for a cluster to keep a client's keys together.
fn name(budget: &str, who: Digest) -> String {
    format!("{PREFIX}{{{}}}:{budget}", hex(&who))
}

/// The call as a command.
fn take(sha: &str, call: &Call) -> Cmd {
    let mut command = redis::cmd("EVALSHA");
    let charges = call.charges.iter().flatten();
    command.arg(sha).arg(3 + charges.clone().count());
    match &call.guard {
        Some(guard) => {
            let who = guard.who.digest();
            command.arg(name(guard.face.block, who));
            command.arg(name(guard.face.strikes, who)).arg(LIST);
        }
        None => {
            command.arg("").arg("").arg(LIST);
        }
    }
    for charge in charges.clone() {
        command.arg(name(charge.key.budget, charge.key.who.digest()));
    }
    match &call.guard {
        Some(guard) => {
            let (interval, quota) = (guard.strikes.interval(), guard.strikes.quota());
            command.arg(block::id(guard.face, guard.who.digest()));
            command.arg(guard.who.to_string()).arg(interval).arg(quota);
        }
        None => {
            command.arg("").arg("").arg(0).arg(0);
        }
    }
    for length in [FIRST, LONGEST, QUIET] {
        command.arg(length.as_secs() * 1_000_000);
    }
    command.arg(MOST_LISTED);
    for charge in charges {
        command.arg(charge.gcra.interval()).arg(charge.gcra.quota());
    }
    command
}

fn numbers(value: Value) -> Option<Vec<u64>> {
    let numbers = Vec::<i64>::from_redis_value(value).ok()?;
    // A block is -1, which is no budget's number.
    let unsigned = |number| u64::try_from(number).unwrap_or(u64::MAX);
    Some(numbers.into_iter().map(unsigned).collect())
}

/// What the script answered, in the words of [`Gcra`].
fn verdict(call: &Call, numbers: &[u64]) -> Option<(Verdict, Owed)> {
    let [now, refused, until, full @ ..] = numbers else {
        return None;
    };
    let (now, mut owed) = (*now, [None; MOST_CHARGES]);
    let mut verdict = Verdict::free(Place::Redis);
    if *refused == u64::MAX {
        let wait = Duration::from_micros(until.saturating_sub(now));
        verdict.refusal = Some(Refusal::Blocked(wait));
        return Some((verdict, owed));
    }
    let refused = usize::try_from(*refused).ok()?.checked_sub(1);
    verdict.refusal = refused.map(Refusal::Spent);
    for (which, charge) in call.charges.iter().flatten().enumerate() {
        let full_at = *full.get(which)?;
        let gcra: Gcra = charge.gcra;
        *verdict.standings.get_mut(which)? = Some(match refused == Some(which) {
            true => gcra.take(full_at, now),
            false => gcra.standing(full_at, now),
        });
        *owed.get_mut(which)? = Some(full_at.saturating_sub(now));
    }
    Some((verdict, owed))
}

#[cfg(test)]
mod tests;
