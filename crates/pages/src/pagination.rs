//! Ways to the other pages of a list; the data of each face's `parts/pagination.html`.

/// How many pages before and after the current one are named.
const AROUND: u32 = 2;

/// The pages of a list.
pub struct Pagination {
    /// The page shown, from 1; may lie behind the last.
    pub page: u32,
    /// How many there are, at least 1.
    pub pages: u32,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
    /// The first, the last and those around the current one; `None` stands for a gap.
    pub links: Vec<Option<PageLink>>,
}

/// A page by its number.
pub struct PageLink {
    /// From 1.
    pub number: u32,
    /// Its address.
    pub href: String,
    /// Whether it is the page shown.
    pub current: bool,
}

impl Pagination {
    /// The pages of a list of `pages` pages, with `href` giving their addresses.
    #[must_use]
    pub fn new(page: u32, pages: usize, href: impl Fn(u32) -> String) -> Self {
        let pages = u32::try_from(pages).unwrap_or(u32::MAX);
        let mut links = Vec::new();
        let mut last = 0;
        for number in named(page, pages) {
            if number > last + 1 {
                links.push(None);
            }
            links.push(Some(PageLink {
                number,
                href: href(number),
                current: number == page,
            }));
            last = number;
        }
        Pagination {
            page,
            pages,
            previous: (page > 1).then(|| href((page - 1).min(pages))),
            next: (page < pages).then(|| href(page + 1)),
            links,
        }
    }

    /// The own address of the page among `path`, for search engines.
    #[must_use]
    pub fn own(&self, path: &str) -> String {
        if self.page > 1 {
            format!("{path}?page={}", self.page)
        } else {
            path.to_owned()
        }
    }

    /// Whether there is anywhere to go.
    #[must_use]
    pub fn needed(&self) -> bool {
        self.pages > 1 || self.page > 1
    }
}

/// The numbers that are named, in order.
fn named(page: u32, pages: u32) -> Vec<u32> {
    let around = page.saturating_sub(AROUND)..=page.saturating_add(AROUND);
    let mut numbers: Vec<u32> = std::iter::once(1)
        .chain(around)
        .chain([pages])
        .filter(|n| (1..=pages).contains(n))
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(page: u32, pages: usize) -> Vec<u32> {
        let pagination = Pagination::new(page, pages, |n| n.to_string());
        pagination
            .links
            .iter()
            .map(|link| link.as_ref().map_or(0, |link| link.number))
            .collect()
    }

    #[test]
    fn gaps_stand_between_the_ends_and_the_middle() {
        assert_eq!(shown(1, 1), [1]);
        assert_eq!(shown(1, 46), [1, 2, 3, 0, 46]);
        assert_eq!(shown(10, 46), [1, 0, 8, 9, 10, 11, 12, 0, 46]);
        assert_eq!(shown(46, 46), [1, 0, 44, 45, 46]);
    }

    #[test]
    fn behind_the_last_page_the_way_leads_back() {
        let pagination = Pagination::new(9, 3, |n| n.to_string());
        assert_eq!(pagination.previous.as_deref(), Some("3"));
        assert_eq!(pagination.next, None);
        let far = Pagination::new(u32::MAX, 3, |n| n.to_string());
        assert_eq!(far.previous.as_deref(), Some("3"));
    }
}
