//! The table of words that mean the same in search.

use domain::FieldError;
use store::StoreError;

use crate::{Identity, Shop};

/// Groups at most.
const MAX_GROUPS: usize = 2_000;
/// Terms of a group at most.
const MAX_TERMS: usize = 30;
/// Characters of a term at most.
const MAX_TERM_CHARS: usize = 60;

/// Why synonyms were not replaced.
#[derive(Debug, thiserror::Error)]
pub enum SynonymsError {
    /// The table breaks a rule.
    #[error("the synonyms are not valid")]
    Invalid(Vec<FieldError>),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Shop {
    /// Every group of words.
    pub async fn synonyms(&self) -> Result<Vec<Vec<String>>, StoreError> {
        self.store().list_synonyms().await
    }

    /// Replaces the table; search uses it as soon as the catalogue has been refreshed.
    pub async fn replace_synonyms(
        &self,
        by: &Identity,
        groups: Vec<Vec<String>>,
    ) -> Result<Vec<Vec<String>>, SynonymsError> {
        let groups = checked(groups).map_err(SynonymsError::Invalid)?;
        let before = self.store().list_synonyms().await?;
        let mut tx = self.store().begin().await?;
        tx.next_catalogue_version().await?;
        tx.replace_synonyms(&groups).await?;
        let (was, is) = (serde_json::json!(before), serde_json::json!(groups));
        self.audit(
            &mut tx,
            by,
            "synonyms.replace",
            "synonyms".into(),
            Some(was),
            Some(is),
        )
        .await?;
        tx.commit().await?;
        Ok(groups)
    }
}

pub(crate) fn checked(groups: Vec<Vec<String>>) -> Result<Vec<Vec<String>>, Vec<FieldError>> {
    let mut errors = Vec::new();
    if groups.len() > MAX_GROUPS {
        errors.push(FieldError::new(
            "groups",
            FieldError::RANGE,
            format!("At most {MAX_GROUPS} groups"),
        ));
    }
    let mut kept = Vec::with_capacity(groups.len());
    for (index, group) in groups.into_iter().enumerate() {
        let mut terms: Vec<String> = group
            .iter()
            .map(|t| t.trim().to_lowercase())
            .filter(|t| !t.is_empty())
            .collect();
        terms.sort();
        terms.dedup();
        if !(2..=MAX_TERMS).contains(&terms.len()) {
            let message = format!("A group has 2 to {MAX_TERMS} different terms");
            errors.push(FieldError::new(
                format!("groups[{index}]"),
                FieldError::RANGE,
                message,
            ));
        }
        if terms
            .iter()
            .any(|t| t.chars().count() > MAX_TERM_CHARS || t.chars().any(char::is_control))
        {
            let message =
                format!("A term has at most {MAX_TERM_CHARS} characters and no control characters");
            errors.push(FieldError::new(
                format!("groups[{index}]"),
                FieldError::LENGTH,
                message,
            ));
        }
        kept.push(terms);
    }
    if errors.is_empty() {
        Ok(kept)
    } else {
        Err(errors)
    }
}
