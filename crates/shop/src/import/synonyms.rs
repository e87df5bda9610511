//! The table of synonyms from a file: `group,term`, one term a row.

use std::collections::HashMap;

use super::sheet::Sheet;
use super::{ImportError, Rejected};
use crate::Shop;
use crate::synonyms::checked;

const EXPECTED: &str = "`group` and `term`";

impl Shop {
    /// Makes the table of synonyms that of a file (`group,term`: rows of one group mean the same).
    /// The file is taken as a whole or not at all, by the rules that staff's changes go by, and a
    /// second time it changes nothing. Answers how many groups it has.
    ///
    /// # Errors
    /// [`ImportError::Rows`] names what is wrong by line; the others as for products.
    pub async fn import_synonyms(&self, bytes: &[u8]) -> Result<usize, ImportError> {
        let groups = read(&Sheet::read(bytes)?)?;
        if sorted(self.store().list_synonyms().await?) == sorted(groups.clone()) {
            return Ok(groups.len());
        }
        let mut tx = self.store().begin().await?;
        tx.next_catalogue_version().await?;
        tx.replace_synonyms(&groups).await?;
        tx.commit().await?;
        Ok(groups.len())
    }
}

/// Neither the order of groups nor that of terms means anything.
fn sorted(mut groups: Vec<Vec<String>>) -> Vec<Vec<String>> {
    groups.iter_mut().for_each(|terms| terms.sort());
    groups.sort();
    groups
}

fn read(sheet: &Sheet) -> Result<Vec<Vec<String>>, ImportError> {
    let (group, term) = (sheet.column(&["group"]), sheet.column(&["term"]));
    if group.is_none() || term.is_none() {
        return Err(ImportError::Header { expected: EXPECTED });
    }
    let mut groups: Vec<Vec<String>> = Vec::new();
    let mut lines: Vec<u64> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut rejected = Vec::new();
    for row in &sheet.rows {
        let (key, word) = (row.cell(group), row.cell(term));
        let problem = match &row.problem {
            Some(problem) => Some(problem.as_str()),
            None if key.is_empty() => Some("the group is missing"),
            None if word.is_empty() => Some("the term is missing"),
            None => None,
        };
        if let Some(reason) = problem {
            rejected.push(Rejected {
                line: row.line,
                reason: reason.to_owned(),
            });
            continue;
        }
        let place = *places.entry(key).or_insert_with(|| {
            groups.push(Vec::new());
            lines.push(row.line);
            groups.len() - 1
        });
        if let Some(terms) = groups.get_mut(place) {
            terms.push(word.to_owned());
        }
    }
    if !rejected.is_empty() {
        return Err(ImportError::Rows(rejected));
    }
    checked(groups).map_err(|errors| {
        let line = |field: &str| {
            let index = field
                .strip_prefix("groups[")
                .and_then(|rest| rest.strip_suffix(']'));
            index
                .and_then(|index| lines.get(index.parse::<usize>().ok()?).copied())
                .unwrap_or(1)
        };
        let rejected = errors.into_iter().map(|error| Rejected {
            line: line(&error.field),
            reason: error.message,
        });
        ImportError::Rows(rejected.collect())
    })
}
