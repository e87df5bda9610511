//! What technical data, units and variant options are called.
//!
//! Attributes come from staff and imports as keys in snake case; the usual ones are named here in
//! both languages, any other is shown as its key with spaces. A test keeps the tables sorted.

use domain::{Attribute, AttributeValue, Lang, digits};

use super::Strings;

/// Attribute keys: key, English, Bangla.
#[rustfmt::skip] // one key a line
const ATTRIBUTES: &[(&str, &str, &str)] = &[
    ("backup_time", "Backup time", "ব্যাকআপের সময়"),
    ("battery", "Battery", "ব্যাটারি"),
    ("battery_life", "Battery life", "ব্যাটারি চলার সময়"),
    ("blade_size", "Blade size", "পাখার মাপ"),
    ("bluetooth", "Bluetooth", "ব্লুটুথ"),
    ("camera", "Camera", "ক্যামেরা"),
    ("capacity", "Capacity", "ধারণক্ষমতা"),
    ("colour", "Colour", "রং"),
    ("colour_temperature", "Colour temperature", "আলোর রং"),
    ("connectivity", "Connectivity", "সংযোগ"),
    ("connector", "Connector", "সংযোগ মুখ"),
    ("display", "Display", "ডিসপ্লে"),
    ("display_type", "Display type", "ডিসপ্লের ধরন"),
    ("dual_sim", "Dual SIM", "ডুয়াল সিম"),
    ("energy_rating", "Energy rating", "এনার্জি রেটিং"),
    ("fast_charging", "Fast charging", "দ্রুত চার্জ"),
    ("front_camera", "Front camera", "সামনের ক্যামেরা"),
    ("height", "Height", "উচ্চতা"),
    ("inverter", "Inverter", "ইনভার্টার"),
    ("length", "Length", "দৈর্ঘ্য"),
    ("luminous_flux", "Brightness", "উজ্জ্বলতা"),
    ("main_camera", "Main camera", "মূল ক্যামেরা"),
    ("material", "Material", "উপাদান"),
    ("network", "Mobile network", "মোবাইল নেটওয়ার্ক"),
    ("noise_cancelling", "Noise cancelling", "নয়েজ ক্যানসেলিং"),
    ("operating_system", "Operating system", "অপারেটিং সিস্টেম"),
    ("output", "Output", "আউটপুট"),
    ("panel", "Panel", "প্যানেল"),
    ("ports", "Ports", "পোর্ট"),
    ("power", "Power", "বিদ্যুৎ খরচ"),
    ("processor", "Processor", "প্রসেসর"),
    ("ram", "RAM", "র‍্যাম"),
    ("rechargeable", "Rechargeable", "রিচার্জেবল"),
    ("refresh_rate", "Refresh rate", "রিফ্রেশ রেট"),
    ("resolution", "Resolution", "রেজোলিউশন"),
    ("screen_size", "Screen size", "স্ক্রিনের মাপ"),
    ("size", "Size", "মাপ"),
    ("speed", "Speed", "গতি"),
    ("storage", "Storage", "স্টোরেজ"),
    ("type", "Type", "ধরন"),
    ("voltage", "Voltage", "ভোল্টেজ"),
    ("warranty", "Warranty", "ওয়ারেন্টি"),
    ("water_resistance", "Water resistance", "পানিরোধ"),
    ("water_resistant", "Water resistant", "পানিরোধী"),
    ("weight", "Weight", "ওজন"),
    ("width", "Width", "প্রস্থ"),
    ("wifi", "Wi-Fi", "ওয়াই-ফাই"),
    ("wireless", "Wireless", "তারবিহীন"),
];

/// Units as staff write them, and in Bangla.
#[rustfmt::skip] // one unit a line
const UNITS: &[(&str, &str)] = &[
    ("Ah", "এএইচ"),
    ("GB", "জিবি"),
    ("Hz", "হার্টজ"),
    ("K", "কেলভিন"),
    ("L", "লিটার"),
    ("MB", "এমবি"),
    ("MB/s", "এমবি/সে."),
    ("MP", "মেগাপিক্সেল"),
    ("Mbps", "এমবিপিএস"),
    ("TB", "টিবি"),
    ("V", "ভোল্ট"),
    ("VA", "ভিএ"),
    ("W", "ওয়াট"),
    ("cm", "সেমি"),
    ("dpi", "ডিপিআই"),
    ("fps", "এফপিএস"),
    ("g", "গ্রাম"),
    ("h", "ঘণ্টা"),
    ("hour", "ঘণ্টা"),
    ("hours", "ঘণ্টা"),
    ("in", "ইঞ্চি"),
    ("inch", "ইঞ্চি"),
    ("kg", "কেজি"),
    ("litre", "লিটার"),
    ("lm", "লুমেন"),
    ("m", "মিটার"),
    ("mAh", "এমএএইচ"),
    ("min", "মিনিট"),
    ("ml", "মিলি"),
    ("mm", "মিমি"),
    ("month", "মাস"),
    ("months", "মাস"),
    ("ppm", "পিপিএম"),
    ("rpm", "আরপিএম"),
    ("rps", "আরপিএস"),
    ("spm", "এসপিএম"),
    ("star", "তারকা"),
    ("ton", "টন"),
    ("year", "বছর"),
    ("years", "বছর"),
];

/// What variants differ in: option names and colours, in lower case, and in Bangla.
#[rustfmt::skip] // one word a line
const OPTIONS: &[(&str, &str)] = &[
    ("black", "কালো"),
    ("blue", "নীল"),
    ("body only", "শুধু বডি"),
    ("brick coral", "ব্রিক কোরাল"),
    ("brown", "বাদামি"),
    ("capacity", "ধারণক্ষমতা"),
    ("champa gold", "চাঁপা গোল্ড"),
    ("charcoal", "চারকোল"),
    ("color", "রং"),
    ("colour", "রং"),
    ("coral", "কোরাল"),
    ("cream", "ক্রিম"),
    ("gold", "সোনালি"),
    ("golden", "সোনালি"),
    ("graphite", "গ্রাফাইট"),
    ("green", "সবুজ"),
    ("grey", "ধূসর"),
    ("ink black", "ইংক ব্ল্যাক"),
    ("kit", "কিট"),
    ("large", "বড়"),
    ("length", "দৈর্ঘ্য"),
    ("maroon", "মেরুন"),
    ("medium", "মাঝারি"),
    ("memory", "মেমোরি"),
    ("model", "মডেল"),
    ("monsoon green", "মনসুন গ্রিন"),
    ("navy", "নেভি ব্লু"),
    ("olive", "জলপাই"),
    ("orange", "কমলা"),
    ("pack", "প্যাক"),
    ("paper white", "পেপার হোয়াইট"),
    ("pink", "গোলাপি"),
    ("power", "শক্তি"),
    ("purple", "বেগুনি"),
    ("ram", "র‍্যাম"),
    ("red", "লাল"),
    ("river teal", "রিভার টিল"),
    ("screen size", "স্ক্রিনের মাপ"),
    ("silver", "রুপালি"),
    ("size", "মাপ"),
    ("sky blue", "আকাশি"),
    ("small", "ছোট"),
    ("speed", "গতি"),
    ("storage", "স্টোরেজ"),
    ("style", "ধরন"),
    ("sweep", "পাখার মাপ"),
    ("switch", "সুইচ"),
    ("teal", "টিল"),
    ("teal flower", "টিল ফ্লাওয়ার"),
    ("type", "ধরন"),
    ("wattage", "ওয়াট"),
    ("white", "সাদা"),
    ("wine flower", "ওয়াইন ফ্লাওয়ার"),
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

    /// An option's name (`Colour`), translated where it is a usual one.
    pub(crate) fn option_name<'a>(&self, name: &'a str) -> &'a str {
        translated(OPTIONS, self.lang, name, &name.to_lowercase())
    }

    /// A variant's title (`Black / 128 GB`), each value translated where it is a usual one.
    pub(crate) fn variant_title(&self, title: &str) -> String {
        let values: Vec<String> = title
            .split(" / ")
            .map(|value| self.option_value(value))
            .collect();
        values.join(" / ")
    }

    /// A usual word (`Black`) or a quantity (`256 GB SSD`) in the page's language.
    fn option_value(&self, value: &str) -> String {
        let named = self.option_name(value);
        if named != value || self.lang == Lang::En {
            return named.to_owned();
        }
        let mut words = value.splitn(3, ' ');
        match (words.next(), words.next(), words.next()) {
            (Some(amount), Some(unit), rest) if is_amount(amount) && self.unit(unit) != unit => {
                let amount = digits::to_bangla(amount);
                let rest = rest.map(|rest| format!(" {rest}")).unwrap_or_default();
                format!("{amount} {}{rest}", self.unit(unit))
            }
            _ => value.to_owned(),
        }
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
    table
        .binary_search_by_key(&key, |row| row.0)
        .map_or(shown, |at| table[at].1)
}

fn is_amount(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || ".,-".contains(c))
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
            value: AttributeValue::Number {
                amount: "6.70".into(),
                unit: Some("in".into()),
            },
        };
        assert_eq!(en.attribute_value(&size), "6.70 in");
        assert_eq!(bn.attribute_value(&size), "৬.৭০ ইঞ্চি");
        assert_eq!(bn.variant_title("Black / 128 GB"), "কালো / ১২৮ জিবি");
        assert_eq!(bn.variant_title("256 GB SSD"), "২৫৬ জিবি SSD");
        assert_eq!(bn.variant_title("With 18-55 mm lens"), "With 18-55 mm lens");
        assert_eq!(bn.variant_title(""), "");
        assert_eq!(en.variant_title("Black / 128 GB"), "Black / 128 GB");
    }
}
