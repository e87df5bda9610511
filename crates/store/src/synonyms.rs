//! Groups of words that mean the same in search.

use crate::sql::{FromRow, Row, Value, binds};
use crate::{Store, StoreError, Tx};

struct SynonymRow {
    group: i64,
    term: String,
}

impl FromRow for SynonymRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            group: row.get("group_id")?,
            term: row.get("term")?,
        })
    }
}

impl Store {
    /// Every group, each with its terms.
    pub async fn list_synonyms(&self) -> Result<Vec<Vec<String>>, StoreError> {
        let rows: Vec<SynonymRow> = self
            .fetch_all(
                "SELECT group_id, term FROM synonyms ORDER BY group_id, term",
                vec![],
            )
            .await?;
        let mut groups: Vec<Vec<String>> = Vec::new();
        let mut last = None;
        for row in rows {
            if last != Some(row.group) {
                groups.push(Vec::new());
                last = Some(row.group);
            }
            if let Some(group) = groups.last_mut() {
                group.push(row.term);
            }
        }
        Ok(groups)
    }
}

impl Tx {
    /// Replaces the whole table.
    pub async fn replace_synonyms(&mut self, groups: &[Vec<String>]) -> Result<(), StoreError> {
        self.execute("DELETE FROM synonyms", vec![]).await?;
        let rows: Vec<(i64, &str)> = (1i64..)
            .zip(groups)
            .flat_map(|(id, terms)| terms.iter().map(move |t| (id, t.as_str())))
            .collect();
        for chunk in rows.chunks(500) {
            let values: Vec<Value> = chunk
                .iter()
                .flat_map(|&(id, term)| binds![id, term])
                .collect();
            self.execute_list(
                "INSERT INTO synonyms (group_id, term) VALUES {rows:2} ON CONFLICT DO NOTHING",
                chunk.len(),
                values,
            )
            .await?;
        }
        Ok(())
    }
}
