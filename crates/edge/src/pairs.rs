//! Name–value pairs as browsers write them (`application/x-www-form-urlencoded`): query strings
//! and form bodies, read strictly.
//!
//! Unlike the lenient reading of the URL standard, a broken percent-encoding, invalid UTF-8 or a
//! NUL is an error, and so is a value that doesn't fit its field; the error names the field.
//! Repeated names become lists, blank values of optional fields count as absent (that is what a
//! form with an empty input sends), and numbers may be written in Bangla digits.

mod decode;
mod value;

use std::borrow::Cow;
use std::fmt;

use domain::FieldError;
use serde::de::value::{CowStrDeserializer, SeqDeserializer};
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use self::value::Values;
use crate::Problem;
use crate::field_code::{INVALID, MISSING, UNKNOWN};

/// Pairs in their order.
type Pairs<'a> = Vec<(Cow<'a, str>, Cow<'a, str>)>;

/// Reads `raw` into a `T`.
///
/// # Errors
/// 400 `invalid_input` with the field that is wrong.
pub(crate) fn read<T: DeserializeOwned>(raw: &str) -> Result<T, Problem> {
    let pairs = decode::pairs(raw).map_err(Fault::into_problem)?;
    T::deserialize(PairsDeserializer(pairs)).map_err(Fault::into_problem)
}

/// What is wrong with which field.
#[derive(Debug)]
pub(crate) struct Fault {
    field: String,
    kind: &'static str,
    message: String,
}

impl Fault {
    fn into_problem(self) -> Problem {
        let message = match self.field.as_str() {
            "" => self.message,
            field => format!("{field} {}", self.message),
        };
        Problem::invalid(vec![FieldError::new(self.field, self.kind, message)])
    }

    fn within(mut self, field: &str) -> Self {
        if self.field.is_empty() {
            field.clone_into(&mut self.field);
        }
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.message)
    }
}

impl std::error::Error for Fault {}

impl de::Error for Fault {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Fault {
            field: String::new(),
            kind: INVALID,
            message: format!("is not valid: {message}"),
        }
    }

    fn missing_field(field: &'static str) -> Self {
        Fault {
            field: field.to_owned(),
            kind: MISSING,
            message: "is missing".to_owned(),
        }
    }

    fn unknown_field(field: &str, _expected: &'static [&'static str]) -> Self {
        Fault {
            field: field.to_owned(),
            kind: UNKNOWN,
            message: "is not a field here".to_owned(),
        }
    }

    fn unknown_variant(_variant: &str, expected: &'static [&'static str]) -> Self {
        let message = format!("must be one of {}", expected.join(", "));
        Fault {
            field: String::new(),
            kind: INVALID,
            message,
        }
    }
}

/// All the pairs, as a struct, a map, or a list of pairs in their order.
struct PairsDeserializer<'a>(Pairs<'a>);

impl<'de> Deserializer<'de> for PairsDeserializer<'de> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_map(Grouped::new(self.0))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_seq(InOrder(self.0.into_iter()))
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit_struct tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// The pairs as they came, each a list of name and value.
struct InOrder<'a>(std::vec::IntoIter<(Cow<'a, str>, Cow<'a, str>)>);

impl<'de> SeqAccess<'de> for InOrder<'de> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Fault> {
        let Some((name, value)) = self.0.next() else {
            return Ok(None);
        };
        let pair = [Values(vec![name.clone()]), Values(vec![value])];
        let read = seed.deserialize(SeqDeserializer::new(pair.into_iter()));
        read.map(Some).map_err(|fault| fault.within(&name))
    }
}

/// The pairs by name, names in the order of their first appearance.
struct Grouped<'a> {
    groups: std::vec::IntoIter<(Cow<'a, str>, Vec<Cow<'a, str>>)>,
    current: Option<(Cow<'a, str>, Vec<Cow<'a, str>>)>,
}

impl<'a> Grouped<'a> {
    fn new(mut pairs: Pairs<'a>) -> Self {
        // Stable: the values of one name keep their order.
        pairs.sort_by(|a, b| a.0.cmp(&b.0));
        let mut groups: Vec<(Cow<'a, str>, Vec<Cow<'a, str>>)> = Vec::new();
        for (name, value) in pairs {
            match groups.last_mut() {
                Some((last, values)) if *last == name => values.push(value),
                _ => groups.push((name, vec![value])),
            }
        }
        Grouped {
            groups: groups.into_iter(),
            current: None,
        }
    }
}

impl<'de> MapAccess<'de> for Grouped<'de> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Fault> {
        self.current = self.groups.next();
        match &self.current {
            None => Ok(None),
            Some((name, _)) => {
                let name: CowStrDeserializer<'_, Fault> = CowStrDeserializer::new(name.clone());
                seed.deserialize(name).map(Some)
            }
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        let (name, values) = self.current.take().unwrap_or_default();
        seed.deserialize(Values(values))
            .map_err(|fault| fault.within(&name))
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Sort {
        Relevance,
        PriceAsc,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Search {
        q: Option<String>,
        #[serde(default)]
        brand: Vec<String>,
        min_price: Option<i64>,
        ratio: Option<f64>,
        #[serde(default)]
        in_stock: bool,
        sort: Option<Sort>,
        #[serde(default = "first")]
        page: u32,
    }

    fn first() -> u32 {
        1
    }

    fn refused(raw: &str) -> (String, &'static str) {
        let problem = read::<Search>(raw).unwrap_err();
        assert_eq!(problem.status(), 400);
        let error = problem.errors().first().unwrap();
        (error.field.clone(), error.code)
    }

    #[test]
    fn every_kind_of_value_is_read() {
        let raw = "brand=LG&q=%E0%A6%AB%E0%A7%8D%E0%A6%B0%E0%A6%BF%E0%A6%9C+2&brand=a%26b&min_price=%E0%A7%A7%E0%A7%A8\
                   &in_stock=on&sort=price_asc&page=3&other=1&ratio=1.5";
        let search: Search = read(raw).unwrap();
        assert_eq!(
            search,
            Search {
                q: Some("ফ্রিজ 2".to_owned()),
                brand: vec!["LG".to_owned(), "a&b".to_owned()],
                min_price: Some(12),
                ratio: Some(1.5),
                in_stock: true,
                sort: Some(Sort::PriceAsc),
                page: 3,
            }
        );
    }

    #[test]
    fn blank_is_absent_where_absence_is_possible() {
        let search: Search = read("q=&min_price=&sort=+&brand=&page=2").unwrap();
        assert_eq!(
            (search.q, search.min_price, search.sort),
            (None, None, None)
        );
        assert_eq!(search.brand, Vec::<String>::new());
        assert_eq!(refused("page="), ("page".to_owned(), INVALID));
        assert!(read::<Search>("").is_ok());
    }

    #[test]
    fn a_value_that_does_not_fit_names_its_field() {
        for (raw, field) in [
            ("min_price=abc", "min_price"),
            ("min_price=9223372036854775808", "min_price"),
            ("min_price=1.5", "min_price"),
            ("page=-1", "page"),
            ("page=4294967296", "page"),
            ("in_stock=perhaps", "in_stock"),
            ("sort=best", "sort"),
            ("q=a&q=b", "q"),
            ("ratio=NaN", "ratio"),
            ("ratio=x", "ratio"),
        ] {
            assert_eq!(refused(raw), (field.to_owned(), INVALID), "{raw}");
        }
    }

    #[test]
    fn broken_encodings_name_their_field_too() {
        for (raw, field) in [
            ("q=100%", "q"),
            ("q=%zz", "q"),
            ("q=%2", "q"),
            ("q=%ff", "q"),
            ("q=%00", "q"),
            ("q=a&%ff=1", ""),
            ("%00=1", ""),
        ] {
            assert_eq!(refused(raw), (field.to_owned(), INVALID), "{raw}");
        }
    }

    #[test]
    fn a_field_that_is_needed_is_missed_by_name() {
        #[derive(Debug, Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Login {
            #[expect(dead_code, reason = "only read in")]
            username: String,
        }
        let missing = read::<Login>("").unwrap_err();
        assert_eq!(
            (missing.errors()[0].field.as_str(), missing.errors()[0].code),
            ("username", MISSING)
        );
        assert_eq!(missing.detail(), "username is missing");
        let unknown = read::<Login>("username=a&x=1").unwrap_err();
        assert_eq!(
            (unknown.errors()[0].field.as_str(), unknown.errors()[0].code),
            ("x", UNKNOWN)
        );
    }

    #[test]
    fn pairs_can_be_taken_as_they_are() {
        let pairs: Vec<(String, i64)> = read("b=2&a=1&b=3").unwrap();
        let named = |name: &str, n| (name.to_owned(), n);
        assert_eq!(pairs, [named("b", 2), named("a", 1), named("b", 3)]);
    }
}
