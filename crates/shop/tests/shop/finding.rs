//! Finding orders, however somebody writes what they know.

use domain::{OrderSort, OrderStatus, PaymentStatus, SerialRule};
use shop::{LineSerials, OrderFilter, OrderStep, PageRequest};
use store::testing::Engine;
use time::macros::date;

use crate::support::TestShop;

async fn found(test: &TestShop, filter: OrderFilter) -> usize {
    let page = test.shop.list_orders(filter, PageRequest::default()).await;
    let page = page.unwrap();
    assert_eq!(usize::try_from(page.total).unwrap(), page.items.len());
    page.items.len()
}

fn q(text: &str) -> OrderFilter {
    OrderFilter {
        q: Some(text.to_owned()),
        ..OrderFilter::default()
    }
}

#[tokio::test]
async fn any_spelling_finds_the_order() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        test.stock_asking("P", SerialRule::Imei, 9).await;
        let placed = test.order_one("P", 1, "k1").await;
        test.order_one("P", 1, "k2").await;
        test.bring_to(&placed, OrderStatus::Confirmed).await;
        let serials = vec![LineSerials {
            sku: "P".into(),
            serials: vec!["490154203237518".into()],
        }];
        test.step(&placed, OrderStep::Pack { serials })
            .await
            .unwrap();
        test.bring_to(&placed, OrderStatus::Shipped).await;
        let number = placed.order.number.as_str();
        for one in [
            number.to_lowercase(),
            number.replace('-', " "),
            number[3..7].to_lowercase(),
            "49-015420-323751-8".to_owned(),
            "৪৯০১৫৪২০৩২৩৭৫১৮".to_owned(),
            "PT-1".to_owned(),
        ] {
            assert_eq!(found(&test, q(&one)).await, 1, "{engine:?} {one}");
        }
        for both in [
            "01712345678",
            "+880 1712-345678",
            "০১৭১২৩৪৫৬৭৮",
            "345678",
            "৩৪৫ ৬৭৮",
            "rahima",
            "KHATUN",
            " ",
        ] {
            assert_eq!(found(&test, q(both)).await, 2, "{engine:?} {both}");
        }
        for none in ["karim", "01812345678", "DC-0000-0000", "%", "999999"] {
            assert_eq!(found(&test, q(none)).await, 0, "{engine:?} {none}");
        }
    }
}

#[tokio::test]
async fn days_are_those_of_dhaka_and_conditions_go_together() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        test.stock("A", 100, 9).await;
        let first = test.order_one("A", 1, "k1").await;
        // 12:00 UTC on the 23rd is six in the evening; seven hours later the 24th has begun.
        test.clock
            .advance(std::time::Duration::from_secs(7 * 3_600));
        test.order_one("A", 1, "k2").await;
        let days = |from, until| OrderFilter {
            from,
            until,
            ..OrderFilter::default()
        };
        let (one, two) = (date!(2026 - 11 - 23), date!(2026 - 11 - 24));
        for (from, until, count) in [
            (None, None, 2),
            (Some(one), Some(one), 1),
            (Some(two), None, 1),
            (None, Some(two), 2),
            (None, Some(date!(2026 - 11 - 22)), 0),
        ] {
            assert_eq!(found(&test, days(from, until)).await, count, "{from:?}");
        }
        test.bring_to(&first, OrderStatus::Shipped).await;
        let filter = OrderFilter {
            status: Some(OrderStatus::Shipped),
            payment: Some(PaymentStatus::WithCourier),
            from: Some(one),
            until: Some(one),
            q: Some("rahima".into()),
            sort: OrderSort::Oldest,
        };
        assert_eq!(found(&test, filter.clone()).await, 1);
        let other = OrderFilter {
            payment: Some(PaymentStatus::Due),
            ..filter
        };
        assert_eq!(found(&test, other).await, 0);
    }
}
