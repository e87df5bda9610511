//! The words of an HTML description.
//!
//! Invariant: any text comes out, never an error; broken markup costs at most some words. The HTML
//! was sanitised on the way into the shop, so this looks for words, not for safety.

/// The text of some HTML: tags become spaces, common entities their characters.
pub(crate) fn plain_text(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        let (before, from) = rest.split_at(at);
        text.push_str(before);
        rest = if from.starts_with('<') {
            text.push(' ');
            after_tag(from)
        } else {
            entity(from, &mut text)
        };
    }
    text.push_str(rest);
    text
}

/// What follows a `<`: the text behind the tag, or behind the `<` alone if it starts no tag.
fn after_tag(from: &str) -> &str {
    let inside = &from[1..];
    let is_tag = inside.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'));
    match inside.find('>') {
        Some(end) if is_tag => &inside[end + 1..],
        _ => inside,
    }
}

/// Decodes the entity at the start of `from`, or keeps its `&`.
fn entity<'a>(from: &'a str, text: &mut String) -> &'a str {
    let inside = &from[1..];
    let name_end = inside
        .bytes()
        .take(10)
        .position(|b| b == b';')
        .filter(|&end| inside.is_char_boundary(end));
    let decoded = name_end.and_then(|end| {
        let character = match &inside[..end] {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" | "rsquo" | "lsquo" => '\'',
            "nbsp" => ' ',
            name => numeric(name)?,
        };
        Some((character, &inside[end + 1..]))
    });
    let (character, rest) = decoded.unwrap_or(('&', inside));
    text.push(character);
    rest
}

fn numeric(name: &str) -> Option<char> {
    let digits = name.strip_prefix('#')?;
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => digits.parse().ok()?,
    };
    char::from_u32(code)
}

#[cfg(test)]
mod tests {
    use super::plain_text;
    use proptest::prelude::*;

    #[test]
    fn tags_and_entities() {
        assert_eq!(plain_text("<p>8&quot; <b>LCD</b></p>"), " 8\"  LCD  ");
        assert_eq!(plain_text("men&#x27;s &amp; &#2453;"), "men's & ক");
        assert_eq!(plain_text("5 < 6 & 7 &nope; &"), "5   6 & 7 &nope; &");
        assert_eq!(plain_text("<p"), " p");
        assert_eq!(plain_text("&বাংলা;"), "&বাংলা;");
    }

    proptest! {
        #[test]
        fn any_text_is_taken(html in "[<>&;#xa-z০-৯é]{0,60}") {
            plain_text(&html);
        }
    }
}
