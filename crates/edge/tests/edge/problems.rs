//! What every refusal of a use case becomes.

use axum::response::IntoResponse as _;
use domain::{Actor, CouponRefusal, FieldError, IllegalMove, OrderMove, OrderStatus, Paisa, Sku};
use edge::Problem;
use serde_json::{Value, json};
use shop::{
    AdjustStockError, AuthenticateError, CartError, ChangeUserError, HoldError, LogInError,
    LostCoupon, MoveOrderError, OrderError, PlaceOrderError, ProductError, QuoteError,
    RegisterError, Shortage, StoreError, SynonymsError,
};

fn became(problem: impl Into<Problem>) -> (u16, &'static str) {
    let problem = problem.into();
    (problem.status().as_u16(), problem.code())
}

fn header(problem: impl Into<Problem>, name: &str) -> String {
    let response = problem.into().into_response();
    response
        .headers()
        .get(name)
        .map_or("", |value| value.to_str().unwrap())
        .to_owned()
}

fn wrong() -> Vec<FieldError> {
    vec![FieldError::new(
        "username",
        "length",
        "Username must be between 3 and 20 characters",
    )]
}

fn shortage() -> Vec<Shortage> {
    vec![Shortage {
        sku: Sku::parse("TV-1").unwrap(),
        requested: 3,
        available: 1,
    }]
}

#[test]
fn accounts() {
    assert_eq!(
        became(RegisterError::Invalid(wrong())),
        (400, "invalid_input")
    );
    assert_eq!(
        became(RegisterError::UsernameTaken),
        (409, "username_taken")
    );
    assert_eq!(became(RegisterError::Busy), (503, "busy"));
    assert_eq!(
        became(LogInError::WrongCredentials),
        (401, "wrong_credentials")
    );
    assert_eq!(became(LogInError::Busy), (503, "busy"));
    assert_eq!(header(LogInError::Busy, "retry-after"), "1");
    assert_eq!(became(AuthenticateError::Invalid), (401, "unauthorized"));
    assert!(header(AuthenticateError::Invalid, "www-authenticate").starts_with("Bearer"));
    assert_eq!(became(ChangeUserError::NotFound), (404, "not_found"));
    assert_eq!(
        became(ChangeUserError::NotAllowed("no")),
        (403, "forbidden")
    );
    // The original demo's clients read the message, wherever it stands.
    let problem = Problem::from(LogInError::Invalid(wrong()));
    assert_eq!(
        problem.detail(),
        "Username must be between 3 and 20 characters"
    );
}

#[test]
fn carts() {
    assert_eq!(became(CartError::NotFound), (404, "not_found"));
    assert_eq!(became(CartError::Ordered), (409, "cart_ordered"));
    assert_eq!(
        became(CartError::UnknownSku("X-9".to_owned())),
        (404, "unknown_sku")
    );
    assert!(
        Problem::from(CartError::UnknownSku("X-9".to_owned()))
            .detail()
            .contains("X-9")
    );
    assert_eq!(became(CartError::TooManyLines), (400, "too_many_lines"));
    assert_eq!(became(QuoteError::Empty), (400, "cart_empty"));
    assert_eq!(
        became(HoldError::OutOfStock(shortage())),
        (409, "out_of_stock")
    );
}

#[test]
fn placing_an_order() {
    let out = Problem::from(PlaceOrderError::OutOfStock {
        items: shortage(),
        replayed: false,
    });
    assert_eq!((out.status().as_u16(), out.code()), (409, "out_of_stock"));
    assert_eq!(
        out.extra()["items"],
        json!([{"sku": "TV-1", "requested": 3, "available": 1}])
    );
    assert_eq!(header(out, "idempotency-replayed"), "");

    let total = Paisa::new(123_450);
    let changed = Problem::from(PlaceOrderError::PriceChanged {
        total,
        coupon: Some(LostCoupon {
            code: "EID".parse().unwrap(),
            refusal: CouponRefusal::UsedUp,
        }),
        replayed: true,
    });
    assert_eq!(
        (changed.status().as_u16(), changed.code()),
        (409, "price_changed")
    );
    assert_eq!(changed.extra()["total_paisa"], Value::from(123_450));
    assert_eq!(changed.extra()["coupon"]["reason"], "used_up");
    assert_eq!(header(changed, "idempotency-replayed"), "true");

    assert_eq!(became(PlaceOrderError::InProgress), (409, "in_progress"));
    assert_eq!(header(PlaceOrderError::InProgress, "retry-after"), "1");
    assert_eq!(
        became(PlaceOrderError::KeyReused),
        (422, "idempotency_key_reused")
    );
    assert_eq!(became(PlaceOrderError::CartNotFound), (404, "not_found"));
    assert_eq!(became(PlaceOrderError::CartEmpty), (400, "cart_empty"));
    assert_eq!(became(PlaceOrderError::CartOrdered), (409, "cart_ordered"));
    assert_eq!(became(PlaceOrderError::Busy), (503, "busy"));
}

#[test]
fn orders_products_and_stock() {
    assert_eq!(became(OrderError::NotFound), (404, "not_found"));
    let refused = OrderStatus::Shipped
        .apply(OrderMove::Cancel, Actor::Staff)
        .unwrap_err();
    let words = refused.to_string();
    let illegal = Problem::from(MoveOrderError::Illegal(refused));
    assert_eq!(
        (illegal.status().as_u16(), illegal.code()),
        (409, "illegal_move")
    );
    assert!(
        illegal
            .detail()
            .to_lowercase()
            .contains(&words.to_lowercase()),
        "{}",
        illegal.detail()
    );
    assert_eq!(illegal.extra()["allowed"], json!(["deliver", "return"]));
    let IllegalMove { .. } = OrderStatus::Cancelled
        .apply(OrderMove::Pack, Actor::Staff)
        .unwrap_err();

    assert_eq!(became(ProductError::SlugTaken), (409, "slug_taken"));
    assert_eq!(
        became(ProductError::SkuTaken("A".to_owned())),
        (409, "sku_taken")
    );
    let stale = Problem::from(ProductError::Stale {
        current_revision: 7,
    });
    assert_eq!((stale.status().as_u16(), stale.code()), (409, "stale"));
    assert_eq!(stale.extra()["revision"], 7);
    assert_eq!(became(AdjustStockError::UnknownSku), (404, "unknown_sku"));
    let insufficient = AdjustStockError::Insufficient {
        on_hand: 5,
        reserved: 2,
    };
    assert_eq!(became(insufficient), (409, "insufficient_stock"));
    assert_eq!(
        became(SynonymsError::Invalid(wrong())),
        (400, "invalid_input")
    );
}

#[test]
fn a_broken_database_is_ours_and_its_words_stay_here() {
    let corrupt = StoreError::Corrupt {
        place: "orders.total".to_owned(),
        problem: "NaN".to_owned(),
    };
    let problem = Problem::from(PlaceOrderError::Store(corrupt));
    assert_eq!(
        (problem.status().as_u16(), problem.code()),
        (500, "internal")
    );
    assert!(!problem.detail().contains("orders"), "{}", problem.detail());
}
