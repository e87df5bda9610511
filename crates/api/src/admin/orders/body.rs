//! What an order looks like to the staff: with its money, its papers and what they can do with it.

use domain::{OrderMove, Paisa, PaymentMove, PaymentStatus};
use serde::Serialize;
use shop::{InvoiceView, OrderNote, PaymentEvent, RemittanceView, StaffOrder as StaffOrderView};
use time::OffsetDateTime;
use utoipa::ToSchema;
use utoipa::openapi::schema::{Array, ArrayBuilder, Object};

use crate::orders::body::OrderBody;
use crate::words;

/// An order and what can be done with it.
#[derive(Serialize, ToSchema)]
pub(crate) struct StaffOrder {
    order: OrderBody,
    /// Its invoice, from packing on.
    invoice: Option<Invoice>,
    /// What the courier paid out.
    remittance: Option<Remittance>,
    /// Until when a refund that is due should be made.
    #[serde(with = "time::serde::rfc3339::option")]
    refund_by: Option<OffsetDateTime>,
    /// Where its payment went after it was due, oldest first.
    payment_history: Vec<PaymentEntry>,
    /// The staff's notes, oldest first.
    notes: Vec<Note>,
    /// The moves that staff can make now.
    #[schema(schema_with = moves)]
    allowed_moves: Vec<OrderMove>,
    /// What staff can do with its money now.
    #[schema(schema_with = payment_moves)]
    allowed_payment_moves: Vec<PaymentMove>,
}

/// An order's invoice.
#[derive(Serialize, ToSchema)]
pub(crate) struct Invoice {
    /// Numbered without gaps within a fiscal year.
    #[schema(examples("2026-27/000042"))]
    number: String,
    #[serde(with = "time::serde::rfc3339")]
    issued_at: OffsetDateTime,
}

/// What a courier paid out for an order.
#[derive(Serialize, ToSchema)]
pub(crate) struct Remittance {
    /// What came in.
    #[schema(value_type = i64)]
    received_paisa: Paisa,
    /// What the courier kept.
    #[schema(value_type = i64)]
    charge_paisa: Paisa,
    reference: Option<String>,
    by: String,
    #[serde(with = "time::serde::rfc3339")]
    at: OffsetDateTime,
}

/// Something that happened to an order's payment.
#[derive(Serialize, ToSchema)]
pub(crate) struct PaymentEntry {
    #[schema(schema_with = words::payment_status)]
    status: PaymentStatus,
    by: String,
    #[serde(with = "time::serde::rfc3339")]
    at: OffsetDateTime,
}

/// A note of the staff; no customer sees it.
#[derive(Serialize, ToSchema)]
pub(crate) struct Note {
    text: String,
    by: String,
    #[serde(with = "time::serde::rfc3339")]
    at: OffsetDateTime,
}

fn list_of(item: Object) -> Array {
    ArrayBuilder::new().items(item).build()
}

fn moves() -> Array {
    list_of(words::order_move())
}

fn payment_moves() -> Array {
    list_of(words::payment_move())
}

impl From<StaffOrderView> for StaffOrder {
    fn from(view: StaffOrderView) -> Self {
        StaffOrder {
            order: OrderBody::for_staff(view.order),
            invoice: view.invoice.map(Invoice::from),
            remittance: view.remittance.map(Remittance::from),
            refund_by: view.refund_by,
            payment_history: view
                .payment_history
                .into_iter()
                .map(PaymentEntry::from)
                .collect(),
            notes: view.notes.into_iter().map(Note::from).collect(),
            allowed_moves: view.allowed_moves,
            allowed_payment_moves: view.allowed_payment_moves,
        }
    }
}

impl From<InvoiceView> for Invoice {
    fn from(invoice: InvoiceView) -> Self {
        Invoice {
            number: invoice.number,
            issued_at: invoice.issued_at,
        }
    }
}

impl From<RemittanceView> for Remittance {
    fn from(paid: RemittanceView) -> Self {
        Remittance {
            received_paisa: paid.received,
            charge_paisa: paid.charge,
            reference: paid.reference,
            by: paid.by,
            at: paid.at,
        }
    }
}

impl From<PaymentEvent> for PaymentEntry {
    fn from(event: PaymentEvent) -> Self {
        PaymentEntry {
            status: event.status,
            by: event.by,
            at: event.at,
        }
    }
}

impl From<OrderNote> for Note {
    fn from(note: OrderNote) -> Self {
        Note {
            text: note.text,
            by: note.by,
            at: note.at,
        }
    }
}
