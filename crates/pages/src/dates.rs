//! Dates and times of day as people in Bangladesh read them.
//!
//! Everything inside is UTC; what a page shows is Asia/Dhaka, UTC+6 all year round. Bangla puts
//! the part of the day before the time: সন্ধ্যা ৭:০৪.

use domain::{Lang, digits};
use time::{Date, OffsetDateTime, Time, UtcOffset, macros::offset};

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

/// What a `datetime-local` field shows of a moment: the minute in Dhaka, `2026-11-23T19:04` (HTML
/// standard, valid local date and time string).
#[must_use]
pub fn local_minute(at: OffsetDateTime) -> String {
    let local = at.to_offset(DHAKA);
    let (hour, minute) = (local.hour(), local.minute());
    format!("{}T{hour:02}:{minute:02}", local.date())
}

/// The moment that such a field sends, read as Dhaka's time: with digits of either language, a
/// space for the `T`, and with seconds or without; nothing for anything else.
#[must_use]
pub fn parse_local_minute(text: &str) -> Option<OffsetDateTime> {
    let text = digits::to_ascii(text.trim()).replace('T', " ");
    let (day, time) = text.split_once(' ')?;
    let time = time.trim();
    let format = if time.len() > 5 {
        time::macros::format_description!(version = 2, "[hour]:[minute]:[second]")
    } else {
        time::macros::format_description!(version = 2, "[hour padding:none]:[minute]")
    };
    let time = Time::parse(time, format).ok()?;
    Some(
        parse_day(day)?
            .with_time(time)
            .assume_offset(DHAKA)
            .to_offset(UtcOffset::UTC),
    )
}

/// What was saved, if it is the minute that was typed: a field for a moment shows no seconds, and
/// sending it back unchanged must not take them away.
#[must_use]
pub fn unless_moved(typed: OffsetDateTime, saved: Option<OffsetDateTime>) -> OffsetDateTime {
    saved
        .filter(|saved| local_minute(*saved) == local_minute(typed))
        .unwrap_or(typed)
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
    fn a_field_for_a_moment_speaks_of_dhaka() {
        let evening = datetime!(2026-11-23 13:04 UTC);
        assert_eq!(local_minute(evening), "2026-11-23T19:04");
        for written in [
            "2026-11-23T19:04",
            " 2026-11-23 19:04:00 ",
            "২০২৬-১১-২৩ ১৯:০৪",
            "২০২৬-১১-২৩T১৯:০৪",
        ] {
            assert_eq!(parse_local_minute(written), Some(evening), "{written}");
        }
        let to_the_second = evening + time::Duration::seconds(30);
        assert_eq!(unless_moved(evening, Some(to_the_second)), to_the_second);
        let moved = evening + time::Duration::MINUTE;
        assert_eq!(unless_moved(moved, Some(to_the_second)), moved);
        assert_eq!(unless_moved(evening, None), evening);
        let early = datetime!(2026-11-23 03:05 UTC);
        assert_eq!(parse_local_minute("2026-11-23 9:05"), Some(early));
        for other in [
            "",
            "2026-11-23",
            "19:04",
            "2026-11-23T25:00",
            "2026-02-30T10:00",
            "23/11/2026 19:04",
            "2026-11-23T19:04Z",
        ] {
            assert_eq!(parse_local_minute(other), None, "{other}");
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
