//! Finding an order again by its number and its phone.
//!
//! What a guest gets is a token that opens this one order for 30 days, signed like a session's and
//! good for nothing else. A wrong number and a wrong phone are answered alike; the faces bound how
//! often anybody may guess.

use std::time::Duration;

use domain::{FieldError, OrderNumber, Phone};
use store::StoreError;
use subtle::ConstantTimeEq as _;

use crate::Shop;

/// How long a token opens the order.
const GOOD_FOR: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// An order that somebody found.
#[derive(Debug, Clone)]
pub struct Tracked {
    /// Its number.
    pub number: OrderNumber,
    /// Opens this order, for 30 days.
    pub access_token: String,
}

/// Why no order was opened.
#[derive(Debug, thiserror::Error)]
pub enum TrackError {
    /// No order has that number and that phone; which of the two is wrong is not told.
    #[error("no order has this number and this phone")]
    NotFound,
    /// Some fields can't be right, whatever the order.
    #[error("the number or the phone is not valid")]
    Invalid(Vec<FieldError>),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Shop {
    /// Opens an order to who knows its number and the phone it was placed with.
    pub async fn track_order(&self, number: &str, phone: &str) -> Result<Tracked, TrackError> {
        let (number, phone) = check(number, phone).map_err(TrackError::Invalid)?;
        let order = self.store().find_order(&number).await?;
        let fits = order.is_some_and(|order| {
            let (known, given) = (order.contact_phone.as_bytes(), phone.as_str().as_bytes());
            bool::from(known.ct_eq(given))
        });
        if !fits {
            return Err(TrackError::NotFound);
        }
        let until = self.ambient().now() + GOOD_FOR;
        let access_token = self
            .tokens()
            .issue_for_order(&number, until)
            .ok_or(TrackError::NotFound)?;
        Ok(Tracked {
            number,
            access_token,
        })
    }
}

fn check(number: &str, phone: &str) -> Result<(OrderNumber, Phone), Vec<FieldError>> {
    let required = |field: &'static str, text: &str, error: FieldError| {
        if text.trim().is_empty() {
            FieldError::new(
                field,
                FieldError::REQUIRED,
                format!("The {field} is needed"),
            )
        } else {
            error
        }
    };
    let parsed = OrderNumber::parse(number).map_err(|e| {
        let error = FieldError::new("number", FieldError::FORMAT, e.to_string());
        required("number", number, error)
    });
    let called = Phone::parse(phone).map_err(|e| {
        let error = FieldError::new("phone", FieldError::FORMAT, e.to_string());
        required("phone", phone, error)
    });
    match (parsed, called) {
        (Ok(number), Ok(phone)) => Ok((number, phone)),
        (number, phone) => Err([number.err(), phone.err()].into_iter().flatten().collect()),
    }
}
