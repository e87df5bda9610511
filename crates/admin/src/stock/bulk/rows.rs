//! The grid's rows: as they are, as they were typed, as they are worked out, and their verdicts.

use domain::{Paisa, Sku, digits};
use pages::Visit;
use shop::{RowEdit, RowError, ShelfItem, StockEdit};

use crate::strings::StockTexts;

/// Rows that are read of a form at most.
const MAX_ROWS: usize = 200;

/// How prices are to be changed.
#[derive(Debug, Clone, Default)]
pub(super) struct Change {
    /// `up` or `down`.
    pub(super) direction: String,
    /// As typed.
    pub(super) amount: String,
    /// `percent` or `taka`.
    pub(super) unit: String,
    /// Taka that a new price is a multiple of.
    pub(super) round: String,
    /// Whether today's price becomes the price before.
    pub(super) keep_before: bool,
}

/// One row as typed.
#[derive(Debug, Clone, Default)]
struct TypedRow {
    sku: String,
    revision: i64,
    price: String,
    price_was: String,
    compare_at: String,
    compare_at_was: String,
    counted: String,
    seen: String,
    picked: bool,
    verdict: Option<(bool, String)>,
}

/// The form as typed.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    rows: Vec<TypedRow>,
    pub(super) change: Change,
    /// Why stock changes.
    pub(super) reason: String,
    button: String,
}

/// A row on the page.
pub(super) struct GridRow {
    pub(super) sku: String,
    pub(super) title: String,
    pub(super) variant: String,
    /// The product's editor.
    pub(super) href: String,
    pub(super) revision: i64,
    pub(super) price: String,
    pub(super) price_was: String,
    pub(super) compare_at: String,
    pub(super) compare_at_was: String,
    pub(super) counted: String,
    pub(super) seen: i64,
    pub(super) reserved: i64,
    pub(super) picked: bool,
    /// Whether it was saved, and in words.
    pub(super) verdict: Option<(bool, String)>,
}

fn taka(amount: Option<Paisa>) -> String {
    amount.map(|amount| amount.decimal()).unwrap_or_default()
}

impl GridRow {
    /// The row of a variant: as it is now, or as it was typed where that wasn't saved.
    pub(super) fn new(item: &ShelfItem, typed: Option<&Typed>, visit: &Visit) -> Self {
        let rows = typed.map(|typed| &typed.rows[..]).unwrap_or_default();
        let at = rows.iter().position(|row| row.sku == item.sku.as_str());
        let (price, compare_at) = (taka(item.price), taka(item.compare_at));
        let mut row = Self {
            sku: item.sku.to_string(),
            title: item.title.get(visit.lang).to_owned(),
            variant: item.variant.clone(),
            href: visit.link(&format!("/admin/products/{}", item.slug)),
            revision: item.revision,
            price_was: price.clone(),
            price,
            compare_at_was: compare_at.clone(),
            compare_at,
            counted: item.on_hand.to_string(),
            seen: item.on_hand,
            reserved: item.reserved,
            picked: false,
            verdict: None,
        };
        if let Some(typed) = at.and_then(|at| rows.get(at)) {
            row.picked = typed.picked;
            row.verdict.clone_from(&typed.verdict);
            if !matches!(typed.verdict, Some((true, _))) {
                row.price.clone_from(&typed.price);
                row.compare_at.clone_from(&typed.compare_at);
                row.counted.clone_from(&typed.counted);
            }
        }
        row
    }
}

impl Typed {
    /// Reads a form: `rows[3].price` and the fields around the grid.
    pub(super) fn read(fields: &[(String, String)]) -> Self {
        let mut typed = Self::default();
        for (name, value) in fields {
            let indexed = name.strip_prefix("rows[").and_then(|r| r.split_once("]."));
            if let Some((index, field)) = indexed {
                if let Ok(index) = index.parse::<usize>()
                    && index < MAX_ROWS
                {
                    if typed.rows.len() <= index {
                        typed.rows.resize(index + 1, TypedRow::default());
                    }
                    if let Some(row) = typed.rows.get_mut(index) {
                        row.take(field, value);
                    }
                }
                continue;
            }
            let slot = match name.as_str() {
                "direction" => &mut typed.change.direction,
                "amount" => &mut typed.change.amount,
                "unit" => &mut typed.change.unit,
                "round" => &mut typed.change.round,
                "reason" => &mut typed.reason,
                "do" => &mut typed.button,
                "keep_before" => {
                    typed.change.keep_before = true;
                    continue;
                }
                _ => continue,
            };
            value.clone_into(slot);
        }
        typed
    }

    /// Whether prices are to be worked out and nothing saved.
    pub(super) fn works_out(&self) -> bool {
        self.button == "work_out"
    }

    /// Fills in the new prices of the picked rows. `false`: there is nothing to work out.
    pub(super) fn work_out(&mut self) -> bool {
        let change = self.change.clone();
        let mut any = false;
        for row in self.rows.iter_mut().filter(|row| row.picked) {
            let Some(price) = Paisa::parse_taka(row.price.trim()).ok() else {
                continue;
            };
            if let Some(new) = change.of(price) {
                if change.keep_before {
                    row.compare_at = price.decimal();
                }
                row.price = new.decimal();
                any = true;
            }
        }
        any
    }

    /// The rows that ask for something, by their number; `Err`: what was typed can't be read.
    pub(super) fn edits(&self) -> Vec<(usize, Result<RowEdit, ()>)> {
        let asking = self.rows.iter().enumerate().filter(|(_, row)| row.asks());
        asking.map(|(at, row)| (at, row.edit().ok_or(()))).collect()
    }

    /// Writes a row's verdict beside it.
    pub(super) fn judge(
        &mut self,
        at: usize,
        verdict: &Result<bool, RowError>,
        t: &'static StockTexts,
    ) {
        let reason_missing = !(3..=200).contains(&self.reason.trim().chars().count());
        let Some(row) = self.rows.get_mut(at) else {
            return;
        };
        row.verdict = match verdict {
            Ok(true) => Some((true, t.row_saved.to_owned())),
            Ok(false) => None,
            Err(error) => Some((
                false,
                match error {
                    RowError::Stale => t.row_stale.to_owned(),
                    RowError::UnknownSku => t.row_unknown.to_owned(),
                    RowError::StockMoved { on_hand } => t.row_moved(*on_hand),
                    RowError::Invalid(errors) if errors.is_empty() => t.row_number.to_owned(),
                    RowError::Invalid(_) => t.row_invalid.to_owned(),
                    RowError::Stock(_) if reason_missing => t.row_reason.to_owned(),
                    RowError::Stock(_) => t.row_stock.to_owned(),
                    RowError::TooMany | RowError::Store(_) => t.row_failed.to_owned(),
                },
            )),
        };
    }
}

impl TypedRow {
    fn take(&mut self, field: &str, value: &str) {
        let slot = match field {
            "sku" => &mut self.sku,
            "price" => &mut self.price,
            "price_was" => &mut self.price_was,
            "compare_at" => &mut self.compare_at,
            "compare_at_was" => &mut self.compare_at_was,
            "counted" => &mut self.counted,
            "seen" => &mut self.seen,
            "revision" => return self.revision = value.parse().unwrap_or(0),
            "picked" => return self.picked = true,
            _ => return,
        };
        value.trim().clone_into(slot);
    }

    fn reprices(&self) -> bool {
        self.price != self.price_was || self.compare_at != self.compare_at_was
    }

    fn asks(&self) -> bool {
        !self.sku.is_empty() && (self.reprices() || self.counted != self.seen)
    }

    fn edit(&self) -> Option<RowEdit> {
        let money = |typed: &str| match typed {
            "" => Some(None),
            typed => Paisa::parse_taka(typed).ok().map(Some),
        };
        let units = |typed: &str| digits::to_ascii(typed).parse::<i64>().ok();
        let prices = match self.reprices() {
            true => Some((money(&self.price)?, money(&self.compare_at)?)),
            false => None,
        };
        let stock = match self.counted != self.seen {
            true => Some(StockEdit {
                seen: units(&self.seen)?,
                counted: units(&self.counted)?,
            }),
            false => None,
        };
        Some(RowEdit {
            sku: Sku::parse(&self.sku).ok()?,
            revision: self.revision,
            prices,
            stock,
        })
    }
}

impl Change {
    /// What a price becomes: rounded to the nearest multiple, never below nothing.
    fn of(&self, price: Paisa) -> Option<Paisa> {
        let amount = digits::to_ascii(self.amount.trim()).parse::<f64>().ok()?;
        if !(0.0..=1e9).contains(&amount) {
            return None;
        }
        // A price is far below 2^53 paisa: a float holds it to the paisa.
        let was = price.get() as f64;
        let by = match self.unit.as_str() {
            "taka" => amount * 100.0,
            _ => was * amount / 100.0,
        };
        let new = if self.direction == "down" {
            was - by
        } else {
            was + by
        };
        let step = match self.round.as_str() {
            "5" => 500.0,
            "10" => 1_000.0,
            "100" => 10_000.0,
            "0" => 1.0,
            _ => 100.0,
        };
        let rounded = (new / step).round() * step;
        (0.0..=Paisa::MAX.get() as f64)
            .contains(&rounded)
            .then(|| Paisa::new(rounded as i64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(pairs: &[(&str, &str)]) -> Typed {
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Typed::read(&pairs.iter().map(own).collect::<Vec<_>>())
    }

    #[test]
    fn only_rows_that_changed_ask_for_something() {
        let typed = typed(&[
            ("rows[0].sku", "A"),
            ("rows[0].revision", "7"),
            ("rows[0].price", "১,১০০"),
            ("rows[0].price_was", "1000.00"),
            ("rows[0].counted", "5"),
            ("rows[0].seen", "5"),
            ("rows[1].sku", "B"),
            ("rows[1].price", "9.00"),
            ("rows[1].price_was", "9.00"),
            ("rows[2].sku", "C"),
            ("rows[2].counted", "many"),
            ("rows[2].seen", "4"),
            ("rows[999].sku", "far"),
        ]);
        let edits = typed.edits();
        assert_eq!(edits.len(), 2);
        let edit = edits[0].1.clone().unwrap();
        assert_eq!(edit.prices, Some((Some(Paisa::from_taka(1100)), None)));
        assert_eq!((edit.revision, edit.stock), (7, None));
        assert!(edits[1].1.is_err());
    }

    #[test]
    fn prices_are_worked_out_and_rounded() {
        for (direction, amount, unit, round, was, new) in [
            ("up", "10", "percent", "1", 999, Some(109_900)),
            ("down", "১২.৫", "percent", "10", 1_000, Some(88_000)),
            ("down", "50", "taka", "0", 1_000, Some(95_000)),
            ("up", "7", "percent", "100", 1_000, Some(110_000)),
            ("down", "101", "percent", "1", 1_000, None),
            ("up", "x", "percent", "1", 1_000, None),
            ("up", "-5", "percent", "1", 1_000, None),
            ("up", "NaN", "taka", "1", 1_000, None),
        ] {
            let change = Change {
                direction: direction.into(),
                amount: amount.into(),
                unit: unit.into(),
                round: round.into(),
                keep_before: false,
            };
            let found = change.of(Paisa::from_taka(was)).map(Paisa::get);
            assert_eq!(found, new, "{direction} {amount} {unit} to {round}");
        }
    }

    #[test]
    fn only_picked_rows_are_worked_out() {
        let mut typed = typed(&[
            ("do", "work_out"),
            ("direction", "down"),
            ("amount", "10"),
            ("unit", "percent"),
            ("round", "1"),
            ("keep_before", "yes"),
            ("rows[0].sku", "A"),
            ("rows[0].price", "100.00"),
            ("rows[0].picked", "yes"),
            ("rows[1].sku", "B"),
            ("rows[1].price", "100.00"),
        ]);
        assert!(typed.works_out() && typed.work_out());
        assert_eq!(typed.rows[0].price, "90.00");
        assert_eq!(typed.rows[0].compare_at, "100.00");
        assert_eq!(typed.rows[1].price, "100.00");
    }
}
