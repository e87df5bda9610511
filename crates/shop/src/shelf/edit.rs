//! Correcting prices and stock in many rows at once, each row with a verdict of its own.
//!
//! A row names what it was made from: the product's revision for prices, the units on hand for
//! stock. A row whose ground moved meanwhile is refused and touches nothing, the others are saved.

use domain::{FieldError, Paisa, Product, Sku};
use store::{StoreError, Tx};

use crate::stock::StockChange;
use crate::{AdjustStockError, Identity, Shop};

/// Rows of one edit at most.
const MAX_ROWS: usize = 200;

/// What one row asks for.
#[derive(Debug, Clone)]
pub struct RowEdit {
    /// Which variant.
    pub sku: Sku,
    /// Its product's revision when the row was shown.
    pub revision: i64,
    /// The price and the price before that it gets; `None` leaves both.
    pub prices: Option<(Option<Paisa>, Option<Paisa>)>,
    /// The units that it gets; `None` leaves them.
    pub stock: Option<StockEdit>,
}

/// New units of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StockEdit {
    /// Units on hand when the row was shown.
    pub seen: i64,
    /// Units on hand there are in fact.
    pub counted: i64,
}

/// Why a row, or a part of it, was not saved.
#[derive(Debug, thiserror::Error)]
pub enum RowError {
    /// More rows than are taken at once.
    #[error("at most {MAX_ROWS} rows are saved at once")]
    TooMany,
    /// No such variant any more.
    #[error("there is no such SKU")]
    UnknownSku,
    /// A price is wrong.
    #[error("the price is not valid")]
    Invalid(Vec<FieldError>),
    /// Somebody changed the product since the row was shown.
    #[error("the product has been changed meanwhile")]
    Stale,
    /// The stock moved since the row was shown; the price was saved if one was given.
    #[error("the stock moved meanwhile: there are {on_hand} now")]
    StockMoved {
        /// Units on hand now.
        on_hand: i64,
    },
    /// The stock can't be that; the price was saved if one was given.
    #[error(transparent)]
    Stock(AdjustStockError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Shop {
    /// Saves rows, each with its own verdict, in the order they came in. `Ok(true)`: something
    /// changed. Prices of one product are saved together; `reason` goes into the stock ledger.
    pub async fn edit_shelf(
        &self,
        by: &Identity,
        rows: &[RowEdit],
        reason: &str,
    ) -> Vec<Result<bool, RowError>> {
        let mut verdicts: Vec<Result<bool, RowError>> = Vec::with_capacity(rows.len());
        let mut saved: Vec<(domain::ProductId, i64, i64)> = Vec::new();
        for (index, row) in rows.iter().enumerate() {
            verdicts.push(if index < MAX_ROWS {
                self.edit_row(by, row, reason, &mut saved).await
            } else {
                Err(RowError::TooMany)
            });
        }
        verdicts
    }

    /// `saved` remembers what this edit itself made of each product: (product, from, to).
    async fn edit_row(
        &self,
        by: &Identity,
        row: &RowEdit,
        reason: &str,
        saved: &mut Vec<(domain::ProductId, i64, i64)>,
    ) -> Result<bool, RowError> {
        let mut changed = false;
        if let Some((price, compare_at)) = row.prices {
            changed |= self.reprice(by, row, price, compare_at, saved).await?;
        }
        if let Some(stock) = row.stock {
            changed |= self.recount(by, row, stock, reason).await?;
        }
        Ok(changed)
    }

    async fn reprice(
        &self,
        by: &Identity,
        row: &RowEdit,
        price: Option<Paisa>,
        compare_at: Option<Paisa>,
        saved: &mut Vec<(domain::ProductId, i64, i64)>,
    ) -> Result<bool, RowError> {
        let mut tx = self.store().begin().await?;
        let version = tx.next_catalogue_version().await?;
        let before = find(&mut tx, &row.sku).await?.ok_or(RowError::UnknownSku)?;
        let ours = saved
            .iter()
            .any(|&(id, from, to)| (id, from, to) == (before.id, row.revision, before.revision));
        if before.revision != row.revision && !ours {
            return Err(RowError::Stale);
        }
        let mut after = before.clone();
        let variant = after.variants.iter_mut().find(|v| v.sku == row.sku);
        let variant = variant.ok_or(RowError::UnknownSku)?;
        if (variant.price, variant.compare_at) == (price, compare_at) {
            return Ok(false);
        }
        (variant.price, variant.compare_at) = (price, compare_at);
        after.validate().map_err(RowError::Invalid)?;
        after.updated_at = self.ambient().now();
        after.revision = version;
        tx.put_product(&after).await?;
        self.audit_product(&mut tx, by, "product.reprice", Some(&before), &after)
            .await?;
        tx.commit().await?;
        saved.retain(|(id, ..)| *id != before.id);
        saved.push((before.id, row.revision, version));
        Ok(true)
    }

    async fn recount(
        &self,
        by: &Identity,
        row: &RowEdit,
        stock: StockEdit,
        reason: &str,
    ) -> Result<bool, RowError> {
        if stock.seen == stock.counted {
            return Ok(false);
        }
        let change = StockChange::To(stock.counted);
        let adjusted = self.adjust_stock_seen(by, row.sku.as_str(), stock.seen, change, reason);
        match adjusted.await {
            Ok(_) => Ok(true),
            Err(AdjustStockError::Moved { on_hand }) => Err(RowError::StockMoved { on_hand }),
            Err(AdjustStockError::UnknownSku) => Err(RowError::UnknownSku),
            Err(AdjustStockError::Store(error)) => Err(RowError::Store(error)),
            Err(error) => Err(RowError::Stock(error)),
        }
    }
}

/// The product that a SKU belongs to, locked.
async fn find(tx: &mut Tx, sku: &Sku) -> Result<Option<Product>, StoreError> {
    match tx.find_slug_of_sku(sku).await? {
        Some(slug) => tx.find_product_for_update(slug.as_str()).await,
        None => Ok(None),
    }
}
