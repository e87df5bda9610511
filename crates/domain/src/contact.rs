//! Whom an order is for: a name, a telephone number and, if they like, an e-mail address.

use crate::address::text;
use crate::words::checked_text;
use crate::{FieldError, Phone};

/// A person the shop can reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// 2 to 100 characters on one line, any script.
    pub name: String,
    /// The number the courier calls.
    pub phone: Phone,
    /// For the receipt.
    pub email: Option<Email>,
}

impl Contact {
    /// Reads a contact. A blank e-mail address is none.
    ///
    /// # Errors
    /// Every field that is wrong: `name`, `phone`, `email`.
    pub fn parse(name: &str, phone: &str, email: Option<&str>) -> Result<Contact, Vec<FieldError>> {
        let name = text("name", "The name", name, 2, 100);
        let phone = find_phone(phone);
        let email = email
            .filter(|email| !email.trim().is_empty())
            .map(Email::parse)
            .transpose();
        match (name, phone, email) {
            (Ok(name), Ok(phone), Ok(email)) => Ok(Contact { name, phone, email }),
            (name, phone, email) => Err([name.err(), phone.err(), email.err()]
                .into_iter()
                .flatten()
                .collect()),
        }
    }
}

fn find_phone(given: &str) -> Result<Phone, FieldError> {
    if given.trim().is_empty() {
        return Err(FieldError::new(
            "phone",
            FieldError::REQUIRED,
            "A phone number is needed",
        ));
    }
    Phone::parse(given)
        .map_err(|error| FieldError::new("phone", FieldError::FORMAT, error.to_string()))
}

/// An e-mail address: well formed enough to be worth a message. Only a message that arrives
/// proves one, so the rules here catch slips and not every oddity of RFC 5321.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Email(String);

checked_text!(Email, FieldError);

impl Email {
    /// The most bytes an address has (RFC 5321 §4.5.3.1.3, less the angle brackets).
    pub const MAX_BYTES: usize = 254;

    /// Reads an address; white space around it is dropped and the domain becomes lower case.
    ///
    /// # Errors
    /// A [`FieldError`] on `email`.
    pub fn parse(text: &str) -> Result<Self, FieldError> {
        let text = text.trim();
        let parts = text.rsplit_once('@').filter(|(local, domain)| {
            text.len() <= Self::MAX_BYTES && is_local(local) && is_domain(domain)
        });
        match parts {
            Some((local, domain)) => Ok(Email(format!("{local}@{}", domain.to_lowercase()))),
            None => Err(FieldError::new(
                "email",
                FieldError::FORMAT,
                "The e-mail address must look like name@example.com",
            )),
        }
    }
}

/// RFC 5321's dot-string, internationalised as in RFC 6531; no quoted strings.
fn is_local(local: &str) -> bool {
    let atom = |c: char| {
        c.is_ascii_alphanumeric()
            || "!#$%&'*+-/=?^_`{|}~.".contains(c)
            || (!c.is_ascii() && c.is_alphanumeric())
    };
    (1..=64).contains(&local.len())
        && local.chars().all(atom)
        && !local.split('.').any(str::is_empty)
}

fn is_domain(domain: &str) -> bool {
    let label = |label: &str| {
        let edge = label.starts_with('-') || label.ends_with('-');
        let allowed = |c: char| {
            c == '-' || c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c)
        };
        (1..=63).contains(&label.len()) && !edge && label.chars().all(allowed)
    };
    let named = domain
        .rsplit('.')
        .next()
        .is_some_and(|top| !top.contains(|c: char| c.is_ascii_digit()) || top.starts_with("xn--"));
    domain.contains('.') && named && domain.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_contact() {
        let contact = Contact::parse(" রহিমা  খাতুন ", "০১৭১২৩৪৫৬৭৮", Some(" ")).unwrap();
        assert_eq!(contact.name, "রহিমা খাতুন");
        assert_eq!(contact.phone.as_str(), "+8801712345678");
        assert_eq!(contact.email, None);
        let contact = Contact::parse("Rahima", "01712345678", Some("r@Example.COM")).unwrap();
        assert_eq!(contact.email.unwrap().as_str(), "r@example.com");
    }

    #[test]
    fn names_every_wrong_field_at_once() {
        let errors = Contact::parse("R", "", Some("nobody")).unwrap_err();
        let found: Vec<_> = errors.iter().map(|e| (e.field.as_str(), e.code)).collect();
        assert_eq!(
            found,
            [
                ("name", "length"),
                ("phone", "required"),
                ("email", "format")
            ]
        );
        assert!(Contact::parse("Ra\u{7}hima", "01712345678", None).is_err());
        assert!(Contact::parse(&"র".repeat(101), "01712345678", None).is_err());
        assert_eq!(
            Contact::parse("Rahima", "12", None).unwrap_err()[0].code,
            "format"
        );
    }

    #[test]
    fn addresses_worth_a_message() {
        for text in [
            "a@b.co",
            "first.last+tag@mail.example.com",
            "র@উদাহরণ.বাংলা",
            "x@xn--54b7fta0cc.xn--p1",
        ] {
            assert_eq!(Email::parse(text).unwrap().as_str(), text);
        }
    }

    #[test]
    fn addresses_that_are_slips() {
        let long = format!("{}@example.com", "a".repeat(65));
        let longer = format!("a@{}com", format!("{}.", "b".repeat(62)).repeat(4));
        assert_eq!(longer.len(), 257, "three too many, each part well formed");
        for text in [
            "",
            "@",
            "a@",
            "@b.co",
            "a@b",
            "a b@c.de",
            "a@b..co",
            "a@-b.co",
            "a@b.co.",
            ".a@b.co",
            "a.@b.co",
            "a..b@c.de",
            "a@b@c.de",
            "a@127.0.0.1",
            "a@b.co\0",
            "a@b.co\nBcc: x@y.z",
            "<a@b.co>",
            &long,
            &longer,
        ] {
            assert_eq!(Email::parse(text).unwrap_err().field, "email", "{text}");
        }
    }
}
