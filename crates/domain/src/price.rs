//! What an order costs: goods, delivery by zone, and the VAT inside.
//!
//! Prices are tax-inclusive: VAT is a part of the total, never added to it. Everything here is a
//! function of its arguments, so the quote a shopper sees and the order that is placed agree.

use time::Date;

use crate::{District, MoneyError, Paisa, Reduction, Sku};

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
    /// The VAT inside what is paid for the goods: part of `subtotal`, for the invoice.
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

/// What one line of an order costs once the discount is spread over all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LinePrice {
    /// Unit price times quantity.
    pub total: Paisa,
    /// Its share of what is taken off the goods.
    pub discount: Paisa,
    /// The VAT inside `total − discount`.
    pub vat: Paisa,
}

/// A quote with what it says about each line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PricedOrder {
    /// The sums.
    pub quote: Quote,
    /// One per line, in their order. Their discounts add up to the quote's, but for free delivery,
    /// which takes nothing off goods.
    pub lines: Vec<LinePrice>,
}

/// What `lines` cost on the day `on`, less what a coupon takes off: a part of the goods, spread
/// over the lines by what each costs, or the delivery charge. Whether delivery is free by itself
/// is decided by the goods before the discount.
///
/// # Errors
/// As [`quote`].
pub fn price_order(
    lines: &[PricedLine],
    district: &District,
    charges: &DeliveryCharges,
    on: Date,
    reduction: Option<Reduction>,
) -> Result<PricedOrder, MoneyError> {
    price_at(lines, district, charges, basis_points(on), reduction)
}

fn quote_at(
    lines: &[PricedLine],
    district: &District,
    charges: &DeliveryCharges,
    basis_points: i64,
) -> Result<Quote, MoneyError> {
    price_at(lines, district, charges, basis_points, None).map(|priced| priced.quote)
}

fn price_at(
    lines: &[PricedLine],
    district: &District,
    charges: &DeliveryCharges,
    basis_points: i64,
    reduction: Option<Reduction>,
) -> Result<PricedOrder, MoneyError> {
    let totals: Vec<Paisa> = lines
        .iter()
        .map(PricedLine::total)
        .collect::<Result<_, _>>()?;
    let subtotal = Paisa::try_sum(totals.iter().copied())?;
    let delivery = if lines.is_empty() {
        Paisa::ZERO
    } else {
        charges.charge(Zone::of(district), subtotal)
    };
    let off_goods = reduction.map_or(Paisa::ZERO, |reduction| reduction.off_goods(subtotal));
    let discount = match reduction {
        Some(Reduction::FreeDelivery) => delivery,
        _ => off_goods,
    };
    let total = subtotal
        .checked_add(delivery)
        .and_then(|sum| sum.checked_sub(discount))
        .ok_or(MoneyError::Overflow)?;
    let shares = spread(off_goods, &totals, subtotal);
    let lines: Vec<LinePrice> = lines
        .iter()
        .zip(totals.iter().zip(shares))
        .map(|(line, (&total, discount))| {
            let paid = Paisa::new(total.get() - discount.get());
            let vat = match line.taxable {
                true => vat_part(paid, basis_points),
                false => Paisa::ZERO,
            };
            LinePrice {
                total,
                discount,
                vat,
            }
        })
        .collect();
    let vat_included = Paisa::try_sum(lines.iter().map(|line| line.vat))?;
    let quote = Quote {
        subtotal,
        delivery,
        discount,
        total,
        vat_included,
    };
    Ok(PricedOrder { quote, lines })
}

/// Parts of `discount` in proportion to `totals`, which add up to `subtotal`: each line gets what
/// is due up to and with it, less what those before it got, so the parts add up exactly and none
/// is more than its line.
fn spread(discount: Paisa, totals: &[Paisa], subtotal: Paisa) -> Vec<Paisa> {
    let (discount, subtotal) = (
        i128::from(discount.get()),
        i128::from(subtotal.get()).max(1),
    );
    let (mut goods, mut given) = (0_i128, 0_i128);
    totals
        .iter()
        .map(|total| {
            goods += i128::from(total.get());
            let due = discount * goods / subtotal;
            let part = due - given;
            given = due;
            // A part of an amount fits where the amount does.
            i64::try_from(part).map_or(*total, Paisa::new)
        })
        .collect()
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
