//! Flash sales: the price in force at the moment of ordering, and a share for everybody.

use std::time::Duration;

use domain::{CampaignState, Paisa};
use shop::{
    Caller, FlashLineInput, FlashSaleError, FlashSaleInput, FlashSaleView, OverLimit, PageRequest,
    PlaceOrderError,
};
use store::testing::Engine;

use crate::support::{DELIVERY, TestShop, fill, number, place, place_by, staff};

fn input(test: &TestShop, lines: &[(&str, i64, i64)], minutes: (i64, i64)) -> FlashSaleInput {
    let at = |minutes| test.shop.ambient().now() + time::Duration::minutes(minutes);
    let line = |&(sku, taka, units_per_customer): &(&str, i64, i64)| FlashLineInput {
        sku: sku.into(),
        price: Paisa::from_taka(taka),
        units_per_customer,
    };
    FlashSaleInput {
        name: "Eid hours".into(),
        name_bn: "ঈদের প্রহর".into(),
        starts_at: at(minutes.0),
        ends_at: at(minutes.1),
        lines: lines.iter().map(line).collect(),
    }
}

/// Goods A at 100 taka, on sale at 60 for the next hour.
async fn on_sale(test: &TestShop, units_per_customer: i64) -> FlashSaleView {
    test.stock("A", 100, 1_000).await;
    let input = input(test, &[("A", 60, units_per_customer)], (0, 60));
    test.shop.create_flash_sale(&staff(), input).await.unwrap()
}

#[tokio::test]
async fn the_price_in_force_is_the_one_of_the_moment() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        test.stock("A", 100, 1_000).await;
        let coming = input(&test, &[("A", 60, 9)], (10, 20));
        let sale = test.shop.create_flash_sale(&staff(), coming).await.unwrap();
        assert_eq!(sale.state, CampaignState::Upcoming);
        let cart = test.cart(&[("A", 2)]).await;
        assert_eq!((cart.subtotal.get(), cart.lines[0].sale), (20_000, None));
        test.clock.advance(Duration::from_secs(600));
        let cart = test.shop.cart(&Caller::Anonymous, cart.id).await.unwrap();
        let on_sale = cart.lines[0].sale.unwrap();
        assert_eq!(cart.subtotal.get(), 12_000);
        assert_eq!(on_sale.regular_price, Paisa::from_taka(100));
        assert_eq!(
            (on_sale.ends_at, on_sale.units_per_customer),
            (sale.ends_at, 9)
        );
        let shown = test.shop.catalogue();
        shown.refresh().await.unwrap();
        assert_eq!(
            shown.snapshot().product("a").unwrap().price,
            Paisa::from_taka(60)
        );
        let other = test.cart(&[("A", 1)]).await;
        let placed = place(&test.shop, &other, 6_000 + DELIVERY, "k1")
            .await
            .unwrap();
        assert_eq!(placed.order.lines[0].unit_price, Paisa::from_taka(60));
        // The end of the sale comes between the cart and the order.
        test.clock.advance(Duration::from_secs(600));
        let refused = place(&test.shop, &cart, 12_000 + DELIVERY, "k2")
            .await
            .unwrap_err();
        let PlaceOrderError::PriceChanged {
            total,
            coupon: None,
            ..
        } = refused
        else {
            panic!("{refused:?}");
        };
        assert_eq!(total.get(), 20_000 + DELIVERY);
        assert_eq!(test.available("A").await, (1_000, 1));
        place(&test.shop, &cart, 20_000 + DELIVERY, "k3")
            .await
            .unwrap();
        test.assert_books().await;
    }
}

#[tokio::test]
async fn a_customer_gets_a_share_and_what_is_cancelled_comes_back() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        let sale = on_sale(&test, 2).await;
        let cart = test.cart(&[("A", 3)]).await;
        let refused = place(&test.shop, &cart, 18_000 + DELIVERY, "k1")
            .await
            .unwrap_err();
        let PlaceOrderError::SaleLimit { items, .. } = refused else {
            panic!("{refused:?}")
        };
        let over = OverLimit {
            sku: "A".parse().unwrap(),
            requested: 3,
            allowed: 2,
        };
        assert_eq!(items, [over]);
        let first = test.order_one("A", 2, "k2").await;
        let cart = test.cart(&[("A", 1)]).await;
        let refused = place(&test.shop, &cart, 6_000 + DELIVERY, "k3")
            .await
            .unwrap_err();
        let PlaceOrderError::SaleLimit { items, .. } = refused else {
            panic!("{refused:?}")
        };
        assert_eq!(items[0].allowed, 0);
        place_by(&test.shop, &cart, 6_000 + DELIVERY, "k4", "01812345678")
            .await
            .unwrap();
        let sold = async || test.shop.flash_sale(sale.id).await.unwrap().lines[0].sold;
        assert_eq!(sold().await, 3);
        let token = Some(first.access_token.as_str());
        test.shop
            .cancel_order(&Caller::Anonymous, token, number(&first))
            .await
            .unwrap();
        assert_eq!(sold().await, 1);
        let cart = test.cart(&[("A", 2)]).await;
        place(&test.shop, &cart, 12_000 + DELIVERY, "k5")
            .await
            .unwrap();
        test.assert_books().await;
    }
}

/// One customer with many carts, each clicked twice, in two processes: never more than their share.
#[tokio::test(flavor = "multi_thread")]
async fn parallel_orders_of_one_customer_stay_within_the_share() {
    for engine in Engine::ALL {
        let mut test = TestShop::open(engine).await;
        let sale = on_sale(&test, 2).await;
        let shops = [test.shop.clone(), test.another().await];
        let mut clicks = tokio::task::JoinSet::new();
        for n in 0..40usize {
            // Every fourth belongs to somebody else, who gets theirs.
            let phone = match n % 4 {
                0 => format!("0181{n:07}"),
                _ => "01712345678".to_owned(),
            };
            let cart = fill(&shops[n % 2], &[("A", 1)]).await;
            for click in 0..2 {
                let (shop, cart) = (shops[(n + click) % 2].clone(), cart.clone());
                let (key, phone) = (format!("k{n}"), phone.clone());
                clicks.spawn(async move {
                    let answer = place_by(&shop, &cart, 6_000 + DELIVERY, &key, &phone).await;
                    (phone, answer)
                });
            }
        }
        let (mut own, mut others) = (0, 0);
        while let Some(answer) = clicks.join_next().await {
            match answer.unwrap() {
                (_, Ok(placed)) if placed.replayed => {}
                (phone, Ok(_)) if phone == "01712345678" => own += 1,
                (_, Ok(_)) => others += 1,
                (_, Err(PlaceOrderError::SaleLimit { .. } | PlaceOrderError::InProgress)) => {}
                (_, Err(other)) => panic!("not a clean refusal: {other:?}"),
            }
        }
        assert_eq!((own, others), (2, 10), "{engine:?}");
        assert_eq!(
            test.shop.flash_sale(sale.id).await.unwrap().lines[0].sold,
            12
        );
        test.assert_books().await;
    }
}

#[tokio::test]
async fn staff_make_change_and_end_sales_and_the_log_says_so() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        let sale = on_sale(&test, 2).await;
        test.stock("B", 50, 10).await;
        let shop = &test.shop;
        let next = input(&test, &[("B", 40, 1), ("A", 55, 3)], (0, 90));
        let changed = shop
            .update_flash_sale(&staff(), sale.id, 1, next.clone())
            .await
            .unwrap();
        let lines: Vec<_> = changed
            .lines
            .iter()
            .map(|l| (l.sku.as_str(), l.price.get()))
            .collect();
        assert_eq!(lines, [("B", 4_000), ("A", 5_500)]);
        let stale = shop
            .update_flash_sale(&staff(), sale.id, 1, next)
            .await
            .unwrap_err();
        assert!(
            matches!(
                stale,
                FlashSaleError::Stale {
                    current_revision: 2
                }
            ),
            "{stale:?}"
        );
        shop.catalogue().refresh().await.unwrap();
        assert_eq!(
            shop.catalogue().snapshot().running_sales()[0].items.len(),
            2
        );
        let ended = shop.end_flash_sale(&staff(), sale.id).await.unwrap();
        assert_eq!(ended.state, CampaignState::Ended);
        assert!(
            shop.catalogue().refresh().await.unwrap(),
            "every process sees it"
        );
        assert!(shop.catalogue().snapshot().running_sales().is_empty());
        let listed = shop.list_flash_sales(PageRequest::default()).await.unwrap();
        assert_eq!(
            (listed.total, listed.items[0].state),
            (1, CampaignState::Ended)
        );
        let log = shop.audit_log(PageRequest::default()).await.unwrap();
        let sales = log
            .items
            .iter()
            .filter(|entry| entry.action.starts_with("flash_sale"));
        let actions: Vec<&str> = sales.map(|entry| entry.action.as_str()).collect();
        assert_eq!(
            actions,
            ["flash_sale.end", "flash_sale.update", "flash_sale.create"]
        );
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_sale_is_all_named() {
    let test = TestShop::open(Engine::Sqlite).await;
    test.stock("A", 100, 10).await;
    test.stock("B", 50, 10).await;
    let shop = &test.shop;
    let mut bad = input(
        &test,
        &[("A", 100, 0), ("NONE", 5, 1), ("B", 4, 1), ("B", 4, 1)],
        (0, 0),
    );
    bad.name = " ".into();
    let refused = shop.create_flash_sale(&staff(), bad).await.unwrap_err();
    let FlashSaleError::Invalid(errors) = refused else {
        panic!("{refused:?}")
    };
    let fields: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
    let expected = [
        "name",
        "ends_at",
        "lines[0].price_paisa",
        "lines[0].units_per_customer",
        "lines[1].sku",
        "lines[3].sku",
    ];
    assert_eq!(fields, expected);
}
