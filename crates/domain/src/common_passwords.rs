//! The passwords everyone tries first, ours included (`dhaka123`, `bangladesh`, `pakhi123`).
//!
//! The list is a text file, one lower-case password of at least eight characters a line, sorted:
//! shorter ones are refused for their length. A test keeps that form, which the search relies on.

use std::sync::LazyLock;

const FILE: &str = include_str!("common_passwords.txt");

static SORTED: LazyLock<Vec<&'static str>> = LazyLock::new(|| FILE.lines().collect());

/// True if `password` is on the list, in any case.
pub(crate) fn is_common(password: &str) -> bool {
    SORTED
        .binary_search(&password.to_lowercase().as_str())
        .is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_lower_case_and_long_enough() {
        assert!(SORTED.len() > 1000);
        assert!(
            SORTED.windows(2).all(|pair| pair[0] < pair[1]),
            "sorted, each once"
        );
        for password in SORTED.iter() {
            assert!(
                password.chars().count() >= 8,
                "{password} is refused for its length already"
            );
            assert_eq!(password.to_lowercase(), **password);
            assert!(is_common(password));
        }
    }

    #[test]
    fn case_is_no_way_around_it() {
        assert!(is_common("BangLADesh"));
        assert!(!is_common("Secure123!"), "the demo's staff password");
    }
}
