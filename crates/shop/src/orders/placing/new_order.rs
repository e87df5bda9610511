//! The rows of a new order, from its request and the locked lines of its cart.

use domain::{
    Coupon, CouponUses, LinePrice, OrderId, OrderLineId, OrderNumber, OrderStatus, Paisa,
    PaymentStatus, PricedLine, PricedOrder, SerialRule,
};
use store::{CheckoutLine, NewOrder, OrderLineRow, OrderRow, StoreError};
use time::OffsetDateTime;

use super::{Placing, Waiting};
use crate::carts::{price_with_coupon, variant_title};
use crate::orders::place::LostCoupon;

impl Placing {
    /// The order as it would be written, at the prices in force, and its cart's coupon if that
    /// doesn't count. Its access token comes later.
    pub(super) fn new_order(
        &self,
        waiting: &Waiting,
        lines: &[CheckoutLine],
        coupon: Option<&(Coupon, CouponUses)>,
        now: OffsetDateTime,
    ) -> Result<(NewOrder, Option<LostCoupon>), StoreError> {
        let order = &waiting.order;
        let priced: Vec<PricedLine> = lines
            .iter()
            .map(|line| PricedLine {
                sku: line.sku.clone(),
                unit_price: line.price.unwrap_or(Paisa::ZERO),
                quantity: line.quantity,
                taxable: line.taxable,
            })
            .collect();
        let damaged = |problem: domain::MoneyError| StoreError::Corrupt {
            place: "variants.price_paisa".into(),
            problem: problem.to_string(),
        };
        let district = order.address.district;
        let (priced, judged) =
            price_with_coupon(&priced, district, &self.delivery, coupon, now).map_err(damaged)?;
        let quote = priced.quote;
        let counts = judged
            .as_ref()
            .is_some_and(|judged| judged.refusal.is_none());
        let lost = judged.and_then(|judged| {
            Some(LostCoupon {
                refusal: judged.refusal?,
                code: judged.code,
            })
        });
        let row = OrderRow {
            id: OrderId::mint(&self.ambient),
            number: OrderNumber::mint(&self.ambient),
            user: waiting.user,
            access_hash: Vec::new(),
            status: OrderStatus::Pending,
            payment_method: order.payment_method,
            payment_status: PaymentStatus::Due,
            lang: order.lang,
            contact_name: order.contact.name.clone(),
            contact_phone: order.contact.phone.as_str().to_owned(),
            contact_email: order.contact.email.as_ref().map(|e| e.as_str().to_owned()),
            address_line: order.address.line.clone(),
            address_area: order.address.area.clone(),
            address_district: order.address.district.code.to_owned(),
            subtotal: quote.subtotal,
            delivery: quote.delivery,
            discount: quote.discount,
            total: quote.total,
            vat: quote.vat_included,
            coupon: coupon
                .filter(|_| counts)
                .map(|(coupon, _)| (coupon.id, coupon.code.clone())),
            placed_at: now,
            updated_at: now,
        };
        let new = NewOrder {
            order: row,
            cart: order.cart,
            access_hash: Vec::new(),
            lines: self.order_lines(lines, &priced),
        };
        Ok((new, lost))
    }

    fn order_lines(&self, lines: &[CheckoutLine], priced: &PricedOrder) -> Vec<OrderLineRow> {
        let row = |((line, priced), position): ((&CheckoutLine, &LinePrice), i64)| OrderLineRow {
            id: OrderLineId::mint(&self.ambient),
            position,
            variant: line.variant,
            sku: line.sku.clone(),
            title: line.title.clone(),
            variant_title: variant_title(&line.options),
            unit_price: line.price.unwrap_or(Paisa::ZERO),
            quantity: line.quantity,
            line_total: priced.total,
            discount: priced.discount,
            vat: priced.vat,
            serials: SerialRule::None,
            flash_line: line.sale.as_ref().map(|sale| sale.line),
        };
        lines
            .iter()
            .zip(&priced.lines)
            .zip(1i64..)
            .map(row)
            .collect()
    }
}
