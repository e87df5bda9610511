//! Descriptions come from elsewhere: what of their HTML is kept.
//!
//! Everything that is stored as a description went through [`sanitise`]; pages print it as it is.
//! The rule is an allow-list: headings, paragraphs, lists, tables, emphasis, and links to
//! `https://`. Scripts, styles, pictures, frames, forms, classes and event handlers go; the words
//! inside tags that go are kept, except inside scripts and styles.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

const TAGS: &[&str] = &[
    "p",
    "br",
    "hr",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "strong",
    "em",
    "b",
    "i",
    "u",
    "sub",
    "sup",
    "h2",
    "h3",
    "h4",
    "table",
    "caption",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "th",
    "td",
    "a",
];

/// Tags that go together with all they hold: none of it was meant to be read.
const SILENT: &[&str] = &[
    "script", "style", "template", "noscript", "iframe", "object", "textarea", "select",
];

static RULES: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let cell = HashSet::from(["colspan", "rowspan"]);
    let attributes = HashMap::from([
        ("a", HashSet::from(["href"])),
        ("th", cell.clone()),
        ("td", cell),
    ]);
    let mut rules = Builder::empty();
    rules
        .tags(TAGS.iter().copied().collect())
        .clean_content_tags(SILENT.iter().copied().collect())
        .generic_attributes(HashSet::new())
        .tag_attributes(attributes)
        .url_schemes(HashSet::from(["https"]))
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("noopener nofollow"));
    rules
});

/// Passes at most. Broken nesting that a parser moves about is at rest after two or three.
const PASSES: usize = 8;

/// The HTML with everything taken out that isn't harmless, and no white space around it.
/// What comes out goes in again unchanged, so that an exported description is the stored one when
/// it is imported: a parser mends some broken HTML only bit by bit, so it is asked until it is done.
pub(crate) fn sanitise(html: &str) -> String {
    let mut clean = pass(html);
    for _ in 1..PASSES {
        let next = pass(&clean);
        if next == clean {
            break;
        }
        clean = next;
    }
    clean
}

fn pass(html: &str) -> String {
    RULES.clean(html).to_string().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::sanitise;

    #[test]
    fn keeps_what_descriptions_are_made_of() {
        for html in [
            "<p>১২ মাসের ওয়ারেন্টি</p>",
            "<h2>Sound</h2><ul><li>40 W</li><li><strong>Bluetooth</strong> 5.3</li></ul>",
            "<table><tbody><tr><td colspan=\"2\">5 m<sup>2</sup></td></tr></tbody></table>",
            "plain words &amp; figures",
        ] {
            assert_eq!(sanitise(html), html);
        }
    }

    #[test]
    fn takes_out_what_does_things() {
        for (html, kept) in [
            ("<p onclick=\"x()\">a</p>", "<p>a</p>"),
            ("a<script>alert(1)</script>b", "ab"),
            (
                "<style>p{}</style><p style=\"color:red\" class=\"x\">a</p>",
                "<p>a</p>",
            ),
            ("<img src=x onerror=alert(1)>a", "a"),
            ("<svg><script>x</script></svg>a", "a"),
            (
                "<iframe src=\"https://x.example\">old browsers</iframe>a",
                "a",
            ),
            ("<div><span>a</span></div>", "a"),
            ("<form action=\"/x\"><input name=a>b</form>", "b"),
            ("<!-- note -->a", "a"),
        ] {
            assert_eq!(sanitise(html), kept, "{html}");
        }
    }

    #[test]
    fn links_go_to_https_only() {
        assert_eq!(
            sanitise("<a href=\"https://example.com/a\" target=_blank>a</a>"),
            "<a href=\"https://example.com/a\" rel=\"noopener nofollow\">a</a>"
        );
        for address in [
            "javascript:alert(1)",
            "http://example.com",
            "/admin",
            "data:text/html,x",
        ] {
            let html = format!("<a href=\"{address}\">a</a>");
            assert_eq!(
                sanitise(&html),
                "<a rel=\"noopener nofollow\">a</a>",
                "{address}"
            );
        }
    }

    #[test]
    fn deep_nesting_is_no_trouble() {
        assert_eq!(sanitise(&format!("{}a", "<div>".repeat(20_000))), "a");
        assert!(sanitise(&"<b>".repeat(20_000)).len() < 200_000);
    }

    proptest! {
        #[test]
        fn what_comes_out_goes_in_again_unchanged(html in r#"([ a&;]|<(/?)(p|b|ul|li|table|td|div|a href="https://x")>|<br>|&lt;|"){0,24}"#) {
            let once = sanitise(&html);
            prop_assert_eq!(sanitise(&once), once);
        }

        #[test]
        fn anything_goes_in(html in any::<String>()) {
            let once = sanitise(&html);
            prop_assert!(!once.contains("<script") && !once.contains("<img"));
        }
    }
}
