//! One-time codes: six digits that prove that somebody holds a telephone.
//!
//! Where they come from, how long they live and how often they may be guessed: `shop`.

use std::fmt;

use crate::digits;
use crate::field_error::FieldError;
use crate::words::words;

words! {
    /// What a code is good for.
    pub enum CodePurpose: "code purpose" {
        /// A new password without the old one.
        PasswordReset = "password_reset",
        /// Proof that an account's phone is its owner's.
        PhoneVerification = "phone_verification",
    }
}

/// How many codes there are.
const CODES: u64 = 1_000_000;

/// Six digits. `Debug` hides them: a code opens an account. [`OneTimeCode::expose`] is for the
/// message that carries them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct OneTimeCode(u32);

impl OneTimeCode {
    /// A code out of 64 uniformly random bits. Some codes are likelier than others by one in
    /// 18 million million.
    #[must_use]
    pub fn from_bits(bits: u64) -> Self {
        // Below a million, which is less than what 32 bits hold.
        OneTimeCode(u32::try_from(bits % CODES).unwrap_or_default())
    }

    /// Reads six digits, ASCII or Bangla, as people copy them: spaces and dashes don't count.
    ///
    /// # Errors
    /// A [`FieldError`] on `code`.
    pub fn parse(text: &str) -> Result<Self, FieldError> {
        let text = digits::to_ascii(text);
        let bare: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .collect();
        if bare.is_empty() {
            let message = "The code from the message is needed";
            return Err(FieldError::new("code", FieldError::REQUIRED, message));
        }
        let six = bare.len() == 6 && bare.bytes().all(|b| b.is_ascii_digit());
        match bare.parse() {
            Ok(number) if six => Ok(OneTimeCode(number)),
            _ => {
                let message = "A code has six digits";
                Err(FieldError::new("code", FieldError::FORMAT, message))
            }
        }
    }

    /// The six ASCII digits.
    #[must_use]
    pub fn expose(self) -> String {
        format!("{:06}", self.0)
    }

    /// The code's bytes, for a comparison that takes the same time whatever differs.
    #[must_use]
    pub fn to_bytes(self) -> [u8; 4] {
        self.0.to_be_bytes()
    }
}

impl fmt::Debug for OneTimeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OneTimeCode(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_copy_it() {
        for text in ["012345", " ০১২৩৪৫ ", "012 345", "012-345", "০12৩৪5"] {
            assert_eq!(OneTimeCode::parse(text).unwrap().expose(), "012345");
        }
    }

    #[test]
    fn anything_else_is_no_code() {
        let code = |text: &str| OneTimeCode::parse(text).unwrap_err().code;
        assert_eq!(code(" - "), FieldError::REQUIRED);
        for wrong in ["12345", "1234567", "+12345", "12345a", "১২৩৪৫", "1234५6"] {
            assert_eq!(code(wrong), FieldError::FORMAT, "{wrong}");
        }
    }

    #[test]
    fn every_code_has_six_digits_and_none_is_shown() {
        for bits in [0, 7, 999_999, 1_000_000, u64::MAX] {
            let code = OneTimeCode::from_bits(bits);
            assert_eq!(code.expose().len(), 6);
            assert_eq!(OneTimeCode::parse(&code.expose()), Ok(code));
            assert!(!format!("{code:?}").contains(&code.expose()));
        }
        assert_eq!(OneTimeCode::from_bits(1_000_007).expose(), "000007");
    }
}
