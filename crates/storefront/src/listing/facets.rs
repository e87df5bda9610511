//! Links and boxes that narrow a list down, with how much each would leave.

use catalogue::{Page, Snapshot, Sort};

use super::{Filters, address, price};
use crate::links;
use crate::visit::{Texts as _, Visit};

/// Brands that are offered; more would be a page of their own.
const SHOWN_BRANDS: usize = 24;
/// Categories that are offered.
const SHOWN_CATEGORIES: usize = 20;

/// A narrower category.
pub(crate) struct CategoryFacet {
    pub(crate) name: String,
    pub(crate) href: String,
    pub(crate) count: usize,
    pub(crate) current: bool,
}

/// A maker, to be ticked.
pub(crate) struct BrandFacet {
    pub(crate) name: String,
    pub(crate) count: usize,
    pub(crate) ticked: bool,
}

/// A filter that is set.
pub(crate) struct Active {
    pub(crate) name: String,
    /// The page without it.
    pub(crate) href: String,
}

/// An order to choose.
pub(crate) struct SortLink {
    pub(crate) name: &'static str,
    pub(crate) href: String,
    pub(crate) current: bool,
}

/// Where links are made: a page and what is set on it.
pub(super) struct Place<'a> {
    pub(super) visit: &'a Visit,
    pub(super) path: &'a str,
    pub(super) filters: &'a Filters,
}

impl Place<'_> {
    fn with(&self, change: impl FnOnce(&mut Filters)) -> String {
        let mut filters = self.filters.clone();
        change(&mut filters);
        address(self.visit, self.path, &filters.pairs())
    }

    /// The page without filters, the words kept.
    pub(super) fn cleared(&self) -> String {
        let filters = Filters {
            q: self.filters.q.clone(),
            ..Filters::default()
        };
        address(self.visit, self.path, &filters.pairs())
    }

    /// Another page of the same list.
    pub(super) fn page(&self, number: u32) -> String {
        let mut pairs = self.filters.pairs();
        if number > 1 {
            pairs.push(("page", number.to_string()));
        }
        address(self.visit, self.path, &pairs)
    }

    /// On a category's page its children, on a search all categories that hold what was found.
    pub(super) fn categories(
        &self,
        snapshot: &Snapshot,
        page: &Page,
        category: Option<&str>,
    ) -> Vec<CategoryFacet> {
        let lang = self.visit.lang;
        if let Some(node) = category.and_then(|slug| snapshot.category(slug)) {
            let children = node.children.iter().filter(|child| child.count > 0);
            return children
                .map(|child| CategoryFacet {
                    name: child.category.name.get(lang).to_owned(),
                    href: self
                        .visit
                        .link(&links::category(child.category.slug.as_str())),
                    count: child.count,
                    current: false,
                })
                .collect();
        }
        let set = self.filters.category.as_deref();
        let found = page.facets.categories.iter().take(SHOWN_CATEGORIES);
        found
            .map(|(category, count)| {
                let slug = category.slug.as_str();
                CategoryFacet {
                    name: category.name.get(lang).to_owned(),
                    href: self.with(|filters| filters.category = Some(slug.to_owned())),
                    count: *count,
                    current: set == Some(slug),
                }
            })
            .collect()
    }

    /// Makers; those that are ticked stay in sight.
    pub(super) fn brands(&self, page: &Page) -> Vec<BrandFacet> {
        let ticked = |name: &str| {
            let name = name.to_lowercase();
            self.filters
                .brand
                .iter()
                .any(|brand| brand.to_lowercase() == name)
        };
        let named = page
            .facets
            .brands
            .iter()
            .filter(|(name, _)| !name.is_empty());
        named
            .enumerate()
            .map(|(at, (name, count))| {
                (
                    at,
                    BrandFacet {
                        name: name.clone(),
                        count: *count,
                        ticked: ticked(name),
                    },
                )
            })
            .filter(|(at, brand)| *at < SHOWN_BRANDS || brand.ticked)
            .map(|(_, brand)| brand)
            .collect()
    }

    /// What is set, each with the way back.
    pub(super) fn active(&self, snapshot: &Snapshot) -> Vec<Active> {
        let t = self.visit.t();
        let mut active = Vec::new();
        if let Some(slug) = self
            .filters
            .category
            .as_deref()
            .filter(|slug| !slug.is_empty())
        {
            let node = snapshot.category(slug);
            let name = node.map_or(slug, |node| node.category.name.get(self.visit.lang));
            let href = self.with(|filters| filters.category = None);
            active.push(Active {
                name: name.to_owned(),
                href,
            });
        }
        for brand in self.filters.brand.iter().take(super::MAX_BRANDS) {
            let href = self.with(|filters| filters.brand.retain(|other| other != brand));
            active.push(Active {
                name: brand.clone(),
                href,
            });
        }
        if let Ok(Some(least)) = price(&self.filters.min_price) {
            let href = self.with(|filters| filters.min_price = None);
            active.push(Active {
                name: t.at_least(least),
                href,
            });
        }
        if let Ok(Some(most)) = price(&self.filters.max_price) {
            let href = self.with(|filters| filters.max_price = None);
            active.push(Active {
                name: t.at_most(most),
                href,
            });
        }
        if self.filters.only_in_stock() {
            let href = self.with(|filters| filters.in_stock = None);
            active.push(Active {
                name: t.in_stock.to_owned(),
                href,
            });
        }
        active
    }

    /// The orders.
    pub(super) fn sorts(&self) -> Vec<SortLink> {
        let t = self.visit.t();
        Sort::ALL
            .into_iter()
            .map(|sort| SortLink {
                name: match sort {
                    Sort::Relevance if self.filters.words().is_empty() => t.sort_usual,
                    Sort::Relevance => t.sort_relevance,
                    Sort::BestSelling => t.sort_best_selling,
                    Sort::PriceAsc => t.sort_price_asc,
                    Sort::PriceDesc => t.sort_price_desc,
                    Sort::Newest => t.sort_newest,
                },
                href: self.with(|filters| filters.sort = Some(sort.as_str().to_owned())),
                current: self.filters.sort() == sort,
            })
            .collect()
    }
}
