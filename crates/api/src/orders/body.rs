//! What orders look like on the wire.

use domain::{
    Lang, OrderNumber, OrderStatus, Paisa, PaymentMethod, PaymentStatus, Phone, RefundChannel,
    SerialRule, Sku,
};
use serde::{Deserialize, Serialize};
use shop::{
    AddressView, ContactView, OrderEvent, OrderLineView, OrderSummary, OrderView, Paged,
    RefundView, ShipmentView,
};
use time::OffsetDateTime;
use utoipa::{IntoParams, ToSchema};

use crate::words;

/// An order. Amounts are paisa with VAT included; `total = subtotal + delivery − discount`.
#[derive(Serialize, ToSchema)]
#[schema(as = Order)]
pub(crate) struct OrderBody {
    /// For people to read out: `DC-7K3M-Q9TX`.
    #[schema(value_type = String, examples("DC-7K3M-Q9TX"))]
    number: OrderNumber,
    #[schema(schema_with = words::order_status)]
    status: OrderStatus,
    #[schema(schema_with = words::payment_method)]
    payment_method: PaymentMethod,
    #[schema(schema_with = words::payment_status)]
    payment_status: PaymentStatus,
    contact: OrderContact,
    address: OrderAddress,
    /// What was bought, at the prices it was bought for.
    lines: Vec<OrderLine>,
    #[schema(value_type = i64)]
    subtotal_paisa: Paisa,
    #[schema(value_type = i64)]
    delivery_paisa: Paisa,
    #[schema(value_type = i64)]
    discount_paisa: Paisa,
    /// The code of the coupon that took the discount off.
    coupon: Option<String>,
    #[schema(value_type = i64)]
    total_paisa: Paisa,
    /// The VAT inside what is paid for the goods.
    #[schema(value_type = i64)]
    vat_included_paisa: Paisa,
    /// Always `BDT`.
    currency: &'static str,
    #[serde(with = "time::serde::rfc3339")]
    placed_at: OffsetDateTime,
    /// When it last moved.
    #[serde(with = "time::serde::rfc3339")]
    updated_at: OffsetDateTime,
    /// What happened to it, oldest first.
    history: Vec<HistoryEntry>,
    /// How it was sent.
    shipment: Option<Shipment>,
    /// What its buyer got back.
    refund: Option<Refund>,
    /// The language its buyer is written to in.
    #[schema(schema_with = words::lang)]
    lang: Lang,
}

/// The buyer of an order.
#[derive(Serialize, ToSchema)]
pub(crate) struct OrderContact {
    name: String,
    /// `+8801XXXXXXXXX`
    #[schema(value_type = String, examples("+8801712345678"))]
    phone: Phone,
    email: Option<String>,
}

/// Where an order goes.
#[derive(Serialize, ToSchema)]
pub(crate) struct OrderAddress {
    /// House, road, village.
    line: String,
    /// Thana, upazila or neighbourhood.
    area: String,
    /// The district's code.
    #[schema(examples("dhaka"))]
    district: String,
}

/// One line of an order.
#[derive(Serialize, ToSchema)]
pub(crate) struct OrderLine {
    #[schema(value_type = String)]
    sku: Sku,
    /// The product's name when it was bought.
    name: String,
    name_bn: Option<String>,
    /// What told the variant from its siblings; may be empty.
    variant: String,
    #[schema(value_type = i64)]
    unit_price_paisa: Paisa,
    quantity: i64,
    #[schema(value_type = i64)]
    line_total_paisa: Paisa,
    /// Which number of each unit is asked for when it is packed.
    #[schema(schema_with = words::serial_rule)]
    asks: SerialRule,
    /// The IMEIs or serial numbers of its units, from packing on.
    serials: Vec<String>,
}

/// How an order was sent.
#[derive(Serialize, ToSchema)]
pub(crate) struct Shipment {
    #[schema(examples("Pathao"))]
    courier: String,
    /// The courier's number of the parcel.
    #[schema(examples("PT-20931"))]
    tracking: Option<String>,
    #[serde(with = "time::serde::rfc3339")]
    handed_over_at: OffsetDateTime,
}

/// What a buyer got back.
#[derive(Serialize, ToSchema)]
pub(crate) struct Refund {
    #[schema(value_type = i64)]
    amount_paisa: Paisa,
    #[schema(schema_with = words::refund_channel)]
    channel: RefundChannel,
    /// The transaction's number.
    reference: Option<String>,
    #[serde(with = "time::serde::rfc3339")]
    at: OffsetDateTime,
}

/// Something that happened to an order.
#[derive(Serialize, ToSchema)]
pub(crate) struct HistoryEntry {
    /// What it became.
    #[schema(schema_with = words::order_status)]
    status: OrderStatus,
    #[serde(with = "time::serde::rfc3339")]
    at: OffsetDateTime,
    /// Who did it: `customer`, `staff` or `system`; staff see `staff:` and the name.
    by: String,
    /// A note by staff, for staff.
    note: Option<String>,
}

/// An order on its own.
#[derive(Serialize, ToSchema)]
pub(crate) struct OrderAnswer {
    pub(crate) order: OrderBody,
}

/// One line of a list of orders.
#[derive(Serialize, ToSchema)]
#[schema(as = OrderSummary)]
pub(crate) struct OrderSummaryBody {
    #[schema(value_type = String, examples("DC-7K3M-Q9TX"))]
    number: OrderNumber,
    #[schema(schema_with = words::order_status)]
    status: OrderStatus,
    #[schema(schema_with = words::payment_status)]
    payment_status: PaymentStatus,
    #[schema(value_type = i64)]
    total_paisa: Paisa,
    /// Units in all its lines.
    units: i64,
    #[serde(with = "time::serde::rfc3339")]
    placed_at: OffsetDateTime,
    /// The buyer's name.
    customer_name: String,
    /// The buyer's phone.
    phone: String,
    /// The district's code.
    district: String,
}

/// One page of orders, newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct OrderPage {
    orders: Vec<OrderSummaryBody>,
    page: u32,
    per_page: u32,
    /// Orders on all pages.
    total: i64,
}

/// Names an order.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct OrderPath {
    /// The order's number.
    #[param(value_type = String, example = "DC-7K3M-Q9TX")]
    pub(crate) number: OrderNumber,
}

impl OrderBody {
    /// The order as its buyer sees it: who of the staff moved it, and what they wrote about it, is
    /// the shop's own business.
    pub(crate) fn for_buyer(order: OrderView) -> Self {
        let mut body = OrderBody::for_staff(order);
        for entry in &mut body.history {
            if entry.by.starts_with("staff:") {
                entry.by = "staff".to_owned();
            }
            entry.note = None;
        }
        body
    }

    /// The order with everything in it.
    pub(crate) fn for_staff(order: OrderView) -> Self {
        OrderBody {
            number: order.number,
            status: order.status,
            payment_method: order.payment_method,
            payment_status: order.payment_status,
            contact: order.contact.into(),
            address: order.address.into(),
            lines: order.lines.into_iter().map(OrderLine::from).collect(),
            subtotal_paisa: order.subtotal,
            delivery_paisa: order.delivery,
            discount_paisa: order.discount,
            coupon: order.coupon.map(domain::CouponCode::into_string),
            total_paisa: order.total,
            vat_included_paisa: order.vat_included,
            currency: "BDT",
            placed_at: order.placed_at,
            updated_at: order.updated_at,
            history: order.history.into_iter().map(HistoryEntry::from).collect(),
            shipment: order.shipment.map(Shipment::from),
            refund: order.refund.map(Refund::from),
            lang: order.lang,
        }
    }
}

impl From<ShipmentView> for Shipment {
    fn from(shipment: ShipmentView) -> Self {
        Shipment {
            courier: shipment.courier,
            tracking: shipment.tracking,
            handed_over_at: shipment.handed_over_at,
        }
    }
}

impl From<RefundView> for Refund {
    fn from(refund: RefundView) -> Self {
        Refund {
            amount_paisa: refund.amount,
            channel: refund.channel,
            reference: refund.reference,
            at: refund.at,
        }
    }
}

impl From<ContactView> for OrderContact {
    fn from(contact: ContactView) -> Self {
        OrderContact {
            name: contact.name,
            phone: contact.phone,
            email: contact.email,
        }
    }
}

impl From<AddressView> for OrderAddress {
    fn from(address: AddressView) -> Self {
        OrderAddress {
            line: address.line,
            area: address.area,
            district: address.district,
        }
    }
}

impl From<OrderLineView> for OrderLine {
    fn from(line: OrderLineView) -> Self {
        OrderLine {
            sku: line.sku,
            name: line.title.en,
            name_bn: line.title.bn,
            variant: line.variant,
            unit_price_paisa: line.unit_price,
            quantity: line.quantity,
            line_total_paisa: line.line_total,
            asks: line.asks,
            serials: line.serials,
        }
    }
}

impl From<OrderEvent> for HistoryEntry {
    fn from(event: OrderEvent) -> Self {
        HistoryEntry {
            status: event.status,
            at: event.at,
            by: event.by,
            note: event.note,
        }
    }
}

impl From<OrderSummary> for OrderSummaryBody {
    fn from(order: OrderSummary) -> Self {
        OrderSummaryBody {
            number: order.number,
            status: order.status,
            payment_status: order.payment_status,
            total_paisa: order.total,
            units: order.units,
            placed_at: order.placed_at,
            customer_name: order.customer_name,
            phone: order.phone,
            district: order.district,
        }
    }
}

impl From<Paged<OrderSummary>> for OrderPage {
    fn from(page: Paged<OrderSummary>) -> Self {
        OrderPage {
            orders: page.items.into_iter().map(OrderSummaryBody::from).collect(),
            page: page.page,
            per_page: page.per_page,
            total: page.total,
        }
    }
}
