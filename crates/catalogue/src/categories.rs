//! The category tree with how much is in each branch.
//!
//! Invariant: every category is in the tree once, whatever its `parent` says: a missing parent or a
//! cycle puts it at the top. Counts are of published products, descendants included.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use domain::{Category, CategoryId};

/// A category, what it holds and the categories below it.
#[derive(Debug, Clone)]
pub struct CategoryNode {
    /// The category.
    pub category: Arc<Category>,
    /// Published products in it and below it.
    pub count: usize,
    /// The categories right below, in the order they are shown.
    pub children: Vec<CategoryNode>,
}

/// The tree, with ways into it.
#[derive(Debug, Default)]
pub(crate) struct CategoryTree {
    roots: Vec<CategoryNode>,
    /// All categories in tree order (a parent before its children); places in it are what the
    /// rest of the crate calls a category's number.
    flat: Vec<FlatCategory>,
    by_id: HashMap<CategoryId, u32>,
    by_slug: HashMap<String, u32>,
}

#[derive(Debug)]
struct FlatCategory {
    category: Arc<Category>,
    parent: Option<u32>,
    /// Children's places from the root down to it.
    path: Vec<usize>,
    /// Its descendants are the numbers from its own to this one.
    end: u32,
}

impl CategoryTree {
    /// Builds the tree of `categories` (in display order), counting one product for each item of
    /// `members`.
    pub(crate) fn new(
        categories: Vec<Category>,
        members: impl Iterator<Item = Option<CategoryId>>,
    ) -> Self {
        let mut tree = Self::default();
        let mut branches = Branches::new(categories);
        while let Some(root) = branches.next_root() {
            let node = tree.grow(root, None, vec![tree.roots.len()], &mut branches);
            tree.roots.push(node);
        }
        for number in members
            .flatten()
            .filter_map(|id| tree.number(id))
            .collect::<Vec<_>>()
        {
            for above in tree.lineage(number).collect::<Vec<_>>() {
                if let Some(node) = tree.node_mut(above) {
                    node.count += 1;
                }
            }
        }
        tree
    }

    pub(crate) fn roots(&self) -> &[CategoryNode] {
        &self.roots
    }

    pub(crate) fn len(&self) -> usize {
        self.flat.len()
    }

    pub(crate) fn number(&self, id: CategoryId) -> Option<u32> {
        self.by_id.get(&id).copied()
    }

    pub(crate) fn number_of_slug(&self, slug: &str) -> Option<u32> {
        self.by_slug.get(slug).copied()
    }

    pub(crate) fn category(&self, number: u32) -> Option<&Arc<Category>> {
        Some(&self.flat.get(number as usize)?.category)
    }

    pub(crate) fn node(&self, number: u32) -> Option<&CategoryNode> {
        let (first, rest) = self.flat.get(number as usize)?.path.split_first()?;
        rest.iter()
            .try_fold(self.roots.get(*first)?, |node, &at| node.children.get(at))
    }

    /// The numbers of a category and everything below it.
    pub(crate) fn branch(&self, number: u32) -> std::ops::Range<u32> {
        number
            ..self
                .flat
                .get(number as usize)
                .map_or(number, |flat| flat.end)
    }

    /// The numbers of a category and everything above it, itself first.
    pub(crate) fn lineage(&self, number: u32) -> impl Iterator<Item = u32> {
        std::iter::successors(Some(number), |&at| self.flat.get(at as usize)?.parent)
    }

    /// The names, in both languages, of a category and everything above it.
    pub(crate) fn names(&self, id: Option<CategoryId>) -> Vec<String> {
        let number = id.and_then(|id| self.number(id));
        number
            .into_iter()
            .flat_map(|number| self.lineage(number))
            .filter_map(|number| self.category(number))
            .flat_map(|category| {
                std::iter::once(category.name.en.clone()).chain(category.name.bn.clone())
            })
            .collect()
    }

    fn node_mut(&mut self, number: u32) -> Option<&mut CategoryNode> {
        let (first, rest) = self.flat.get(number as usize)?.path.split_first()?;
        rest.iter()
            .try_fold(self.roots.get_mut(*first)?, |node, &at| {
                node.children.get_mut(at)
            })
    }

    fn grow(
        &mut self,
        category: Category,
        parent: Option<u32>,
        path: Vec<usize>,
        branches: &mut Branches,
    ) -> CategoryNode {
        let category = Arc::new(category);
        let number = u32::try_from(self.flat.len()).unwrap_or(u32::MAX);
        self.by_id.insert(category.id, number);
        self.by_slug
            .insert(category.slug.as_str().to_owned(), number);
        self.flat.push(FlatCategory {
            category: Arc::clone(&category),
            parent,
            path: path.clone(),
            end: number,
        });
        let mut children = Vec::new();
        for (place, child) in branches.children_of(category.id).into_iter().enumerate() {
            let path = path.iter().copied().chain([place]).collect();
            children.push(self.grow(child, Some(number), path, branches));
        }
        let end = u32::try_from(self.flat.len()).unwrap_or(u32::MAX);
        if let Some(flat) = self.flat.get_mut(number as usize) {
            flat.end = end;
        }
        CategoryNode {
            category,
            count: 0,
            children,
        }
    }
}

/// Categories that aren't in the tree yet. Each leaves it once, so growing ends even on a cycle.
struct Branches {
    waiting: Vec<Option<Category>>,
    known: HashSet<CategoryId>,
}

impl Branches {
    fn new(categories: Vec<Category>) -> Self {
        let known = categories.iter().map(|category| category.id).collect();
        Self {
            waiting: categories.into_iter().map(Some).collect(),
            known,
        }
    }

    /// A category without a parent that exists; when only cycles are left, any.
    fn next_root(&mut self) -> Option<Category> {
        let orphan = |category: &Category| category.parent.is_none_or(|p| !self.known.contains(&p));
        let mut waiting = self.waiting.iter();
        let at = waiting
            .position(|category| category.as_ref().is_some_and(orphan))
            .or_else(|| self.waiting.iter().position(Option::is_some))?;
        self.waiting[at].take()
    }

    fn children_of(&mut self, parent: CategoryId) -> Vec<Category> {
        self.waiting
            .iter_mut()
            .filter_map(|slot| slot.take_if(|category| category.parent == Some(parent)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::category;

    #[test]
    fn counts_include_what_is_below() {
        let (phones, smart, audio) = (category("phones"), category("smart"), category("audio"));
        let smart = Category {
            parent: Some(phones.id),
            ..smart
        };
        let members = [Some(smart.id), Some(smart.id), Some(phones.id), None];
        let tree = CategoryTree::new(vec![phones, smart, audio], members.into_iter());
        let counts: Vec<_> = tree.roots().iter().map(|node| node.count).collect();
        assert_eq!(counts, [3, 0]);
        assert_eq!(tree.roots()[0].children[0].count, 2);
        let number = tree.number_of_slug("phones").unwrap();
        assert_eq!(tree.branch(number), 0..2);
        assert_eq!(tree.node(1).unwrap().category.slug.as_str(), "smart");
        assert_eq!(tree.lineage(1).collect::<Vec<_>>(), [1, 0]);
    }

    #[test]
    fn cycles_and_lost_parents_stay_in_the_tree() {
        let (a, b, lost) = (category("a"), category("b"), category("lost"));
        let elsewhere = category("elsewhere").id;
        let (a, b) = (
            Category {
                parent: Some(b.id),
                ..a.clone()
            },
            Category {
                parent: Some(a.id),
                ..b
            },
        );
        let lost = Category {
            parent: Some(elsewhere),
            ..lost
        };
        let tree = CategoryTree::new(vec![a.clone(), b, lost], [Some(a.id)].into_iter());
        assert_eq!(tree.len(), 3);
        let slugs: Vec<_> = tree
            .roots()
            .iter()
            .map(|node| node.category.slug.as_str().to_owned())
            .collect();
        assert_eq!(slugs, ["lost", "a"]);
        assert_eq!(tree.roots()[1].count, 1);
    }
}
