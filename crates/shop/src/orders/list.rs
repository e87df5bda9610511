//! Lists of orders.

use domain::{OrderNumber, OrderStatus, Paisa, PaymentStatus};
use serde::Serialize;
use store::{OrderSummaryRow, StoreError};
use time::OffsetDateTime;

use crate::{Identity, PageRequest, Paged, Shop};

/// What staff filter orders by.
#[derive(Debug, Clone, Default)]
pub struct OrderFilter {
    /// Only this status.
    pub status: Option<OrderStatus>,
    /// Part of the number, phone or name.
    pub q: Option<String>,
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
        let filter = store::OrderFilter {
            user: Some(identity.user),
            ..store::OrderFilter::default()
        };
        let rows = self.store().list_orders(&filter, page.window()).await?;
        Ok(page.of(rows, OrderSummary::from))
    }

    /// All orders, newest first, for staff.
    pub async fn list_orders(
        &self,
        filter: OrderFilter,
        page: PageRequest,
    ) -> Result<Paged<OrderSummary>, StoreError> {
        let filter = store::OrderFilter {
            status: filter.status,
            q: filter
                .q
                .filter(|q| !q.trim().is_empty())
                .map(|q| q.trim().to_owned()),
            user: None,
        };
        let rows = self.store().list_orders(&filter, page.window()).await?;
        Ok(page.of(rows, OrderSummary::from))
    }
}
