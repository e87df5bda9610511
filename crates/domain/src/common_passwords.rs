//! The passwords everyone tries first: those found most often in published breaches, and ours
//! (`dhaka123`, `bangladesh`, `pakhi123`).
//!
//! The list is a text file, one lower-case password of at least eight characters a line, sorted by
//! bytes: shorter ones are refused for their length. It is searched where it stands, in the
//! binary; a test keeps the form that the search relies on. Most of it is the list by Royce
//! Williams that Django ships (BSD, `common_passwords.LICENSE`).

use std::cmp::Ordering;

const FILE: &[u8] = include_bytes!("common_passwords.txt");

/// True if `password` is on the list, in any case.
pub(crate) fn is_common(password: &str) -> bool {
    let wanted = password.to_lowercase();
    let (mut low, mut high) = (0, FILE.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let line_break = |byte: &u8| *byte == b'\n';
        let before = FILE[low..middle].iter().rposition(line_break);
        let begin = before.map_or(low, |at| low + at + 1);
        let length = FILE[begin..high].iter().position(line_break);
        let end = length.map_or(high, |length| begin + length);
        match FILE[begin..end].cmp(wanted.as_bytes()) {
            Ordering::Equal => return true,
            Ordering::Less => low = end + 1,
            Ordering::Greater => high = begin,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_lower_case_and_long_enough() {
        let list: Vec<&str> = std::str::from_utf8(FILE).unwrap().lines().collect();
        assert!(list.len() > 9000, "{}", list.len());
        assert!(
            list.windows(2).all(|pair| pair[0] < pair[1]),
            "sorted, each once"
        );
        for password in list {
            assert!(
                password.chars().count() >= 8,
                "{password} is refused for its length already"
            );
            assert_eq!(password.to_lowercase(), password);
            assert!(is_common(password), "{password}");
            assert!(!is_common(&format!("{password}~")));
        }
    }

    #[test]
    fn case_is_no_way_around_it() {
        assert!(is_common("BangLADesh"));
        assert!(!is_common("Secure123!"), "the demo's staff password");
        for other in ["", "\n", "zzzzzzzzzzzz~", "!"] {
            assert!(!is_common(other));
        }
    }
}
