//! The statements that place orders: one each for a whole batch.

use std::collections::HashSet;

use domain::{
    CartId, Coupon, CouponUses, OrderId, OrderNumber, Paisa, Phone, ProductStatus, Sku, StockLevel,
    Text, UserId, VariantId,
};
use time::OffsetDateTime;

use crate::coupons::find_terms;
use crate::sql::{FromRow, Row, Value, binds};
use crate::{OrderLineRow, OrderRow, SaleInForce, StoreError, Tx};

/// A cart to be ordered, and who by: what coupons and sales allow depends on it.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The cart.
    pub cart: CartId,
    /// The buyer's phone.
    pub phone: Phone,
    /// The buyer's account.
    pub user: Option<UserId>,
}

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
    /// Its price now, a running sale's included, if it is for sale.
    pub price: Option<Paisa>,
    /// The sale that sets the price.
    pub sale: Option<SaleInForce>,
    /// Units of that sale's line that the buyer has ordered before.
    pub bought: i64,
    /// Whether VAT is in the price.
    pub taxable: bool,
    /// Units wanted.
    pub quantity: i64,
    /// Stock now.
    pub level: StockLevel,
    /// The coupon its cart remembers, and how often it was used. Not locked: the triggers on
    /// `orders` refuse one use too many.
    pub coupon: Option<(Coupon, CouponUses)>,
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
        let regular: Option<Paisa> = row.get("price_paisa")?;
        let sale = SaleInForce::find(row)?;
        let price = sale.as_ref().map(|sale| sale.price).or(regular);
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
            sale,
            bought: row.get("sale_bought")?,
            taxable: row.get("taxable")?,
            quantity: row.get("quantity")?,
            level: StockLevel {
                on_hand: row.get("on_hand")?,
                reserved: row.get("reserved")?,
            },
            coupon: match find_terms(row)? {
                Some((coupon, in_all)) => {
                    let uses = CouponUses {
                        in_all,
                        by_phone: row.get("uses_by_phone")?,
                        by_account: row.get("uses_by_account")?,
                    };
                    Some((coupon, uses))
                }
                None => None,
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
    /// Lines of some carts with the prices in force at `now`, their coupons, and their stock locked
    /// in variant order.
    pub async fn lock_checkout_lines(
        &mut self,
        asked: &[Asked],
        now: OffsetDateTime,
    ) -> Result<Vec<CheckoutLine>, StoreError> {
        if asked.is_empty() {
            return Ok(Vec::new());
        }
        let mut binds = binds![now];
        binds.extend(asked.iter().flat_map(|a| binds![a.cart, a.phone.as_str()]));
        binds.extend(asked.iter().flat_map(|a| binds![a.cart, a.user]));
        binds.extend(asked.iter().map(|a| Value::from(a.cart)));
        self.fetch_list(
            "WITH asked AS (SELECT c.id, c.user_id, c.coupon_id, CASE c.id{when:text} END AS phone, \
             CASE c.id{when:uuid} END AS buyer FROM carts c WHERE c.id IN ({list})) \
             SELECT c.id AS cart_id, c.user_id, l.variant_id, l.quantity, v.sku, v.options, v.price_paisa, \
             v.taxable, v.active, p.title_en, p.title_bn, p.status, s.on_hand, s.reserved, \
             (SELECT o.number FROM orders o WHERE o.cart_id = c.id) AS ordered, \
             f.id AS flash_line_id, f.price_paisa AS sale_paisa, f.units_per_customer, fs.ends_at AS sale_ends_at, \
             CAST(CASE WHEN f.id IS NULL THEN 0 ELSE (SELECT COALESCE(SUM(x.quantity), 0) FROM orders o \
             JOIN order_lines x ON x.order_id = o.id WHERE o.contact_phone = c.phone AND o.status <> 'cancelled' \
             AND x.flash_line_id = f.id) END AS bigint) AS sale_bought, \
             k.id AS coupon_id, k.code AS coupon_code, k.kind AS coupon_kind, k.percent AS coupon_percent, \
             k.amount_paisa AS coupon_amount_paisa, k.min_subtotal_paisa AS coupon_min_subtotal_paisa, \
             k.starts_at AS coupon_starts_at, k.ends_at AS coupon_ends_at, k.max_uses AS coupon_max_uses, \
             k.max_uses_per_customer AS coupon_max_uses_per_customer, k.active AS coupon_active, k.uses AS coupon_uses, \
             (SELECT COUNT(*) FROM orders o WHERE o.coupon_id = k.id AND o.contact_phone = c.phone \
             AND o.status <> 'cancelled') AS uses_by_phone, \
             (SELECT COUNT(*) FROM orders o WHERE o.coupon_id = k.id AND o.user_id = c.buyer \
             AND o.status <> 'cancelled') AS uses_by_account \
             FROM asked c JOIN cart_lines l ON l.cart_id = c.id JOIN variants v ON v.id = l.variant_id \
             JOIN products p ON p.id = v.product_id JOIN stock s ON s.variant_id = v.id \
             LEFT JOIN flash_lines f ON f.id = (SELECT fl.id FROM flash_lines fl JOIN flash_sales r ON r.id = fl.sale_id \
             WHERE fl.variant_id = v.id AND fl.active = true AND fl.price_paisa < v.price_paisa \
             AND r.starts_at <= $1 AND r.ends_at > $1 ORDER BY fl.price_paisa, fl.id LIMIT 1) \
             LEFT JOIN flash_sales fs ON fs.id = f.sale_id LEFT JOIN coupons k ON k.id = c.coupon_id \
             ORDER BY s.variant_id, l.added_at {lock:s}",
            asked.len(),
            binds,
        )
        .await
    }

    /// Writes orders, which takes a use of each one's coupon: in the order given, which must be that
    /// of their coupons' ids, so that two transactions can't wait for each other in a circle.
    /// Answers those that were written: a cart that became an order in another
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
                 subtotal_paisa, delivery_paisa, discount_paisa, total_paisa, vat_paisa, coupon_id, coupon_code, \
                 placed_at, updated_at) VALUES {rows:23} ON CONFLICT (cart_id) DO NOTHING RETURNING id",
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
                    line.discount,
                    line.vat,
                    line.flash_line
                ]
            })
            .collect();
        if binds.is_empty() {
            return Ok(());
        }
        self.execute_list(
            "INSERT INTO order_lines (id, order_id, position, variant_id, sku, title_en, title_bn, variant_title, \
             unit_price_paisa, quantity, line_total_paisa, discount_paisa, vat_paisa, flash_line_id) VALUES {rows:14}",
            binds.len() / 14,
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
        order.coupon.as_ref().map(|(id, _)| *id),
        order.coupon.as_ref().map(|(_, code)| code.as_str()),
        order.placed_at,
        order.updated_at
    ]
}
