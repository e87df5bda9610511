//! Payments of orders: each in one place at a time, with its history, what the courier paid out
//! and what the buyer got back.

use domain::{OrderId, Paisa, PaymentId, PaymentStatus, Refund, RefundChannel, Remittance};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::sql::{FromRow, Row, Value, binds};
use crate::{Store, StoreError, Tx};

/// Where a payment went after it was due.
#[derive(Debug, Clone)]
pub struct PaymentEventRow {
    /// The status it took.
    pub status: PaymentStatus,
    /// Who moved it.
    pub actor: String,
    /// In their words.
    pub note: Option<String>,
    /// When.
    pub at: OffsetDateTime,
}

/// A payment's event to be written.
#[derive(Debug, Clone)]
pub struct NewPaymentEvent {
    /// Its id, growing with time.
    pub id: Uuid,
    /// Of which order.
    pub order: OrderId,
    /// The event.
    pub event: PaymentEventRow,
}

/// What a courier paid out for an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemittanceRow {
    /// How much, less what.
    pub remittance: Remittance,
    /// Who wrote it down.
    pub actor: String,
    /// When.
    pub at: OffsetDateTime,
}

/// What a buyer got back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundRow {
    /// How much, which way.
    pub refund: Refund,
    /// Who gave it.
    pub actor: String,
    /// When.
    pub at: OffsetDateTime,
}

impl FromRow for PaymentEventRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            status: row.parse("status")?,
            actor: row.get("actor")?,
            note: row.get("note")?,
            at: row.get("at")?,
        })
    }
}

impl FromRow for RemittanceRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            remittance: Remittance {
                received: row.get("received_paisa")?,
                charge: row.get("charge_paisa")?,
                reference: row.get("reference")?,
            },
            actor: row.get("actor")?,
            at: row.get("at")?,
        })
    }
}

impl FromRow for RefundRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let channel: RefundChannel = row.parse("channel")?;
        Ok(Self {
            refund: Refund {
                amount: row.get("amount_paisa")?,
                channel,
                reference: row.get("reference")?,
            },
            actor: row.get("actor")?,
            at: row.get("at")?,
        })
    }
}

const FIND_REFUND: &str =
    "SELECT amount_paisa, channel, reference, actor, at FROM refunds WHERE order_id = $1";

const FIND_REMITTANCE: &str = "SELECT received_paisa, charge_paisa, reference, actor, at \
    FROM remittances WHERE order_id = $1";

impl Store {
    /// Where an order's payment went after it was due, oldest first.
    pub async fn list_payment_events(
        &self,
        order: OrderId,
    ) -> Result<Vec<PaymentEventRow>, StoreError> {
        self.fetch_all(
            "SELECT status, actor, note, at FROM payment_events WHERE order_id = $1 ORDER BY id",
            binds![order],
        )
        .await
    }

    /// What the courier paid out for an order.
    pub async fn find_remittance(
        &self,
        order: OrderId,
    ) -> Result<Option<RemittanceRow>, StoreError> {
        self.fetch_optional(FIND_REMITTANCE, binds![order]).await
    }

    /// What the buyer of an order got back.
    pub async fn find_refund(&self, order: OrderId) -> Result<Option<RefundRow>, StoreError> {
        self.fetch_optional(FIND_REFUND, binds![order]).await
    }
}

impl Tx {
    /// Writes the payments of new orders: (payment's id, order's id, gateway, its transaction, amount).
    pub async fn insert_payments(
        &mut self,
        payments: &[(PaymentId, OrderId, &str, &str, Paisa)],
        status: PaymentStatus,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        if payments.is_empty() {
            return Ok(());
        }
        let binds: Vec<Value> = payments
            .iter()
            .flat_map(|&(id, order, gateway, transaction, amount)| {
                binds![
                    id,
                    order,
                    gateway,
                    transaction,
                    amount,
                    status.as_str(),
                    now,
                    now
                ]
            })
            .collect();
        self.execute_list(
            "INSERT INTO payments (id, order_id, gateway, gateway_txn_id, amount_paisa, status, created_at, updated_at) \
             VALUES {rows:8}",
            payments.len(),
            binds,
        )
        .await
        .map(drop)
    }

    /// Gives an order's payment that is still at `from` its next status and writes the event.
    /// False: it isn't there any more, and nothing was written.
    pub async fn update_payment_status(
        &mut self,
        new: &NewPaymentEvent,
        from: PaymentStatus,
    ) -> Result<bool, StoreError> {
        let event = &new.event;
        let moved = self
            .execute(
                "UPDATE payments SET status = $2, updated_at = $3 WHERE order_id = $1 AND status = $4",
                binds![new.order, event.status.as_str(), event.at, from.as_str()],
            )
            .await?;
        if moved == 0 {
            return Ok(false);
        }
        self.execute(
            "INSERT INTO payment_events (id, order_id, status, actor, note, at) VALUES ($1, $2, $3, $4, $5, $6)",
            binds![
                new.id,
                new.order,
                event.status.as_str(),
                event.actor.as_str(),
                event.note.as_deref(),
                event.at
            ],
        )
        .await?;
        Ok(true)
    }

    /// What the courier paid out for an order.
    pub async fn find_remittance(
        &mut self,
        order: OrderId,
    ) -> Result<Option<RemittanceRow>, StoreError> {
        self.fetch_optional(FIND_REMITTANCE, binds![order]).await
    }

    /// What the buyer of an order got back.
    pub async fn find_refund(&mut self, order: OrderId) -> Result<Option<RefundRow>, StoreError> {
        self.fetch_optional(FIND_REFUND, binds![order]).await
    }

    /// Writes what the courier paid out. False: that was written before.
    pub async fn insert_remittance(
        &mut self,
        order: OrderId,
        row: &RemittanceRow,
    ) -> Result<bool, StoreError> {
        let remittance = &row.remittance;
        let written = self
            .execute(
                "INSERT INTO remittances (order_id, received_paisa, charge_paisa, reference, actor, at) \
                 VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (order_id) DO NOTHING",
                binds![
                    order,
                    remittance.received,
                    remittance.charge,
                    remittance.reference.as_deref(),
                    row.actor.as_str(),
                    row.at
                ],
            )
            .await?;
        Ok(written == 1)
    }

    /// Writes what the buyer got back. False: that was written before.
    pub async fn insert_refund(
        &mut self,
        order: OrderId,
        row: &RefundRow,
    ) -> Result<bool, StoreError> {
        let refund = &row.refund;
        let written = self
            .execute(
                "INSERT INTO refunds (order_id, amount_paisa, channel, reference, actor, at) \
                 VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (order_id) DO NOTHING",
                binds![
                    order,
                    refund.amount,
                    refund.channel.as_str(),
                    refund.reference.as_deref(),
                    row.actor.as_str(),
                    row.at
                ],
            )
            .await?;
        Ok(written == 1)
    }
}
