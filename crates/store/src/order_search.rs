//! Finding orders. Each way of asking has a statement of its own that walks one index from the end
//! it is asked for, so that a page costs the same among a hundred orders and among a million:
//! what names an order exactly (number, phone, tracking number, IMEI), a queue (status, payment
//! status), the days. Only a part of a name has to be looked for, and that among the newest
//! [`NAMED_ORDERS`] of the days asked for.

use std::collections::HashMap;

use domain::{OrderId, OrderNumber, OrderSort, OrderStatus, Paisa, PaymentStatus, UserId};
use time::OffsetDateTime;
use time::macros::datetime;

use crate::products::like_literal;
use crate::sql::{FromRow, Row, Value, binds};
use crate::{Store, StoreError, Window};

/// Orders that a list counts and shows at most; whoever wants others says which days.
pub const LISTED_ORDERS: i64 = 10_000;
/// Orders among which a part of a name is looked for, the newest of the days asked for.
pub const NAMED_ORDERS: i64 = 50_000;

/// Before every order, and after.
const EVER: (OffsetDateTime, OffsetDateTime) = (
    datetime!(2000-01-01 00:00 UTC),
    datetime!(9999-01-01 00:00 UTC),
);

/// What orders are looked for by, all of it together.
#[derive(Debug, Clone, Default)]
pub struct OrderFilter {
    /// Only this status.
    pub status: Option<OrderStatus>,
    /// Only with their payment there.
    pub payment: Option<PaymentStatus>,
    /// Placed at this moment or later.
    pub from: Option<OffsetDateTime>,
    /// Placed before this moment.
    pub until: Option<OffsetDateTime>,
    /// Which come first.
    pub sort: OrderSort,
}

/// What somebody typed, in every reading that names orders exactly.
#[derive(Debug, Clone, Default)]
pub struct Exact {
    /// An order's number.
    pub number: Option<OrderNumber>,
    /// A phone, `+8801XXXXXXXXX`.
    pub phone: Option<String>,
    /// A courier's tracking number.
    pub tracking: Option<String>,
    /// An IMEI or serial number.
    pub serial: Option<String>,
}

/// What somebody typed.
#[derive(Debug, Clone)]
pub enum OrderQuery {
    /// Orders that are named.
    Exact(Exact),
    /// A part of the buyer's name, of the number or of the phone's digits; any case.
    Part {
        /// The part of a name or number.
        text: String,
        /// Its digits, if there are enough to look for in a phone.
        digits: Option<String>,
    },
}

/// One line of a list of orders.
#[derive(Debug, Clone)]
pub struct OrderSummaryRow {
    /// Its id.
    pub id: OrderId,
    /// Its number.
    pub number: OrderNumber,
    /// Where it stands.
    pub status: OrderStatus,
    /// Where its payment stands.
    pub payment_status: PaymentStatus,
    /// What the buyer pays.
    pub total: Paisa,
    /// Units in all lines.
    pub units: i64,
    /// When it was placed.
    pub placed_at: OffsetDateTime,
    /// When it last moved.
    pub updated_at: OffsetDateTime,
    /// The buyer's name.
    pub contact_name: String,
    /// The buyer's phone.
    pub contact_phone: String,
    /// District code.
    pub address_district: String,
}

impl FromRow for OrderSummaryRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            number: row.parse("number")?,
            status: row.parse("status")?,
            payment_status: row.parse("payment_status")?,
            total: row.get("total_paisa")?,
            units: row.get("units")?,
            placed_at: row.get("placed_at")?,
            updated_at: row.get("updated_at")?,
            contact_name: row.get("contact_name")?,
            contact_phone: row.get("contact_phone")?,
            address_district: row.get("address_district")?,
        })
    }
}

struct IdRow(OrderId);

impl FromRow for IdRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        row.get("id").map(Self)
    }
}

/// The statements of one way of asking; they take the same values, and the pages two more.
struct Way {
    newest: &'static str,
    oldest: &'static str,
    count: &'static str,
}

const BY_DAYS: Way = Way {
    newest: "SELECT o.id FROM orders o WHERE o.placed_at >= $1 AND o.placed_at < $2 \
        ORDER BY o.placed_at DESC, o.number LIMIT $3 OFFSET $4",
    oldest: "SELECT o.id FROM orders o WHERE o.placed_at >= $1 AND o.placed_at < $2 \
        ORDER BY o.placed_at, o.number LIMIT $3 OFFSET $4",
    count: "SELECT COUNT(*) AS value FROM (SELECT 1 AS one FROM orders o \
        WHERE o.placed_at >= $1 AND o.placed_at < $2 LIMIT 10000) c",
};

const BY_STATUS: Way = Way {
    newest: "SELECT o.id FROM orders o JOIN payments p ON p.order_id = o.id WHERE o.status = $3 \
        AND o.placed_at >= $1 AND o.placed_at < $2 AND (p.status = $4 OR $4 IS NULL) \
        ORDER BY o.placed_at DESC, o.number LIMIT $5 OFFSET $6",
    oldest: "SELECT o.id FROM orders o JOIN payments p ON p.order_id = o.id WHERE o.status = $3 \
        AND o.placed_at >= $1 AND o.placed_at < $2 AND (p.status = $4 OR $4 IS NULL) \
        ORDER BY o.placed_at, o.number LIMIT $5 OFFSET $6",
    count: "SELECT COUNT(*) AS value FROM (SELECT 1 AS one FROM orders o JOIN payments p ON p.order_id = o.id \
        WHERE o.status = $3 AND o.placed_at >= $1 AND o.placed_at < $2 AND (p.status = $4 OR $4 IS NULL) \
        LIMIT 10000) c",
};

/// A payment is written in its order's transaction, at the same moment.
const BY_PAYMENT: Way = Way {
    newest: "SELECT p.order_id AS id FROM payments p WHERE p.status = $3 \
        AND p.created_at >= $1 AND p.created_at < $2 \
        ORDER BY p.created_at DESC, p.gateway_txn_id LIMIT $4 OFFSET $5",
    oldest: "SELECT p.order_id AS id FROM payments p WHERE p.status = $3 \
        AND p.created_at >= $1 AND p.created_at < $2 \
        ORDER BY p.created_at, p.gateway_txn_id LIMIT $4 OFFSET $5",
    count: "SELECT COUNT(*) AS value FROM (SELECT 1 AS one FROM payments p WHERE p.status = $3 \
        AND p.created_at >= $1 AND p.created_at < $2 LIMIT 10000) c",
};

const EXACT: Way = Way {
    newest: "SELECT o.id FROM orders o JOIN payments p ON p.order_id = o.id WHERE o.id IN (\
        SELECT a.id FROM orders a WHERE a.number = $5 UNION SELECT b.id FROM orders b WHERE b.contact_phone = $6 \
        UNION SELECT s.order_id FROM shipments s WHERE s.tracking = $7 \
        UNION SELECT u.order_id FROM order_serials u WHERE u.serial = $8) \
        AND o.placed_at >= $1 AND o.placed_at < $2 AND (o.status = $3 OR $3 IS NULL) \
        AND (p.status = $4 OR $4 IS NULL) ORDER BY o.placed_at DESC, o.number LIMIT $9 OFFSET $10",
    oldest: "SELECT o.id FROM orders o JOIN payments p ON p.order_id = o.id WHERE o.id IN (\
        SELECT a.id FROM orders a WHERE a.number = $5 UNION SELECT b.id FROM orders b WHERE b.contact_phone = $6 \
        UNION SELECT s.order_id FROM shipments s WHERE s.tracking = $7 \
        UNION SELECT u.order_id FROM order_serials u WHERE u.serial = $8) \
        AND o.placed_at >= $1 AND o.placed_at < $2 AND (o.status = $3 OR $3 IS NULL) \
        AND (p.status = $4 OR $4 IS NULL) ORDER BY o.placed_at, o.number LIMIT $9 OFFSET $10",
    count: "SELECT COUNT(*) AS value FROM orders o JOIN payments p ON p.order_id = o.id WHERE o.id IN (\
        SELECT a.id FROM orders a WHERE a.number = $5 UNION SELECT b.id FROM orders b WHERE b.contact_phone = $6 \
        UNION SELECT s.order_id FROM shipments s WHERE s.tracking = $7 \
        UNION SELECT u.order_id FROM order_serials u WHERE u.serial = $8) \
        AND o.placed_at >= $1 AND o.placed_at < $2 AND (o.status = $3 OR $3 IS NULL) \
        AND (p.status = $4 OR $4 IS NULL)",
};

const BY_PART: Way = Way {
    newest: "SELECT o.id FROM (SELECT * FROM orders w WHERE w.placed_at >= $1 AND w.placed_at < $2 \
        ORDER BY w.placed_at DESC LIMIT 50000) o JOIN payments p ON p.order_id = o.id \
        WHERE (LOWER(o.contact_name) LIKE $5 ESCAPE '\\' OR LOWER(o.number) LIKE $5 ESCAPE '\\' \
        OR o.contact_phone LIKE $6 ESCAPE '\\') AND (o.status = $3 OR $3 IS NULL) \
        AND (p.status = $4 OR $4 IS NULL) ORDER BY o.placed_at DESC, o.number LIMIT $7 OFFSET $8",
    oldest: "SELECT o.id FROM (SELECT * FROM orders w WHERE w.placed_at >= $1 AND w.placed_at < $2 \
        ORDER BY w.placed_at DESC LIMIT 50000) o JOIN payments p ON p.order_id = o.id \
        WHERE (LOWER(o.contact_name) LIKE $5 ESCAPE '\\' OR LOWER(o.number) LIKE $5 ESCAPE '\\' \
        OR o.contact_phone LIKE $6 ESCAPE '\\') AND (o.status = $3 OR $3 IS NULL) \
        AND (p.status = $4 OR $4 IS NULL) ORDER BY o.placed_at, o.number LIMIT $7 OFFSET $8",
    count: "SELECT COUNT(*) AS value FROM (SELECT * FROM orders w WHERE w.placed_at >= $1 AND w.placed_at < $2 \
        ORDER BY w.placed_at DESC LIMIT 50000) o JOIN payments p ON p.order_id = o.id \
        WHERE (LOWER(o.contact_name) LIKE $5 ESCAPE '\\' OR LOWER(o.number) LIKE $5 ESCAPE '\\' \
        OR o.contact_phone LIKE $6 ESCAPE '\\') AND (o.status = $3 OR $3 IS NULL) \
        AND (p.status = $4 OR $4 IS NULL)",
};

impl OrderFilter {
    /// The way that walks the shortest index, and its values.
    fn way(&self, query: Option<&OrderQuery>) -> (&'static Way, Vec<Value>) {
        let (from, until) = (self.from.unwrap_or(EVER.0), self.until.unwrap_or(EVER.1));
        let status = self.status.map(|s| s.as_str());
        let payment = self.payment.map(|s| s.as_str());
        match (query, status, payment) {
            (Some(OrderQuery::Exact(exact)), ..) => (
                &EXACT,
                binds![
                    from,
                    until,
                    status,
                    payment,
                    exact.number.as_ref().map(OrderNumber::as_str),
                    exact.phone.as_deref(),
                    exact.tracking.as_deref(),
                    exact.serial.as_deref()
                ],
            ),
            (Some(OrderQuery::Part { text, digits }), ..) => {
                let part = |text: &str| format!("%{}%", like_literal(&text.to_lowercase()));
                let (text, digits) = (part(text), digits.as_deref().map(part));
                (&BY_PART, binds![from, until, status, payment, text, digits])
            }
            (None, Some(status), payment) => (&BY_STATUS, binds![from, until, status, payment]),
            (None, None, Some(payment)) => (&BY_PAYMENT, binds![from, until, payment]),
            (None, None, None) => (&BY_DAYS, binds![from, until]),
        }
    }
}

impl Store {
    /// Orders that the filter and the query let through, and how many there are: both up to
    /// [`LISTED_ORDERS`].
    pub async fn list_orders(
        &self,
        filter: &OrderFilter,
        query: Option<&OrderQuery>,
        window: Window,
    ) -> Result<(Vec<OrderSummaryRow>, i64), StoreError> {
        let (way, values) = filter.way(query);
        let total: i64 = self.fetch_one(way.count, values.clone()).await?;
        let total = total.min(LISTED_ORDERS);
        if window.offset >= total {
            return Ok((Vec::new(), total));
        }
        let page = match filter.sort {
            OrderSort::Newest => way.newest,
            OrderSort::Oldest => way.oldest,
        };
        let mut values = values;
        values.extend(binds![window.limit, window.offset]);
        let ids: Vec<IdRow> = self.fetch_all(page, values).await?;
        Ok((self.list_summaries(ids).await?, total))
    }

    /// A customer's orders, newest first, and how many there are in all.
    pub async fn list_orders_of(
        &self,
        user: UserId,
        window: Window,
    ) -> Result<(Vec<OrderSummaryRow>, i64), StoreError> {
        let total = self
            .fetch_one(
                "SELECT COUNT(*) AS value FROM orders WHERE user_id = $1",
                binds![user],
            )
            .await?;
        let ids: Vec<IdRow> = self
            .fetch_all(
                "SELECT o.id FROM orders o WHERE o.user_id = $1 \
                 ORDER BY o.placed_at DESC, o.number LIMIT $2 OFFSET $3",
                binds![user, window.limit, window.offset],
            )
            .await?;
        Ok((self.list_summaries(ids).await?, total))
    }

    /// The lines of a list, in the order of `ids`.
    async fn list_summaries(&self, ids: Vec<IdRow>) -> Result<Vec<OrderSummaryRow>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let binds: Vec<Value> = ids.iter().map(|row| Value::from(row.0)).collect();
        let rows: Vec<OrderSummaryRow> = self
            .fetch_list(
                "SELECT o.id, o.number, o.status, p.status AS payment_status, o.total_paisa, o.placed_at, \
                 o.updated_at, o.contact_name, o.contact_phone, o.address_district, \
                 CAST((SELECT COALESCE(SUM(l.quantity), 0) FROM order_lines l WHERE l.order_id = o.id) AS bigint) AS units \
                 FROM orders o JOIN payments p ON p.order_id = o.id WHERE o.id IN ({list})",
                ids.len(),
                binds,
            )
            .await?;
        let mut by_id: HashMap<OrderId, OrderSummaryRow> =
            rows.into_iter().map(|row| (row.id, row)).collect();
        Ok(ids.iter().filter_map(|id| by_id.remove(&id.0)).collect())
    }

    /// Orders waiting in each status, from the start of the shop: for queues and dashboards.
    pub async fn count_orders_in(&self, status: OrderStatus) -> Result<i64, StoreError> {
        self.fetch_one(
            "SELECT COUNT(*) AS value FROM (SELECT 1 AS one FROM orders o WHERE o.status = $1 LIMIT 10000) c",
            binds![status.as_str()],
        )
        .await
    }
}
