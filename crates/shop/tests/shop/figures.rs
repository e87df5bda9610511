//! The figures of the day: what counts as today, and what a refusal costs.

use std::time::Duration;

use domain::Paisa;
use shop::{DayFigures, OrderStep, Refusals};
use store::testing::Engine;

use crate::support::{DELIVERY, TestShop, number, place, staff};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

#[tokio::test]
async fn today_stands_beside_the_same_time_last_week() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        test.stock("A", 500, 100).await;
        test.order_one("A", 1, "last-week").await;
        // Later that day: not yet by the time of day that it is now.
        test.clock.advance(Duration::from_secs(3600));
        test.order_one("A", 2, "last-week-later").await;
        test.clock.advance(7 * DAY - Duration::from_secs(1800));
        test.order_one("A", 3, "today").await;
        let cancelled = test.order_one("A", 4, "cancelled").await;
        test.shop
            .move_order(&staff(), number(&cancelled), OrderStep::Cancel.into())
            .await
            .unwrap();
        test.cart(&[("A", 1)]).await;
        let figures = test.shop.figures().await.unwrap();
        let worth = |units: i64| Paisa::new(units * 50_000 + DELIVERY);
        let expected = DayFigures {
            orders: 2,
            revenue: worth(3),
            carts: 3,
        };
        assert_eq!(figures.today, expected);
        let expected = DayFigures {
            orders: 1,
            revenue: worth(1),
            carts: 1,
        };
        assert_eq!(figures.last_week, expected);
        let past = test.shop.past_days(13).await.unwrap();
        assert_eq!(past.len(), 13);
        let both_days = Paisa::new(worth(1).get() + worth(2).get());
        let busy: Vec<_> = past.iter().filter(|day| day.orders > 0).collect();
        assert_eq!(busy.len(), 1);
        assert_eq!((busy[0].orders, busy[0].revenue), (2, both_days));
        assert_eq!(past.iter().position(|day| day.orders > 0), Some(6));
    }
}

#[tokio::test]
async fn refusals_of_every_process_add_up() {
    for engine in Engine::ALL {
        let mut test = TestShop::open(engine).await;
        test.stock("A", 500, 1).await;
        let other = test.another().await;
        for (shop, times) in [(&test.shop, 2), (&other, 1)] {
            for _ in 0..times {
                let cart = test.cart(&[("A", 1)]).await;
                let key = cart.id.to_string();
                place(shop, &cart, 1, &key).await.unwrap_err();
            }
            shop.write_refusals().await.unwrap();
            // Nothing new, nothing added, nothing asked.
            let before = test.db.store().statements();
            shop.write_refusals().await.unwrap();
            assert_eq!(test.db.store().statements(), before);
        }
        let refusals = |today, last_week| {
            vec![Refusals {
                code: "price_changed".into(),
                today,
                last_week,
            }]
        };
        assert_eq!(test.shop.figures().await.unwrap().refusals, refusals(3, 0));
        test.clock.advance(7 * DAY);
        assert_eq!(test.shop.figures().await.unwrap().refusals, refusals(0, 3));
    }
}

#[tokio::test]
async fn what_cannot_be_written_is_kept_for_the_next_time() {
    let test = TestShop::open(Engine::Sqlite).await;
    test.stock("A", 500, 1).await;
    let cart = test.cart(&[("A", 1)]).await;
    place(&test.shop, &cart, 1, "k").await.unwrap_err();
    let away = "ALTER TABLE refusals RENAME TO away";
    test.db.execute(away).await.unwrap();
    assert!(test.shop.write_refusals().await.is_err());
    let back = "ALTER TABLE away RENAME TO refusals";
    test.db.execute(back).await.unwrap();
    test.shop.write_refusals().await.unwrap();
    assert_eq!(test.shop.figures().await.unwrap().refusals[0].today, 1);
}
