//! Identifiers: one type per thing, so that a cart's id can't be passed where an order's belongs.
//!
//! All are UUIDs minted here, never by the database. Most are version 7, whose order in an index
//! is the order of creation; a cart's id is version 4, because knowing it is what gives access.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Ambient;

macro_rules! id {
    ($(#[$meta:meta])* $name:ident by $mint:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A new id.
            #[must_use]
            pub fn mint(ambient: &Ambient) -> Self {
                $name(ambient.$mint())
            }

            /// The id as the database knows it.
            #[must_use]
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                $name(uuid)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Uuid {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map($name)
            }
        }
    };
}

id!(/// A product.
    ProductId by uuid_v7);
id!(/// A variant of a product: what has a SKU, a price and stock.
    VariantId by uuid_v7);
id!(/// A category.
    CategoryId by uuid_v7);
id!(/// A named role of the staff.
    StaffRoleId by uuid_v7);
id!(/// An order. People see its [`OrderNumber`](crate::OrderNumber) instead.
    OrderId by uuid_v7);
id!(/// One line of an order.
    OrderLineId by uuid_v7);
id!(/// A user: customer or staff.
    UserId by uuid_v7);
id!(/// A signed-in session. It names the session; the token that proves it is something else.
    SessionId by uuid_v7);
id!(/// A cart. Version 4, all random: whoever knows the id holds the cart, so never log it.
    CartId by uuid_v4);
id!(/// What a customer wrote about a product they bought.
    ReviewId by uuid_v7);
id!(/// An address that a customer keeps.
    AddressId by uuid_v7);
id!(/// Somebody's wish to be told when a variant can be bought again.
    StockRequestId by uuid_v7);
id!(/// A payment of an order.
    PaymentId by uuid_v7);
id!(/// An entry of the stock ledger.
    MovementId by uuid_v7);
id!(/// A job in the queue.
    JobId by uuid_v7);
id!(/// A file of products on its way into the catalogue.
    ImportId by uuid_v7);
id!(/// An entry of the audit log.
    AuditId by uuid_v7);
id!(/// A coupon. People know its [`CouponCode`](crate::CouponCode) instead.
    CouponId by uuid_v7);
id!(/// A flash sale.
    FlashSaleId by uuid_v7);
id!(/// One line of a flash sale: a variant at its sale price.
    FlashLineId by uuid_v7);

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use time::macros::datetime;

    use super::*;
    use crate::{ManualClock, SeededEntropy};

    fn ambient() -> Ambient {
        let clock = ManualClock::new(datetime!(2026-11-23 13:00 UTC));
        Ambient::new(Arc::new(clock), Arc::new(SeededEntropy::new(3)))
    }

    #[test]
    fn a_cart_id_tells_no_time_and_the_others_sort_by_it() {
        assert_eq!(CartId::mint(&ambient()).uuid().get_version_num(), 4);
        assert_eq!(OrderId::mint(&ambient()).uuid().get_version_num(), 7);
    }

    #[test]
    fn text_and_json_round_trip() {
        let id = ProductId::mint(&ambient());
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(ProductId::from(id.uuid()), id);
        assert_eq!(Uuid::from(id), id.uuid());
        let json = serde_json::to_string(&id).unwrap();
        assert_eq!(json, format!("\"{id}\""));
        assert_eq!(serde_json::from_str::<ProductId>(&json).unwrap(), id);
        assert!("not-an-id".parse::<ProductId>().is_err());
    }
}
