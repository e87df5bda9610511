//! Bangladesh's calendar: days in Asia/Dhaka, UTC+6 without summer time, and the fiscal year of
//! VAT, July to June.

use time::macros::offset;
use time::{Date, Duration, Month, OffsetDateTime, Time, UtcOffset};

/// Asia/Dhaka.
pub const DHAKA: UtcOffset = offset!(+6);

/// The day of a moment in Dhaka.
#[must_use]
pub fn day_of(at: OffsetDateTime) -> Date {
    // Only the last hours of the year 9999 have no day there.
    at.checked_to_offset(DHAKA).unwrap_or(at).date()
}

/// The moment a day begins in Dhaka, in UTC; the next day's is where it ends.
#[must_use]
pub fn day_begins(day: Date) -> OffsetDateTime {
    let midnight = OffsetDateTime::new_utc(day, Time::MIDNIGHT);
    midnight
        .checked_sub(Duration::hours(i64::from(DHAKA.whole_hours())))
        .unwrap_or(midnight)
}

/// The year in which the fiscal year of a moment began: 2026 from July 2026 to June 2027.
#[must_use]
pub fn fiscal_year(at: OffsetDateTime) -> i32 {
    let day = day_of(at);
    if day.month() as u8 >= Month::July as u8 {
        day.year()
    } else {
        day.year() - 1
    }
}

/// An invoice's number, as it is printed: `2026-27/000042`.
#[must_use]
pub fn invoice_number(fiscal_year: i64, serial: i64) -> String {
    format!("{fiscal_year}-{:02}/{serial:06}", (fiscal_year + 1) % 100)
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;

    #[test]
    fn a_day_begins_at_six_in_the_evening_of_the_day_before_in_utc() {
        let day = date!(2026 - 11 - 23);
        assert_eq!(day_begins(day), datetime!(2026-11-22 18:00 UTC));
        assert_eq!(
            day_of(datetime!(2026-11-22 17:59:59 UTC)),
            date!(2026 - 11 - 22)
        );
        assert_eq!(day_of(day_begins(day)), day);
        for edge in [Date::MIN, Date::MAX] {
            let _ = (
                day_begins(edge),
                fiscal_year(OffsetDateTime::new_utc(edge, Time::MIDNIGHT)),
            );
        }
    }

    #[test]
    fn a_fiscal_year_begins_in_july() {
        assert_eq!(fiscal_year(datetime!(2026-06-30 17:59 UTC)), 2025);
        assert_eq!(fiscal_year(datetime!(2026-06-30 18:00 UTC)), 2026);
        assert_eq!(fiscal_year(datetime!(2027-01-01 00:00 UTC)), 2026);
        assert_eq!(invoice_number(2026, 42), "2026-27/000042");
        assert_eq!(invoice_number(2099, 1_234_567), "2099-00/1234567");
    }
}
