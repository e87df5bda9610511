//! Durations as operators write them: `30s`, `15m`, `24h`, `1d`.

use std::time::Duration;

use super::Reason;

/// The longest a checkout may keep units from other shoppers.
const LONGEST_HOLD: Duration = Duration::from_secs(60 * 60);

/// The longest that one may wait between two looks.
const LONGEST_PERIOD: Duration = Duration::from_secs(24 * 60 * 60);

/// Reads a whole number with a unit: `s` seconds, `m` minutes, `h` hours, `d` days of 24 hours.
///
/// # Errors
/// A short reason, without the text, where the unit or the number is missing, or the duration is
/// longer than [`Duration`] can hold. Zero is taken; who asks decides whether it makes sense.
pub fn parse(text: &str) -> Result<Duration, String> {
    let text = text.trim();
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let (number, unit) = text.split_at(digits.len());
    let seconds_per_unit: u64 = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 60 * 60,
        "d" => 24 * 60 * 60,
        "" => return Err("has no unit (s, m, h or d)".to_owned()),
        _ => return Err("has a unit that isn't s, m, h or d".to_owned()),
    };
    if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("has no whole number before its unit".to_owned());
    }
    let seconds = number
        .parse::<u64>()
        .ok()
        .and_then(|n| n.checked_mul(seconds_per_unit));
    seconds
        .map(Duration::from_secs)
        .ok_or_else(|| "is too long to count".to_owned())
}

/// How long a checkout keeps its units; `None` for `off`.
pub(crate) fn hold(text: &str) -> Result<Option<Duration>, Reason> {
    if text.trim() == "off" {
        return Ok(None);
    }
    let hold = parse(text)?;
    if hold.is_zero() {
        return Err("is no time at all: say off".to_owned());
    }
    if hold > LONGEST_HOLD {
        return Err("is longer than 1h".to_owned());
    }
    Ok(Some(hold))
}

/// How often something is asked for: 1 second to 1 day; `None` for `off`.
pub(crate) fn period(text: &str) -> Result<Option<Duration>, Reason> {
    if text.trim() == "off" {
        return Ok(None);
    }
    let period = parse(text)?;
    if period.is_zero() || period > LONGEST_PERIOD {
        return Err("is not from 1s to 1d".to_owned());
    }
    Ok(Some(period))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unit_is_read() {
        for (text, seconds) in [
            ("0s", 0),
            ("30s", 30),
            ("15m", 900),
            ("24h", 86_400),
            ("1d", 86_400),
            (" 7s ", 7),
        ] {
            assert_eq!(parse(text), Ok(Duration::from_secs(seconds)), "{text}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for wrong in [
            "",
            "s",
            "15",
            "15 m",
            "15min",
            "1h30m",
            "-1s",
            "+1s",
            "1.5h",
            "15M",
            "১৫m",
            "99999999999999999999s",
        ] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
        assert_eq!(
            parse(&format!("{}d", u64::MAX)),
            Err("is too long to count".to_owned())
        );
    }

    #[test]
    fn a_hold_is_off_or_up_to_an_hour() {
        assert_eq!(hold("off"), Ok(None));
        assert_eq!(hold("1s"), Ok(Some(Duration::from_secs(1))));
        assert_eq!(hold("60m"), Ok(Some(LONGEST_HOLD)));
        assert!(hold("3601s").is_err());
        assert!(hold("0s").is_err());
        assert!(hold("none").is_err());
    }
}
