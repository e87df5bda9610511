//! Delivery charges: one per zone, and optionally none above an amount.

use std::fmt;
use std::str::FromStr;

use crate::words::words;
use crate::{District, MoneyError, Paisa};

words! {
    /// How far a parcel goes, as couriers of Dhaka price it.
    pub enum Zone: "delivery zone" {
        /// Dhaka district.
        Dhaka = "dhaka",
        /// The neighbours that couriers serve from Dhaka: Gazipur and Narayanganj.
        Suburbs = "suburbs",
        /// The other 61 districts.
        Outside = "outside",
    }
}

impl Zone {
    /// The zone a district lies in.
    #[must_use]
    pub fn of(district: &District) -> Zone {
        match district.code {
            "dhaka" => Zone::Dhaka,
            "gazipur" | "narayanganj" => Zone::Suburbs,
            _ => Zone::Outside,
        }
    }
}

/// The charge per zone. As text, in taka: `dhaka:70,suburbs:100,outside:130,free_from:5000`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeliveryCharges {
    /// Within Dhaka.
    pub dhaka: Paisa,
    /// To Dhaka's neighbours.
    pub suburbs: Paisa,
    /// Anywhere else.
    pub outside: Paisa,
    /// Goods of this much or more are delivered free of charge.
    pub free_from: Option<Paisa>,
}

impl Default for DeliveryCharges {
    /// ৳70, ৳100 and ৳130, and no free limit.
    fn default() -> Self {
        DeliveryCharges {
            dhaka: Paisa::from_taka(70),
            suburbs: Paisa::from_taka(100),
            outside: Paisa::from_taka(130),
            free_from: None,
        }
    }
}

impl DeliveryCharges {
    /// The charge for goods of `subtotal` to `zone`.
    #[must_use]
    pub fn charge(&self, zone: Zone, subtotal: Paisa) -> Paisa {
        if self.free_from.is_some_and(|limit| subtotal >= limit) {
            return Paisa::ZERO;
        }
        match zone {
            Zone::Dhaka => self.dhaka,
            Zone::Suburbs => self.suburbs,
            Zone::Outside => self.outside,
        }
    }
}

/// Why a text is no table of delivery charges.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeliveryChargesError {
    /// An entry without a colon, or with a name that isn't one.
    #[error("`{0}` is not one of dhaka:TAKA, suburbs:TAKA, outside:TAKA, free_from:TAKA")]
    Entry(String),
    /// The same name twice.
    #[error("`{0}` stands there twice")]
    Twice(String),
    /// A zone without a charge.
    #[error("the charge for `{0}` is missing")]
    Missing(&'static str),
    /// A charge that is no amount.
    #[error("`{0}`: {1}")]
    Amount(String, MoneyError),
}

impl FromStr for DeliveryCharges {
    type Err = DeliveryChargesError;

    /// Reads `dhaka:70,suburbs:100,outside:130[,free_from:5000]`: taka, in any order, spaces
    /// allowed, no commas within an amount.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (mut dhaka, mut suburbs, mut outside, mut free_from) = (None, None, None, None);
        for entry in text.split(',') {
            let unknown = || DeliveryChargesError::Entry(entry.trim().to_owned());
            let (name, amount) = entry.split_once(':').ok_or_else(unknown)?;
            let slot = match name.trim() {
                "dhaka" => &mut dhaka,
                "suburbs" => &mut suburbs,
                "outside" => &mut outside,
                "free_from" => &mut free_from,
                _ => return Err(unknown()),
            };
            let amount = Paisa::parse_taka(amount)
                .map_err(|error| DeliveryChargesError::Amount(entry.trim().to_owned(), error))?;
            if slot.replace(amount).is_some() {
                return Err(DeliveryChargesError::Twice(name.trim().to_owned()));
            }
        }
        Ok(DeliveryCharges {
            dhaka: dhaka.ok_or(DeliveryChargesError::Missing("dhaka"))?,
            suburbs: suburbs.ok_or(DeliveryChargesError::Missing("suburbs"))?,
            outside: outside.ok_or(DeliveryChargesError::Missing("outside"))?,
            free_from,
        })
    }
}

impl fmt::Display for DeliveryCharges {
    /// The form that `FromStr` reads.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let taka = Paisa::taka_json;
        let (dhaka, suburbs, outside) = (taka(self.dhaka), taka(self.suburbs), taka(self.outside));
        write!(f, "dhaka:{dhaka},suburbs:{suburbs},outside:{outside}")?;
        match self.free_from {
            Some(limit) => write!(f, ",free_from:{}", taka(limit)),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones() {
        let count = |zone| {
            District::ALL
                .iter()
                .filter(|district| Zone::of(district) == zone)
                .count()
        };
        assert_eq!(Zone::ALL.map(count), [1, 2, 61]);
    }

    #[test]
    fn text_round_trips() {
        let charges: DeliveryCharges = " outside:150, dhaka:60.50,suburbs:১০০ , free_from:5000"
            .parse()
            .unwrap();
        assert_eq!(charges.dhaka, Paisa::new(6050));
        assert_eq!(charges.suburbs, Paisa::from_taka(100));
        assert_eq!(charges.outside, Paisa::from_taka(150));
        assert_eq!(charges.free_from, Some(Paisa::from_taka(5000)));
        assert_eq!(
            charges.to_string(),
            "dhaka:60.5,suburbs:100,outside:150,free_from:5000"
        );
        assert_eq!(charges.to_string().parse(), Ok(charges));
        let default = DeliveryCharges::default();
        assert_eq!("dhaka:70,suburbs:100,outside:130".parse(), Ok(default));
        assert_eq!(default.to_string().parse(), Ok(default));
    }

    #[test]
    fn a_bad_table_says_what_is_wrong() {
        for (text, message) in [
            (
                "",
                "`` is not one of dhaka:TAKA, suburbs:TAKA, outside:TAKA, free_from:TAKA",
            ),
            (
                "dhaka:70,suburbs:100",
                "the charge for `outside` is missing",
            ),
            ("dhaka:70,dhaka:80", "`dhaka` stands there twice"),
            ("dhaka:-1", "`dhaka:-1`: an amount can't be negative"),
            (
                "moon:1",
                "`moon:1` is not one of dhaka:TAKA, suburbs:TAKA, outside:TAKA, free_from:TAKA",
            ),
        ] {
            assert_eq!(
                text.parse::<DeliveryCharges>().unwrap_err().to_string(),
                message
            );
        }
    }
}
