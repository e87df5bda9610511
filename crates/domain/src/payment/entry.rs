//! What staff enter about money that moved: a courier's payout, a refund.

use super::RefundChannel;
use crate::address::text;
use crate::{FieldError, Paisa};

/// A courier has paid out what it collected for an order, less its charges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remittance {
    /// What came in. `received + charge` is what was collected.
    pub received: Paisa,
    /// What the courier kept.
    pub charge: Paisa,
    /// The courier's statement or the bank's entry.
    pub reference: Option<String>,
}

/// Money given back to a buyer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refund {
    /// How much; at most what was collected.
    pub amount: Paisa,
    /// Which way.
    pub channel: RefundChannel,
    /// The transaction's number; cash may have none.
    pub reference: Option<String>,
}

impl Remittance {
    /// Reads what the courier kept of `collected`.
    ///
    /// # Errors
    /// Every field that is wrong: `charge`, `reference`.
    pub fn parse(
        collected: Paisa,
        charge: Paisa,
        reference: &str,
    ) -> Result<Remittance, Vec<FieldError>> {
        let received = collected
            .checked_sub(charge)
            .filter(|received| !received.is_negative() && !charge.is_negative())
            .ok_or_else(|| {
                let message = format!("The courier's charge must be between ৳0 and {collected}");
                FieldError::new("charge", FieldError::RANGE, message)
            });
        match (received, optional_reference(reference)) {
            (Ok(received), Ok(reference)) => Ok(Remittance {
                received,
                charge,
                reference,
            }),
            (received, reference) => Err([received.err(), reference.err()]
                .into_iter()
                .flatten()
                .collect()),
        }
    }
}

impl Refund {
    /// Reads a refund of what was `collected`. Any way but cash needs the transaction's number.
    ///
    /// # Errors
    /// Every field that is wrong: `amount`, `reference`.
    pub fn parse(
        collected: Paisa,
        amount: Paisa,
        channel: RefundChannel,
        reference: &str,
    ) -> Result<Refund, Vec<FieldError>> {
        let in_range = (Paisa::new(1)..=collected).contains(&amount);
        let amount = in_range.then_some(amount).ok_or_else(|| {
            let message = format!("The amount must be more than ৳0 and at most {collected}");
            FieldError::new("amount", FieldError::RANGE, message)
        });
        let reference = match optional_reference(reference) {
            Ok(None) if channel != RefundChannel::Cash => {
                let message = "The transaction's number is needed";
                Err(FieldError::new("reference", FieldError::REQUIRED, message))
            }
            read => read,
        };
        match (amount, reference) {
            (Ok(amount), Ok(reference)) => Ok(Refund {
                amount,
                channel,
                reference,
            }),
            (amount, reference) => Err([amount.err(), reference.err()]
                .into_iter()
                .flatten()
                .collect()),
        }
    }
}

fn optional_reference(given: &str) -> Result<Option<String>, FieldError> {
    match given.trim() {
        "" => Ok(None),
        given => text("reference", "A reference", given, 3, 80).map(Some),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(errors: Vec<FieldError>) -> Vec<String> {
        errors.into_iter().map(|error| error.field).collect()
    }

    #[test]
    fn what_a_courier_keeps_is_part_of_what_it_collected() {
        let collected = Paisa::new(100_000);
        let of = |charge, reference| Remittance::parse(collected, Paisa::new(charge), reference);
        let payout = of(7_000, " STMT 42 ").unwrap();
        assert_eq!(payout.received, Paisa::new(93_000));
        assert_eq!(payout.reference.as_deref(), Some("STMT 42"));
        assert_eq!(of(0, "").unwrap().received, collected);
        assert_eq!(of(100_000, "").unwrap().received, Paisa::ZERO);
        assert_eq!(
            fields(of(100_001, "x").unwrap_err()),
            ["charge", "reference"]
        );
        assert_eq!(fields(of(-1, "").unwrap_err()), ["charge"]);
        assert_eq!(fields(of(i64::MIN, "").unwrap_err()), ["charge"]);
    }

    #[test]
    fn no_more_is_given_back_than_was_collected() {
        let of = |amount, channel, reference| {
            Refund::parse(Paisa::new(5_000), Paisa::new(amount), channel, reference)
        };
        assert_eq!(of(5_000, RefundChannel::Cash, "").unwrap().reference, None);
        assert!(of(1, RefundChannel::Bkash, "9F3K2LQ8").is_ok());
        for (amount, channel, reference, wrong) in [
            (5_001, RefundChannel::Cash, "", vec!["amount"]),
            (0, RefundChannel::Bkash, "", vec!["amount", "reference"]),
            (-1, RefundChannel::Bank, "ok then", vec!["amount"]),
        ] {
            assert_eq!(fields(of(amount, channel, reference).unwrap_err()), wrong);
        }
    }
}
