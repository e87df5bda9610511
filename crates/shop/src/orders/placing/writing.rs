//! Writing what was decided: orders, stock, lines, ledger, payments and outbox, a statement each.
//!
//! Invariant: nothing here judges. An order that is written here was decided under the locks that
//! are still held; only a cart that turns out to be ordered already is left out.

use std::collections::{BTreeMap, HashMap};

use domain::{
    CartId, JobId, MovementReason, OrderNumber, OrderStatus, PaymentId, PaymentStatus, StockLevel,
    VariantId,
};
use store::{HoldRow, NewMovement, NewOrder, StoreError, Tx};
use time::OffsetDateTime;

use super::pool::Pool;
use super::{Decision, Placing, placed};
use crate::jobs::Job;
use crate::orders::place::PlaceOrderError;
use crate::stock::movement;

impl Placing {
    /// Writes the orders' rows. A cart that another process ordered meanwhile is answered so.
    pub(super) async fn leave_out_ordered(
        &self,
        tx: &mut Tx,
        decisions: &mut [Option<Decision>],
    ) -> Result<(), StoreError> {
        let mut orders: Vec<&NewOrder> = placed(decisions).collect();
        // Each takes a use of its coupon: in the coupons' order, as every process does.
        orders.sort_by_key(|new| new.order.coupon.as_ref().map(|(id, _)| *id));
        let written = tx.insert_orders(&orders).await?;
        for decision in decisions {
            if let Some(Decision::Place { new, .. }) = decision
                && !written.contains(&new.order.id)
            {
                let refusal = Err(PlaceOrderError::CartOrdered);
                *decision = Some(Decision::Answer(Box::new(refusal)));
            }
        }
        Ok(())
    }

    /// Takes the stock and writes what belongs to the orders. Answers the levels that come of it.
    pub(super) async fn write(
        &self,
        tx: &mut Tx,
        decisions: &[Option<Decision>],
        pool: &Pool,
        holds: &[HoldRow],
        now: OffsetDateTime,
    ) -> Result<Vec<(VariantId, StockLevel)>, StoreError> {
        let orders: Vec<&NewOrder> = placed(decisions).collect();
        let movements = self.movements(&orders, holds);
        let mut units: BTreeMap<VariantId, i64> = BTreeMap::new();
        for movement in &movements {
            *units.entry(movement.variant).or_default() += movement.reserved_delta;
        }
        if !tx.reserve_stock(&units).await? {
            // The rows were locked when they were read, so this can't be: rather no order than one
            // unit sold twice.
            return Err(StoreError::Corrupt {
                place: "stock".into(),
                problem: "less stock than the locked rows had".into(),
            });
        }
        tx.insert_order_lines(&orders).await?;
        tx.insert_movements(&movements).await?;
        let payments: Vec<_> = orders
            .iter()
            .map(|new| {
                let (gateway, number) =
                    (new.order.payment_method.as_str(), new.order.number.as_str());
                (
                    PaymentId::mint(&self.ambient),
                    new.order.id,
                    gateway,
                    number,
                    new.order.total,
                )
            })
            .collect();
        tx.insert_payments(&payments, PaymentStatus::Due, now)
            .await?;
        let jobs: Vec<_> = orders
            .iter()
            .map(|new| {
                let job = Job::OrderMessage {
                    number: new.order.number.clone(),
                    status: OrderStatus::Pending,
                };
                job.row(JobId::mint(&self.ambient), now)
            })
            .collect();
        tx.insert_jobs(&jobs, now).await?;
        Ok(pool.levels_after(&units))
    }

    fn movements(&self, orders: &[&NewOrder], holds: &[HoldRow]) -> Vec<NewMovement> {
        let of = |variant, reason, units: i64, reference: Option<String>| NewMovement {
            reference,
            ..movement(&self.ambient, variant, reason, units, "customer")
        };
        let ordered: HashMap<CartId, &OrderNumber> = orders
            .iter()
            .map(|new| (new.cart, &new.order.number))
            .collect();
        let of_holds = holds.iter().map(|hold| {
            let number = ordered.get(&hold.cart).map(|n| n.as_str().to_owned());
            let reason = match number {
                Some(_) => MovementReason::HoldConsumed,
                None => MovementReason::HoldReleased,
            };
            of(hold.variant, reason, hold.quantity, number)
        });
        let of_orders = orders.iter().flat_map(|new| {
            new.lines.iter().map(|line| {
                let number = new.order.number.as_str().to_owned();
                of(
                    line.variant,
                    MovementReason::OrderPlaced,
                    line.quantity,
                    Some(number),
                )
            })
        });
        of_holds.chain(of_orders).collect()
    }
}
