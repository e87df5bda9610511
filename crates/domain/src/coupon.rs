//! Coupons: a code that takes something off an order, and why it sometimes doesn't.
//!
//! A coupon is judged from its terms, what was bought, how often it was used and the time; nothing
//! else. The cart, the quote and the order's own transaction all ask [`Coupon::judge`], so they
//! agree. What it takes off is worked out in [`crate::price`].

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::words::checked_text;
use crate::{CouponId, FieldError, Lang, Paisa, digits};

/// What a shopper types: A–Z, 0–9 and dash, 3 to 32 of them, kept in capitals.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CouponCode(String);

checked_text!(CouponCode, FieldError);

impl CouponCode {
    /// Characters at least.
    pub const MIN_CHARS: usize = 3;
    /// Characters at most.
    pub const MAX_CHARS: usize = 32;

    /// Reads a code in any case and with either digits; white space around it doesn't count.
    ///
    /// # Errors
    /// A [`FieldError`] on `code` for everything that can't be a code.
    pub fn parse(text: &str) -> Result<Self, FieldError> {
        let code = digits::to_ascii(text.trim()).to_ascii_uppercase();
        let error = |kind, message: String| Err(FieldError::new("code", kind, message));
        if code.is_empty() {
            return error(FieldError::REQUIRED, "A coupon code is needed".to_owned());
        }
        if !code
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-')
        {
            let message = "A coupon code has only letters A to Z, digits and dashes";
            return error(FieldError::FORMAT, message.to_owned());
        }
        if !(Self::MIN_CHARS..=Self::MAX_CHARS).contains(&code.len()) {
            let (min, max) = (Self::MIN_CHARS, Self::MAX_CHARS);
            let message = format!("A coupon code has {min} to {max} characters");
            return error(FieldError::LENGTH, message);
        }
        Ok(CouponCode(code))
    }
}

/// What a coupon takes off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Reduction {
    /// A part of the goods.
    Percent {
        /// 1 to 100.
        percent: i64,
        /// No more than this.
        cap: Option<Paisa>,
    },
    /// An amount of the goods, or all of them if they cost less.
    Fixed {
        /// More than zero.
        amount: Paisa,
    },
    /// The delivery charge.
    FreeDelivery,
}

impl Reduction {
    /// The word for its kind: `percent`, `fixed`, `free_delivery`.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Percent { .. } => "percent",
            Self::Fixed { .. } => "fixed",
            Self::FreeDelivery => "free_delivery",
        }
    }

    /// What it takes off goods of `subtotal`, rounded half up to a paisa; never more than they
    /// cost. Nothing for free delivery.
    #[must_use]
    pub fn off_goods(&self, subtotal: Paisa) -> Paisa {
        let off = match *self {
            Self::Percent { percent, cap } => {
                let part = (i128::from(subtotal.get()) * i128::from(percent) + 50) / 100;
                let part = i64::try_from(part).map_or(subtotal, Paisa::new);
                cap.map_or(part, |cap| part.min(cap))
            }
            Self::Fixed { amount } => amount,
            Self::FreeDelivery => Paisa::ZERO,
        };
        off.clamp(Paisa::ZERO, subtotal.max(Paisa::ZERO))
    }
}

/// A coupon's terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coupon {
    /// Its id.
    pub id: CouponId,
    /// Its code.
    pub code: CouponCode,
    /// What it takes off.
    pub reduction: Reduction,
    /// The goods must cost this much at today's prices.
    pub min_subtotal: Paisa,
    /// From when on it counts.
    pub starts_at: OffsetDateTime,
    /// From when on it doesn't any more; `None`: no end.
    pub ends_at: Option<OffsetDateTime>,
    /// Orders it may be used for in all.
    pub max_uses: Option<i64>,
    /// Orders it may be used for by one customer: one phone number, one account.
    pub max_uses_per_customer: Option<i64>,
    /// Whether staff let it count.
    pub active: bool,
}

/// How often a coupon was used, by orders that were not cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CouponUses {
    /// By everybody.
    pub in_all: i64,
    /// With this customer's phone, as far as it is known.
    pub by_phone: i64,
    /// By this customer's account.
    pub by_account: i64,
}

/// Why a coupon doesn't count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum CouponRefusal {
    /// Staff switched it off.
    Inactive,
    /// Its time has not come.
    NotStarted {
        /// When it comes.
        #[serde(with = "time::serde::rfc3339")]
        starts_at: OffsetDateTime,
    },
    /// Its time is over.
    Ended,
    /// All its uses are used.
    UsedUp,
    /// This customer used it as often as one may.
    UsedByCustomer,
    /// The goods cost too little.
    BelowMinimum {
        /// What they must cost.
        minimum: Paisa,
        /// What is missing.
        missing: Paisa,
    },
    /// There is nothing it could take off: delivery is free already.
    NothingToTakeOff,
}

impl CouponRefusal {
    /// Its word: `not_started`, `below_minimum`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Inactive => "inactive",
            Self::NotStarted { .. } => "not_started",
            Self::Ended => "ended",
            Self::UsedUp => "used_up",
            Self::UsedByCustomer => "used_by_customer",
            Self::BelowMinimum { .. } => "below_minimum",
            Self::NothingToTakeOff => "nothing_to_take_off",
        }
    }

    /// Why, in a sentence for the shopper. Here rather than with the pages' words because the
    /// API's answers say it too.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        let bangla = lang == Lang::Bn;
        match self {
            Self::Inactive | Self::Ended if bangla => "এই কুপনের মেয়াদ শেষ।".to_owned(),
            Self::Inactive | Self::Ended => "This coupon is no longer valid.".to_owned(),
            Self::NotStarted { starts_at } => {
                let at = local_time(*starts_at, lang);
                match bangla {
                    true => format!("এই কুপন {at} থেকে কাজ করবে।"),
                    false => format!("This coupon is valid from {at}."),
                }
            }
            Self::UsedUp if bangla => "এই কুপন যতবার ব্যবহার করা যেত, ততবার ব্যবহার হয়ে গেছে।".to_owned(),
            Self::UsedUp => "This coupon has been used up.".to_owned(),
            Self::UsedByCustomer if bangla => {
                "আপনি এই কুপন যতবার ব্যবহার করা যায়, ততবার ব্যবহার করে ফেলেছেন।".to_owned()
            }
            Self::UsedByCustomer => {
                "You have already used this coupon as often as one customer may.".to_owned()
            }
            Self::BelowMinimum { minimum, missing } => {
                let (minimum, missing) = (minimum.format(lang), missing.format(lang));
                match bangla {
                    true => format!("এই কুপনের জন্য অন্তত {minimum} দামের পণ্য লাগবে; আর {missing} বাকি।"),
                    false => {
                        format!("This coupon needs products worth {minimum}; {missing} more to go.")
                    }
                }
            }
            Self::NothingToTakeOff if bangla => {
                "ডেলিভারি এমনিতেই ফ্রি, তাই এই কুপনে আর কিছু কমছে না।".to_owned()
            }
            Self::NothingToTakeOff => {
                "Delivery is free already, so there is nothing for this coupon to take off."
                    .to_owned()
            }
        }
    }
}

/// `2026-11-25 18:00`, in Dhaka.
fn local_time(at: OffsetDateTime, lang: Lang) -> String {
    let at = at.to_offset(time::macros::offset!(+6));
    let text = format!("{} {:02}:{:02}", at.date(), at.hour(), at.minute());
    digits::localise(&text, lang).into_owned()
}

impl Coupon {
    /// Whether it counts for goods of `subtotal` at `now`.
    ///
    /// # Errors
    /// The first reason why not, what the shopper can do least about first.
    pub fn judge(
        &self,
        subtotal: Paisa,
        uses: CouponUses,
        now: OffsetDateTime,
    ) -> Result<Reduction, CouponRefusal> {
        let reached = |limit: Option<i64>, uses: i64| limit.is_some_and(|limit| uses >= limit);
        if !self.active {
            Err(CouponRefusal::Inactive)
        } else if now < self.starts_at {
            let starts_at = self.starts_at;
            Err(CouponRefusal::NotStarted { starts_at })
        } else if self.ends_at.is_some_and(|ends_at| now >= ends_at) {
            Err(CouponRefusal::Ended)
        } else if reached(self.max_uses, uses.in_all) {
            Err(CouponRefusal::UsedUp)
        } else if reached(
            self.max_uses_per_customer,
            uses.by_phone.max(uses.by_account),
        ) {
            Err(CouponRefusal::UsedByCustomer)
        } else if subtotal < self.min_subtotal {
            Err(CouponRefusal::BelowMinimum {
                minimum: self.min_subtotal,
                missing: self
                    .min_subtotal
                    .checked_sub(subtotal)
                    .unwrap_or(self.min_subtotal),
            })
        } else {
            Ok(self.reduction)
        }
    }
}

#[cfg(test)]
mod tests;
