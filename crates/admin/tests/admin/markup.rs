//! What can be said about a page's markup without a browser: labels, headings, landmarks, ids.
//! The rules are axe-core's, which runs on the real thing elsewhere.

use std::collections::HashSet;

use scraper::{ElementRef, Html, Selector};

/// What is wrong with a page.
pub(crate) fn faults(html: &str) -> Vec<String> {
    let page = Html::parse_document(html);
    let mut faults = Vec::new();
    for (selector, times) in [("h1", 1), ("main", 1), ("header", 1), ("head > title", 1)] {
        let found = all(&page, selector).len();
        if found != times {
            faults.push(format!("{found} of {selector}"));
        }
    }
    faults.extend(ids(&page));
    faults.extend(headings(&page));
    faults.extend(fields(&page));
    faults.extend(names(&page));
    faults.extend(references(&page));
    for forbidden in [
        "[style]",
        "style",
        "script:not([src])",
        "[onclick]",
        "[tabindex='1']",
    ] {
        if !all(&page, forbidden).is_empty() {
            faults.push(format!("{forbidden} is on the page"));
        }
    }
    for form in all(&page, "form:not([method])") {
        faults.push(format!("a form without a method: {}", form.html()));
    }
    for th in all(&page, "th:not([scope])") {
        faults.push(format!("a head of nothing: {}", th.html()));
    }
    faults
}

fn all<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    let selector = Selector::parse(selector).unwrap();
    page.select(&selector).collect()
}

fn ids(page: &Html) -> Vec<String> {
    let mut seen = HashSet::new();
    all(page, "[id]")
        .into_iter()
        .filter_map(|element| element.attr("id"))
        .filter(|id| !seen.insert(*id))
        .map(|id| format!("the id {id} twice"))
        .collect()
}

/// Levels go down one at a time.
fn headings(page: &Html) -> Vec<String> {
    let mut last = 0;
    let mut faults = Vec::new();
    for heading in all(page, "main :is(h1, h2, h3, h4)") {
        let level: usize = heading.value().name()[1..].parse().unwrap();
        if level > last + 1 {
            faults.push(format!("h{last} is followed by h{level}"));
        }
        last = level;
    }
    faults
}

/// Every field has a label: one that names it, or one around it.
fn fields(page: &Html) -> Vec<String> {
    let mut faults = Vec::new();
    for field in all(page, ":is(input, select, textarea):not([type=hidden])") {
        let named = field.attr("aria-label").is_some() || field.attr("aria-labelledby").is_some();
        let labelled = field
            .attr("id")
            .is_some_and(|id| !all(page, &format!("label[for='{id}']")).is_empty());
        let within = field
            .ancestors()
            .filter_map(ElementRef::wrap)
            .any(|parent| parent.value().name() == "label");
        if !(named || labelled || within) {
            faults.push(format!("a field without a label: {}", field.html()));
        }
    }
    faults
}

/// Links, buttons, regions and tables say what they are.
fn names(page: &Html) -> Vec<String> {
    let mut faults = Vec::new();
    let picture = Selector::parse("img[alt]:not([alt=''])").unwrap();
    for element in all(page, "a, button, summary, h1, h2, h3, th[scope]") {
        let text: String = element.text().collect();
        let pictured = element.select(&picture);
        if text.trim().is_empty() && element.attr("aria-label").is_none() && pictured.count() == 0 {
            faults.push(format!("nothing to read in {}", element.html()));
        }
    }
    for region in all(page, "nav, section, [role=region], [role=group], dialog") {
        if region.attr("aria-label").is_none() && region.attr("aria-labelledby").is_none() {
            faults.push(format!("a {} without a name", region.value().name()));
        }
    }
    for picture in all(
        page,
        "img:not([alt]), svg:not([aria-hidden]):not([role=img])",
    ) {
        faults.push(format!("a picture without words: {}", picture.html()));
    }
    faults
}

/// What an attribute names is there.
fn references(page: &Html) -> Vec<String> {
    let mut faults = Vec::new();
    for name in ["aria-labelledby", "aria-describedby", "for", "list"] {
        for element in all(page, &format!("[{name}]")) {
            for id in element.attr(name).unwrap_or_default().split_whitespace() {
                if all(page, &format!("[id='{id}']")).is_empty() {
                    faults.push(format!("{name} names {id}, which isn't there"));
                }
            }
        }
    }
    faults
}

#[test]
fn each_fault_is_found() {
    let page = |inside: &str| {
        format!(
            "<html><head><title>x</title></head><body><header></header><main><h1>x</h1>{inside}</main></body></html>"
        )
    };
    assert_eq!(faults(&page("")), Vec::<String>::new());
    for (inside, fault) in [
        ("<h1>y</h1>", "2 of h1"),
        ("<p id=a></p><p id=a></p>", "the id a twice"),
        ("<h3>y</h3>", "followed by h3"),
        ("<input name=q>", "without a label"),
        ("<a href='/x'></a>", "nothing to read"),
        ("<nav></nav>", "without a name"),
        ("<img src=x>", "without words"),
        ("<p style='color: red'>x</p>", "[style]"),
        ("<script>1</script>", "script"),
        ("<form></form>", "without a method"),
        ("<table><tr><th>x</th></tr></table>", "a head of nothing"),
        ("<section aria-labelledby=b></section>", "isn't there"),
    ] {
        let found = faults(&page(inside)).concat();
        assert!(found.contains(fault), "{inside}: {found}");
    }
}
