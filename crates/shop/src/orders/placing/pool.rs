//! The stock that a batch has to share: what is free, and what its own carts held.
//!
//! Read once under the locks, used up in memory as the orders are decided one after the other, so
//! that a refusal touches nobody else.

use std::collections::{BTreeMap, HashMap};

use domain::{CartId, StockLevel, VariantId};
use store::{CheckoutLine, HoldRow};

/// Stock as the orders of the batch use it up, one after the other.
pub(super) struct Pool {
    before: BTreeMap<VariantId, StockLevel>,
    free: BTreeMap<VariantId, i64>,
    held: HashMap<(CartId, VariantId), i64>,
}

impl Pool {
    pub(super) fn new(lines: &[CheckoutLine], holds: &[HoldRow]) -> Self {
        let before: BTreeMap<_, _> = lines
            .iter()
            .map(|line| (line.variant, line.level))
            .collect();
        let free = before
            .iter()
            .map(|(&variant, level)| (variant, level.available()))
            .collect();
        let mut held = HashMap::new();
        for hold in holds {
            *held.entry((hold.cart, hold.variant)).or_default() += hold.quantity;
        }
        Self { before, free, held }
    }

    /// Levels once `units` more are reserved.
    pub(super) fn levels_after(
        &self,
        units: &BTreeMap<VariantId, i64>,
    ) -> Vec<(VariantId, StockLevel)> {
        let after = |(&variant, delta): (&VariantId, &i64)| {
            let before = self.before.get(&variant)?;
            Some((
                variant,
                StockLevel {
                    reserved: before.reserved + delta,
                    ..*before
                },
            ))
        };
        units.iter().filter_map(after).collect()
    }

    /// Units for this line: those free for everybody and those its own cart held.
    pub(super) fn available(&self, line: &CheckoutLine) -> i64 {
        let held = self
            .held
            .get(&(line.cart, line.variant))
            .copied()
            .unwrap_or(0);
        self.free.get(&line.variant).copied().unwrap_or(0) + held
    }

    pub(super) fn take(&mut self, line: &CheckoutLine) {
        let held = self.held.remove(&(line.cart, line.variant)).unwrap_or(0);
        *self.free.entry(line.variant).or_default() += held - line.quantity;
    }

    /// A refused cart's held units are free for those who come after it.
    pub(super) fn give_back(&mut self, cart: CartId) {
        let own: Vec<_> = self
            .held
            .keys()
            .filter(|(holder, _)| *holder == cart)
            .copied()
            .collect();
        for key in own {
            let units = self.held.remove(&key).unwrap_or(0);
            *self.free.entry(key.1).or_default() += units;
        }
    }
}
