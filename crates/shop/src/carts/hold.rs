//! Keeping a cart's units while its buyer fills in the checkout.

use domain::{CartId, MovementReason};
use store::{CartLineRow, HoldRow, NewMovement, StoreError};

use super::{Cart, may_use};
use crate::stock::movement;
use crate::{Caller, Shop, Shortage};

/// Why nothing is kept.
#[derive(Debug, thiserror::Error)]
pub enum HoldError {
    /// No such cart, or somebody else's.
    #[error("there is no such cart")]
    NotFound,
    /// Nothing is in it.
    #[error("the cart is empty")]
    Empty,
    /// It became an order.
    #[error("the cart has been ordered already")]
    Ordered,
    /// There isn't enough. Nothing is kept, also of the rest.
    #[error("there is not enough stock")]
    OutOfStock(Vec<Shortage>),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Shop {
    /// Keeps the cart's units for [`crate::ShopOptions::checkout_hold`], all or none; renews what is
    /// kept already. With holds switched off it only checks that there is enough.
    pub async fn hold_cart(&self, caller: &Caller, id: CartId) -> Result<Cart, HoldError> {
        let now = self.ambient().now();
        let mut tx = self.store().begin().await?;
        let row = tx.find_cart_for_update(id, now).await?.filter(|row| may_use(row, caller));
        let mut row = row.ok_or(HoldError::NotFound)?;
        if row.ordered.is_some() {
            return Err(HoldError::Ordered);
        }
        let old = tx.delete_holds(&[id]).await?;
        let mut variants: Vec<_> = tx.list_cart_lines(id).await?.iter().map(|l| l.variant).collect();
        if variants.is_empty() {
            return Err(HoldError::Empty);
        }
        variants.sort();
        tx.lock_stock(&variants).await?;
        // Read again: only now do the levels stand still.
        let lines = tx.list_cart_lines(id).await?;
        let kept_before = |line: &CartLineRow| {
            old.iter().filter(|h| h.variant == line.variant).map(|h| h.quantity).sum::<i64>()
        };
        let shortages: Vec<Shortage> = lines
            .iter()
            .filter_map(|line| {
                let free = if line.sellable { line.level.available() + kept_before(line) } else { 0 };
                (free < line.quantity).then(|| Shortage {
                    sku: line.sku.clone(),
                    requested: line.quantity,
                    available: free.max(0),
                })
            })
            .collect();
        if !shortages.is_empty() {
            return Err(HoldError::OutOfStock(shortages));
        }
        let new: Vec<HoldRow> = match self.options().checkout_hold {
            Some(_) => lines
                .iter()
                .map(|l| HoldRow { cart: id, variant: l.variant, quantity: l.quantity })
                .collect(),
            None => Vec::new(),
        };
        let of = |hold: &HoldRow, reason| {
            movement(self.ambient(), hold.variant, reason, hold.quantity, "customer")
        };
        let released = old.iter().map(|hold| of(hold, MovementReason::HoldReleased));
        let taken = new.iter().map(|hold| of(hold, MovementReason::HoldTaken));
        let movements: Vec<NewMovement> = released.chain(taken).collect();
        tx.move_stock(&movements).await?;
        let until = self.options().checkout_hold.map(|length| now + length);
        if let Some(until) = until {
            tx.insert_holds(&new, until).await?;
        }
        let lines = tx.list_cart_lines(id).await?;
        tx.commit().await?;
        row.held_until = until;
        Ok(Cart::new(row, lines))
    }
}
