//! Proof that the books add up: each invariant is one statement that counts what breaks it.

use time::OffsetDateTime;

use crate::sql::binds;
use crate::{Store, StoreError};

/// What became of one invariant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Its name.
    pub name: &'static str,
    /// What it says, in words.
    pub says: &'static str,
    /// Rows that break it; 0 means that it holds.
    pub broken: i64,
}

/// (name, what it says, a statement counting what breaks it)
const INVARIANTS: &[(&str, &str, &str)] = &[
    (
        "stock_on_hand_is_ledger",
        "units on hand are the sum of the stock ledger",
        "SELECT COUNT(*) AS value FROM stock s WHERE s.on_hand <> \
         (SELECT COALESCE(SUM(m.on_hand_delta), 0) FROM stock_movements m WHERE m.variant_id = s.variant_id)",
    ),
    (
        "stock_reserved_is_ledger",
        "units reserved are the sum of the stock ledger",
        "SELECT COUNT(*) AS value FROM stock s WHERE s.reserved <> \
         (SELECT COALESCE(SUM(m.reserved_delta), 0) FROM stock_movements m WHERE m.variant_id = s.variant_id)",
    ),
    (
        "stock_reserved_is_promised",
        "units reserved are those of open orders and checkout holds",
        "SELECT COUNT(*) AS value FROM stock s WHERE s.reserved <> \
         (SELECT COALESCE(SUM(l.quantity), 0) FROM order_lines l JOIN orders o ON o.id = l.order_id \
          WHERE l.variant_id = s.variant_id AND o.status IN ('pending', 'confirmed', 'packed')) + \
         (SELECT COALESCE(SUM(h.quantity), 0) FROM stock_holds h WHERE h.variant_id = s.variant_id)",
    ),
    (
        "stock_in_bounds",
        "no stock is negative or promised twice",
        "SELECT COUNT(*) AS value FROM stock WHERE on_hand < 0 OR reserved < 0 OR reserved > on_hand",
    ),
    (
        "variants_have_stock",
        "every variant has a stock row",
        "SELECT COUNT(*) AS value FROM variants v WHERE NOT EXISTS (SELECT 1 FROM stock s WHERE s.variant_id = v.id)",
    ),
    (
        "order_total_is_sum",
        "an order's total is its lines plus delivery less discount",
        "SELECT COUNT(*) AS value FROM orders o WHERE o.total_paisa <> o.subtotal_paisa + o.delivery_paisa - o.discount_paisa \
         OR o.subtotal_paisa <> (SELECT COALESCE(SUM(l.line_total_paisa), 0) FROM order_lines l WHERE l.order_id = o.id)",
    ),
    (
        "orders_have_lines",
        "every order has lines",
        "SELECT COUNT(*) AS value FROM orders o WHERE NOT EXISTS (SELECT 1 FROM order_lines l WHERE l.order_id = o.id)",
    ),
    (
        "order_line_total_is_product",
        "a line's total is its price times its quantity",
        "SELECT COUNT(*) AS value FROM order_lines WHERE line_total_paisa <> unit_price_paisa * quantity",
    ),
    (
        "payments_are_orders",
        "every order has exactly one payment, of its total",
        "SELECT COUNT(*) AS value FROM orders o WHERE (SELECT COUNT(*) FROM payments p WHERE p.order_id = o.id \
         AND p.amount_paisa = o.total_paisa) <> 1 OR (SELECT COUNT(*) FROM payments p WHERE p.order_id = o.id) <> 1",
    ),
    (
        "payment_status_fits_order",
        "a payment's status fits its order's",
        "SELECT COUNT(*) AS value FROM orders o JOIN payments p ON p.order_id = o.id WHERE NOT (\
         (o.status IN ('pending', 'confirmed', 'packed') AND p.status = 'due') OR \
         (o.status = 'shipped' AND p.status = 'with_courier') OR \
         (o.status = 'delivered' AND p.status IN ('collected', 'remitted')) OR \
         (o.status = 'cancelled' AND p.status = 'void') OR \
         (o.status = 'returned' AND p.status IN ('void', 'refund_due', 'refunded')))",
    ),
    (
        "payment_history_ends_there",
        "a payment's status is the last of its history",
        "SELECT COUNT(*) AS value FROM payments p WHERE p.status <> COALESCE((SELECT e.status FROM payment_events e \
         WHERE e.order_id = p.order_id ORDER BY e.id DESC LIMIT 1), 'due')",
    ),
    (
        "remittances_are_collected",
        "a courier pays out what it collected less its charge, and a remitted payment is paid out",
        "SELECT COUNT(*) AS value FROM payments p LEFT JOIN remittances r ON r.order_id = p.order_id \
         WHERE (p.status = 'remitted' AND r.order_id IS NULL) OR (r.order_id IS NOT NULL AND \
         (p.status NOT IN ('remitted', 'refund_due', 'refunded') OR r.received_paisa + r.charge_paisa <> p.amount_paisa))",
    ),
    (
        "refunds_are_owed",
        "a payment is refunded if and only if its buyer got money back, and no more than was collected",
        "SELECT COUNT(*) AS value FROM payments p LEFT JOIN refunds r ON r.order_id = p.order_id \
         WHERE (p.status = 'refunded' AND r.order_id IS NULL) OR (r.order_id IS NOT NULL AND \
         (p.status <> 'refunded' OR r.amount_paisa > p.amount_paisa))",
    ),
    (
        "shipments_are_orders",
        "an order has a shipment if and only if it left the shop",
        "SELECT COUNT(*) AS value FROM orders o WHERE (o.status IN ('shipped', 'delivered', 'returned')) \
         <> EXISTS (SELECT 1 FROM shipments s WHERE s.order_id = o.id)",
    ),
    (
        "invoices_are_orders",
        "every packed order has an invoice",
        "SELECT COUNT(*) AS value FROM orders o WHERE o.status IN ('packed', 'shipped', 'delivered', 'returned') \
         AND NOT EXISTS (SELECT 1 FROM invoices i WHERE i.order_id = o.id)",
    ),
    (
        "invoices_have_no_gaps",
        "the invoices of a fiscal year are numbered from 1 without a gap",
        "SELECT COUNT(*) AS value FROM invoice_series s WHERE s.last <> \
         (SELECT COUNT(*) FROM invoices i WHERE i.fiscal_year = s.fiscal_year AND i.serial BETWEEN 1 AND s.last)",
    ),
    (
        "serials_are_units",
        "a packed line has a number for each unit if its product asks for one, and none if not",
        "SELECT COUNT(*) AS value FROM order_lines l JOIN orders o ON o.id = l.order_id WHERE \
         (SELECT COUNT(*) FROM order_serials s WHERE s.line_id = l.id) <> CASE WHEN l.serials IN ('imei', 'serial') \
         THEN l.quantity ELSE 0 END OR (o.status IN ('packed', 'shipped', 'delivered', 'returned') AND l.serials IS NULL)",
    ),
    (
        "serials_are_out_with_orders",
        "a unit's number is taken while its order has the unit, and free when it came back",
        "SELECT COUNT(*) AS value FROM order_serials s JOIN orders o ON o.id = s.order_id \
         WHERE (s.released_at IS NULL) <> (o.status IN ('packed', 'shipped', 'delivered'))",
    ),
    (
        "order_placed_in_ledger",
        "every order's units went through the ledger once, when it was placed",
        "SELECT COUNT(*) AS value FROM orders o WHERE (SELECT COALESCE(SUM(l.quantity), 0) FROM order_lines l WHERE l.order_id = o.id) \
         <> (SELECT COALESCE(SUM(m.reserved_delta), 0) FROM stock_movements m WHERE m.reference = o.number AND m.reason = 'order_placed')",
    ),
    (
        "coupon_uses_are_counted",
        "a coupon's uses are the orders that used it and were not cancelled",
        "SELECT COUNT(*) AS value FROM coupons k WHERE k.uses <> \
         (SELECT COUNT(*) FROM orders o WHERE o.coupon_id = k.id AND o.status <> 'cancelled')",
    ),
    (
        "coupons_within_limits",
        "no coupon was used more often than it may be",
        "SELECT COUNT(*) AS value FROM coupons WHERE uses > max_uses OR uses < 0",
    ),
    (
        "discount_has_coupon",
        "an order's discount is its coupon's: spread over its lines, or its delivery charge",
        "SELECT COUNT(*) AS value FROM (SELECT o.coupon_id, o.discount_paisa, o.delivery_paisa, \
         (SELECT COALESCE(SUM(l.discount_paisa), 0) FROM order_lines l WHERE l.order_id = o.id) AS off FROM orders o) x \
         WHERE (x.coupon_id IS NULL) <> (x.discount_paisa = 0) \
         OR NOT (x.off = x.discount_paisa OR (x.off = 0 AND x.discount_paisa = x.delivery_paisa))",
    ),
    (
        "flash_units_are_counted",
        "units sold in a flash sale are those of orders that were not cancelled",
        "SELECT COUNT(*) AS value FROM flash_lines f WHERE f.sold <> (SELECT COALESCE(SUM(l.quantity), 0) \
         FROM order_lines l JOIN orders o ON o.id = l.order_id WHERE l.flash_line_id = f.id AND o.status <> 'cancelled')",
    ),
    (
        "claims_have_outcomes",
        "no idempotency key was left without an outcome",
        "SELECT COUNT(*) AS value FROM idempotency_keys WHERE outcome IS NULL",
    ),
    (
        "cart_lines_have_carts",
        "no cart line or hold is orphaned",
        "SELECT COUNT(*) AS value FROM (SELECT cart_id FROM stock_holds UNION ALL SELECT cart_id FROM cart_lines) k \
         WHERE NOT EXISTS (SELECT 1 FROM carts c WHERE c.id = k.cart_id)",
    ),
];

impl Store {
    /// Proves every invariant. `stuck_before`: jobs due before that moment should be done.
    pub async fn verify(&self, stuck_before: OffsetDateTime) -> Result<Vec<Verdict>, StoreError> {
        let mut verdicts = Vec::with_capacity(INVARIANTS.len() + 2);
        for &(name, says, statement) in INVARIANTS {
            let broken = self.fetch_one(statement, vec![]).await?;
            verdicts.push(Verdict { name, says, broken });
        }
        let broken = self
            .fetch_one(
                "SELECT COUNT(*) AS value FROM jobs WHERE done_at IS NULL AND run_at < $1",
                binds![stuck_before],
            )
            .await?;
        verdicts.push(Verdict {
            name: "no_stuck_job",
            says: "no job is long overdue or given up",
            broken,
        });
        verdicts.push(Verdict {
            name: "audit_is_chained",
            says: "the audit log is whole: no entry was changed, removed, moved or slipped in",
            broken: self.prove_audit().await?.broken,
        });
        Ok(verdicts)
    }
}
