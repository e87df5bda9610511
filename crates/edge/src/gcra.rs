//! The arithmetic of a rate limit: the generic cell rate algorithm (ITU-T I.371), pure.
//!
//! A client's whole history is one number, the moment at which all of its quota is back. Quota
//! comes back evenly, one unit every `window / quota`, and at most `quota` units can be taken at
//! once.

use std::time::Duration;

/// At most `count` in any stretch of `window`, as a burst or evenly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// How many; 0 counts as 1.
    pub count: u32,
    /// In how long; nothing counts as a second.
    pub window: Duration,
}

/// A [`Rate`] ready for use. Times are microseconds on a clock of the caller's: what Redis tells,
/// and what its scripts still count exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Gcra {
    quota: u32,
    /// Until one unit is back.
    interval: u64,
}

/// How things stand after a unit was taken or refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    /// When all the quota is back: what to remember of the client.
    pub(crate) full_at: u64,
    /// Units that could be taken right now.
    pub(crate) remaining: u32,
    /// Until all the quota is back.
    pub(crate) reset: Duration,
    /// Until the next unit is there; zero unless this one was refused.
    pub(crate) retry_after: Duration,
}

impl Standing {
    pub(crate) fn refused(&self) -> bool {
        !self.retry_after.is_zero()
    }
}

impl Gcra {
    pub(crate) fn new(rate: Rate) -> Self {
        let quota = rate.count.max(1);
        let window = if rate.window.is_zero() {
            Duration::from_secs(1)
        } else {
            rate.window
        };
        // Rounded up, so that the sustained rate never exceeds what was asked for.
        let interval = window.as_micros().div_ceil(u128::from(quota));
        Gcra {
            quota,
            interval: u64::try_from(interval).unwrap_or(u64::MAX),
        }
    }

    pub(crate) fn quota(self) -> u32 {
        self.quota
    }

    /// Until one unit is back, in microseconds.
    pub(crate) fn interval(self) -> u64 {
        self.interval
    }

    /// Takes a unit, if there is one.
    pub(crate) fn take(self, full_at: u64, now: u64) -> Standing {
        let full_at = full_at.max(now);
        // A unit is there if after taking it no more than the whole quota is out.
        let after = full_at.saturating_add(self.interval);
        let latest = now.saturating_add(self.span());
        if after > latest {
            let wait = Duration::from_micros(after - latest);
            return Standing {
                retry_after: wait,
                ..self.standing(full_at, now)
            };
        }
        self.standing(after, now)
    }

    /// How things stand, taking nothing.
    pub(crate) fn standing(self, full_at: u64, now: u64) -> Standing {
        let owed = full_at.saturating_sub(now);
        let free = self.span().saturating_sub(owed) / self.interval;
        Standing {
            full_at,
            remaining: u32::try_from(free).unwrap_or(self.quota),
            reset: Duration::from_micros(owed),
            retry_after: Duration::ZERO,
        }
    }

    /// Gives a unit back that was taken for nothing.
    pub(crate) fn give_back(self, full_at: u64) -> u64 {
        full_at.saturating_sub(self.interval)
    }

    /// In which the whole quota comes back.
    fn span(self) -> u64 {
        self.interval.saturating_mul(u64::from(self.quota))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: u64 = 1_800_000_000_000_000;

    fn gcra(count: u32, secs: u64) -> Gcra {
        Gcra::new(Rate {
            count,
            window: Duration::from_secs(secs),
        })
    }

    #[test]
    fn the_first_of_a_hundred_in_a_quarter_of_an_hour() {
        let standing = gcra(100, 900).take(0, NOW);
        assert_eq!(
            (standing.remaining, standing.reset),
            (99, Duration::from_secs(9))
        );
        assert!(!standing.refused());
    }

    #[test]
    fn a_clock_that_goes_back_grants_nothing() {
        let gcra = gcra(1, 10);
        let taken = gcra.take(0, NOW);
        assert!(gcra.take(taken.full_at, NOW - 5_000_000).refused());
    }

    #[test]
    fn extremes_do_not_overflow() {
        for rate in [
            Rate {
                count: u32::MAX,
                window: Duration::from_secs(1),
            },
            Rate {
                count: u32::MAX,
                window: Duration::MAX,
            },
            Rate {
                count: 0,
                window: Duration::ZERO,
            },
        ] {
            let gcra = Gcra::new(rate);
            for (full_at, now) in [(0, 0), (u64::MAX, 0), (0, u64::MAX), (u64::MAX, u64::MAX)] {
                gcra.take(full_at, now);
                gcra.give_back(full_at);
            }
        }
    }

    fn rates() -> impl Strategy<Value = Gcra> {
        (1u32..200, 1u64..5_000).prop_map(|(count, millis)| {
            Gcra::new(Rate {
                count,
                window: Duration::from_millis(millis),
            })
        })
    }

    proptest! {
        #[test]
        fn exactly_the_quota_can_be_taken_at_once(gcra in rates()) {
            let mut full_at = 0;
            for left in (0..gcra.quota).rev() {
                let standing = gcra.take(full_at, NOW);
                prop_assert!(!standing.refused());
                prop_assert_eq!(standing.remaining, left);
                full_at = standing.full_at;
            }
            let refused = gcra.take(full_at, NOW);
            prop_assert!(refused.refused());
            prop_assert_eq!(refused.full_at, full_at);
            prop_assert_eq!(refused.remaining, 0);
        }

        #[test]
        fn no_stretch_of_time_holds_more_than_quota_and_refill(
            gcra in rates(),
            gaps in prop::collection::vec(0u64..100_000, 1..300),
        ) {
            let (mut full_at, mut now) = (0, NOW);
            let mut granted = Vec::new();
            for gap in gaps {
                now += gap;
                let standing = gcra.take(full_at, now);
                full_at = standing.full_at;
                if !standing.refused() {
                    granted.push(now);
                }
            }
            for (first, start) in granted.iter().enumerate() {
                for (last, end) in granted.iter().enumerate().skip(first) {
                    let refill = (end - start) / gcra.interval;
                    prop_assert!((last - first) as u64 <= u64::from(gcra.quota) + refill);
                }
            }
        }

        #[test]
        fn retry_after_is_the_first_moment_that_works(gcra in rates(), debt in 0u64..5_000_000) {
            let full_at = NOW + gcra.span() + debt;
            let refused = gcra.take(full_at, NOW);
            prop_assert!(refused.refused());
            let wait = u64::try_from(refused.retry_after.as_micros()).unwrap();
            prop_assert!(!gcra.take(full_at, NOW + wait).refused());
            prop_assert!(gcra.take(full_at, NOW + wait - 1).refused());
        }

        #[test]
        fn what_is_given_back_can_be_taken_again(gcra in rates()) {
            let mut full_at = 0;
            for _ in 0..gcra.quota {
                full_at = gcra.take(full_at, NOW).full_at;
            }
            full_at = gcra.give_back(full_at);
            let standing = gcra.take(full_at, NOW);
            prop_assert!(!standing.refused());
            prop_assert!(gcra.take(standing.full_at, NOW).refused());
        }
    }
}
