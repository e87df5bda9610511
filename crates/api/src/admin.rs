//! The back office over JSON: what the staff see and change. Every change is audited by `shop`, in
//! the change's own transaction.

pub(crate) mod audit;
pub(crate) mod blocks;
pub(crate) mod coupons;
pub(crate) mod exports;
pub(crate) mod flash_sales;
pub(crate) mod imports;
pub(crate) mod orders;
pub(crate) mod products;
pub(crate) mod reviews;
pub(crate) mod roles;
pub(crate) mod stock;
pub(crate) mod synonyms;
pub(crate) mod users;

use domain::FieldError;

/// The longest text that a list is searched for, in characters.
const MAX_WORDS: usize = 100;

/// What a list is searched for; a blank text is none.
fn words_to_find(q: Option<String>, most: usize, errors: &mut Vec<FieldError>) -> Option<String> {
    let q = q
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty())?;
    if q.chars().count() > most {
        let message = format!("q has at most {most} characters");
        errors.push(FieldError::new("q", FieldError::LENGTH, message));
    }
    Some(q)
}
