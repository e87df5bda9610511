//! Numbers of units: asked for by the product, in one parcel at a time, free again when it is back.

use domain::{OrderStatus, SerialRule};
use shop::{LineSerials, MoveOrderError, OrderStep, Placed};
use store::testing::Engine;

use crate::support::{TestShop, number};

const IMEI: [&str; 3] = ["490154203237518", "356938035643809", "352099001761481"];

async fn phones(engine: Engine) -> (TestShop, Vec<Placed>) {
    let test = TestShop::open(engine).await;
    test.stock_asking("P", SerialRule::Imei, 9).await;
    let mut orders = Vec::new();
    for key in ["k1", "k2"] {
        let placed = test.order_one("P", 2, key).await;
        test.bring_to(&placed, OrderStatus::Confirmed).await;
        orders.push(placed);
    }
    (test, orders)
}

fn pack(serials: &[&str]) -> OrderStep {
    OrderStep::Pack {
        serials: vec![LineSerials {
            sku: "P".into(),
            serials: serials.iter().map(|&s| s.to_owned()).collect(),
        }],
    }
}

fn complaints(refused: Result<shop::StaffOrder, MoveOrderError>) -> Vec<String> {
    match refused {
        Err(MoveOrderError::Invalid(errors)) => errors.iter().map(ToString::to_string).collect(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn each_unit_needs_its_own_number() {
    for engine in Engine::ALL {
        let (test, orders) = phones(engine).await;
        for (given, said) in [
            (&[][..], "2 IMEI needed"),
            (&[IMEI[0]], "1 given"),
            (&[IMEI[0], IMEI[0]], "twice"),
            (&[IMEI[0], "490154203237519"], "check digit"),
            (&[IMEI[0], IMEI[1], IMEI[2]], "3 given"),
        ] {
            let said_instead = complaints(test.step(&orders[0], pack(given)).await).join("; ");
            assert!(said_instead.contains(said), "{given:?}: {said_instead}");
        }
        let stranger = OrderStep::Pack {
            serials: vec![LineSerials {
                sku: "Q".into(),
                serials: vec![IMEI[0].into()],
            }],
        };
        assert!(complaints(test.step(&orders[0], stranger).await)[0].contains("no Q"));
        test.assert_books().await;
        let packed = test
            .step(&orders[0], pack(&[IMEI[0], IMEI[1]]))
            .await
            .unwrap();
        let mut written = packed.order.lines[0].serials.clone();
        written.sort();
        assert_eq!(written, [IMEI[1], IMEI[0]]);
        test.assert_books().await;
    }
}

#[tokio::test]
async fn a_unit_is_in_one_parcel_until_it_comes_back() {
    for engine in Engine::ALL {
        let (test, orders) = phones(engine).await;
        let both = [IMEI[0], IMEI[1]];
        test.step(&orders[0], pack(&both)).await.unwrap();
        let said = complaints(test.step(&orders[1], pack(&[IMEI[2], IMEI[0]])).await);
        let first = number(&orders[0]).as_str();
        assert_eq!(
            said,
            [format!(
                "serials.P: {} went out with order {first}",
                IMEI[0]
            )]
        );
        test.assert_books().await;
        test.step(&orders[0], OrderStep::Cancel).await.unwrap();
        test.step(&orders[1], pack(&both)).await.unwrap();
        test.bring_to(&orders[1], OrderStatus::Shipped).await;
        test.step(&orders[1], OrderStep::Return).await.unwrap();
        test.assert_books().await;
        let third = test.order_one("P", 2, "k3").await;
        test.bring_to(&third, OrderStatus::Confirmed).await;
        test.step(&third, pack(&both)).await.unwrap();
        test.assert_books().await;
    }
}

/// The same units scanned into two parcels at once: one parcel gets them.
#[tokio::test(flavor = "multi_thread")]
async fn two_parcels_race_for_the_same_units() {
    for engine in Engine::ALL {
        let (test, orders) = phones(engine).await;
        let (one, two) = tokio::join!(
            test.step(&orders[0], pack(&[IMEI[0], IMEI[1]])),
            test.step(&orders[1], pack(&[IMEI[1], IMEI[0]])),
        );
        assert_eq!(
            usize::from(one.is_ok()) + usize::from(two.is_ok()),
            1,
            "{engine:?}: {one:?} {two:?}"
        );
        test.assert_books().await;
    }
}

/// What was not asked for when an order was packed is not missing because it is asked for later.
#[tokio::test]
async fn a_rule_that_changes_afterwards_changes_no_parcel() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        test.stock("A", 100, 5).await;
        let placed = test.order_one("A", 1, "k").await;
        test.bring_to(&placed, OrderStatus::Packed).await;
        let sql = "UPDATE products SET serials = 'imei'";
        test.db.execute(sql).await.unwrap();
        test.assert_books().await;
        let order = test.shop.staff_order(number(&placed)).await.unwrap();
        assert_eq!(order.order.lines[0].asks, SerialRule::None);
        test.step(&placed, crate::support::ship()).await.unwrap();
        test.assert_books().await;
    }
}
