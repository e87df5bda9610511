//! Coupons. How often each was used is counted by triggers on `orders`, never from here.

use domain::{Coupon, CouponId, Reduction};
use time::OffsetDateTime;

use crate::products::like_literal;
use crate::sql::{FromRow, Row, binds};
use crate::{Store, StoreError, Tx, Window};

/// A coupon as it stands in the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CouponRow {
    /// Its terms.
    pub coupon: Coupon,
    /// Orders that used it and were not cancelled.
    pub uses: i64,
    /// Grows with every change by staff.
    pub revision: i64,
    /// When it was made.
    pub created_at: OffsetDateTime,
    /// When staff last changed it.
    pub updated_at: OffsetDateTime,
}

impl FromRow for CouponRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let missing = || StoreError::corrupt("coupons.id", "there is none");
        let (coupon, uses) = find_terms(row)?.ok_or_else(missing)?;
        Ok(Self {
            coupon,
            uses,
            revision: row.get("revision")?,
            created_at: row.get("created_at")?,
            updated_at: row.get("updated_at")?,
        })
    }
}

/// A coupon's terms and uses from the `coupon_…` columns of a row that may have none.
pub(crate) fn find_terms(row: &Row) -> Result<Option<(Coupon, i64)>, StoreError> {
    let Some(id) = row.get::<Option<CouponId>>("coupon_id")? else {
        return Ok(None);
    };
    let coupon = Coupon {
        id,
        code: row.parse("coupon_code")?,
        reduction: reduction(row)?,
        min_subtotal: row.get("coupon_min_subtotal_paisa")?,
        starts_at: row.get("coupon_starts_at")?,
        ends_at: row.get("coupon_ends_at")?,
        max_uses: row.get("coupon_max_uses")?,
        max_uses_per_customer: row.get("coupon_max_uses_per_customer")?,
        active: row.get("coupon_active")?,
    };
    Ok(Some((coupon, row.get("coupon_uses")?)))
}

fn reduction(row: &Row) -> Result<Reduction, StoreError> {
    let kind: String = row.get("coupon_kind")?;
    match kind.as_str() {
        "percent" => Ok(Reduction::Percent {
            percent: row.get("coupon_percent")?,
            cap: row.get("coupon_amount_paisa")?,
        }),
        "fixed" => Ok(Reduction::Fixed {
            amount: row.get("coupon_amount_paisa")?,
        }),
        "free_delivery" => Ok(Reduction::FreeDelivery),
        other => Err(StoreError::corrupt("coupons.kind", other)),
    }
}

impl Store {
    /// Coupons whose code contains `q`, newest first, and how many there are in all.
    pub async fn list_coupons(
        &self,
        q: Option<&str>,
        window: Window,
    ) -> Result<(Vec<CouponRow>, i64), StoreError> {
        let q = q.map(|q| format!("%{}%", like_literal(&q.to_uppercase())));
        let items = self
            .fetch_all(
                "SELECT k.id AS coupon_id, k.code AS coupon_code, k.kind AS coupon_kind, k.percent AS coupon_percent, \
                 k.amount_paisa AS coupon_amount_paisa, k.min_subtotal_paisa AS coupon_min_subtotal_paisa, \
                 k.starts_at AS coupon_starts_at, k.ends_at AS coupon_ends_at, k.max_uses AS coupon_max_uses, \
                 k.max_uses_per_customer AS coupon_max_uses_per_customer, k.active AS coupon_active, \
                 k.uses AS coupon_uses, k.revision, k.created_at, k.updated_at FROM coupons k \
                 WHERE (k.code LIKE $1 ESCAPE '\\' OR $1 IS NULL) \
                 ORDER BY k.created_at DESC, k.code LIMIT $2 OFFSET $3",
                binds![q.clone(), window.limit, window.offset],
            )
            .await?;
        let total = self
            .fetch_one(
                "SELECT COUNT(*) AS value FROM coupons k WHERE (k.code LIKE $1 ESCAPE '\\' OR $1 IS NULL)",
                binds![q],
            )
            .await?;
        Ok((items, total))
    }

    /// A coupon by its code, in capitals.
    pub async fn find_coupon(&self, code: &str) -> Result<Option<CouponRow>, StoreError> {
        self.fetch_optional(FIND_COUPON, binds![code]).await
    }
}

const FIND_COUPON: &str = "SELECT k.id AS coupon_id, k.code AS coupon_code, k.kind AS coupon_kind, \
    k.percent AS coupon_percent, k.amount_paisa AS coupon_amount_paisa, \
    k.min_subtotal_paisa AS coupon_min_subtotal_paisa, k.starts_at AS coupon_starts_at, \
    k.ends_at AS coupon_ends_at, k.max_uses AS coupon_max_uses, \
    k.max_uses_per_customer AS coupon_max_uses_per_customer, k.active AS coupon_active, \
    k.uses AS coupon_uses, k.revision, k.created_at, k.updated_at FROM coupons k WHERE k.code = $1";

const FIND_COUPON_FOR_UPDATE: &str = "SELECT k.id AS coupon_id, k.code AS coupon_code, k.kind AS coupon_kind, \
    k.percent AS coupon_percent, k.amount_paisa AS coupon_amount_paisa, \
    k.min_subtotal_paisa AS coupon_min_subtotal_paisa, k.starts_at AS coupon_starts_at, \
    k.ends_at AS coupon_ends_at, k.max_uses AS coupon_max_uses, \
    k.max_uses_per_customer AS coupon_max_uses_per_customer, k.active AS coupon_active, \
    k.uses AS coupon_uses, k.revision, k.created_at, k.updated_at FROM coupons k WHERE k.code = $1 {lock:k}";

impl Tx {
    /// A coupon by its code, locked until commit.
    pub async fn find_coupon_for_update(
        &mut self,
        code: &str,
    ) -> Result<Option<CouponRow>, StoreError> {
        self.fetch_optional(FIND_COUPON_FOR_UPDATE, binds![code])
            .await
    }

    /// Writes a new coupon, which nobody has used. A code that is taken is refused (UNIQUE).
    pub async fn insert_coupon(&mut self, row: &CouponRow) -> Result<(), StoreError> {
        let coupon = &row.coupon;
        let (kind, percent, amount) = parts(coupon.reduction);
        self.execute(
            "INSERT INTO coupons (id, code, kind, percent, amount_paisa, min_subtotal_paisa, starts_at, ends_at, \
             max_uses, max_uses_per_customer, active, uses, revision, created_at, updated_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, $12, $13, $14)",
            binds![
                coupon.id,
                coupon.code.as_str(),
                kind,
                percent,
                amount,
                coupon.min_subtotal,
                coupon.starts_at,
                coupon.ends_at,
                coupon.max_uses,
                coupon.max_uses_per_customer,
                coupon.active,
                row.revision,
                row.created_at,
                row.updated_at
            ],
        )
        .await
        .map(drop)
    }

    /// Gives a coupon new terms. Its code and its uses stay; a limit below its uses is refused
    /// (CHECK).
    pub async fn update_coupon(&mut self, row: &CouponRow) -> Result<(), StoreError> {
        let coupon = &row.coupon;
        let (kind, percent, amount) = parts(coupon.reduction);
        self.execute(
            "UPDATE coupons SET kind = $2, percent = $3, amount_paisa = $4, min_subtotal_paisa = $5, \
             starts_at = $6, ends_at = $7, max_uses = $8, max_uses_per_customer = $9, active = $10, \
             revision = $11, updated_at = $12 WHERE id = $1",
            binds![
                coupon.id,
                kind,
                percent,
                amount,
                coupon.min_subtotal,
                coupon.starts_at,
                coupon.ends_at,
                coupon.max_uses,
                coupon.max_uses_per_customer,
                coupon.active,
                row.revision,
                row.updated_at
            ],
        )
        .await
        .map(drop)
    }
}

/// (kind, percent, amount) as the columns have them.
fn parts(reduction: Reduction) -> (&'static str, Option<i64>, Option<domain::Paisa>) {
    let kind = reduction.kind();
    match reduction {
        Reduction::Percent { percent, cap } => (kind, Some(percent), cap),
        Reduction::Fixed { amount } => (kind, None, Some(amount)),
        Reduction::FreeDelivery => (kind, None, None),
    }
}
