//! Dates and times of day as people in Bangladesh read them.
//!
//! Everything inside is UTC; what a page shows is Asia/Dhaka, UTC+6 all year round. Bangla puts
//! the part of the day before the time: সন্ধ্যা ৭:০৪.

use domain::{Lang, digits};
use time::{Date, OffsetDateTime, UtcOffset, macros::offset};

const DHAKA: UtcOffset = offset!(+6);

#[rustfmt::skip] // one month a line
const MONTHS: [(&str, &str); 12] = [
    ("January", "জানুয়ারি"),
    ("February", "ফেব্রুয়ারি"),
    ("March", "মার্চ"),
    ("April", "এপ্রিল"),
    ("May", "মে"),
    ("June", "জুন"),
    ("July", "জুলাই"),
    ("August", "আগস্ট"),
    ("September", "সেপ্টেম্বর"),
    ("October", "অক্টোবর"),
    ("November", "নভেম্বর"),
    ("December", "ডিসেম্বর"),
];

/// `23 November 2026`, `২৩ নভেম্বর ২০২৬`.
#[must_use]
pub fn date(at: OffsetDateTime, lang: Lang) -> String {
    let local = at.to_offset(DHAKA);
    let (english, bangla) = MONTHS[usize::from(u8::from(local.month())) - 1];
    let month = if lang == Lang::Bn { bangla } else { english };
    let text = format!("{} {month} {}", local.day(), local.year());
    digits::localise(&text, lang).into_owned()
}

/// `7:04 pm`, `সন্ধ্যা ৭:০৪`.
#[must_use]
pub fn time_of_day(at: OffsetDateTime, lang: Lang) -> String {
    let local = at.to_offset(DHAKA);
    let (hour, minute) = (local.hour(), local.minute());
    let twelve = if hour % 12 == 0 { 12 } else { hour % 12 };
    match lang {
        Lang::En => {
            let half = if hour < 12 { "am" } else { "pm" };
            format!("{twelve}:{minute:02} {half}")
        }
        Lang::Bn => {
            let time = digits::to_bangla(&format!("{twelve}:{minute:02}"));
            format!("{} {time}", part_of_day(hour))
        }
    }
}

/// Both, with a comma between.
#[must_use]
pub fn date_time(at: OffsetDateTime, lang: Lang) -> String {
    format!("{}, {}", date(at, lang), time_of_day(at, lang))
}

/// The day that a date field sends: `2026-11-23` (HTML standard, valid date string), with digits of
/// either language; nothing for anything else.
#[must_use]
pub fn parse_day(text: &str) -> Option<Date> {
    let text = digits::to_ascii(text.trim());
    let format = time::macros::format_description!("[year]-[month]-[day]");
    Date::parse(&text, format).ok()
}

/// For `<time datetime>`: `2026-11-23T19:04:00+06:00`.
#[must_use]
pub fn machine(at: OffsetDateTime) -> String {
    let local = at.to_offset(DHAKA).truncate_to_second();
    local
        .format(&time::format_description::well_known::Rfc3339)
        .unwrap_or_default()
}

fn part_of_day(hour: u8) -> &'static str {
    match hour {
        4..=5 => "ভোর",
        6..=11 => "সকাল",
        12..=14 => "দুপুর",
        15..=17 => "বিকাল",
        18..=19 => "সন্ধ্যা",
        _ => "রাত",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn dhaka_is_six_hours_ahead() {
        let evening = datetime!(2026-11-23 13:04:30 UTC);
        assert_eq!(date_time(evening, Lang::En), "23 November 2026, 7:04 pm");
        assert_eq!(date_time(evening, Lang::Bn), "২৩ নভেম্বর ২০২৬, সন্ধ্যা ৭:০৪");
        assert_eq!(machine(evening), "2026-11-23T19:04:30+06:00");
    }

    #[test]
    fn a_date_field_is_read_or_left_out() {
        let day = time::macros::date!(2026 - 11 - 23);
        assert_eq!(parse_day(" 2026-11-23 "), Some(day));
        assert_eq!(parse_day("২০২৬-১১-২৩"), Some(day));
        for other in ["", "23/11/2026", "2026-02-30", "2026-11", "99999-01-01"] {
            assert_eq!(parse_day(other), None, "{other}");
        }
    }

    #[test]
    fn midnight_belongs_to_the_next_day() {
        let midnight = datetime!(2026-12-31 18:00 UTC);
        assert_eq!(date_time(midnight, Lang::En), "1 January 2027, 12:00 am");
        assert_eq!(date_time(midnight, Lang::Bn), "১ জানুয়ারি ২০২৭, রাত ১২:০০");
        assert_eq!(
            time_of_day(datetime!(2026-12-31 06:00 UTC), Lang::En),
            "12:00 pm"
        );
    }
}
