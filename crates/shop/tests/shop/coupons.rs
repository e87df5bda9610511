//! Coupons from the cart to the cancelled order, and 200 buyers who want the same fifty uses.

use domain::{CampaignState, CouponRefusal, Paisa, Role};
use shop::{
    Caller, Cart, CartError, CouponError, CouponInput, IdempotencyKey, PageRequest,
    PlaceOrderError, Shop,
};
use store::testing::Engine;

use crate::support::{DELIVERY, TestShop, fill, number, order, place, place_by, staff};

/// Ten taka off, from now on.
pub(crate) fn ten_off(code: &str) -> CouponInput {
    CouponInput {
        code: code.into(),
        kind: "fixed".into(),
        amount: Some(Paisa::from_taka(10)),
        active: true,
        ..CouponInput::default()
    }
}

async fn with_coupon(shop: &Shop, cart: &Cart, code: &str) -> Cart {
    let cart = shop.set_coupon(&Caller::Anonymous, cart.id, code).await;
    cart.unwrap()
}

fn refusal(cart: &Cart) -> Option<CouponRefusal> {
    cart.coupon.as_ref().unwrap().refusal
}

async fn uses(test: &TestShop, code: &str) -> i64 {
    test.shop.coupon(code).await.unwrap().uses
}

#[tokio::test]
async fn a_coupon_goes_from_the_cart_into_the_order_and_back() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        test.stock("A", 500, 10).await;
        let input = CouponInput {
            kind: "percent".into(),
            percent: Some(20),
            amount: Some(Paisa::from_taka(150)),
            min_subtotal: Paisa::from_taka(600),
            ..ten_off("eid-20")
        };
        let made = test.shop.create_coupon(&staff(), input).await.unwrap();
        assert_eq!(
            (made.code.as_str(), made.state),
            ("EID-20", CampaignState::Running)
        );
        let cart = test.cart(&[("A", 1)]).await;
        let cart = with_coupon(&test.shop, &cart, "Eid-20").await;
        assert_eq!(
            refusal(&cart),
            Some(CouponRefusal::BelowMinimum {
                minimum: Paisa::from_taka(600),
                missing: Paisa::from_taka(100)
            })
        );
        let anyone = Caller::Anonymous;
        let quote = test.shop.quote(&anyone, cart.id, "dhaka").await.unwrap();
        assert_eq!(quote.quote.discount, Paisa::ZERO);
        let cart = test.shop.set_line(&anyone, cart.id, "A", 2).await.unwrap();
        let coupon = cart.coupon.as_ref().unwrap();
        assert_eq!(
            (coupon.discount, coupon.refusal),
            (Paisa::from_taka(150), None),
            "capped"
        );
        let quote = test.shop.quote(&anyone, cart.id, "dhaka").await.unwrap();
        assert_eq!(quote.quote.total.get(), 100_000 + DELIVERY - 15_000);
        let placed = place(&test.shop, &cart, quote.quote.total.get(), "k")
            .await
            .unwrap();
        assert_eq!(placed.order.discount, Paisa::from_taka(150));
        assert_eq!(placed.order.coupon.as_ref().unwrap().as_str(), "EID-20");
        // 15/115 of what is paid for the goods.
        assert_eq!(placed.order.vat_included.get(), 11_087);
        assert_eq!(uses(&test, "EID-20").await, 1);
        test.assert_books().await;
        let token = Some(placed.access_token.as_str());
        test.shop
            .cancel_order(&anyone, token, number(&placed))
            .await
            .unwrap();
        assert_eq!(uses(&test, "EID-20").await, 0);
        test.assert_books().await;
    }
}

#[tokio::test]
async fn a_coupon_that_no_longer_counts_changes_the_price_and_says_why() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        test.stock("A", 500, 10).await;
        test.shop
            .create_coupon(&staff(), ten_off("TEN"))
            .await
            .unwrap();
        let cart = test.cart(&[("A", 1)]).await;
        let cart = with_coupon(&test.shop, &cart, "TEN").await;
        let promised = 50_000 + DELIVERY - 1_000;
        test.shop.end_coupon(&staff(), "ten").await.unwrap();
        for replayed in [false, true] {
            let refused = place(&test.shop, &cart, promised, "k").await.unwrap_err();
            let PlaceOrderError::PriceChanged {
                total,
                coupon,
                replayed: again,
            } = refused
            else {
                panic!("{refused:?}");
            };
            let lost = coupon.unwrap();
            assert_eq!((total.get(), again), (50_000 + DELIVERY, replayed));
            assert_eq!(
                (lost.code.as_str(), lost.refusal),
                ("TEN", CouponRefusal::Ended)
            );
        }
        assert_eq!(test.available("A").await, (10, 0));
        let placed = place(&test.shop, &cart, 50_000 + DELIVERY, "k2")
            .await
            .unwrap();
        assert_eq!(
            (placed.order.discount, placed.order.coupon),
            (Paisa::ZERO, None)
        );
        test.assert_books().await;
    }
}

#[tokio::test]
async fn free_delivery_takes_off_the_delivery_charge() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        test.stock("A", 500, 10).await;
        let input = CouponInput {
            kind: "free_delivery".into(),
            amount: None,
            ..ten_off("FREE")
        };
        test.shop.create_coupon(&staff(), input).await.unwrap();
        let cart = test.cart(&[("A", 1)]).await;
        let cart = with_coupon(&test.shop, &cart, "FREE").await;
        assert_eq!(
            (cart.coupon.as_ref().unwrap().discount, refusal(&cart)),
            (Paisa::ZERO, None)
        );
        let placed = place(&test.shop, &cart, 50_000, "k").await.unwrap();
        assert_eq!(
            (placed.order.delivery.get(), placed.order.discount.get()),
            (DELIVERY, DELIVERY)
        );
        test.assert_books().await;
    }
}

#[tokio::test]
async fn a_customer_is_a_phone_and_an_account() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        test.stock("A", 500, 10).await;
        let input = CouponInput {
            max_uses_per_customer: Some(1),
            ..ten_off("ONCE")
        };
        test.shop.create_coupon(&staff(), input).await.unwrap();
        let total = 50_000 + DELIVERY - 1_000;
        let cart = async || {
            let cart = test.cart(&[("A", 1)]).await;
            with_coupon(&test.shop, &cart, "ONCE").await
        };
        let karim = test
            .shop
            .add_staff("karim", Some("a long password"), Role::Customer)
            .await;
        karim.unwrap();
        let signed_in = test.shop.log_in("karim", "a long password").await.unwrap();
        let karim = Caller::User(test.shop.authenticate(&signed_in.token).await.unwrap());
        let key = IdempotencyKey::parse("k1").unwrap();
        let first = order(&cart().await, total);
        test.shop.place_order(&karim, key, first).await.unwrap();
        // The same phone as a guest, then the same account with another phone.
        let refused = place(&test.shop, &cart().await, total, "k2")
            .await
            .unwrap_err();
        assert!(matches!(
            refused,
            PlaceOrderError::PriceChanged {
                coupon: Some(_),
                ..
            }
        ));
        let mut other = order(&cart().await, total);
        other.contact = domain::Contact::parse("Karim", "01812345678", None).unwrap();
        let key = IdempotencyKey::parse("k3").unwrap();
        let refused = test.shop.place_order(&karim, key, other).await.unwrap_err();
        assert!(matches!(
            refused,
            PlaceOrderError::PriceChanged {
                coupon: Some(_),
                ..
            }
        ));
        place_by(&test.shop, &cart().await, total, "k4", "01812345678")
            .await
            .unwrap();
        assert_eq!(uses(&test, "ONCE").await, 2);
        test.assert_books().await;
    }
}

#[tokio::test]
async fn codes_that_are_none_are_refused_and_a_cart_can_forget_one() {
    let test = TestShop::open(Engine::Sqlite).await;
    test.shop
        .create_coupon(&staff(), ten_off("TEN"))
        .await
        .unwrap();
    let cart = test.cart(&[]).await;
    let anyone = Caller::Anonymous;
    for (code, kind) in [
        ("", "required"),
        ("no such!", "format"),
        ("NONE", "unknown"),
    ] {
        let refused = test
            .shop
            .set_coupon(&anyone, cart.id, code)
            .await
            .unwrap_err();
        let CartError::Invalid(errors) = refused else {
            panic!("{refused:?}")
        };
        assert_eq!((errors[0].field.as_str(), errors[0].code), ("code", kind));
    }
    assert!(with_coupon(&test.shop, &cart, "ten").await.coupon.is_some());
    let cart = test.shop.remove_coupon(&anyone, cart.id).await.unwrap();
    assert!(cart.coupon.is_none());
}

#[tokio::test]
async fn staff_make_change_and_end_coupons_and_the_log_says_so() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        let shop = &test.shop;
        let made = shop.create_coupon(&staff(), ten_off("TEN")).await.unwrap();
        let taken = shop
            .create_coupon(&staff(), ten_off("ten"))
            .await
            .unwrap_err();
        assert!(matches!(taken, CouponError::CodeTaken), "{taken:?}");
        let next = CouponInput {
            max_uses: Some(5),
            ..ten_off("")
        };
        let changed = shop
            .update_coupon(&staff(), "TEN", 1, next.clone())
            .await
            .unwrap();
        assert_eq!((changed.max_uses, changed.revision), (Some(5), 2));
        assert_eq!(
            (changed.code, changed.starts_at),
            (made.code, made.starts_at)
        );
        let stale = shop
            .update_coupon(&staff(), "TEN", 1, next.clone())
            .await
            .unwrap_err();
        assert!(
            matches!(
                stale,
                CouponError::Stale {
                    current_revision: 2
                }
            ),
            "{stale:?}"
        );
        let unknown = shop
            .update_coupon(&staff(), "NONE", 1, next)
            .await
            .unwrap_err();
        assert!(matches!(unknown, CouponError::NotFound));
        let ended = shop.end_coupon(&staff(), "TEN").await.unwrap();
        assert_eq!(ended.state, CampaignState::Ended);
        assert_eq!(
            shop.end_coupon(&staff(), "TEN").await.unwrap(),
            ended,
            "ends once"
        );
        let log = shop.audit_log(PageRequest::default()).await.unwrap();
        let actions: Vec<&str> = log
            .items
            .iter()
            .map(|entry| entry.action.as_str())
            .collect();
        assert_eq!(actions, ["coupon.end", "coupon.update", "coupon.create"]);
        assert_eq!(log.items[1].before.as_ref().unwrap()["revision"], 1);
        assert_eq!(log.items[1].after.as_ref().unwrap()["max_uses"], 5);
        let listed = shop
            .list_coupons(Some("te"), PageRequest::default())
            .await
            .unwrap();
        assert_eq!((listed.total, &listed.items[0]), (1, &ended));
    }
}

/// 200 buyers in two processes, fifty uses: fifty get the discount, the others are told the total
/// without it and reserve nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a_coupon_is_used_as_often_as_it_may_whatever_arrives_at_once() {
    for engine in Engine::ALL {
        let mut test = TestShop::open(engine).await;
        for sku in ["A", "B", "C"] {
            test.stock(sku, 100, 1_000).await;
        }
        let input = CouponInput {
            max_uses: Some(50),
            ..ten_off("FIFTY")
        };
        test.shop.create_coupon(&staff(), input).await.unwrap();
        let shops = [test.shop.clone(), test.another().await];
        let mut orders = tokio::task::JoinSet::new();
        for buyer in 0..200usize {
            let shop = shops[buyer % 2].clone();
            // Different goods, so that no row of stock keeps the processes apart.
            let cart = fill(&shop, &[(["A", "B", "C"][buyer % 3], 1)]).await;
            let cart = with_coupon(&shop, &cart, "FIFTY").await;
            orders.spawn(async move {
                let (key, phone) = (format!("k{buyer}"), format!("0171{buyer:07}"));
                place_by(&shop, &cart, 9_000 + DELIVERY, &key, &phone).await
            });
        }
        let (mut placed, mut refused) = (0, 0);
        while let Some(answer) = orders.join_next().await {
            match answer.unwrap() {
                Ok(order) => {
                    assert_eq!(order.order.discount, Paisa::from_taka(10));
                    placed += 1;
                }
                Err(PlaceOrderError::PriceChanged { total, coupon, .. }) => {
                    assert_eq!(total.get(), 10_000 + DELIVERY);
                    assert_eq!(coupon.unwrap().refusal, CouponRefusal::UsedUp);
                    refused += 1;
                }
                Err(other) => panic!("not a clean refusal: {other:?}"),
            }
        }
        assert_eq!((placed, refused), (50, 150), "{engine:?}");
        assert_eq!(uses(&test, "FIFTY").await, 50);
        test.assert_books().await;
    }
}

#[tokio::test]
async fn terms_that_make_no_sense_are_all_named() {
    let test = TestShop::open(Engine::Sqlite).await;
    let (shop, now) = (&test.shop, test.shop.ambient().now());
    let bad = CouponInput {
        kind: "percent".into(),
        percent: Some(101),
        amount: None,
        max_uses: Some(0),
        min_subtotal: Paisa::new(-1),
        ends_at: Some(now),
        ..ten_off("NO SPACES")
    };
    let CouponError::Invalid(errors) = shop.create_coupon(&staff(), bad).await.unwrap_err() else {
        panic!()
    };
    let fields: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(
        fields,
        [
            "code",
            "percent",
            "min_subtotal_paisa",
            "ends_at",
            "max_uses"
        ]
    );
}
