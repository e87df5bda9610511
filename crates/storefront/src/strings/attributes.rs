//! What technical data, units and variant options are called.
//!
//! Attributes come from staff and imports as keys in snake case; the usual ones are named here in
//! both languages, any other is shown as its key with spaces. A test keeps the tables sorted.

use domain::{Attribute, AttributeValue, Lang, digits};

use super::Strings;

/// Attribute keys: key, English, Bangla.
#[rustfmt::skip] // one key a line
const ATTRIBUTES: &[(&str, &str, &str)] = &[
    ("battery", "Battery", "ব্যাটারি"),
    ("battery_life", "Battery life", "ব্যাটারি চলার সময়"),
    ("bluetooth", "Bluetooth", "ব্লুটুথ"),
    ("camera", "Camera", "ক্যামেরা"),
    ("capacity", "Capacity", "ধারণক্ষমতা"),
    ("colour", "Colour", "রং"),
    ("connectivity", "Connectivity", "সংযোগ"),
    ("display", "Display", "ডিসপ্লে"),
    ("energy_rating", "Energy rating", "এনার্জি রেটিং"),
    ("fast_charging", "Fast charging", "দ্রুত চার্জ"),
    ("front_camera", "Front camera", "সামনের ক্যামেরা"),
    ("height", "Height", "উচ্চতা"),
    ("inverter", "Inverter", "ইনভার্টার"),
    ("length", "Length", "দৈর্ঘ্য"),
    ("main_camera", "Main camera", "মূল ক্যামেরা"),
    ("material", "Material", "উপাদান"),
    ("network", "Network", "নেটওয়ার্ক"),
    ("operating_system", "Operating system", "অপারেটিং সিস্টেম"),
    ("output", "Output", "আউটপুট"),
    ("panel", "Panel", "প্যানেল"),
    ("ports", "Ports", "পোর্ট"),
    ("power", "Power", "বিদ্যুৎ খরচ"),
    ("processor", "Processor", "প্রসেসর"),
    ("ram", "RAM", "র‍্যাম"),
    ("refresh_rate", "Refresh rate", "রিফ্রেশ রেট"),
    ("resolution", "Resolution", "রেজোলিউশন"),
    ("screen_size", "Screen size", "স্ক্রিনের মাপ"),
    ("size", "Size", "মাপ"),
    ("speed", "Speed", "গতি"),
    ("storage", "Storage", "স্টোরেজ"),
    ("type", "Type", "ধরন"),
    ("voltage", "Voltage", "ভোল্টেজ"),
    ("warranty", "Warranty", "ওয়ারেন্টি"),
    ("water_resistant", "Water resistant", "পানিরোধী"),
    ("weight", "Weight", "ওজন"),
    ("wifi", "Wi-Fi", "ওয়াই-ফাই"),
    ("width", "Width", "প্রস্থ"),
    ("wireless", "Wireless", "তারবিহীন"),
];

/// Units as staff write them, and in Bangla.
#[rustfmt::skip] // one unit a line
const UNITS: &[(&str, &str)] = &[
    ("GB", "জিবি"),
    ("Hz", "হার্টজ"),
    ("L", "লিটার"),
    ("MP", "মেগাপিক্সেল"),
    ("Mbps", "এমবিপিএস"),
    ("TB", "টিবি"),
    ("V", "ভোল্ট"),
    ("W", "ওয়াট"),
    ("cm", "সেমি"),
    ("g", "গ্রাম"),
    ("h", "ঘণ্টা"),
    ("hours", "ঘণ্টা"),
    ("in", "ইঞ্চি"),
    ("inch", "ইঞ্চি"),
    ("kg", "কেজি"),
    ("litre", "লিটার"),
    ("m", "মিটার"),
    ("mAh", "এমএএইচ"),
    ("mm", "মিমি"),
    ("months", "মাস"),
    ("ton", "টন"),
    ("years", "বছর"),
];

/// What variants differ in: option names and colours, in lower case, and in Bangla.
#[rustfmt::skip] // one word a line
const OPTIONS: &[(&str, &str)] = &[
    ("black", "কালো"),
    ("blue", "নীল"),
    ("brown", "বাদামি"),
    ("capacity", "ধারণক্ষমতা"),
    ("color", "রং"),
    ("colour", "রং"),
    ("gold", "সোনালি"),
    ("golden", "সোনালি"),
    ("green", "সবুজ"),
    ("grey", "ধূসর"),
    ("length", "দৈর্ঘ্য"),
    ("memory", "মেমোরি"),
    ("model", "মডেল"),
    ("orange", "কমলা"),
    ("pink", "গোলাপি"),
    ("purple", "বেগুনি"),
    ("ram", "র‍্যাম"),
    ("red", "লাল"),
    ("silver", "রুপালি"),
    ("size", "মাপ"),
    ("storage", "স্টোরেজ"),
    ("style", "ধরন"),
    ("type", "ধরন"),
    ("white", "সাদা"),
    ("yellow", "হলুদ"),
];

impl Strings {
    /// What an attribute's key is called.
    pub(crate) fn attribute_label(&self, key: &str) -> String {
        match ATTRIBUTES.binary_search_by_key(&key, |row| row.0) {
            Ok(at) if self.lang == Lang::Bn => ATTRIBUTES[at].2.to_owned(),
            Ok(at) => ATTRIBUTES[at].1.to_owned(),
            Err(_) => sentence(key),
        }
    }

    /// An attribute's value with its unit.
    pub(crate) fn attribute_value(&self, attribute: &Attribute) -> String {
        match &attribute.value {
            AttributeValue::Text(text) => text.get(self.lang).to_owned(),
            AttributeValue::Flag(true) => self.yes.to_owned(),
            AttributeValue::Flag(false) => self.no.to_owned(),
            AttributeValue::Number { amount, unit } => {
                let amount = digits::localise(amount, self.lang);
                match unit {
                    Some(unit) => format!("{amount} {}", self.unit(unit)),
                    None => amount.into_owned(),
                }
            }
        }
    }

    /// An option's name or value (`Colour`, `Black`), translated where it is a usual one.
    pub(crate) fn option<'a>(&self, text: &'a str) -> &'a str {
        translated(OPTIONS, self.lang, text, &text.to_lowercase())
    }

    /// A variant's title (`Black / 128 GB`), each value translated where it is a usual one.
    pub(crate) fn variant_title(&self, title: &str) -> String {
        let values: Vec<&str> = title.split(" / ").map(|value| self.option(value)).collect();
        values.join(" / ")
    }

    fn unit<'a>(&self, unit: &'a str) -> &'a str {
        translated(UNITS, self.lang, unit, unit)
    }
}

fn translated<'a>(
    table: &[(&str, &'static str)],
    lang: Lang,
    shown: &'a str,
    key: &str,
) -> &'a str {
    if lang == Lang::En {
        return shown;
    }
    table.binary_search_by_key(&key, |row| row.0).map_or(shown, |at| table[at].1)
}

/// `screen_size` as `Screen size`.
fn sentence(key: &str) -> String {
    let spaced = key.replace('_', " ");
    let mut chars = spaced.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => spaced,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_for_the_search() {
        assert!(ATTRIBUTES.is_sorted_by_key(|row| row.0));
        assert!(UNITS.is_sorted_by_key(|row| row.0));
        assert!(OPTIONS.is_sorted_by_key(|row| row.0));
    }

    #[test]
    fn names_and_values_follow_the_language() {
        let (en, bn) = (Strings::of(Lang::En), Strings::of(Lang::Bn));
        assert_eq!(en.attribute_label("screen_size"), "Screen size");
        assert_eq!(bn.attribute_label("screen_size"), "স্ক্রিনের মাপ");
        assert_eq!(bn.attribute_label("blade_count"), "Blade count");
        let size = Attribute {
            key: "screen_size".into(),
            value: AttributeValue::Number { amount: "6.70".into(), unit: Some("in".into()) },
        };
        assert_eq!(en.attribute_value(&size), "6.70 in");
        assert_eq!(bn.attribute_value(&size), "৬.৭০ ইঞ্চি");
        assert_eq!(bn.variant_title("Black / 128 GB"), "কালো / 128 GB");
        assert_eq!(en.variant_title("Black / 128 GB"), "Black / 128 GB");
    }
}
