//! The editor's form as lines of label and value, for when two people saved at once.

use super::fields::label;
use super::form::{AttributeRow, ImageRow, ProductForm, VariantRow};
use crate::conflict::Fields;
use crate::strings::ProductTexts;

/// A form as lines of label and value: variants by SKU, technical data by name.
pub(super) fn flat(t: &'static ProductTexts, form: &ProductForm) -> Fields {
    let single = [
        ("title.en", &form.title),
        ("title.bn", &form.title_bn),
        ("status", &form.status),
        ("serials", &form.serials),
        ("brand", &form.brand),
        ("category", &form.category),
        ("model", &form.model),
        ("tags", &form.tags),
        ("description.en", &form.description),
        ("description.bn", &form.description_bn),
    ];
    let single = single.map(|(name, value)| (label(t, name), value.trim().to_owned()));
    let options = form.options.join(", ");
    let options = (
        t.options.to_owned(),
        options.trim_matches([',', ' ']).to_owned(),
    );
    let pictures: Vec<String> = form.images.iter().map(picture).collect();
    let pictures = (t.pictures.to_owned(), pictures.join("\n"));
    let variants = form.variants.iter().map(variant);
    let attributes = form.attributes.iter().map(attribute);
    single
        .into_iter()
        .chain([options, pictures])
        .chain(variants)
        .chain(attributes)
        .collect()
}

fn picture(row: &ImageRow) -> String {
    let file = row.src.rsplit('/').next().unwrap_or_default();
    format!("{file} {}", row.alt).trim().to_owned()
}

fn variant(row: &VariantRow) -> (String, String) {
    let parts = [&row.price, &row.compare_at, &row.barcode, &row.grams];
    let parts = row.options.iter().chain(parts);
    let parts: Vec<&str> = parts.map(|p| p.trim()).filter(|p| !p.is_empty()).collect();
    (row.sku.trim().to_owned(), parts.join(" · "))
}

fn attribute(row: &AttributeRow) -> (String, String) {
    let parts = [&row.value, &row.unit, &row.value_bn];
    let parts: Vec<&str> = parts.into_iter().map(|p| p.trim()).collect();
    (row.key.trim().to_owned(), parts.join(" ").trim().to_owned())
}

#[cfg(test)]
mod tests {
    use domain::Lang;

    use super::*;

    #[test]
    fn a_form_is_read_line_by_line() {
        let variant = |sku: &str, price: &str| VariantRow {
            sku: sku.into(),
            price: price.into(),
            grams: "900".into(),
            ..VariantRow::default()
        };
        let form = ProductForm {
            title: " Kettle ".into(),
            brand: "Jhorna".into(),
            variants: vec![variant("K-1", "1250.00"), variant("K-3", "")],
            ..ProductForm::default()
        };
        let lines = flat(ProductTexts::of(Lang::En), &form);
        let said = |name: &str| {
            let named = lines.iter().find(|(label, _)| label == name);
            named.map(|(_, value)| value.as_str())
        };
        assert_eq!(said("Title"), Some("Kettle"));
        assert_eq!(said("Brand"), Some("Jhorna"));
        assert_eq!(said("K-1"), Some("1250.00 · 900"));
        assert_eq!(said("K-3"), Some("900"));
    }
}
