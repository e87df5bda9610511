//! A flash sale's form: what is typed, line by line, and the sale it asks for.
//!
//! Lines that were left empty are dropped before anything else looks at them: the numbers in an
//! error are the numbers on the page. A moment that is still shown as it was saved keeps its
//! seconds.

use domain::{FieldError, Paisa, digits};
use pages::dates;
use shop::{FlashLineInput, FlashSaleInput, FlashSaleView, MAX_SALE_LINES};
use time::OffsetDateTime;

use super::fields::place;
use crate::conflict::Fields;
use crate::strings::FlashSaleTexts;

/// Empty rows below those that are filled in, and more of them when the button asks.
const EMPTY_ROWS: usize = 5;

/// A flash sale as typed.
#[derive(Debug, Clone, Default)]
pub(super) struct SaleForm {
    /// The revision that was read; 0 for a new sale.
    pub(super) revision: i64,
    pub(super) name: String,
    pub(super) name_bn: String,
    pub(super) starts_at: String,
    pub(super) ends_at: String,
    /// What is on sale; no line is empty.
    pub(super) lines: Vec<LineRow>,
    /// Rows on the page at least.
    rows: usize,
    /// Whether the button asked for more rows instead of saving.
    pub(super) more: bool,
}

/// A line as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct LineRow {
    pub(super) sku: String,
    /// In taka.
    pub(super) price: String,
    pub(super) units: String,
    remove: bool,
}

impl LineRow {
    fn is_empty(&self) -> bool {
        let typed = [&self.sku, &self.price, &self.units];
        typed.iter().all(|text| text.trim().is_empty())
    }
}

impl SaleForm {
    /// A sale as it is saved.
    pub(super) fn of(view: &FlashSaleView) -> Self {
        let line = |line: &shop::FlashLineView| LineRow {
            sku: line.sku.to_string(),
            price: line.price.decimal(),
            units: line.units_per_customer.to_string(),
            remove: false,
        };
        Self {
            revision: view.revision,
            name: view.name.en.clone(),
            name_bn: view.name.bn.clone().unwrap_or_default(),
            starts_at: dates::local_minute(view.starts_at),
            ends_at: dates::local_minute(view.ends_at),
            lines: view.lines.iter().map(line).collect(),
            ..Self::default()
        }
    }

    /// Reads what was sent: without lines that are empty or to be removed.
    pub(super) fn read(fields: &[(String, String)]) -> Self {
        let mut form = Self::default();
        for (name, value) in fields {
            form.take(name, value);
        }
        form.rows = form.lines.len();
        form.lines.retain(|line| !line.remove && !line.is_empty());
        if form.more {
            form.rows += EMPTY_ROWS;
        }
        form
    }

    fn take(&mut self, name: &str, value: &str) {
        let slot = match place(name) {
            (Some(at), name) => {
                // One more than is taken, so that too many are an error and not silently fewer.
                if at > MAX_SALE_LINES {
                    return;
                }
                if self.lines.len() <= at {
                    self.lines.resize(at + 1, LineRow::default());
                }
                let Some(line) = self.lines.get_mut(at) else {
                    return;
                };
                match name {
                    "sku" => &mut line.sku,
                    "price" => &mut line.price,
                    "units_per_customer" => &mut line.units,
                    "remove" => return line.remove = true,
                    _ => return,
                }
            }
            (None, "name") => &mut self.name,
            (None, "name_bn") => &mut self.name_bn,
            (None, "starts_at") => &mut self.starts_at,
            (None, "ends_at") => &mut self.ends_at,
            (None, "revision") => return self.revision = value.parse().unwrap_or(0),
            (None, "do") => return self.more = value == "rows",
            _ => return,
        };
        value.clone_into(slot);
    }

    /// Rows on the page: those that are filled in, and empty ones.
    pub(super) fn rows(&self) -> impl Iterator<Item = LineRow> {
        let room = self.lines.len() + EMPTY_ROWS;
        let rows = room.max(self.rows).min(MAX_SALE_LINES);
        let empty = rows.saturating_sub(self.lines.len());
        let empty = std::iter::repeat_n(LineRow::default(), empty);
        self.lines.clone().into_iter().chain(empty)
    }

    /// The sale that the form asks for, or what can't be read of it.
    pub(super) fn input(
        &self,
        saved: Option<&FlashSaleView>,
    ) -> Result<FlashSaleInput, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut moment = |field: &'static str, typed: &str, saved: Option<OffsetDateTime>| {
            let read = dates::parse_local_minute(typed);
            if read.is_none() {
                let code = match typed.trim().is_empty() {
                    true => FieldError::REQUIRED,
                    false => FieldError::FORMAT,
                };
                errors.push(FieldError::new(field, code, "no moment"));
            }
            let read = read.unwrap_or(OffsetDateTime::UNIX_EPOCH);
            dates::unless_moved(read, saved)
        };
        let starts_at = moment("starts_at", &self.starts_at, saved.map(|s| s.starts_at));
        let ends_at = moment("ends_at", &self.ends_at, saved.map(|s| s.ends_at));
        let lines = self.lines.iter().enumerate();
        let input = FlashSaleInput {
            name: self.name.clone(),
            name_bn: self.name_bn.clone(),
            starts_at,
            ends_at,
            lines: lines
                .map(|(at, line)| line.input(at, &mut errors))
                .collect(),
        };
        match errors.is_empty() {
            true => Ok(input),
            false => Err(errors),
        }
    }

    /// The form as lines of label and value, amounts and moments written alike.
    pub(super) fn flat(&self, t: &'static FlashSaleTexts) -> Fields {
        let moment = |text: &str| match dates::parse_local_minute(text) {
            Some(at) => dates::date_time(at, t.lang),
            None => text.trim().to_owned(),
        };
        let about = [
            (t.name, self.name.trim().to_owned()),
            (t.name_bn, self.name_bn.trim().to_owned()),
            (t.starts_at, moment(&self.starts_at)),
            (t.ends_at, moment(&self.ends_at)),
        ];
        let about = about.map(|(label, value)| (label.to_owned(), value));
        let lines = self.lines.iter().map(|line| {
            let price = match Paisa::parse_taka(&line.price) {
                Ok(amount) => amount.format(t.lang),
                Err(_) => line.price.trim().to_owned(),
            };
            let units = digits::localise(line.units.trim(), t.lang).into_owned();
            (line.sku.trim().to_owned(), t.line_terms(price, units))
        });
        about.into_iter().chain(lines).collect()
    }
}

impl LineRow {
    fn input(&self, at: usize, errors: &mut Vec<FieldError>) -> FlashLineInput {
        let mut wrong = |name: &str| {
            let field = format!("lines[{at}].{name}");
            errors.push(FieldError::new(field, FieldError::FORMAT, "not readable"));
        };
        let price = Paisa::parse_taka(&self.price);
        let units = digits::to_ascii(self.units.trim()).parse();
        if price.is_err() {
            wrong("price");
        }
        if units.is_err() {
            wrong("units_per_customer");
        }
        FlashLineInput {
            sku: self.sku.trim().to_owned(),
            price: price.unwrap_or(Paisa::ZERO),
            units_per_customer: units.unwrap_or(0),
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    fn read(pairs: &[(&str, &str)]) -> SaleForm {
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        SaleForm::read(&pairs.iter().map(own).collect::<Vec<_>>())
    }

    #[test]
    fn empty_lines_are_dropped_and_more_come_when_asked_for() {
        let mut sent = vec![
            ("name", "Eid hours"),
            ("starts_at", "২০২৬-১২-১৬ ১৮:০০"),
            ("ends_at", "2026-12-16T21:00"),
            ("lines[0].sku", ""),
            ("lines[3].sku", " K-1 "),
            ("lines[3].price", "৯৯৯"),
            ("lines[3].units_per_customer", "২"),
            ("lines[4].sku", "K-2"),
            ("lines[4].remove", "yes"),
            ("lines[9].sku", ""),
            ("lines[201].sku", "too far"),
            ("lines[x].sku", "no number"),
        ];
        let form = read(&sent);
        assert_eq!(form.rows().count(), 10);
        let input = form.input(None).unwrap();
        assert_eq!(input.starts_at, datetime!(2026-12-16 12:00 UTC));
        assert_eq!(input.lines.len(), 1);
        let line = &input.lines[0];
        assert_eq!(
            (line.sku.as_str(), line.price, line.units_per_customer),
            ("K-1", Paisa::from_taka(999), 2)
        );
        sent.push(("do", "rows"));
        let form = read(&sent);
        assert!(form.more);
        assert_eq!(form.rows().count(), 15);
    }

    #[test]
    fn there_are_never_more_rows_than_a_sale_has_lines() {
        let form = read(&[("lines[199].sku", "K"), ("do", "rows")]);
        assert_eq!(form.rows().count(), MAX_SALE_LINES);
    }

    #[test]
    fn what_cant_be_read_is_named_line_by_line() {
        let form = read(&[
            ("starts_at", "tomorrow"),
            ("lines[2].sku", "K-1"),
            ("lines[5].sku", "K-2"),
            ("lines[5].price", "cheap"),
            ("lines[5].units_per_customer", "2"),
        ]);
        let errors = form.input(None).unwrap_err();
        let found: Vec<(&str, &str)> = errors
            .iter()
            .map(|error| (error.field.as_str(), error.code))
            .collect();
        let wanted = [
            ("starts_at", FieldError::FORMAT),
            ("ends_at", FieldError::REQUIRED),
            ("lines[0].price", FieldError::FORMAT),
            ("lines[0].units_per_customer", FieldError::FORMAT),
            ("lines[1].price", FieldError::FORMAT),
        ];
        assert_eq!(found, wanted);
    }
}
