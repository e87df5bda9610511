//! Making, changing and ending flash sales, audited in the same transaction. Each change takes the
//! next catalogue version, so that every process shows it within two seconds.

use domain::{CampaignState, FieldError, FlashSaleId};
use store::{FlashSaleRow, StoreError, Tx};

use super::input::answer;
use super::{FlashSaleInput, FlashSaleView};
use crate::{Identity, Shop};

/// Why a flash sale was not made or changed.
#[derive(Debug, thiserror::Error)]
pub enum FlashSaleError {
    /// Some input is wrong.
    #[error("the sale is not valid")]
    Invalid(Vec<FieldError>),
    /// No such sale.
    #[error("there is no such sale")]
    NotFound,
    /// Somebody changed it meanwhile.
    #[error("the sale was changed meanwhile")]
    Stale {
        /// The revision it has now.
        current_revision: i64,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Shop {
    /// Makes a flash sale.
    pub async fn create_flash_sale(
        &self,
        by: &Identity,
        input: FlashSaleInput,
    ) -> Result<FlashSaleView, FlashSaleError> {
        let now = self.ambient().now();
        let row = FlashSaleRow {
            id: FlashSaleId::mint(self.ambient()),
            name: domain::Text::en(""),
            starts_at: input.starts_at,
            ends_at: input.ends_at,
            revision: 1,
            created_at: now,
            updated_at: now,
        };
        let mut tx = self.store().begin().await?;
        let after = self.write_sale(&mut tx, row, &input).await?;
        self.audit_sale(&mut tx, by, "flash_sale.create", None, &after)
            .await?;
        tx.commit().await?;
        Ok(after)
    }

    /// Gives a sale another name, other times and lines. Lines that stay keep what they sold.
    pub async fn update_flash_sale(
        &self,
        by: &Identity,
        id: FlashSaleId,
        expected_revision: i64,
        input: FlashSaleInput,
    ) -> Result<FlashSaleView, FlashSaleError> {
        let (mut tx, row, before) = self.locked_sale(id).await?;
        if row.revision != expected_revision {
            return Err(FlashSaleError::Stale {
                current_revision: row.revision,
            });
        }
        let next = FlashSaleRow {
            starts_at: input.starts_at,
            ends_at: input.ends_at,
            revision: row.revision + 1,
            updated_at: self.ambient().now(),
            ..row
        };
        let after = self.write_sale(&mut tx, next, &input).await?;
        self.audit_sale(&mut tx, by, "flash_sale.update", Some(&before), &after)
            .await?;
        tx.commit().await?;
        Ok(after)
    }

    /// Ends a sale now; one that has ended stays as it is.
    pub async fn end_flash_sale(
        &self,
        by: &Identity,
        id: FlashSaleId,
    ) -> Result<FlashSaleView, FlashSaleError> {
        let (mut tx, row, before) = self.locked_sale(id).await?;
        if before.state == CampaignState::Ended {
            return Ok(before);
        }
        let now = self.ambient().now();
        let next = FlashSaleRow {
            starts_at: row.starts_at.min(now),
            ends_at: now,
            revision: row.revision + 1,
            updated_at: now,
            ..row
        };
        tx.next_catalogue_version().await?;
        tx.put_flash_sale(&next).await?;
        let lines = tx.list_flash_lines(id).await?;
        let after = FlashSaleView::new(next, lines, now);
        self.audit_sale(&mut tx, by, "flash_sale.end", Some(&before), &after)
            .await?;
        tx.commit().await?;
        Ok(after)
    }

    async fn locked_sale(
        &self,
        id: FlashSaleId,
    ) -> Result<(Tx, FlashSaleRow, FlashSaleView), FlashSaleError> {
        let mut tx = self.store().begin().await?;
        let row = tx.find_flash_sale_for_update(id).await?;
        let row = row.ok_or(FlashSaleError::NotFound)?;
        let lines = tx.list_flash_lines(id).await?;
        let view = FlashSaleView::new(row.clone(), lines, self.ambient().now());
        Ok((tx, row, view))
    }

    /// Checks the input and writes the sale as it says.
    async fn write_sale(
        &self,
        tx: &mut Tx,
        row: FlashSaleRow,
        input: &FlashSaleInput,
    ) -> Result<FlashSaleView, FlashSaleError> {
        let mut errors = Vec::new();
        let name = input.check(&mut errors);
        let lines = self.sale_lines(tx, input, &mut errors).await?;
        answer(errors)?;
        let row = FlashSaleRow { name, ..row };
        tx.next_catalogue_version().await?;
        tx.put_flash_sale(&row).await?;
        tx.put_flash_lines(row.id, &lines).await?;
        let lines = tx.list_flash_lines(row.id).await?;
        Ok(FlashSaleView::new(row, lines, self.ambient().now()))
    }

    async fn audit_sale(
        &self,
        tx: &mut Tx,
        by: &Identity,
        action: &str,
        before: Option<&FlashSaleView>,
        after: &FlashSaleView,
    ) -> Result<(), StoreError> {
        let subject = format!("flash_sale:{}", after.id);
        let json = |view: &FlashSaleView| serde_json::to_value(view).ok();
        self.audit(tx, by, action, subject, before.and_then(json), json(after))
            .await
    }
}
