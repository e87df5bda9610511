//! Lists of orders, and what staff find them by.

use domain::calendar::day_begins;
use domain::digits::to_ascii;
use domain::{
    OrderNumber, OrderSort, OrderStatus, Paisa, PaymentStatus, Phone, Serial, SerialRule, UserId,
};
use serde::Serialize;
use store::{Exact, OrderQuery, OrderSummaryRow, StoreError};
use time::{Date, OffsetDateTime};

use crate::{Identity, PageRequest, Paged, Shop};

/// Digits of a phone that are worth looking for.
const MIN_PHONE_DIGITS: usize = 3;

/// What staff filter orders by, all of it together.
#[derive(Debug, Clone, Default)]
pub struct OrderFilter {
    /// Only this status.
    pub status: Option<OrderStatus>,
    /// Only with their payment there.
    pub payment: Option<PaymentStatus>,
    /// Placed on this day in Dhaka or later.
    pub from: Option<Date>,
    /// Placed on this day in Dhaka or earlier.
    pub until: Option<Date>,
    /// A number, phone, tracking number or IMEI in any spelling; or a part of a number, of a
    /// phone's digits or of a name.
    pub q: Option<String>,
    /// Which come first.
    pub sort: OrderSort,
}

/// One line of a list of orders.
#[derive(Debug, Clone, Serialize)]
pub struct OrderSummary {
    /// Its number.
    pub number: OrderNumber,
    /// Where it stands.
    pub status: OrderStatus,
    /// Where its payment stands.
    pub payment_status: PaymentStatus,
    /// What the buyer pays, paisa.
    pub total: Paisa,
    /// Units in all lines.
    pub units: i64,
    /// When it was placed, UTC.
    #[serde(with = "time::serde::rfc3339")]
    pub placed_at: OffsetDateTime,
    /// When it last moved, UTC.
    #[serde(with = "time::serde::rfc3339")]
    pub updated_at: OffsetDateTime,
    /// The buyer's name.
    pub customer_name: String,
    /// The buyer's phone.
    pub phone: String,
    /// District code.
    pub district: String,
}

impl From<OrderSummaryRow> for OrderSummary {
    fn from(row: OrderSummaryRow) -> Self {
        Self {
            number: row.number,
            status: row.status,
            payment_status: row.payment_status,
            total: row.total,
            units: row.units,
            placed_at: row.placed_at,
            updated_at: row.updated_at,
            customer_name: row.contact_name,
            phone: row.contact_phone,
            district: row.address_district,
        }
    }
}

impl Shop {
    /// A customer's orders, newest first.
    pub async fn my_orders(
        &self,
        identity: &Identity,
        page: PageRequest,
    ) -> Result<Paged<OrderSummary>, StoreError> {
        self.orders_of(identity.user, page).await
    }

    /// A customer's orders for staff, newest first.
    pub async fn orders_of(
        &self,
        user: UserId,
        page: PageRequest,
    ) -> Result<Paged<OrderSummary>, StoreError> {
        let rows = self.store().list_orders_of(user, page.window()).await?;
        Ok(page.of(rows, OrderSummary::from))
    }

    /// Orders for staff; counted and shown up to [`store::LISTED_ORDERS`]. What names orders
    /// exactly is tried first; a part of a name is looked for among the newest
    /// [`store::NAMED_ORDERS`] of the days asked for.
    pub async fn list_orders(
        &self,
        filter: OrderFilter,
        page: PageRequest,
    ) -> Result<Paged<OrderSummary>, StoreError> {
        let until = filter.until.and_then(|day| day.next_day());
        let conditions = store::OrderFilter {
            status: filter.status,
            payment: filter.payment,
            from: filter.from.map(day_begins),
            until: until.map(day_begins),
            sort: filter.sort,
        };
        let (store, window) = (self.store(), page.window());
        let typed = filter.q.as_deref().map(str::trim).filter(|q| !q.is_empty());
        let Some(typed) = typed else {
            let rows = store.list_orders(&conditions, None, window).await?;
            return Ok(page.of(rows, OrderSummary::from));
        };
        let exact = Some(exactly(typed));
        let mut rows = store
            .list_orders(&conditions, exact.as_ref(), window)
            .await?;
        if rows.1 == 0 {
            let part = Some(partly(typed));
            rows = store
                .list_orders(&conditions, part.as_ref(), window)
                .await?;
        }
        Ok(page.of(rows, OrderSummary::from))
    }

    /// How many orders wait in a status, counted up to [`store::LISTED_ORDERS`].
    pub async fn count_orders_in(&self, status: OrderStatus) -> Result<i64, StoreError> {
        self.store().count_orders_in(status).await
    }
}

/// Every reading of what was typed that names orders.
fn exactly(typed: &str) -> OrderQuery {
    let serial = [SerialRule::Imei, SerialRule::Serial]
        .into_iter()
        .find_map(|rule| Serial::parse(rule, typed).ok());
    OrderQuery::Exact(Exact {
        number: OrderNumber::parse(typed).ok(),
        phone: Phone::parse(typed).ok().map(Phone::into_string),
        tracking: Some(typed.to_owned()),
        serial: serial.map(|serial| serial.as_str().to_owned()),
    })
}

/// What was typed as a part of something.
fn partly(typed: &str) -> OrderQuery {
    let text = to_ascii(typed).into_owned();
    let plain = |c: char| c.is_ascii_digit() || c.is_whitespace() || "+-".contains(c);
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let phone = text.chars().all(plain) && digits.len() >= MIN_PHONE_DIGITS;
    OrderQuery::Part {
        digits: phone.then_some(digits),
        text,
    }
}
