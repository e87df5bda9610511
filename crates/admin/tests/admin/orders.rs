//! Orders in the back office: from confirmation to cash, and what is printed on the way.

use axum::http::StatusCode;
use domain::{OrderStatus, PaymentStatus};
use store::testing::Engine;

use crate::office::{Caller, Office};

#[tokio::test]
async fn staff_take_an_order_from_confirmation_to_cash_and_back() {
    for engine in Engine::ALL {
        let office = Office::open(engine).await;
        let staff = office.browser(Caller::Staff).await;
        let number = office.order(OrderStatus::Pending).await;
        let at = format!("/admin/orders/{number}");
        staff.get("/admin/orders").await.assert_has(number.as_str());
        for (what, form, then) in [
            ("moves/confirm", vec![("expected", "pending")], "Pack"),
            (
                "moves/pack",
                vec![
                    ("expected", "confirmed"),
                    ("sku", "KX-55"),
                    ("serial", "49-015420-323751-8"),
                ],
                "490154203237518",
            ),
            (
                "moves/ship",
                vec![
                    ("expected", "packed"),
                    ("courier", "Pathao"),
                    ("tracking", "PT-20931"),
                ],
                "PT-20931",
            ),
            (
                "moves/deliver",
                vec![("expected", "shipped")],
                "Record the courier",
            ),
            (
                "payout",
                vec![("charge", "৬০.৫০"), ("statement", "STMT-9")],
                "STMT-9",
            ),
            ("moves/return", vec![], "Refund by 3 December 2026"),
            (
                "refund",
                vec![
                    ("amount", "24060"),
                    ("channel", "bkash"),
                    ("reference", "9F3K2L"),
                ],
                "9F3K2L",
            ),
        ] {
            let done = staff.post(&format!("{at}/{what}"), &form).await;
            assert_eq!(
                done.status,
                StatusCode::SEE_OTHER,
                "{what}: {}",
                done.html()
            );
            let page = staff.get(done.location()).await;
            page.assert_has("role=\"status\"");
            page.assert_has(then);
        }
        let order = office.shop.staff_order(&number).await.unwrap();
        assert_eq!(order.order.payment_status, PaymentStatus::Refunded);
        assert_eq!(order.remittance.unwrap().charge.get(), 6_050);
        for verdict in office.shop.verify().await.unwrap() {
            assert_eq!(verdict.broken, 0, "{}", verdict.name);
        }
        let page = staff.get(&at).await;
        page.assert_has("Nothing more can happen");
        page.assert_hasnt("/moves/");
    }
}

#[tokio::test]
async fn only_what_can_be_done_now_is_offered() {
    let office = Office::open(Engine::Sqlite).await;
    let staff = office.browser(Caller::Staff).await;
    let all = ["confirm", "pack", "ship", "deliver", "cancel", "return"];
    for (status, offered) in [
        (OrderStatus::Pending, &["confirm", "cancel"][..]),
        (OrderStatus::Confirmed, &["pack", "cancel"]),
    ] {
        let number = office.order(status).await;
        let page = staff.get(&format!("/admin/orders/{number}")).await;
        for m in all {
            let form = format!("/moves/{m}\"");
            assert_eq!(
                page.html().contains(&form),
                offered.contains(&m),
                "{status} {m}"
            );
        }
    }
}

#[tokio::test]
async fn what_was_typed_comes_back_with_what_is_wrong_with_it() {
    let office = Office::open(Engine::Sqlite).await;
    let staff = office.browser(Caller::Staff).await;
    let number = office.order(OrderStatus::Confirmed).await;
    let at = format!("/admin/orders/{number}");
    let pack = |serial| {
        [
            ("expected", "confirmed"),
            ("sku", "KX-55"),
            ("serial", serial),
        ]
    };
    for (serial, says) in [
        ("", "A number is needed for each unit."),
        ("490154203237519", "This is not a valid number."),
    ] {
        let page = staff.post(&format!("{at}/moves/pack"), &pack(serial)).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST);
        page.assert_has(says);
        page.assert_has(&format!("value=\"{serial}\""));
        page.assert_has("href=\"#serial-KX-55-0\"");
    }
    let bangla = staff.post(&format!("/bn{at}/moves/pack"), &pack("")).await;
    bangla.assert_has("প্রতিটি পণ্যের জন্য একটি নম্বর দরকার।");
    let packed = office.order(OrderStatus::Packed).await;
    let taken = staff
        .post(&format!("{at}/moves/pack"), &pack("490154203237518"))
        .await;
    assert_eq!(taken.status, StatusCode::BAD_REQUEST);
    taken.assert_has("went out with another order");
    let at = format!("/admin/orders/{packed}/moves/ship");
    let page = staff
        .post(&at, &[("expected", "packed"), ("tracking", "PT 1")])
        .await;
    page.assert_has("Please write who carries the parcel.");
    page.assert_has("value=\"PT 1\"");
}

#[tokio::test]
async fn a_double_click_is_one_move_and_somebody_else_hears_of_it() {
    let office = Office::open(Engine::Sqlite).await;
    let number = office.order(OrderStatus::Pending).await;
    let at = format!("/admin/orders/{number}/moves/confirm");
    let form = [("expected", "pending")];
    let staff = office.browser(Caller::Staff).await;
    for _click in 0..2 {
        let done = staff.post(&at, &form).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER);
    }
    let other = office.browser(Caller::Admin).await.post(&at, &form).await;
    assert_eq!(other.status, StatusCode::CONFLICT);
    other.assert_has("Somebody moved this order");
    let order = office.shop.staff_order(&number).await.unwrap();
    assert_eq!(order.order.history.len(), 2);
}

#[tokio::test]
async fn many_are_confirmed_at_once() {
    let office = Office::open(Engine::Sqlite).await;
    let staff = office.browser(Caller::Staff).await;
    let (one, two) = (
        office.order(OrderStatus::Pending).await,
        office.order(OrderStatus::Pending).await,
    );
    let ticked = [("number", one.as_str()), ("number", two.as_str())];
    for (form, says) in [
        (&ticked[..], "The orders were confirmed."),
        (&ticked[..1], "The orders were confirmed."),
        (&[], "No order was selected."),
        (&[("number", "DC-0000-0000")], "could not be confirmed"),
    ] {
        let done = staff.post("/admin/orders/confirm", form).await;
        staff.get(done.location()).await.assert_has(says);
    }
    let waiting = office.shop.count_orders_in(OrderStatus::Confirmed).await;
    assert_eq!(waiting.unwrap(), 2);
}

#[tokio::test]
async fn notes_are_kept_and_escaped() {
    let office = Office::open(Engine::Sqlite).await;
    let staff = office.browser(Caller::Staff).await;
    let number = office.order(OrderStatus::Pending).await;
    let at = format!("/admin/orders/{number}/notes");
    let done = staff.post(&at, &[("text", "<b>ফোন</b> ধরছেন না")]).await;
    let page = staff.get(done.location()).await;
    page.assert_has("ফোন");
    page.assert_hasnt("<b>");
    let empty = staff.post(&at, &[("text", "  ")]).await;
    assert_eq!(empty.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_list_is_filtered_and_survives_odd_filters() {
    let office = Office::open(Engine::Sqlite).await;
    let staff = office.browser(Caller::Staff).await;
    let one = office.order(OrderStatus::Pending).await;
    let two = office.order(OrderStatus::Confirmed).await;
    for (query, has_one, has_two) in [
        ("", true, true),
        ("?status=confirmed", false, true),
        (
            "?q=%E0%A7%A6%E0%A7%A7%E0%A7%AD%E0%A7%A7%E0%A7%A8%E0%A7%A9%E0%A7%AA%E0%A7%AB%E0%A7%AC%E0%A7%AD%E0%A7%AE",
            true,
            true,
        ),
        ("?from=2026-11-23&until=2026-11-23", true, true),
        ("?until=2026-11-22", false, false),
        ("?payment=remitted", false, false),
        ("?status=lost&payment=x&from=y&sort=z&page=-1", true, true),
    ] {
        let page = staff.get(&format!("/admin/orders{query}")).await;
        assert_eq!(page.status, StatusCode::OK, "{query}");
        assert_eq!(page.html().contains(one.as_str()), has_one, "{query}");
        assert_eq!(page.html().contains(two.as_str()), has_two, "{query}");
    }
}

#[tokio::test]
async fn an_invoice_has_the_fields_of_mushak_6_3() {
    let office = Office::open(Engine::Sqlite).await;
    let staff = office.browser(Caller::Staff).await;
    let early = office.order(OrderStatus::Confirmed).await;
    let none = staff.get(&format!("/admin/orders/{early}/invoice")).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    let number = office.order(OrderStatus::Packed).await;
    let page = staff.get(&format!("/admin/orders/{number}/invoice")).await;
    for field in [
        "Mushak-6.3",
        "DhakaCart Limited",
        "000123456-0101",
        "House 7, Road 4, Dhanmondi, Dhaka",
        "2026-27/000001",
        "23 November 2026",
        "Rahima Khatun",
        "490154203237518",
        "15%",
        // 23,990 with VAT is 20,860.87 and 3,129.13.
        "৳20,860.87",
        "৳3,129.13",
        "৳23,990",
        "৳24,060",
    ] {
        page.assert_has(field);
    }
    let bangla = staff
        .get(&format!("/bn/admin/orders/{number}/invoice"))
        .await;
    bangla.assert_has("মূসক-৬.৩");
    bangla.assert_has("৳২০,৮৬০.৮৭");
}

#[tokio::test]
async fn queues_are_printed_as_one() {
    let office = Office::open(Engine::Sqlite).await;
    let staff = office.browser(Caller::Staff).await;
    for queue in ["to-pack", "to-hand-over"] {
        let empty = staff.get(&format!("/admin/orders/{queue}")).await;
        empty.assert_has("Nothing is waiting.");
    }
    let confirmed = office.order(OrderStatus::Confirmed).await;
    let packed = office.order(OrderStatus::Packed).await;
    let pack = staff.get("/admin/orders/to-pack").await;
    pack.assert_has(confirmed.as_str());
    pack.assert_has("IMEI");
    pack.assert_hasnt(packed.as_str());
    let hand_over = staff.get("/bn/admin/orders/to-hand-over").await;
    hand_over.assert_has(packed.as_str());
    hand_over.assert_has("৳২৪,০৬০");
    hand_over.assert_hasnt(confirmed.as_str());
}
