//! What one cell says: amounts, counts, yes and no, weights, lists, technical data.
//!
//! Every refusal is half a sentence that names the column and shows the cell, for
//! [`Rejected::reason`](super::Rejected). The way back of technical data ([`written`]) stands
//! beside the way in, so that an exported cell is read as what it was.

use domain::{Attribute, AttributeValue, Image, Paisa, Text, digits};

/// Units of a variant at most, as for opening stock that staff enter.
const MAX_UNITS: i64 = 10_000_000;
/// Grams of a variant at most: a hundred tonnes.
const MAX_GRAMS: f64 = 100_000_000.0;
/// Characters of the short texts: names, option values, barcodes.
pub(super) const MAX_SHORT: usize = 255;
/// Characters of a picture's description; longer ones are cut.
const MAX_ALT: usize = 512;

/// A cell as a reason quotes it, cut to 40 characters.
pub(super) fn shown(cell: &str) -> String {
    let cut: String = cell.chars().take(40).collect();
    let more = if cell.chars().nth(40).is_some() {
        "…"
    } else {
        ""
    };
    format!("`{cut}{more}`")
}

/// Words on one line: every run of white space is one space.
pub(crate) fn one_line(cell: &str) -> String {
    cell.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A short text on one line; `None` if the cell is empty.
pub(super) fn short(column: &str, cell: &str) -> Result<Option<String>, String> {
    let text = one_line(cell);
    if text.chars().count() > MAX_SHORT {
        return Err(format!(
            "{column} {}: at most {MAX_SHORT} characters fit here",
            shown(&text)
        ));
    }
    Ok(Some(text).filter(|text| !text.is_empty()))
}

/// An amount in taka; `None` if the cell is empty.
pub(super) fn price(column: &str, cell: &str) -> Result<Option<Paisa>, String> {
    if cell.is_empty() {
        return Ok(None);
    }
    Paisa::parse_taka(cell)
        .map(Some)
        .map_err(|error| format!("{column} {}: {error}", shown(cell)))
}

/// A number of units; `None` if the cell is empty.
pub(super) fn units(column: &str, cell: &str) -> Result<Option<i64>, String> {
    if cell.is_empty() {
        return Ok(None);
    }
    let number = digits::to_ascii(cell);
    let (sign, bare) = number
        .strip_prefix('-')
        .map_or(("", &*number), |bare| ("-", bare));
    if bare.is_empty() || !bare.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(format!(
            "{column} {}: a whole number of units is needed",
            shown(cell)
        ));
    }
    match bare.parse::<i64>() {
        Ok(units) if sign == "-" && units > 0 => Err(format!(
            "{column} {}: a number of units can't be negative",
            shown(cell)
        )),
        Ok(units) if units <= MAX_UNITS => Ok(Some(units)),
        _ => Err(format!(
            "{column} {}: at most {MAX_UNITS} units fit here",
            shown(cell)
        )),
    }
}

/// Yes or no; `None` if the cell is empty.
pub(super) fn flag(column: &str, cell: &str) -> Result<Option<bool>, String> {
    match cell.to_lowercase().as_str() {
        "" => Ok(None),
        "true" | "yes" | "1" => Ok(Some(true)),
        "false" | "no" | "0" => Ok(Some(false)),
        _ => Err(format!("{column} {}: true or false is needed", shown(cell))),
    }
}

/// Grams in one of a unit of weight; `None` for a unit nobody knows.
pub(super) fn grams_per(unit: &str) -> Option<f64> {
    match unit.to_lowercase().as_str() {
        "g" | "gram" | "grams" => Some(1.0),
        "kg" | "kgs" => Some(1_000.0),
        "lb" | "lbs" => Some(453.592_37),
        "oz" => Some(28.349_523_125),
        _ => None,
    }
}

/// A weight in whole grams, from a number of `grams_each`; 0 if the cell is empty.
pub(super) fn grams(column: &str, cell: &str, grams_each: f64) -> Result<i64, String> {
    let wrong = || {
        format!(
            "{column} {}: a weight is a number such as 250 or 0.5",
            shown(cell)
        )
    };
    if cell.is_empty() {
        return Ok(0);
    }
    let number = digits::to_ascii(cell);
    if !number
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.')
    {
        return Err(wrong());
    }
    let grams = number.parse::<f64>().map_err(|_| wrong())? * grams_each;
    if grams > MAX_GRAMS {
        return Err(wrong());
    }
    // In range and never negative: what is cut off is less than a gram.
    Ok(grams.round() as i64)
}

/// Words between commas, each once.
pub(crate) fn tags(cell: &str) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for tag in cell.split(',').map(one_line).filter(|tag| !tag.is_empty()) {
        let known = tags
            .iter()
            .any(|other| other.to_lowercase() == tag.to_lowercase());
        if !known {
            tags.push(tag);
        }
    }
    tags
}

/// A picture, or `None` if its address is neither `https://…` nor a path of this shop.
pub(super) fn image(src: &str, alt: &str) -> Option<Image> {
    let ours = src.starts_with('/') && !src.starts_with("//");
    let theirs = src
        .strip_prefix("https://")
        .is_some_and(|rest| !rest.is_empty());
    let plain = !src.contains(|c: char| c.is_whitespace() || c.is_control()) && src.len() <= 2048;
    ((ours || theirs) && plain).then(|| Image {
        src: src.to_owned(),
        alt: alt_text(alt),
    })
}

/// What a picture shows, on one line and not too long.
fn alt_text(alt: &str) -> String {
    one_line(&one_line(alt).chars().take(MAX_ALT).collect::<String>())
}

/// Pictures as they are exported: each address once, descriptions on one line.
pub(crate) fn written_images(images: &[Image]) -> Vec<Image> {
    let mut written: Vec<Image> = Vec::with_capacity(images.len());
    for image in images {
        if !written.iter().any(|other| other.src == image.src) {
            written.push(Image {
                src: image.src.clone(),
                alt: alt_text(&image.alt),
            });
        }
    }
    written
}

/// Technical data as a cell has it: `6.7 in` is a number with its unit, `true` and `false` are
/// flags, everything else is words.
pub(super) fn typed(cell: &str) -> AttributeValue {
    if let Some((amount, unit)) = number_and_unit(cell) {
        return AttributeValue::Number { amount, unit };
    }
    match cell.to_lowercase().as_str() {
        "true" => AttributeValue::Flag(true),
        "false" => AttributeValue::Flag(false),
        _ => AttributeValue::Text(Text::en(cell)),
    }
}

/// `^\d+(\.\d+)?( \S+)?$`, no longer than an attribute may be.
fn number_and_unit(cell: &str) -> Option<(String, Option<String>)> {
    let (amount, unit) = cell
        .split_once(' ')
        .map_or((cell, None), |(a, u)| (a, Some(u)));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let number = amount
        .split_once('.')
        .map_or(digits(amount), |(whole, rest)| {
            digits(whole) && digits(rest)
        });
    let one_word = unit.is_none_or(|unit| {
        !unit.is_empty() && !unit.contains(char::is_whitespace) && unit.chars().count() <= 32
    });
    (number && one_word && amount.len() <= 40).then(|| (amount.to_owned(), unit.map(str::to_owned)))
}

/// The cell that technical data is exported as, in English.
pub(crate) fn written(attribute: &Attribute) -> String {
    one_line(&match &attribute.value {
        AttributeValue::Text(text) => text.en.clone(),
        AttributeValue::Number {
            amount,
            unit: Some(unit),
        } => format!("{amount} {unit}"),
        AttributeValue::Number { amount, unit: None } => amount.clone(),
        AttributeValue::Flag(flag) => flag.to_string(),
    })
}

/// The cell that technical data is exported as in Bangla; empty if it has no Bangla words.
pub(crate) fn written_bn(attribute: &Attribute) -> String {
    match &attribute.value {
        AttributeValue::Text(Text { bn: Some(bn), .. }) => one_line(bn),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn amounts_counts_and_flags() {
        assert_eq!(price("p", "1,23,456.50"), Ok(Some(Paisa::new(12_345_650))));
        assert_eq!(price("p", ""), Ok(None));
        let error = price("Variant Price", "12,3x").unwrap_err();
        assert!(
            error.starts_with("Variant Price `12,3x`: an amount in taka has digits"),
            "{error}"
        );
        assert_eq!(units("q", "২৫"), Ok(Some(25)));
        assert_eq!(units("q", "-0"), Ok(Some(0)));
        assert!(units("q", "-3").unwrap_err().contains("negative"));
        for cell in [
            "1.5",
            "x",
            "-",
            "+5",
            "1 0",
            "99999999999999999999",
            "10000001",
        ] {
            assert!(units("q", cell).is_err(), "{cell}");
        }
        assert_eq!(flag("f", "TRUE"), Ok(Some(true)));
        assert_eq!(flag("f", "no"), Ok(Some(false)));
        assert!(flag("f", "maybe").is_err());
    }

    #[test]
    fn weights() {
        assert_eq!(grams("g", "453.59237", 1.0), Ok(454));
        assert_eq!(grams("w", "1.5", grams_per("kg").unwrap()), Ok(1_500));
        assert_eq!(grams("w", "2", grams_per("LB").unwrap()), Ok(907));
        assert_eq!(grams("w", "১০", grams_per("oz").unwrap()), Ok(283));
        assert_eq!(grams("w", "", 1.0), Ok(0));
        for cell in ["-1", "1e9", "inf", "NaN", "1.2.3", ".", "100000001"] {
            assert!(grams("w", cell, 1.0).is_err(), "{cell}");
        }
        assert_eq!(grams_per("stone"), None);
    }

    #[test]
    fn lists_and_pictures() {
        assert_eq!(tags(" Pot,  garden   chair,,pot "), ["Pot", "garden chair"]);
        assert_eq!(image("/assets/a.svg", " a \n b ").unwrap().alt, "a b");
        assert!(image("https://example.com/a.jpg", "").is_some());
        for src in [
            "http://example.com/a.jpg",
            "//example.com/a",
            "a.jpg",
            "https://",
            "https://a b",
        ] {
            assert_eq!(image(src, ""), None, "{src}");
        }
        assert_eq!(alt_text(&"ক".repeat(600)).chars().count(), 512);
    }

    #[test]
    fn technical_data_has_types() {
        let number = |amount: &str, unit: Option<&str>| AttributeValue::Number {
            amount: amount.into(),
            unit: unit.map(str::to_owned),
        };
        assert_eq!(typed("6.70 in"), number("6.70", Some("in")));
        assert_eq!(typed("5.3"), number("5.3", None));
        assert_eq!(typed("TRUE"), AttributeValue::Flag(true));
        for words in [
            "1080p",
            "5 fl oz",
            "1.",
            ".5",
            "-5 °C",
            "Up to 5G",
            "2400×1080",
        ] {
            assert_eq!(typed(words), AttributeValue::Text(Text::en(words)));
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(cell in "[0-9a-z.] ?[0-9a-zক. -]{0,12}") {
            let cell = one_line(&cell);
            let attribute = Attribute { key: "k".into(), value: typed(&cell) };
            prop_assert_eq!(written(&attribute), cell);
        }
    }
}
