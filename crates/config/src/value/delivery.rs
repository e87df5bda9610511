//! What delivery costs in each zone.
//!
//! Plain numbers of paisa: this crate knows nothing of the shop's own types, and the binary turns
//! these into `domain`'s.

use super::{Reason, items};

/// Ten crore taka in paisa: the most that any amount in the shop may be.
const MOST_PAISA: i64 = 100_000_000 * 100;

/// Delivery charges, in paisa.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeliveryCharges {
    /// Within Dhaka.
    pub dhaka_paisa: i64,
    /// In Dhaka's suburbs.
    pub suburbs_paisa: i64,
    /// Everywhere else.
    pub outside_paisa: i64,
    /// The subtotal from which delivery is free, if it ever is.
    pub free_from_paisa: Option<i64>,
}

pub(crate) fn parse(text: &str) -> Result<DeliveryCharges, Reason> {
    let [mut dhaka, mut suburbs, mut outside, mut free_from] = [None; 4];
    for item in items(text) {
        let shown = crate::error::printable(item);
        let (zone, taka) = item
            .split_once(':')
            .ok_or_else(|| format!("has no : in {shown}"))?;
        let slot = match zone.trim() {
            "dhaka" => &mut dhaka,
            "suburbs" => &mut suburbs,
            "outside" => &mut outside,
            "free_from" => &mut free_from,
            _ => return Err(format!("names a zone that isn't one, in {shown}")),
        };
        let paisa =
            paisa(taka.trim()).ok_or_else(|| format!("has no amount of taka in {shown}"))?;
        if slot.replace(paisa).is_some() {
            return Err(format!("gives {} twice", zone.trim()));
        }
    }
    Ok(DeliveryCharges {
        dhaka_paisa: dhaka.ok_or("has no charge for dhaka")?,
        suburbs_paisa: suburbs.ok_or("has no charge for suburbs")?,
        outside_paisa: outside.ok_or("has no charge for outside")?,
        free_from_paisa: free_from,
    })
}

/// `70`, `70.5` or `70.50` taka; not negative, at most two decimals.
fn paisa(taka: &str) -> Option<i64> {
    let (whole, decimals) = taka.split_once('.').unwrap_or((taka, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(decimals) || decimals.len() > 2 {
        return None;
    }
    let per_decimal = if decimals.len() == 1 { 10 } else { 1 };
    let whole = whole.parse::<i64>().ok()?.checked_mul(100)?;
    let paisa = whole.checked_add(decimals.parse::<i64>().ok()? * per_decimal)?;
    (paisa <= MOST_PAISA).then_some(paisa)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact() {
        for (taka, expected) in [
            ("0", Some(0)),
            ("70", Some(7_000)),
            ("70.5", Some(7_050)),
            ("70.05", Some(7_005)),
            ("100000000", Some(MOST_PAISA)),
            ("100000000.01", None),
            ("99999999999999999999", None),
            ("92233720368547758", None),
            ("-1", None),
            ("+1", None),
            ("1.234", None),
            ("1.", None),
            (".5", None),
            ("", None),
            ("১০", None),
        ] {
            assert_eq!(paisa(taka), expected, "{taka}");
        }
    }

    #[test]
    fn every_zone_has_its_charge() {
        let charges = parse("outside:130, dhaka:70,suburbs:100.50,free_from:5000").unwrap();
        assert_eq!(
            charges,
            DeliveryCharges {
                dhaka_paisa: 7_000,
                suburbs_paisa: 10_050,
                outside_paisa: 13_000,
                free_from_paisa: Some(500_000),
            }
        );
        let plain = parse("dhaka:70,suburbs:100,outside:130").unwrap();
        assert_eq!(plain.free_from_paisa, None);
    }

    #[test]
    fn a_missing_repeated_or_unknown_zone_is_refused() {
        for (wrong, reason) in [
            ("", "no charge for dhaka"),
            ("dhaka:70,suburbs:100", "no charge for outside"),
            ("dhaka:70,dhaka:80,suburbs:100,outside:130", "dhaka twice"),
            ("dhaka:70,suburbs:100,outside:130,moon:1", "\"moon:1\""),
            ("dhaka:-70,suburbs:100,outside:130", "\"dhaka:-70\""),
            ("70,100,130", "has no : in \"70\""),
        ] {
            let told = parse(wrong).unwrap_err();
            assert!(told.contains(reason), "{wrong}: {told}");
        }
    }
}
