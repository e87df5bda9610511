//! Tables that are sorted by the links in their heads: `?sort=placed`, `?sort=-placed`; the data
//! of `parts/heads.html`.
//!
//! A table says which columns it can be sorted by, the first way being its usual one. What the
//! address says and the table doesn't know is the usual order, not an error.

use crate::address::Address;

/// A column of a table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    /// Its name in `?sort=`; empty if the table can't be sorted by it.
    pub(crate) key: &'static str,
    /// Its head.
    pub(crate) label: &'static str,
    /// Whether it holds numbers, which stand at the right.
    pub(crate) numeric: bool,
}

impl Column {
    /// A column of words that the table can be sorted by.
    pub(crate) fn sorted(key: &'static str, label: &'static str) -> Self {
        Column {
            key,
            label,
            numeric: false,
        }
    }

    /// A column that it can't be sorted by.
    pub(crate) fn plain(label: &'static str) -> Self {
        Column::sorted("", label)
    }
}

/// How a table is sorted now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sorting {
    /// The column's key.
    pub(crate) key: &'static str,
    /// From the largest or latest down.
    pub(crate) descending: bool,
}

impl Sorting {
    /// As `asked` says, if it names one of the columns; else by the first that can be sorted by.
    pub(crate) fn of(asked: &str, columns: &[Column]) -> Self {
        let (name, descending) = match asked.strip_prefix('-') {
            Some(name) => (name, true),
            None => (asked, false),
        };
        let mut sortable = columns.iter().filter(|column| !column.key.is_empty());
        match sortable.clone().find(|column| column.key == name) {
            Some(column) => Sorting {
                key: column.key,
                descending,
            },
            None => Sorting {
                key: sortable.next().map_or("", |column| column.key),
                descending: false,
            },
        }
    }

    /// The heads of the table.
    pub(crate) fn heads(self, columns: &[Column], address: &Address) -> Vec<Head> {
        let head = |column: &Column| {
            let current = column.key == self.key;
            let upside_down = current && !self.descending;
            let to = format!("{}{}", if upside_down { "-" } else { "" }, column.key);
            Head {
                label: column.label,
                numeric: column.numeric,
                href: (!column.key.is_empty()).then(|| address.with("sort", &to)),
                direction: match (current && !column.key.is_empty(), self.descending) {
                    (false, _) => "",
                    (true, false) => "ascending",
                    (true, true) => "descending",
                },
            }
        };
        columns.iter().map(head).collect()
    }
}

/// The head of a column.
#[derive(Debug)]
pub(crate) struct Head {
    /// What stands in it.
    pub(crate) label: &'static str,
    /// Whether the column holds numbers.
    pub(crate) numeric: bool,
    /// The table sorted by it; the other way round if it is already.
    pub(crate) href: Option<String>,
    /// For `aria-sort`; empty if it is sorted by another.
    pub(crate) direction: &'static str,
}

#[cfg(test)]
mod tests {
    use pages::Visit;

    use super::*;

    const COLUMNS: [Column; 3] = [
        Column {
            key: "",
            label: "Picture",
            numeric: false,
        },
        Column {
            key: "name",
            label: "Name",
            numeric: false,
        },
        Column {
            key: "stock",
            label: "Stock",
            numeric: true,
        },
    ];

    #[test]
    fn what_is_not_known_is_the_usual_order() {
        let by = |key, descending| Sorting { key, descending };
        assert_eq!(Sorting::of("stock", &COLUMNS), by("stock", false));
        assert_eq!(Sorting::of("-stock", &COLUMNS), by("stock", true));
        for other in ["", "-", "-x", "price; DROP TABLE", "STOCK"] {
            assert_eq!(Sorting::of(other, &COLUMNS), by("name", false), "{other}");
        }
    }

    #[test]
    fn a_click_on_the_current_column_turns_it_round() {
        let address = Address::of(&Visit::new(&"/admin/x?q=a&sort=stock".parse().unwrap()));
        let heads = Sorting::of("stock", &COLUMNS).heads(&COLUMNS, &address);
        assert_eq!(heads[0].href, None);
        assert_eq!(heads[1].href.as_deref(), Some("/admin/x?q=a&sort=name"));
        assert_eq!(heads[1].direction, "");
        assert_eq!(heads[2].href.as_deref(), Some("/admin/x?q=a&sort=-stock"));
        assert_eq!(heads[2].direction, "ascending");
    }
}
