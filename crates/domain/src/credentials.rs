//! What a user chooses to sign in with. The messages are part of the API's contract.

mod context;

use std::fmt;

use zeroize::Zeroizing;

use crate::FieldError;
use crate::Phone;
use crate::common_passwords::is_common;
use crate::words::checked_text;

/// A user's name: 3 to 20 of ASCII letters, digits and underscore, in the case its owner chose.
/// Names that differ in case alone are the same user's: compare and index by [`Username::key`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Username(String);

checked_text!(Username, FieldError);

impl Username {
    /// Reads a name as it stands; spaces are not trimmed but refused.
    ///
    /// # Errors
    /// A [`FieldError`] on `username`.
    pub fn parse(text: &str) -> Result<Self, FieldError> {
        let error = |code, message: &str| Err(FieldError::new("username", code, message));
        if !(3..=20).contains(&text.chars().count()) {
            return error(
                FieldError::LENGTH,
                "Username must be between 3 and 20 characters",
            );
        }
        if !text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
            return error(
                FieldError::FORMAT,
                "Username may only contain letters, digits and underscore",
            );
        }
        Ok(Username(text.to_owned()))
    }

    /// The name in lower case: what is unique among users.
    #[must_use]
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

/// A password somebody is about to set. It is never written out: `Debug` hides it, and there is
/// no `Display` and no serde, and its memory is wiped when it is dropped. At sign-in the rules don't apply (they change, hashes stay).
#[derive(Clone, PartialEq, Eq)]
pub struct Password(Zeroizing<String>);

impl Password {
    /// Takes a new password for `username`, as [`Password::parse_for`] does for somebody whose
    /// phone isn't known.
    ///
    /// # Errors
    /// A [`FieldError`] on `password`.
    pub fn parse(text: &str, username: &Username) -> Result<Self, FieldError> {
        Self::parse_for(text, username, None)
    }

    /// Takes a new password for somebody: 8 to 128 characters, not one of the common ones, and not
    /// the username, the phone or the shop's name with little around it, all in any case. Nothing
    /// is trimmed and no kinds of character are demanded (NIST SP 800-63B §5.1.1.2).
    ///
    /// # Errors
    /// A [`FieldError`] on `password`.
    pub fn parse_for(
        text: &str,
        username: &Username,
        phone: Option<&Phone>,
    ) -> Result<Self, FieldError> {
        let error = |code, message: &str| Err(FieldError::new("password", code, message));
        if !(8..=128).contains(&text.chars().count()) {
            return error(
                FieldError::LENGTH,
                "Password must be between 8 and 128 characters",
            );
        }
        if text.to_lowercase() == username.key() {
            return error(
                FieldError::COMMON,
                "Password must not be the same as the username",
            );
        }
        if is_common(text) {
            return error(
                FieldError::COMMON,
                "Password is too common; choose another one",
            );
        }
        if context::is_all_there_is(text, username, phone) {
            return error(
                FieldError::COMMON,
                "Password must not be built on the username, the phone or the shop's name",
            );
        }
        Ok(Password(Zeroizing::new(text.to_owned())))
    }

    /// The password itself, for the hash function alone.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn username() -> Username {
        Username::parse("Rahima_7").unwrap()
    }

    #[test]
    fn usernames() {
        for text in ["abc", "Rahima_7", "a_very_long_name_20c"] {
            assert_eq!(Username::parse(text).unwrap().as_str(), text);
        }
        assert_eq!(username().key(), "rahima_7");
        for text in ["", "ab", "a_very_long_name_21ch"] {
            let error = Username::parse(text).unwrap_err();
            assert_eq!(
                error.message,
                "Username must be between 3 and 20 characters"
            );
            assert_eq!((error.field.as_str(), error.code), ("username", "length"));
        }
        for text in ["a b", " abc", "a-b-c", "রহিমা", "abc\0", "a১২৩", "аdmin"] {
            let error = Username::parse(text).unwrap_err();
            assert_eq!(
                error.message,
                "Username may only contain letters, digits and underscore"
            );
        }
    }

    #[test]
    fn passwords() {
        let parse = |text: &str| Password::parse(text, &username());
        for text in ["Secure123!", "correct horse", "পাসওয়ার্ড৭", &"x".repeat(128)]
        {
            assert_eq!(parse(text).unwrap().expose(), text);
        }
        for text in ["", "1234567", "আআআআআআআ", &"x".repeat(129)] {
            let error = parse(text).unwrap_err();
            assert_eq!(
                error.message,
                "Password must be between 8 and 128 characters"
            );
        }
        for text in [
            "password",
            "Password1",
            "DHAKA123",
            "bangladesh",
            "pakhi123",
            "12345678",
        ] {
            let error = parse(text).unwrap_err();
            assert_eq!(
                error.message, "Password is too common; choose another one",
                "{text}"
            );
        }
        assert_eq!(
            parse("RAHIMA_7").unwrap_err().message,
            "Password must not be the same as the username"
        );
    }

    #[test]
    fn a_password_is_never_written_out() {
        let password = Password::parse("Secure123!", &username()).unwrap();
        assert_eq!(
            format!("{password:?} {:?}", Some(&password)),
            "Password(hidden) Some(Password(hidden))"
        );
    }
}
