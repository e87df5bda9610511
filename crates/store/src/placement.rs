//! The statements that place orders: one each for a whole batch.

use std::collections::HashSet;

use domain::{
    CartId, OrderId, OrderNumber, Paisa, ProductStatus, Sku, StockLevel, Text, UserId, VariantId,
};

use crate::sql::{FromRow, Row, Value, binds};
use crate::{OrderLineRow, OrderRow, StoreError, Tx};

/// A line of a cart at checkout; its stock row is locked until commit.
#[derive(Debug, Clone)]
pub struct CheckoutLine {
    /// The cart.
    pub cart: CartId,
    /// Whose cart.
    pub user: Option<UserId>,
    /// The order the cart became already.
    pub ordered: Option<OrderNumber>,
    /// The variant.
    pub variant: VariantId,
    /// Its SKU.
    pub sku: Sku,
    /// Its option values.
    pub options: Vec<String>,
    /// The product's title.
    pub title: Text,
    /// Its price, if it is for sale.
    pub price: Option<Paisa>,
    /// Whether VAT is in the price.
    pub taxable: bool,
    /// Units wanted.
    pub quantity: i64,
    /// Stock now.
    pub level: StockLevel,
}

/// An order to be written with its lines.
#[derive(Debug, Clone)]
pub struct NewOrder {
    /// The order.
    pub order: OrderRow,
    /// The cart it came from.
    pub cart: CartId,
    /// SHA-256 of its access token.
    pub access_hash: Vec<u8>,
    /// Its lines.
    pub lines: Vec<OrderLineRow>,
}

impl FromRow for CheckoutLine {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let status: ProductStatus = row.parse("status")?;
        let active: bool = row.get("active")?;
        let price: Option<Paisa> = row.get("price_paisa")?;
        let ordered: Option<String> = row.get("ordered")?;
        Ok(Self {
            cart: row.get("cart_id")?,
            user: row.get("user_id")?,
            ordered: ordered
                .map(|n| {
                    n.parse()
                        .map_err(|e| StoreError::corrupt("orders.number", e))
                })
                .transpose()?,
            variant: row.get("variant_id")?,
            sku: row.parse("sku")?,
            options: row.json("options")?,
            title: Text {
                en: row.get("title_en")?,
                bn: row.get("title_bn")?,
            },
            price: price.filter(|_| active && status == ProductStatus::Active),
            taxable: row.get("taxable")?,
            quantity: row.get("quantity")?,
            level: StockLevel {
                on_hand: row.get("on_hand")?,
                reserved: row.get("reserved")?,
            },
        })
    }
}

struct OrderIdRow(OrderId);

impl FromRow for OrderIdRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        row.get("id").map(Self)
    }
}

impl Tx {
    /// Lines of some carts with prices, and their stock locked in variant order.
    pub async fn lock_checkout_lines(
        &mut self,
        carts: &[CartId],
    ) -> Result<Vec<CheckoutLine>, StoreError> {
        if carts.is_empty() {
            return Ok(Vec::new());
        }
        let binds: Vec<Value> = carts.iter().map(|&id| Value::from(id)).collect();
        self.fetch_list(
            "SELECT c.id AS cart_id, c.user_id, l.variant_id, l.quantity, v.sku, v.options, v.price_paisa, \
             v.taxable, v.active, p.title_en, p.title_bn, p.status, s.on_hand, s.reserved, \
             (SELECT o.number FROM orders o WHERE o.cart_id = c.id) AS ordered \
             FROM carts c JOIN cart_lines l ON l.cart_id = c.id JOIN variants v ON v.id = l.variant_id \
             JOIN products p ON p.id = v.product_id JOIN stock s ON s.variant_id = v.id \
             WHERE c.id IN ({list}) ORDER BY s.variant_id, l.added_at {lock:s}",
            carts.len(),
            binds,
        )
        .await
    }

    /// Writes orders. Answers those that were written: a cart that became an order in another
    /// transaction meanwhile (UNIQUE `cart_id`) is left out.
    pub async fn insert_orders(
        &mut self,
        orders: &[&NewOrder],
    ) -> Result<HashSet<OrderId>, StoreError> {
        if orders.is_empty() {
            return Ok(HashSet::new());
        }
        let binds: Vec<Value> = orders.iter().flat_map(|new| order_binds(new)).collect();
        let rows: Vec<OrderIdRow> = self
            .fetch_list(
                "INSERT INTO orders (id, number, cart_id, user_id, access_hash, status, payment_method, lang, \
                 contact_name, contact_phone, contact_email, address_line, address_area, address_district, \
                 subtotal_paisa, delivery_paisa, discount_paisa, total_paisa, vat_paisa, placed_at, updated_at) \
                 VALUES {rows:21} ON CONFLICT (cart_id) DO NOTHING RETURNING id",
                orders.len(),
                binds,
            )
            .await?;
        Ok(rows.into_iter().map(|row| row.0).collect())
    }

    /// Writes the lines of orders.
    pub async fn insert_order_lines(&mut self, orders: &[&NewOrder]) -> Result<(), StoreError> {
        let binds: Vec<Value> = orders
            .iter()
            .flat_map(|new| new.lines.iter().map(move |line| (new.order.id, line)))
            .flat_map(|(order, line)| {
                binds![
                    line.id,
                    order,
                    line.position,
                    line.variant,
                    line.sku.as_str(),
                    line.title.en.as_str(),
                    line.title.bn.as_deref(),
                    line.variant_title.as_str(),
                    line.unit_price,
                    line.quantity,
                    line.line_total,
                    line.vat
                ]
            })
            .collect();
        if binds.is_empty() {
            return Ok(());
        }
        self.execute_list(
            "INSERT INTO order_lines (id, order_id, position, variant_id, sku, title_en, title_bn, variant_title, \
             unit_price_paisa, quantity, line_total_paisa, vat_paisa) VALUES {rows:12}",
            binds.len() / 12,
            binds,
        )
        .await
        .map(drop)
    }
}

fn order_binds(new: &NewOrder) -> Vec<Value> {
    let order = &new.order;
    binds![
        order.id,
        order.number.as_str(),
        new.cart,
        order.user,
        new.access_hash.as_slice(),
        order.status.as_str(),
        order.payment_method.as_str(),
        order.lang.as_str(),
        order.contact_name.as_str(),
        order.contact_phone.as_str(),
        order.contact_email.as_deref(),
        order.address_line.as_str(),
        order.address_area.as_str(),
        order.address_district.as_str(),
        order.subtotal,
        order.delivery,
        order.discount,
        order.total,
        order.vat,
        order.placed_at,
        order.updated_at
    ]
}
