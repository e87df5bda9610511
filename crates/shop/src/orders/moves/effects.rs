//! What a move does besides the status: the parcel's papers and the units on the shelf.

use domain::{
    FieldError, MovementReason, OrderMove, VariantId, calendar::fiscal_year,
    calendar::invoice_number,
};
use serde_json::{Value, json};
use store::{NewMovement, OrderLineRow, OrderRow, SerialRow, ShipmentRow, StoreError, Tx};

use super::{Details, MoveOrderError};
use crate::Shop;
use crate::orders::step::PackedLine;
use crate::stock::movement;

impl Shop {
    /// Writes what goes with the parcel: numbers of units and invoice when it is packed, the
    /// shipment when it goes; frees the numbers when the units are in the shop for good again.
    /// Answers what the audit log should say of it.
    pub(super) async fn write_papers(
        &self,
        tx: &mut Tx,
        row: &OrderRow,
        lines: &[OrderLineRow],
        to: OrderMove,
        details: &Details,
        actor: &str,
    ) -> Result<Value, MoveOrderError> {
        let now = self.ambient().now();
        match details {
            Details::Packed(packed) => {
                let serials = self.write_serials(tx, row, lines, packed).await?;
                let year = i64::from(fiscal_year(now));
                let invoice = tx.insert_invoice(row.id, year, now).await?;
                let invoice = invoice_number(invoice.fiscal_year, invoice.serial);
                Ok(json!({"serials": serials, "invoice": invoice}))
            }
            Details::Sent(shipment) => {
                let shipment = ShipmentRow {
                    courier: shipment.courier.clone(),
                    tracking: shipment.tracking.clone(),
                    actor: actor.to_owned(),
                    handed_over_at: now,
                };
                tx.insert_shipment(row.id, &shipment).await?;
                Ok(json!({"courier": shipment.courier, "tracking": shipment.tracking}))
            }
            Details::Plain => {
                if matches!(to, OrderMove::Cancel | OrderMove::Return) {
                    tx.release_serials(row.id, now).await?;
                }
                Ok(json!({}))
            }
        }
    }

    async fn write_serials(
        &self,
        tx: &mut Tx,
        row: &OrderRow,
        lines: &[OrderLineRow],
        packed: &[PackedLine],
    ) -> Result<Vec<String>, MoveOrderError> {
        let mut rows = Vec::new();
        for (line, packed) in lines.iter().zip(packed) {
            tx.update_line_serials(line.id, packed.rule).await?;
            rows.extend(packed.serials.iter().map(|serial| SerialRow {
                id: self.ambient().uuid_v7(),
                line: line.id,
                serial: serial.as_str().to_owned(),
                packed_at: self.ambient().now(),
            }));
        }
        // In one order everywhere: two parcels with the same units don't wait in a circle.
        rows.sort_by(|a, b| a.serial.cmp(&b.serial));
        let taken = tx.insert_serials(row.id, &rows).await?;
        if taken.is_empty() {
            return Ok(rows.into_iter().map(|row| row.serial).collect());
        }
        let sku_of = |serial: &str| {
            let line = rows.iter().find(|row| row.serial == serial)?.line;
            lines.iter().find(|other| other.id == line)
        };
        let errors = taken.iter().map(|taken| {
            let sku = sku_of(&taken.serial).map_or("", |line| line.sku.as_str());
            let message = format!("{} went out with order {}", taken.serial, taken.order);
            FieldError::new(format!("serials.{sku}"), FieldError::DUPLICATE, message)
        });
        Err(MoveOrderError::Invalid(errors.collect()))
    }

    /// The stock side of a move. Answers the variants whose level changed.
    pub(super) async fn move_units(
        &self,
        tx: &mut Tx,
        row: &OrderRow,
        lines: &[OrderLineRow],
        to: OrderMove,
        actor: &str,
    ) -> Result<Vec<VariantId>, StoreError> {
        let reason = match to {
            OrderMove::Cancel => MovementReason::OrderCancelled,
            OrderMove::Ship => MovementReason::OrderShipped,
            OrderMove::Return => MovementReason::OrderReturned,
            OrderMove::Confirm | OrderMove::Pack | OrderMove::Deliver => return Ok(Vec::new()),
        };
        let mut variants: Vec<VariantId> = lines.iter().map(|l| l.variant).collect();
        variants.sort();
        variants.dedup();
        tx.lock_stock(&variants).await?;
        let movements: Vec<NewMovement> = lines
            .iter()
            .map(|line| NewMovement {
                reference: Some(row.number.as_str().to_owned()),
                ..movement(self.ambient(), line.variant, reason, line.quantity, actor)
            })
            .collect();
        tx.move_stock(&movements).await?;
        Ok(variants)
    }
}
