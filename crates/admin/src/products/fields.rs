//! What the editor's fields are called and what is wrong with them, by the names of the use case's
//! errors.

use domain::FieldError;
use pages::fields::FieldProblem;

use crate::strings::{Common, ProductTexts};

/// Somebody else's product has it.
pub(super) const TAKEN: &str = "taken";

/// The errors of a form: a summary above it, and a sentence below each box.
pub(super) struct Errors<'a> {
    t: &'static ProductTexts,
    errors: &'a [FieldError],
}

impl<'a> Errors<'a> {
    pub(super) fn new(t: &'static ProductTexts, errors: &'a [FieldError]) -> Self {
        Self { t, errors }
    }

    /// What is wrong with the box of that name.
    pub(super) fn of(&self, name: &str) -> Option<&'static str> {
        let error = self
            .errors
            .iter()
            .find(|error| box_of(&error.field) == name)?;
        Some(message(self.t, &error.field, error.code))
    }

    /// The summary, a line a box.
    pub(super) fn summary(&self) -> Vec<FieldProblem> {
        let mut lines: Vec<FieldProblem> = Vec::new();
        for error in self.errors {
            let field = box_of(&error.field);
            if lines.iter().all(|line| line.field != field) {
                lines.push(FieldProblem {
                    label: label(self.t, field),
                    message: message(self.t, &error.field, error.code),
                    field: field.to_owned(),
                });
            }
        }
        lines
    }
}

/// The box that an error belongs to: there is one for all tags.
fn box_of(field: &str) -> &str {
    match field {
        _ if field.starts_with("tags[") => "tags",
        "title" => "title.en",
        "description" => "description.en",
        _ => field,
    }
}

/// What a box is called, with its row's number.
pub(super) fn label(t: &'static ProductTexts, field: &str) -> String {
    let number = |list: &str| -> Option<(usize, &str)> {
        let rest = field.strip_prefix(list)?.strip_prefix('[')?;
        let (index, name) = rest.split_once(']')?;
        Some((
            index.parse::<usize>().ok()? + 1,
            name.trim_start_matches('.'),
        ))
    };
    if let Some((number, name)) = number("variants") {
        return t.variant_field(number, row_field(t, name));
    }
    if let Some((number, name)) = number("attributes") {
        return t.attribute_field(number, row_field(t, name));
    }
    if let Some((number, name)) = number("images") {
        return t.picture_field(number, row_field(t, name));
    }
    if let Some((number, _)) = number("options") {
        return t.option_name(number);
    }
    let name = match field {
        "title.en" => t.name,
        "title.bn" => t.name_bn,
        "description.en" => t.description,
        "description.bn" => t.description_bn,
        "slug" => t.slug,
        "brand" => t.brand,
        "category" => t.category,
        "model" => t.model,
        "status" => t.status,
        "serials" => t.serials,
        "tags" => t.tags,
        "variants" => t.variants,
        "attributes" => t.attributes,
        "images" | "pictures" => t.pictures,
        other => other,
    };
    name.to_owned()
}

fn row_field(t: &'static ProductTexts, name: &str) -> &'static str {
    match name {
        "sku" => t.sku,
        "price" => t.price,
        "compare_at" => t.compare_at,
        "barcode" => t.barcode,
        "grams" => t.grams,
        "opening_stock" => t.opening,
        "key" => t.key,
        "value" => t.value,
        "alt" => t.alt,
        "src" => t.pictures,
        _ => t.options,
    }
}

fn message(t: &'static ProductTexts, field: &str, code: &str) -> &'static str {
    let ends = |end: &str| field.ends_with(end);
    match code {
        TAKEN if ends("sku") => t.sku_taken,
        TAKEN => t.slug_taken,
        FieldError::FORMAT if ends(".price") || ends(".compare_at") => t.money_format,
        FieldError::FORMAT if ends(".grams") || ends(".opening_stock") => t.number_format,
        FieldError::FORMAT if ends(".key") => t.key_hint,
        FieldError::LENGTH if field == "variants" => t.variants_length,
        code => Common::of(t.lang).field_code(code),
    }
}

#[cfg(test)]
mod tests {
    use domain::Lang;

    use super::*;

    #[test]
    fn an_error_finds_its_box_and_its_words() {
        let t = ProductTexts::of(Lang::En);
        let errors = [
            FieldError::new("variants[1].price", FieldError::FORMAT, "x"),
            FieldError::new("variants[1].sku", TAKEN, "x"),
            FieldError::new("tags[3]", FieldError::LENGTH, "x"),
            FieldError::new("tags[4]", FieldError::LENGTH, "x"),
            FieldError::new("options[0]", FieldError::DUPLICATE, "x"),
            FieldError::new("title", FieldError::REQUIRED, "x"),
        ];
        let errors = Errors::new(t, &errors);
        assert_eq!(errors.of("variants[1].price"), Some(t.money_format));
        assert_eq!(errors.of("variants[1].sku"), Some(t.sku_taken));
        assert_eq!(errors.of("variants[0].price"), None);
        let labels: Vec<String> = errors.summary().into_iter().map(|p| p.label).collect();
        let wanted = [
            "Variant 2: Price",
            "Variant 2: SKU",
            "Tags",
            "Difference 1",
            "Title",
        ];
        assert_eq!(labels, wanted);
    }
}
