//! How often somebody may be wrong about a password.
//!
//! Failures count per username *and* client address: a stranger who guesses can't lock the owner
//! out. A unit is taken before the password is looked at and given back if it was right, so that
//! a hundred guesses at once are no more than one after the other.

use std::net::IpAddr;
use std::sync::Arc;

use domain::Ambient;

use crate::gcra::Rate;
use crate::limiter::Limiter;
use crate::limits::{subscriber, up};
use crate::{Problem, code};

/// Characters of a name that are told apart; no real one is longer.
const MAX_NAME_CHARS: usize = 64;

type Key = (String, IpAddr);

/// The limit on failed logins. Cheap to clone; all clones count together.
#[derive(Clone)]
pub struct LoginLimit(Option<Arc<Limiter<Key>>>);

impl LoginLimit {
    /// So many failures; `None` is no limit.
    #[must_use]
    pub fn new(rate: Option<Rate>, ambient: Ambient) -> Self {
        LoginLimit(rate.map(|rate| Arc::new(Limiter::new(rate, ambient))))
    }

    /// Begins an attempt to log in, before anything about it is checked.
    ///
    /// # Errors
    /// 429 `too_many_attempts` if this address was wrong about this name too often.
    pub fn begin(&self, username: &str, client: IpAddr) -> Result<Attempt, Problem> {
        let Some(limiter) = &self.0 else {
            return Ok(Attempt(None));
        };
        let name = username
            .trim()
            .chars()
            .take(MAX_NAME_CHARS)
            .flat_map(char::to_lowercase)
            .collect();
        let key: Key = (name, subscriber(client));
        let standing = limiter.take(&key);
        if standing.refused() {
            let seconds = up(standing.retry_after);
            let detail = format!("Too many failed attempts; the next is taken in {seconds} s");
            return Err(Problem::new(code::TOO_MANY_ATTEMPTS, detail).retry_after(seconds));
        }
        Ok(Attempt(Some((limiter.clone(), key))))
    }
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
}
