//! Carts: what somebody means to buy, at today's prices.

use domain::{
    CartId, Coupon, CouponId, CouponUses, Image, OrderNumber, Paisa, ProductStatus, Sku, Slug,
    StockLevel, Text, UserId, VariantId,
};
use time::OffsetDateTime;

use crate::coupons::find_terms;
use crate::sql::{FromRow, Row, binds};
use crate::{SaleInForce, Store, StoreError, Tx};

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
    /// The coupon it remembers, and how often that was used: by everybody, and by the cart's
    /// account.
    pub coupon: Option<(Coupon, CouponUses)>,
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
    /// Its price now, a running sale's included; `None` when it isn't for sale.
    pub price: Option<Paisa>,
    /// Its price outside the sale.
    pub regular: Option<Paisa>,
    /// The sale that sets the price.
    pub sale: Option<SaleInForce>,
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
            coupon: match find_terms(row)? {
                Some((coupon, in_all)) => {
                    let uses = CouponUses {
                        in_all,
                        by_phone: 0,
                        by_account: row.get("uses_by_account")?,
                    };
                    Some((coupon, uses))
                }
                None => None,
            },
        })
    }
}

impl FromRow for CartLineRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let status: ProductStatus = row.parse("status")?;
        let active: bool = row.get("active")?;
        let regular: Option<Paisa> = row.get("price_paisa")?;
        let sale = SaleInForce::find(row)?;
        let price = sale.as_ref().map(|sale| sale.price).or(regular);
        Ok(Self {
            variant: row.get("variant_id")?,
            sku: row.parse("sku")?,
            options: row.json("options")?,
            price,
            regular,
            sale,
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
    (SELECT MIN(h.expires_at) FROM stock_holds h WHERE h.cart_id = c.id) AS held_until, \
    k.id AS coupon_id, k.code AS coupon_code, k.kind AS coupon_kind, k.percent AS coupon_percent, \
    k.amount_paisa AS coupon_amount_paisa, k.min_subtotal_paisa AS coupon_min_subtotal_paisa, \
    k.starts_at AS coupon_starts_at, k.ends_at AS coupon_ends_at, k.max_uses AS coupon_max_uses, \
    k.max_uses_per_customer AS coupon_max_uses_per_customer, k.active AS coupon_active, k.uses AS coupon_uses, \
    (SELECT COUNT(*) FROM orders o WHERE o.coupon_id = k.id AND o.user_id = c.user_id \
    AND o.status <> 'cancelled') AS uses_by_account \
    FROM carts c LEFT JOIN coupons k ON k.id = c.coupon_id WHERE c.id = $1";

const LIST_CART_LINES: &str = "SELECT l.variant_id, l.quantity, v.sku, v.options, v.price_paisa, v.taxable, v.active, \
    p.slug, p.title_en, p.title_bn, p.images, p.status, s.on_hand, s.reserved, COALESCE(h.quantity, 0) AS held, \
    f.id AS flash_line_id, f.price_paisa AS sale_paisa, f.units_per_customer, fs.ends_at AS sale_ends_at \
    FROM cart_lines l JOIN variants v ON v.id = l.variant_id JOIN products p ON p.id = v.product_id \
    JOIN stock s ON s.variant_id = v.id \
    LEFT JOIN stock_holds h ON h.cart_id = l.cart_id AND h.variant_id = l.variant_id \
    LEFT JOIN flash_lines f ON f.id = (SELECT fl.id FROM flash_lines fl JOIN flash_sales r ON r.id = fl.sale_id \
    WHERE fl.variant_id = v.id AND fl.active = true AND fl.price_paisa < v.price_paisa \
    AND r.starts_at <= $2 AND r.ends_at > $2 ORDER BY fl.price_paisa, fl.id LIMIT 1) \
    LEFT JOIN flash_sales fs ON fs.id = f.sale_id \
    WHERE l.cart_id = $1 ORDER BY l.added_at, l.variant_id";

impl Store {
    /// A cart by its id.
    pub async fn find_cart(&self, id: CartId) -> Result<Option<CartRow>, StoreError> {
        self.fetch_optional(FIND_CART, binds![id]).await
    }

    /// Its lines in the order they were added, with products and stock as they are now and the
    /// prices in force at `now`.
    pub async fn list_cart_lines(
        &self,
        id: CartId,
        now: OffsetDateTime,
    ) -> Result<Vec<CartLineRow>, StoreError> {
        self.fetch_all(LIST_CART_LINES, binds![id, now]).await
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
    pub async fn list_cart_lines(
        &mut self,
        id: CartId,
        now: OffsetDateTime,
    ) -> Result<Vec<CartLineRow>, StoreError> {
        self.fetch_all(LIST_CART_LINES, binds![id, now]).await
    }

    /// Makes a cart remember a coupon, or none.
    pub async fn update_cart_coupon(
        &mut self,
        id: CartId,
        coupon: Option<CouponId>,
    ) -> Result<(), StoreError> {
        self.execute(
            "UPDATE carts SET coupon_id = $2 WHERE id = $1",
            binds![id, coupon],
        )
        .await
        .map(drop)
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
