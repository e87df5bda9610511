//! What an order costs: goods, delivery by zone, and the VAT inside.
//!
//! Prices are tax-inclusive: VAT is a part of the total, never added to it. Everything here is a
//! function of its arguments, so the quote a shopper sees and the order that is placed agree.

use time::Date;

use crate::{District, MoneyError, Paisa, Sku};

mod delivery;

pub use delivery::{DeliveryCharges, DeliveryChargesError, Zone};

/// The standard VAT rate in force, in hundredths of a percent.
pub const VAT_BASIS_POINTS: i64 = 1500;

/// The standard VAT rates by the day they came into force, oldest first: 15 % since VAT began,
/// under the Value Added Tax Act 1991 and unchanged under the VAT and SD Act 2012.
pub const VAT_RATES: &[VatRate] = &[VatRate {
    from: time::macros::date!(1991 - 07 - 01),
    basis_points: VAT_BASIS_POINTS,
}];

/// A VAT rate and the day from which it holds, in Bangladesh's calendar (Asia/Dhaka).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VatRate {
    /// The first day.
    pub from: Date,
    /// Hundredths of a percent: 1500 is 15 %.
    pub basis_points: i64,
}

/// What the price rules need to know about a line of a cart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PricedLine {
    /// What is bought.
    pub sku: Sku,
    /// The price of one, VAT included, from the database and never from a client.
    pub unit_price: Paisa,
    /// How many.
    pub quantity: i64,
    /// Whether VAT is part of the price.
    pub taxable: bool,
}

impl PricedLine {
    /// Unit price times quantity.
    ///
    /// # Errors
    /// [`MoneyError::Negative`] for a negative price or quantity, [`MoneyError::Overflow`] if the
    /// product doesn't fit.
    pub fn total(&self) -> Result<Paisa, MoneyError> {
        if self.unit_price.is_negative() || self.quantity < 0 {
            return Err(MoneyError::Negative);
        }
        self.unit_price
            .checked_mul(self.quantity)
            .ok_or(MoneyError::Overflow)
    }
}

/// What an order costs. `total = subtotal + delivery − discount`, always.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Quote {
    /// The goods.
    pub subtotal: Paisa,
    /// The delivery charge of the district's zone; zero above the free limit.
    pub delivery: Paisa,
    /// What is taken off.
    pub discount: Paisa,
    /// What the customer pays.
    pub total: Paisa,
    /// The VAT inside the goods' prices: part of `subtotal`, for the invoice.
    pub vat_included: Paisa,
}

/// What `lines` cost, delivered to `district`, at the VAT rate in force. No lines cost nothing.
///
/// # Errors
/// [`MoneyError`] if a price or quantity is negative or a sum doesn't fit.
pub fn quote(
    lines: &[PricedLine],
    district: &District,
    charges: &DeliveryCharges,
) -> Result<Quote, MoneyError> {
    quote_at(lines, district, charges, VAT_BASIS_POINTS)
}

/// [`quote`] at the VAT rate of the day `on`: for orders of another time.
///
/// # Errors
/// As [`quote`].
pub fn quote_on(
    lines: &[PricedLine],
    district: &District,
    charges: &DeliveryCharges,
    on: Date,
) -> Result<Quote, MoneyError> {
    quote_at(lines, district, charges, basis_points(on))
}

fn quote_at(
    lines: &[PricedLine],
    district: &District,
    charges: &DeliveryCharges,
    basis_points: i64,
) -> Result<Quote, MoneyError> {
    let mut subtotal = Paisa::ZERO;
    let mut vat = Paisa::ZERO;
    for line in lines {
        let total = line.total()?;
        subtotal = subtotal.checked_add(total).ok_or(MoneyError::Overflow)?;
        if line.taxable {
            vat = vat
                .checked_add(vat_part(total, basis_points))
                .ok_or(MoneyError::Overflow)?;
        }
    }
    let delivery = if lines.is_empty() {
        Paisa::ZERO
    } else {
        charges.charge(Zone::of(district), subtotal)
    };
    let discount = Paisa::ZERO;
    let total = subtotal
        .checked_add(delivery)
        .and_then(|sum| sum.checked_sub(discount))
        .ok_or(MoneyError::Overflow)?;
    Ok(Quote {
        subtotal,
        delivery,
        discount,
        total,
        vat_included: vat,
    })
}

/// The VAT inside `gross` on the day `on`, rounded half up to a paisa; zero if not taxable.
#[must_use]
pub fn vat_included(gross: Paisa, taxable: bool, on: Date) -> Paisa {
    if taxable {
        vat_part(gross, basis_points(on))
    } else {
        Paisa::ZERO
    }
}

fn basis_points(on: Date) -> i64 {
    VAT_RATES
        .iter()
        .rev()
        .find(|rate| rate.from <= on)
        .map_or(0, |rate| rate.basis_points)
}

/// gross × rate ÷ (1 + rate), half up.
fn vat_part(gross: Paisa, basis_points: i64) -> Paisa {
    let rate = i128::from(basis_points);
    let whole = 10_000 + rate;
    let part = (2 * i128::from(gross.get()) * rate + whole).div_euclid(2 * whole);
    // A part of `gross` fits where `gross` does.
    i64::try_from(part).map_or(gross, Paisa::new)
}

#[cfg(test)]
mod tests;
