//! A coupon's form: what is typed, and the terms it asks for.
//!
//! A moment that is still shown as it was saved keeps its seconds: a form speaks of minutes.

use domain::{FieldError, Paisa, Reduction, digits};
use pages::dates;
use pages::fields::FieldWords as _;
use serde::Deserialize;
use shop::{CouponInput, CouponView};
use time::OffsetDateTime;

use crate::conflict::Fields;
use crate::strings::CouponTexts;

/// A coupon as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct CouponForm {
    /// The revision that was read; nothing for a new coupon.
    pub(super) revision: String,
    pub(super) code: String,
    /// `percent`, `fixed` or `free_delivery`.
    pub(super) kind: String,
    pub(super) percent: String,
    /// For `percent`: no more than this, in taka.
    pub(super) cap: String,
    /// For `fixed`: what is taken off, in taka.
    pub(super) amount: String,
    pub(super) min_subtotal: String,
    pub(super) starts_at: String,
    pub(super) ends_at: String,
    pub(super) max_uses: String,
    pub(super) max_uses_per_customer: String,
    /// `yes`, or nothing.
    pub(super) active: String,
}

impl CouponForm {
    /// What a new coupon begins with.
    pub(super) fn new() -> Self {
        Self {
            kind: "percent".to_owned(),
            active: "yes".to_owned(),
            ..Self::default()
        }
    }

    /// A coupon as it is saved.
    pub(super) fn of(view: &CouponView) -> Self {
        let number = |number: Option<i64>| number.map(|n| n.to_string()).unwrap_or_default();
        let taka = |amount: Option<Paisa>| amount.map(|a| a.decimal()).unwrap_or_default();
        let (percent, cap, amount) = match view.reduction {
            Reduction::Percent { percent, cap } => (Some(percent), cap, None),
            Reduction::Fixed { amount } => (None, None, Some(amount)),
            Reduction::FreeDelivery => (None, None, None),
        };
        Self {
            revision: view.revision.to_string(),
            code: view.code.to_string(),
            kind: view.reduction.kind().to_owned(),
            percent: number(percent),
            cap: taka(cap),
            amount: taka(amount),
            min_subtotal: taka(Some(view.min_subtotal).filter(|least| *least > Paisa::ZERO)),
            starts_at: dates::local_minute(view.starts_at),
            ends_at: view.ends_at.map(dates::local_minute).unwrap_or_default(),
            max_uses: number(view.max_uses),
            max_uses_per_customer: number(view.max_uses_per_customer),
            active: if view.active { "yes" } else { "" }.to_owned(),
        }
    }

    /// The revision that was read; 0, which no coupon has, for anything else.
    pub(super) fn revision(&self) -> i64 {
        self.revision.parse().unwrap_or(0)
    }

    /// The terms that the form asks for, or what can't be read of it. Only the boxes of the chosen
    /// kind are looked at: the others are out of sight.
    pub(super) fn input(&self, saved: Option<&CouponView>) -> Result<CouponInput, Vec<FieldError>> {
        let mut read = Reading::default();
        let (percent, amount) = match self.kind.as_str() {
            "percent" => (
                read.number("percent", self.percent.trim().trim_end_matches('%')),
                read.taka("cap", &self.cap),
            ),
            "fixed" => (None, read.taka("amount", &self.amount)),
            _ => (None, None),
        };
        let input = CouponInput {
            code: self.code.clone(),
            kind: self.kind.clone(),
            percent,
            amount,
            min_subtotal: read
                .taka("min_subtotal", &self.min_subtotal)
                .unwrap_or(Paisa::ZERO),
            starts_at: read.moment(
                "starts_at",
                &self.starts_at,
                saved.map(|view| view.starts_at),
            ),
            ends_at: read.moment(
                "ends_at",
                &self.ends_at,
                saved.and_then(|view| view.ends_at),
            ),
            max_uses: read.number("max_uses", &self.max_uses),
            max_uses_per_customer: read
                .number("max_uses_per_customer", &self.max_uses_per_customer),
            active: self.active == "yes",
        };
        match read.errors.is_empty() {
            true => Ok(input),
            false => Err(read.errors),
        }
    }

    /// The box that an error of the use case belongs to.
    pub(super) fn box_of(&self, mut error: FieldError) -> FieldError {
        error.field = match error.field.as_str() {
            "amount_paisa" if self.kind == "percent" => "cap".to_owned(),
            "amount_paisa" => "amount".to_owned(),
            "min_subtotal_paisa" => "min_subtotal".to_owned(),
            _ => return error,
        };
        error
    }

    /// The form as lines of label and value, amounts and moments written alike.
    pub(super) fn flat(&self, t: &'static CouponTexts) -> Fields {
        let taka = |text: &str| match Paisa::parse_taka(text) {
            Ok(amount) => amount.format(t.lang),
            Err(_) => text.trim().to_owned(),
        };
        let moment = |text: &str| match dates::parse_local_minute(text) {
            Some(at) => dates::date_time(at, t.lang),
            None => text.trim().to_owned(),
        };
        let number = |text: &str| digits::localise(text.trim(), t.lang).into_owned();
        let mut fields = vec![("kind", t.kind(&self.kind).to_owned())];
        match self.kind.as_str() {
            "percent" => {
                fields.extend([("percent", number(&self.percent)), ("cap", taka(&self.cap))])
            }
            "fixed" => fields.push(("amount", taka(&self.amount))),
            _ => {}
        }
        fields.extend([
            ("min_subtotal", taka(&self.min_subtotal)),
            ("starts_at", moment(&self.starts_at)),
            ("ends_at", moment(&self.ends_at)),
            ("max_uses", number(&self.max_uses)),
            ("max_uses_per_customer", number(&self.max_uses_per_customer)),
            (
                "active",
                if self.active == "yes" { t.yes } else { t.no }.to_owned(),
            ),
        ]);
        let labelled = |(name, value)| (t.field_label(name).to_owned(), value);
        fields.into_iter().map(labelled).collect()
    }
}

/// Boxes being read, with what can't be. An empty box asks for nothing.
#[derive(Default)]
struct Reading {
    errors: Vec<FieldError>,
}

impl Reading {
    fn wrong<T>(&mut self, field: &'static str) -> Option<T> {
        self.errors
            .push(FieldError::new(field, FieldError::FORMAT, "not readable"));
        None
    }

    fn number(&mut self, field: &'static str, typed: &str) -> Option<i64> {
        let typed = digits::to_ascii(typed.trim());
        match typed.parse() {
            _ if typed.is_empty() => None,
            Ok(number) => Some(number),
            Err(_) => self.wrong(field),
        }
    }

    fn taka(&mut self, field: &'static str, typed: &str) -> Option<Paisa> {
        match Paisa::parse_taka(typed) {
            _ if typed.trim().is_empty() => None,
            Ok(amount) => Some(amount),
            Err(_) => self.wrong(field),
        }
    }

    fn moment(
        &mut self,
        field: &'static str,
        typed: &str,
        saved: Option<OffsetDateTime>,
    ) -> Option<OffsetDateTime> {
        match dates::parse_local_minute(typed) {
            _ if typed.trim().is_empty() => None,
            Some(at) => Some(dates::unless_moved(at, saved)),
            None => self.wrong(field),
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    fn form() -> CouponForm {
        CouponForm {
            code: "eid-10".into(),
            percent: "১০%".into(),
            cap: "৫০০".into(),
            amount: "out of sight".into(),
            min_subtotal: "1,000".into(),
            starts_at: "২০২৬-১২-০১ ০৯:০০".into(),
            max_uses: "৫০০".into(),
            ..CouponForm::new()
        }
    }

    #[test]
    fn both_kinds_of_digits_are_read() {
        let input = form().input(None).unwrap();
        assert_eq!(input.percent, Some(10));
        assert_eq!(input.amount, Some(Paisa::from_taka(500)));
        assert_eq!(input.min_subtotal, Paisa::from_taka(1_000));
        assert_eq!(input.starts_at, Some(datetime!(2026-12-01 03:00 UTC)));
        assert_eq!((input.ends_at, input.max_uses), (None, Some(500)));
        assert!(input.active);
    }

    #[test]
    fn what_cant_be_read_is_named_box_by_box() {
        let wrong = CouponForm {
            percent: "ten".into(),
            cap: "cheap".into(),
            ends_at: "tomorrow".into(),
            max_uses: "1.5".into(),
            ..form()
        };
        let errors = wrong.input(None).unwrap_err();
        let fields: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["percent", "cap", "ends_at", "max_uses"]);
    }
}
