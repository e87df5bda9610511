//! The figures of an invoice with the fields of Mushak-6.3: each line without VAT, the VAT in it,
//! and with it. Prices include VAT, so what stands without it is what is left of the line's total,
//! and the totals of the columns agree to the paisa.

use domain::calendar::day_of;
use domain::{Lang, Paisa, VAT_RATES};
use shop::{OrderView, StaffOrder};
use time::OffsetDateTime;

use super::detail::line_title;
use crate::strings::OrderTexts;

/// One line.
pub(super) struct InvoiceLine {
    pub(super) description: String,
    pub(super) serials: String,
    pub(super) unit: &'static str,
    pub(super) quantity: i64,
    pub(super) unit_price: Paisa,
    pub(super) before_vat: Paisa,
    /// Whole percent.
    pub(super) rate: i64,
    pub(super) vat: Paisa,
    pub(super) total: Paisa,
}

/// The lines of an order's invoice, delivery and discount with them.
pub(super) fn lines(view: &StaffOrder, t: &'static OrderTexts, lang: Lang) -> Vec<InvoiceLine> {
    let order = &view.order;
    let rate = rate_on(order.placed_at);
    let goods = order.lines.iter().map(|line| InvoiceLine {
        description: line_title(line, lang),
        serials: line.serials.join(", "),
        unit: t.piece,
        quantity: line.quantity,
        unit_price: each(less(line.line_total, line.vat), line.quantity),
        before_vat: less(line.line_total, line.vat),
        rate: if line.vat == Paisa::ZERO { 0 } else { rate },
        vat: line.vat,
        total: line.line_total,
    });
    goods.chain(others(order, t)).collect()
}

/// What isn't goods: delivery, and a discount as a line below zero.
fn others(order: &OrderView, t: &'static OrderTexts) -> impl Iterator<Item = InvoiceLine> {
    let line = |description: &str, amount: Paisa| InvoiceLine {
        description: description.to_owned(),
        serials: String::new(),
        unit: t.service,
        quantity: 1,
        unit_price: amount,
        before_vat: amount,
        rate: 0,
        vat: Paisa::ZERO,
        total: amount,
    };
    let delivery = Some(order.delivery).filter(|amount| *amount != Paisa::ZERO);
    let discount = Some(order.discount).filter(|amount| *amount != Paisa::ZERO);
    let delivery = delivery.map(|amount| line(t.delivery_charge, amount));
    let discount = discount.map(|amount| line(t.discount, less(Paisa::ZERO, amount)));
    delivery.into_iter().chain(discount)
}

/// The sum of a column.
pub(super) fn sum(lines: &[InvoiceLine], of: impl Fn(&InvoiceLine) -> Paisa) -> Paisa {
    Paisa::try_sum(lines.iter().map(of)).unwrap_or_default()
}

fn less(a: Paisa, b: Paisa) -> Paisa {
    a.checked_sub(b).unwrap_or_default()
}

/// The price of one, to the nearest paisa.
fn each(total: Paisa, quantity: i64) -> Paisa {
    let quantity = quantity.max(1);
    Paisa::new((total.get() + quantity / 2) / quantity)
}

/// The VAT rate of a day, in whole percent.
fn rate_on(at: OffsetDateTime) -> i64 {
    let day = day_of(at);
    let in_force = VAT_RATES.iter().rev().find(|rate| rate.from <= day);
    in_force.map_or(0, |rate| rate.basis_points / 100)
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn the_rate_is_the_one_of_the_day() {
        assert_eq!(rate_on(datetime!(2026-11-23 12:00 UTC)), 15);
        assert_eq!(rate_on(datetime!(1990-01-01 12:00 UTC)), 0);
    }

    #[test]
    fn one_is_the_rounded_share_of_all() {
        assert_eq!(each(Paisa::new(100), 3), Paisa::new(33));
        assert_eq!(each(Paisa::new(200), 3), Paisa::new(67));
        assert_eq!(each(Paisa::new(200), 0), Paisa::new(200));
    }
}
