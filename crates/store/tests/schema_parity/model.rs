//! A schema in words that both engines share.

use std::collections::{BTreeMap, BTreeSet};

/// Tables by name, without the migrator's own.
pub(crate) type Schema = BTreeMap<String, Table>;

#[derive(Debug, Default, PartialEq)]
pub(crate) struct Table {
    /// In the table's order.
    pub(crate) columns: Vec<Column>,
    /// In the key's order.
    pub(crate) primary_key: Vec<String>,
    /// The columns of each UNIQUE, in its order.
    pub(crate) unique: BTreeSet<Vec<String>>,
    /// Those made by CREATE INDEX, by name.
    pub(crate) indexes: BTreeMap<String, Index>,
    pub(crate) foreign_keys: BTreeSet<ForeignKey>,
    /// What each CHECK speaks of ([`crate::checks::essence`]), sorted.
    pub(crate) checks: Vec<BTreeSet<String>>,
    /// Changes that a trigger refuses.
    pub(crate) refuses: BTreeSet<String>,
    /// Names of the triggers that follow a change.
    pub(crate) follows: BTreeSet<String>,
}

#[derive(Debug, PartialEq)]
pub(crate) struct Column {
    name: String,
    /// What SQLite keeps it as: `BLOB`, `TEXT`, `INTEGER`.
    kind: String,
    nullable: bool,
}

#[derive(Debug, PartialEq)]
pub(crate) struct Index {
    pub(crate) columns: Vec<String>,
    pub(crate) unique: bool,
    /// Its condition, as the words of a CHECK.
    pub(crate) only_where: BTreeSet<String>,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ForeignKey {
    pub(crate) column: String,
    pub(crate) table: String,
    pub(crate) target: String,
    pub(crate) on_delete: String,
}

impl Column {
    pub(crate) fn new(name: &str, kind: &str, nullable: bool) -> Self {
        Self {
            name: name.to_owned(),
            kind: kind.to_owned(),
            nullable,
        }
    }
}
