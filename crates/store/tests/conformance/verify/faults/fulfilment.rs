//! Faults in what goes with a parcel: shipments, invoices, serial numbers, money that moved.

use crate::fixtures::Bench;
use crate::verify::Books;

const NAMES: [&str; 8] = [
    "payment_history_ends_there",
    "remittances_are_collected",
    "refunds_are_owed",
    "shipments_are_orders",
    "invoices_are_orders",
    "invoices_have_no_gaps",
    "serials_are_units",
    "serials_are_out_with_orders",
];

pub(super) fn knows(name: &str) -> bool {
    NAMES.contains(&name)
}

/// The one order whose payment is there.
fn paid(status: &str) -> String {
    format!("order_id IN (SELECT order_id FROM payments WHERE status = '{status}')")
}

/// The orders that are there.
fn at(status: &str) -> String {
    format!("order_id IN (SELECT id FROM orders WHERE status = '{status}')")
}

pub(super) async fn break_it(bench: &Bench, books: &Books, name: &str, fault: usize) {
    let run = async |sql: &str| bench.db.execute(sql).await.unwrap();
    let pending = books.pending.order.number.as_str();
    let is_pending = format!("WHERE number = '{pending}'");
    match (name, fault) {
        ("payment_history_ends_there", _) => {
            let of = paid("with_courier");
            run(&format!("DELETE FROM payment_events WHERE {of}")).await;
        }
        ("remittances_are_collected", 0) => {
            run(&format!(
                "DELETE FROM remittances WHERE {}",
                paid("remitted")
            ))
            .await;
        }
        ("remittances_are_collected", 1) => {
            let of = paid("remitted");
            run(&format!(
                "UPDATE remittances SET received_paisa = received_paisa + 1 WHERE {of}"
            ))
            .await;
        }
        ("remittances_are_collected", _) => {
            run(&format!(
                "INSERT INTO remittances SELECT id, total_paisa, 0, NULL, 'x', placed_at FROM orders {is_pending}"
            ))
            .await;
        }
        ("refunds_are_owed", 0) => run("DELETE FROM refunds").await,
        ("refunds_are_owed", 1) => {
            run("UPDATE refunds SET amount_paisa = amount_paisa + 1").await;
        }
        ("refunds_are_owed", _) => {
            run(&format!(
                "INSERT INTO refunds SELECT id, 1, 'cash', NULL, 'x', placed_at FROM orders {is_pending}"
            ))
            .await;
        }
        ("shipments_are_orders", 0) => {
            run(&format!("DELETE FROM shipments WHERE {}", at("shipped"))).await;
        }
        ("shipments_are_orders", _) => {
            run(&format!(
                "INSERT INTO shipments SELECT id, 'Nobody', NULL, 'x', placed_at FROM orders {is_pending}"
            ))
            .await;
        }
        ("invoices_are_orders", _) => {
            // The number stays used, by an order that needs none.
            run(&format!(
                "UPDATE invoices SET order_id = (SELECT id FROM orders {is_pending}) WHERE {}",
                at("packed")
            ))
            .await;
        }
        ("invoices_have_no_gaps", _) => run("UPDATE invoice_series SET last = last + 1").await,
        (serials, _) => break_serials(bench, serials, fault).await,
    }
}

async fn break_serials(bench: &Bench, name: &str, fault: usize) {
    let run = async |sql: &str| bench.db.execute(sql).await.unwrap();
    let packed = at("packed");
    match (name, fault) {
        ("serials_are_units", 0) => {
            run(&format!(
                "DELETE FROM order_serials WHERE serial = 'Packed0' AND {packed}"
            ))
            .await;
        }
        ("serials_are_units", 1) => {
            run(&format!(
                "UPDATE order_lines SET serials = 'none' WHERE {packed}"
            ))
            .await;
        }
        ("serials_are_units", _) => {
            run(&format!("DELETE FROM order_serials WHERE {packed}")).await;
            run(&format!(
                "UPDATE order_lines SET serials = NULL WHERE {packed}"
            ))
            .await;
        }
        ("serials_are_out_with_orders", 0) => {
            run("UPDATE order_serials SET released_at = packed_at WHERE serial = 'Packed0'").await;
        }
        ("serials_are_out_with_orders", _) => {
            run("UPDATE order_serials SET released_at = NULL WHERE serial = 'Refunded0'").await;
        }
        (other, _) => panic!("nothing breaks {other} yet"),
    }
}
