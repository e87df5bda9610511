//! Flash sales as the staff make and change them.
//!
//! Which price is in force is decided by the statements that read carts, from the time bound to
//! them; pages follow through the catalogue, which is told of every change by its version. A sale
//! is never deleted: orders name its lines.

mod edit;
mod input;

pub use edit::FlashSaleError;
pub use input::{FlashLineInput, FlashSaleInput, MAX_SALE_LINES};

use domain::{CampaignState, FlashSaleId, Paisa, Sku, Slug, Text};
use serde::Serialize;
use store::{FlashLineRow, FlashSaleRow, FlashSaleSummaryRow, StoreError};
use time::OffsetDateTime;

use crate::carts::variant_title;
use crate::{PageRequest, Paged, Shop};

/// A flash sale with its lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FlashSaleView {
    /// Its id.
    pub id: FlashSaleId,
    /// Its name, in both languages.
    pub name: Text,
    /// From when on its prices hold, UTC.
    #[serde(with = "time::serde::rfc3339")]
    pub starts_at: OffsetDateTime,
    /// From when on they don't any more, UTC.
    #[serde(with = "time::serde::rfc3339")]
    pub ends_at: OffsetDateTime,
    /// Where it stands now.
    pub state: CampaignState,
    /// What is on sale.
    pub lines: Vec<FlashLineView>,
    /// Grows with every change.
    pub revision: i64,
    /// When it last changed, UTC.
    #[serde(with = "time::serde::rfc3339")]
    pub updated_at: OffsetDateTime,
}

/// A line of a flash sale. Amounts are paisa.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FlashLineView {
    /// What.
    pub sku: Sku,
    /// Its product's slug.
    pub slug: Slug,
    /// Its product's title.
    pub title: Text,
    /// The variant's title; empty for a product without options.
    pub variant: String,
    /// Its price outside the sale, if it has one.
    pub regular_price: Option<Paisa>,
    /// Its sale price.
    pub price: Paisa,
    /// Units that one customer may buy at it.
    pub units_per_customer: i64,
    /// Units sold at it, of orders that were not cancelled.
    pub sold: i64,
}

/// One line of the staff's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FlashSaleSummary {
    /// Its id.
    pub id: FlashSaleId,
    /// Its name, in both languages.
    pub name: Text,
    /// From when on its prices hold, UTC.
    #[serde(with = "time::serde::rfc3339")]
    pub starts_at: OffsetDateTime,
    /// From when on they don't any more, UTC.
    #[serde(with = "time::serde::rfc3339")]
    pub ends_at: OffsetDateTime,
    /// Where it stands now.
    pub state: CampaignState,
    /// Lines it has.
    pub lines: i64,
    /// Units sold at its prices.
    pub sold: i64,
}

impl FlashSaleView {
    fn new(row: FlashSaleRow, lines: Vec<FlashLineRow>, now: OffsetDateTime) -> Self {
        Self {
            state: CampaignState::at(now, row.starts_at, Some(row.ends_at)),
            id: row.id,
            name: row.name,
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            lines: lines.into_iter().map(FlashLineView::from).collect(),
            revision: row.revision,
            updated_at: row.updated_at,
        }
    }
}

impl From<FlashLineRow> for FlashLineView {
    fn from(row: FlashLineRow) -> Self {
        Self {
            sku: row.sku,
            slug: row.slug,
            title: row.title,
            variant: variant_title(&row.options),
            regular_price: row.regular,
            price: row.price,
            units_per_customer: row.units_per_customer,
            sold: row.sold,
        }
    }
}

impl Shop {
    /// Sales, the last to end first.
    pub async fn list_flash_sales(
        &self,
        page: PageRequest,
    ) -> Result<Paged<FlashSaleSummary>, StoreError> {
        let now = self.ambient().now();
        let rows = self.store().list_flash_sales(page.window()).await?;
        Ok(page.of(rows, |row: FlashSaleSummaryRow| FlashSaleSummary {
            state: CampaignState::at(now, row.sale.starts_at, Some(row.sale.ends_at)),
            id: row.sale.id,
            name: row.sale.name,
            starts_at: row.sale.starts_at,
            ends_at: row.sale.ends_at,
            lines: row.lines,
            sold: row.sold,
        }))
    }

    /// A sale with its lines.
    pub async fn flash_sale(&self, id: FlashSaleId) -> Result<FlashSaleView, FlashSaleError> {
        let row = self.store().find_flash_sale(id).await?;
        let row = row.ok_or(FlashSaleError::NotFound)?;
        let lines = self.store().list_flash_lines(id).await?;
        Ok(FlashSaleView::new(row, lines, self.ambient().now()))
    }
}
