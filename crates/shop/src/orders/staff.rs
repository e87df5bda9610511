//! An order as the staff see it: with its money, its papers, their notes and what can be done now.

use domain::calendar::invoice_number;
use domain::{
    Actor, FieldError, OrderMove, OrderNumber, Paisa, PaymentMove, PaymentState, PaymentStatus,
    REFUND_DAYS,
};
use serde::Serialize;
use serde_json::json;
use store::{NoteRow, OrderRow, StoreError};
use time::{Duration, OffsetDateTime};

use super::{MoveOrderError, OrderError, OrderView};
use crate::{Identity, Shop};

/// Characters of a note at most.
const MAX_NOTE_CHARS: usize = 2_000;

/// An order with everything in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StaffOrder {
    /// What its buyer sees too.
    pub order: OrderView,
    /// Its invoice, from packing on.
    pub invoice: Option<InvoiceView>,
    /// What the courier paid out.
    pub remittance: Option<RemittanceView>,
    /// Until when a refund that is due should be made.
    #[serde(with = "time::serde::rfc3339::option")]
    pub refund_by: Option<OffsetDateTime>,
    /// Where its payment went after it was due, oldest first.
    pub payment_history: Vec<PaymentEvent>,
    /// The staff's notes, oldest first.
    pub notes: Vec<OrderNote>,
    /// The moves that staff can make now.
    pub allowed_moves: Vec<OrderMove>,
    /// What staff can do with its money now.
    pub allowed_payment_moves: Vec<PaymentMove>,
}

/// An invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InvoiceView {
    /// Its number: `2026-27/000042`.
    pub number: String,
    /// When it was issued, UTC.
    #[serde(with = "time::serde::rfc3339")]
    pub issued_at: OffsetDateTime,
}

/// What a courier paid out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RemittanceView {
    /// What came in.
    pub received: Paisa,
    /// What it kept.
    pub charge: Paisa,
    /// Its statement.
    pub reference: Option<String>,
    /// Who wrote it down.
    pub by: String,
    /// When, UTC.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
}

/// Something that happened to a payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaymentEvent {
    /// The status it took.
    pub status: PaymentStatus,
    /// Who: `customer`, `system`, `staff:rahim`.
    pub by: String,
    /// When, UTC.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
}

/// A note of the staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OrderNote {
    /// What.
    pub text: String,
    /// Who.
    pub by: String,
    /// When, UTC.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
}

impl Shop {
    /// An order as the staff see it.
    pub async fn staff_order(&self, number: &OrderNumber) -> Result<StaffOrder, OrderError> {
        let row = self.store().find_order(number).await?;
        let row = row.ok_or(OrderError::NotFound)?;
        Ok(self.view_staff_order(row).await?)
    }

    /// Adds a note that only staff see.
    pub async fn note_order(
        &self,
        by: &Identity,
        number: &OrderNumber,
        text: &str,
    ) -> Result<StaffOrder, MoveOrderError> {
        let text = text.trim();
        if text.is_empty() || text.chars().count() > MAX_NOTE_CHARS || text.contains('\0') {
            let message = format!("A note has 1 to {MAX_NOTE_CHARS} characters");
            let error = FieldError::new("text", FieldError::LENGTH, message);
            return Err(MoveOrderError::Invalid(vec![error]));
        }
        let (mut tx, row) = self.lock_order(number).await?;
        let note = NoteRow {
            actor: by.actor(),
            text: text.to_owned(),
            at: self.ambient().now(),
        };
        tx.insert_note(self.ambient().uuid_v7(), row.id, &note)
            .await?;
        let subject = format!("order:{}", row.number.as_str());
        let is = Some(json!({"note": text}));
        self.audit(&mut tx, by, "order.note", subject, None, is)
            .await?;
        tx.commit().await?;
        self.staff_order_of(number).await
    }

    pub(super) async fn staff_order_of(
        &self,
        number: &OrderNumber,
    ) -> Result<StaffOrder, MoveOrderError> {
        let row = self.store().find_order(number).await?;
        let row = row.ok_or(MoveOrderError::NotFound)?;
        Ok(self.view_staff_order(row).await?)
    }

    async fn view_staff_order(&self, row: OrderRow) -> Result<StaffOrder, StoreError> {
        let id = row.id;
        let store = self.store();
        let invoice = store.find_invoice(id).await?;
        let remittance = store.find_remittance(id).await?;
        let payment_history = store.list_payment_events(id).await?;
        let notes = store.list_notes(id).await?;
        let state = PaymentState {
            status: row.payment_status,
            remitted: remittance.is_some(),
        };
        let owed_since = payment_history
            .last()
            .filter(|event| event.status == PaymentStatus::RefundDue);
        Ok(StaffOrder {
            invoice: invoice.map(|invoice| InvoiceView {
                number: invoice_number(invoice.fiscal_year, invoice.serial),
                issued_at: invoice.issued_at,
            }),
            remittance: remittance.map(|row| RemittanceView {
                received: row.remittance.received,
                charge: row.remittance.charge,
                reference: row.remittance.reference,
                by: row.actor,
                at: row.at,
            }),
            refund_by: owed_since.and_then(|e| e.at.checked_add(Duration::days(REFUND_DAYS))),
            payment_history: payment_history
                .into_iter()
                .map(|event| PaymentEvent {
                    status: event.status,
                    by: event.actor,
                    at: event.at,
                })
                .collect(),
            notes: notes
                .into_iter()
                .map(|note| OrderNote {
                    text: note.text,
                    by: note.actor,
                    at: note.at,
                })
                .collect(),
            allowed_moves: row.status.allowed(Actor::Staff),
            allowed_payment_moves: state.allowed(),
            order: self.view_order(row).await?,
        })
    }
}
