//! Who carries a parcel, and by which number it is followed.

use crate::FieldError;
use crate::address::text;

/// Couriers that most shops of the country use, for lists to choose from; any other name is taken.
pub const COURIERS: [&str; 8] = [
    "Pathao",
    "Steadfast",
    "RedX",
    "Paperfly",
    "eCourier",
    "Sundarban",
    "SA Paribahan",
    "Own rider",
];

/// A parcel on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shipment {
    /// The courier's name, 2 to 60 characters.
    pub courier: String,
    /// The courier's number of the parcel, 3 to 60 characters; a rider of the shop's own has none.
    pub tracking: Option<String>,
}

impl Shipment {
    /// Reads a shipment; a blank tracking number is none.
    ///
    /// # Errors
    /// Every field that is wrong: `courier`, `tracking`.
    pub fn parse(courier: &str, tracking: &str) -> Result<Shipment, Vec<FieldError>> {
        let courier = text("courier", "The courier's name", courier, 2, 60);
        let tracking = match tracking.trim() {
            "" => Ok(None),
            given => text("tracking", "A tracking number", given, 3, 60).map(Some),
        };
        match (courier, tracking) {
            (Ok(courier), Ok(tracking)) => Ok(Shipment { courier, tracking }),
            (courier, tracking) => Err([courier.err(), tracking.err()]
                .into_iter()
                .flatten()
                .collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shipment_is_tidied_and_checked() {
        let shipment = Shipment::parse("  Pathao ", " PT 1029 ").unwrap();
        assert_eq!(shipment.courier, "Pathao");
        assert_eq!(shipment.tracking.as_deref(), Some("PT 1029"));
        assert_eq!(Shipment::parse("Own rider", " ").unwrap().tracking, None);
        let long = "x".repeat(61);
        for (courier, tracking, fields) in [
            ("", "", vec!["courier"]),
            ("P", "ab", vec!["courier", "tracking"]),
            (long.as_str(), long.as_str(), vec!["courier", "tracking"]),
            ("Pathao", "a\0bcd", vec!["tracking"]),
        ] {
            let errors = Shipment::parse(courier, tracking).unwrap_err();
            let found: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
            assert_eq!(found, fields, "{courier} {tracking}");
        }
    }
}
