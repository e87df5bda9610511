//! Doc comments as HTML: paragraphs and `code`, everything else escaped.
//!
//! The descriptions in the OpenAPI document are Markdown, of which our own comments use only
//! these two. What comes out of here is safe to put into the page as it is.

/// Escapes what HTML would read as markup, in text and in quoted attributes.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// One paragraph: backticks become `<code>`.
pub(super) fn inline(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for (index, piece) in text.split('`').enumerate() {
        // Every second piece stood between backticks.
        if index % 2 == 1 {
            html.push_str("<code>");
            html.push_str(&escape(piece));
            html.push_str("</code>");
        } else {
            html.push_str(&escape(piece));
        }
    }
    html
}

/// Blank lines separate paragraphs.
pub(super) fn paragraphs(text: &str) -> Vec<String> {
    text.split("\n\n")
        .map(str::trim)
        .filter(|p| !p.is_empty())
        .map(inline)
        .collect()
}

/// An anchor made of a name: lower case, words joined by dashes.
pub(super) fn anchor(name: &str) -> String {
    let mut anchor = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            anchor.push(c.to_ascii_lowercase());
        } else if !anchor.ends_with('-') && !anchor.is_empty() {
            anchor.push('-');
        }
    }
    anchor.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::{anchor, inline, paragraphs};

    #[test]
    fn markup_in_a_comment_stays_text() {
        assert_eq!(
            inline("a <b> & `<i>`"),
            "a &lt;b&gt; &amp; <code>&lt;i&gt;</code>"
        );
    }

    #[test]
    fn a_blank_line_starts_a_paragraph() {
        assert_eq!(paragraphs("one\ntwo\n\n three\n\n"), ["one\ntwo", "three"]);
    }

    #[test]
    fn anchors_have_no_odd_characters() {
        assert_eq!(anchor("GET /api/orders/{number}"), "get-api-orders-number");
    }
}
