//! The tree of categories from a file: `slug,name,name_bn,parent,position`.

use std::collections::{HashMap, HashSet};

use domain::{Ambient, Category, CategoryId, Slug, Text};

use super::cells::{self, shown};
use super::sheet::{Row, Sheet};
use super::{ImportError, Rejected};
use crate::Shop;

const EXPECTED: &str =
    "`slug` and `name`; `name_bn`, `parent` (a slug) and `position` may be there";

/// Rows of a file at most.
const MAX_ROWS: usize = 5_000;

struct Columns {
    slug: Option<usize>,
    name: Option<usize>,
    name_bn: Option<usize>,
    parent: Option<usize>,
    position: Option<usize>,
}

/// What a row says. As for products: `None` where the file has no such column.
struct Said {
    line: u64,
    slug: Slug,
    name: String,
    name_bn: Option<Option<String>>,
    parent: Option<Option<Slug>>,
    position: Option<i64>,
}

impl Shop {
    /// Adds the categories of a file (`slug,name,name_bn,parent,position`) and changes those whose
    /// slug exists; others stay. Parents may stand anywhere in the file or exist already. The file
    /// is taken as a whole or not at all, and a second time it changes nothing. Answers how many
    /// categories the file has.
    ///
    /// # Errors
    /// [`ImportError::Rows`] names what is wrong by line; the others as for products.
    pub async fn import_categories(&self, bytes: &[u8]) -> Result<usize, ImportError> {
        let said = read(&Sheet::read(bytes)?)?;
        let mut tx = self.store().begin().await?;
        tx.next_catalogue_version().await?;
        let stored = tx.list_categories().await?;
        let changed = merge(&said, &stored, self.ambient()).map_err(ImportError::Rows)?;
        for category in &changed {
            tx.put_category(category).await?;
        }
        if !changed.is_empty() {
            tx.commit().await?;
        }
        Ok(said.len())
    }
}

fn read(sheet: &Sheet) -> Result<Vec<Said>, ImportError> {
    let columns = Columns {
        slug: sheet.column(&["slug"]),
        name: sheet.column(&["name"]),
        name_bn: sheet.column(&["name_bn"]),
        parent: sheet.column(&["parent"]),
        position: sheet.column(&["position"]),
    };
    if columns.slug.is_none() || columns.name.is_none() {
        return Err(ImportError::Header { expected: EXPECTED });
    }
    if sheet.rows.len() > MAX_ROWS {
        return Err(ImportError::TooManyRows);
    }
    let (mut said, mut rejected, mut slugs) = (Vec::new(), Vec::new(), HashMap::new());
    for row in &sheet.rows {
        let read =
            columns
                .row(row)
                .and_then(|said| match slugs.insert(said.slug.clone(), row.line) {
                    Some(line) => Err(format!("slug `{}` is on line {line} already", said.slug)),
                    None => Ok(said),
                });
        match read {
            Ok(row) => said.push(row),
            Err(reason) => rejected.push(Rejected {
                line: row.line,
                reason,
            }),
        }
    }
    if rejected.is_empty() {
        Ok(said)
    } else {
        Err(ImportError::Rows(rejected))
    }
}

impl Columns {
    fn row(&self, row: &Row) -> Result<Said, String> {
        if let Some(problem) = &row.problem {
            return Err(problem.clone());
        }
        let slug = |column: &str, cell: &str| {
            Slug::parse(cell).map_err(|error| format!("{column} {}: {error}", shown(cell)))
        };
        let parent = Some(row.cell(self.parent)).filter(|cell| !cell.is_empty());
        let parent = parent.map(|cell| slug("parent", cell)).transpose()?;
        let name_bn = cells::short("name_bn", row.cell(self.name_bn))?;
        let position = cells::units("position", row.cell(self.position))?.unwrap_or(0);
        Ok(Said {
            line: row.line,
            slug: slug("slug", row.cell(self.slug))?,
            name: cells::short("name", row.cell(self.name))?.ok_or("the name is missing")?,
            name_bn: self.name_bn.map(|_| name_bn),
            parent: self.parent.map(|_| parent),
            position: self.position.map(|_| position),
        })
    }
}

/// What is new or different, parents before their children.
fn merge(
    said: &[Said],
    stored: &[Category],
    ambient: &Ambient,
) -> Result<Vec<Category>, Vec<Rejected>> {
    let mut tree: HashMap<Slug, Category> = stored
        .iter()
        .map(|category| (category.slug.clone(), category.clone()))
        .collect();
    for row in said {
        let category = tree.entry(row.slug.clone()).or_insert_with(|| Category {
            id: CategoryId::mint(ambient),
            slug: row.slug.clone(),
            name: Text::default(),
            parent: None,
            position: 0,
        });
        category.name.en.clone_from(&row.name);
        if let Some(bn) = &row.name_bn {
            category.name.bn.clone_from(bn);
        }
        category.position = row.position.unwrap_or(category.position);
    }
    let ids: HashMap<Slug, CategoryId> =
        tree.iter().map(|(slug, c)| (slug.clone(), c.id)).collect();
    let mut rejected = Vec::new();
    for row in said {
        let Some(parent) = &row.parent else { continue };
        let id = parent.as_ref().and_then(|slug| ids.get(slug).copied());
        if let (Some(slug), None) = (parent, id) {
            let reason = format!("parent `{slug}` is no category");
            rejected.push(Rejected {
                line: row.line,
                reason,
            });
        }
        if let Some(category) = tree.get_mut(&row.slug) {
            category.parent = id;
        }
    }
    let ordered = from_the_top(tree.into_values().collect());
    for row in said {
        if !ordered.iter().any(|category| category.slug == row.slug) {
            let reason = format!("`{}` would be its own ancestor", row.slug);
            rejected.push(Rejected {
                line: row.line,
                reason,
            });
        }
    }
    if !rejected.is_empty() {
        return Err(rejected);
    }
    let changed = |category: &Category| !stored.contains(category);
    Ok(ordered.into_iter().filter(changed).collect())
}

/// The categories level by level; those on a circle have no level and are left out.
fn from_the_top(mut waiting: Vec<Category>) -> Vec<Category> {
    let mut ordered: Vec<Category> = Vec::with_capacity(waiting.len());
    let mut placed: HashSet<Option<CategoryId>> = HashSet::from([None]);
    loop {
        let (level, rest): (Vec<_>, Vec<_>) = waiting
            .into_iter()
            .partition(|category| placed.contains(&category.parent));
        if level.is_empty() {
            return ordered;
        }
        placed.extend(level.iter().map(|category| Some(category.id)));
        ordered.extend(level);
        waiting = rest;
    }
}
