//! What is written down while an order goes from the shelf to the door: the numbers of its units,
//! its invoice, its shipment, and what the staff want to remember.

use std::collections::HashSet;

use domain::{OrderId, OrderLineId, OrderNumber, SerialRule};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::sql::{FromRow, Row, Value, binds};
use crate::{Store, StoreError, Tx};

/// A parcel that was handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShipmentRow {
    /// To whom.
    pub courier: String,
    /// Under which number.
    pub tracking: Option<String>,
    /// By whom.
    pub actor: String,
    /// When.
    pub handed_over_at: OffsetDateTime,
}

/// One unit's IMEI or serial number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SerialRow {
    /// Its id, growing with time.
    pub id: Uuid,
    /// The line whose unit it is.
    pub line: OrderLineId,
    /// The number.
    pub serial: String,
    /// When it was put into its parcel.
    pub packed_at: OffsetDateTime,
}

/// A number that another order has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenSerial {
    /// The number.
    pub serial: String,
    /// The order that has it.
    pub order: OrderNumber,
}

/// An order's invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvoiceRow {
    /// The year in which its fiscal year begins: 2026 for July 2026 to June 2027.
    pub fiscal_year: i64,
    /// Its number within the fiscal year, from 1, without gaps.
    pub serial: i64,
    /// When it was issued.
    pub issued_at: OffsetDateTime,
}

/// What somebody of the staff wants to be remembered about an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteRow {
    /// Who wrote it.
    pub actor: String,
    /// What.
    pub text: String,
    /// When.
    pub at: OffsetDateTime,
}

impl FromRow for ShipmentRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            courier: row.get("courier")?,
            tracking: row.get("tracking")?,
            actor: row.get("actor")?,
            handed_over_at: row.get("handed_over_at")?,
        })
    }
}

impl FromRow for SerialRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            line: row.get("line_id")?,
            serial: row.get("serial")?,
            packed_at: row.get("packed_at")?,
        })
    }
}

impl FromRow for TakenSerial {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            serial: row.get("serial")?,
            order: row.parse("number")?,
        })
    }
}

impl FromRow for InvoiceRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            fiscal_year: row.get("fiscal_year")?,
            serial: row.get("serial")?,
            issued_at: row.get("issued_at")?,
        })
    }
}

impl FromRow for NoteRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            actor: row.get("actor")?,
            text: row.get("text")?,
            at: row.get("at")?,
        })
    }
}

struct WrittenRow(String);

impl FromRow for WrittenRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        row.get("serial").map(Self)
    }
}

impl Store {
    /// How an order was sent.
    pub async fn find_shipment(&self, order: OrderId) -> Result<Option<ShipmentRow>, StoreError> {
        self.fetch_optional(
            "SELECT courier, tracking, actor, handed_over_at FROM shipments WHERE order_id = $1",
            binds![order],
        )
        .await
    }

    /// The numbers of an order's units, those that came back too, in the order they were packed.
    pub async fn list_serials(&self, order: OrderId) -> Result<Vec<SerialRow>, StoreError> {
        self.fetch_all(
            "SELECT id, line_id, serial, packed_at FROM order_serials WHERE order_id = $1 ORDER BY id",
            binds![order],
        )
        .await
    }

    /// An order's invoice; it has one from packing on.
    pub async fn find_invoice(&self, order: OrderId) -> Result<Option<InvoiceRow>, StoreError> {
        self.fetch_optional(
            "SELECT fiscal_year, serial, issued_at FROM invoices WHERE order_id = $1",
            binds![order],
        )
        .await
    }

    /// The staff's notes on an order, oldest first.
    pub async fn list_notes(&self, order: OrderId) -> Result<Vec<NoteRow>, StoreError> {
        self.fetch_all(
            "SELECT actor, text, at FROM order_notes WHERE order_id = $1 ORDER BY id",
            binds![order],
        )
        .await
    }
}

impl Tx {
    /// Writes the numbers of units that go into a parcel. Answers those that another order has:
    /// if there is one, the transaction must not be committed.
    pub async fn insert_serials(
        &mut self,
        order: OrderId,
        serials: &[SerialRow],
    ) -> Result<Vec<TakenSerial>, StoreError> {
        if serials.is_empty() {
            return Ok(Vec::new());
        }
        let binds = serials
            .iter()
            .flat_map(|row| {
                binds![
                    row.id,
                    order,
                    row.line,
                    row.serial.as_str(),
                    row.packed_at,
                    None::<OffsetDateTime>
                ]
            })
            .collect();
        let written: Vec<WrittenRow> = self
            .fetch_list(
                "INSERT INTO order_serials (id, order_id, line_id, serial, packed_at, released_at) \
                 VALUES {rows:6} ON CONFLICT DO NOTHING RETURNING serial",
                serials.len(),
                binds,
            )
            .await?;
        let written: HashSet<&str> = written.iter().map(|row| row.0.as_str()).collect();
        let missing: Vec<Value> = serials
            .iter()
            .filter(|row| !written.contains(row.serial.as_str()))
            .map(|row| Value::from(row.serial.as_str()))
            .collect();
        if missing.is_empty() {
            return Ok(Vec::new());
        }
        self.fetch_list(
            "SELECT s.serial, o.number FROM order_serials s JOIN orders o ON o.id = s.order_id \
             WHERE s.released_at IS NULL AND s.serial IN ({list}) ORDER BY s.serial",
            missing.len(),
            missing,
        )
        .await
    }

    /// Writes what was asked for of each line when it was packed.
    pub async fn update_line_serials(
        &mut self,
        line: OrderLineId,
        rule: SerialRule,
    ) -> Result<(), StoreError> {
        self.execute(
            "UPDATE order_lines SET serials = $2 WHERE id = $1",
            binds![line, rule.as_str()],
        )
        .await
        .map(drop)
    }

    /// The units of an order are in the shop again: other orders may have them.
    pub async fn release_serials(
        &mut self,
        order: OrderId,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        self.execute(
            "UPDATE order_serials SET released_at = $2 WHERE order_id = $1 AND released_at IS NULL",
            binds![order, now],
        )
        .await
        .map(drop)
    }

    /// Issues an order's invoice under the next number of the fiscal year. The number is held until
    /// commit, so that a transaction that fails leaves no gap.
    pub async fn insert_invoice(
        &mut self,
        order: OrderId,
        fiscal_year: i64,
        issued_at: OffsetDateTime,
    ) -> Result<InvoiceRow, StoreError> {
        let serial: i64 = self
            .fetch_optional(
                "INSERT INTO invoice_series (fiscal_year, last) VALUES ($1, 1) \
                 ON CONFLICT (fiscal_year) DO UPDATE SET last = invoice_series.last + 1 RETURNING last AS value",
                binds![fiscal_year],
            )
            .await?
            .ok_or_else(|| StoreError::corrupt("invoice_series", "no number came back"))?;
        self.execute(
            "INSERT INTO invoices (order_id, fiscal_year, serial, issued_at) VALUES ($1, $2, $3, $4)",
            binds![order, fiscal_year, serial, issued_at],
        )
        .await?;
        Ok(InvoiceRow {
            fiscal_year,
            serial,
            issued_at,
        })
    }

    /// Writes how an order was sent.
    pub async fn insert_shipment(
        &mut self,
        order: OrderId,
        row: &ShipmentRow,
    ) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO shipments (order_id, courier, tracking, actor, handed_over_at) VALUES ($1, $2, $3, $4, $5)",
            binds![
                order,
                row.courier.as_str(),
                row.tracking.as_deref(),
                row.actor.as_str(),
                row.handed_over_at
            ],
        )
        .await
        .map(drop)
    }

    /// Writes a note of the staff.
    pub async fn insert_note(
        &mut self,
        id: Uuid,
        order: OrderId,
        note: &NoteRow,
    ) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO order_notes (id, order_id, actor, text, at) VALUES ($1, $2, $3, $4, $5)",
            binds![id, order, note.actor.as_str(), note.text.as_str(), note.at],
        )
        .await
        .map(drop)
    }
}
