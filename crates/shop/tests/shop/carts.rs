//! Carts: whose they are, what fits in, what they show.

use domain::Role;
use shop::{Caller, CartError, QuoteError};
use store::testing::Engine;

use crate::support::{TestShop, fill};

const GUEST: Caller = Caller::Anonymous;

#[tokio::test]
async fn lines_are_set_added_to_and_removed() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        test.stock("A", 100, 5).await;
        let cart = test.cart(&[("A", 2)]).await;
        let cart = test.shop.add_line(&GUEST, cart.id, "A", 3).await.unwrap();
        assert_eq!((cart.lines[0].quantity, cart.subtotal.get()), (5, 50_000));
        let cart = test.shop.add_line(&GUEST, cart.id, "A", 99).await.unwrap();
        assert_eq!(cart.lines[0].quantity, 99);
        let cart = test.shop.set_line(&GUEST, cart.id, "A", 0).await.unwrap();
        assert!(cart.lines.is_empty());
        let refused = test.shop.set_line(&GUEST, cart.id, "NOPE", 1).await;
        assert!(matches!(refused, Err(CartError::UnknownSku(_))));
        for wrong in [-1, 100, i64::MAX] {
            let refused = test.shop.set_line(&GUEST, cart.id, "A", wrong).await;
            assert!(matches!(refused, Err(CartError::Invalid(_))));
        }
    }
}

#[tokio::test]
async fn a_users_cart_is_nobody_elses() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        test.stock("A", 100, 5).await;
        let mut callers = Vec::new();
        for name in ["rahima", "karim"] {
            test.shop
                .add_staff(name, Some("a long password"), Role::Customer)
                .await
                .unwrap();
            let token = test
                .shop
                .log_in(name, "a long password")
                .await
                .unwrap()
                .token;
            callers.push(Caller::User(test.shop.authenticate(&token).await.unwrap()));
        }
        let cart = test.shop.create_cart(&callers[0]).await.unwrap();
        assert!(test.shop.cart(&callers[0], cart.id).await.is_ok());
        for stranger in [&GUEST, &callers[1]] {
            assert!(matches!(
                test.shop.cart(stranger, cart.id).await,
                Err(CartError::NotFound)
            ));
            let change = test.shop.set_line(stranger, cart.id, "A", 1).await;
            assert!(matches!(change, Err(CartError::NotFound)));
            assert!(matches!(
                test.shop.quote(stranger, cart.id, "dhaka").await,
                Err(QuoteError::NotFound)
            ));
        }
        // A guest's cart can be taken along by whoever knows it.
        let guests = fill(&test.shop, &[("A", 1)]).await;
        assert!(test.shop.cart(&callers[1], guests.id).await.is_ok());
    }
}

#[tokio::test]
async fn a_cart_has_room_for_fifty_products() {
    let test = TestShop::open(Engine::Sqlite).await;
    for n in 0..=domain::MAX_LINES {
        test.stock(&format!("S{n}"), 1, 1).await;
    }
    let cart = test.cart(&[]).await;
    for n in 0..domain::MAX_LINES {
        test.shop
            .set_line(&GUEST, cart.id, &format!("S{n}"), 1)
            .await
            .unwrap();
    }
    let full = test
        .shop
        .set_line(&GUEST, cart.id, &format!("S{}", domain::MAX_LINES), 1)
        .await;
    assert!(matches!(full, Err(CartError::TooManyLines)));
    assert!(test.shop.set_line(&GUEST, cart.id, "S0", 2).await.is_ok());
}

#[tokio::test]
async fn a_quote_is_what_an_order_would_cost() {
    let test = TestShop::open(Engine::Sqlite).await;
    test.stock("A", 115, 5).await;
    let cart = test.cart(&[("A", 1)]).await;
    let quote = test.shop.quote(&GUEST, cart.id, "ঢাকা").await.unwrap();
    assert_eq!(
        (
            quote.quote.subtotal.get(),
            quote.quote.delivery.get(),
            quote.quote.total.get()
        ),
        (11_500, 7_000, 18_500)
    );
    assert_eq!(quote.quote.vat_included.get(), 1_500);
    let far = test
        .shop
        .quote(&GUEST, cart.id, "Cox's Bazar")
        .await
        .unwrap();
    assert_eq!(far.quote.delivery.get(), 13_000);
    assert!(matches!(
        test.shop.quote(&GUEST, cart.id, "Atlantis").await,
        Err(QuoteError::Invalid(_))
    ));
    let empty = test.cart(&[]).await;
    assert!(matches!(
        test.shop.quote(&GUEST, empty.id, "dhaka").await,
        Err(QuoteError::Empty)
    ));
}
