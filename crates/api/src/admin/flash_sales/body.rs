//! Flash sales on the wire, as staff read and write them.

use domain::{CampaignState, FieldError, FlashSaleId, Paisa, Sku};
use serde::{Deserialize, Serialize};
use shop::{FlashLineInput, FlashLineView, FlashSaleInput, FlashSaleSummary, FlashSaleView, Paged};
use time::OffsetDateTime;
use utoipa::{IntoParams, ToSchema};

use crate::admin::coupons::body::read_revision;
use crate::words;

/// A flash sale.
#[derive(Serialize, ToSchema)]
#[schema(as = FlashSale)]
pub(crate) struct FlashSaleBody {
    #[schema(value_type = Uuid)]
    id: FlashSaleId,
    name: String,
    name_bn: Option<String>,
    #[serde(with = "time::serde::rfc3339")]
    starts_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    ends_at: OffsetDateTime,
    #[schema(schema_with = words::campaign_state)]
    state: CampaignState,
    lines: Vec<FlashLineBody>,
    /// Send it back with a change.
    revision: i64,
    #[serde(with = "time::serde::rfc3339")]
    updated_at: OffsetDateTime,
}

/// A line of a flash sale.
#[derive(Serialize, ToSchema)]
pub(crate) struct FlashLineBody {
    #[schema(value_type = String, examples("RC-A17-128-BLK"))]
    sku: Sku,
    /// The product's slug.
    slug: String,
    /// The product's name.
    name: String,
    name_bn: Option<String>,
    /// What tells the variant from its siblings; may be empty.
    variant: String,
    /// What it costs outside the sale.
    #[schema(value_type = Option<i64>)]
    regular_paisa: Option<Paisa>,
    #[schema(value_type = i64)]
    price_paisa: Paisa,
    units_per_customer: i64,
    /// Units in orders that were not cancelled.
    sold: i64,
}

/// One line of the list of flash sales.
#[derive(Serialize, ToSchema)]
#[schema(as = FlashSaleSummary)]
pub(crate) struct FlashSaleSummaryBody {
    #[schema(value_type = Uuid)]
    id: FlashSaleId,
    name: String,
    name_bn: Option<String>,
    #[serde(with = "time::serde::rfc3339")]
    starts_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    ends_at: OffsetDateTime,
    #[schema(schema_with = words::campaign_state)]
    state: CampaignState,
    /// Lines it has.
    lines: i64,
    /// Units in orders that were not cancelled.
    sold: i64,
}

/// One page of flash sales, the last to end first.
#[derive(Serialize, ToSchema)]
pub(crate) struct FlashSalePage {
    flash_sales: Vec<FlashSaleSummaryBody>,
    page: u32,
    per_page: u32,
    total: i64,
}

/// Names a flash sale.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct FlashSalePath {
    /// The sale's id.
    #[param(value_type = Uuid)]
    pub(crate) id: FlashSaleId,
}

/// A flash sale as staff write it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FlashSaleRequest {
    /// For a change: the `revision` that was read.
    #[schema(examples(1))]
    revision: Option<i64>,
    #[schema(min_length = 1, max_length = 100, examples("Eid hours"))]
    name: String,
    #[schema(min_length = 1, max_length = 100, examples("ঈদের প্রহর"))]
    name_bn: String,
    #[serde(with = "time::serde::rfc3339")]
    starts_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    ends_at: OffsetDateTime,
    /// What is on sale. Lines that are left out of a change are in it no more.
    #[schema(min_items = 1, max_items = 200)]
    lines: Vec<FlashLineRequest>,
}

/// A line of a flash sale as staff write it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FlashLineRequest {
    #[schema(examples("RC-A17-128-BLK"))]
    sku: String,
    /// Above zero and below what it costs outside the sale.
    #[schema(minimum = 1, examples(1_100_000))]
    price_paisa: i64,
    #[schema(minimum = 1, maximum = 99, examples(2))]
    units_per_customer: i64,
}

impl FlashSaleRequest {
    pub(super) fn revision(&self) -> Result<i64, FieldError> {
        read_revision(self.revision)
    }
}

impl From<FlashSaleRequest> for FlashSaleInput {
    fn from(request: FlashSaleRequest) -> Self {
        let line = |line: FlashLineRequest| FlashLineInput {
            sku: line.sku,
            price: Paisa::new(line.price_paisa),
            units_per_customer: line.units_per_customer,
        };
        FlashSaleInput {
            name: request.name,
            name_bn: request.name_bn,
            starts_at: request.starts_at,
            ends_at: request.ends_at,
            lines: request.lines.into_iter().map(line).collect(),
        }
    }
}

impl From<FlashLineView> for FlashLineBody {
    fn from(line: FlashLineView) -> Self {
        FlashLineBody {
            sku: line.sku,
            slug: line.slug.into_string(),
            name: line.title.en,
            name_bn: line.title.bn,
            variant: line.variant,
            regular_paisa: line.regular_price,
            price_paisa: line.price,
            units_per_customer: line.units_per_customer,
            sold: line.sold,
        }
    }
}

impl From<FlashSaleView> for FlashSaleBody {
    fn from(view: FlashSaleView) -> Self {
        FlashSaleBody {
            id: view.id,
            name: view.name.en,
            name_bn: view.name.bn,
            starts_at: view.starts_at,
            ends_at: view.ends_at,
            state: view.state,
            lines: view.lines.into_iter().map(FlashLineBody::from).collect(),
            revision: view.revision,
            updated_at: view.updated_at,
        }
    }
}

impl From<FlashSaleSummary> for FlashSaleSummaryBody {
    fn from(summary: FlashSaleSummary) -> Self {
        FlashSaleSummaryBody {
            id: summary.id,
            name: summary.name.en,
            name_bn: summary.name.bn,
            starts_at: summary.starts_at,
            ends_at: summary.ends_at,
            state: summary.state,
            lines: summary.lines,
            sold: summary.sold,
        }
    }
}

impl From<Paged<FlashSaleSummary>> for FlashSalePage {
    fn from(page: Paged<FlashSaleSummary>) -> Self {
        let items = page.items.into_iter();
        FlashSalePage {
            flash_sales: items.map(FlashSaleSummaryBody::from).collect(),
            page: page.page,
            per_page: page.per_page,
            total: page.total,
        }
    }
}
