//! The closed sets of `domain` and `catalogue` (statuses, roles, sorts, …) as OpenAPI schemas: a
//! string and its words.
//!
//! Neither knows anything of OpenAPI; a field names its function in `#[schema(schema_with = …)]`.

use catalogue::Sort;
use domain::{
    CampaignState, Lang, MovementReason, OrderMove, OrderSort, OrderStatus, PaymentMethod,
    PaymentMove, PaymentStatus, Permission, ProductStatus, RefundChannel, ReviewStatus, Role,
    SerialRule,
};
use utoipa::openapi::schema::{Array, ArrayBuilder, Object, ObjectBuilder, Type};

fn one_of<const N: usize>(description: &str, words: [&'static str; N]) -> Object {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(description))
        .enum_values(Some(words))
        .build()
}

pub(crate) fn sort() -> Object {
    one_of("What comes first.", Sort::ALL.map(Sort::as_str))
}

pub(crate) fn campaign_state() -> Object {
    one_of(
        "Where it stands between its start and its end.",
        CampaignState::ALL.map(CampaignState::as_str),
    )
}

pub(crate) fn lang() -> Object {
    one_of(
        "The language its buyer is written to in.",
        Lang::ALL.map(Lang::as_str),
    )
}

pub(crate) fn written_in() -> Object {
    one_of(
        "The language of the page it was written on.",
        Lang::ALL.map(Lang::as_str),
    )
}

pub(crate) fn review_status() -> Object {
    one_of(
        "Where a review stands.",
        ReviewStatus::ALL.map(ReviewStatus::as_str),
    )
}

pub(crate) fn permissions() -> Array {
    let words = Permission::ALL.map(Permission::as_str);
    ArrayBuilder::new()
        .items(one_of("Something that staff may do.", words))
        .description(Some("What somebody may do in the back office."))
        .max_items(Some(Permission::ALL.len()))
        .build()
}

pub(crate) fn role() -> Object {
    one_of(
        "Each may do what those before it may.",
        Role::ALL.map(Role::as_str),
    )
}

pub(crate) fn order_status() -> Object {
    one_of(
        "Where an order is in its life.",
        OrderStatus::ALL.map(OrderStatus::as_str),
    )
}

pub(crate) fn order_move() -> Object {
    one_of(
        "What is done with an order.",
        OrderMove::ALL.map(OrderMove::as_str),
    )
}

pub(crate) fn payment_method() -> Object {
    one_of(
        "`cod`: the courier collects cash.",
        PaymentMethod::ALL.map(PaymentMethod::as_str),
    )
}

pub(crate) fn payment_status() -> Object {
    one_of(
        "Where an order's payment is.",
        PaymentStatus::ALL.map(PaymentStatus::as_str),
    )
}

pub(crate) fn payment_move() -> Object {
    one_of(
        "What is done with an order's money.",
        PaymentMove::ALL.map(PaymentMove::as_str),
    )
}

pub(crate) fn refund_channel() -> Object {
    one_of(
        "The way a refund goes.",
        RefundChannel::ALL.map(RefundChannel::as_str),
    )
}

pub(crate) fn serial_rule() -> Object {
    one_of(
        "Which number of each unit is asked for when it is packed.",
        SerialRule::ALL.map(SerialRule::as_str),
    )
}

pub(crate) fn order_sort() -> Object {
    one_of("Which come first.", OrderSort::ALL.map(OrderSort::as_str))
}

pub(crate) fn product_status() -> Object {
    one_of(
        "Shoppers see what is active and has a price.",
        ProductStatus::ALL.map(ProductStatus::as_str),
    )
}

pub(crate) fn movement_reason() -> Object {
    one_of(
        "Why the stock moved.",
        MovementReason::ALL.map(MovementReason::as_str),
    )
}
