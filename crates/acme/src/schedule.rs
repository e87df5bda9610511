//! When to renew, and when to try again: arithmetic, without clock or CA.

use std::time::Duration;

use time::OffsetDateTime;

/// The first wait after a failure. Let's Encrypt allows five failures an hour.
const FIRST_WAIT: Duration = Duration::from_secs(5 * 60);
/// The longest.
const LONGEST_WAIT: Duration = Duration::from_secs(6 * 60 * 60);

/// When to renew a certificate: somewhere in the CA's window (`chance` of 256 into it, so that
/// not everybody comes at once), or when a third of its life is left.
pub(super) fn renewal(
    not_before: OffsetDateTime,
    not_after: OffsetDateTime,
    window: Option<(OffsetDateTime, OffsetDateTime)>,
    chance: u8,
) -> OffsetDateTime {
    let two_thirds = not_after - (not_after - not_before) / 3;
    match window {
        Some((from, to)) if from < to => from + (to - from) * i32::from(chance) / 256,
        // A window that is none (RFC 9773 §4.2) counts as no answer.
        _ => two_thirds,
    }
}

/// How long to wait after so many failures in a row.
pub(super) fn back_off(failures: u32) -> Duration {
    let doublings = failures.saturating_sub(1).min(16);
    FIRST_WAIT.saturating_mul(1 << doublings).min(LONGEST_WAIT)
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const FROM: OffsetDateTime = datetime!(2026-01-01 0:00 UTC);
    const TO: OffsetDateTime = datetime!(2026-04-01 0:00 UTC);

    #[test]
    fn without_a_word_from_the_ca_a_third_of_the_life_is_left() {
        assert_eq!(renewal(FROM, TO, None, 200), datetime!(2026-03-02 0:00 UTC));
        let none = Some((TO, FROM));
        assert_eq!(renewal(FROM, TO, none, 0), datetime!(2026-03-02 0:00 UTC));
    }

    #[test]
    fn the_cas_window_counts_whenever_it_is() {
        let (early, late) = (
            datetime!(2026-01-10 0:00 UTC),
            datetime!(2026-01-12 0:00 UTC),
        );
        let window = Some((early, late));
        assert_eq!(renewal(FROM, TO, window, 0), early);
        assert_eq!(
            renewal(FROM, TO, window, 128),
            datetime!(2026-01-11 0:00 UTC)
        );
        assert!(renewal(FROM, TO, window, 255) < late);
    }

    #[test]
    fn attempts_become_rarer_and_never_stop() {
        let minutes = |failures| back_off(failures).as_secs() / 60;
        assert_eq!([1, 2, 3, 4].map(minutes), [5, 10, 20, 40]);
        assert_eq!(minutes(1000), 360);
    }
}
