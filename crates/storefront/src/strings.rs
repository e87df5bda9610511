//! Every text of the storefront, in English and Bangla.
//!
//! The table is `strings/table.rs`: one line per text, both languages side by side, so that a
//! missing one doesn't compile. Numbers, prices and dates enter a text through [`Shown`], which
//! writes them in the page's own digits. What the tests below keep: no Bangla without Bangla
//! letters, the same placeholders on both sides.

use std::borrow::Cow;

use domain::{Lang, Paisa, digits};

mod attributes;
mod fields;
mod orders;
mod table;
#[cfg(test)]
mod tests;

pub(crate) use fields::TAKEN;
pub(crate) use table::Strings;

impl Strings {
    /// The texts of one language.
    pub(crate) fn of(lang: Lang) -> &'static Strings {
        match lang {
            Lang::En => &Strings::EN,
            Lang::Bn => &Strings::BN,
        }
    }

    /// A number, price or text as a page of this language writes it.
    pub(crate) fn show(&self, value: impl Shown) -> String {
        value.shown(self.lang).into_owned()
    }
}

/// What can stand in a text.
pub(crate) trait Shown {
    /// The value as a page in `lang` writes it.
    fn shown(&self, lang: Lang) -> Cow<'_, str>;
}

/// How many: chooses between an English singular and plural.
pub(crate) trait Count: Shown {
    /// True for exactly one.
    fn is_one(&self) -> bool;
}

impl<T: Shown + ?Sized> Shown for &T {
    fn shown(&self, lang: Lang) -> Cow<'_, str> {
        (**self).shown(lang)
    }
}

impl<T: Count + ?Sized> Count for &T {
    fn is_one(&self) -> bool {
        (**self).is_one()
    }
}

/// Names, titles, what somebody typed: as they are, digits included.
impl Shown for str {
    fn shown(&self, _: Lang) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl Shown for String {
    fn shown(&self, _: Lang) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl Shown for Paisa {
    fn shown(&self, lang: Lang) -> Cow<'_, str> {
        Cow::Owned(self.format(lang))
    }
}

macro_rules! numbers {
    ($($number:ty),+) => {$(
        impl Shown for $number {
            fn shown(&self, lang: Lang) -> Cow<'_, str> {
                Cow::Owned(digits::localise(&self.to_string(), lang).into_owned())
            }
        }

        impl Count for $number {
            fn is_one(&self) -> bool {
                *self == 1
            }
        }
    )+};
}

numbers!(i32, i64, u32, usize);

/// Makes [`Strings`] from the table: `texts` as fields, `phrases` (with values) and `counts`
/// (with a number `n`, and an English singular) as methods.
macro_rules! strings {
    (
        texts { $($text:ident: $en:literal, $bn:literal;)* }
        phrases { $($phrase:ident($($value:ident),+): $phrase_en:literal, $phrase_bn:literal;)* }
        counts { $($count:ident($n:ident): $one:literal, $many:literal, $count_bn:literal;)* }
    ) => {
        /// The texts of one language; made by [`Strings::of`].
        pub(crate) struct Strings {
            /// Which language.
            pub(crate) lang: domain::Lang,
            $(#[doc = $en] pub(crate) $text: &'static str,)*
        }

        impl Strings {
            pub(super) const EN: Strings = Strings { lang: domain::Lang::En, $($text: $en,)* };
            pub(super) const BN: Strings = Strings { lang: domain::Lang::Bn, $($text: $bn,)* };

            /// Name, English and Bangla of every text, for the tests.
            #[cfg(test)]
            pub(super) const ALL: &'static [(&'static str, &'static str, &'static str)] = &[
                $((stringify!($text), $en, $bn),)*
                $((stringify!($phrase), $phrase_en, $phrase_bn),)*
                $((stringify!($count), $one, $count_bn), (stringify!($count), $many, $count_bn),)*
            ];

            $(
                #[doc = $phrase_en]
                pub(crate) fn $phrase(&self, $($value: impl $crate::strings::Shown),+) -> String {
                    $(let $value = $value.shown(self.lang);)+
                    match self.lang {
                        domain::Lang::En => format!($phrase_en),
                        domain::Lang::Bn => format!($phrase_bn),
                    }
                }
            )*

            $(
                #[doc = $many]
                pub(crate) fn $count(&self, $n: impl $crate::strings::Count) -> String {
                    let one = $n.is_one();
                    let $n = $n.shown(self.lang);
                    match self.lang {
                        domain::Lang::En if one => format!($one),
                        domain::Lang::En => format!($many),
                        domain::Lang::Bn => format!($count_bn),
                    }
                }
            )*
        }
    };
}

pub(crate) use strings;
