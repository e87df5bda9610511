//! For every invariant, the faults it is there to notice: each done to books that are in order,
//! around whatever else would have refused it.

use domain::{JobId, MovementReason, Paisa, PaymentId, PaymentStatus, VariantId};
use store::NewJob;
use store::testing::Engine;

mod fulfilment;

use super::Books;
use crate::audit_chain::forge;
use crate::fixtures::{Bench, START};
use crate::idempotency::claim;

/// How many ways there are to break it.
pub(super) fn faults(name: &str) -> usize {
    match name {
        "stock_in_bounds" | "payments_are_orders" | "payment_status_fits_order" => 3,
        "remittances_are_collected" | "refunds_are_owed" | "serials_are_units" => 3,
        "audit_is_chained" => 3,
        "shipments_are_orders" | "serials_are_out_with_orders" | "discount_has_coupon" => 2,
        "stock_on_hand_is_ledger"
        | "stock_reserved_is_ledger"
        | "order_total_is_sum"
        | "no_stuck_job"
        | "cart_lines_have_carts"
        | "stock_reserved_is_promised" => 2,
        _ => 1,
    }
}

/// Takes the guard away that would refuse the fault.
async fn unguard(bench: &Bench, table: &str, constraint: &str) {
    let sql = match bench.engine {
        Engine::Sqlite => {
            "PRAGMA ignore_check_constraints = on; PRAGMA foreign_keys = off".to_owned()
        }
        Engine::Postgres => format!("ALTER TABLE {table} DROP CONSTRAINT {constraint}"),
    };
    bench.db.execute(&sql).await.unwrap();
}

/// Writes the ledger alone.
async fn book(bench: &Bench, variant: VariantId, on_hand: i64, reserved: i64) {
    let mut tx = bench.begin().await;
    let movement = bench.movement(variant, on_hand, reserved, MovementReason::Adjustment);
    tx.insert_movements(&[movement]).await.unwrap();
    tx.commit().await.unwrap();
}

pub(super) async fn break_books(bench: &Bench, books: &Books, name: &str, fault: usize) {
    match (name, fault) {
        (stock, _) if stock.contains("stock") => break_stock(bench, books, name, fault).await,
        (way, _) if fulfilment::knows(way) => fulfilment::break_it(bench, books, name, fault).await,
        (order, _) if order.contains("order") => break_orders(bench, books, name, fault).await,
        ("audit_is_chained", _) => {
            let forgery = [
                "UPDATE audit_log SET actor = 'nobody' WHERE seq = 2",
                "DELETE FROM audit_log WHERE seq = 2",
                "DELETE FROM audit_log WHERE seq = 3",
            ][fault];
            forge(bench, forgery).await;
        }
        ("claims_have_outcomes", _) => {
            let mut tx = bench.begin().await;
            tx.claim_keys(&[claim("guest", "left behind")], START)
                .await
                .unwrap();
            tx.commit().await.unwrap();
        }
        ("cart_lines_have_carts", _) => orphan(bench, books, fault).await,
        (name, _) if name.contains("coupon") || name.contains("flash") => {
            break_promotions(bench, books, name, fault).await;
        }
        ("no_stuck_job", _) => stick(bench, fault).await,
        (other, _) => panic!("nothing breaks {other} yet"),
    }
}

async fn break_stock(bench: &Bench, books: &Books, name: &str, fault: usize) {
    // Too much in the books, then too little.
    let way = if fault == 0 { 1 } else { -1 };
    match (name, fault) {
        ("stock_on_hand_is_ledger", _) => book(bench, books.variant, way, 0).await,
        ("stock_reserved_is_ledger", _) => book(bench, books.variant, 0, way).await,
        ("stock_reserved_is_promised", 0) => {
            bench
                .move_stock(&[bench.movement(books.variant, 0, 1, MovementReason::Adjustment)])
                .await
                .unwrap();
        }
        ("stock_reserved_is_promised", _) => {
            let more = "UPDATE stock_holds SET quantity = quantity + 1";
            bench.db.execute(more).await.unwrap();
        }
        ("stock_in_bounds", _) => out_of_bounds(bench, books, fault).await,
        ("variants_have_stock", _) => {
            let mut tx = bench.begin().await;
            tx.put_product(&bench.product("bare", &["BARE"]))
                .await
                .unwrap();
            tx.commit().await.unwrap();
        }
        (other, _) => panic!("nothing breaks {other} yet"),
    }
}

async fn break_orders(bench: &Bench, books: &Books, name: &str, fault: usize) {
    let number = books.pending.order.number.as_str();
    let run = async |sql: &str| bench.db.execute(sql).await.unwrap();
    match (name, fault) {
        ("order_total_is_sum", 0) => {
            unguard(bench, "orders", "orders_total_adds_up").await;
            run(&format!(
                "UPDATE orders SET delivery_paisa = delivery_paisa + 1 WHERE number = '{number}'"
            ))
            .await;
        }
        ("order_total_is_sum", _) => {
            let shift =
                "SET subtotal_paisa = subtotal_paisa + 1, delivery_paisa = delivery_paisa - 1";
            run(&format!("UPDATE orders {shift} WHERE number = '{number}'")).await;
        }
        ("orders_have_lines", _) => {
            let bare = bench.order(bench.cart(&[]).await, &[]);
            bench.place(&bare).await.unwrap();
        }
        ("order_line_total_is_product", _) => {
            unguard(bench, "order_lines", "order_lines_total_adds_up").await;
            run(
                "UPDATE order_lines SET unit_price_paisa = unit_price_paisa + 1 WHERE quantity = 1",
            )
            .await;
        }
        ("payments_are_orders", _) => wrong_payment(bench, books, fault).await,
        ("payment_status_fits_order", _) => {
            let (order, from, to) = [
                ("confirmed", "due", "with_courier"),
                ("cancelled", "void", "due"),
                ("delivered", "collected", "refund_due"),
            ][fault];
            let of = format!(
                "order_id IN (SELECT id FROM orders WHERE status = '{order}' AND coupon_id IS NULL)"
            );
            // Its history tells the same, so that nothing else is wrong.
            run(&format!(
                "UPDATE payment_events SET status = '{to}' WHERE status = '{from}' AND {of} \
                 AND order_id IN (SELECT order_id FROM payments WHERE status = '{from}')"
            ))
            .await;
            if fault == 0 {
                run(&format!(
                    "INSERT INTO payment_events SELECT id, order_id, '{to}', 'system', NULL, at \
                     FROM order_events WHERE {of} AND status = '{order}'"
                ))
                .await;
            }
            run(&format!(
                "UPDATE payments SET status = '{to}' WHERE status = '{from}' AND {of}"
            ))
            .await;
        }
        ("order_placed_in_ledger", _) => {
            let mut tx = bench.begin().await;
            let mut twice = bench.movement(books.variant, 0, 1, MovementReason::OrderPlaced);
            twice.reference = Some(number.to_owned());
            let back = bench.movement(books.variant, 0, -1, MovementReason::Adjustment);
            tx.insert_movements(&[twice, back]).await.unwrap();
            tx.commit().await.unwrap();
        }
        (other, _) => panic!("nothing breaks {other} yet"),
    }
}

async fn break_promotions(bench: &Bench, books: &Books, name: &str, fault: usize) {
    let run = async |sql: &str| bench.db.execute(sql).await.unwrap();
    match (name, fault) {
        ("coupon_uses_are_counted", _) => run("UPDATE coupons SET uses = uses - 1").await,
        ("coupons_within_limits", _) => {
            unguard(bench, "coupons", "coupons_never_overused").await;
            run("UPDATE coupons SET max_uses = 1").await;
        }
        ("discount_has_coupon", 0) => {
            run(
                "UPDATE order_lines SET discount_paisa = discount_paisa + 1 WHERE id IN (\
                 SELECT l.id FROM order_lines l WHERE l.discount_paisa > 0 ORDER BY l.id LIMIT 1)",
            )
            .await;
        }
        ("discount_has_coupon", _) => {
            unguard(bench, "orders", "orders_discount_has_coupon").await;
            let number = books.pending.order.number.as_str();
            run(&format!(
                "UPDATE orders SET discount_paisa = 1, delivery_paisa = delivery_paisa + 1 WHERE number = '{number}'"
            ))
            .await;
        }
        ("flash_units_are_counted", _) => run("UPDATE flash_lines SET sold = sold - 1").await,
        (other, _) => panic!("nothing breaks {other} yet"),
    }
}

async fn out_of_bounds(bench: &Bench, books: &Books, fault: usize) {
    let level = bench.level(books.variant).await;
    unguard(bench, "stock", "stock_never_oversold").await;
    // Reservations are also promises: where they stay, only the shelf can be wrong.
    let (variant, on_hand) = match fault {
        0 => (books.variant, -(level.on_hand - level.reserved + 1)),
        1 => (books.variant, -level.on_hand),
        _ => (bench.stocked("B", 0).await, -1),
    };
    if fault == 2 && bench.engine == Engine::Postgres {
        bench
            .db
            .execute("ALTER TABLE stock DROP CONSTRAINT stock_on_hand_check")
            .await
            .unwrap();
    }
    bench
        .move_stock(&[bench.movement(variant, on_hand, 0, MovementReason::Adjustment)])
        .await
        .unwrap();
}

async fn wrong_payment(bench: &Bench, books: &Books, fault: usize) {
    let id = books.pending.order.id;
    let of_it = format!("WHERE gateway_txn_id = '{}'", books.pending.order.number);
    match fault {
        0 => bench
            .db
            .execute(&format!(
                "UPDATE payments SET amount_paisa = amount_paisa + 1 {of_it}"
            ))
            .await
            .unwrap(),
        1 => bench
            .db
            .execute(&format!("DELETE FROM payments {of_it}"))
            .await
            .unwrap(),
        _ => {
            let mut tx = bench.begin().await;
            let second = (
                PaymentId::mint(&bench.ambient),
                id,
                "cod",
                "second",
                Paisa::new(1),
            );
            tx.insert_payments(&[second], PaymentStatus::Due, START)
                .await
                .unwrap();
            tx.commit().await.unwrap();
        }
    }
}

async fn orphan(bench: &Bench, books: &Books, fault: usize) {
    let keep = if fault == 0 {
        bench.db.execute("DELETE FROM cart_lines").await.unwrap();
        "stock_holds"
    } else {
        let mut tx = bench.begin().await;
        let freed = tx.delete_holds(&[books.held]).await.unwrap();
        let back = bench.movement(
            books.variant,
            0,
            -freed[0].quantity,
            MovementReason::HoldReleased,
        );
        tx.move_stock(&[back]).await.unwrap();
        tx.commit().await.unwrap();
        unguard(bench, "cart_lines", "cart_lines_cart_id_fkey").await;
        "cart_lines"
    };
    bench
        .db
        .execute(&format!(
            "DELETE FROM carts WHERE id IN (SELECT cart_id FROM {keep})"
        ))
        .await
        .unwrap();
}

async fn stick(bench: &Bench, fault: usize) {
    let job = NewJob {
        id: JobId::mint(&bench.ambient),
        kind: "sms",
        payload: serde_json::json!({}),
        run_at: START - time::Duration::MICROSECOND,
    };
    let mut tx = bench.begin().await;
    tx.insert_jobs(std::slice::from_ref(&job), START)
        .await
        .unwrap();
    if fault == 1 {
        tx.fail_job(job.id, "gave up", None, START).await.unwrap();
    }
    tx.commit().await.unwrap();
}
