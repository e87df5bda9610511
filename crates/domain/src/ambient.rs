//! Time and randomness, handed in rather than reached for.
//!
//! Every value that depends on when or on chance (timestamps, ids, secrets) comes from an
//! [`Ambient`], so a test holds both still with [`ManualClock`] and [`SeededEntropy`]. The wall
//! clock and the operating system's random source are plugged in once, in the binary.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use time::{OffsetDateTime, UtcOffset};
use uuid::Uuid;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// The present moment; any offset and any precision ([`Ambient::now`] brings both in line).
    fn now(&self) -> OffsetDateTime;
}

/// A source of bytes nobody can guess.
pub trait Entropy: Send + Sync {
    /// Overwrites all of `bytes`. Cart ids and access tokens are made of them, so outside tests
    /// it must be a cryptographic source.
    fn fill(&self, bytes: &mut [u8]);
}

/// The injected clock and random source. Cloning is cheap and shares both.
#[derive(Clone)]
pub struct Ambient {
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    /// Milliseconds (upper 52 bits) and counter (lower 12) of the last id minted.
    last_id: Arc<AtomicU64>,
}

impl Ambient {
    /// Joins a clock and a random source.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Self {
        Ambient {
            clock,
            entropy,
            last_id: Arc::default(),
        }
    }

    /// Now, in UTC, cut to whole microseconds: what both databases keep, so that a time read
    /// back equals the time written.
    #[must_use]
    pub fn now(&self) -> OffsetDateTime {
        self.clock
            .now()
            .to_offset(UtcOffset::UTC)
            .truncate_to_microsecond()
    }

    /// A UUIDv7 (RFC 9562 §5.7): milliseconds of [`Ambient::now`], a counter within the
    /// millisecond (§6.2, method 1), then 62 random bits. Ids of one process sort in the order
    /// they were minted, also when its clock stands still or is set back.
    #[must_use]
    pub fn uuid_v7(&self) -> Uuid {
        let millis = self.now().unix_timestamp_nanos() / 1_000_000;
        // A clock before 1970 gives time zero rather than a panic.
        let earliest = u64::try_from(millis).unwrap_or(0) << 12;
        let following = |last: u64| Some(earliest.max(last + 1));
        let last = self
            .last_id
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, following)
            .unwrap_or_else(|last| last);
        let id = earliest.max(last + 1);
        let mut random = [0; 10];
        self.fill(&mut random);
        let [.., high, low] = id.to_be_bytes();
        (random[0], random[1]) = (high, low);
        uuid::Builder::from_unix_timestamp_millis(id >> 12, &random).into_uuid()
    }

    /// A UUIDv4 (RFC 9562 §5.4): 122 random bits, for ids that are themselves the secret.
    #[must_use]
    pub fn uuid_v4(&self) -> Uuid {
        let mut random = [0; 16];
        self.fill(&mut random);
        uuid::Builder::from_random_bytes(random).into_uuid()
    }

    /// `N` random bytes as `2 × N` lower-case hexadecimal digits.
    #[must_use]
    pub fn secret_hex<const N: usize>(&self) -> String {
        const HEX: [u8; 16] = *b"0123456789abcdef";
        let mut random = [0; N];
        self.fill(&mut random);
        let digit = |nibble: u8| char::from(HEX[usize::from(nibble & 0xf)]);
        random
            .iter()
            .flat_map(|byte| [digit(byte >> 4), digit(*byte)])
            .collect()
    }

    /// Overwrites all of `bytes` with randomness.
    pub fn fill(&self, bytes: &mut [u8]) {
        self.entropy.fill(bytes);
    }
}

impl fmt::Debug for Ambient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ambient")
            .field("now", &self.now())
            .finish_non_exhaustive()
    }
}

/// A clock that moves only when told to. Clones share the one hand.
#[derive(Debug, Clone)]
pub struct ManualClock(Arc<Mutex<OffsetDateTime>>);

impl ManualClock {
    /// A clock that stands at `start`.
    #[must_use]
    pub fn new(start: OffsetDateTime) -> Self {
        ManualClock(Arc::new(Mutex::new(start)))
    }

    /// Moves the clock forward by `by`.
    pub fn advance(&self, by: Duration) {
        let mut hand = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *hand += by;
    }

    /// Puts the clock to `to`, backwards too.
    pub fn set(&self, to: OffsetDateTime) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = to;
    }
}

impl Clock for ManualClock {
    fn now(&self) -> OffsetDateTime {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// **For tests only**: the same seed gives the same bytes on every run (splitmix64 over a shared
/// counter). Anyone who knows the seed knows every secret made from it.
#[derive(Debug)]
pub struct SeededEntropy(AtomicU64);

impl SeededEntropy {
    /// A sequence of bytes that depends on `seed` alone.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        SeededEntropy(AtomicU64::new(seed))
    }

    /// The next word of Steele, Lea and Flood's splitmix64.
    fn next(&self) -> u64 {
        const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;
        let state = self
            .0
            .fetch_add(GOLDEN, Ordering::Relaxed)
            .wrapping_add(GOLDEN);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

impl Entropy for SeededEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let word = self.next().to_le_bytes();
            chunk.copy_from_slice(&word[..chunk.len()]);
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    fn ambient(clock: &ManualClock, seed: u64) -> Ambient {
        Ambient::new(Arc::new(clock.clone()), Arc::new(SeededEntropy::new(seed)))
    }

    #[test]
    fn now_is_utc_in_whole_microseconds() {
        let clock = ManualClock::new(datetime!(2026-11-23 19:00:00.123456789 +6));
        let now = ambient(&clock, 1).now();
        assert_eq!(now, datetime!(2026-11-23 13:00:00.123456 UTC));
        assert_eq!(now.offset(), UtcOffset::UTC);
    }

    #[test]
    fn a_manual_clock_moves_only_when_told() {
        let clock = ManualClock::new(datetime!(2026-11-23 13:00 UTC));
        let ambient = ambient(&clock, 1);
        assert_eq!(ambient.now(), ambient.now());
        clock.advance(Duration::from_millis(1500));
        assert_eq!(ambient.now(), datetime!(2026-11-23 13:00:01.5 UTC));
        clock.set(datetime!(2020-01-01 0:00 UTC));
        assert_eq!(ambient.clone().now(), datetime!(2020-01-01 0:00 UTC));
    }

    #[test]
    fn version_7_carries_the_time_and_sorts_by_it() {
        let clock = ManualClock::new(datetime!(2026-11-23 13:00 UTC));
        let ambient = ambient(&clock, 7);
        let first = ambient.uuid_v7();
        let sibling = ambient.uuid_v7();
        clock.advance(Duration::from_millis(1));
        let second = ambient.uuid_v7();
        assert_eq!(first.get_version_num(), 7);
        assert_eq!(first.get_variant(), uuid::Variant::RFC4122);
        assert!(first < sibling && sibling < second);
        let millis = first.as_u128() >> 80;
        assert_eq!(millis, 1_795_438_800_000, "2026-11-23T13:00:00Z");
    }

    #[test]
    fn version_7_keeps_its_order_when_the_clock_does_not() {
        let clock = ManualClock::new(datetime!(2026-11-23 13:00 UTC));
        let ambient = ambient(&clock, 7);
        let still: Vec<Uuid> = (0..10_000).map(|_| ambient.uuid_v7()).collect();
        assert!(still.is_sorted(), "more than a millisecond's 4,096");
        clock.set(datetime!(2026-11-23 12:00 UTC));
        assert!(ambient.clone().uuid_v7() > still[9_999]);
    }

    #[test]
    fn version_7_survives_a_clock_before_1970() {
        let clock = ManualClock::new(datetime!(1969-12-31 23:59 UTC));
        assert_eq!(ambient(&clock, 1).uuid_v7().as_u128() >> 80, 0);
    }

    #[test]
    fn version_4_is_all_random() {
        let clock = ManualClock::new(datetime!(2026-11-23 13:00 UTC));
        let ambient = ambient(&clock, 7);
        let (first, second) = (ambient.uuid_v4(), ambient.uuid_v4());
        assert_eq!(first.get_version_num(), 4);
        assert_ne!(first.as_u128() >> 80, second.as_u128() >> 80);
    }

    #[test]
    fn a_secret_is_two_hexadecimal_digits_a_byte() {
        let clock = ManualClock::new(datetime!(2026-11-23 13:00 UTC));
        let secret = ambient(&clock, 7).secret_hex::<20>();
        assert_eq!(secret.len(), 40);
        assert!(
            secret
                .bytes()
                .all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')),
            "{secret}"
        );
        let mut bytes = [0; 20];
        ambient(&clock, 7).fill(&mut bytes);
        let expected: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(
            secret, expected,
            "the same seed, written by the standard library"
        );
    }

    #[test]
    fn a_seed_repeats_itself_and_another_differs() {
        let draw = |seed| {
            let mut bytes = [0; 13];
            SeededEntropy::new(seed).fill(&mut bytes);
            bytes
        };
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
        assert_ne!(
            draw(1)[8..],
            [0; 5],
            "the last, shorter chunk is filled too"
        );
    }
}
