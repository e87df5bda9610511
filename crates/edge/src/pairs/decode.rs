//! From raw text to names and values.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use super::{Fault, Pairs};
use crate::field_code::INVALID;

/// Splits and decodes; empty pieces (`a=1&&b=2`) are skipped.
pub(super) fn pairs(raw: &str) -> Result<Pairs<'_>, Fault> {
    let pieces = raw.split('&').filter(|piece| !piece.is_empty());
    pieces
        .map(|piece| {
            let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
            let name = component(name)?;
            let value = component(value).map_err(|fault| fault.within(&name))?;
            Ok((name, value))
        })
        .collect()
}

/// One name or value: `+` is a space, `%XX` a byte of UTF-8.
fn component(raw: &str) -> Result<Cow<'_, str>, Fault> {
    if !raw.bytes().any(|byte| matches!(byte, b'+' | b'%' | 0)) {
        return Ok(Cow::Borrowed(raw));
    }
    let spaced = raw.replace('+', " ");
    if !well_encoded(&spaced) {
        return Err(wrong("has a % that two hexadecimal digits don't follow"));
    }
    match percent_decode_str(&spaced).decode_utf8() {
        Err(_) => Err(wrong("is not UTF-8")),
        Ok(text) if text.contains('\0') => Err(wrong("must not hold a NUL character")),
        Ok(text) => Ok(Cow::Owned(text.into_owned())),
    }
}

fn well_encoded(raw: &str) -> bool {
    raw.split('%').skip(1).all(|after| {
        let after = after.as_bytes();
        after.len() >= 2 && after[..2].iter().all(u8::is_ascii_hexdigit)
    })
}

fn wrong(message: &str) -> Fault {
    Fault {
        field: String::new(),
        kind: INVALID,
        message: message.to_owned(),
    }
}
