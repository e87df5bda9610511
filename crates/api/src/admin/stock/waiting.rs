//! `GET /api/admin/stock-requests`

use axum::extract::State;
use domain::{Paisa, Sku, Slug};
use edge::needs::Stock;
use edge::{Json, May, Problem, Query};
use serde::Serialize;
use shop::{Paged, Shop, Waiting};
use time::OffsetDateTime;
use utoipa::ToSchema;

use crate::paging::PageParams;

/// How many wait for a SKU.
#[derive(Serialize, ToSchema)]
#[schema(as = Waiting)]
struct WaitingBody {
    #[schema(value_type = String)]
    sku: Sku,
    /// The product's slug.
    #[schema(value_type = String)]
    product: Slug,
    /// The product's name.
    name: String,
    /// What tells the variant from its siblings; empty for the only one.
    variant: String,
    #[schema(value_type = Option<i64>)]
    price_paisa: Option<Paisa>,
    /// Units that can be sold now.
    available: i64,
    /// People who will be told.
    waiting: i64,
    /// Since when the first waits.
    #[serde(with = "time::serde::rfc3339")]
    since: OffsetDateTime,
}

/// One page of what is waited for.
#[derive(Serialize, ToSchema)]
pub(crate) struct WaitingPage {
    items: Vec<WaitingBody>,
    page: u32,
    per_page: u32,
    /// SKUs on all pages.
    total: i64,
}

impl From<Waiting> for WaitingBody {
    fn from(row: Waiting) -> Self {
        WaitingBody {
            sku: row.sku,
            product: row.slug,
            name: row.title.en,
            variant: row.variant,
            price_paisa: row.price,
            available: row.available,
            waiting: row.waiting,
            since: row.since,
        }
    }
}

impl From<Paged<Waiting>> for WaitingPage {
    fn from(page: Paged<Waiting>) -> Self {
        WaitingPage {
            items: page.items.into_iter().map(WaitingBody::from).collect(),
            page: page.page,
            per_page: page.per_page,
            total: page.total,
        }
    }
}

/// See what people wait for
///
/// SKUs that shoppers want to be told of, the most wanted first.
#[utoipa::path(get, path = "/api/admin/stock-requests", tag = "Back office: stock", operation_id = "list_waiting",
    params(PageParams),
    responses((status = 200, description = "SKUs and how many wait.", body = WaitingPage)))]
pub(crate) async fn list_waiting(
    State(shop): State<Shop>,
    _: May<Stock>,
    Query(page): Query<PageParams>,
) -> Result<Json<WaitingPage>, Problem> {
    Ok(Json(shop.waiting_for_stock(page.request()?).await?.into()))
}
