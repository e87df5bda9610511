//! Two people at once: what is saved now beside what was typed, wherever the two differ; the data
//! of `parts/conflict.html`.

use pages::{Visit, dates};
use shop::AuditEntry;

use crate::strings::ConflictTexts;

/// Characters of a value that are shown.
const SHOWN: usize = 300;

/// What the page of a conflict says.
pub(crate) struct Conflict {
    /// The words around it.
    pub(crate) t: &'static ConflictTexts,
    /// Who saved last and when, if the audit log knows.
    pub(crate) by: Option<String>,
    /// Where the two differ.
    pub(crate) differences: Vec<Difference>,
}

/// One field that differs.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Difference {
    /// What the field is called.
    pub(crate) label: String,
    /// What is saved now; empty for nothing.
    pub(crate) theirs: String,
    /// What was typed; empty for nothing.
    pub(crate) mine: String,
}

/// A form as lines of label and value.
pub(crate) type Fields = Vec<(String, String)>;

impl Conflict {
    /// Compares what is saved with what was typed.
    pub(crate) fn between(
        theirs: &Fields,
        mine: &Fields,
        change: Option<AuditEntry>,
        visit: &Visit,
    ) -> Self {
        let t = ConflictTexts::of(visit.lang);
        let by = change.map(|entry| {
            let at = dates::date_time(entry.at, visit.lang);
            let name = entry.actor.strip_prefix("staff:").unwrap_or(&entry.actor);
            t.changed_by(name, at)
        });
        Self {
            t,
            by,
            differences: differences(theirs, mine),
        }
    }
}

fn differences(theirs: &Fields, mine: &Fields) -> Vec<Difference> {
    let mut names: Vec<&String> = theirs.iter().map(|(name, _)| name).collect();
    let new = mine.iter().map(|(name, _)| name);
    names.extend(new.filter(|name| theirs.iter().all(|(other, _)| other != *name)));
    let of = |fields: &Fields, name: &str| {
        let named = fields.iter().find(|(other, _)| other == name);
        named.map(|(_, value)| cut(value)).unwrap_or_default()
    };
    names
        .into_iter()
        .map(|name| Difference {
            label: name.clone(),
            theirs: of(theirs, name),
            mine: of(mine, name),
        })
        .filter(|difference| difference.theirs != difference.mine)
        .collect()
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
    use super::*;

    #[test]
    fn only_what_differs_is_shown() {
        let fields = |pairs: &[(&str, &str)]| -> Fields {
            let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
            pairs.iter().map(own).collect()
        };
        let theirs = fields(&[("Title", "Kettle"), ("K-1", "1200"), ("K-2", "1300")]);
        let mine = fields(&[("Title", "Kettle"), ("K-1", "1250"), ("K-3", "9")]);
        let found = differences(&theirs, &mine);
        let rows: Vec<(&str, &str, &str)> = found
            .iter()
            .map(|d| (&*d.label, &*d.theirs, &*d.mine))
            .collect();
        let wanted = [
            ("K-1", "1200", "1250"),
            ("K-2", "1300", ""),
            ("K-3", "", "9"),
        ];
        assert_eq!(rows, wanted);
    }
}
