//! What staff do with an order, with what each move takes: numbers of units to pack, a courier to
//! ship. Checked here as a whole, before anything is written.

use domain::{FieldError, OrderMove, OrderStatus, Serial, SerialRule, Shipment, serials_of_line};
use store::OrderLineRow;

/// Characters of a note at most.
const MAX_NOTE_CHARS: usize = 500;

/// A move with what it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrderStep {
    /// Accept it.
    Confirm,
    /// Put it into its parcel.
    Pack {
        /// The numbers of its units, for the lines whose products ask for them.
        serials: Vec<LineSerials>,
    },
    /// Hand it to a courier.
    Ship {
        /// The courier's name.
        courier: String,
        /// The courier's number of the parcel; may be blank.
        tracking: String,
    },
    /// The courier has handed it over and collected.
    Deliver,
    /// Call it off.
    Cancel,
    /// Take it back.
    Return,
}

/// The numbers of one line's units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineSerials {
    /// The line's SKU.
    pub sku: String,
    /// One for each unit; blank ones count as not given.
    pub serials: Vec<String>,
}

/// A move that staff ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepRequest {
    /// What to do.
    pub step: OrderStep,
    /// Where the order was when whoever asks saw it; `None` takes it as it is.
    pub expected: Option<OrderStatus>,
    /// For the staff, at most 500 characters.
    pub note: Option<String>,
}

impl OrderStep {
    /// The move of the state machine.
    #[must_use]
    pub const fn order_move(&self) -> OrderMove {
        match self {
            Self::Confirm => OrderMove::Confirm,
            Self::Pack { .. } => OrderMove::Pack,
            Self::Ship { .. } => OrderMove::Ship,
            Self::Deliver => OrderMove::Deliver,
            Self::Cancel => OrderMove::Cancel,
            Self::Return => OrderMove::Return,
        }
    }
}

impl From<OrderStep> for StepRequest {
    /// Without a note, from wherever the order is.
    fn from(step: OrderStep) -> Self {
        Self {
            step,
            expected: None,
            note: None,
        }
    }
}

/// A move's details, checked.
pub(super) enum Details {
    /// Nothing goes with it.
    Plain,
    /// What is written down of each line, in the order's order.
    Packed(Vec<PackedLine>),
    /// How it is sent.
    Sent(Shipment),
}

/// What is written down of a line when it is packed.
pub(super) struct PackedLine {
    pub(super) rule: SerialRule,
    pub(super) serials: Vec<Serial>,
}

impl OrderStep {
    /// Checks what goes with the move against the order's lines.
    pub(super) fn details(&self, lines: &[OrderLineRow]) -> Result<Details, Vec<FieldError>> {
        match self {
            Self::Pack { serials } => packed(lines, serials).map(Details::Packed),
            Self::Ship { courier, tracking } => {
                Shipment::parse(courier, tracking).map(Details::Sent)
            }
            Self::Confirm | Self::Deliver | Self::Cancel | Self::Return => Ok(Details::Plain),
        }
    }
}

fn packed(
    lines: &[OrderLineRow],
    given: &[LineSerials],
) -> Result<Vec<PackedLine>, Vec<FieldError>> {
    let mut errors: Vec<FieldError> = given
        .iter()
        .filter(|entry| !lines.iter().any(|line| line.sku.as_str() == entry.sku))
        .map(|entry| {
            let shown: String = entry.sku.chars().take(64).collect();
            let message = format!("The order has no {shown}");
            FieldError::new("serials", FieldError::UNKNOWN, message)
        })
        .collect();
    let mut packed = Vec::with_capacity(lines.len());
    let mut seen: Vec<Serial> = Vec::new();
    for line in lines {
        let sku = line.sku.as_str();
        let of_line = given.iter().filter(|entry| entry.sku == sku);
        let numbers: Vec<String> = of_line.flat_map(|entry| entry.serials.clone()).collect();
        let field = format!("serials.{sku}");
        match serials_of_line(line.serials, line.quantity, &numbers, &field) {
            Ok(serials) => {
                if serials.iter().any(|serial| seen.contains(serial)) {
                    let message = "The same number twice in one parcel";
                    errors.push(FieldError::new(field, FieldError::DUPLICATE, message));
                }
                seen.extend(serials.iter().cloned());
                packed.push(PackedLine {
                    rule: line.serials,
                    serials,
                });
            }
            Err(wrong) => errors.extend(wrong),
        }
    }
    if errors.is_empty() {
        Ok(packed)
    } else {
        Err(errors)
    }
}

/// A note as it is kept; a blank one is none.
pub(super) fn checked_note(note: Option<String>) -> Result<Option<String>, FieldError> {
    let note = note.map(|n| n.trim().to_owned()).filter(|n| !n.is_empty());
    let unfit = |n: &String| n.chars().count() > MAX_NOTE_CHARS || n.contains('\0');
    if note.as_ref().is_some_and(unfit) {
        let message = format!("A note has at most {MAX_NOTE_CHARS} characters");
        return Err(FieldError::new("note", FieldError::LENGTH, message));
    }
    Ok(note)
}
