//! Days as people in Bangladesh live them: Asia/Dhaka, UTC+6 all year round.

use time::macros::offset;
use time::{Date, Duration, OffsetDateTime, UtcOffset};

const DHAKA: UtcOffset = offset!(+6);

/// The day that it is in Dhaka.
pub(crate) fn day_of(at: OffsetDateTime) -> Date {
    at.to_offset(DHAKA).date()
}

/// When a day begins in Dhaka.
pub(crate) fn start_of(day: Date) -> OffsetDateTime {
    day.midnight().assume_offset(DHAKA)
}

/// The day so many days before.
pub(crate) fn before(day: Date, days: i64) -> Date {
    day.saturating_sub(Duration::days(days))
}

/// `2026-11-23`, as tables keep it.
pub(crate) fn written(day: Date) -> String {
    let (year, month, day) = day.to_calendar_date();
    format!("{year:04}-{:02}-{day:02}", u8::from(month))
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::{date, datetime};

    #[test]
    fn a_day_begins_at_six_in_the_evening_before() {
        let day = date!(2026 - 11 - 23);
        assert_eq!(start_of(day), datetime!(2026-11-22 18:00 UTC));
        assert_eq!(day_of(datetime!(2026-11-22 18:00 UTC)), day);
        assert_eq!(day_of(datetime!(2026-11-22 17:59:59 UTC)), before(day, 1));
        assert_eq!(written(before(day, 20)), "2026-11-03");
    }
}
