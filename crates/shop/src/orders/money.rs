//! The money's own moves: what the courier paid out, what the buyer got back. Each once, under the
//! order's lock, with its history and the audit log in the same transaction.

use domain::{
    IllegalPaymentMove, JobId, OrderNumber, Paisa, PaymentMove, PaymentState, PaymentStatus,
    Refund, RefundChannel, Remittance,
};
use serde_json::{Value, json};
use store::{NewPaymentEvent, OrderRow, PaymentEventRow, RefundRow, RemittanceRow, Tx};

use super::{MoveOrderError, StaffOrder};
use crate::jobs::Job;
use crate::{Identity, Shop};

/// What a courier paid out for an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemitOrder {
    /// What it kept, paisa.
    pub charge: Paisa,
    /// Its statement; may be blank.
    pub reference: String,
}

/// What a buyer gets back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundOrder {
    /// How much, paisa.
    pub amount: Paisa,
    /// Which way.
    pub channel: RefundChannel,
    /// The transaction's number; blank for cash.
    pub reference: String,
}

impl Shop {
    /// Writes down that the courier paid out what it collected. The same again changes nothing.
    pub async fn remit_order(
        &self,
        by: &Identity,
        number: &OrderNumber,
        paid: RemitOrder,
    ) -> Result<StaffOrder, MoveOrderError> {
        let (mut tx, row) = self.lock_order(number).await?;
        let before = tx.find_remittance(row.id).await?;
        let state = PaymentState {
            status: row.payment_status,
            remitted: before.is_some(),
        };
        let remittance = Remittance::parse(row.total, paid.charge, &paid.reference)
            .map_err(MoveOrderError::Invalid)?;
        if before.is_some_and(|b| b.remittance == remittance && b.actor == by.actor()) {
            return self.staff_order_of(number).await;
        }
        let after = state.apply(PaymentMove::Remit)?;
        let is = json!({
            "payment_status": after.status,
            "received_paisa": remittance.received,
            "charge_paisa": remittance.charge,
            "reference": remittance.reference,
        });
        let entry = RemittanceRow {
            remittance,
            actor: by.actor(),
            at: self.ambient().now(),
        };
        if !tx.insert_remittance(row.id, &entry).await? {
            return Err(twice(after, PaymentMove::Remit));
        }
        self.book_payment(&mut tx, by, &row, after.status).await?;
        self.audit_money(&mut tx, by, "order.remit", &row, is)
            .await?;
        tx.commit().await?;
        self.staff_order_of(number).await
    }

    /// Writes down that the buyer got money back, and tells them. The same again changes nothing.
    pub async fn refund_order(
        &self,
        by: &Identity,
        number: &OrderNumber,
        asked: RefundOrder,
    ) -> Result<StaffOrder, MoveOrderError> {
        let (mut tx, row) = self.lock_order(number).await?;
        let refund = Refund::parse(row.total, asked.amount, asked.channel, &asked.reference)
            .map_err(MoveOrderError::Invalid)?;
        let before = tx.find_refund(row.id).await?;
        if before.is_some_and(|b| b.refund == refund && b.actor == by.actor()) {
            return self.staff_order_of(number).await;
        }
        let state = PaymentState {
            status: row.payment_status,
            remitted: true,
        };
        let after = state.apply(PaymentMove::Refund)?;
        let is = json!({
            "payment_status": after.status,
            "amount_paisa": refund.amount,
            "channel": refund.channel,
            "reference": refund.reference,
        });
        let now = self.ambient().now();
        let entry = RefundRow {
            refund,
            actor: by.actor(),
            at: now,
        };
        if !tx.insert_refund(row.id, &entry).await? {
            return Err(twice(after, PaymentMove::Refund));
        }
        self.book_payment(&mut tx, by, &row, after.status).await?;
        let message = Job::RefundMessage {
            number: row.number.clone(),
        };
        let job = message.row(JobId::mint(self.ambient()), now);
        tx.insert_jobs(&[job], now).await?;
        self.audit_money(&mut tx, by, "order.refund", &row, is)
            .await?;
        tx.commit().await?;
        self.staff_order_of(number).await
    }

    pub(super) async fn lock_order(
        &self,
        number: &OrderNumber,
    ) -> Result<(Tx, OrderRow), MoveOrderError> {
        let mut tx = self.store().begin().await?;
        let row = tx.find_order_for_update(number).await?;
        Ok((tx, row.ok_or(MoveOrderError::NotFound)?))
    }

    /// The payment's next status, if it is another.
    async fn book_payment(
        &self,
        tx: &mut Tx,
        by: &Identity,
        row: &OrderRow,
        status: PaymentStatus,
    ) -> Result<(), MoveOrderError> {
        if status == row.payment_status {
            return Ok(());
        }
        let event = PaymentEventRow {
            status,
            actor: by.actor(),
            note: None,
            at: self.ambient().now(),
        };
        let event = NewPaymentEvent {
            id: self.ambient().uuid_v7(),
            order: row.id,
            event,
        };
        tx.update_payment_status(&event, row.payment_status).await?;
        Ok(())
    }

    async fn audit_money(
        &self,
        tx: &mut Tx,
        by: &Identity,
        action: &str,
        row: &OrderRow,
        is: Value,
    ) -> Result<(), MoveOrderError> {
        let subject = format!("order:{}", row.number.as_str());
        let was = json!({"payment_status": row.payment_status});
        self.audit(tx, by, action, subject, Some(was), Some(is))
            .await?;
        Ok(())
    }
}

/// What somebody else has written down already: the row is there, whatever was read of it before.
fn twice(after: PaymentState, to_move: PaymentMove) -> MoveOrderError {
    MoveOrderError::IllegalPayment(IllegalPaymentMove {
        from: after.status,
        to_move,
    })
}
