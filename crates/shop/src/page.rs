//! Pages of lists.

use serde::Serialize;
use store::Window;

/// Which page of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageRequest {
    /// From 1.
    pub page: u32,
    /// Items a page, 1 to 100.
    pub per_page: u32,
}

impl PageRequest {
    /// Items a page at most.
    pub const MAX_PER_PAGE: u32 = 100;

    pub(crate) fn window(self) -> Window {
        let limit = i64::from(self.per_page.clamp(1, Self::MAX_PER_PAGE));
        Window {
            limit,
            offset: (i64::from(self.page) - 1).max(0) * limit,
        }
    }

    pub(crate) fn of<A, B>(self, (items, total): (Vec<A>, i64), into: impl Fn(A) -> B) -> Paged<B> {
        Paged {
            items: items.into_iter().map(into).collect(),
            page: self.page,
            per_page: self.per_page,
            total,
        }
    }
}

impl Default for PageRequest {
    fn default() -> Self {
        Self {
            page: 1,
            per_page: 24,
        }
    }
}

/// One page of a list.
#[derive(Debug, Clone, Serialize)]
pub struct Paged<T> {
    /// The page's items.
    pub items: Vec<T>,
    /// From 1.
    pub page: u32,
    /// Items a page.
    pub per_page: u32,
    /// Items on all pages.
    pub total: i64,
}
