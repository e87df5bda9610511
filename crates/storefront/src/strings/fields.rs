//! What the fields of forms are called, and what is wrong with them, in the page's language.
//!
//! A [`FieldError`]'s own message is English and for programs; pages look its field and code up.

use domain::FieldError;
use pages::fields::FieldWords;

use super::Strings;

/// Codes that only the storefront gives.
pub(crate) const TAKEN: &str = "taken";
pub(crate) const WRONG: &str = "wrong";

impl FieldWords for Strings {
    fn field_label<'a>(&self, field: &'a str) -> &'a str {
        match field {
            "name" => self.name,
            "phone" => self.phone,
            "email" => self.email,
            "district" => self.district,
            "area" => self.area,
            "line" => self.address_line,
            "username" => self.username,
            "password" => self.password,
            "quantity" => self.quantity,
            "number" => self.order_number,
            "stars" => self.review_stars,
            "title" => self.review_title,
            "body" => self.review_body,
            "old_password" => self.old_password,
            "new_password" => self.new_password,
            "code" => self.second_factor_code,
            other => other,
        }
    }

    fn field_message(&self, field: &str, code: &str) -> &'static str {
        match (field, code) {
            ("name", FieldError::REQUIRED) => self.name_required,
            ("name", FieldError::LENGTH) => self.name_length,
            ("phone", FieldError::REQUIRED) => self.phone_required,
            ("phone", FieldError::FORMAT) => self.phone_format,
            ("email", FieldError::FORMAT) => self.email_format,
            ("line", FieldError::REQUIRED) => self.line_required,
            ("line", FieldError::LENGTH) => self.line_length,
            ("area", FieldError::REQUIRED) => self.area_required,
            ("area", FieldError::LENGTH) => self.area_length,
            ("name" | "line" | "area" | "title" | "body", FieldError::FORMAT) => {
                self.field_invisible
            }
            ("district", FieldError::REQUIRED) => self.district_required,
            ("district", FieldError::UNKNOWN) => self.district_unknown,
            ("code", FieldError::REQUIRED) => self.second_factor_missing,
            ("code", WRONG) => self.second_factor_wrong,
            ("username", TAKEN) => self.username_taken,
            ("username", FieldError::REQUIRED) => self.username_required,
            ("username", FieldError::LENGTH) => self.username_length,
            ("username", FieldError::FORMAT) => self.username_format,
            ("password" | "old_password", FieldError::REQUIRED) => self.password_required,
            ("password" | "old_password" | "new_password", FieldError::LENGTH) => {
                self.password_length
            }
            ("password" | "new_password", FieldError::COMMON) => self.password_common,
            ("old_password", WRONG) => self.old_password_wrong,
            ("stars", _) => self.stars_required,
            ("title", FieldError::LENGTH) => self.review_title_length,
            ("body", FieldError::REQUIRED | FieldError::LENGTH) => self.review_body_length,
            ("number", FieldError::REQUIRED) => self.order_number_required,
            ("number", _) => self.order_number_format,
            ("quantity", _) => self.quantity_range,
            (_, FieldError::REQUIRED) => self.field_required,
            _ => self.field_invalid,
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::{Address, Contact, Lang, Password, Quantity, ReviewText, Stars, Username};

    use super::*;

    /// Every refusal that the domain can give has words of its own.
    #[test]
    fn every_refusal_of_the_domain_has_its_own_words() {
        let long = "x".repeat(300);
        let mut errors = Vec::new();
        for text in ["", "x", &long, "a\u{202e}b"] {
            errors.extend(
                Contact::parse(text, text, Some(text))
                    .err()
                    .into_iter()
                    .flatten(),
            );
            errors.extend(Address::parse(text, text, text).err().into_iter().flatten());
            errors.extend(Username::parse(text).err());
            errors.extend(
                ReviewText::parse(text, text, text)
                    .err()
                    .into_iter()
                    .flatten(),
            );
        }
        let name = Username::parse("rahima").unwrap();
        errors.extend(Username::parse("a b c").err());
        errors.extend(
            ["short", "password123", "rahima"]
                .map(|p| Password::parse(p, &name).err())
                .into_iter()
                .flatten(),
        );
        errors.extend(Quantity::parse(0).err());
        errors.extend(Stars::parse(0).err());
        assert!(errors.len() > 15);
        for lang in Lang::ALL {
            let t = Strings::of(lang);
            for error in &errors {
                let message = t.field_message(&error.field, error.code);
                let general = [t.field_invalid, t.field_required];
                assert!(
                    !general.contains(&message),
                    "{} {}",
                    error.field,
                    error.code
                );
                assert_ne!(t.field_label(&error.field), error.field);
            }
        }
    }
}
