//! A parcel's papers: numbers of units that nobody else has, invoices without gaps, one shipment,
//! one payout, one refund.

use std::collections::BTreeSet;

use domain::{OrderStatus, Paisa, PaymentStatus, Refund, RefundChannel, Remittance, SerialRule};
use store::{NewOrder, NoteRow, RefundRow, RemittanceRow, TakenSerial};

use crate::fixtures::{Bench, START};

on_both![
    numbers_of_units_read_back_until_they_are_released,
    a_unit_goes_into_one_parcel,
    two_parcels_with_one_unit_at_once,
    a_packed_line_keeps_what_was_asked_for,
    invoices_are_numbered_without_gaps,
    two_invoices_at_once_have_two_numbers,
    a_parcel_is_handed_over_once,
    a_payment_moves_from_where_it_is,
    money_is_paid_out_and_given_back_once,
    notes_read_back_in_order,
];

async fn placed(bench: &Bench, sku: &str, units: i64) -> NewOrder {
    let variant = bench.stocked(sku, 50).await;
    let new = bench.order(bench.cart(&[]).await, &[(variant, units)]);
    bench.place(&new).await.unwrap();
    new
}

async fn numbers(bench: &Bench, new: &NewOrder) -> Vec<String> {
    let rows = bench.store().list_serials(new.order.id).await.unwrap();
    rows.into_iter().map(|row| row.serial).collect()
}

async fn numbers_of_units_read_back_until_they_are_released(bench: &Bench) {
    let first = placed(bench, "A", 2).await;
    let ids = ["356938035643809".to_owned(), "490154203237518".to_owned()];
    bench.pack(&first, SerialRule::Imei, &ids).await;
    assert_eq!(numbers(bench, &first).await, ids);
    let mut tx = bench.begin().await;
    assert!(
        tx.insert_serials(first.order.id, &[])
            .await
            .unwrap()
            .is_empty()
    );
    tx.release_serials(first.order.id, START).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(
        numbers(bench, &first).await,
        ids,
        "who had them stays known"
    );
    let second = placed(bench, "B", 2).await;
    bench.pack(&second, SerialRule::Imei, &ids).await;
}

async fn a_unit_goes_into_one_parcel(bench: &Bench) {
    let (first, second) = (placed(bench, "A", 1).await, placed(bench, "B", 2).await);
    bench
        .pack(&first, SerialRule::Serial, &["SN1".to_owned()])
        .await;
    let line = second.lines[0].id;
    let mut tx = bench.begin().await;
    let rows = [bench.serial(line, "SN2"), bench.serial(line, "SN1")];
    let taken = tx.insert_serials(second.order.id, &rows).await.unwrap();
    let has_it = TakenSerial {
        serial: "SN1".into(),
        order: first.order.number.clone(),
    };
    assert_eq!(taken, [has_it]);
}

async fn two_parcels_with_one_unit_at_once(bench: &Bench) {
    let (first, second) = (placed(bench, "A", 1).await, placed(bench, "B", 1).await);
    let mut one = bench.begin().await;
    let row = bench.serial(first.lines[0].id, "SN1");
    assert!(
        one.insert_serials(first.order.id, &[row])
            .await
            .unwrap()
            .is_empty()
    );
    let other = async {
        let mut tx = bench.begin().await;
        let row = bench.serial(second.lines[0].id, "SN1");
        tx.insert_serials(second.order.id, &[row])
            .await
            .unwrap()
            .len()
    };
    let finish = async {
        bench.somebody_waits("order_serials").await;
        one.commit().await.unwrap();
    };
    assert_eq!(tokio::join!(other, finish), (1, ()));
}

async fn a_packed_line_keeps_what_was_asked_for(bench: &Bench) {
    let mut product = bench.product("phone", &["PHONE"]);
    product.serials = SerialRule::Imei;
    bench.put(&mut product).await.unwrap();
    let variant = product.variants[0].id;
    let read = bench.store().find_product("phone").await.unwrap().unwrap();
    assert_eq!(read, product);
    let opening = bench.movement(variant, 5, 0, domain::MovementReason::Opening);
    bench.move_stock(&[opening]).await.unwrap();
    let new = bench.order(bench.cart(&[]).await, &[(variant, 1)]);
    bench.place(&new).await.unwrap();
    let asked = async || {
        let lines = bench.store().list_order_lines(new.order.id).await.unwrap();
        lines[0].serials
    };
    assert_eq!(asked().await, SerialRule::Imei, "what the product says");
    product.serials = SerialRule::Serial;
    bench.put(&mut product).await.unwrap();
    assert_eq!(asked().await, SerialRule::Serial, "as it says it now");
    bench
        .pack(&new, SerialRule::Serial, &["SN1".to_owned()])
        .await;
    product.serials = SerialRule::None;
    bench.put(&mut product).await.unwrap();
    assert_eq!(asked().await, SerialRule::Serial, "as it was when packed");
}

async fn invoices_are_numbered_without_gaps(bench: &Bench) {
    let mut got = Vec::new();
    for (sku, year, kept) in [
        ("A", 2025, true),
        ("B", 2025, false),
        ("C", 2025, true),
        ("D", 2026, true),
    ] {
        let new = placed(bench, sku, 1).await;
        let id = new.order.id;
        assert_eq!(bench.store().find_invoice(id).await.unwrap(), None);
        let mut tx = bench.begin().await;
        let invoice = tx.insert_invoice(id, year, bench.now()).await.unwrap();
        if kept {
            tx.commit().await.unwrap();
            assert_eq!(bench.store().find_invoice(id).await.unwrap(), Some(invoice));
            got.push((invoice.fiscal_year, invoice.serial));
        }
    }
    assert_eq!(got, [(2025, 1), (2025, 2), (2026, 1)]);
}

async fn two_invoices_at_once_have_two_numbers(bench: &Bench) {
    let orders = [placed(bench, "A", 1).await, placed(bench, "B", 1).await];
    let issue = async |new: &NewOrder| {
        let mut tx = bench.begin().await;
        let invoice = tx.insert_invoice(new.order.id, 2026, START).await.unwrap();
        tx.commit().await.unwrap();
        invoice.serial
    };
    let (one, two) = tokio::join!(issue(&orders[0]), issue(&orders[1]));
    assert_eq!(BTreeSet::from([one, two]), BTreeSet::from([1, 2]));
}

async fn a_parcel_is_handed_over_once(bench: &Bench) {
    let new = placed(bench, "A", 1).await;
    let id = new.order.id;
    assert_eq!(bench.store().find_shipment(id).await.unwrap(), None);
    bench.ship(id).await;
    let row = bench.store().find_shipment(id).await.unwrap().unwrap();
    assert_eq!(
        (row.courier.as_str(), row.handed_over_at),
        ("Pathao", START)
    );
    assert_eq!(row.tracking, Some(format!("PT-{id}")));
    let mut tx = bench.begin().await;
    let error = tx.insert_shipment(id, &row).await.unwrap_err();
    assert!(error.is_unique("shipments"), "{error}");
}

async fn a_payment_moves_from_where_it_is(bench: &Bench) {
    use PaymentStatus::{Collected, Due, WithCourier};
    let new = placed(bench, "A", 1).await;
    let id = new.order.id;
    assert!(bench.give_payment_status(id, Due, WithCourier).await);
    assert!(!bench.give_payment_status(id, Due, WithCourier).await);
    assert!(bench.give_payment_status(id, WithCourier, Collected).await);
    let events = bench.store().list_payment_events(id).await.unwrap();
    let told: Vec<_> = events.iter().map(|event| event.status).collect();
    assert_eq!(told, [WithCourier, Collected], "each once, in order");
    let order = bench.store().find_order(&new.order.number).await.unwrap();
    let order = order.unwrap();
    assert_eq!(
        (order.payment_status, order.status),
        (Collected, OrderStatus::Pending)
    );
}

async fn money_is_paid_out_and_given_back_once(bench: &Bench) {
    let new = placed(bench, "A", 1).await;
    let (id, total) = (new.order.id, new.order.total);
    let paid_out = RemittanceRow {
        remittance: Remittance::parse(total, Paisa::new(6_000), "STMT-9").unwrap(),
        actor: "staff:rahim".into(),
        at: bench.now(),
    };
    let given_back = RefundRow {
        refund: Refund::parse(total, total, RefundChannel::Bkash, "9F3K2L").unwrap(),
        actor: "staff:rahim".into(),
        at: bench.now(),
    };
    assert_eq!(bench.store().find_remittance(id).await.unwrap(), None);
    assert_eq!(bench.store().find_refund(id).await.unwrap(), None);
    let mut tx = bench.begin().await;
    assert!(tx.insert_remittance(id, &paid_out).await.unwrap());
    assert!(tx.insert_refund(id, &given_back).await.unwrap());
    tx.commit().await.unwrap();
    let mut tx = bench.begin().await;
    assert!(!tx.insert_remittance(id, &paid_out).await.unwrap());
    assert!(!tx.insert_refund(id, &given_back).await.unwrap());
    assert_eq!(
        tx.find_remittance(id).await.unwrap(),
        Some(paid_out.clone())
    );
    tx.commit().await.unwrap();
    let store = bench.store();
    assert_eq!(store.find_remittance(id).await.unwrap(), Some(paid_out));
    assert_eq!(store.find_refund(id).await.unwrap(), Some(given_back));
}

async fn notes_read_back_in_order(bench: &Bench) {
    let new = placed(bench, "A", 1).await;
    let id = new.order.id;
    let mut want = Vec::new();
    for text in ["ফোন ধরছেন না", "called again at five"] {
        let note = NoteRow {
            actor: "staff:rahim".into(),
            text: text.into(),
            at: bench.later(60),
        };
        let mut tx = bench.begin().await;
        tx.insert_note(bench.ambient.uuid_v7(), id, &note)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        want.push(note);
    }
    assert_eq!(bench.store().list_notes(id).await.unwrap(), want);
}
