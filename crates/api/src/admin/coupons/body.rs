//! Coupons on the wire, as staff read and write them.

use domain::{CampaignState, CouponCode, FieldError, Paisa, Reduction};
use serde::{Deserialize, Serialize};
use shop::{CouponInput, CouponView, Paged};
use time::OffsetDateTime;
use utoipa::{IntoParams, ToSchema};

use crate::words;

/// A coupon.
#[derive(Serialize, ToSchema)]
#[schema(as = Coupon)]
pub(crate) struct CouponBody {
    #[schema(value_type = String, examples("EID-10"))]
    code: CouponCode,
    /// `percent`, `fixed` or `free_delivery`.
    #[schema(examples("percent"))]
    kind: &'static str,
    percent: Option<i64>,
    /// `fixed`: what is taken off; `percent`: no more than this.
    #[schema(value_type = Option<i64>)]
    amount_paisa: Option<Paisa>,
    /// The goods must cost this much.
    #[schema(value_type = i64)]
    min_subtotal_paisa: Paisa,
    #[serde(with = "time::serde::rfc3339")]
    starts_at: OffsetDateTime,
    /// `null`: no end.
    #[serde(with = "time::serde::rfc3339::option")]
    ends_at: Option<OffsetDateTime>,
    /// Orders it may be used for; `null`: no limit.
    max_uses: Option<i64>,
    /// Orders one phone number and one account may use it for; `null`: no limit.
    max_uses_per_customer: Option<i64>,
    /// Whether staff let it count.
    active: bool,
    /// Orders that used it and were not cancelled.
    uses: i64,
    #[schema(schema_with = words::campaign_state)]
    state: CampaignState,
    /// Send it back with a change.
    revision: i64,
    #[serde(with = "time::serde::rfc3339")]
    updated_at: OffsetDateTime,
}

/// One page of coupons, newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct CouponPage {
    coupons: Vec<CouponBody>,
    page: u32,
    per_page: u32,
    total: i64,
}

/// Names a coupon.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct CouponPath {
    /// The coupon's code, in any case.
    #[param(example = "EID-10")]
    pub(crate) code: String,
}

/// A coupon as staff write it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CouponRequest {
    /// For a change: the `revision` that was read.
    #[schema(examples(1))]
    revision: Option<i64>,
    /// Letters A to Z, digits and dashes, 3 to 32; in any case. It never changes.
    #[schema(min_length = 3, max_length = 32, examples("EID-10"))]
    code: Option<String>,
    /// `percent`, `fixed` or `free_delivery`.
    #[schema(examples("percent"))]
    kind: String,
    /// For `percent`.
    #[schema(minimum = 1, maximum = 100, examples(10))]
    percent: Option<i64>,
    /// `fixed`: what is taken off; `percent`: no more than this.
    #[schema(minimum = 1, examples(50_000))]
    amount_paisa: Option<i64>,
    /// The goods must cost this much.
    #[serde(default)]
    #[schema(minimum = 0, examples(100_000))]
    min_subtotal_paisa: i64,
    /// Now, or for a change as before, if left out.
    #[serde(default, with = "time::serde::rfc3339::option")]
    starts_at: Option<OffsetDateTime>,
    /// No end if left out.
    #[serde(default, with = "time::serde::rfc3339::option")]
    ends_at: Option<OffsetDateTime>,
    /// No limit if left out.
    #[schema(minimum = 1, examples(500))]
    max_uses: Option<i64>,
    /// No limit if left out.
    #[schema(minimum = 1, examples(1))]
    max_uses_per_customer: Option<i64>,
    /// Whether it counts at all.
    #[serde(default = "active")]
    #[schema(default = true)]
    active: bool,
}

fn active() -> bool {
    true
}

/// The revision that a change was made from.
pub(crate) fn read_revision(revision: Option<i64>) -> Result<i64, FieldError> {
    revision.ok_or_else(|| {
        let message = "The revision that was read is needed, so that nobody's change is lost";
        FieldError::new("revision", FieldError::REQUIRED, message)
    })
}

impl CouponRequest {
    pub(super) fn revision(&self) -> Result<i64, FieldError> {
        read_revision(self.revision)
    }
}

impl From<CouponRequest> for CouponInput {
    fn from(request: CouponRequest) -> Self {
        CouponInput {
            code: request.code.unwrap_or_default(),
            kind: request.kind,
            percent: request.percent,
            amount: request.amount_paisa.map(Paisa::new),
            min_subtotal: Paisa::new(request.min_subtotal_paisa),
            starts_at: request.starts_at,
            ends_at: request.ends_at,
            max_uses: request.max_uses,
            max_uses_per_customer: request.max_uses_per_customer,
            active: request.active,
        }
    }
}

impl From<CouponView> for CouponBody {
    fn from(view: CouponView) -> Self {
        let (percent, amount_paisa) = match view.reduction {
            Reduction::Percent { percent, cap } => (Some(percent), cap),
            Reduction::Fixed { amount } => (None, Some(amount)),
            Reduction::FreeDelivery => (None, None),
        };
        CouponBody {
            kind: view.reduction.kind(),
            code: view.code,
            percent,
            amount_paisa,
            min_subtotal_paisa: view.min_subtotal,
            starts_at: view.starts_at,
            ends_at: view.ends_at,
            max_uses: view.max_uses,
            max_uses_per_customer: view.max_uses_per_customer,
            active: view.active,
            uses: view.uses,
            state: view.state,
            revision: view.revision,
            updated_at: view.updated_at,
        }
    }
}

impl From<Paged<CouponView>> for CouponPage {
    fn from(page: Paged<CouponView>) -> Self {
        CouponPage {
            coupons: page.items.into_iter().map(CouponBody::from).collect(),
            page: page.page,
            per_page: page.per_page,
            total: page.total,
        }
    }
}
