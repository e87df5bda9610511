//! The figures of the day, for the dashboard: today so far beside the same day last week at the
//! same time, refusals, and the last two weeks.

use domain::Paisa;
use store::StoreError;
use time::{Date, Duration, OffsetDateTime};

use crate::{Shop, days};

const WEEK: Duration = Duration::days(7);

/// A stretch of a day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DayFigures {
    /// Orders placed.
    pub orders: i64,
    /// What those are worth that were neither cancelled nor returned, paisa.
    pub revenue: Paisa,
    /// Carts begun.
    pub carts: i64,
}

/// A whole day of the past, or today so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayTotal {
    /// The day in Dhaka.
    pub day: Date,
    /// Orders placed.
    pub orders: i64,
    /// What those are worth that were neither cancelled nor returned, paisa.
    pub revenue: Paisa,
}

/// How often orders were refused for one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusals {
    /// The reason's code: `out_of_stock`.
    pub code: String,
    /// Today, but for the last seconds.
    pub today: i64,
    /// On the whole of the same day last week.
    pub last_week: i64,
}

/// Today and its measure.
#[derive(Debug, Clone)]
pub struct Figures {
    /// Today so far.
    pub today: DayFigures,
    /// The same day last week, until the same time of day.
    pub last_week: DayFigures,
    /// By reason, most frequent today first.
    pub refusals: Vec<Refusals>,
}

impl Shop {
    /// Today and the same day last week: five statements, each a range of an index.
    pub async fn figures(&self) -> Result<Figures, StoreError> {
        let now = self.ambient().now();
        let today = days::day_of(now);
        let start = days::start_of(today);
        Ok(Figures {
            today: self.stretch(start, now).await?,
            last_week: self.stretch(start - WEEK, now - WEEK).await?,
            refusals: self.refusals(today, days::before(today, 7)).await?,
        })
    }

    /// The days before today, oldest first; one statement each. They hardly change any more:
    /// whoever shows them keeps them for a while.
    pub async fn past_days(&self, count: i64) -> Result<Vec<DayTotal>, StoreError> {
        let today = days::day_of(self.ambient().now());
        let mut totals = Vec::new();
        for ago in (1..=count.clamp(0, 31)).rev() {
            let day = days::before(today, ago);
            let (from, until) = (
                days::start_of(day),
                days::start_of(days::before(today, ago - 1)),
            );
            let sums = self.store().sum_orders(from, until).await?;
            totals.push(DayTotal {
                day,
                orders: sums.orders,
                revenue: sums.revenue,
            });
        }
        Ok(totals)
    }

    /// The day that it is in Dhaka.
    pub fn today(&self) -> Date {
        days::day_of(self.ambient().now())
    }

    async fn stretch(
        &self,
        from: OffsetDateTime,
        until: OffsetDateTime,
    ) -> Result<DayFigures, StoreError> {
        // What happens in this very microsecond belongs to it.
        let until = until + Duration::MICROSECOND;
        let sums = self.store().sum_orders(from, until).await?;
        Ok(DayFigures {
            orders: sums.orders,
            revenue: sums.revenue,
            carts: self.store().count_carts(from, until).await?,
        })
    }

    async fn refusals(&self, today: Date, last_week: Date) -> Result<Vec<Refusals>, StoreError> {
        let (today, last_week) = (days::written(today), days::written(last_week));
        let rows = self.store().list_refusals(&today, &last_week).await?;
        let mut found: Vec<Refusals> = Vec::new();
        for row in rows {
            let at = match found.iter().position(|known| known.code == row.code) {
                Some(at) => at,
                None => {
                    found.push(Refusals {
                        code: row.code,
                        today: 0,
                        last_week: 0,
                    });
                    found.len() - 1
                }
            };
            if row.day == today {
                found[at].today = row.count;
            } else {
                found[at].last_week = row.count;
            }
        }
        found.sort_by_key(|refusals| (-refusals.today, -refusals.last_week));
        Ok(found)
    }
}
