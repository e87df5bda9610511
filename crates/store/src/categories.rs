//! Categories: a tree by `parent_id`.

use domain::{Category, Text};

use crate::sql::{FromRow, Row, binds};
use crate::{Store, StoreError, Tx};

impl FromRow for Category {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            slug: row.parse("slug")?,
            name: Text {
                en: row.get("name_en")?,
                bn: row.get("name_bn")?,
            },
            parent: row.get("parent_id")?,
            position: row.get("position")?,
        })
    }
}

impl Store {
    /// Every category, in the order they are shown.
    pub async fn list_categories(&self) -> Result<Vec<Category>, StoreError> {
        self.fetch_all("SELECT * FROM categories ORDER BY position, slug", vec![])
            .await
    }
}

impl Tx {
    /// Every category, in the order they are shown.
    pub async fn list_categories(&mut self) -> Result<Vec<Category>, StoreError> {
        self.fetch_all("SELECT * FROM categories ORDER BY position, slug", vec![])
            .await
    }

    /// Adds a category, or changes the one with its slug (whose id stays).
    pub async fn put_category(&mut self, category: &Category) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO categories (id, slug, name_en, name_bn, parent_id, position) \
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (slug) DO UPDATE SET name_en = excluded.name_en, \
             name_bn = excluded.name_bn, parent_id = excluded.parent_id, position = excluded.position",
            binds![
                category.id,
                category.slug.as_str(),
                category.name.en.as_str(),
                category.name.bn.as_deref(),
                category.parent,
                category.position
            ],
        )
        .await
        .map(drop)
    }
}
