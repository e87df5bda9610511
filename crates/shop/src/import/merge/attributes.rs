//! Technical data as it is from now on.

use domain::{Attribute, AttributeValue, Text};

use crate::import::cells::{typed, written, written_bn};
use crate::import::imported::ImportedSpec;

/// Data that the file has no column for stays; what it has a column for keeps its place.
pub(super) fn merge(stored: &[Attribute], specs: &[ImportedSpec]) -> Vec<Attribute> {
    let mut merged = stored.to_vec();
    for spec in specs {
        let place = merged
            .iter()
            .position(|attribute| attribute.key == spec.key);
        let before = place.and_then(|place| merged.get(place));
        let cell = spec
            .cell
            .clone()
            .or_else(|| before.map(written))
            .unwrap_or_default();
        let after = attribute(before, spec, cell);
        match (place, after) {
            (Some(place), Some(attribute)) => {
                if let Some(slot) = merged.get_mut(place) {
                    *slot = attribute;
                }
            }
            (Some(place), None) => drop(merged.remove(place)),
            (None, Some(attribute)) => merged.push(attribute),
            (None, None) => {}
        }
    }
    merged
}

fn attribute(before: Option<&Attribute>, spec: &ImportedSpec, cell: String) -> Option<Attribute> {
    if cell.is_empty() {
        return None;
    }
    let same = before.filter(|attribute| written(attribute) == cell);
    // Other words make the old Bangla wrong.
    let bn = spec
        .cell_bn
        .clone()
        .or_else(|| same.map(written_bn))
        .unwrap_or_default();
    if let Some(attribute) = same.filter(|attribute| written_bn(attribute) == bn) {
        return Some(attribute.clone());
    }
    let value = match typed(&cell) {
        typed if bn.is_empty() => typed,
        _ => AttributeValue::Text(Text::both(cell, bn)),
    };
    Some(Attribute {
        key: spec.key.clone(),
        value,
    })
}
