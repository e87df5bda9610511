//! `N/window`: how many of something one client may do in a window.

use std::time::Duration;

use super::{Reason, duration};

/// A window longer than this is no rate any more.
const LONGEST_WINDOW: Duration = Duration::from_secs(24 * 60 * 60);

/// At most `count` in any `window`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    /// How many; at least 1.
    pub count: u32,
    /// In how long; from a second to a day.
    pub window: Duration,
}

/// A limit; `None` for `off`.
pub(crate) fn parse(text: &str) -> Result<Option<RateLimit>, Reason> {
    let text = text.trim();
    if text == "off" {
        return Ok(None);
    }
    let (count, window) = text
        .split_once('/')
        .ok_or("has no / between count and window")?;
    let count = match count.parse::<u32>() {
        Ok(0) => return Err("lets nobody in: the count must be at least 1".to_owned()),
        Ok(count) if !count_has_sign(text) => count,
        _ => return Err("has no whole number before the /".to_owned()),
    };
    let window = duration::parse(window).map_err(|reason| format!("has a window that {reason}"))?;
    if window.is_zero() {
        return Err("has a window of no time at all".to_owned());
    }
    if window > LONGEST_WINDOW {
        return Err("has a window longer than 1d".to_owned());
    }
    Ok(Some(RateLimit { count, window }))
}

/// What pages have when nobody says: enough for the thousands who share a mobile address. Whoever
/// turns the API's limit off, for a measurement or a gateway that limits, means this one too.
pub(crate) fn pages<E>(rate_limit: &Result<Option<RateLimit>, E>) -> Option<RateLimit> {
    let off = matches!(rate_limit, Ok(None));
    (!off).then_some(RateLimit {
        count: 30_000,
        window: Duration::from_secs(15 * 60),
    })
}

/// Rust reads `+5` as a number; nobody writes a limit like that on purpose.
fn count_has_sign(text: &str) -> bool {
    text.starts_with('+')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_and_a_window() {
        let limit = |count, secs| {
            Ok(Some(RateLimit {
                count,
                window: Duration::from_secs(secs),
            }))
        };
        assert_eq!(parse("100/15m"), limit(100, 900));
        assert_eq!(parse("1/30s"), limit(1, 30));
        assert_eq!(parse("5/1d"), limit(5, 86_400));
        assert_eq!(parse("off"), Ok(None));
    }

    #[test]
    fn what_limits_nothing_or_everything_is_refused() {
        for wrong in [
            "",
            "100",
            "100/15",
            "/15m",
            "100/",
            "0/15m",
            "-1/15m",
            "+1/15m",
            "1/0s",
            "1/25h",
            "Off",
            "4294967296/1m",
            "1/1m/1m",
        ] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
        assert_eq!(
            parse("100/15"),
            Err("has a window that has no unit (s, m, h or d)".to_owned())
        );
    }
}
