//! The closed sets of `domain` and `catalogue` (statuses, roles, sorts, …) as OpenAPI schemas: a
//! string and its words.
//!
//! Neither knows anything of OpenAPI; a field names its function in `#[schema(schema_with = …)]`.

use catalogue::Sort;
use domain::District as Districts;
use domain::{
    CampaignState, Lang, MovementReason, OrderMove, OrderSort, OrderStatus, PaymentMethod,
    PaymentMove, PaymentStatus, ProductStatus, RefundChannel, ReviewStatus, Role, SerialRule,
};
use serde_json::Value;
use utoipa::openapi::schema::{Object, ObjectBuilder, SchemaType, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

fn one_of<const N: usize>(description: &str, words: [&'static str; N]) -> Object {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(description))
        .enum_values(Some(words))
        .build()
}

/// A word of a closed set, or null.
fn or_null(mut word: Object) -> Object {
    word.schema_type = SchemaType::from_iter([Type::String, Type::Null]);
    word.enum_values
        .iter_mut()
        .for_each(|words| words.push(Value::Null));
    word
}

/// A Bangladeshi mobile number, without the spaces, dashes and Bangla digits that are taken too.
const PHONE: &str = "^([+]?880|0)?1[3-9][0-9]{8}$";

/// The same, or nothing, as forms send what was left out.
const MAYBE_PHONE: &str = "^(([+]?880|0)?1[3-9][0-9]{8})?$";

/// Taka, without the spaces, commas and Bangla digits that are taken too.
const TAKA: &str = "^[0-9]{1,8}([.][0-9]{1,2})?$";

fn text(kinds: SchemaType, pattern: &str, description: &str) -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(kinds)
        .pattern(Some(pattern))
        .description(Some(description))
}

const PHONE_TAKES: &str = "A Bangladeshi mobile number as people write it: `01…`, `8801…`, \
    `+8801…`, with spaces and dashes, in Bangla digits too.";

pub(crate) fn phone() -> Object {
    text(SchemaType::Type(Type::String), PHONE, PHONE_TAKES)
        .examples(["01712345678"])
        .build()
}

/// A phone that may be left out.
pub(crate) fn maybe_phone() -> Object {
    let kinds = SchemaType::from_iter([Type::String, Type::Null]);
    text(kinds, MAYBE_PHONE, PHONE_TAKES)
        .examples(["01712345678"])
        .build()
}

pub(crate) fn taka() -> Object {
    let takes = "Taka as people write it: with commas and in Bangla digits too.";
    text(SchemaType::Type(Type::String), TAKA, takes).build()
}

/// Where a parcel goes: a district by its code. Names in English and Bangla are taken too.
pub(crate) struct District;

impl PartialSchema for District {
    fn schema() -> RefOr<Schema> {
        let codes = Districts::ALL.iter().map(|district| district.code);
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some(
                "One of the 64 districts by its code; its name in English or Bangla is taken too.",
            ))
            .enum_values(Some(codes))
            .examples(["dhaka"])
            .into()
    }
}

impl ToSchema for District {}

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

pub(crate) fn role() -> Object {
    one_of(
        "Each may do what those before it may.",
        Role::ALL.map(Role::as_str),
    )
}

pub(crate) fn maybe_lang() -> Object {
    or_null(lang())
}

pub(crate) fn maybe_written_in() -> Object {
    or_null(written_in())
}

pub(crate) fn maybe_order_status() -> Object {
    or_null(order_status())
}

pub(crate) fn maybe_role() -> Object {
    or_null(role())
}

pub(crate) fn maybe_serial_rule() -> Object {
    or_null(serial_rule())
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
