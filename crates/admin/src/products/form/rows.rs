//! The rows of the editor's form: a line of technical data, a picture, a variant. Each is read from
//! what was typed and from what is saved, and makes the part of the product that it asks for.

use domain::{Attribute, AttributeValue, FieldError, Image, MAX_OPTIONS, Paisa, Text, digits};
use shop::VariantInput;

/// A line of technical data as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct AttributeRow {
    pub(crate) key: String,
    /// `text`, `number` or `flag`.
    pub(crate) kind: String,
    pub(crate) value: String,
    pub(crate) value_bn: String,
    pub(crate) unit: String,
    pub(in crate::products) remove: bool,
}

/// A picture of the product.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ImageRow {
    pub(crate) src: String,
    pub(crate) alt: String,
    /// Its place as typed; pictures are put in this order.
    pub(crate) place: String,
    pub(in crate::products) remove: bool,
}

/// A variant as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct VariantRow {
    pub(crate) sku: String,
    pub(crate) options: [String; MAX_OPTIONS],
    pub(crate) price: String,
    pub(crate) compare_at: String,
    pub(crate) barcode: String,
    pub(crate) grams: String,
    pub(crate) taxable: bool,
    pub(crate) opening: String,
    /// Units in the house, for a variant that exists.
    pub(crate) on_hand: Option<i64>,
    pub(in crate::products) remove: bool,
}

impl AttributeRow {
    pub(super) fn of(attribute: &Attribute) -> Self {
        let mut row = Self {
            key: attribute.key.clone(),
            ..Self::default()
        };
        match &attribute.value {
            AttributeValue::Text(text) => {
                row.kind = "text".to_owned();
                row.value.clone_from(&text.en);
                row.value_bn = text.bn.clone().unwrap_or_default();
            }
            AttributeValue::Number { amount, unit } => {
                row.kind = "number".to_owned();
                row.value.clone_from(amount);
                row.unit = unit.clone().unwrap_or_default();
            }
            AttributeValue::Flag(flag) => {
                row.kind = "flag".to_owned();
                row.value = flag.to_string();
            }
        }
        row
    }

    pub(super) fn is_empty(&self) -> bool {
        self.key.trim().is_empty() && self.value.trim().is_empty()
    }

    pub(super) fn take(&mut self, field: &str, value: &str) {
        let slot = match field {
            "key" => &mut self.key,
            "kind" => &mut self.kind,
            "value" => &mut self.value,
            "value_bn" => &mut self.value_bn,
            "unit" => &mut self.unit,
            "remove" => return self.remove = true,
            _ => return,
        };
        value.clone_into(slot);
    }

    pub(super) fn value(&self) -> Attribute {
        let value = match self.kind.as_str() {
            "number" => AttributeValue::Number {
                amount: digits::to_ascii(self.value.trim()).into_owned(),
                unit: given(&self.unit),
            },
            "flag" => {
                let yes = ["true", "yes", "1", "হ্যাঁ"];
                AttributeValue::Flag(yes.contains(&&*self.value.trim().to_lowercase()))
            }
            _ => AttributeValue::Text(Text {
                en: self.value.trim().to_owned(),
                bn: given(&self.value_bn),
            }),
        };
        Attribute {
            key: self.key.trim().to_owned(),
            value,
        }
    }
}

impl ImageRow {
    pub(super) fn of(place: i32, image: &Image) -> Self {
        Self {
            src: image.src.clone(),
            alt: image.alt.clone(),
            place: place.to_string(),
            remove: false,
        }
    }

    pub(super) fn take(&mut self, field: &str, value: &str) {
        let slot = match field {
            "src" => &mut self.src,
            "alt" => &mut self.alt,
            "place" => &mut self.place,
            "remove" => return self.remove = true,
            _ => return,
        };
        value.clone_into(slot);
    }

    /// By the number typed, tenths too (`1.5` goes between the first and the second).
    pub(super) fn order(&self) -> i64 {
        let place = digits::to_ascii(self.place.trim());
        let number = place.parse::<f64>().ok().filter(|place| place.is_finite());
        // Clamped: what was typed may be anything.
        (number.unwrap_or(9_999.0) * 10.0).clamp(-1e6, 1e6) as i64
    }

    pub(super) fn image(&self) -> Image {
        Image {
            src: self.src.clone(),
            alt: self.alt.trim().to_owned(),
        }
    }

    /// The address of a small picture for the editor.
    pub(crate) fn thumbnail(&self) -> String {
        match domain::Picture::of_src(&self.src) {
            Some(picture) => picture.src_for(160),
            None => self.src.clone(),
        }
    }

    /// The address of a picture that fills half a page.
    pub(crate) fn small(src: &str) -> String {
        match domain::Picture::of_src(src) {
            Some(picture) => picture.src_for(400),
            None => src.to_owned(),
        }
    }
}

impl VariantRow {
    pub(super) fn empty() -> Self {
        Self {
            taxable: true,
            ..Self::default()
        }
    }

    pub(super) fn of(variant: &domain::Variant, on_hand: i64) -> Self {
        let amount = |amount: Option<Paisa>| amount.map(|a| a.decimal()).unwrap_or_default();
        let mut options: [String; MAX_OPTIONS] = Default::default();
        options
            .iter_mut()
            .zip(&variant.options)
            .for_each(|(slot, value)| slot.clone_from(value));
        Self {
            sku: variant.sku.to_string(),
            options,
            price: amount(variant.price),
            compare_at: amount(variant.compare_at),
            barcode: variant.barcode.clone().unwrap_or_default(),
            grams: variant.grams.to_string(),
            taxable: variant.taxable,
            opening: String::new(),
            on_hand: Some(on_hand),
            remove: false,
        }
    }

    /// Whether nobody typed anything: what is preset (VAT, units in the house) doesn't count.
    pub(super) fn is_empty(&self) -> bool {
        let typed = [
            &self.sku,
            &self.price,
            &self.compare_at,
            &self.barcode,
            &self.grams,
            &self.opening,
        ];
        typed
            .into_iter()
            .chain(&self.options)
            .all(|t| t.trim().is_empty())
    }

    pub(super) fn take(&mut self, field: &str, value: &str) {
        let slot = match field {
            "sku" => &mut self.sku,
            "options[0]" => &mut self.options[0],
            "options[1]" => &mut self.options[1],
            "options[2]" => &mut self.options[2],
            "price" => &mut self.price,
            "compare_at" => &mut self.compare_at,
            "barcode" => &mut self.barcode,
            "grams" => &mut self.grams,
            "opening_stock" => &mut self.opening,
            "taxable" => return self.taxable = true,
            "on_hand" => return self.on_hand = value.parse().ok(),
            "remove" => return self.remove = true,
            _ => return,
        };
        value.clone_into(slot);
    }

    pub(super) fn input(
        &self,
        index: usize,
        used: &[usize],
        errors: &mut Vec<FieldError>,
    ) -> VariantInput {
        let mut wrong = |field: &str| {
            let field = format!("variants[{index}].{field}");
            errors.push(FieldError::new(field, FieldError::FORMAT, "not a number"));
        };
        let mut money = |field: &str, typed: &str| {
            let typed = given(typed)?;
            let amount = Paisa::parse_taka(&typed);
            amount.map_err(|_| wrong(field)).ok().map(Paisa::get)
        };
        let price_paisa = money("price", &self.price);
        let compare_at_paisa = money("compare_at", &self.compare_at);
        let mut number = |field: &str, typed: &str| {
            let typed = given(typed)?;
            let number = digits::to_ascii(&typed).parse::<i64>();
            number.map_err(|_| wrong(field)).ok()
        };
        VariantInput {
            sku: self.sku.trim().to_owned(),
            options: used.iter().map(|at| self.options[*at].clone()).collect(),
            price_paisa,
            compare_at_paisa,
            barcode: given(&self.barcode),
            grams: number("grams", &self.grams).unwrap_or(0),
            taxable: self.taxable,
            opening_stock: number("opening_stock", &self.opening),
        }
    }
}

/// What was typed, trimmed; `None` for nothing.
pub(super) fn given(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}
