//! Money: taka as a whole number of paisa (৳1 = 100 paisa).
//!
//! There is no floating point on any way in or through; arithmetic is checked, so a sum that
//! doesn't fit is an error and never a smaller amount. What an order costs is in [`crate::price`].

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Lang, digits};

/// An amount of money in paisa; negative for a difference.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Paisa(i64);

/// Why an amount is none, or why a calculation has no result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Nothing but white space and a currency sign.
    #[error("an amount in taka is needed")]
    Empty,
    /// Something other than digits, a point and grouping commas.
    #[error("an amount in taka has digits and at most one point, such as 1250 or 1,250.50")]
    NotANumber,
    /// Commas that group neither by lakh (1,23,456) nor by thousand (123,456).
    #[error("commas in an amount group lakhs or thousands, such as 1,23,456 or 123,456")]
    Grouping,
    /// More than two digits after the point: there is nothing smaller than a paisa.
    #[error("an amount in taka has at most two decimals")]
    TooManyDecimals,
    /// Below zero where only an amount makes sense.
    #[error("an amount can't be negative")]
    Negative,
    /// More than [`Paisa::MAX`].
    #[error("an amount can't be more than ৳10,00,00,000")]
    TooLarge,
    /// A sum, difference or product that doesn't fit.
    #[error("the amounts are too large to add up")]
    Overflow,
}

impl Paisa {
    /// Nothing.
    pub const ZERO: Paisa = Paisa(0);
    /// The largest amount that [`Paisa::parse_taka`] takes: 10 crore taka.
    pub const MAX: Paisa = Paisa::from_taka(100_000_000);

    /// `paisa` hundredths of a taka.
    #[must_use]
    pub const fn new(paisa: i64) -> Self {
        Paisa(paisa)
    }

    /// `taka` whole taka; for amounts written in the code. Saturates at the ends of `i64`.
    #[must_use]
    pub const fn from_taka(taka: i64) -> Self {
        Paisa(taka.saturating_mul(100))
    }

    /// The number of paisa.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// True below zero.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// The sum, or `None` if it doesn't fit.
    #[must_use]
    pub fn checked_add(self, other: Paisa) -> Option<Paisa> {
        self.0.checked_add(other.0).map(Paisa)
    }

    /// The difference, which may be negative, or `None` if it doesn't fit.
    #[must_use]
    pub fn checked_sub(self, other: Paisa) -> Option<Paisa> {
        self.0.checked_sub(other.0).map(Paisa)
    }

    /// The price of `quantity` units, or `None` if it doesn't fit.
    #[must_use]
    pub fn checked_mul(self, quantity: i64) -> Option<Paisa> {
        self.0.checked_mul(quantity).map(Paisa)
    }

    /// The sum of all `amounts`.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] if it doesn't fit.
    pub fn try_sum(amounts: impl IntoIterator<Item = Paisa>) -> Result<Paisa, MoneyError> {
        amounts
            .into_iter()
            .try_fold(Paisa::ZERO, Paisa::checked_add)
            .ok_or(MoneyError::Overflow)
    }

    /// Reads taka as people and spreadsheets write it: `9.99`, `1,23,456.50`, `৳ ১২৩`, `Tk 500`.
    ///
    /// # Errors
    /// Any [`MoneyError`] but `Overflow`; the result lies between zero and [`Paisa::MAX`].
    pub fn parse_taka(text: &str) -> Result<Paisa, MoneyError> {
        let text = digits::to_ascii(without_currency(text.trim()));
        if text.is_empty() {
            return Err(MoneyError::Empty);
        }
        if text.starts_with(['-', '−']) {
            return Err(MoneyError::Negative);
        }
        let (whole, decimals) = text
            .split_once('.')
            .map_or((&*text, None), |(w, d)| (w, Some(d)));
        let whole = ungroup(whole)?;
        let hundredths = hundredths(decimals)?;
        // Digits only, so failing to fit is the one way left to fail.
        let taka: i64 = whole.parse().map_err(|_| MoneyError::TooLarge)?;
        let paisa = taka
            .checked_mul(100)
            .and_then(|paisa| paisa.checked_add(hundredths));
        match paisa.map(Paisa) {
            Some(amount) if amount <= Paisa::MAX => Ok(amount),
            _ => Err(MoneyError::TooLarge),
        }
    }

    /// Taka as a JSON number: `500` when whole, else with the decimals it has (`9.99`, `9.5`).
    /// Exact up to 2⁵³ paisa, far above any order.
    #[must_use]
    pub fn taka_json(self) -> serde_json::Number {
        if self.0 % 100 == 0 {
            return (self.0 / 100).into();
        }
        // Division rounds to the nearest double, whose shortest decimal form is the one we mean.
        let taka = self.0 as f64 / 100.0;
        serde_json::Number::from_f64(taka).unwrap_or_else(|| (self.0 / 100).into())
    }

    /// For people: `৳1,23,456`, `৳1,23,456.50`, in Bangla `৳১,২৩,৪৫৬`; decimals only if not whole.
    #[must_use]
    pub fn format(self, lang: Lang) -> String {
        let (sign, taka, hundredths) = self.parts();
        let grouped = group_lakh(taka);
        let plain = match hundredths {
            0 => format!("{sign}৳{grouped}"),
            hundredths => format!("{sign}৳{grouped}.{hundredths:02}"),
        };
        digits::localise(&plain, lang).into_owned()
    }

    /// For CSV and other programs: `123456.50`, always with two decimals and no grouping.
    #[must_use]
    pub fn decimal(self) -> String {
        let (sign, taka, hundredths) = self.parts();
        format!("{sign}{taka}.{hundredths:02}")
    }

    fn parts(self) -> (&'static str, u64, u64) {
        let magnitude = self.0.unsigned_abs();
        (
            if self.0 < 0 { "-" } else { "" },
            magnitude / 100,
            magnitude % 100,
        )
    }
}

impl fmt::Display for Paisa {
    /// As [`Paisa::format`] in English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.format(Lang::En))
    }
}

fn without_currency(text: &str) -> &str {
    let bare = ["৳", "Tk.", "Tk", "BDT"]
        .iter()
        .find_map(|sign| text.strip_prefix(sign));
    bare.unwrap_or(text).trim_start()
}

/// The digits of a whole number of taka, its commas checked and dropped.
fn ungroup(whole: &str) -> Result<String, MoneyError> {
    let groups: Vec<&str> = whole.split(',').collect();
    let bare: String = groups.concat();
    if bare.is_empty() || !bare.bytes().all(|b| b.is_ascii_digit()) {
        return Err(MoneyError::NotANumber);
    }
    if let [first, middle @ .., last] = groups.as_slice() {
        let by = |size: usize| {
            (1..=size).contains(&first.len()) && middle.iter().all(|group| group.len() == size)
        };
        if last.len() != 3 || !(by(2) || by(3)) {
            return Err(MoneyError::Grouping);
        }
    }
    Ok(bare)
}

/// Paisa from what stands after the point; `None` means there is no point.
fn hundredths(decimals: Option<&str>) -> Result<i64, MoneyError> {
    let Some(decimals) = decimals else {
        return Ok(0);
    };
    if decimals.is_empty() || !decimals.bytes().all(|b| b.is_ascii_digit()) {
        return Err(MoneyError::NotANumber);
    }
    match decimals.len() {
        1 => decimals
            .parse()
            .map(|tenths: i64| tenths * 10)
            .map_err(|_| MoneyError::NotANumber),
        2 => decimals.parse().map_err(|_| MoneyError::NotANumber),
        _ => Err(MoneyError::TooManyDecimals),
    }
}

/// Commas after the last three digits, then after every two: 1,23,45,678.
fn group_lakh(taka: u64) -> String {
    let plain = taka.to_string();
    let mut grouped = String::with_capacity(plain.len() + plain.len() / 2);
    for (index, digit) in plain.char_indices() {
        let left = plain.len() - index;
        if index > 0 && (left == 3 || (left > 3 && left % 2 == 1)) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests;
