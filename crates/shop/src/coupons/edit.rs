//! Making, changing and ending coupons, audited in the same transaction.

use domain::{CampaignState, CouponCode, CouponId, FieldError};
use store::{CouponRow, StoreError, Tx};

use super::{CouponInput, CouponView};
use crate::{Identity, Shop};

/// Why a coupon was not made or changed.
#[derive(Debug, thiserror::Error)]
pub enum CouponError {
    /// Some input is wrong.
    #[error("the coupon is not valid")]
    Invalid(Vec<FieldError>),
    /// No such coupon.
    #[error("there is no such coupon")]
    NotFound,
    /// Another coupon has the code.
    #[error("another coupon has this code")]
    CodeTaken,
    /// Somebody changed it meanwhile.
    #[error("the coupon was changed meanwhile")]
    Stale {
        /// The revision it has now.
        current_revision: i64,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Shop {
    /// Makes a coupon.
    pub async fn create_coupon(
        &self,
        by: &Identity,
        input: CouponInput,
    ) -> Result<CouponView, CouponError> {
        let now = self.ambient().now();
        let id = CouponId::mint(self.ambient());
        let row = CouponRow {
            coupon: input.check(id, now).map_err(CouponError::Invalid)?,
            uses: 0,
            revision: 1,
            created_at: now,
            updated_at: now,
        };
        let mut tx = self.store().begin().await?;
        match tx.insert_coupon(&row).await {
            Err(error) if error.is_unique("code") => return Err(CouponError::CodeTaken),
            inserted => inserted?,
        }
        let view = CouponView::new(row, now);
        self.audit_coupon(&mut tx, by, "coupon.create", None, &view)
            .await?;
        tx.commit().await?;
        Ok(view)
    }

    /// Gives a coupon other terms. Its code stays whatever `input` says.
    pub async fn update_coupon(
        &self,
        by: &Identity,
        code: &str,
        expected_revision: i64,
        input: CouponInput,
    ) -> Result<CouponView, CouponError> {
        let (mut tx, row) = self.locked_coupon(code).await?;
        if row.revision != expected_revision {
            return Err(CouponError::Stale {
                current_revision: row.revision,
            });
        }
        let input = CouponInput {
            code: row.coupon.code.as_str().to_owned(),
            // Left out, it starts when it did.
            starts_at: Some(input.starts_at.unwrap_or(row.coupon.starts_at)),
            ..input
        };
        let now = self.ambient().now();
        let coupon = input
            .check(row.coupon.id, now)
            .map_err(CouponError::Invalid)?;
        if coupon.max_uses.is_some_and(|limit| limit < row.uses) {
            let message = format!("It was used {} times already", row.uses);
            let error = FieldError::new("max_uses", FieldError::RANGE, message);
            return Err(CouponError::Invalid(vec![error]));
        }
        let next = CouponRow {
            coupon,
            revision: row.revision + 1,
            updated_at: now,
            ..row.clone()
        };
        tx.update_coupon(&next).await?;
        let (before, after) = (CouponView::new(row, now), CouponView::new(next, now));
        self.audit_coupon(&mut tx, by, "coupon.update", Some(&before), &after)
            .await?;
        tx.commit().await?;
        Ok(after)
    }

    /// Ends a coupon now; one that has ended stays as it is.
    pub async fn end_coupon(&self, by: &Identity, code: &str) -> Result<CouponView, CouponError> {
        let (mut tx, row) = self.locked_coupon(code).await?;
        let now = self.ambient().now();
        let before = CouponView::new(row.clone(), now);
        if before.state == CampaignState::Ended {
            return Ok(before);
        }
        let mut next = row;
        next.coupon.starts_at = next.coupon.starts_at.min(now);
        next.coupon.ends_at = Some(now);
        next.revision += 1;
        next.updated_at = now;
        tx.update_coupon(&next).await?;
        let after = CouponView::new(next, now);
        self.audit_coupon(&mut tx, by, "coupon.end", Some(&before), &after)
            .await?;
        tx.commit().await?;
        Ok(after)
    }

    async fn locked_coupon(&self, code: &str) -> Result<(Tx, CouponRow), CouponError> {
        let code = CouponCode::parse(code).map_err(|_| CouponError::NotFound)?;
        let mut tx = self.store().begin().await?;
        let row = tx.find_coupon_for_update(code.as_str()).await?;
        Ok((tx, row.ok_or(CouponError::NotFound)?))
    }

    async fn audit_coupon(
        &self,
        tx: &mut Tx,
        by: &Identity,
        action: &str,
        before: Option<&CouponView>,
        after: &CouponView,
    ) -> Result<(), StoreError> {
        let subject = format!("coupon:{}", after.code);
        let json = |view: &CouponView| serde_json::to_value(view).ok();
        self.audit(tx, by, action, subject, before.and_then(json), json(after))
            .await
    }
}
