//! Texts in English and Bangla, side by side.
//!
//! [`strings!`](crate::strings!) makes a table: one line per text, so that a missing language
//! doesn't compile. A face has as many tables as it likes, one per noun, each in a file of its
//! own. Numbers, prices and dates enter a text through [`Shown`], which writes them in the page's
//! own digits. Every table proves itself in a test that comes with it (`strings/testing.rs`): no
//! Bangla without Bangla letters, the same placeholders on both sides.

use std::borrow::Cow;

use domain::{Lang, Paisa, digits};

#[cfg(feature = "testing")]
pub mod testing;

/// What can stand in a text.
pub trait Shown {
    /// The value as a page in `lang` writes it.
    fn shown(&self, lang: Lang) -> Cow<'_, str>;
}

/// How many: chooses between an English singular and plural.
pub trait Count: Shown {
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

numbers!(i32, i64, u32, u64, usize);

/// A number, price or text as a page of this language writes it.
#[must_use]
pub fn show(value: impl Shown, lang: Lang) -> String {
    value.shown(lang).into_owned()
}

/// Makes a table of texts: `texts` become fields, `phrases` (with values) and `counts` (with a
/// number, and an English singular) methods. Any of the three may be left out.
///
/// ```
/// pages::strings! {
///     /// The words of the weather page.
///     pub(crate) struct Weather;
///     texts {
///         rain: "Rain", "বৃষ্টি";
///     }
///     phrases {
///         in_place(place): "Rain in {place}", "{place}: বৃষ্টি হচ্ছে";
///     }
///     counts {
///         days(n): "{n} day", "{n} days", "{n} দিন";
///     }
/// }
///
/// let t = Weather::of(domain::Lang::Bn);
/// assert_eq!(t.rain, "বৃষ্টি");
/// assert_eq!(t.days(12), "১২ দিন");
/// assert_eq!(Weather::of(domain::Lang::En).in_place("Sylhet"), "Rain in Sylhet");
/// ```
///
/// In a crate's own tests it needs `pages` with the feature `testing`, and proves the table.
#[macro_export]
macro_rules! strings {
    (
        $(#[$about:meta])*
        $seen:vis struct $table:ident;
        $(texts { $($text:ident: $en:literal, $bn:literal;)* })?
        $(phrases { $($phrase:ident($($value:ident),+): $phrase_en:literal, $phrase_bn:literal;)* })?
        $(counts { $($count:ident($n:ident): $one:literal, $many:literal, $count_bn:literal;)* })?
    ) => {
        $(#[$about])*
        $seen struct $table {
            /// Which language.
            #[allow(dead_code, reason = "a table without phrases and counts needs no language")]
            $seen lang: ::domain::Lang,
            $($(#[doc = $en] $seen $text: &'static str,)*)?
        }

        impl $table {
            const EN: $table = $table { lang: ::domain::Lang::En, $($($text: $en,)*)? };
            const BN: $table = $table { lang: ::domain::Lang::Bn, $($($text: $bn,)*)? };

            /// The texts of one language.
            $seen fn of(lang: ::domain::Lang) -> &'static $table {
                match lang {
                    ::domain::Lang::En => &$table::EN,
                    ::domain::Lang::Bn => &$table::BN,
                }
            }

            /// Name, English and Bangla of every text.
            #[cfg(test)]
            const ALL: &'static [(&'static str, &'static str, &'static str)] = &[
                $($((stringify!($text), $en, $bn),)*)?
                $($((stringify!($phrase), $phrase_en, $phrase_bn),)*)?
                $($(
                    (stringify!($count), $one, $count_bn),
                    (stringify!($count), $many, $count_bn),
                )*)?
            ];

            $($(
                #[doc = $phrase_en]
                $seen fn $phrase(&self, $($value: impl $crate::Shown),+) -> String {
                    $(let $value = $value.shown(self.lang);)+
                    match self.lang {
                        ::domain::Lang::En => format!($phrase_en),
                        ::domain::Lang::Bn => format!($phrase_bn),
                    }
                }
            )*)?

            $($(
                #[doc = $many]
                $seen fn $count(&self, $n: impl $crate::Count) -> String {
                    let one = $n.is_one();
                    let $n = $n.shown(self.lang);
                    match self.lang {
                        ::domain::Lang::En if one => format!($one),
                        ::domain::Lang::En => format!($many),
                        ::domain::Lang::Bn => format!($count_bn),
                    }
                }
            )*)?
        }

        #[cfg(test)]
        mod table {
            #[test]
            fn every_text_is_sound_in_both_languages() {
                let faults = $crate::strings::testing::faults(super::$table::ALL);
                assert!(faults.is_empty(), "{}", faults.join("\n"));
            }
        }
    };
}
