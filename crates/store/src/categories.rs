//! Categories: a tree by `parent_id`.

use domain::{Category, CategoryId, Text};

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

struct CountRow(CategoryId, i64);

impl FromRow for CountRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(row.get("category_id")?, row.get("products")?))
    }
}

impl Store {
    /// Every category, in the order they are shown.
    pub async fn list_categories(&self) -> Result<Vec<Category>, StoreError> {
        self.fetch_all("SELECT * FROM categories ORDER BY position, slug", vec![])
            .await
    }

    /// How many products of any status stand in each category itself.
    pub async fn count_products_by_category(&self) -> Result<Vec<(CategoryId, i64)>, StoreError> {
        let rows: Vec<CountRow> = self
            .fetch_all(
                "SELECT category_id, COUNT(*) AS products FROM products \
                 WHERE category_id IS NOT NULL GROUP BY category_id",
                vec![],
            )
            .await?;
        Ok(rows
            .into_iter()
            .map(|CountRow(id, count)| (id, count))
            .collect())
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

    /// Products of any status that stand in a category itself.
    pub async fn count_products_in(&mut self, category: CategoryId) -> Result<i64, StoreError> {
        let count: Option<i64> = self
            .fetch_optional(
                "SELECT COUNT(*) AS value FROM products WHERE category_id = $1",
                binds![category],
            )
            .await?;
        Ok(count.unwrap_or_default())
    }

    /// Removes a category that nothing stands in; a foreign key refuses the rest.
    pub async fn delete_category(&mut self, category: CategoryId) -> Result<(), StoreError> {
        self.execute("DELETE FROM categories WHERE id = $1", binds![category])
            .await
            .map(drop)
    }
}
