//! Changing what is in a cart. Any change gives up the cart's checkout hold.

use domain::{CartId, FieldError, MAX_LINES, MAX_QUANTITY, Quantity};

use super::{Cart, CartError, may_use};
use crate::{Caller, Shop};

#[derive(Clone, Copy)]
enum Change {
    /// Exactly so many.
    To(Quantity),
    /// So many more.
    By(Quantity),
    Remove,
}

impl Shop {
    /// Sets how many units of a SKU are in a cart; 0 removes it.
    pub async fn set_line(
        &self,
        caller: &Caller,
        id: CartId,
        sku: &str,
        quantity: i64,
    ) -> Result<Cart, CartError> {
        let change = match quantity {
            0 => Change::Remove,
            units => Change::To(quantity_of(units)?),
        };
        self.change_line(caller, id, sku, change).await
    }

    /// Puts more units of a SKU into a cart.
    pub async fn add_line(
        &self,
        caller: &Caller,
        id: CartId,
        sku: &str,
        quantity: i64,
    ) -> Result<Cart, CartError> {
        self.change_line(caller, id, sku, Change::By(quantity_of(quantity)?))
            .await
    }

    /// Takes a SKU out of a cart; nothing happens when it isn't there.
    pub async fn remove_line(
        &self,
        caller: &Caller,
        id: CartId,
        sku: &str,
    ) -> Result<Cart, CartError> {
        self.change_line(caller, id, sku, Change::Remove).await
    }

    async fn change_line(
        &self,
        caller: &Caller,
        id: CartId,
        sku: &str,
        change: Change,
    ) -> Result<Cart, CartError> {
        let now = self.ambient().now();
        let sellable = match change {
            Change::Remove => None,
            _ => {
                let found = self.store().find_sellable(sku).await?;
                Some(found.ok_or_else(|| CartError::UnknownSku(sku.to_owned()))?)
            }
        };
        let mut tx = self.store().begin().await?;
        let row = tx
            .find_cart_for_update(id, now)
            .await?
            .filter(|row| may_use(row, caller));
        let mut row = row.ok_or(CartError::NotFound)?;
        if row.ordered.is_some() {
            return Err(CartError::Ordered);
        }
        if row.held_until.take().is_some() {
            let holds = tx.delete_holds(&[id]).await?;
            self.release_units(&mut tx, &holds, "customer").await?;
        }
        match (change, sellable) {
            (Change::To(quantity) | Change::By(quantity), Some(variant)) => {
                let lines = tx.list_cart_lines(id, now).await?;
                let there = lines
                    .iter()
                    .find(|l| l.variant == variant)
                    .map_or(0, |l| l.quantity);
                if there == 0 && lines.len() >= MAX_LINES {
                    return Err(CartError::TooManyLines);
                }
                let units = match change {
                    Change::By(more) => i64::from(more) + there,
                    _ => i64::from(quantity),
                };
                tx.put_cart_line(id, variant, units.min(i64::from(MAX_QUANTITY)), now)
                    .await?;
            }
            _ => {
                tx.delete_cart_line(id, sku).await?;
            }
        }
        let lines = tx.list_cart_lines(id, now).await?;
        tx.commit().await?;
        Ok(Cart::new(row, lines, now))
    }
}

fn quantity_of(units: i64) -> Result<Quantity, CartError> {
    Quantity::parse(units).map_err(|e: FieldError| CartError::Invalid(vec![e]))
}
