//! What an order of a cart would cost now.

use domain::{CartId, District, FieldError, PricedLine, Quote};
use store::StoreError;

use super::coupon::price_with_coupon;
use super::{CartCoupon, may_use};
use crate::{Caller, Shop};

/// Why there is no quote.
#[derive(Debug, thiserror::Error)]
pub enum QuoteError {
    /// No such cart, or somebody else's.
    #[error("there is no such cart")]
    NotFound,
    /// Nothing for sale is in it.
    #[error("the cart is empty")]
    Empty,
    /// Some input is wrong.
    #[error("the quote can't be made")]
    Invalid(Vec<FieldError>),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What an order would cost, and what became of the cart's coupon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CartQuote {
    /// The sums; the coupon's discount is in them if it counts.
    pub quote: Quote,
    /// The coupon that the cart remembers.
    pub coupon: Option<CartCoupon>,
}

impl Shop {
    /// The price of a cart delivered to a district. What is no longer for sale is left out here and
    /// refused when ordered.
    pub async fn quote(
        &self,
        caller: &Caller,
        id: CartId,
        district: &str,
    ) -> Result<CartQuote, QuoteError> {
        let district = District::find(district).ok_or_else(|| {
            let message = "District must be one of the 64 districts of Bangladesh";
            QuoteError::Invalid(vec![FieldError::new(
                "district",
                FieldError::UNKNOWN,
                message,
            )])
        })?;
        let row = self
            .store()
            .find_cart(id)
            .await?
            .filter(|row| may_use(row, caller));
        let row = row.ok_or(QuoteError::NotFound)?;
        let now = self.ambient().now();
        let lines: Vec<PricedLine> = self
            .store()
            .list_cart_lines(id, now)
            .await?
            .into_iter()
            .filter(|line| line.sellable)
            .filter_map(|line| {
                Some(PricedLine {
                    sku: line.sku,
                    unit_price: line.price?,
                    quantity: line.quantity,
                    taxable: line.taxable,
                })
            })
            .collect();
        if lines.is_empty() {
            return Err(QuoteError::Empty);
        }
        let charges = &self.options().delivery;
        let priced = price_with_coupon(&lines, district, charges, row.coupon.as_ref(), now);
        let (priced, coupon) = priced.map_err(|e| {
            QuoteError::Invalid(vec![FieldError::new(
                "items",
                FieldError::RANGE,
                e.to_string(),
            )])
        })?;
        Ok(CartQuote {
            quote: priced.quote,
            coupon,
        })
    }
}
