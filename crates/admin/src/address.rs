//! The address of a list: its filters, its order, its page. Every state can be linked, and a link
//! that changes one thing keeps the others.

use pages::{Visit, links};

/// What the kit itself adds to an address; a change of the list starts without them.
const PASSING: [&str; 2] = ["page", "done"];

/// Where a list is, for links that change one thing about it.
#[derive(Debug, Clone)]
pub(crate) struct Address {
    /// Path in the page's language.
    path: String,
    /// `name=value` as it was sent.
    pairs: Vec<String>,
}

impl Address {
    /// Of the page that is visited.
    pub(crate) fn of(visit: &Visit) -> Self {
        let query = visit.query.as_deref().unwrap_or_default();
        Address {
            path: visit.link(&visit.path),
            pairs: query
                .split('&')
                .filter(|pair| !pair.is_empty() && !PASSING.contains(&name_of(pair)))
                .map(str::to_owned)
                .collect(),
        }
    }

    /// The same list with `name` set to `value`.
    pub(crate) fn with(&self, name: &str, value: &str) -> String {
        let others = self.pairs.iter().filter(|pair| name_of(pair) != name);
        let own = format!("{}={}", links::part(name), links::part(value));
        let query: Vec<&str> = others.map(String::as_str).chain([own.as_str()]).collect();
        format!("{}?{}", self.path, query.join("&"))
    }
}

fn name_of(pair: &str) -> &str {
    pair.split('=').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_thing_changes_and_the_rest_stays() {
        let uri = "/bn/admin/orders?q=0171&status=packed&page=3&done=saved&sort=total";
        let address = Address::of(&Visit::new(&uri.parse().unwrap()));
        assert_eq!(
            address.with("sort", "-total"),
            "/bn/admin/orders?q=0171&status=packed&sort=-total"
        );
        assert_eq!(
            address.with("page", "4"),
            "/bn/admin/orders?q=0171&status=packed&sort=total&page=4"
        );
        assert_eq!(
            address.with("q", "a&b"),
            "/bn/admin/orders?status=packed&sort=total&q=a%26b"
        );
    }
}
