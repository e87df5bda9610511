//! Which category a file means by a name, and which are to be made.

use domain::{Ambient, Category, CategoryId, Slug, Text};

use super::cells::one_line;

/// All categories, those that an import is about to make among them.
pub(super) struct Shelves {
    categories: Vec<Category>,
    /// How many of them are in the database.
    stored: usize,
}

impl Shelves {
    pub(super) fn new(categories: Vec<Category>) -> Self {
        Self {
            stored: categories.len(),
            categories,
        }
    }

    /// The category at the end of a path of names; `None` if there is none, `Some(None)` for an
    /// empty path. A product whose category has that name already stays in it, whatever others
    /// have the same name.
    pub(super) fn find(
        &self,
        path: &[String],
        current: Option<CategoryId>,
    ) -> Option<Option<CategoryId>> {
        let Some((leaf, above)) = path.split_last() else {
            return Some(None);
        };
        let stays = self
            .categories
            .iter()
            .find(|c| Some(c.id) == current)
            .filter(|c| {
                let parent = self
                    .categories
                    .iter()
                    .find(|parent| Some(parent.id) == c.parent);
                named(c, leaf)
                    && above
                        .last()
                        .is_none_or(|name| parent.is_some_and(|parent| named(parent, name)))
            });
        if let Some(category) = stays {
            return Some(Some(category.id));
        }
        let mut parent = None;
        for (depth, name) in path.iter().enumerate() {
            parent = Some(self.child(parent, name, depth + 1 == path.len())?);
        }
        Some(parent)
    }

    /// Like [`Self::find`]; what doesn't exist is planned.
    pub(super) fn find_or_plan(
        &mut self,
        path: &[String],
        current: Option<CategoryId>,
        ambient: &Ambient,
    ) -> Option<CategoryId> {
        if let Some(found) = self.find(path, current) {
            return found;
        }
        let mut parent = None;
        for (depth, name) in path.iter().enumerate() {
            let found = self.child(parent, name, depth + 1 == path.len());
            parent = found.or_else(|| self.plan(parent, name, ambient));
        }
        parent
    }

    /// The category and those above it that aren't in the database yet, from the top down.
    pub(super) fn take_planned(&mut self, category: Option<CategoryId>) -> Vec<Category> {
        let mut chain = Vec::new();
        let mut next = category;
        while let Some(place) = self.categories.iter().position(|c| Some(c.id) == next) {
            if place < self.stored {
                break;
            }
            let planned = self.categories.remove(place);
            next = planned.parent;
            self.categories.insert(self.stored, planned.clone());
            self.stored += 1;
            chain.push(planned);
        }
        chain.reverse();
        chain
    }

    /// At the top, a name alone may mean a category anywhere; further down it means a child.
    fn child(&self, parent: Option<CategoryId>, name: &str, is_leaf: bool) -> Option<CategoryId> {
        let mut named = self
            .categories
            .iter()
            .filter(|category| named(category, name));
        let anywhere = parent.is_none() && is_leaf;
        let slug = Slug::from_title(name);
        named
            .clone()
            .find(|category| category.parent == parent)
            .or_else(|| named.next().filter(|_| anywhere))
            .or_else(|| {
                let same = |category: &&Category| Some(&category.slug) == slug.as_ref();
                self.categories
                    .iter()
                    .find(same)
                    .filter(|_| parent.is_none())
            })
            .map(|category| category.id)
    }

    fn plan(
        &mut self,
        parent: Option<CategoryId>,
        name: &str,
        ambient: &Ambient,
    ) -> Option<CategoryId> {
        let above = self
            .categories
            .iter()
            .find(|category| Some(category.id) == parent);
        let above = above
            .map(|category| category.name.en.clone())
            .unwrap_or_default();
        let candidates = [name.to_owned(), format!("{above} {name}")].into_iter();
        let slug = candidates
            .chain((2..).map(|number| format!("{name} {number}")))
            .take(self.categories.len() + 3)
            .filter_map(|title| Slug::from_title(&title))
            .find(|slug| {
                !self
                    .categories
                    .iter()
                    .any(|category| category.slug == *slug)
            })?;
        let siblings = self
            .categories
            .iter()
            .filter(|category| category.parent == parent);
        let position = siblings
            .map(|category| category.position.saturating_add(1))
            .max();
        let category = Category {
            id: CategoryId::mint(ambient),
            slug,
            name: Text::en(name),
            parent,
            position: position.unwrap_or(0),
        };
        self.categories.push(category);
        self.categories.last().map(|category| category.id)
    }
}

/// Whether a category has this name, in either language, in any case.
fn named(category: &Category, name: &str) -> bool {
    let same = |other: &String| one_line(other).to_lowercase() == name.to_lowercase();
    same(&category.name.en) || category.name.bn.as_ref().is_some_and(same)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use domain::{ManualClock, SeededEntropy};
    use time::macros::datetime;

    use super::*;

    fn ambient() -> Ambient {
        let clock = ManualClock::new(datetime!(2026-11-23 13:00 UTC));
        Ambient::new(Arc::new(clock), Arc::new(SeededEntropy::new(5)))
    }

    fn path(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    fn shelves(ambient: &Ambient) -> (Shelves, [CategoryId; 4]) {
        let ids = [(); 4].map(|()| CategoryId::mint(ambient));
        let category = |index: usize, slug: &str, name: &str, parent: Option<usize>| Category {
            id: ids[index],
            slug: Slug::parse(slug).unwrap(),
            name: Text::both(name, format!("{name} বাংলা")),
            parent: parent.map(|index| ids[index]),
            position: 0,
        };
        let all = vec![
            category(0, "phones", "Phones", None),
            category(1, "computers", "Computers", None),
            category(2, "accessories", "Accessories", Some(0)),
            category(3, "computer-accessories", "Accessories", Some(1)),
        ];
        (Shelves::new(all), ids)
    }

    #[test]
    fn a_name_is_found_in_any_case_and_language() {
        let (shelves, ids) = shelves(&ambient());
        for name in ["phones", "PHONES", "Phones বাংলা"] {
            assert_eq!(shelves.find(&path(&[name]), None), Some(Some(ids[0])));
        }
        assert_eq!(shelves.find(&[], Some(ids[0])), Some(None));
        assert_eq!(shelves.find(&path(&["Toys"]), None), None);
    }

    #[test]
    fn a_product_stays_where_the_name_is_right() {
        let (shelves, ids) = shelves(&ambient());
        let accessories = path(&["Accessories"]);
        assert_eq!(shelves.find(&accessories, None), Some(Some(ids[2])));
        assert_eq!(shelves.find(&accessories, Some(ids[3])), Some(Some(ids[3])));
        let path = path(&["Computers", "Accessories"]);
        assert_eq!(shelves.find(&path, Some(ids[2])), Some(Some(ids[3])));
    }

    #[test]
    fn what_is_missing_is_planned_once_and_handed_out_from_the_top() {
        let ambient = ambient();
        let (mut shelves, ids) = shelves(&ambient);
        let path = path(&["Toys & Games", "Accessories"]);
        let leaf = shelves.find_or_plan(&path, None, &ambient).unwrap();
        assert_eq!(shelves.find_or_plan(&path, None, &ambient), Some(leaf));
        let planned = shelves.take_planned(Some(leaf));
        let slugs: Vec<&str> = planned
            .iter()
            .map(|category| category.slug.as_str())
            .collect();
        assert_eq!(slugs, ["toys-games", "toys-games-accessories"]);
        assert_eq!(planned[1].parent, Some(planned[0].id));
        assert_eq!(planned[0].position, 1, "after its siblings");
        assert!(
            shelves.take_planned(Some(leaf)).is_empty(),
            "they are in the database now"
        );
        assert!(shelves.take_planned(Some(ids[0])).is_empty());
    }

    #[test]
    fn names_that_make_one_slug_are_one_category() {
        let ambient = ambient();
        let (mut shelves, _) = shelves(&ambient);
        let first = shelves.find_or_plan(&path(&["Printers & Ink"]), None, &ambient);
        assert_eq!(
            shelves.find_or_plan(&path(&["Printers, Ink"]), None, &ambient),
            first
        );
    }
}
