//! Two people at once: what is saved now beside what was typed, wherever the two differ.

use pages::{Visit, dates};
use shop::AuditEntry;

use super::fields::label;
use super::form::{AttributeRow, ImageRow, ProductForm, VariantRow};
use crate::strings::ProductTexts;

/// Characters of a value that are shown.
const SHOWN: usize = 300;

/// What the page of a conflict says.
pub(super) struct Conflict {
    /// Who saved last and when, if the audit log knows.
    pub(super) by: Option<String>,
    /// Where the two differ.
    pub(super) differences: Vec<Difference>,
}

/// One field that differs.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Difference {
    /// What the field is called.
    pub(super) label: String,
    /// What is saved now; empty for nothing.
    pub(super) theirs: String,
    /// What was typed; empty for nothing.
    pub(super) mine: String,
}

impl Conflict {
    /// Compares what is saved with what was typed.
    pub(super) fn between(
        theirs: &ProductForm,
        mine: &ProductForm,
        change: Option<AuditEntry>,
        visit: &Visit,
    ) -> Self {
        let t = ProductTexts::of(visit.lang);
        let by = change.map(|entry| {
            let at = dates::date_time(entry.at, visit.lang);
            let name = entry.actor.strip_prefix("staff:").unwrap_or(&entry.actor);
            t.changed_by(name, at)
        });
        Self {
            by,
            differences: differences(t, theirs, mine),
        }
    }
}

fn differences(
    t: &'static ProductTexts,
    theirs: &ProductForm,
    mine: &ProductForm,
) -> Vec<Difference> {
    let (theirs, mine) = (flat(t, theirs), flat(t, mine));
    let mut names: Vec<&String> = theirs.iter().map(|(name, _)| name).collect();
    let new = mine.iter().map(|(name, _)| name);
    names.extend(new.filter(|name| theirs.iter().all(|(other, _)| other != *name)));
    let of = |fields: &[(String, String)], name: &str| {
        let named = fields.iter().find(|(other, _)| other == name);
        named.map(|(_, value)| cut(value)).unwrap_or_default()
    };
    names
        .into_iter()
        .map(|name| Difference {
            label: name.clone(),
            theirs: of(&theirs, name),
            mine: of(&mine, name),
        })
        .filter(|difference| difference.theirs != difference.mine)
        .collect()
}

/// A form as lines of label and value: variants by SKU, technical data by name.
fn flat(t: &'static ProductTexts, form: &ProductForm) -> Vec<(String, String)> {
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

fn cut(value: &str) -> String {
    let mut shown: String = value.chars().take(SHOWN).collect();
    if value.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use domain::Lang;

    use super::*;

    #[test]
    fn only_what_differs_is_shown() {
        let variant = |sku: &str, price: &str| VariantRow {
            sku: sku.into(),
            price: price.into(),
            ..VariantRow::default()
        };
        let theirs = ProductForm {
            title: "Kettle".into(),
            variants: vec![variant("K-1", "1200.00"), variant("K-2", "1300.00")],
            ..ProductForm::default()
        };
        let mine = ProductForm {
            title: " Kettle ".into(),
            brand: "Jhorna".into(),
            variants: vec![variant("K-1", "1250.00"), variant("K-3", "9.00")],
            ..ProductForm::default()
        };
        let t = ProductTexts::of(Lang::En);
        let found = differences(t, &theirs, &mine);
        let rows: Vec<(&str, &str, &str)> = found
            .iter()
            .map(|d| (&*d.label, &*d.theirs, &*d.mine))
            .collect();
        let wanted = [
            ("Brand", "", "Jhorna"),
            ("K-1", "1200.00", "1250.00"),
            ("K-2", "1300.00", ""),
            ("K-3", "", "9.00"),
        ];
        assert_eq!(rows, wanted);
    }
}
