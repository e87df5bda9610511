//! Flash sales: variants at another price for a while, so many units per customer.
//!
//! The price in force is decided by the statements that read carts (`carts.rs`, `placement.rs`),
//! from the time bound to them; the lowest wins where sales overlap. Units sold are counted by
//! triggers on `order_lines`, never from here.

use domain::{FlashLineId, FlashSaleId, Paisa, Sku, Slug, Text, VariantId};
use time::OffsetDateTime;

use crate::sql::{FromRow, Row, Value, binds};
use crate::{Store, StoreError, Tx, Window};

/// The sale that sets a line's price now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaleInForce {
    /// The sale's line.
    pub line: FlashLineId,
    /// Price of one.
    pub price: Paisa,
    /// Units that one customer may buy at it.
    pub units_per_customer: i64,
    /// When it is over.
    pub ends_at: OffsetDateTime,
}

/// A flash sale without its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlashSaleRow {
    /// Its id.
    pub id: FlashSaleId,
    /// Its name, in both languages.
    pub name: Text,
    /// From when on its prices hold.
    pub starts_at: OffsetDateTime,
    /// From when on they don't any more.
    pub ends_at: OffsetDateTime,
    /// Grows with every change by staff.
    pub revision: i64,
    /// When it was made.
    pub created_at: OffsetDateTime,
    /// When staff last changed it.
    pub updated_at: OffsetDateTime,
}

/// One line of a flash sale, with the variant as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlashLineRow {
    /// Its id.
    pub id: FlashLineId,
    /// The variant.
    pub variant: VariantId,
    /// Its SKU.
    pub sku: Sku,
    /// Its product's slug.
    pub slug: Slug,
    /// Its product's title.
    pub title: Text,
    /// Its option values.
    pub options: Vec<String>,
    /// Its price outside the sale.
    pub regular: Option<Paisa>,
    /// Its sale price.
    pub price: Paisa,
    /// Units that one customer may buy at it.
    pub units_per_customer: i64,
    /// Units sold at it, of orders that were not cancelled.
    pub sold: i64,
}

/// A line of the staff's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlashSaleSummaryRow {
    /// The sale.
    pub sale: FlashSaleRow,
    /// Lines it has.
    pub lines: i64,
    /// Units sold at its prices.
    pub sold: i64,
}

/// A variant that staff want to put on sale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaleCandidate {
    /// Its id.
    pub variant: VariantId,
    /// Its SKU.
    pub sku: Sku,
    /// Its price outside sales.
    pub regular: Option<Paisa>,
}

/// A sale price that holds now or will, as the catalogue needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlashPrice {
    /// The sale.
    pub sale: FlashSaleId,
    /// The sale's name.
    pub name: Text,
    /// What it is for.
    pub variant: VariantId,
    /// Price of one.
    pub price: Paisa,
    /// Units that one customer may buy at it.
    pub units_per_customer: i64,
    /// From when on it holds.
    pub starts_at: OffsetDateTime,
    /// From when on it doesn't any more.
    pub ends_at: OffsetDateTime,
}

impl SaleInForce {
    /// From the `flash_line_id`, `sale_…` columns of a row that may have none.
    pub(crate) fn find(row: &Row) -> Result<Option<Self>, StoreError> {
        let Some(line) = row.get("flash_line_id")? else {
            return Ok(None);
        };
        Ok(Some(Self {
            line,
            price: row.get("sale_paisa")?,
            units_per_customer: row.get("units_per_customer")?,
            ends_at: row.get("sale_ends_at")?,
        }))
    }
}

fn name(row: &Row) -> Result<Text, StoreError> {
    Ok(Text {
        en: row.get("name_en")?,
        bn: Some(row.get("name_bn")?),
    })
}

impl FromRow for FlashSaleRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            name: name(row)?,
            starts_at: row.get("starts_at")?,
            ends_at: row.get("ends_at")?,
            revision: row.get("revision")?,
            created_at: row.get("created_at")?,
            updated_at: row.get("updated_at")?,
        })
    }
}

impl FromRow for FlashSaleSummaryRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            sale: FlashSaleRow::from_row(row)?,
            lines: row.get("lines")?,
            sold: row.get("sold")?,
        })
    }
}

impl FromRow for FlashLineRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            variant: row.get("variant_id")?,
            sku: row.parse("sku")?,
            slug: row.parse("slug")?,
            title: Text {
                en: row.get("title_en")?,
                bn: row.get("title_bn")?,
            },
            options: row.json("options")?,
            regular: row.get("regular_paisa")?,
            price: row.get("price_paisa")?,
            units_per_customer: row.get("units_per_customer")?,
            sold: row.get("sold")?,
        })
    }
}

impl FromRow for SaleCandidate {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            variant: row.get("id")?,
            sku: row.parse("sku")?,
            regular: row.get("price_paisa")?,
        })
    }
}

impl FromRow for FlashPrice {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            sale: row.get("sale_id")?,
            name: name(row)?,
            variant: row.get("variant_id")?,
            price: row.get("price_paisa")?,
            units_per_customer: row.get("units_per_customer")?,
            starts_at: row.get("starts_at")?,
            ends_at: row.get("ends_at")?,
        })
    }
}

const LIST_FLASH_LINES: &str = "SELECT f.id, f.variant_id, v.sku, p.slug, p.title_en, p.title_bn, v.options, \
    v.price_paisa AS regular_paisa, f.price_paisa, f.units_per_customer, f.sold \
    FROM flash_lines f JOIN variants v ON v.id = f.variant_id JOIN products p ON p.id = v.product_id \
    WHERE f.sale_id = $1 AND f.active = true ORDER BY f.position, f.id";

impl Store {
    /// Sales, the last to end first, and how many there are in all.
    pub async fn list_flash_sales(
        &self,
        window: Window,
    ) -> Result<(Vec<FlashSaleSummaryRow>, i64), StoreError> {
        let items = self
            .fetch_all(
                "SELECT s.*, (SELECT COUNT(*) FROM flash_lines f WHERE f.sale_id = s.id AND f.active = true) AS lines, \
                 CAST((SELECT COALESCE(SUM(f.sold), 0) FROM flash_lines f WHERE f.sale_id = s.id) AS bigint) AS sold \
                 FROM flash_sales s ORDER BY s.ends_at DESC, s.id LIMIT $1 OFFSET $2",
                binds![window.limit, window.offset],
            )
            .await?;
        let total = self
            .fetch_one("SELECT COUNT(*) AS value FROM flash_sales", vec![])
            .await?;
        Ok((items, total))
    }

    /// A sale by its id.
    pub async fn find_flash_sale(
        &self,
        id: FlashSaleId,
    ) -> Result<Option<FlashSaleRow>, StoreError> {
        self.fetch_optional("SELECT * FROM flash_sales WHERE id = $1", binds![id])
            .await
    }

    /// Its lines, in their order.
    pub async fn list_flash_lines(&self, id: FlashSaleId) -> Result<Vec<FlashLineRow>, StoreError> {
        self.fetch_all(LIST_FLASH_LINES, binds![id]).await
    }

    /// Sale prices that hold at `now` or will later.
    pub async fn list_flash_prices(
        &self,
        now: OffsetDateTime,
    ) -> Result<Vec<FlashPrice>, StoreError> {
        self.fetch_all(
            "SELECT f.sale_id, s.name_en, s.name_bn, f.variant_id, f.price_paisa, f.units_per_customer, \
             s.starts_at, s.ends_at FROM flash_sales s JOIN flash_lines f ON f.sale_id = s.id \
             WHERE s.ends_at > $1 AND f.active = true ORDER BY f.price_paisa, f.id",
            binds![now],
        )
        .await
    }
}

impl Tx {
    /// A sale by its id, locked until commit.
    pub async fn find_flash_sale_for_update(
        &mut self,
        id: FlashSaleId,
    ) -> Result<Option<FlashSaleRow>, StoreError> {
        self.fetch_optional(
            "SELECT s.* FROM flash_sales s WHERE s.id = $1 {lock:s}",
            binds![id],
        )
        .await
    }

    /// Its lines, in their order.
    pub async fn list_flash_lines(
        &mut self,
        id: FlashSaleId,
    ) -> Result<Vec<FlashLineRow>, StoreError> {
        self.fetch_all(LIST_FLASH_LINES, binds![id]).await
    }

    /// The variants behind some SKUs, those that products still have.
    pub async fn list_sale_candidates(
        &mut self,
        skus: &[Sku],
    ) -> Result<Vec<SaleCandidate>, StoreError> {
        if skus.is_empty() {
            return Ok(Vec::new());
        }
        let binds: Vec<Value> = skus.iter().map(|sku| Value::from(sku.as_str())).collect();
        self.fetch_list(
            "SELECT v.id, v.sku, v.price_paisa FROM variants v WHERE v.sku IN ({list}) AND v.active = true",
            skus.len(),
            binds,
        )
        .await
    }

    /// Writes a sale as it should be from now on. The caller takes the next catalogue version in
    /// the same transaction, so that every process reads the sales again.
    pub async fn put_flash_sale(&mut self, sale: &FlashSaleRow) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO flash_sales (id, name_en, name_bn, starts_at, ends_at, revision, created_at, updated_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO UPDATE SET name_en = excluded.name_en, \
             name_bn = excluded.name_bn, starts_at = excluded.starts_at, ends_at = excluded.ends_at, \
             revision = excluded.revision, updated_at = excluded.updated_at",
            binds![
                sale.id,
                sale.name.en.as_str(),
                sale.name.bn.as_deref().unwrap_or(&sale.name.en),
                sale.starts_at,
                sale.ends_at,
                sale.revision,
                sale.created_at,
                sale.updated_at
            ],
        )
        .await
        .map(drop)
    }

    /// Gives a sale these lines: (id if the line is new, variant, price, units per customer).
    /// Lines of other variants become inactive; those that stay keep their id and what was sold.
    pub async fn put_flash_lines(
        &mut self,
        sale: FlashSaleId,
        lines: &[(FlashLineId, VariantId, Paisa, i64)],
    ) -> Result<(), StoreError> {
        self.execute(
            "UPDATE flash_lines SET active = false WHERE sale_id = $1 AND active = true",
            binds![sale],
        )
        .await?;
        if lines.is_empty() {
            return Ok(());
        }
        let binds: Vec<Value> = (1i64..)
            .zip(lines)
            .flat_map(|(position, &(id, variant, price, units))| {
                binds![id, sale, variant, position, price, units, true, 0]
            })
            .collect();
        self.execute_list(
            "INSERT INTO flash_lines (id, sale_id, variant_id, position, price_paisa, units_per_customer, active, sold) \
             VALUES {rows:8} ON CONFLICT (sale_id, variant_id) DO UPDATE SET position = excluded.position, \
             price_paisa = excluded.price_paisa, units_per_customer = excluded.units_per_customer, active = true",
            lines.len(),
            binds,
        )
        .await
        .map(drop)
    }
}
