//! The closed sets of `domain` (statuses, roles, …) as OpenAPI schemas: a string and its words.
//!
//! `domain` knows nothing of OpenAPI; a field names its function in `#[schema(schema_with = …)]`.

use domain::{
    Lang, MovementReason, OrderMove, OrderStatus, PaymentMethod, PaymentStatus, ProductStatus, Role,
};
use utoipa::openapi::schema::{Object, ObjectBuilder, Type};

fn one_of<const N: usize>(words: [&'static str; N]) -> Object {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words)).build()
}

pub(crate) fn lang() -> Object {
    one_of(Lang::ALL.map(Lang::as_str))
}

pub(crate) fn role() -> Object {
    one_of(Role::ALL.map(Role::as_str))
}

pub(crate) fn order_status() -> Object {
    one_of(OrderStatus::ALL.map(OrderStatus::as_str))
}

pub(crate) fn order_move() -> Object {
    one_of(OrderMove::ALL.map(OrderMove::as_str))
}

pub(crate) fn payment_method() -> Object {
    one_of(PaymentMethod::ALL.map(PaymentMethod::as_str))
}

pub(crate) fn payment_status() -> Object {
    one_of(PaymentStatus::ALL.map(PaymentStatus::as_str))
}

pub(crate) fn product_status() -> Object {
    one_of(ProductStatus::ALL.map(ProductStatus::as_str))
}

pub(crate) fn movement_reason() -> Object {
    one_of(MovementReason::ALL.map(MovementReason::as_str))
}
