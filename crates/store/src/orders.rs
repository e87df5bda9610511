//! Orders, their lines and what happened to them.
//!
//! Lists and search are in `order_search.rs`, the way of a parcel in `fulfilment.rs`, the money in
//! `payments.rs`.

use domain::{
    CouponCode, CouponId, FlashLineId, Lang, OrderId, OrderLineId, OrderNumber, OrderStatus, Paisa,
    PaymentMethod, PaymentStatus, SerialRule, Sku, Text, UserId, VariantId,
};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::sql::{FromRow, Row, binds};
use crate::{Store, StoreError, Tx};

/// An order.
#[derive(Debug, Clone)]
pub struct OrderRow {
    /// Its id.
    pub id: OrderId,
    /// Its number, for people.
    pub number: OrderNumber,
    /// Whose it is; `None` for a guest's.
    pub user: Option<UserId>,
    /// SHA-256 of its access token.
    pub access_hash: Vec<u8>,
    /// Where it stands.
    pub status: OrderStatus,
    /// How it is paid.
    pub payment_method: PaymentMethod,
    /// Where its payment stands.
    pub payment_status: PaymentStatus,
    /// The buyer's language.
    pub lang: Lang,
    /// The buyer's name.
    pub contact_name: String,
    /// The buyer's phone, `+8801XXXXXXXXX`.
    pub contact_phone: String,
    /// The buyer's mail address.
    pub contact_email: Option<String>,
    /// House, road.
    pub address_line: String,
    /// Thana, upazila or neighbourhood.
    pub address_area: String,
    /// District code.
    pub address_district: String,
    /// Goods, VAT included.
    pub subtotal: Paisa,
    /// Delivery charge.
    pub delivery: Paisa,
    /// Taken off.
    pub discount: Paisa,
    /// What the buyer pays.
    pub total: Paisa,
    /// VAT within what is paid for the goods.
    pub vat: Paisa,
    /// The coupon that took the discount off, and its code then.
    pub coupon: Option<(CouponId, CouponCode)>,
    /// When it was placed.
    pub placed_at: OffsetDateTime,
    /// When it last moved.
    pub updated_at: OffsetDateTime,
}

/// A line of an order, as sold.
#[derive(Debug, Clone)]
pub struct OrderLineRow {
    /// Its id.
    pub id: OrderLineId,
    /// Its place in the order, from 1.
    pub position: i64,
    /// The variant sold.
    pub variant: VariantId,
    /// Its SKU when sold.
    pub sku: Sku,
    /// The product's title when sold.
    pub title: Text,
    /// The variant's title when sold.
    pub variant_title: String,
    /// Price of one, VAT included.
    pub unit_price: Paisa,
    /// Units.
    pub quantity: i64,
    /// unit_price × quantity.
    pub line_total: Paisa,
    /// Its share of the order's discount.
    pub discount: Paisa,
    /// VAT within the line's total less its discount.
    pub vat: Paisa,
    /// Which number of each unit is asked for: what the product says until the line is packed, and
    /// from then on what it said when it was.
    pub serials: SerialRule,
    /// The line of a flash sale that set its price.
    pub flash_line: Option<FlashLineId>,
}

/// Something that happened to an order after it was placed.
#[derive(Debug, Clone)]
pub struct OrderEventRow {
    /// The status it took.
    pub status: OrderStatus,
    /// Who moved it.
    pub actor: String,
    /// In their words.
    pub note: Option<String>,
    /// When.
    pub at: OffsetDateTime,
}

/// An event to be written.
#[derive(Debug, Clone)]
pub struct NewEvent {
    /// Its id, growing with time.
    pub id: Uuid,
    /// Which order.
    pub order: OrderId,
    /// The event.
    pub event: OrderEventRow,
}

impl FromRow for OrderRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            number: row.parse("number")?,
            user: row.get("user_id")?,
            access_hash: row.get("access_hash")?,
            status: row.parse("status")?,
            payment_method: row.parse("payment_method")?,
            payment_status: row.parse("payment_status")?,
            lang: row.parse("lang")?,
            contact_name: row.get("contact_name")?,
            contact_phone: row.get("contact_phone")?,
            contact_email: row.get("contact_email")?,
            address_line: row.get("address_line")?,
            address_area: row.get("address_area")?,
            address_district: row.get("address_district")?,
            subtotal: row.get("subtotal_paisa")?,
            delivery: row.get("delivery_paisa")?,
            discount: row.get("discount_paisa")?,
            total: row.get("total_paisa")?,
            vat: row.get("vat_paisa")?,
            coupon: coupon_used(row)?,
            placed_at: row.get("placed_at")?,
            updated_at: row.get("updated_at")?,
        })
    }
}

impl FromRow for OrderLineRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            position: row.get("position")?,
            variant: row.get("variant_id")?,
            sku: row.parse("sku")?,
            title: Text {
                en: row.get("title_en")?,
                bn: row.get("title_bn")?,
            },
            variant_title: row.get("variant_title")?,
            unit_price: row.get("unit_price_paisa")?,
            quantity: row.get("quantity")?,
            line_total: row.get("line_total_paisa")?,
            discount: row.get("discount_paisa")?,
            vat: row.get("vat_paisa")?,
            serials: row.parse("asks")?,
            flash_line: row.get("flash_line_id")?,
        })
    }
}

fn coupon_used(row: &Row) -> Result<Option<(CouponId, CouponCode)>, StoreError> {
    let id: Option<CouponId> = row.get("coupon_id")?;
    id.map(|id| Ok((id, row.parse("coupon_code")?))).transpose()
}

impl FromRow for OrderEventRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            status: row.parse("status")?,
            actor: row.get("actor")?,
            note: row.get("note")?,
            at: row.get("at")?,
        })
    }
}

const LIST_LINES: &str = "SELECT l.*, COALESCE(l.serials, p.serials) AS asks FROM order_lines l \
     JOIN variants v ON v.id = l.variant_id JOIN products p ON p.id = v.product_id \
     WHERE l.order_id = $1 ORDER BY l.position";

const FIND_ORDER: &str = "SELECT o.*, p.status AS payment_status FROM orders o \
     JOIN payments p ON p.order_id = o.id WHERE o.number = $1";

const LIST_EVENTS: &str =
    "SELECT status, actor, note, at FROM order_events WHERE order_id = $1 ORDER BY id";

impl Store {
    /// An order by its number.
    pub async fn find_order(&self, number: &OrderNumber) -> Result<Option<OrderRow>, StoreError> {
        self.fetch_optional(FIND_ORDER, binds![number.as_str()])
            .await
    }

    /// Its lines.
    pub async fn list_order_lines(&self, order: OrderId) -> Result<Vec<OrderLineRow>, StoreError> {
        self.fetch_all(LIST_LINES, binds![order]).await
    }

    /// What happened to it since it was placed, oldest first.
    pub async fn list_order_events(
        &self,
        order: OrderId,
    ) -> Result<Vec<OrderEventRow>, StoreError> {
        self.fetch_all(LIST_EVENTS, binds![order]).await
    }
}

impl Tx {
    /// An order by its number, locked until commit: two moves of one order follow each other.
    ///
    /// Locked first, read then: PostgreSQL reads a locked row again after it had to wait for it,
    /// but not the rows joined to it, and the payment would be the one of before the wait.
    pub async fn find_order_for_update(
        &mut self,
        number: &OrderNumber,
    ) -> Result<Option<OrderRow>, StoreError> {
        let locked: Option<i64> = self
            .fetch_optional(
                "SELECT CAST(1 AS bigint) AS value FROM orders o WHERE o.number = $1 {lock:o}",
                binds![number.as_str()],
            )
            .await?;
        if locked.is_none() {
            return Ok(None);
        }
        self.fetch_optional(FIND_ORDER, binds![number.as_str()])
            .await
    }

    /// Its lines.
    pub async fn list_order_lines(
        &mut self,
        order: OrderId,
    ) -> Result<Vec<OrderLineRow>, StoreError> {
        self.fetch_all(LIST_LINES, binds![order]).await
    }

    /// Gives an order that is still at `from` its next status and writes the event. False: it
    /// isn't there any more, and nothing was written.
    pub async fn update_order_status(
        &mut self,
        new: &NewEvent,
        from: OrderStatus,
    ) -> Result<bool, StoreError> {
        let event = &new.event;
        let moved = self
            .execute(
                "UPDATE orders SET status = $2, updated_at = $3 WHERE id = $1 AND status = $4",
                binds![new.order, event.status.as_str(), event.at, from.as_str()],
            )
            .await?;
        if moved == 0 {
            return Ok(false);
        }
        self.execute(
            "INSERT INTO order_events (id, order_id, status, actor, note, at) VALUES ($1, $2, $3, $4, $5, $6)",
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

    /// What happened to it since it was placed, oldest first.
    pub async fn list_order_events(
        &mut self,
        order: OrderId,
    ) -> Result<Vec<OrderEventRow>, StoreError> {
        self.fetch_all(LIST_EVENTS, binds![order]).await
    }
}
