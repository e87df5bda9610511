//! How often somebody may be wrong about a password.
//!
//! Failures count per username *and* client address: a stranger who guesses can't lock the owner
//! out. A unit is taken before the password is looked at and given back if it was right, so that
//! a hundred guesses at once are no more than one after the other. One address may be wrong twenty
//! times as often about all usernames together: a list of stolen passwords is tried with each
//! name once.
//!
//! What else may be guessed or flooded (the phone behind an order's number, a stranger's phone)
//! is bounded by [`LoginLimit::try_once`]: per thing and per address, right or wrong.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use domain::Ambient;

use crate::gcra::{Gcra, Rate};
use crate::limiter::call::{Charge, Key, Place, Who, charges};
use crate::limiter::{Limiter, Settle, unguarded};
use crate::limits::{subscriber, up};
use crate::{Problem, code};

/// Characters of a name that are told apart; no real one is longer.
const MAX_NAME_CHARS: usize = 64;

/// Failures that one address has, for each that one name has there.
const FAILURES_PER_ADDRESS: u32 = 20;

/// Tries that one address has, for each that one thing has: many share a mobile address.
const TRIES_PER_ADDRESS: u32 = 6;

/// The limit on failed logins. Cheap to clone; all clones count together.
#[derive(Clone)]
pub struct LoginLimit(Option<Arc<Limits>>);

struct Limits {
    limiter: Limiter,
    failures: Gcra,
    failing: Gcra,
    things: Gcra,
    trying: Gcra,
}

impl LoginLimit {
    /// So many failures, counted in this process alone; `None` is no limit.
    #[must_use]
    pub fn new(rate: Option<Rate>, ambient: Ambient) -> Self {
        Self::counted_by(Limiter::in_process(ambient), rate)
    }

    /// So many failures, counted there; `None` is no limit.
    #[must_use]
    pub fn counted_by(limiter: Limiter, rate: Option<Rate>) -> Self {
        LoginLimit(rate.map(|rate| {
            let times = |factor| {
                let count = rate.count.saturating_mul(factor);
                Gcra::new(Rate { count, ..rate })
            };
            Arc::new(Limits {
                limiter,
                failures: times(1),
                failing: times(FAILURES_PER_ADDRESS),
                things: times(1),
                trying: times(TRIES_PER_ADDRESS),
            })
        }))
    }

    /// Counts a try at a thing (`order:DC-7K3M-Q9TX`): each may be tried as often as a password
    /// may be wrong, and each address may try six times as often, whatever it tries.
    ///
    /// # Errors
    /// 429 `too_many_attempts` past either.
    pub async fn try_once(&self, thing: &str, client: IpAddr) -> Result<(), Problem> {
        let Some(limits) = &self.0 else {
            return Ok(());
        };
        let thing: String = thing.chars().take(MAX_NAME_CHARS).collect();
        let charges = charges([
            charge("tries", Who::thing(&[&thing]), limits.things),
            charge("trying", Who::Address(subscriber(client)), limits.trying),
        ]);
        let verdict = limits.limiter.take(unguarded(charges)).await;
        verdict
            .retry_after()
            .map_or(Ok(()), |wait| Err(too_many(wait)))
    }

    /// Begins an attempt to log in, before anything about it is checked.
    ///
    /// # Errors
    /// 429 `too_many_attempts` if this address was wrong about this name too often, or about very
    /// many names.
    pub async fn begin(&self, username: &str, client: IpAddr) -> Result<Attempt, Problem> {
        let Some(limits) = &self.0 else {
            return Ok(Attempt(None));
        };
        let address = subscriber(client);
        let pair = Who::thing(&[&folded(username), &address.to_string()]);
        let pair = charge("login", pair, limits.failures);
        let wide = charge("logins", Who::Address(address), limits.failing);
        limits.begin(pair, Some(wide)).await
    }

    /// Begins an attempt at somebody's second factor, before it is looked at; beside
    /// [`LoginLimit::begin`], which counts for the address too.
    ///
    /// Whoever is asked for one knows the password already, so guesses count for the account, from
    /// wherever they come: six digits would not last against a thousand addresses. Only whoever has
    /// the password can use that bound up, and it is failures that count.
    ///
    /// # Errors
    /// 429 `too_many_attempts` if it was wrong too often, wherever that was.
    pub async fn begin_code(&self, username: &str) -> Result<Attempt, Problem> {
        let Some(limits) = &self.0 else {
            return Ok(Attempt(None));
        };
        let account = Who::thing(&["second factor", &folded(username)]);
        let account = charge("code", account, limits.failures);
        limits.begin(account, None).await
    }
}

impl Limits {
    async fn begin(&self, pair: Charge, wide: Option<Charge>) -> Result<Attempt, Problem> {
        let taken = match wide {
            Some(wide) => charges([pair, wide]),
            None => charges([pair]),
        };
        let verdict = self.limiter.take(unguarded(taken)).await;
        if let Some(wait) = verdict.retry_after() {
            return Err(too_many(wait));
        }
        Ok(Attempt(Some(Taken {
            limiter: self.limiter.clone(),
            place: verdict.place,
            pair,
            wide,
        })))
    }
}

/// A name in the one spelling that it counts under.
fn folded(username: &str) -> String {
    let name = username.trim().chars().take(MAX_NAME_CHARS);
    name.flat_map(char::to_lowercase).collect()
}

fn charge(budget: &'static str, who: Who, gcra: Gcra) -> Charge {
    let key = Key { budget, who };
    Charge { key, gcra }
}

fn too_many(wait: Duration) -> Problem {
    let seconds = up(wait);
    let detail = format!("Too many attempts; the next is taken in {seconds} s");
    Problem::new(code::TOO_MANY_ATTEMPTS, detail).retry_after(seconds)
}

/// An attempt under way. Dropped without a verdict (a database that was away, a client that hung
/// up), it counts for nothing.
#[must_use = "say how the attempt ended"]
pub struct Attempt(Option<Taken>);

/// What an attempt took.
struct Taken {
    limiter: Limiter,
    place: Place,
    pair: Charge,
    wide: Option<Charge>,
}

impl Attempt {
    /// The password was right: this name's earlier failures from here are forgotten.
    pub async fn succeeded(mut self) {
        if let Some(taken) = self.0.take() {
            let mut keys = vec![(taken.pair.key, Settle::Clear)];
            keys.extend(taken.wide.map(back));
            taken.limiter.settle(&keys, taken.place).await;
        }
    }

    /// The password was wrong: it counts.
    pub fn failed(mut self) {
        self.0 = None;
    }
}

fn back(charge: Charge) -> (Key, Settle) {
    (charge.key, Settle::GiveBack(charge.gcra))
}

impl Drop for Attempt {
    fn drop(&mut self) {
        if let Some(taken) = self.0.take() {
            let mut keys = vec![back(taken.pair)];
            keys.extend(taken.wide.map(back));
            taken.limiter.settle_later(keys, taken.place);
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

    async fn fail(limit: &LoginLimit, times: usize) {
        for _ in 0..times {
            limit.begin("rahim", HERE).await.unwrap().failed();
        }
    }

    #[tokio::test]
    async fn guesses_at_a_second_factor_count_wherever_they_come_from() {
        let (clock, limit) = limit();
        for _ in 0..5 {
            limit.begin_code("rahim").await.unwrap().failed();
        }
        assert!(limit.begin_code(" Rahim").await.is_err());
        assert!(
            limit.begin("rahim", HERE).await.is_ok(),
            "the password has its own"
        );
        assert!(limit.begin_code("karim").await.is_ok());
        clock.advance(Duration::from_secs(180));
        limit.begin_code("rahim").await.unwrap().succeeded().await;
        assert!(limit.begin_code("rahim").await.is_ok(), "all is forgotten");
    }

    #[tokio::test]
    async fn the_sixth_attempt_after_five_failures_is_refused() {
        let (clock, limit) = limit();
        fail(&limit, 5).await;
        let problem = limit.begin(" Rahim", HERE).await.err().unwrap();
        assert_eq!(
            (problem.status().as_u16(), problem.code()),
            (429, "too_many_attempts")
        );
        assert_eq!(problem.headers()[0].1, "180");
        clock.advance(Duration::from_secs(180));
        fail(&limit, 1).await;
        assert!(limit.begin("rahim", HERE).await.is_err());
    }

    #[tokio::test]
    async fn others_are_not_locked_out() {
        let (_clock, limit) = limit();
        fail(&limit, 5).await;
        assert!(limit.begin("rahim", THERE).await.is_ok());
        assert!(limit.begin("karim", HERE).await.is_ok());
    }

    #[tokio::test]
    async fn success_clears_and_no_verdict_counts_for_nothing() {
        let (_clock, limit) = limit();
        fail(&limit, 4).await;
        limit.begin("rahim", HERE).await.unwrap().succeeded().await;
        fail(&limit, 4).await;
        for _ in 0..10 {
            drop(limit.begin("rahim", HERE).await.unwrap());
        }
        fail(&limit, 1).await;
        assert!(limit.begin("rahim", HERE).await.is_err());
    }

    #[tokio::test]
    async fn attempts_at_the_same_time_are_counted_too() {
        let (_clock, limit) = limit();
        let mut underway = Vec::new();
        for _ in 0..5 {
            underway.push(limit.begin("rahim", HERE).await.unwrap());
        }
        assert!(limit.begin("rahim", HERE).await.is_err());
        drop(underway);
        assert!(limit.begin("rahim", HERE).await.is_ok());
    }

    #[tokio::test]
    async fn off_is_off() {
        let limit = LoginLimit::new(None, clock().1);
        fail(&limit, 100).await;
    }

    #[tokio::test]
    async fn a_thing_and_an_address_have_tries_of_their_own() {
        let (clock, ambient) = clock();
        let rate = Rate {
            count: 2,
            window: Duration::from_secs(900),
        };
        let limit = LoginLimit::new(Some(rate), ambient);
        let from = |host: u8| IpAddr::from([203, 0, 113, host]);
        assert!(limit.try_once("order:A", from(1)).await.is_ok());
        assert!(limit.try_once("order:A", from(2)).await.is_ok());
        let refused = limit.try_once("order:A", from(3)).await.unwrap_err();
        assert_eq!(refused.status().as_u16(), 429);
        for other in 0..12 {
            assert!(
                limit
                    .try_once(&format!("order:{other}"), from(9))
                    .await
                    .is_ok()
            );
        }
        assert!(limit.try_once("order:new", from(9)).await.is_err());
        assert!(limit.try_once("order:new", from(8)).await.is_ok());
        clock.advance(Duration::from_secs(900));
        assert!(limit.try_once("order:A", from(9)).await.is_ok());
        assert!(
            limit.begin("rahima", from(3)).await.is_ok(),
            "logins count apart"
        );
        let none = LoginLimit::new(None, super::super::testing::clock().1);
        for _ in 0..99 {
            assert!(none.try_once("x", from(1)).await.is_ok());
        }
    }

    #[tokio::test]
    async fn an_address_is_bounded_over_all_names_and_others_are_not() {
        let (_clock, limit) = limit();
        for name in 0..100 {
            limit
                .begin(&format!("victim{name}"), HERE)
                .await
                .unwrap()
                .failed();
        }
        assert!(limit.begin("fresh", HERE).await.is_err());
        assert!(limit.begin("fresh", THERE).await.is_ok());
        // Who was right costs the neighbours nothing.
        for _ in 0..300 {
            limit.begin("karim", THERE).await.unwrap().succeeded().await;
        }
        assert!(limit.begin("rahim", THERE).await.is_ok());
    }
}
