//! What a page says about who runs the shop. Whatever is taken here stands on a page as it was
//! written, so only what could not be meant is refused.

use super::Reason;

/// Characters that a line on a page bears.
const MAX_CHARS: usize = 200;

/// One line of text.
pub(crate) fn line(text: &str) -> Result<String, Reason> {
    let text = text.trim();
    if text.chars().count() > MAX_CHARS {
        return Err(format!("has more than {MAX_CHARS} characters"));
    }
    let plain = |c: char| c.is_alphanumeric() || is_mark(c) || " ,.-/():;'&+".contains(c);
    match text.chars().find(|c| !plain(*c)) {
        Some(_) => Err("has a character that no address has".to_owned()),
        None => Ok(text.to_owned()),
    }
}

/// What Bangla letters carry: vowel signs, the hasanta, and the joiners between them.
fn is_mark(c: char) -> bool {
    matches!(
        c,
        '\u{980}'..='\u{9ff}' | '\u{964}' | '\u{200c}' | '\u{200d}'
    )
}

/// A telephone number as people dial it: digits, spaces, dashes, a plus in front.
pub(crate) fn phone(text: &str) -> Result<String, Reason> {
    let text = text.trim();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let plain = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '-' | '+' | '(' | ')');
    if !text.chars().all(plain) {
        return Err("has something other than digits, spaces, dashes and a plus".to_owned());
    }
    if !(3..=15).contains(&digits) {
        return Err("doesn't have 3 to 15 digits".to_owned());
    }
    line(text)
}

/// An e-mail address, as far as anyone can tell without writing to it.
pub(crate) fn email(text: &str) -> Result<String, Reason> {
    let text = text.trim();
    let part = |part: &str| {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
        !part.is_empty() && part.chars().all(plain)
    };
    match text.split_once('@') {
        Some((name, host))
            if part(name) && part(host) && host.contains('.') && text.len() <= MAX_CHARS =>
        {
            Ok(text.to_owned())
        }
        _ => Err("isn't name@host".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_dial_and_write_to_is_taken() {
        for number in ["09612-345678", "+880 1712 345678", "16263", "(02) 9567890"] {
            assert_eq!(phone(number).as_deref(), Ok(number));
        }
        for wrong in ["", "call us", "12", "1234567890123456", "01712\n345678"] {
            assert!(phone(wrong).is_err(), "{wrong:?}");
        }
        assert_eq!(
            email(" help@shop.example ").as_deref(),
            Ok("help@shop.example")
        );
        for wrong in [
            "",
            "help",
            "help@",
            "@shop.example",
            "a b@shop.example",
            "a@b@c.d",
        ] {
            assert!(email(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_line_is_one_line() {
        for text in [
            "House 7, Road 4",
            "বাসা ৭, রোড ৪, ধানমন্ডি",
            "BIN: 001234567-0101",
        ] {
            assert_eq!(line(text).as_deref(), Ok(text));
        }
        assert!(line(&"x".repeat(201)).is_err());
        assert!(line("a\nb").is_err() && line("a <b>").is_err());
    }
}
