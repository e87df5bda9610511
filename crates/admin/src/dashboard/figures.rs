//! The figures and what waits, read once for everybody who looks: however many dashboards are open, the database
//! is asked every few seconds at most.

use std::sync::Arc;
use std::time::Duration;

use domain::OrderStatus;
use shop::{DayTotal, Figures, OrderFilter, OrderSummary, PageRequest, Paged, Shop, StoreError};
use time::{Date, OffsetDateTime};
use tokio::sync::Mutex;

/// How old today's figures may be.
const TODAY_FOR: Duration = Duration::from_secs(5);
/// How old those of past days may be: a cancelled or returned order changes them a little.
const PAST_FOR: Duration = Duration::from_secs(600);
/// Days before today in the chart.
const PAST_DAYS: i64 = 13;
/// Orders shown of each kind; the rest is counted.
const SHOWN: u32 = 8;

/// What the dashboard shows of the day and of the days before.
#[derive(Debug)]
pub(crate) struct Read {
    /// Today and last week.
    pub(crate) figures: Figures,
    /// Today so far at the end.
    pub(crate) days: Vec<DayTotal>,
    /// Orders to confirm, newest first.
    pub(crate) to_confirm: Paged<OrderSummary>,
    /// Orders to pack, newest first.
    pub(crate) to_pack: Paged<OrderSummary>,
    /// When it was read.
    pub(crate) at: OffsetDateTime,
}

/// What was read last.
#[derive(Default)]
pub(crate) struct Board(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    read: Option<Arc<Read>>,
    past: Option<(OffsetDateTime, Date, Vec<DayTotal>)>,
}

impl Board {
    /// The figures, not older than [`TODAY_FOR`]. Whoever asks meanwhile waits for the same ones.
    pub(crate) async fn read(&self, shop: &Shop) -> Result<Arc<Read>, StoreError> {
        let mut kept = self.0.lock().await;
        let now = shop.ambient().now();
        if let Some(read) = &kept.read
            && now - read.at < TODAY_FOR
        {
            return Ok(read.clone());
        }
        let today = shop.today();
        let fresh = kept
            .past
            .as_ref()
            .is_some_and(|(at, day, _)| *day == today && now - *at < PAST_FOR);
        if !fresh {
            kept.past = Some((now, today, shop.past_days(PAST_DAYS).await?));
        }
        let figures = shop.figures().await?;
        let past = kept.past.iter().flat_map(|(_, _, days)| days);
        let so_far = DayTotal {
            day: today,
            orders: figures.today.orders,
            revenue: figures.today.revenue,
        };
        let read = Arc::new(Read {
            days: past.copied().chain([so_far]).collect(),
            figures,
            to_confirm: waiting(shop, OrderStatus::Pending).await?,
            to_pack: waiting(shop, OrderStatus::Confirmed).await?,
            at: now,
        });
        kept.read = Some(read.clone());
        Ok(read)
    }
}

async fn waiting(shop: &Shop, status: OrderStatus) -> Result<Paged<OrderSummary>, StoreError> {
    let filter = OrderFilter {
        status: Some(status),
        ..OrderFilter::default()
    };
    let page = PageRequest {
        page: 1,
        per_page: SHOWN,
    };
    shop.list_orders(filter, page).await
}
