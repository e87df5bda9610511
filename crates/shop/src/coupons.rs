//! Coupons as the staff make and change them. What shoppers do with one is in `carts/coupon.rs`,
//! how an order uses one in `orders/placing/`.
//!
//! A coupon is never deleted: orders name it. Its code stays; everything else may change, and two
//! people don't overwrite each other: a change names the revision it was made from.

mod edit;
mod input;

pub use edit::CouponError;
pub use input::CouponInput;

use domain::{CampaignState, CouponCode, Paisa, Reduction};
use serde::Serialize;
use store::{CouponRow, StoreError};
use time::OffsetDateTime;

use crate::{PageRequest, Paged, Shop};

/// A coupon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CouponView {
    /// Its code.
    pub code: CouponCode,
    /// What it takes off.
    pub reduction: Reduction,
    /// The goods must cost this much.
    pub min_subtotal: Paisa,
    /// From when on it counts, UTC.
    #[serde(with = "time::serde::rfc3339")]
    pub starts_at: OffsetDateTime,
    /// From when on it doesn't any more, UTC.
    #[serde(with = "time::serde::rfc3339::option")]
    pub ends_at: Option<OffsetDateTime>,
    /// Orders it may be used for in all.
    pub max_uses: Option<i64>,
    /// Orders it may be used for by one customer.
    pub max_uses_per_customer: Option<i64>,
    /// Whether staff let it count.
    pub active: bool,
    /// Orders that used it and were not cancelled.
    pub uses: i64,
    /// Where it stands now.
    pub state: CampaignState,
    /// Grows with every change.
    pub revision: i64,
    /// When it last changed, UTC.
    #[serde(with = "time::serde::rfc3339")]
    pub updated_at: OffsetDateTime,
}

impl CouponView {
    fn new(row: CouponRow, now: OffsetDateTime) -> Self {
        let coupon = row.coupon;
        Self {
            state: CampaignState::at(now, coupon.starts_at, coupon.ends_at),
            code: coupon.code,
            reduction: coupon.reduction,
            min_subtotal: coupon.min_subtotal,
            starts_at: coupon.starts_at,
            ends_at: coupon.ends_at,
            max_uses: coupon.max_uses,
            max_uses_per_customer: coupon.max_uses_per_customer,
            active: coupon.active,
            uses: row.uses,
            revision: row.revision,
            updated_at: row.updated_at,
        }
    }
}

impl Shop {
    /// Coupons whose code contains `q`, newest first.
    pub async fn list_coupons(
        &self,
        q: Option<&str>,
        page: PageRequest,
    ) -> Result<Paged<CouponView>, StoreError> {
        let now = self.ambient().now();
        let rows = self.store().list_coupons(q, page.window()).await?;
        Ok(page.of(rows, |row| CouponView::new(row, now)))
    }

    /// A coupon by its code, in any case.
    pub async fn coupon(&self, code: &str) -> Result<CouponView, CouponError> {
        let code = CouponCode::parse(code).map_err(|_| CouponError::NotFound)?;
        let row = self.store().find_coupon(code.as_str()).await?;
        let row = row.ok_or(CouponError::NotFound)?;
        Ok(CouponView::new(row, self.ambient().now()))
    }
}
