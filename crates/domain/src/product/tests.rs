//! Products in memory: what is published, what it costs from, and every limit broken once.

use time::macros::datetime;
use uuid::Uuid;

use super::*;
use crate::FieldError;

fn variant(sku: &str, options: &[&str], taka: Option<i64>) -> Variant {
    Variant {
        id: VariantId::from(Uuid::nil()),
        sku: Sku::parse(sku).unwrap(),
        position: 0,
        options: options.iter().map(ToString::to_string).collect(),
        price: taka.map(Paisa::from_taka),
        compare_at: None,
        barcode: None,
        grams: 180,
        taxable: true,
    }
}

fn phone() -> Product {
    Product {
        id: ProductId::from(Uuid::nil()),
        slug: Slug::parse("phone").unwrap(),
        title: Text::both("Phone", "ফোন"),
        brand: "Walton".to_owned(),
        category: None,
        model: Some("P-1".to_owned()),
        description: Text::en("<p>Rings.</p>"),
        status: ProductStatus::Active,
        options: vec!["Colour".to_owned(), "Storage".to_owned()],
        attributes: vec![number("6.70")],
        images: vec![image("/pictures/phone.svg")],
        tags: vec!["new".to_owned()],
        serials: crate::SerialRule::None,
        variants: vec![
            variant("P-R", &["Red", "128 GB"], Some(20_000)),
            variant("P-B", &["Blue", "128 GB"], Some(18_000)),
            variant("P-G", &["Green", "128 GB"], None),
        ],
        created_at: datetime!(2026-11-23 13:00 UTC),
        updated_at: datetime!(2026-11-23 13:00 UTC),
        revision: 1,
    }
}

fn number(amount: &str) -> Attribute {
    let value = AttributeValue::Number {
        amount: amount.to_owned(),
        unit: Some("in".to_owned()),
    };
    Attribute {
        key: "screen_size".to_owned(),
        value,
    }
}

fn image(src: &str) -> Image {
    Image {
        src: src.to_owned(),
        alt: String::new(),
    }
}

#[test]
fn published_is_active_and_priced() {
    let mut product = phone();
    assert!(product.is_published());
    assert_eq!(product.sellable().count(), 2);
    assert_eq!(product.from_price(), Some(Paisa::from_taka(18_000)));
    for status in [ProductStatus::Draft, ProductStatus::Archived] {
        product.status = status;
        assert!(!product.is_published());
    }
    product.status = ProductStatus::Active;
    product
        .variants
        .iter_mut()
        .for_each(|variant| variant.price = None);
    assert!(!product.is_published());
    assert_eq!(product.from_price(), None);
}

#[test]
fn variants_are_called_by_their_options() {
    assert_eq!(phone().variants[0].title(), "Red / 128 GB");
    assert_eq!(variant("A", &[], None).title(), "Default");
}

#[test]
fn attributes_keep_their_type_in_json() {
    let attributes = vec![
        number("6.70"),
        Attribute {
            key: "nfc".to_owned(),
            value: AttributeValue::Flag(true),
        },
        Attribute {
            key: "os".to_owned(),
            value: AttributeValue::Text(Text::en("Android")),
        },
    ];
    let json = serde_json::to_value(&attributes).unwrap();
    assert_eq!(
        json,
        serde_json::json!([
            {"key": "screen_size",
             "value": {"type": "number", "value": {"amount": "6.70", "unit": "in"}}},
            {"key": "nfc", "value": {"type": "flag", "value": true}},
            {"key": "os", "value": {"type": "text", "value": {"en": "Android"}}},
        ])
    );
    assert_eq!(
        serde_json::from_value::<Vec<Attribute>>(json).unwrap(),
        attributes
    );
}

#[test]
fn a_sound_product_is_valid() {
    assert_eq!(phone().validate(), Ok(()));
}

/// Breaks the phone and returns what validation found.
fn broken(by: impl FnOnce(&mut Product)) -> Vec<(String, &'static str)> {
    let mut product = phone();
    by(&mut product);
    let errors = product.validate().err().unwrap_or_default();
    errors
        .into_iter()
        .map(|FieldError { field, code, .. }| (field, code))
        .collect()
}

#[track_caller]
fn assert_only(found: &[(String, &'static str)], field: &str, code: &str) {
    assert_eq!(found, [(field.to_owned(), code)].as_slice());
}

#[test]
fn texts_have_limits() {
    let found = broken(|p| p.title.en = " ".to_owned());
    assert_only(&found, "title.en", FieldError::REQUIRED);
    let found = broken(|p| p.title.bn = Some("ক".repeat(MAX_TITLE_CHARS + 1)));
    assert_only(&found, "title.bn", FieldError::LENGTH);
    assert_eq!(broken(|p| p.title.en = "ক".repeat(MAX_TITLE_CHARS)), []);
    let found = broken(|p| p.description.en = "x".repeat(MAX_DESCRIPTION_BYTES + 1));
    assert_only(&found, "description.en", FieldError::LENGTH);
    assert_eq!(
        broken(|p| p.description.bn = Some("x".repeat(MAX_DESCRIPTION_BYTES))),
        []
    );
    let found = broken(|p| p.brand = "a\0b".to_owned());
    assert_only(&found, "brand", FieldError::FORMAT);
    let found = broken(|p| p.description.en = "a\0b".to_owned());
    assert_only(&found, "description.en", FieldError::FORMAT);
    let found = broken(|p| p.tags.push(String::new()));
    assert_only(&found, "tags[1]", FieldError::REQUIRED);
}

#[test]
fn counts_have_limits() {
    let found = broken(|p| p.variants.clear());
    assert_only(&found, "variants", FieldError::LENGTH);
    let found = broken(|p| p.images = vec![image("/a.svg"); MAX_IMAGES + 1]);
    assert_only(&found, "images", FieldError::LENGTH);
    assert_eq!(broken(|p| p.images = vec![image("/a.svg"); MAX_IMAGES]), []);
    let many = |count: usize| (0..count).map(|index| variant(&index.to_string(), &["a"], None));
    let with = |count| {
        broken(|p| {
            p.options = vec!["Size".to_owned()];
            p.variants = many(count).collect();
            for (index, variant) in p.variants.iter_mut().enumerate() {
                variant.options = vec![index.to_string()];
            }
        })
    };
    assert_eq!(with(MAX_VARIANTS), []);
    assert_only(&with(MAX_VARIANTS + 1), "variants", FieldError::LENGTH);
    let attributes = |count: usize| {
        let keyed = |index| Attribute {
            key: format!("k{index}"),
            ..number("1")
        };
        broken(|p| p.attributes = (0..count).map(keyed).collect())
    };
    assert_eq!(attributes(MAX_ATTRIBUTES), []);
    assert_only(
        &attributes(MAX_ATTRIBUTES + 1),
        "attributes",
        FieldError::LENGTH,
    );
}

#[test]
fn options_and_variants_fit_together() {
    let found = broken(|p| p.variants[1].options.truncate(1));
    assert_only(&found, "variants[1].options", FieldError::LENGTH);
    let found = broken(|p| p.variants[1].options[0] = "Red".to_owned());
    assert_only(&found, "variants[1].options", FieldError::DUPLICATE);
    let found = broken(|p| p.variants[2].sku = p.variants[0].sku.clone());
    assert_only(&found, "variants[2].sku", FieldError::DUPLICATE);
    let found = broken(|p| p.options[1] = "COLOUR".to_owned());
    assert_only(&found, "options[1]", FieldError::DUPLICATE);
    let found = broken(|p| {
        p.options = ["A", "B", "C", "D"].map(str::to_owned).to_vec();
        p.variants = vec![variant("P", &["1", "2", "3", "4"], None)];
    });
    assert_only(&found, "options", FieldError::LENGTH);
}

#[test]
fn numbers_have_ranges() {
    let found = broken(|p| p.variants[0].price = Some(Paisa::new(-1)));
    assert_only(&found, "variants[0].price", FieldError::RANGE);
    let beyond = Paisa::new(Paisa::MAX.get() + 1);
    let found = broken(|p| p.variants[0].compare_at = Some(beyond));
    assert_only(&found, "variants[0].compare_at", FieldError::RANGE);
    let found = broken(|p| p.variants[0].grams = -1);
    assert_only(&found, "variants[0].grams", FieldError::RANGE);
    assert_eq!(broken(|p| p.variants[0].price = Some(Paisa::ZERO)), []);
    for amount in ["", "-", "1.", ".5", "1e3", "১", "1.2.3", "--1"] {
        let found = broken(|p| p.attributes = vec![number(amount)]);
        assert_only(&found, "attributes[0].value", FieldError::FORMAT);
    }
    let text = |bn: &str| Attribute {
        key: "os".to_owned(),
        value: AttributeValue::Text(Text::both("Android", bn)),
    };
    let found = broken(|p| p.attributes = vec![text("অ\0")]);
    assert_only(&found, "attributes[0].value", FieldError::FORMAT);
    assert_eq!(broken(|p| p.attributes = vec![text("অ্যান্ড্রয়েড")]), []);
    for amount in ["0", "-12.50", "007"] {
        assert_eq!(
            broken(|p| p.attributes = vec![number(amount)]),
            [],
            "{amount}"
        );
    }
}

#[test]
fn keys_and_pictures_have_forms() {
    for key in ["", "Screen", "screen size", "1st", "_x", "স্ক্রিন"] {
        let found = broken(|p| p.attributes[0].key = key.to_owned());
        assert_only(&found, "attributes[0].key", FieldError::FORMAT);
    }
    let found = broken(|p| p.attributes = vec![number("1"), number("2")]);
    assert_only(&found, "attributes[1].key", FieldError::DUPLICATE);
    for src in [
        "",
        "http://a.b/c.png",
        "//evil.example/x",
        "https://",
        "a.png",
        "javascript:1",
        "/a b",
    ] {
        let found = broken(|p| p.images = vec![image(src)]);
        assert_only(&found, "images[0].src", FieldError::FORMAT);
    }
    assert_eq!(
        broken(|p| p.images = vec![image("https://cdn.example/a.jpg?v=1")]),
        []
    );
}
