//! What customers say of what they bought: stars, words, and what many of them make together.
//!
//! A review's words are plain text in one language; they are read by staff before anybody else
//! sees them ([`ReviewStatus`]). Who may write one is decided in `shop`: it takes a delivered order.

use unicode_normalization::UnicodeNormalization as _;

use crate::FieldError;
use crate::address::text;
use crate::characters::is_invisible;
use crate::words::words;

words! {
    /// Where a review stands.
    pub enum ReviewStatus: "review status" {
        /// Written or changed; staff haven't looked at it yet.
        Pending = "pending",
        /// Everybody sees it.
        Published = "published",
        /// Its author is told why nobody does.
        Rejected = "rejected",
    }
}

/// One to five stars.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stars(u8);

impl Stars {
    /// From the most to the least.
    pub const ALL: [Stars; 5] = [Stars(5), Stars(4), Stars(3), Stars(2), Stars(1)];

    /// So many stars.
    ///
    /// # Errors
    /// A [`FieldError`] on `stars` for fewer than one and more than five.
    pub fn parse(stars: i64) -> Result<Self, FieldError> {
        match u8::try_from(stars) {
            Ok(stars @ 1..=5) => Ok(Stars(stars)),
            _ => Err(FieldError::new(
                "stars",
                FieldError::RANGE,
                "Between 1 and 5 stars can be given",
            )),
        }
    }

    /// How many.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }
}

/// What a review says. Made by [`ReviewText::parse`] alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewText {
    /// Who says it, as others see it: 2 to 100 characters on one line.
    pub name: String,
    /// In a few words: up to 100 characters on one line.
    pub title: Option<String>,
    /// In full: 10 to 2,000 characters, with line breaks.
    pub body: String,
}

impl ReviewText {
    /// Characters of a name at most.
    pub const MAX_NAME: usize = 100;
    /// Characters of a title at most.
    pub const MAX_TITLE: usize = 100;
    /// Characters of the text at least: fewer say less than the stars.
    pub const MIN_BODY: usize = 10;
    /// Characters of the text at most.
    pub const MAX_BODY: usize = 2_000;

    /// Reads what was written. White space is tidied, empty lines in a row become one; a blank
    /// title is none.
    ///
    /// # Errors
    /// Every field that is wrong: `name`, `title`, `body`.
    pub fn parse(name: &str, title: &str, body: &str) -> Result<Self, Vec<FieldError>> {
        let name = text("name", "The name", name, 2, Self::MAX_NAME);
        let title = (!title.trim().is_empty())
            .then(|| text("title", "The title", title, 2, Self::MAX_TITLE))
            .transpose();
        let body = paragraphs("body", "The review", body, Self::MIN_BODY, Self::MAX_BODY);
        match (name, title, body) {
            (Ok(name), Ok(title), Ok(body)) => Ok(ReviewText { name, title, body }),
            (name, title, body) => Err([name.err(), title.err(), body.err()]
                .into_iter()
                .flatten()
                .collect()),
        }
    }
}

/// Several lines of `min` to `max` characters; `label` begins the messages.
///
/// # Errors
/// A [`FieldError`] on `field`.
pub fn paragraphs(
    field: &'static str,
    label: &str,
    raw: &str,
    min: usize,
    max: usize,
) -> Result<String, FieldError> {
    let error = |code, message: String| Err(FieldError::new(field, code, message));
    let composed: String = raw.nfc().collect();
    let mut tidy = String::with_capacity(composed.len());
    for line in composed.lines() {
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        // One empty line parts two paragraphs; more of them part nothing further.
        if !line.is_empty() || !tidy.ends_with("\n\n") {
            tidy.push_str(&line);
            tidy.push('\n');
        }
    }
    let tidy = tidy.trim().to_owned();
    if tidy.contains(|c: char| (c.is_control() && c != '\n') || is_invisible(c)) {
        let message = format!("{label} has a character that can't be seen");
        return error(FieldError::FORMAT, message);
    }
    if tidy.is_empty() {
        return error(FieldError::REQUIRED, format!("{label} is needed"));
    }
    if !(min..=max).contains(&tidy.chars().count()) {
        let message = format!("{label} must have {min} to {max} characters");
        return error(FieldError::LENGTH, message);
    }
    Ok(tidy)
}

/// What all published reviews of a product come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rating {
    /// Reviews with one star, with two, … with five.
    counts: [u32; 5],
}

impl Rating {
    /// Counts so many more reviews of so many stars.
    pub fn add(&mut self, stars: Stars, reviews: u32) {
        let count = &mut self.counts[usize::from(stars.0) - 1];
        *count = count.saturating_add(reviews);
    }

    /// Reviews of so many stars.
    #[must_use]
    pub fn of(&self, stars: Stars) -> u32 {
        self.counts[usize::from(stars.0) - 1]
    }

    /// All reviews.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.counts.iter().fold(0, |sum, n| sum.saturating_add(*n))
    }

    /// The average in tenths of a star, rounded half up: 47 is 4.7 stars. `None` without reviews.
    #[must_use]
    pub fn tenths(&self) -> Option<u32> {
        let count = u64::from(self.count());
        let stars: u64 = (1u64..)
            .zip(self.counts)
            .map(|(stars, reviews)| stars * u64::from(reviews))
            .sum();
        // (10 × stars + count / 2) / count, kept whole.
        let tenths = (20 * stars + count).checked_div(2 * count)?;
        u32::try_from(tenths).ok()
    }

    /// How many of a hundred reviews have so many stars, rounded; 0 without reviews.
    #[must_use]
    pub fn percent(&self, stars: Stars) -> u32 {
        let (of, count) = (u64::from(self.of(stars)), u64::from(self.count()));
        let percent = (200 * of + count).checked_div(2 * count).unwrap_or(0);
        u32::try_from(percent).unwrap_or(100)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rating(counts: [u32; 5]) -> Rating {
        Rating { counts }
    }

    #[test]
    fn one_to_five_stars() {
        for stars in 1..=5 {
            assert_eq!(i64::from(Stars::parse(stars).unwrap().get()), stars);
        }
        for wrong in [0, 6, -1, 256, 257, i64::MIN] {
            assert_eq!(Stars::parse(wrong).unwrap_err().field, "stars", "{wrong}");
        }
    }

    #[test]
    fn tidies_what_was_written() {
        let written = ReviewText::parse(
            " রহিমা  খাতুন ",
            "  ",
            "  Good  phone. \r\n\r\n\r\n\r\n Battery lasts\ttwo days.\n\n",
        )
        .unwrap();
        assert_eq!(written.name, "রহিমা খাতুন");
        assert_eq!(written.title, None);
        assert_eq!(written.body, "Good phone.\n\nBattery lasts two days.");
    }

    #[test]
    fn names_every_wrong_field_at_once() {
        let long = "x".repeat(101);
        let errors = ReviewText::parse("", &long, "Too short").unwrap_err();
        let found: Vec<_> = errors.iter().map(|e| (e.field.as_str(), e.code)).collect();
        let expected = [
            ("name", "required"),
            ("title", "length"),
            ("body", "length"),
        ];
        assert_eq!(found, expected);
        for hidden in [
            "ten characters\0 and more",
            "ten characters \u{202e} and more",
        ] {
            let errors = ReviewText::parse("Rahima", hidden, hidden).unwrap_err();
            assert!(errors.iter().all(|e| e.code == FieldError::FORMAT));
            assert_eq!(errors.len(), 2);
        }
        assert!(ReviewText::parse("Rahima", "", &"ক".repeat(2_000)).is_ok());
        assert!(ReviewText::parse("Rahima", "", &"ক".repeat(2_001)).is_err());
    }

    #[test]
    fn averages_are_rounded_to_tenths() {
        assert_eq!(Rating::default().tenths(), None);
        assert_eq!(rating([0, 0, 0, 0, 3]).tenths(), Some(50));
        assert_eq!(rating([1, 0, 0, 0, 1]).tenths(), Some(30));
        assert_eq!(rating([0, 0, 0, 1, 2]).tenths(), Some(47));
        assert_eq!(
            rating([0, 0, 0, 19, 1]).tenths(),
            Some(41),
            "4.05 is rounded up"
        );
        assert_eq!(rating([0, 0, 0, 1, 2]).percent(Stars(5)), 67);
        assert_eq!(Rating::default().percent(Stars(5)), 0);
    }

    proptest! {
        #[test]
        fn an_average_lies_among_its_stars(counts in proptest::array::uniform5(0u32..1_000_000)) {
            let rating = rating(counts);
            let given: Vec<u32> = Stars::ALL
                .into_iter()
                .filter(|stars| rating.of(*stars) > 0)
                .map(|stars| u32::from(stars.get()))
                .collect();
            match rating.tenths() {
                None => prop_assert!(given.is_empty()),
                Some(tenths) => {
                    prop_assert!(tenths >= 10 * given.iter().min().unwrap());
                    prop_assert!(tenths <= 10 * given.iter().max().unwrap());
                }
            }
            for stars in Stars::ALL {
                prop_assert!(rating.percent(stars) <= 100);
            }
        }

        #[test]
        fn any_text_is_survived(text in "(?s).{0,60}") {
            let _ = ReviewText::parse(&text, &text, &text);
        }
    }
}
