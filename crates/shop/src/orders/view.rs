//! An order as its buyer and the staff see it.

use domain::{
    CouponCode, Lang, OrderNumber, OrderStatus, Paisa, PaymentMethod, PaymentStatus, Permission,
    Phone, RefundChannel, SerialRule, Sku, Text,
};
use serde::{Deserialize, Serialize};
use store::{OrderEventRow, OrderLineRow, OrderRow, RefundRow, SerialRow, ShipmentRow, StoreError};
use subtle::ConstantTimeEq as _;
use time::OffsetDateTime;

use crate::{Caller, Shop, fingerprint};

/// An order. Amounts are paisa, VAT included; times are UTC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderView {
    /// Its number, for people.
    pub number: OrderNumber,
    /// Where it stands.
    pub status: OrderStatus,
    /// How it is paid.
    pub payment_method: PaymentMethod,
    /// Where its payment stands.
    pub payment_status: PaymentStatus,
    /// The buyer.
    pub contact: ContactView,
    /// Where it goes.
    pub address: AddressView,
    /// What was bought, at the prices it was bought for.
    pub lines: Vec<OrderLineView>,
    /// The lines' sum.
    pub subtotal: Paisa,
    /// Delivery charge.
    pub delivery: Paisa,
    /// Taken off.
    pub discount: Paisa,
    /// The coupon that took it off.
    #[serde(default)]
    pub coupon: Option<CouponCode>,
    /// What the buyer pays.
    pub total: Paisa,
    /// VAT within what is paid for the goods.
    pub vat_included: Paisa,
    /// When it was placed.
    #[serde(with = "time::serde::rfc3339")]
    pub placed_at: OffsetDateTime,
    /// When it last moved.
    #[serde(with = "time::serde::rfc3339")]
    pub updated_at: OffsetDateTime,
    /// What happened to it, oldest first; the first is its placement.
    pub history: Vec<OrderEvent>,
    /// How it was sent.
    #[serde(default)]
    pub shipment: Option<ShipmentView>,
    /// What the buyer got back.
    #[serde(default)]
    pub refund: Option<RefundView>,
    /// The buyer's language.
    pub lang: Lang,
}

/// How an order was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShipmentView {
    /// By whom.
    pub courier: String,
    /// Under which number.
    pub tracking: Option<String>,
    /// Since when, UTC.
    #[serde(with = "time::serde::rfc3339")]
    pub handed_over_at: OffsetDateTime,
}

/// What a buyer got back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundView {
    /// How much.
    pub amount: Paisa,
    /// Which way.
    pub channel: RefundChannel,
    /// The transaction's number.
    pub reference: Option<String>,
    /// When, UTC.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
}

/// What was written down about an order after it was placed.
#[derive(Default)]
pub(super) struct Papers {
    events: Vec<OrderEventRow>,
    serials: Vec<SerialRow>,
    shipment: Option<ShipmentRow>,
    refund: Option<RefundRow>,
}

/// The buyer of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactView {
    /// Their name.
    pub name: String,
    /// Their phone, `+8801XXXXXXXXX`.
    pub phone: Phone,
    /// Their mail address.
    pub email: Option<String>,
}

/// Where an order goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressView {
    /// House, road.
    pub line: String,
    /// Thana, upazila or neighbourhood.
    pub area: String,
    /// District code, such as `dhaka`.
    pub district: String,
}

/// A line of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderLineView {
    /// What.
    pub sku: Sku,
    /// The product's title when it was bought.
    pub title: Text,
    /// The variant's title; empty for a product without options.
    pub variant: String,
    /// Price of one.
    pub unit_price: Paisa,
    /// Units.
    pub quantity: i64,
    /// unit_price × quantity.
    pub line_total: Paisa,
    /// VAT within the line's total.
    #[serde(default)]
    pub vat: Paisa,
    /// Which number of each unit is asked for when it is packed.
    #[serde(default)]
    pub asks: SerialRule,
    /// The numbers of its units, from packing on.
    #[serde(default)]
    pub serials: Vec<String>,
}

/// Something that happened to an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderEvent {
    /// The status it took.
    pub status: OrderStatus,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// Who: `customer`, `system`, `staff:rahim`.
    pub by: String,
    /// In the staff's words, for the staff.
    pub note: Option<String>,
}

/// Why an order can't be seen.
#[derive(Debug, thiserror::Error)]
pub enum OrderError {
    /// No such order, or somebody else's: the answer is the same.
    #[error("there is no such order")]
    NotFound,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl OrderView {
    pub(super) fn new(
        row: OrderRow,
        lines: Vec<OrderLineRow>,
        papers: Papers,
    ) -> Result<Self, StoreError> {
        let placed = OrderEvent {
            status: OrderStatus::Pending,
            at: row.placed_at,
            by: "customer".to_owned(),
            note: None,
        };
        let later = papers.events.into_iter().map(|e| OrderEvent {
            status: e.status,
            at: e.at,
            by: e.actor,
            note: e.note,
        });
        Ok(Self {
            number: row.number,
            status: row.status,
            payment_method: row.payment_method,
            payment_status: row.payment_status,
            contact: ContactView {
                name: row.contact_name,
                phone: Phone::parse(&row.contact_phone).map_err(|e| StoreError::Corrupt {
                    place: "orders.contact_phone".into(),
                    problem: e.to_string(),
                })?,
                email: row.contact_email,
            },
            address: AddressView {
                line: row.address_line,
                area: row.address_area,
                district: row.address_district,
            },
            lines: lines
                .into_iter()
                .map(|line| OrderLineView::new(line, &papers.serials))
                .collect(),
            subtotal: row.subtotal,
            delivery: row.delivery,
            discount: row.discount,
            coupon: row.coupon.map(|(_, code)| code),
            total: row.total,
            vat_included: row.vat,
            placed_at: row.placed_at,
            updated_at: row.updated_at,
            history: std::iter::once(placed).chain(later).collect(),
            shipment: papers.shipment.map(|row| ShipmentView {
                courier: row.courier,
                tracking: row.tracking,
                handed_over_at: row.handed_over_at,
            }),
            refund: papers.refund.map(|row| RefundView {
                amount: row.refund.amount,
                channel: row.refund.channel,
                reference: row.refund.reference,
                at: row.at,
            }),
            lang: row.lang,
        })
    }
}

impl OrderLineView {
    fn new(row: OrderLineRow, serials: &[SerialRow]) -> Self {
        let own = serials.iter().filter(|serial| serial.line == row.id);
        Self {
            serials: own.map(|serial| serial.serial.clone()).collect(),
            vat: row.vat,
            asks: row.serials,
            sku: row.sku,
            title: row.title,
            variant: row.variant_title,
            unit_price: row.unit_price,
            quantity: row.quantity,
            line_total: row.line_total,
        }
    }
}

impl Shop {
    /// Whether a caller may see and cancel an order: its customer, staff, or who has its token,
    /// the one from its placement or one from [`Shop::track_order`].
    pub(super) fn may_see(
        &self,
        row: &OrderRow,
        caller: &Caller,
        access_token: Option<&str>,
    ) -> bool {
        let own = row.user.is_some() && row.user == caller.user();
        let token = access_token.is_some_and(|token| {
            let given = fingerprint(token.as_bytes());
            bool::from(given.as_slice().ct_eq(row.access_hash.as_slice()))
                || self
                    .tokens()
                    .opens_order(token, &row.number, self.ambient().now())
        });
        own || caller.may(Permission::Orders) || token
    }

    /// An order, for who may see it.
    pub async fn order(
        &self,
        caller: &Caller,
        access_token: Option<&str>,
        number: &OrderNumber,
    ) -> Result<OrderView, OrderError> {
        let row = self
            .store()
            .find_order(number)
            .await?
            .filter(|row| self.may_see(row, caller, access_token))
            .ok_or(OrderError::NotFound)?;
        Ok(self.view_order(row).await?)
    }

    /// An order, for somebody who knows the mobile number it was placed with. The number of an
    /// order and a mobile number can be guessed: whoever calls this counts the guesses.
    pub async fn order_by_phone(
        &self,
        number: &OrderNumber,
        phone: &Phone,
    ) -> Result<OrderView, OrderError> {
        let row = self
            .store()
            .find_order(number)
            .await?
            .filter(|row| row.contact_phone == phone.as_str())
            .ok_or(OrderError::NotFound)?;
        Ok(self.view_order(row).await?)
    }

    pub(super) async fn view_order(&self, row: OrderRow) -> Result<OrderView, StoreError> {
        let store = self.store();
        let lines = store.list_order_lines(row.id).await?;
        let papers = Papers {
            events: store.list_order_events(row.id).await?,
            serials: store.list_serials(row.id).await?,
            shipment: store.find_shipment(row.id).await?,
            refund: store.find_refund(row.id).await?,
        };
        OrderView::new(row, lines, papers)
    }

    /// An order for the shop's own work: messages, documents.
    pub async fn order_for_worker(
        &self,
        number: &OrderNumber,
    ) -> Result<Option<OrderView>, StoreError> {
        match self.store().find_order(number).await? {
            Some(row) => self.view_order(row).await.map(Some),
            None => Ok(None),
        }
    }
}
