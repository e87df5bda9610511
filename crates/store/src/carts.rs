//! Carts: what somebody means to buy, at today's prices.

use domain::{
    CartId, Image, OrderNumber, Paisa, ProductStatus, Sku, Slug, StockLevel, Text, UserId,
    VariantId,
};
use time::OffsetDateTime;

use crate::sql::{FromRow, Row, binds};
use crate::{Store, StoreError, Tx};

/// A cart without its lines.
#[derive(Debug, Clone)]
pub struct CartRow {
    /// Its id, which is also its secret.
    pub id: CartId,
    /// Whose it is; `None` for a guest's.
    pub user: Option<UserId>,
    /// The order it became.
    pub ordered: Option<OrderNumber>,
    /// Until when its units are kept.
    pub held_until: Option<OffsetDateTime>,
}

/// A line of a cart with the product as it is now.
#[derive(Debug, Clone)]
pub struct CartLineRow {
    /// The variant.
    pub variant: VariantId,
    /// Its SKU.
    pub sku: Sku,
    /// Its option values.
    pub options: Vec<String>,
    /// Its price now; `None` when it isn't for sale.
    pub price: Option<Paisa>,
    /// Whether VAT is in the price.
    pub taxable: bool,
    /// Whether it and its product are for sale.
    pub sellable: bool,
    /// The product's slug.
    pub slug: Slug,
    /// The product's title.
    pub title: Text,
    /// The product's pictures.
    pub images: Vec<Image>,
    /// Units wanted.
    pub quantity: i64,
    /// Stock now.
    pub level: StockLevel,
    /// Units that this cart holds already (they are part of `level.reserved`).
    pub held: i64,
}

impl FromRow for CartRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let ordered: Option<String> = row.get("ordered")?;
        Ok(Self {
            id: row.get("id")?,
            user: row.get("user_id")?,
            ordered: ordered
                .map(|n| {
                    n.parse()
                        .map_err(|e| StoreError::corrupt("orders.number", e))
                })
                .transpose()?,
            held_until: row.get("held_until")?,
        })
    }
}

impl FromRow for CartLineRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let status: ProductStatus = row.parse("status")?;
        let active: bool = row.get("active")?;
        let price: Option<Paisa> = row.get("price_paisa")?;
        Ok(Self {
            variant: row.get("variant_id")?,
            sku: row.parse("sku")?,
            options: row.json("options")?,
            price,
            taxable: row.get("taxable")?,
            sellable: active && price.is_some() && status == ProductStatus::Active,
            slug: row.parse("slug")?,
            title: Text {
                en: row.get("title_en")?,
                bn: row.get("title_bn")?,
            },
            images: row.json("images")?,
            quantity: row.get("quantity")?,
            level: StockLevel {
                on_hand: row.get("on_hand")?,
                reserved: row.get("reserved")?,
            },
            held: row.get("held")?,
        })
    }
}

const FIND_CART: &str = "SELECT c.id, c.user_id, \
    (SELECT o.number FROM orders o WHERE o.cart_id = c.id) AS ordered, \
    (SELECT MIN(h.expires_at) FROM stock_holds h WHERE h.cart_id = c.id) AS held_until \
    FROM carts c WHERE c.id = $1";

const LIST_CART_LINES: &str = "SELECT l.variant_id, l.quantity, v.sku, v.options, v.price_paisa, v.taxable, v.active, \
    p.slug, p.title_en, p.title_bn, p.images, p.status, s.on_hand, s.reserved, COALESCE(h.quantity, 0) AS held \
    FROM cart_lines l JOIN variants v ON v.id = l.variant_id JOIN products p ON p.id = v.product_id \
    JOIN stock s ON s.variant_id = v.id \
    LEFT JOIN stock_holds h ON h.cart_id = l.cart_id AND h.variant_id = l.variant_id \
    WHERE l.cart_id = $1 ORDER BY l.added_at, l.variant_id";

impl Store {
    /// A cart by its id.
    pub async fn find_cart(&self, id: CartId) -> Result<Option<CartRow>, StoreError> {
        self.fetch_optional(FIND_CART, binds![id]).await
    }

    /// Its lines in the order they were added, with products, prices and stock as they are now.
    pub async fn list_cart_lines(&self, id: CartId) -> Result<Vec<CartLineRow>, StoreError> {
        self.fetch_all(LIST_CART_LINES, binds![id]).await
    }

    /// The variant behind a SKU, if it is for sale now.
    pub async fn find_sellable(&self, sku: &str) -> Result<Option<VariantId>, StoreError> {
        let row: Option<VariantIdRow> = self
            .fetch_optional(
                "SELECT v.id FROM variants v JOIN products p ON p.id = v.product_id \
                 WHERE v.sku = $1 AND v.active = true AND v.price_paisa IS NOT NULL AND p.status = 'active'",
                binds![sku],
            )
            .await?;
        Ok(row.map(|row| row.0))
    }
}

struct VariantIdRow(VariantId);

impl FromRow for VariantIdRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        row.get("id").map(Self)
    }
}

impl Tx {
    /// Opens an empty cart.
    pub async fn insert_cart(
        &mut self,
        id: CartId,
        user: Option<UserId>,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO carts (id, user_id, created_at, updated_at) VALUES ($1, $2, $3, $3)",
            binds![id, user, now],
        )
        .await
        .map(drop)
    }

    /// A cart by its id.
    pub async fn find_cart(&mut self, id: CartId) -> Result<Option<CartRow>, StoreError> {
        self.fetch_optional(FIND_CART, binds![id]).await
    }

    /// A cart by its id, locked until commit: two changes of one cart follow each other.
    pub async fn find_cart_for_update(
        &mut self,
        id: CartId,
        now: OffsetDateTime,
    ) -> Result<Option<CartRow>, StoreError> {
        self.execute(
            "UPDATE carts SET updated_at = $2 WHERE id = $1",
            binds![id, now],
        )
        .await?;
        self.fetch_optional(FIND_CART, binds![id]).await
    }

    /// Its lines, as [`Store::list_cart_lines`].
    pub async fn list_cart_lines(&mut self, id: CartId) -> Result<Vec<CartLineRow>, StoreError> {
        self.fetch_all(LIST_CART_LINES, binds![id]).await
    }

    /// Sets the quantity of one line; adds the line when it isn't there.
    pub async fn put_cart_line(
        &mut self,
        id: CartId,
        variant: VariantId,
        quantity: i64,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO cart_lines (cart_id, variant_id, quantity, added_at) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (cart_id, variant_id) DO UPDATE SET quantity = excluded.quantity",
            binds![id, variant, quantity, now],
        )
        .await
        .map(drop)
    }

    /// Removes one line, by SKU so that goods no longer sold can be removed too.
    pub async fn delete_cart_line(&mut self, id: CartId, sku: &str) -> Result<bool, StoreError> {
        let deleted = self
            .execute(
                "DELETE FROM cart_lines WHERE cart_id = $1 AND variant_id IN (SELECT id FROM variants WHERE sku = $2)",
                binds![id, sku],
            )
            .await?;
        Ok(deleted > 0)
    }

    /// Deletes carts nobody touched since `before` and that no hold needs. Answers how many.
    pub async fn delete_carts_before(&mut self, before: OffsetDateTime) -> Result<u64, StoreError> {
        self.execute(
            "DELETE FROM carts WHERE updated_at < $1 \
             AND id NOT IN (SELECT cart_id FROM stock_holds)",
            binds![before],
        )
        .await
    }
}
