//! The tree of categories as staff keep it: add, rename, move, put in order, remove.
//!
//! Every change holds the catalogue's version, so that two of them can't make a circle together,
//! and every process shows it within two seconds.

use std::collections::HashMap;

use domain::{Category, CategoryId, FieldError, Slug, Text};
use serde_json::json;
use store::{StoreError, Tx};

use crate::{Identity, Shop};

/// Characters of a name at most, in either language.
const MAX_NAME: usize = 100;
/// Categories at most: all of them are on one page.
const MAX_CATEGORIES: usize = 2_000;
/// Levels at most.
const MAX_DEPTH: usize = 6;

/// A category as staff write it.
#[derive(Debug, Clone, Default)]
pub struct CategoryInput {
    /// Its name, 1 to 100 characters.
    pub name: String,
    /// Its name in Bangla.
    pub name_bn: Option<String>,
    /// The slug of the category above it; `None` at the top.
    pub parent: Option<String>,
    /// Its place among its siblings: before all that have a greater number.
    pub position: i64,
}

/// A category in the tree, as staff see it.
#[derive(Debug, Clone)]
pub struct CategoryView {
    /// The category.
    pub category: Category,
    /// Levels above it.
    pub depth: usize,
    /// The slug of the category above it.
    pub parent: Option<Slug>,
    /// Products of any status that stand in it itself.
    pub products: i64,
    /// Whether other categories stand below it.
    pub has_below: bool,
}

/// Why a category was not changed.
#[derive(Debug, thiserror::Error)]
pub enum CategoryError {
    /// Some input is wrong.
    #[error("the category is not valid")]
    Invalid(Vec<FieldError>),
    /// No such category.
    #[error("there is no such category")]
    NotFound,
    /// Another category has the slug.
    #[error("another category has this slug")]
    SlugTaken,
    /// It would stand below itself.
    #[error("a category can't stand below itself")]
    Circle,
    /// Something stands in it.
    #[error("{products} products and {categories} categories stand in it: move them first")]
    NotEmpty {
        /// Products.
        products: i64,
        /// Categories.
        categories: usize,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Shop {
    /// Every category as the tree reads, with its products counted.
    pub async fn staff_categories(&self) -> Result<Vec<CategoryView>, StoreError> {
        let categories = self.store().list_categories().await?;
        let counts = self.store().count_products_by_category().await?;
        Ok(tree(categories, &counts.into_iter().collect()))
    }

    /// Adds a category; its slug is made from its name when none is given.
    pub async fn create_category(
        &self,
        by: &Identity,
        slug: Option<&str>,
        input: CategoryInput,
    ) -> Result<Category, CategoryError> {
        let slug = new_slug(slug, &input.name).map_err(|e| CategoryError::Invalid(vec![e]))?;
        let mut tx = self.store().begin().await?;
        tx.next_catalogue_version().await?;
        let all = tx.list_categories().await?;
        if all.iter().any(|category| category.slug == slug) {
            return Err(CategoryError::SlugTaken);
        }
        if all.len() >= MAX_CATEGORIES {
            let message = format!("There are {MAX_CATEGORIES} categories already");
            let error = FieldError::new("name", FieldError::RANGE, message);
            return Err(CategoryError::Invalid(vec![error]));
        }
        let id = CategoryId::mint(self.ambient());
        let category = input.category(id, slug, &all)?;
        tx.put_category(&category).await?;
        self.audit_category(&mut tx, by, "category.create", None, Some(&category))
            .await?;
        tx.commit().await?;
        Ok(category)
    }

    /// Renames a category, moves it below another, or gives it another place. Its slug stays.
    pub async fn update_category(
        &self,
        by: &Identity,
        slug: &str,
        input: CategoryInput,
    ) -> Result<Category, CategoryError> {
        let mut tx = self.store().begin().await?;
        tx.next_catalogue_version().await?;
        let all = tx.list_categories().await?;
        let before = all.iter().find(|category| category.slug.as_str() == slug);
        let before = before.ok_or(CategoryError::NotFound)?;
        let after = input.category(before.id, before.slug.clone(), &all)?;
        if after == *before {
            return Ok(after);
        }
        tx.put_category(&after).await?;
        self.audit_category(&mut tx, by, "category.update", Some(before), Some(&after))
            .await?;
        tx.commit().await?;
        Ok(after)
    }

    /// Removes a category that nothing stands in.
    pub async fn remove_category(&self, by: &Identity, slug: &str) -> Result<(), CategoryError> {
        let mut tx = self.store().begin().await?;
        tx.next_catalogue_version().await?;
        let all = tx.list_categories().await?;
        let category = all.iter().find(|category| category.slug.as_str() == slug);
        let category = category.ok_or(CategoryError::NotFound)?;
        let products = tx.count_products_in(category.id).await?;
        let below = all.iter().filter(|c| c.parent == Some(category.id)).count();
        if products > 0 || below > 0 {
            return Err(CategoryError::NotEmpty {
                products,
                categories: below,
            });
        }
        tx.delete_category(category.id).await?;
        self.audit_category(&mut tx, by, "category.remove", Some(category), None)
            .await?;
        tx.commit().await?;
        Ok(())
    }

    async fn audit_category(
        &self,
        tx: &mut Tx,
        by: &Identity,
        action: &str,
        before: Option<&Category>,
        after: Option<&Category>,
    ) -> Result<(), StoreError> {
        let slug = after.or(before).map(|category| category.slug.as_str());
        let subject = format!("category:{}", slug.unwrap_or_default());
        let json = |category: &Category| json!(category);
        self.audit(tx, by, action, subject, before.map(json), after.map(json))
            .await
    }
}

impl CategoryInput {
    fn category(
        &self,
        id: CategoryId,
        slug: Slug,
        all: &[Category],
    ) -> Result<Category, CategoryError> {
        let mut errors = Vec::new();
        let name_bn = self.name_bn.as_deref().unwrap_or_default();
        for (field, name, least) in [("name", &*self.name, 1), ("name_bn", name_bn, 0)] {
            let length = name.trim().chars().count();
            if !(least..=MAX_NAME).contains(&length) || name.chars().any(char::is_control) {
                let message = format!("A name has {least} to {MAX_NAME} characters");
                errors.push(FieldError::new(field, FieldError::LENGTH, message));
            }
        }
        if !(0..=100_000).contains(&self.position) {
            let message = "A place is a number from 0 to 100,000";
            errors.push(FieldError::new("position", FieldError::RANGE, message));
        }
        let parent = match self.parent.as_deref() {
            None => None,
            Some(slug) => all.iter().find(|category| category.slug.as_str() == slug),
        };
        if self.parent.is_some() && parent.is_none() {
            let message = "There is no such category";
            errors.push(FieldError::new("parent", FieldError::UNKNOWN, message));
        }
        let above = parent.map(|parent| above(parent, all)).unwrap_or_default();
        if above.contains(&id) {
            return Err(CategoryError::Circle);
        }
        if above.len() + height(id, all) > MAX_DEPTH {
            let message = format!("The tree has at most {MAX_DEPTH} levels");
            errors.push(FieldError::new("parent", FieldError::RANGE, message));
        }
        if !errors.is_empty() {
            return Err(CategoryError::Invalid(errors));
        }
        let bangla = Some(name_bn.trim()).filter(|name| !name.is_empty());
        Ok(Category {
            id,
            slug,
            name: Text {
                en: self.name.trim().to_owned(),
                bn: bangla.map(str::to_owned),
            },
            parent: parent.map(|parent| parent.id),
            position: self.position,
        })
    }
}

fn new_slug(given: Option<&str>, name: &str) -> Result<Slug, FieldError> {
    match given.map(str::trim).filter(|slug| !slug.is_empty()) {
        Some(slug) => Slug::parse(slug)
            .map_err(|error| FieldError::new("slug", FieldError::FORMAT, error.to_string())),
        None => Slug::from_title(name).ok_or_else(|| {
            let message = "A slug can't be made from this name; give one";
            FieldError::new("slug", FieldError::REQUIRED, message)
        }),
    }
}

/// A category and all that stand above it. Bounded by their number: what was stored has no circle,
/// and if it had one this would still end.
fn above(category: &Category, all: &[Category]) -> Vec<CategoryId> {
    let mut path = vec![category.id];
    let mut parent = category.parent;
    while let Some(id) = parent
        && path.len() <= all.len()
    {
        path.push(id);
        parent = all.iter().find(|c| c.id == id).and_then(|c| c.parent);
    }
    path
}

/// Levels that a category takes with all that stand below it, itself included.
fn height(id: CategoryId, all: &[Category]) -> usize {
    let mut levels = 1;
    let mut level = vec![id];
    loop {
        let below = |c: &&Category| c.parent.is_some_and(|parent| level.contains(&parent));
        let next: Vec<CategoryId> = all.iter().filter(below).map(|c| c.id).collect();
        if next.is_empty() || levels > all.len() {
            return levels;
        }
        levels += 1;
        level = next;
    }
}

/// The tree as it reads: each category followed by what stands below it.
fn tree(categories: Vec<Category>, counts: &HashMap<CategoryId, i64>) -> Vec<CategoryView> {
    let slugs: HashMap<CategoryId, Slug> = categories
        .iter()
        .map(|category| (category.id, category.slug.clone()))
        .collect();
    let mut below: HashMap<Option<CategoryId>, Vec<Category>> = HashMap::new();
    // They come in order; from the last, so that taking one off the end takes the first.
    for category in categories.into_iter().rev() {
        below.entry(category.parent).or_default().push(category);
    }
    let mut views: Vec<CategoryView> = Vec::with_capacity(slugs.len());
    let mut path: Vec<Option<CategoryId>> = vec![None];
    while let Some(at) = path.last().copied() {
        let Some(category) = below.get_mut(&at).and_then(Vec::pop) else {
            path.pop();
            continue;
        };
        let id = category.id;
        views.push(CategoryView {
            depth: path.len() - 1,
            parent: category.parent.and_then(|id| slugs.get(&id).cloned()),
            products: counts.get(&id).copied().unwrap_or_default(),
            has_below: below.contains_key(&Some(id)),
            category,
        });
        path.push(Some(id));
    }
    views
}
