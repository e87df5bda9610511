//! A product with everything shoppers may know about it.

use catalogue::{Listing, Snapshot};
use domain::{Attribute, Image};
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::body::ProductBody;

/// A product with its description and technical data.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProductDetail<'a> {
    #[serde(flatten)]
    #[schema(inline)]
    product: ProductBody<'a>,
    /// Sanitised HTML.
    description: &'a str,
    /// Sanitised HTML in Bangla.
    description_bn: Option<&'a str>,
    /// Technical data.
    #[schema(value_type = Vec<AttributeSchema>)]
    attributes: &'a [Attribute],
    /// The names of what variants differ in; a variant's `options` are in this order.
    options: &'a [String],
    /// All pictures, the main one first.
    #[schema(value_type = Vec<ImageSchema>)]
    images: &'a [Image],
    tags: &'a [String],
    /// The maker's model number.
    model: Option<&'a str>,
    #[serde(with = "time::serde::rfc3339")]
    updated_at: OffsetDateTime,
}

impl<'a> ProductDetail<'a> {
    pub(super) fn new(snapshot: &'a Snapshot, listing: &'a Listing) -> Self {
        let product = &listing.product;
        ProductDetail {
            product: ProductBody::new(snapshot, listing),
            description: &product.description.en,
            description_bn: product.description.bn.as_deref(),
            attributes: &product.attributes,
            options: &product.options,
            images: &product.images,
            tags: &product.tags,
            model: product.model.as_deref(),
            updated_at: product.updated_at,
        }
    }
}

/// One line of technical data.
///
/// `domain::Attribute` as it is written in JSON; so for the three below. A test compares them.
#[derive(ToSchema)]
#[cfg_attr(test, derive(serde::Deserialize))]
#[schema(as = Attribute)]
#[cfg_attr(not(test), expect(dead_code, reason = "describes domain::Attribute"))]
pub(crate) struct AttributeSchema {
    /// What it says, in snake case.
    #[schema(examples("screen_size"))]
    key: String,
    value: AttributeValueSchema,
}

/// An attribute's value: words, a quantity, or yes and no.
#[derive(ToSchema)]
#[cfg_attr(test, derive(serde::Deserialize))]
#[serde(tag = "type", content = "value", rename_all = "snake_case")]
#[schema(as = AttributeValue)]
#[cfg_attr(
    not(test),
    expect(dead_code, reason = "describes domain::AttributeValue")
)]
pub(crate) enum AttributeValueSchema {
    Text(TextSchema),
    Number {
        /// Decimal text, kept as written.
        amount: String,
        /// Its unit, such as `in`, `mAh`, `W`.
        unit: Option<String>,
    },
    Flag(bool),
}

/// A text in English and, where somebody has written it, in Bangla.
#[derive(ToSchema)]
#[cfg_attr(test, derive(serde::Deserialize))]
#[schema(as = Text)]
#[cfg_attr(not(test), expect(dead_code, reason = "describes domain::Text"))]
pub(crate) struct TextSchema {
    en: String,
    bn: Option<String>,
}

/// A picture.
#[derive(ToSchema)]
#[cfg_attr(test, derive(serde::Deserialize))]
#[schema(as = Image)]
#[cfg_attr(not(test), expect(dead_code, reason = "describes domain::Image"))]
pub(crate) struct ImageSchema {
    /// An `https://` URL, or a path of the storefront.
    src: String,
    /// What it shows, for those who can't see it; may be empty.
    alt: String,
}

#[cfg(test)]
mod tests {
    use domain::{Attribute, AttributeValue, Image, Text};

    use super::{AttributeSchema, AttributeValueSchema, ImageSchema};

    /// The same value by way of JSON, which fails where the schema and the type disagree.
    fn described(value: AttributeValue) -> AttributeValueSchema {
        let attribute = Attribute {
            key: "size".into(),
            value,
        };
        let json = serde_json::to_value(&attribute).unwrap();
        let described: AttributeSchema = serde_json::from_value(json).unwrap();
        assert_eq!(described.key, "size");
        described.value
    }

    #[test]
    fn attributes_are_described_as_they_are_written() {
        let AttributeValueSchema::Text(text) =
            described(AttributeValue::Text(Text::both("a", "b")))
        else {
            panic!("a text is described as something else");
        };
        assert_eq!((text.en.as_str(), text.bn.as_deref()), ("a", Some("b")));
        let number = AttributeValue::Number {
            amount: "6.70".into(),
            unit: Some("in".into()),
        };
        let AttributeValueSchema::Number { amount, unit } = described(number) else {
            panic!("a number is described as something else");
        };
        assert_eq!((amount.as_str(), unit.as_deref()), ("6.70", Some("in")));
        assert!(matches!(
            described(AttributeValue::Flag(true)),
            AttributeValueSchema::Flag(true)
        ));
    }

    #[test]
    fn pictures_are_described_as_they_are_written() {
        let image = Image {
            src: "/a.svg".into(),
            alt: "a".into(),
        };
        let json = serde_json::to_value(&image).unwrap();
        let described: ImageSchema = serde_json::from_value(json).unwrap();
        assert_eq!((described.src, described.alt), (image.src, image.alt));
    }
}
