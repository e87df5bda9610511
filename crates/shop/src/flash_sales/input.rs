//! What staff say about a flash sale, checked whole: every mistake is in the answer.

use std::collections::HashSet;

use domain::{FieldError, FlashLineId, MAX_QUANTITY, Paisa, Sku, Text, VariantId};
use store::{SaleCandidate, StoreError, Tx};
use time::OffsetDateTime;

use super::FlashSaleError;
use crate::Shop;

/// Lines of a sale at most.
pub const MAX_SALE_LINES: usize = 200;
/// Characters of a name at most.
const MAX_NAME_CHARS: usize = 100;

/// A flash sale as staff write it.
#[derive(Debug, Clone)]
pub struct FlashSaleInput {
    /// Its name in English, 1 to 100 characters.
    pub name: String,
    /// Its name in Bangla, 1 to 100 characters.
    pub name_bn: String,
    /// From when on its prices hold.
    pub starts_at: OffsetDateTime,
    /// From when on they don't any more.
    pub ends_at: OffsetDateTime,
    /// What is on sale, 1 to 200 lines.
    pub lines: Vec<FlashLineInput>,
}

/// A line of a flash sale as staff write it.
#[derive(Debug, Clone)]
pub struct FlashLineInput {
    /// What.
    pub sku: String,
    /// Price of one, below the variant's own.
    pub price: Paisa,
    /// Units that one customer may buy at it, 1 to 99.
    pub units_per_customer: i64,
}

/// A line ready to be written: (id if it is new, variant, price, units per customer).
pub(super) type Line = (FlashLineId, VariantId, Paisa, i64);

impl FlashSaleInput {
    /// The sale's name, when that and its times are fine; else what is wrong goes to `errors`.
    pub(super) fn check(&self, errors: &mut Vec<FieldError>) -> Text {
        let mut name = |field, text: &str| {
            let text = text.trim();
            let (kind, fine) = match text.chars().count() {
                0 => (FieldError::REQUIRED, false),
                count => (FieldError::LENGTH, count <= MAX_NAME_CHARS),
            };
            if !fine || text.contains('\0') {
                let message = format!("A name has 1 to {MAX_NAME_CHARS} characters");
                errors.push(FieldError::new(field, kind, message));
            }
            text.to_owned()
        };
        let text = Text {
            en: name("name", &self.name),
            bn: Some(name("name_bn", &self.name_bn)),
        };
        if self.ends_at <= self.starts_at {
            let message = "The end must be after the start";
            errors.push(FieldError::new("ends_at", FieldError::RANGE, message));
        }
        if !(1..=MAX_SALE_LINES).contains(&self.lines.len()) {
            let message = format!("A sale has 1 to {MAX_SALE_LINES} lines");
            errors.push(FieldError::new("lines", FieldError::LENGTH, message));
        }
        text
    }
}

impl Shop {
    /// The lines, in the order of their variants' ids; what is wrong goes to `errors`.
    pub(super) async fn sale_lines(
        &self,
        tx: &mut Tx,
        input: &FlashSaleInput,
        errors: &mut Vec<FieldError>,
    ) -> Result<Vec<Line>, StoreError> {
        let inputs = input.lines.iter().take(MAX_SALE_LINES);
        let parsed: Vec<Option<Sku>> = inputs
            .clone()
            .map(|line| Sku::parse(line.sku.trim()).ok())
            .collect();
        let skus: Vec<Sku> = parsed.iter().flatten().cloned().collect();
        let candidates = tx.list_sale_candidates(&skus).await?;
        let mut seen = HashSet::new();
        let mut lines = Vec::new();
        for (at, (line, sku)) in inputs.zip(parsed).enumerate() {
            let candidate = candidates
                .iter()
                .find(|candidate| Some(&candidate.sku) == sku.as_ref());
            let before = errors.len();
            check_line(line, candidate, errors, at);
            let Some(candidate) = candidate.filter(|_| errors.len() == before) else {
                continue;
            };
            if !seen.insert(candidate.variant) {
                let message = format!("{} stands in the sale twice", candidate.sku);
                let field = format!("lines[{at}].sku");
                errors.push(FieldError::new(field, FieldError::DUPLICATE, message));
            }
            let id = FlashLineId::mint(self.ambient());
            lines.push((id, candidate.variant, line.price, line.units_per_customer));
        }
        Ok(lines)
    }
}

fn check_line(
    line: &FlashLineInput,
    candidate: Option<&SaleCandidate>,
    errors: &mut Vec<FieldError>,
    at: usize,
) {
    let mut refuse = |field: &str, kind, message: String| {
        let field = format!("lines[{at}].{field}");
        errors.push(FieldError::new(field, kind, message));
    };
    match candidate.map(|candidate| candidate.regular) {
        None => {
            let message = "Nothing has this SKU".to_owned();
            refuse("sku", FieldError::UNKNOWN, message);
        }
        Some(None) => {
            let message = "It has no price and isn't for sale".to_owned();
            refuse("sku", FieldError::UNKNOWN, message);
        }
        Some(Some(regular)) if line.price <= Paisa::ZERO || line.price >= regular => {
            let message = format!(
                "The sale price must be above zero and below {} taka",
                regular.decimal()
            );
            refuse("price_paisa", FieldError::RANGE, message);
        }
        Some(Some(_)) => {}
    }
    if !(1..=i64::from(MAX_QUANTITY)).contains(&line.units_per_customer) {
        let message = format!("Units per customer are between 1 and {MAX_QUANTITY}");
        refuse("units_per_customer", FieldError::RANGE, message);
    }
}

/// The answer when something is wrong.
pub(super) fn answer(errors: Vec<FieldError>) -> Result<(), FlashSaleError> {
    match errors.is_empty() {
        true => Ok(()),
        false => Err(FlashSaleError::Invalid(errors)),
    }
}
