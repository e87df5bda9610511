//! Moving an order: what the state machine allows, with the stock and the payment that go with it.

use domain::{
    Actor, FieldError, IllegalMove, MovementReason, OrderMove, OrderNumber, VariantId,
    payment_after,
};
use serde_json::json;
use store::{NewEvent, NewMovement, OrderEventRow, OrderLineRow, OrderRow, StoreError, Tx};

use super::OrderView;
use crate::jobs::Job;
use crate::stock::movement;
use crate::{Caller, Identity, Shop};

/// Characters of a note at most.
const MAX_NOTE_CHARS: usize = 500;

/// Why an order was not moved.
#[derive(Debug, thiserror::Error)]
pub enum MoveOrderError {
    /// No such order, or somebody else's.
    #[error("there is no such order")]
    NotFound,
    /// Not from where it stands, or not by this caller.
    #[error(transparent)]
    Illegal(#[from] IllegalMove),
    /// Some input is wrong.
    #[error("the move is not valid")]
    Invalid(Vec<FieldError>),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Shop {
    /// Cancels an order for its customer, for staff, or for who has its token. Its units are free
    /// for others at once.
    pub async fn cancel_order(
        &self,
        caller: &Caller,
        access_token: Option<&str>,
        number: &OrderNumber,
    ) -> Result<OrderView, MoveOrderError> {
        let mut tx = self.store().begin().await?;
        let row = tx
            .find_order_for_update(number)
            .await?
            .filter(|row| self.may_see(row, caller, access_token))
            .ok_or(MoveOrderError::NotFound)?;
        match caller {
            Caller::User(identity) if identity.role.is_staff() => {
                self.move_locked(tx, row, OrderMove::Cancel, Some(identity), None)
                    .await
            }
            _ => {
                self.move_locked(tx, row, OrderMove::Cancel, None, None)
                    .await
            }
        }
    }

    /// Moves an order, by staff.
    pub async fn move_order(
        &self,
        by: &Identity,
        number: &OrderNumber,
        to: OrderMove,
        note: Option<String>,
    ) -> Result<OrderView, MoveOrderError> {
        let note = note.map(|n| n.trim().to_owned()).filter(|n| !n.is_empty());
        if note
            .as_ref()
            .is_some_and(|n| n.chars().count() > MAX_NOTE_CHARS || n.contains('\0'))
        {
            let message = format!("A note has at most {MAX_NOTE_CHARS} characters");
            let error = FieldError::new("note", FieldError::LENGTH, message);
            return Err(MoveOrderError::Invalid(vec![error]));
        }
        let mut tx = self.store().begin().await?;
        let row = tx
            .find_order_for_update(number)
            .await?
            .ok_or(MoveOrderError::NotFound)?;
        self.move_locked(tx, row, to, Some(by), note).await
    }

    /// The order's row is locked by `tx`; everything that the move means happens in it.
    async fn move_locked(
        &self,
        mut tx: Tx,
        row: OrderRow,
        to: OrderMove,
        staff: Option<&Identity>,
        note: Option<String>,
    ) -> Result<OrderView, MoveOrderError> {
        let by = if staff.is_some() {
            Actor::Staff
        } else {
            Actor::Customer
        };
        let actor = staff.map_or_else(|| "customer".to_owned(), Identity::actor);
        let status = row.status.apply(to, by)?;
        let now = self.ambient().now();
        let lines = tx.list_order_lines(row.id).await?;
        let touched = self.move_units(&mut tx, &row, &lines, to, &actor).await?;
        tx.update_order_status(&NewEvent {
            id: self.ambient().uuid_v7(),
            order: row.id,
            event: OrderEventRow {
                status,
                actor,
                note,
                at: now,
            },
        })
        .await?;
        let payment = payment_after(to, row.payment_status);
        if payment != row.payment_status {
            tx.update_payment_status(row.id, payment, now).await?;
        }
        let message = Job::OrderMessage {
            number: row.number.clone(),
            status,
        };
        tx.insert_jobs(
            &[message.row(domain::JobId::mint(self.ambient()), now)],
            now,
        )
        .await?;
        if let Some(identity) = staff {
            let subject = format!("order:{}", row.number.as_str());
            let (was, is) = (json!({"status": row.status}), json!({"status": status}));
            self.audit(
                &mut tx,
                identity,
                "order.move",
                subject,
                Some(was),
                Some(is),
            )
            .await?;
        }
        tx.commit().await?;
        if !touched.is_empty() {
            self.catalogue()
                .apply_stock(&self.store().list_stock_of(&touched).await?);
        }
        let row = self
            .store()
            .find_order(&row.number)
            .await?
            .ok_or(MoveOrderError::NotFound)?;
        Ok(self.view_order(row).await?)
    }

    /// The stock side of a move. Answers the variants whose level changed.
    async fn move_units(
        &self,
        tx: &mut Tx,
        row: &OrderRow,
        lines: &[OrderLineRow],
        to: OrderMove,
        actor: &str,
    ) -> Result<Vec<VariantId>, StoreError> {
        let reason = match to {
            OrderMove::Cancel => MovementReason::OrderCancelled,
            OrderMove::Ship => MovementReason::OrderShipped,
            OrderMove::Return => MovementReason::OrderReturned,
            OrderMove::Confirm | OrderMove::Pack | OrderMove::Deliver => return Ok(Vec::new()),
        };
        let mut variants: Vec<VariantId> = lines.iter().map(|l| l.variant).collect();
        variants.sort();
        variants.dedup();
        tx.lock_stock(&variants).await?;
        let movements: Vec<NewMovement> = lines
            .iter()
            .map(|line| NewMovement {
                reference: Some(row.number.as_str().to_owned()),
                ..movement(self.ambient(), line.variant, reason, line.quantity, actor)
            })
            .collect();
        tx.move_stock(&movements).await?;
        Ok(variants)
    }
}
