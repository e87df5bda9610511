//! The rows of a new order, from its request and the locked lines of its cart.

use domain::{
    OrderId, OrderLineId, OrderNumber, OrderStatus, Paisa, PaymentStatus, PricedLine, SerialRule,
    vat_included,
};
use store::{CheckoutLine, NewOrder, OrderLineRow, OrderRow, StoreError};
use time::OffsetDateTime;

use super::{Placing, Waiting};
use crate::carts::variant_title;

impl Placing {
    /// The order as it would be written, at today's prices; its access token comes later.
    pub(super) fn new_order(
        &self,
        waiting: &Waiting,
        lines: &[CheckoutLine],
        now: OffsetDateTime,
    ) -> Result<NewOrder, StoreError> {
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
        let quote = domain::quote_on(&priced, order.address.district, &self.delivery, now.date())
            .map_err(damaged)?;
        let mut rows = Vec::with_capacity(lines.len());
        for ((line, priced), position) in lines.iter().zip(&priced).zip(1i64..) {
            let line_total = priced.total().map_err(damaged)?;
            rows.push(OrderLineRow {
                id: OrderLineId::mint(&self.ambient),
                position,
                variant: line.variant,
                sku: line.sku.clone(),
                title: line.title.clone(),
                variant_title: variant_title(&line.options),
                unit_price: priced.unit_price,
                quantity: line.quantity,
                line_total,
                vat: vat_included(line_total, line.taxable, now.date()),
                serials: SerialRule::None,
            });
        }
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
            placed_at: now,
            updated_at: now,
        };
        Ok(NewOrder {
            order: row,
            cart: order.cart,
            access_hash: Vec::new(),
            lines: rows,
        })
    }
}
