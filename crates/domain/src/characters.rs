//! Which characters a person can see, and how a line of typed text is tidied.
//!
//! Names, addresses and SKUs end up on labels, invoices and terminals: control characters break
//! them and invisible ones (zero-width, direction overrides) let two different texts look alike.

use unicode_normalization::UnicodeNormalization;

/// True for characters that take up no ink and can make one text look like another, other than
/// the two joiners that Bangla spelling needs (U+200C, U+200D).
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}')
}

/// True for the joiners U+200C and U+200D, which shape Bangla conjuncts and have no ink either.
pub(crate) fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// One line of typed text: NFC, trimmed, every run of white space one space. `None` if it holds
/// a control character or an invisible one (a line break or a tab counts as white space).
pub(crate) fn tidy_line(raw: &str) -> Option<String> {
    let composed: String = raw.nfc().collect();
    let line = composed.split_whitespace().collect::<Vec<_>>().join(" ");
    let bad = |c: char| c.is_control() || is_invisible(c);
    (!line.contains(bad)).then_some(line)
}
