//! What the orders of a batch use up of coupons and flash sales, one after the other.
//!
//! The database was read once, before any of them: what those decided before this one take is
//! added here. What other processes take meanwhile the database's triggers refuse, and then the
//! batch is placed again one by one.

use std::collections::HashMap;

use domain::{Coupon, CouponId, CouponUses, FlashLineId, Phone, UserId};
use store::{CheckoutLine, NewOrder};

use super::Waiting;
use crate::orders::place::OverLimit;

/// Uses and units that the orders decided so far take.
#[derive(Default)]
pub(super) struct Promotions {
    uses: HashMap<CouponId, i64>,
    by_phone: HashMap<(CouponId, Phone), i64>,
    by_account: HashMap<(CouponId, UserId), i64>,
    units: HashMap<(FlashLineId, Phone), i64>,
}

impl Promotions {
    /// The lines of which the buyer wants more than the sale gives them.
    pub(super) fn over_limit(&self, waiting: &Waiting, lines: &[CheckoutLine]) -> Vec<OverLimit> {
        let phone = &waiting.order.contact.phone;
        let over = |line: &CheckoutLine| {
            let sale = line.sale.as_ref()?;
            let before = self.units.get(&(sale.line, phone.clone())).unwrap_or(&0);
            let allowed = (sale.units_per_customer - line.bought - before).max(0);
            (line.quantity > allowed).then(|| OverLimit {
                sku: line.sku.clone(),
                requested: line.quantity,
                allowed,
            })
        };
        lines.iter().filter_map(over).collect()
    }

    /// The cart's coupon with its uses so far.
    pub(super) fn coupon(
        &self,
        waiting: &Waiting,
        lines: &[CheckoutLine],
    ) -> Option<(Coupon, CouponUses)> {
        let (coupon, read) = lines.first()?.coupon.as_ref()?;
        let phone = (coupon.id, waiting.order.contact.phone.clone());
        let account = waiting.user.map(|user| (coupon.id, user));
        let of_account = account.and_then(|account| self.by_account.get(&account));
        let uses = CouponUses {
            in_all: read.in_all + self.uses.get(&coupon.id).unwrap_or(&0),
            by_phone: read.by_phone + self.by_phone.get(&phone).unwrap_or(&0),
            by_account: read.by_account + of_account.unwrap_or(&0),
        };
        Some((coupon.clone(), uses))
    }

    /// Counts what an order that will be placed takes.
    pub(super) fn take(&mut self, waiting: &Waiting, new: &NewOrder) {
        let phone = &waiting.order.contact.phone;
        for line in &new.lines {
            if let Some(sale) = line.flash_line {
                *self.units.entry((sale, phone.clone())).or_default() += line.quantity;
            }
        }
        let Some((coupon, _)) = new.order.coupon else {
            return;
        };
        *self.uses.entry(coupon).or_default() += 1;
        *self.by_phone.entry((coupon, phone.clone())).or_default() += 1;
        if let Some(user) = waiting.user {
            *self.by_account.entry((coupon, user)).or_default() += 1;
        }
    }
}
