//! The two languages of the shop, and text that exists in one or both of them.

use serde::{Deserialize, Serialize};

use crate::words::words;

words! {
    /// A language of the shop. English is the fallback: every text has it.
    #[derive(Default)]
    pub enum Lang: "language" {
        /// English.
        #[default]
        En = "en",
        /// Bangla.
        Bn = "bn",
    }
}

impl Lang {
    /// The other of the two.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Lang::En => Lang::Bn,
            Lang::Bn => Lang::En,
        }
    }

    /// What its speakers call it.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Lang::En => "English",
            Lang::Bn => "বাংলা",
        }
    }
}

/// A text in English and, where somebody has written it, in Bangla.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Text {
    /// The English text; for an imported product, whatever language the import had.
    pub en: String,
    /// The Bangla text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bn: Option<String>,
}

impl Text {
    /// A text without a Bangla version.
    #[must_use]
    pub fn en(en: impl Into<String>) -> Self {
        Text {
            en: en.into(),
            bn: None,
        }
    }

    /// A text in both languages.
    #[must_use]
    pub fn both(en: impl Into<String>, bn: impl Into<String>) -> Self {
        Text {
            en: en.into(),
            bn: Some(bn.into()),
        }
    }

    /// The text in `lang`; the English one where the Bangla is missing or blank.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match (lang, self.bn.as_deref()) {
            (Lang::Bn, Some(bn)) if !bn.trim().is_empty() => bn,
            _ => &self.en,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_an_other_and_a_name_in_itself() {
        for lang in Lang::ALL {
            assert_ne!(lang.other(), lang);
            assert_eq!(lang.other().other(), lang);
        }
        assert_eq!(Lang::ALL.map(Lang::own_name), ["English", "বাংলা"]);
    }

    #[test]
    fn words() {
        assert_eq!(Lang::ALL.map(Lang::as_str), ["en", "bn"]);
        assert_eq!("bn".parse(), Ok(Lang::Bn));
        let error = "de".parse::<Lang>().unwrap_err();
        assert_eq!(error.to_string(), "unknown language `de`; one of: en, bn");
        assert_eq!(serde_json::to_string(&Lang::Bn).unwrap(), "\"bn\"");
        assert_eq!(serde_json::from_str::<Lang>("\"en\"").unwrap(), Lang::En);
        assert!(serde_json::from_str::<Lang>("\"EN\"").is_err());
    }

    #[test]
    fn a_missing_or_blank_bangla_text_falls_back() {
        assert_eq!(Text::both("Fan", "পাখা").get(Lang::Bn), "পাখা");
        assert_eq!(Text::both("Fan", "পাখা").get(Lang::En), "Fan");
        assert_eq!(Text::en("Fan").get(Lang::Bn), "Fan");
        assert_eq!(Text::both("Fan", "  ").get(Lang::Bn), "Fan");
    }

    #[test]
    fn json_leaves_out_what_is_not_there() {
        assert_eq!(
            serde_json::to_string(&Text::en("Fan")).unwrap(),
            r#"{"en":"Fan"}"#
        );
        let both: Text = serde_json::from_str(r#"{"en":"Fan","bn":"পাখা"}"#).unwrap();
        assert_eq!(both, Text::both("Fan", "পাখা"));
        assert_eq!(
            serde_json::from_str::<Text>(r#"{"en":"Fan"}"#).unwrap(),
            Text::en("Fan")
        );
    }
}
