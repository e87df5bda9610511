//! What staff say about a coupon, checked whole: every mistake is in the answer.

use domain::{Coupon, CouponCode, CouponId, FieldError, Paisa, Reduction};
use time::OffsetDateTime;

/// The most orders a limit can speak of.
const MAX_LIMIT: i64 = 1_000_000_000;

/// A coupon as staff write it. Amounts are paisa.
#[derive(Debug, Clone, Default)]
pub struct CouponInput {
    /// Its code, in any case.
    pub code: String,
    /// `percent`, `fixed` or `free_delivery`.
    pub kind: String,
    /// For `percent`: 1 to 100.
    pub percent: Option<i64>,
    /// For `fixed`: what is taken off. For `percent`: no more than this.
    pub amount: Option<Paisa>,
    /// The goods must cost this much.
    pub min_subtotal: Paisa,
    /// From when on it counts; now if left out.
    pub starts_at: Option<OffsetDateTime>,
    /// From when on it doesn't any more.
    pub ends_at: Option<OffsetDateTime>,
    /// Orders it may be used for in all.
    pub max_uses: Option<i64>,
    /// Orders it may be used for by one customer.
    pub max_uses_per_customer: Option<i64>,
    /// Whether it counts at all.
    pub active: bool,
}

impl CouponInput {
    /// The coupon it describes.
    pub(super) fn check(
        &self,
        id: CouponId,
        now: OffsetDateTime,
    ) -> Result<Coupon, Vec<FieldError>> {
        let mut errors = Vec::new();
        let code = CouponCode::parse(&self.code).map_err(|error| errors.push(error));
        let reduction = self.reduction(&mut errors);
        if !(Paisa::ZERO..=Paisa::MAX).contains(&self.min_subtotal) {
            errors.push(amount_out_of_range("min_subtotal_paisa", 0));
        }
        let starts_at = self.starts_at.unwrap_or(now);
        if self.ends_at.is_some_and(|ends_at| ends_at <= starts_at) {
            let message = "The end must be after the start";
            errors.push(FieldError::new("ends_at", FieldError::RANGE, message));
        }
        for (field, limit) in [
            ("max_uses", self.max_uses),
            ("max_uses_per_customer", self.max_uses_per_customer),
        ] {
            if limit.is_some_and(|limit| !(1..=MAX_LIMIT).contains(&limit)) {
                let message = format!("A limit is between 1 and {MAX_LIMIT}, or left out");
                errors.push(FieldError::new(field, FieldError::RANGE, message));
            }
        }
        match (code, reduction) {
            (Ok(code), Some(reduction)) if errors.is_empty() => Ok(Coupon {
                id,
                code,
                reduction,
                min_subtotal: self.min_subtotal,
                starts_at,
                ends_at: self.ends_at,
                max_uses: self.max_uses,
                max_uses_per_customer: self.max_uses_per_customer,
                active: self.active,
            }),
            _ => Err(errors),
        }
    }

    fn reduction(&self, errors: &mut Vec<FieldError>) -> Option<Reduction> {
        let amount = self.amount;
        if amount.is_some_and(|amount| !(Paisa::new(1)..=Paisa::MAX).contains(&amount)) {
            errors.push(amount_out_of_range("amount_paisa", 1));
            return None;
        }
        let mut refuse = |field, kind, message: &str| {
            errors.push(FieldError::new(field, kind, message));
            None
        };
        if self.kind != "percent" && self.percent.is_some() {
            let message = "Only a percent coupon has a percentage";
            return refuse("percent", FieldError::RANGE, message);
        }
        match (self.kind.as_str(), self.percent, amount) {
            ("percent", Some(percent @ 1..=100), cap) => Some(Reduction::Percent { percent, cap }),
            ("percent", given, _) => {
                let kind = given.map_or(FieldError::REQUIRED, |_| FieldError::RANGE);
                refuse("percent", kind, "A percentage is between 1 and 100")
            }
            ("fixed", _, Some(amount)) => Some(Reduction::Fixed { amount }),
            ("fixed", _, None) => {
                let message = "A fixed coupon needs the amount it takes off";
                refuse("amount_paisa", FieldError::REQUIRED, message)
            }
            ("free_delivery", _, None) => Some(Reduction::FreeDelivery),
            ("free_delivery", _, Some(_)) => {
                let message = "A coupon for free delivery has no amount";
                refuse("amount_paisa", FieldError::RANGE, message)
            }
            _ => {
                let message = "The kind is one of percent, fixed, free_delivery";
                refuse("kind", FieldError::UNKNOWN, message)
            }
        }
    }
}

fn amount_out_of_range(field: &str, least: i64) -> FieldError {
    let message = format!(
        "An amount is between {least} and {} paisa",
        Paisa::MAX.get()
    );
    FieldError::new(field, FieldError::RANGE, message)
}
