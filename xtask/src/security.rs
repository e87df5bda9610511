//! `docs/security.md` against the repository, so that the page does not rot: what it cites is
//! there, every requirement stands once with its verdict, and the sums are right.
//!
//! A citation is a code span: a path from the root, and after a colon tests of that file, such as
//! `crates/edge/src/cors.rs: any_other_origin_learns_nothing, other_requests_are_no_preflights`.

use std::collections::BTreeMap;
use std::fs;

use crate::workspace::root;

/// How a citation begins.
const PLACES: &[&str] = &[
    ".github/",
    "api-tests/",
    "Cargo.toml",
    "crates/",
    "deny.toml",
    "docs/",
    "e2e/",
    "xtask/",
];

/// The sections of ASVS 5.0.0, each with its requirements of levels 1 and 2: they are numbered
/// from one, those of level 3 come after them.
const SECTIONS: &[(&str, usize)] = &[
    ("1.1", 2),
    ("1.2", 9),
    ("1.3", 11),
    ("1.4", 3),
    ("1.5", 2),
    ("2.1", 3),
    ("2.2", 3),
    ("2.3", 4),
    ("2.4", 1),
    ("3.2", 2),
    ("3.3", 4),
    ("3.4", 6),
    ("3.5", 5),
    ("3.7", 2),
    ("4.1", 3),
    ("4.2", 1),
    ("4.3", 2),
    ("4.4", 4),
    ("5.1", 1),
    ("5.2", 3),
    ("5.3", 2),
    ("5.4", 3),
    ("6.1", 3),
    ("6.2", 12),
    ("6.3", 4),
    ("6.4", 4),
    ("6.5", 5),
    ("6.6", 3),
    ("6.8", 4),
    ("7.1", 3),
    ("7.2", 4),
    ("7.3", 2),
    ("7.4", 5),
    ("7.5", 2),
    ("7.6", 2),
    ("8.1", 2),
    ("8.2", 3),
    ("8.3", 1),
    ("8.4", 1),
    ("9.1", 3),
    ("9.2", 4),
    ("11.1", 2),
    ("11.2", 3),
    ("11.3", 3),
    ("11.4", 4),
    ("11.5", 1),
    ("11.6", 1),
    ("12.1", 3),
    ("12.2", 2),
    ("12.3", 4),
    ("13.1", 1),
    ("13.2", 5),
    ("13.3", 2),
    ("13.4", 5),
    ("14.1", 2),
    ("14.2", 4),
    ("14.3", 3),
    ("15.1", 3),
    ("15.2", 3),
    ("15.3", 7),
    ("16.1", 1),
    ("16.2", 5),
    ("16.3", 4),
    ("16.4", 3),
    ("16.5", 3),
];

/// Chapters that don't apply have one row, with the number of their requirements.
const CHAPTERS: &[(&str, usize)] = &[("V10 (29)", 29), ("V17 (7)", 7)];

/// What a requirement can be.
const VERDICTS: [&str; 3] = ["met", "not met", "n/a"];

/// A row of the tables of requirements.
struct Row<'p> {
    ids: Vec<&'p str>,
    verdict: &'p str,
    evidence: &'p str,
}

/// Everything that is wrong with the page.
fn faults(page: &str) -> Vec<String> {
    let rows = rows(page);
    let mut faults: Vec<String> = citations(page).filter_map(missing).collect();
    for row in &rows {
        let cites = row.evidence.contains(['`', '[']);
        if !VERDICTS.contains(&row.verdict) {
            faults.push(format!("{} is `{}`", row.ids.join(", "), row.verdict));
        } else if row.evidence.is_empty() || (row.verdict == "met" && !cites) {
            faults.push(format!("{} shows nothing", row.ids.join(", ")));
        }
    }
    faults.extend(not_once(&rows));
    faults.extend(wrong_sums(page, &rows));
    faults
}

fn rows(page: &str) -> Vec<Row<'_>> {
    page.lines().filter_map(row).collect()
}

fn row(line: &str) -> Option<Row<'_>> {
    let line = line.strip_prefix("| ")?.strip_suffix('|')?;
    let cells: Vec<&str> = line.split(" | ").map(str::trim).collect();
    let [ids, _level, _asks, verdict, evidence] = cells[..] else {
        return None;
    };
    let ids: Vec<&str> = ids.split(", ").collect();
    let requirements = ids.iter().all(|id| requirements_of(id).is_some());
    requirements.then_some(Row {
        ids,
        verdict,
        evidence,
    })
}

/// How many requirements an id stands for; `None` if it is none.
fn requirements_of(id: &str) -> Option<usize> {
    if id.starts_with('V') {
        let chapter = CHAPTERS.iter().find(|(chapter, _)| *chapter == id);
        return chapter.map(|(_, count)| *count);
    }
    let mut parts = id.split('.');
    let is_id = parts.clone().count() == 3 && parts.all(|part| part.parse::<u8>().is_ok());
    is_id.then_some(1)
}

/// Requirements that are missing, stand twice, or aren't in the standard.
fn not_once(rows: &[Row<'_>]) -> Vec<String> {
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for (section, count) in SECTIONS {
        times.extend((1..=*count).map(|number| (format!("{section}.{number}"), 0)));
    }
    times.extend(CHAPTERS.iter().map(|(id, _)| ((*id).to_owned(), 0)));
    let mut faults = Vec::new();
    for id in rows.iter().flat_map(|row| &row.ids) {
        match times.get_mut(*id) {
            Some(times) => *times += 1,
            None => faults.push(format!("{id} is no requirement of levels 1 and 2")),
        }
    }
    let wrong = times.into_iter().filter(|(_, times)| *times != 1);
    faults.extend(wrong.map(|(id, times)| format!("{id} stands {times} times")));
    faults
}

/// Verdicts whose number on top of the page is another one.
fn wrong_sums(page: &str, rows: &[Row<'_>]) -> Vec<String> {
    let wrong = |verdict: &str| {
        let given = rows.iter().filter(|row| row.verdict == verdict);
        let ids = given.flat_map(|row| &row.ids);
        let sum: usize = ids.filter_map(|id| requirements_of(id)).sum();
        let line = format!("| {verdict} | {sum} |");
        (!page.lines().any(|found| found == line)).then(|| format!("it should say {line}"))
    };
    VERDICTS.into_iter().filter_map(wrong).collect()
}

/// The code spans that name something in the repository.
fn citations(page: &str) -> impl Iterator<Item = &str> {
    let spans = page.split('`').skip(1).step_by(2);
    spans.filter(|span| PLACES.iter().any(|place| span.starts_with(place)))
}

/// What of a citation isn't there.
fn missing(citation: &str) -> Option<String> {
    let (path, tests) = citation.split_once(": ").unwrap_or((citation, ""));
    let Ok(text) = fs::read_to_string(root().join(path)) else {
        return Some(format!("{path} is not there"));
    };
    let mut tests = tests.split(", ").filter(|test| !test.is_empty());
    let gone = tests.find(|test| !text.contains(&format!("fn {test}(")))?;
    Some(format!("{path} has no {gone}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_true_of_the_repository() {
        let page = fs::read_to_string(root().join("docs/security.md")).unwrap();
        assert_eq!(faults(&page), Vec::<String>::new());
    }

    #[test]
    fn there_are_as_many_requirements_as_in_the_standard() {
        let all = SECTIONS.iter().chain(CHAPTERS);
        assert_eq!(all.map(|(_, count)| count).sum::<usize>(), 253);
    }

    #[test]
    fn each_fault_is_found() {
        let found = |row: &str| faults(&format!("| met | 1 |\n{row}\n"));
        let cited = |evidence: &str| found(&format!("| 1.1.1 | 2 | x | met | {evidence} |"));
        let this = "xtask/src/security.rs";
        for (faults, says) in [
            (
                cited("`crates/nowhere.rs`"),
                "crates/nowhere.rs is not there",
            ),
            (
                cited(&format!("`{this}: missing, no_such_test`")),
                "no no_such_test",
            ),
            (cited("trust us"), "1.1.1 shows nothing"),
            (found("| 1.1.1 | 2 | x | nearly | y |"), "1.1.1 is `nearly`"),
            (
                found("| 1.1.9 | 2 | x | n/a | y |"),
                "1.1.9 is no requirement",
            ),
            (
                found("| 1.1.1, 1.1.1 | 2 | x | n/a | y |"),
                "1.1.1 stands 2 times",
            ),
            (found("| 1.1.1 | 2 | x | n/a | y |"), "1.1.2 stands 0 times"),
            (
                found("| 1.1.1, 1.1.2 | 2 | x | n/a | y |"),
                "it should say | n/a | 2 |",
            ),
        ] {
            assert!(
                faults.iter().any(|fault| fault.contains(says)),
                "{says}: {faults:?}"
            );
        }
        for fault in cited(&format!("`{this}: missing`")) {
            assert!(
                !fault.starts_with("1.1.1 ") && !fault.contains(this),
                "{fault}"
            );
        }
    }
}
