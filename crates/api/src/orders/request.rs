//! The body of `POST /api/orders`, and everything that can be wrong with it.
//!
//! Every field is optional here and needed in [`OrderRequest::check`], so that one answer names
//! every field that is missing or wrong. What is checked here is checked before the idempotency
//! key is claimed: a refused body leaves the key free for the corrected one.

use std::str::FromStr;

use domain::{Address, CartId, Contact, FieldError, Lang, Paisa};
use serde::{Deserialize, Serialize};
use shop::PlaceOrder;
use utoipa::ToSchema;

use crate::words;

/// An order to be placed.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OrderRequest {
    /// The cart to be ordered.
    #[schema(value_type = Uuid)]
    cart_id: Option<String>,
    /// What the buyer was told it costs, delivery included (the quote's `total_paisa`). It is only
    /// compared: the shop alone makes the price.
    #[schema(value_type = i64, minimum = 0, examples(1_307_000))]
    expected_total_paisa: Option<i64>,
    #[schema(value_type = ContactRequest)]
    contact: Option<ContactRequest>,
    #[schema(value_type = AddressRequest)]
    address: Option<AddressRequest>,
    #[schema(schema_with = words::payment_method, required = true)]
    payment_method: Option<String>,
    /// The language to write to the buyer in; English if left out.
    #[schema(schema_with = words::maybe_lang, required = false)]
    lang: Option<String>,
}

/// Whom the order is for.
#[derive(Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ContactRequest {
    /// 2 to 100 characters in any script.
    #[schema(value_type = String, min_length = 2, max_length = 100, examples("রহিমা বেগম"))]
    name: Option<String>,
    #[schema(schema_with = words::phone, required = true)]
    phone: Option<String>,
    #[schema(examples("rahima@example.com"))]
    email: Option<String>,
}

/// Where the order goes.
#[derive(Debug, Default, Deserialize, Serialize, ToSchema)]
#[schema(as = OrderAddressRequest)]
#[serde(deny_unknown_fields)]
pub(crate) struct AddressRequest {
    /// House, road, village: 3 to 200 characters.
    #[schema(value_type = String, min_length = 3, max_length = 200, examples("House 12, Road 5"))]
    line: Option<String>,
    /// Thana, upazila or neighbourhood: 2 to 80 characters.
    #[schema(value_type = String, min_length = 2, max_length = 80, examples("Dhanmondi"))]
    area: Option<String>,
    #[schema(value_type = words::District)]
    district: Option<String>,
}

impl OrderRequest {
    /// The order that is asked for.
    ///
    /// # Errors
    /// Everything that is wrong with it, by the field's path.
    pub(crate) fn check(&self) -> Result<PlaceOrder, Vec<FieldError>> {
        let mut errors = Vec::new();
        let cart = keep(self.cart(), &mut errors);
        let expected_total = keep(self.expected_total(), &mut errors);
        let contact = keep_all("contact", self.contact(), &mut errors);
        let address = keep_all("address", self.address(), &mut errors);
        let payment_method = keep(
            word("payment_method", self.payment_method.as_deref()),
            &mut errors,
        );
        let lang = match self.lang.as_deref() {
            None => Some(Lang::default()),
            given => keep(word("lang", given), &mut errors),
        };
        match (cart, expected_total, contact, address, payment_method, lang) {
            (Some(cart), Some(total), Some(contact), Some(address), Some(method), Some(lang))
                if errors.is_empty() =>
            {
                Ok(PlaceOrder {
                    cart,
                    expected_total: total,
                    contact,
                    address,
                    payment_method: method,
                    lang,
                    fingerprint: self.fingerprint(),
                })
            }
            _ => Err(errors),
        }
    }

    /// The same for the same fields, whatever their order and the white space around them.
    fn fingerprint(&self) -> [u8; 32] {
        // Strings and numbers always serialise.
        shop::fingerprint(&serde_json::to_vec(self).unwrap_or_default())
    }

    fn cart(&self) -> Result<CartId, FieldError> {
        let Some(given) = self.cart_id.as_deref() else {
            return Err(FieldError::new(
                "cart_id",
                FieldError::REQUIRED,
                "A cart is needed",
            ));
        };
        CartId::from_str(given).map_err(|_| {
            let message = "cart_id must be the id of a cart";
            FieldError::new("cart_id", FieldError::FORMAT, message)
        })
    }

    fn expected_total(&self) -> Result<Paisa, FieldError> {
        const FIELD: &str = "expected_total_paisa";
        match self.expected_total_paisa {
            None => {
                let message = "The total that the buyer was shown is needed, in paisa";
                Err(FieldError::new(FIELD, FieldError::REQUIRED, message))
            }
            Some(paisa) if paisa < 0 => {
                let message = "The total can't be negative";
                Err(FieldError::new(FIELD, FieldError::RANGE, message))
            }
            Some(paisa) => Ok(Paisa::new(paisa)),
        }
    }

    fn contact(&self) -> Result<Contact, Vec<FieldError>> {
        let none = ContactRequest::default();
        let given = self.contact.as_ref().unwrap_or(&none);
        Contact::parse(
            text(&given.name),
            text(&given.phone),
            given.email.as_deref(),
        )
    }

    fn address(&self) -> Result<Address, Vec<FieldError>> {
        let none = AddressRequest::default();
        let given = self.address.as_ref().unwrap_or(&none);
        Address::parse(text(&given.line), text(&given.area), text(&given.district))
    }
}

fn text(field: &Option<String>) -> &str {
    field.as_deref().unwrap_or_default()
}

/// One of a closed set's words.
fn word<T>(field: &str, given: Option<&str>) -> Result<T, FieldError>
where
    T: FromStr<Err = domain::UnknownWord>,
{
    match given {
        None | Some("") => Err(FieldError::new(
            field,
            FieldError::REQUIRED,
            format!("{field} is needed"),
        )),
        Some(given) => given.parse().map_err(|unknown: domain::UnknownWord| {
            FieldError::new(field, FieldError::UNKNOWN, unknown.to_string())
        }),
    }
}

fn keep<T>(parsed: Result<T, FieldError>, errors: &mut Vec<FieldError>) -> Option<T> {
    parsed.map_err(|error| errors.push(error)).ok()
}

fn keep_all<T>(
    parent: &str,
    parsed: Result<T, Vec<FieldError>>,
    errors: &mut Vec<FieldError>,
) -> Option<T> {
    parsed
        .map_err(|found| errors.extend(FieldError::all_within(parent, found)))
        .ok()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::OrderRequest;

    fn body() -> Value {
        json!({
            "cart_id": "9f2c1f8e-4a52-4d0e-9c6f-0e9a8d1b2c3d",
            "expected_total_paisa": 507_000,
            "contact": {"name": "Rahima", "phone": "০১৭১২-৩৪৫৬৭৮"},
            "address": {"line": "House 12", "area": "Dhanmondi", "district": "ঢাকা"},
            "payment_method": "cod",
        })
    }

    fn parsed(body: &Value) -> OrderRequest {
        serde_json::from_value(body.clone()).unwrap()
    }

    fn wrong_fields(body: &Value) -> Vec<String> {
        parsed(body)
            .check()
            .unwrap_err()
            .into_iter()
            .map(|error| error.field)
            .collect()
    }

    #[test]
    fn a_good_body_is_an_order() {
        let order = parsed(&body()).check().unwrap();
        assert_eq!(order.contact.phone.as_str(), "+8801712345678");
        assert_eq!(order.address.district.code, "dhaka");
        assert_eq!(order.lang.as_str(), "en");
    }

    #[test]
    fn every_missing_field_is_named_at_once() {
        assert_eq!(
            wrong_fields(&json!({})),
            [
                "cart_id",
                "expected_total_paisa",
                "contact.name",
                "contact.phone",
                "address.line",
                "address.area",
                "address.district",
                "payment_method",
            ]
        );
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let mut body = body();
        body["cart_id"] = json!("1");
        body["expected_total_paisa"] = json!(-1);
        body["contact"]["phone"] = json!("012");
        body["contact"]["email"] = json!("nobody");
        body["address"]["district"] = json!("London");
        body["payment_method"] = json!("gold");
        body["lang"] = json!("fr");
        assert_eq!(
            wrong_fields(&body),
            [
                "cart_id",
                "expected_total_paisa",
                "contact.phone",
                "contact.email",
                "address.district",
                "payment_method",
                "lang",
            ]
        );
    }

    #[test]
    fn the_fingerprint_is_of_what_is_asked_and_not_of_how_it_is_written() {
        let of = |text: &str| {
            serde_json::from_str::<OrderRequest>(text)
                .unwrap()
                .check()
                .unwrap()
                .fingerprint
        };
        let order = body();
        let same = of(&serde_json::to_string_pretty(&order).unwrap());
        assert_eq!(of(&order.to_string()), same);
        let mut other = order.clone();
        other["contact"]["name"] = json!("Karima");
        assert_ne!(of(&other.to_string()), same);
        let mut other = order;
        other["lang"] = json!("bn");
        assert_ne!(of(&other.to_string()), same);
    }
}
