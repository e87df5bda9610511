//! How often somebody may be wrong about a password.
//!
//! Failures count per username *and* client address: a stranger who guesses can't lock the owner
//! out. A unit is taken before the password is looked at and given back if it was right, so that
//! a hundred guesses at once are no more than one after the other.
//!
//! What else may be guessed or flooded (the phone behind an order's number, a stranger's phone)
//! is bounded by [`LoginLimit::try_once`]: per thing and per address, right or wrong.

use std::net::IpAddr;
use std::sync::Arc;

use domain::Ambient;

use crate::gcra::{Rate, Standing};
use crate::limiter::Limiter;
use crate::limits::{subscriber, up};
use crate::{Problem, code};

/// Characters of a name that are told apart; no real one is longer.
const MAX_NAME_CHARS: usize = 64;

type Key = (String, IpAddr);

/// Tries that one address has, for each that one thing has: many share a mobile address.
const TRIES_PER_ADDRESS: u32 = 6;

/// The limit on failed logins. Cheap to clone; all clones count together.
#[derive(Clone)]
pub struct LoginLimit(Option<Arc<Limits>>);

struct Limits {
    failures: Arc<Limiter<Key>>,
    things: Limiter<String>,
    addresses: Limiter<IpAddr>,
}

impl LoginLimit {
    /// So many failures; `None` is no limit.
    #[must_use]
    pub fn new(rate: Option<Rate>, ambient: Ambient) -> Self {
        LoginLimit(rate.map(|rate| {
            let more = Rate {
                count: rate.count.saturating_mul(TRIES_PER_ADDRESS),
                ..rate
            };
            Arc::new(Limits {
                failures: Arc::new(Limiter::new(rate, ambient.clone())),
                things: Limiter::new(rate, ambient.clone()),
                addresses: Limiter::new(more, ambient),
            })
        }))
    }

    /// Counts a try at a thing (`order:DC-7K3M-Q9TX`): each may be tried as often as a password
    /// may be wrong, and each address may try six times as often, whatever it tries.
    ///
    /// # Errors
    /// 429 `too_many_attempts` past either.
    pub fn try_once(&self, thing: &str, client: IpAddr) -> Result<(), Problem> {
        let Some(limits) = &self.0 else {
            return Ok(());
        };
        let thing: String = thing.chars().take(MAX_NAME_CHARS).collect();
        for standing in [
            limits.addresses.take(&subscriber(client)),
            limits.things.take(&thing),
        ] {
            if standing.refused() {
                return Err(too_many(&standing));
            }
        }
        Ok(())
    }

    /// Begins an attempt to log in, before anything about it is checked.
    ///
    /// # Errors
    /// 429 `too_many_attempts` if this address was wrong about this name too often.
    pub fn begin(&self, username: &str, client: IpAddr) -> Result<Attempt, Problem> {
        let Some(limits) = &self.0 else {
            return Ok(Attempt(None));
        };
        let limiter = &limits.failures;
        let name = username
            .trim()
            .chars()
            .take(MAX_NAME_CHARS)
            .flat_map(char::to_lowercase)
            .collect();
        let key: Key = (name, subscriber(client));
        let standing = limiter.take(&key);
        if standing.refused() {
            return Err(too_many(&standing));
        }
        Ok(Attempt(Some((limiter.clone(), key))))
    }
}

fn too_many(standing: &Standing) -> Problem {
    let seconds = up(standing.retry_after);
    let detail = format!("Too many attempts; the next is taken in {seconds} s");
    Problem::new(code::TOO_MANY_ATTEMPTS, detail).retry_after(seconds)
}

/// An attempt under way. Dropped without a verdict (a database that was away, a client that hung
/// up), it counts for nothing.
#[must_use = "say how the attempt ended"]
pub struct Attempt(Option<(Arc<Limiter<Key>>, Key)>);

impl Attempt {
    /// The password was right: earlier failures are forgotten.
    pub fn succeeded(mut self) {
        if let Some((limiter, key)) = self.0.take() {
            limiter.clear(&key);
        }
    }

    /// The password was wrong: it counts.
    pub fn failed(mut self) {
        self.0 = None;
    }
}

impl Drop for Attempt {
    fn drop(&mut self) {
        if let Some((limiter, key)) = self.0.take() {
            limiter.give_back(&key);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::testing::clock;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(203, 0, 113, 1));
    const THERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(203, 0, 113, 2));

    fn limit() -> (domain::ManualClock, LoginLimit) {
        let (clock, ambient) = clock();
        let rate = Rate {
            count: 5,
            window: Duration::from_secs(900),
        };
        (clock, LoginLimit::new(Some(rate), ambient))
    }

    fn fail(limit: &LoginLimit, times: usize) {
        for _ in 0..times {
            limit.begin("rahim", HERE).unwrap().failed();
        }
    }

    #[test]
    fn the_sixth_attempt_after_five_failures_is_refused() {
        let (clock, limit) = limit();
        fail(&limit, 5);
        let problem = limit.begin(" Rahim", HERE).err().unwrap();
        assert_eq!(
            (problem.status().as_u16(), problem.code()),
            (429, "too_many_attempts")
        );
        assert_eq!(problem.headers()[0].1, "180");
        clock.advance(Duration::from_secs(180));
        fail(&limit, 1);
        assert!(limit.begin("rahim", HERE).is_err());
    }

    #[test]
    fn others_are_not_locked_out() {
        let (_clock, limit) = limit();
        fail(&limit, 5);
        assert!(limit.begin("rahim", THERE).is_ok());
        assert!(limit.begin("karim", HERE).is_ok());
    }

    #[test]
    fn success_clears_and_no_verdict_counts_for_nothing() {
        let (_clock, limit) = limit();
        fail(&limit, 4);
        limit.begin("rahim", HERE).unwrap().succeeded();
        fail(&limit, 4);
        for _ in 0..10 {
            drop(limit.begin("rahim", HERE).unwrap());
        }
        fail(&limit, 1);
        assert!(limit.begin("rahim", HERE).is_err());
    }

    #[test]
    fn attempts_at_the_same_time_are_counted_too() {
        let (_clock, limit) = limit();
        let underway: Vec<_> = (0..5)
            .map(|_| limit.begin("rahim", HERE).unwrap())
            .collect();
        assert!(limit.begin("rahim", HERE).is_err());
        drop(underway);
        assert!(limit.begin("rahim", HERE).is_ok());
    }

    #[test]
    fn off_is_off() {
        let limit = LoginLimit::new(None, clock().1);
        fail(&limit, 100);
    }

    #[test]
    fn a_thing_and_an_address_have_tries_of_their_own() {
        let (clock, ambient) = clock();
        let rate = Rate {
            count: 2,
            window: Duration::from_secs(900),
        };
        let limit = LoginLimit::new(Some(rate), ambient);
        let from = |host: u8| IpAddr::from([203, 0, 113, host]);
        assert!(limit.try_once("order:A", from(1)).is_ok());
        assert!(limit.try_once("order:A", from(2)).is_ok());
        let refused = limit.try_once("order:A", from(3)).unwrap_err();
        assert_eq!(refused.status().as_u16(), 429);
        for other in 0..12 {
            assert!(limit.try_once(&format!("order:{other}"), from(9)).is_ok());
        }
        assert!(limit.try_once("order:new", from(9)).is_err());
        assert!(limit.try_once("order:new", from(8)).is_ok());
        clock.advance(Duration::from_secs(900));
        assert!(limit.try_once("order:A", from(9)).is_ok());
        assert!(limit.begin("rahima", from(3)).is_ok(), "logins count apart");
        let none = LoginLimit::new(None, super::super::testing::clock().1);
        assert!((0..99).all(|_| none.try_once("x", from(1)).is_ok()));
    }
}
