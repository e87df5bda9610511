//! The forms on an order's page: those of the moves that can be made now.

use domain::{COURIERS, FieldError, Lang, OrderMove, PaymentMove, RefundChannel, SerialRule};
use pages::Visit;
use pages::fields::{Field, message};
use serde::Deserialize;
use shop::{OrderLineView, StaffOrder};

use crate::forms::{Choice, Confirm};
use crate::strings::OrderTexts;

/// What was typed into whichever form.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    /// Where the order was when the page was made.
    pub(super) expected: String,
    /// One for each unit that needs a number, beside `serial`.
    pub(super) sku: Vec<String>,
    pub(super) serial: Vec<String>,
    pub(super) courier: String,
    pub(super) tracking: String,
    pub(super) charge: String,
    pub(super) statement: String,
    pub(super) amount: String,
    pub(super) channel: String,
    pub(super) reference: String,
    pub(super) text: String,
}

/// A move that takes nothing more than a click, or a few fields.
pub(super) struct Step {
    pub(super) action: String,
    pub(super) button: &'static str,
    pub(super) fields: Vec<Field>,
    pub(super) units: Vec<Unit>,
    pub(super) choices: Vec<Choice>,
}

/// A unit whose number is asked for.
pub(super) struct Unit {
    pub(super) id: String,
    pub(super) sku: String,
    pub(super) title: String,
    pub(super) label: String,
    pub(super) value: String,
    /// A phone's keyboard of digits where only digits go.
    pub(super) numeric: bool,
    pub(super) error: Option<&'static str>,
}

/// The forms of a page.
pub(super) struct Forms<'a> {
    pub(super) t: &'static OrderTexts,
    /// Whether whoever looks may give money back or take it in.
    pub(super) money: bool,
    pub(super) visit: &'a Visit,
    pub(super) order: &'a StaffOrder,
    pub(super) typed: &'a Typed,
    pub(super) errors: &'a [FieldError],
}

impl Forms<'_> {
    fn action(&self, what: &str) -> String {
        let number = &self.order.order.number;
        self.visit.link(&format!("/admin/orders/{number}/{what}"))
    }

    /// What moves the order on; what takes it back asks first ([`Forms::confirms`]).
    pub(super) fn steps(&self) -> Vec<Step> {
        let moves = self.order.allowed_moves.iter();
        moves
            .filter(|m| !matches!(m, OrderMove::Cancel | OrderMove::Return))
            .map(|&m| Step {
                action: self.action(&format!("moves/{m}")),
                button: self.t.order_move(m),
                fields: if m == OrderMove::Ship {
                    self.shipping()
                } else {
                    Vec::new()
                },
                units: if m == OrderMove::Pack {
                    self.units()
                } else {
                    Vec::new()
                },
                choices: Vec::new(),
            })
            .chain(
                self.order
                    .allowed_payment_moves
                    .iter()
                    .filter(|_| self.money)
                    .map(|&m| self.step_of_money(m)),
            )
            .collect()
    }

    /// Cancelling and returning.
    pub(super) fn confirms(&self) -> Vec<Confirm> {
        let moves = self.order.allowed_moves.iter();
        moves
            .filter_map(|m| {
                let (question, button) = match m {
                    OrderMove::Cancel => (self.t.cancel_question, self.t.cancel_now),
                    OrderMove::Return => (self.t.return_question, self.t.return_now),
                    _ => return None,
                };
                Some(Confirm {
                    summary: self.t.order_move(*m),
                    question: question.to_owned(),
                    action: self.action(&format!("moves/{m}")),
                    button,
                })
            })
            .collect()
    }

    fn field(&self, name: &'static str, label: &'static str, value: &str) -> Field {
        Field::new(name, label, "off").filled(self.t, value, self.errors)
    }

    fn shipping(&self) -> Vec<Field> {
        let t = self.t;
        let courier = Field {
            hint: t.courier_hint,
            list: "couriers",
            max: 60,
            ..self.field("courier", t.courier, &self.typed.courier)
        };
        let tracking = Field {
            required: false,
            max: 60,
            ..self.field("tracking", t.tracking, &self.typed.tracking)
        };
        vec![courier, tracking]
    }

    fn step_of_money(&self, m: PaymentMove) -> Step {
        let t = self.t;
        let decimal = |field: Field| Field {
            inputmode: "decimal",
            max: 20,
            ..field
        };
        let (what, fields) = match m {
            PaymentMove::Remit => {
                let charge = Field {
                    hint: t.charge_hint,
                    ..decimal(self.field("charge", t.charge, &self.typed.charge))
                };
                let statement = Field {
                    required: false,
                    max: 80,
                    ..self.field("statement", t.reference, &self.typed.statement)
                };
                ("payout", vec![charge, statement])
            }
            PaymentMove::Refund => {
                let given = self.typed.amount.as_str();
                let whole = self.order.order.total.decimal();
                let value = if given.is_empty() { &whole } else { given };
                let amount = decimal(self.field("amount", t.refund_amount, value));
                let reference = Field {
                    hint: t.reference_hint,
                    required: false,
                    max: 80,
                    ..self.field("reference", t.reference, &self.typed.reference)
                };
                ("refund", vec![amount, reference])
            }
        };
        Step {
            action: self.action(what),
            button: t.payment_move(m),
            fields,
            units: Vec::new(),
            choices: if m == PaymentMove::Refund {
                self.channels()
            } else {
                Vec::new()
            },
        }
    }

    fn channels(&self) -> Vec<Choice> {
        let chosen = self.typed.channel.parse().unwrap_or(RefundChannel::Cash);
        let choice = |channel: RefundChannel| Choice {
            name: "channel",
            value: channel.as_str(),
            label: self.t.refund_channel(channel),
            chosen: channel == chosen,
        };
        RefundChannel::ALL.map(choice).into()
    }

    fn units(&self) -> Vec<Unit> {
        let asking = self.order.order.lines.iter();
        asking
            .filter(|line| line.asks != SerialRule::None)
            .flat_map(|line| (0..line.quantity).map(move |unit| self.unit(line, unit)))
            .collect()
    }

    fn unit(&self, line: &OrderLineView, unit: i64) -> Unit {
        let sku = line.sku.as_str();
        let typed = self.typed.sku.iter().zip(&self.typed.serial);
        let own = typed.filter(|(other, _)| other.as_str() == sku);
        let at = usize::try_from(unit).unwrap_or(usize::MAX);
        let value = own
            .map(|(_, serial)| serial.clone())
            .nth(at)
            .unwrap_or_default();
        let error = message(self.t, &format!("serials.{sku}[{unit}]"), self.errors);
        let of_line = message(self.t, &format!("serials.{sku}"), self.errors);
        let kind = self.t.serial_rule(line.asks);
        Unit {
            id: format!("serial-{sku}-{unit}"),
            sku: sku.to_owned(),
            title: super::detail::line_title(line, self.visit.lang),
            label: self.t.unit_of(kind, unit + 1),
            numeric: line.asks == SerialRule::Imei,
            error: error.or(of_line.filter(|_| value.trim().is_empty() || error.is_none())),
            value,
        }
    }
}

/// Couriers to choose from; any other name is taken too.
pub(super) fn couriers(_lang: Lang) -> [&'static str; 8] {
    COURIERS
}
