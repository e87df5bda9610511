//! The limits of a product, checked as a whole before it is stored.

use std::collections::HashSet;

use super::{
    Attribute, AttributeValue, Image, MAX_ATTRIBUTES, MAX_DESCRIPTION_BYTES, MAX_IMAGES,
    MAX_OPTIONS, MAX_TITLE_CHARS, MAX_VARIANTS, Product, Variant,
};
use crate::{FieldError, Paisa};

/// The most characters of the short texts: brand, model, tag, option name and value, barcode.
const MAX_SHORT_CHARS: usize = 255;
/// The most tags of a product.
const MAX_TAGS: usize = 250;
/// The most characters of an attribute in words.
const MAX_VALUE_CHARS: usize = 1000;
/// The most characters of a unit.
const MAX_UNIT_CHARS: usize = 32;

/// PostgreSQL's text holds every character but this one.
const NUL: &str = "A NUL character can't be stored";

impl Product {
    /// Checks every limit that a single field's type can't hold.
    ///
    /// # Errors
    /// Everything that is wrong, by the field's path (`variants[3].price`), at most one error a
    /// field.
    pub fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut found = Found(Vec::new());
        self.validate_texts(&mut found);
        self.validate_options(&mut found);
        self.validate_variants(&mut found);
        found.count("attributes", self.attributes.len(), 0, MAX_ATTRIBUTES);
        let mut keys = HashSet::new();
        for (index, attribute) in self.attributes.iter().enumerate() {
            attribute.validate(&format!("attributes[{index}]"), &mut keys, &mut found);
        }
        found.count("images", self.images.len(), 0, MAX_IMAGES);
        for (index, image) in self.images.iter().enumerate() {
            image.validate(&format!("images[{index}]"), &mut found);
        }
        if found.0.is_empty() {
            Ok(())
        } else {
            Err(found.0)
        }
    }

    fn validate_texts(&self, found: &mut Found) {
        found.chars("title.en", &self.title.en, 1, MAX_TITLE_CHARS);
        if let Some(bn) = &self.title.bn {
            found.chars("title.bn", bn, 0, MAX_TITLE_CHARS);
        }
        let bangla = self
            .description
            .bn
            .as_ref()
            .map(|bn| ("description.bn", bn));
        for (field, text) in [("description.en", &self.description.en)]
            .into_iter()
            .chain(bangla)
        {
            if text.len() > MAX_DESCRIPTION_BYTES {
                let message = format!("A description has at most {MAX_DESCRIPTION_BYTES} bytes");
                found.push(field, FieldError::LENGTH, message);
            } else if text.contains('\0') {
                found.push(field, FieldError::FORMAT, NUL);
            }
        }
        found.chars("brand", &self.brand, 0, MAX_SHORT_CHARS);
        if let Some(model) = &self.model {
            found.chars("model", model, 1, MAX_SHORT_CHARS);
        }
        found.count("tags", self.tags.len(), 0, MAX_TAGS);
        for (index, tag) in self.tags.iter().enumerate() {
            found.chars(&format!("tags[{index}]"), tag, 1, MAX_SHORT_CHARS);
        }
    }

    fn validate_options(&self, found: &mut Found) {
        found.count("options", self.options.len(), 0, MAX_OPTIONS);
        let mut names = HashSet::new();
        for (index, name) in self.options.iter().enumerate() {
            let field = format!("options[{index}]");
            found.chars(&field, name, 1, MAX_SHORT_CHARS);
            if !names.insert(name.to_lowercase()) {
                found.push(&field, FieldError::DUPLICATE, "Two options have this name");
            }
        }
    }

    fn validate_variants(&self, found: &mut Found) {
        found.count("variants", self.variants.len(), 1, MAX_VARIANTS);
        let mut skus = HashSet::new();
        let mut combinations = HashSet::new();
        for (index, variant) in self.variants.iter().enumerate() {
            let field = format!("variants[{index}]");
            variant.validate(&field, self.options.len(), found);
            if !skus.insert(&variant.sku) {
                let message = "Two variants have this SKU";
                found.push(&format!("{field}.sku"), FieldError::DUPLICATE, message);
            }
            if !combinations.insert(&variant.options) {
                let message = "Two variants have these options";
                found.push(&format!("{field}.options"), FieldError::DUPLICATE, message);
            }
        }
    }
}

impl Variant {
    fn validate(&self, field: &str, options: usize, found: &mut Found) {
        found.count(
            &format!("{field}.options"),
            self.options.len(),
            options,
            options,
        );
        for (index, value) in self.options.iter().enumerate() {
            found.chars(
                &format!("{field}.options[{index}]"),
                value,
                1,
                MAX_SHORT_CHARS,
            );
        }
        for (name, amount) in [("price", self.price), ("compare_at", self.compare_at)] {
            if amount.is_some_and(|amount| !(Paisa::ZERO..=Paisa::MAX).contains(&amount)) {
                let message = format!("A price must be between ৳0 and {}", Paisa::MAX);
                found.push(&format!("{field}.{name}"), FieldError::RANGE, message);
            }
        }
        if let Some(barcode) = &self.barcode {
            found.chars(&format!("{field}.barcode"), barcode, 1, MAX_SHORT_CHARS);
        }
        if self.grams < 0 {
            let message = "A weight can't be negative";
            found.push(&format!("{field}.grams"), FieldError::RANGE, message);
        }
    }
}

impl Attribute {
    fn validate<'a>(&'a self, field: &str, keys: &mut HashSet<&'a str>, found: &mut Found) {
        let snake = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
        let key = format!("{field}.key");
        if !(1..=64).contains(&self.key.len())
            || !self.key.bytes().all(snake)
            || !self.key.starts_with(|c: char| c.is_ascii_lowercase())
        {
            let message = "A key is written in snake case, such as screen_size";
            found.push(&key, FieldError::FORMAT, message);
        } else if !keys.insert(&self.key) {
            found.push(&key, FieldError::DUPLICATE, "Two attributes have this key");
        }
        let value = format!("{field}.value");
        match &self.value {
            AttributeValue::Text(text) => {
                found.chars(&value, &text.en, 1, MAX_VALUE_CHARS);
                found.chars(
                    &value,
                    text.bn.as_deref().unwrap_or_default(),
                    0,
                    MAX_VALUE_CHARS,
                );
            }
            AttributeValue::Number { amount, unit } => {
                if !is_decimal(amount) {
                    let message = "A number has digits and at most one point";
                    found.push(&value, FieldError::FORMAT, message);
                }
                found.chars(
                    &value,
                    unit.as_deref().unwrap_or_default(),
                    0,
                    MAX_UNIT_CHARS,
                );
            }
            AttributeValue::Flag(_) => {}
        }
    }
}

impl Image {
    fn validate(&self, field: &str, found: &mut Found) {
        // `//host/…` would leave the shop.
        let ours = self.src.starts_with('/') && !self.src.starts_with("//");
        let theirs = self
            .src
            .strip_prefix("https://")
            .is_some_and(|rest| !rest.is_empty());
        let plain = !self
            .src
            .contains(|c: char| c.is_whitespace() || c.is_control());
        if !(ours || theirs) || !plain || self.src.len() > 2048 {
            let message = "A picture is an https:// URL or a path that begins with /";
            found.push(&format!("{field}.src"), FieldError::FORMAT, message);
        }
        found.chars(&format!("{field}.alt"), &self.alt, 0, 512);
    }
}

/// An optional minus, digits, and at most one point with digits after it.
fn is_decimal(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let text = text.strip_prefix('-').unwrap_or(text);
    text.len() <= 40
        && text
            .split_once('.')
            .map_or(digits(text), |(whole, rest)| digits(whole) && digits(rest))
}

struct Found(Vec<FieldError>);

impl Found {
    fn push(&mut self, field: &str, code: &'static str, message: impl Into<String>) {
        if !self.0.iter().any(|error| error.field == field) {
            self.0.push(FieldError::new(field, code, message));
        }
    }

    fn chars(&mut self, field: &str, text: &str, min: usize, max: usize) {
        let count = text.trim().chars().count();
        if count < min {
            self.push(field, FieldError::REQUIRED, "A text is needed here");
        } else if text.chars().count() > max {
            self.push(
                field,
                FieldError::LENGTH,
                format!("At most {max} characters fit here"),
            );
        } else if text.contains('\0') {
            self.push(field, FieldError::FORMAT, NUL);
        }
    }

    fn count(&mut self, field: &str, count: usize, min: usize, max: usize) {
        if !(min..=max).contains(&count) {
            let message = if min == max {
                format!("There must be {max} of these")
            } else {
                format!("There must be {min} to {max} of these")
            };
            self.push(field, FieldError::LENGTH, message);
        }
    }
}
