//! Keeping a cart's units while its buyer fills in the checkout.

use domain::{CartId, MovementReason, VariantId};
use store::{CartLineRow, HoldRow, NewMovement, StoreError, Tx};
use time::OffsetDateTime;

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
        let row = tx
            .find_cart_for_update(id, now)
            .await?
            .filter(|row| may_use(row, caller));
        let mut row = row.ok_or(HoldError::NotFound)?;
        if row.ordered.is_some() {
            return Err(HoldError::Ordered);
        }
        let old = tx.delete_holds(&[id]).await?;
        let lines = locked_lines(&mut tx, id, now).await?;
        if lines.is_empty() {
            return Err(HoldError::Empty);
        }
        let shortages = shortages(&lines, &old);
        if !shortages.is_empty() {
            return Err(HoldError::OutOfStock(shortages));
        }
        let until = self.options().checkout_hold.map(|length| now + length);
        let new = match until {
            Some(_) => holds(id, &lines),
            None => Vec::new(),
        };
        tx.move_stock(&self.change_of_holds(&old, &new)).await?;
        if let Some(until) = until {
            tx.insert_holds(&new, until).await?;
        }
        let lines = tx.list_cart_lines(id, now).await?;
        tx.commit().await?;
        row.held_until = until;
        Ok(Cart::new(row, lines, now))
    }

    fn change_of_holds(&self, old: &[HoldRow], new: &[HoldRow]) -> Vec<NewMovement> {
        let of = |hold: &HoldRow, reason| {
            let units = hold.quantity;
            movement(self.ambient(), hold.variant, reason, units, "customer")
        };
        let released = old
            .iter()
            .map(|hold| of(hold, MovementReason::HoldReleased));
        let taken = new.iter().map(|hold| of(hold, MovementReason::HoldTaken));
        released.chain(taken).collect()
    }
}

/// A cart's lines with their stock locked: read again after the lock, when the levels stand still.
async fn locked_lines(
    tx: &mut Tx,
    id: CartId,
    now: OffsetDateTime,
) -> Result<Vec<CartLineRow>, StoreError> {
    let lines = tx.list_cart_lines(id, now).await?;
    let mut variants: Vec<VariantId> = lines.iter().map(|line| line.variant).collect();
    variants.sort();
    tx.lock_stock(&variants).await?;
    tx.list_cart_lines(id, now).await
}

/// What there is not enough of, when `old` is what the cart held until now.
fn shortages(lines: &[CartLineRow], old: &[HoldRow]) -> Vec<Shortage> {
    let short = |line: &CartLineRow| {
        let own = old.iter().filter(|hold| hold.variant == line.variant);
        let free = match line.sellable {
            true => line.level.available() + own.map(|hold| hold.quantity).sum::<i64>(),
            false => 0,
        };
        (free < line.quantity).then(|| Shortage {
            sku: line.sku.clone(),
            requested: line.quantity,
            available: free.max(0),
        })
    };
    lines.iter().filter_map(short).collect()
}

fn holds(cart: CartId, lines: &[CartLineRow]) -> Vec<HoldRow> {
    let hold = |line: &CartLineRow| HoldRow {
        cart,
        variant: line.variant,
        quantity: line.quantity,
    };
    lines.iter().map(hold).collect()
}
