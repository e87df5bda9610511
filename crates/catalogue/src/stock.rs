//! What is available of every variant, newer than the snapshot it is read through.
//!
//! Stock moves far more often than descriptions, so it doesn't live in snapshots: each variant has
//! a slot on this board, listings point at the slots, and a change is one atomic store.
//! Invariants:
//! - the board outlives snapshots, and a slot is on it before levels are read for the listing that
//!   will show it: a level that arrives while the next snapshot is being built isn't lost;
//! - a product's generation grows after a level of it changed, so whoever reads the generation
//!   first and the levels then never holds old levels under a new generation.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use domain::{Product, StockLevel, VariantId};

/// One variant's place on the board.
#[derive(Debug)]
pub(crate) struct Slot {
    available: AtomicI64,
    /// The product's, shared by its variants and by its listings, old and new.
    generation: Arc<AtomicU64>,
}

impl Slot {
    /// On hand less reserved; below 0 only if the books are wrong.
    pub(crate) fn available(&self) -> i64 {
        self.available.load(Ordering::Acquire)
    }

    fn set(&self, available: i64) -> bool {
        let changed = self.available.swap(available, Ordering::AcqRel) != available;
        if changed {
            self.generation.fetch_add(1, Ordering::AcqRel);
        }
        changed
    }
}

/// The slots of one product, in the order of its variants.
#[derive(Debug, Clone)]
pub(crate) struct ProductSlots {
    pub(crate) slots: Box<[Arc<Slot>]>,
    pub(crate) generation: Arc<AtomicU64>,
    /// Whether some of them are new and know no level yet.
    pub(crate) fresh: bool,
}

/// All slots.
#[derive(Debug, Default)]
pub(crate) struct StockBoard {
    slots: RwLock<HashMap<VariantId, Arc<Slot>>>,
}

impl StockBoard {
    /// The slots of a product, made where missing.
    pub(crate) fn slots_of(&self, product: &Product) -> ProductSlots {
        let mut board = self.write();
        let known = product
            .variants
            .iter()
            .find_map(|variant| board.get(&variant.id));
        let generation = known
            .map(|slot| Arc::clone(&slot.generation))
            .unwrap_or_default();
        let mut fresh = false;
        let slots = product
            .variants
            .iter()
            .map(|variant| {
                let slot = board.entry(variant.id).or_insert_with(|| {
                    fresh = true;
                    let available = AtomicI64::new(0);
                    Arc::new(Slot {
                        available,
                        generation: Arc::clone(&generation),
                    })
                });
                Arc::clone(slot)
            })
            .collect();
        ProductSlots {
            slots,
            generation,
            fresh,
        }
    }

    /// Takes levels as the newest known; those of variants that nobody lists are ignored.
    /// Answers whether any changed.
    pub(crate) fn apply(&self, levels: &[(VariantId, StockLevel)]) -> bool {
        let board = self.read();
        let mut changed = false;
        for (variant, level) in levels {
            if let Some(slot) = board.get(variant) {
                changed |= slot.set(level.available());
            }
        }
        changed
    }

    /// Forgets slots that no listing points at any more.
    pub(crate) fn forget_unlisted(&self) {
        self.write().retain(|_, slot| Arc::strong_count(slot) > 1);
    }

    fn read(&self) -> RwLockReadGuard<'_, HashMap<VariantId, Arc<Slot>>> {
        self.slots.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, HashMap<VariantId, Arc<Slot>>> {
        self.slots.write().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::product;

    fn level(available: i64) -> StockLevel {
        StockLevel {
            on_hand: available + 2,
            reserved: 2,
        }
    }

    #[test]
    fn a_level_is_seen_through_old_and_new_slots() {
        let board = StockBoard::default();
        let phone = product("phone").build();
        let id = phone.variants[0].id;
        let old = board.slots_of(&phone);
        assert!(old.fresh);
        assert!(board.apply(&[(id, level(5))]));
        let new = board.slots_of(&phone);
        assert!(!new.fresh, "the next listing starts with the newest level");
        assert!(board.apply(&[(id, level(4))]));
        assert_eq!((old.slots[0].available(), new.slots[0].available()), (4, 4));
        assert_eq!(old.generation.load(Ordering::Acquire), 2);
        assert!(Arc::ptr_eq(&old.generation, &new.generation));
    }

    #[test]
    fn only_changes_make_a_generation() {
        let board = StockBoard::default();
        let phone = product("phone").build();
        let slots = board.slots_of(&phone);
        assert!(!board.apply(&[(phone.variants[0].id, level(0))]));
        assert!(!board.apply(&[(product("other").build().variants[0].id, level(9))]));
        assert_eq!(slots.generation.load(Ordering::Acquire), 0);
    }

    #[test]
    fn what_nobody_lists_is_forgotten() {
        let board = StockBoard::default();
        let (kept, gone) = (product("kept").build(), product("gone").build());
        let listed = board.slots_of(&kept);
        drop(board.slots_of(&gone));
        board.forget_unlisted();
        assert_eq!(board.read().len(), listed.slots.len());
    }
}
