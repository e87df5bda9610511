//! JSON's own idea of shapes, where serde is more generous or stricter.
//!
//! A struct that derives `Deserialize` also takes a list of its fields' values in order, so that
//! `[null, null]` would be a body of two optional fields: here an object stands for a struct and
//! nothing else. And `4.0` is the integer 4 (JSON Schema, core §4.2.3), which serde refuses.
//!
//! [`Shaped`] stands between `serde_json` and the type: it hands every value on, one level down in
//! the same coat.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, Visitor};

/// Integers up to here, and down to its negative, are exact as floats (2^53).
const EXACT: f64 = 9_007_199_254_740_992.0;

/// A deserializer, a visitor, an access or a seed that minds shapes.
pub(super) struct Shaped<T>(pub(super) T);

/// A visitor that minds shapes; `object` where a struct is read.
struct Shapes<V> {
    visitor: V,
    object: bool,
}

impl<V> Shapes<V> {
    fn any(visitor: V) -> Self {
        let object = false;
        Shapes { visitor, object }
    }
}

macro_rules! handed_on {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
            self.0.$method(Shapes::any(visitor))
        }
    )*};
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Shaped<D> {
    type Error = D::Error;

    handed_on! {
        deserialize_any deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32
        deserialize_i64 deserialize_i128 deserialize_u8 deserialize_u16 deserialize_u32
        deserialize_u64 deserialize_u128 deserialize_f32 deserialize_f64 deserialize_char
        deserialize_str deserialize_string deserialize_bytes deserialize_byte_buf
        deserialize_option deserialize_unit deserialize_seq deserialize_map
        deserialize_identifier deserialize_ignored_any
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_unit_struct(name, Shapes::any(visitor))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0
            .deserialize_newtype_struct(name, Shapes::any(visitor))
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_tuple(len, Shapes::any(visitor))
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0
            .deserialize_tuple_struct(name, len, Shapes::any(visitor))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        let object = true;
        self.0
            .deserialize_struct(name, fields, Shapes { visitor, object })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0
            .deserialize_enum(name, variants, Shapes::any(visitor))
    }
}

macro_rules! seen {
    ($($method:ident($kind:ty))*) => {$(
        fn $method<E: serde::de::Error>(self, value: $kind) -> Result<V::Value, E> {
            self.visitor.$method(value)
        }
    )*};
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Shapes<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.object {
            f.write_str("an object")
        } else {
            self.visitor.expecting(f)
        }
    }

    seen! {
        visit_bool(bool) visit_i64(i64) visit_u64(u64) visit_str(&str)
        visit_borrowed_str(&'de str) visit_string(String) visit_bytes(&[u8])
        visit_borrowed_bytes(&'de [u8]) visit_byte_buf(Vec<u8>)
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "whole and below 2^53, where every integer has a float of its own"
    )]
    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<V::Value, E> {
        if value.fract() == 0.0 && value.abs() <= EXACT {
            self.visitor.visit_i64(value as i64)
        } else {
            self.visitor.visit_f64(value)
        }
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<V::Value, E> {
        self.visitor.visit_none()
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<V::Value, E> {
        self.visitor.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, value: D) -> Result<V::Value, D::Error> {
        self.visitor.visit_some(Shaped(value))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, value: D) -> Result<V::Value, D::Error> {
        self.visitor.visit_newtype_struct(Shaped(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<V::Value, A::Error> {
        if self.object {
            let found = serde::de::Unexpected::Seq;
            return Err(serde::de::Error::invalid_type(found, &self));
        }
        self.visitor.visit_seq(Shaped(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<V::Value, A::Error> {
        self.visitor.visit_map(Shaped(fields))
    }

    // What stands in a variant is read as serde reads it; no body of ours has variants with fields.
    fn visit_enum<A: EnumAccess<'de>>(self, variant: A) -> Result<V::Value, A::Error> {
        self.visitor.visit_enum(variant)
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Shaped<A> {
    type Error = A::Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, A::Error> {
        self.0.next_element_seed(Shaped(seed))
    }

    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Shaped<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        self.0.next_key_seed(seed)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, A::Error> {
        self.0.next_value_seed(Shaped(seed))
    }

    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Shaped<S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Value, D::Error> {
        self.0.deserialize(Shaped(deserializer))
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::{Value, json};

    use super::*;

    #[derive(Debug, Default, PartialEq, Deserialize)]
    struct Outer {
        #[serde(default)]
        count: Option<i64>,
        #[serde(default)]
        share: Option<f64>,
        #[serde(default)]
        inner: Vec<Inner>,
    }

    #[derive(Debug, Default, PartialEq, Deserialize)]
    struct Inner {
        #[serde(default)]
        name: Option<String>,
    }

    fn read<T: serde::de::DeserializeOwned>(value: &Value) -> Result<T, String> {
        let text = value.to_string();
        let mut json = serde_json::Deserializer::from_str(&text);
        T::deserialize(Shaped(&mut json)).map_err(|error| error.to_string())
    }

    #[test]
    fn an_object_alone_stands_for_a_struct_at_any_depth() {
        assert_eq!(read::<Outer>(&json!({})), Ok(Outer::default()));
        for wrong in [json!([]), json!([null, null]), json!({"inner": [[]]})] {
            let error = read::<Outer>(&wrong).unwrap_err();
            assert!(
                error.contains("invalid type: sequence, expected an object"),
                "{wrong}: {error}"
            );
        }
        let one = read::<Outer>(&json!({"inner": [{"name": "x"}]})).unwrap();
        assert_eq!(one.inner[0].name.as_deref(), Some("x"));
    }

    #[test]
    fn a_whole_float_is_an_integer_and_no_other_is() {
        let count = |value: Value| read::<Outer>(&json!({"count": value})).map(|o| o.count);
        assert_eq!(count(json!(4.0)), Ok(Some(4)));
        assert_eq!(count(json!(-0.0)), Ok(Some(0)));
        assert_eq!(count(json!(null)), Ok(None));
        for wrong in [json!(4.5), json!(1e300), json!(-1e17), json!("4")] {
            assert!(count(wrong.clone()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn floats_stay_floats() {
        let read = read::<Outer>(&json!({"share": 2.0})).unwrap();
        assert_eq!(read.share, Some(2.0));
    }

    #[test]
    fn a_field_that_comes_twice_is_refused() {
        let mut json = serde_json::Deserializer::from_str(r#"{"count":1,"count":2}"#);
        let error = Outer::deserialize(Shaped(&mut json)).unwrap_err();
        assert!(error.to_string().contains("duplicate field"), "{error}");
    }
}
