//! The table against what is known of the country, and names people use.

use std::collections::{HashMap, HashSet};

use unicode_normalization::is_nfc;

use super::*;

#[test]
fn sixty_four_districts_in_eight_divisions() {
    assert_eq!(District::ALL.len(), 64);
    let counts = Division::ALL.map(|division| (division.as_str(), division.districts().count()));
    assert_eq!(
        counts,
        [
            ("barishal", 6),
            ("chattogram", 11),
            ("dhaka", 13),
            ("khulna", 10),
            ("mymensingh", 4),
            ("rajshahi", 8),
            ("rangpur", 8),
            ("sylhet", 4),
        ]
    );
}

#[test]
fn every_name_finds_its_district_and_no_other() {
    let mut owners = HashMap::new();
    for district in District::ALL {
        for name in district.names() {
            assert_eq!(District::find(name), Some(district), "{name}");
            let owner = owners.entry(folded(name)).or_insert(district.code);
            assert_eq!(*owner, district.code, "{name}");
        }
    }
}

#[test]
fn spellings_people_use() {
    for (given, code) in [
        ("Chittagong", "chattogram"),
        ("COMILLA", "cumilla"),
        ("Barisal", "barishal"),
        ("jessore", "jashore"),
        ("Bogra", "bogura"),
        (" cox’s  bazar ", "coxs-bazar"),
        ("Cox's Bazar", "coxs-bazar"),
        ("coxsbazar", "coxs-bazar"),
        ("Chapai Nawabganj", "chapainawabganj"),
        ("ঢাকা", "dhaka"),
        ("\u{9a2}\u{9be}\u{995}\u{9be}", "dhaka"),
        // য় as one code point, and as letter and dot.
        ("ম\u{9df}মনসিংহ", "mymensingh"),
        ("ম\u{9af}\u{9bc}মনসিংহ", "mymensingh"),
        ("কুমিল্লা", "cumilla"),
    ] {
        assert_eq!(
            District::find(given).map(|found| found.code),
            Some(code),
            "{given}"
        );
    }
    for given in ["", " ", "-", "Atlantis", "dhak", "Dhaka Division", "ঢাক"] {
        assert_eq!(District::find(given), None, "{given}");
    }
}

#[test]
fn the_table_is_in_order_and_in_the_right_scripts() {
    let english: Vec<_> = District::ALL
        .iter()
        .map(|district| district.name.en)
        .collect();
    assert!(english.is_sorted(), "by English name");
    for district in District::ALL {
        assert!(
            district
                .code
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b == b'-')
        );
        assert!(district.name.en.is_ascii());
        assert!(is_bangla(district.name.bn), "{}", district.name.bn);
        assert_eq!(district.name(Lang::Bn), district.name.bn);
    }
    for division in Division::ALL {
        assert!(is_bangla(division.name(Lang::Bn)));
        assert!(
            division
                .districts()
                .any(|district| district.name(Lang::Bn) == division.name(Lang::Bn))
        );
    }
}

#[test]
fn the_cities_have_their_thanas() {
    for (code, some) in [
        (
            "dhaka",
            ["Dhanmondi", "Gulshan", "Uttara", "Mirpur", "Savar"].as_slice(),
        ),
        ("chattogram", &["Panchlaish", "Agrabad", "Hathazari"]),
        ("khulna", &["Sonadanga", "Dumuria"]),
        ("rajshahi", &["Boalia", "Puthia"]),
        ("sylhet", &["Zindabazar", "Beanibazar"]),
        ("barishal", &["Kawnia", "Gaurnadi"]),
        ("rangpur", &["Tajhat", "Mithapukur"]),
        ("gazipur", &["Tongi East", "Sreepur"]),
        ("narayanganj", &["Fatullah", "Sonargaon"]),
        ("cumilla", &["Kandirpar", "Daudkandi"]),
        ("mymensingh", &["Ganginarpar", "Bhaluka"]),
    ] {
        let names: HashSet<_> = areas(code).iter().map(|area| area.en).collect();
        assert!(some.iter().all(|name| names.contains(name)), "{code}");
    }
    assert_eq!(areas("bhola"), []);
    assert_eq!(areas("atlantis"), []);
}

#[test]
fn area_lists_are_sorted_and_hold_each_place_once() {
    for district in District::ALL {
        let list = district.areas();
        assert!(
            list.windows(2).all(|pair| pair[0].en < pair[1].en),
            "{}",
            district.code
        );
        let bangla: HashSet<_> = list.iter().map(|area| area.name(Lang::Bn)).collect();
        assert_eq!(bangla.len(), list.len(), "{}", district.code);
        assert!(
            list.iter()
                .all(|area| area.en.is_ascii() && is_bangla(area.bn))
        );
    }
}

/// Bangla letters, marks, digits and spaces in NFC.
fn is_bangla(name: &str) -> bool {
    let block = |c: char| ('\u{980}'..='\u{9ff}').contains(&c) || c == ' ';
    !name.is_empty() && is_nfc(name) && name.chars().all(block)
}
