//! Moving an order: what the state machine allows, with everything that a move means in the move's
//! own transaction: stock, papers, payment, the message to the buyer, the audit log.
//!
//! The order's row is locked first, so moves of one order follow each other. Whoever asks says
//! where they saw the order: a double click finds its own move done and is answered so, somebody
//! else's change in between is a refusal that names them.

use domain::{
    Actor, FieldError, IllegalMove, IllegalPaymentMove, JobId, OrderMove, OrderNumber, OrderStatus,
    Permission, payment_after,
};
use serde_json::{Value, json};
use store::{NewEvent, NewPaymentEvent, OrderEventRow, OrderRow, PaymentEventRow, StoreError, Tx};

use super::step::{Details, OrderStep, StepRequest, checked_note};
use super::{OrderView, StaffOrder};
use crate::jobs::Job;
use crate::{Caller, Identity, Shop};

mod effects;

/// Orders that are confirmed in one go at most.
pub const MAX_BULK: usize = 100;

/// Why an order was not moved.
#[derive(Debug, thiserror::Error)]
pub enum MoveOrderError {
    /// No such order, or somebody else's.
    #[error("there is no such order")]
    NotFound,
    /// Not from where it stands, or not by this caller.
    #[error(transparent)]
    Illegal(#[from] IllegalMove),
    /// Its payment isn't where that could be done.
    #[error(transparent)]
    IllegalPayment(#[from] IllegalPaymentMove),
    /// It isn't where whoever asks saw it.
    #[error("the order was moved meanwhile: it is {status} now, by {by}")]
    Stale {
        /// Where it is.
        status: OrderStatus,
        /// Who moved it there.
        by: String,
    },
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
        let staff = match caller {
            Caller::User(identity) if identity.may(Permission::Orders) => Some(identity),
            _ => None,
        };
        self.move_locked(tx, row, staff, OrderStep::Cancel.into())
            .await?;
        self.view_of(number).await
    }

    /// Moves an order, by staff.
    pub async fn move_order(
        &self,
        by: &Identity,
        number: &OrderNumber,
        request: StepRequest,
    ) -> Result<StaffOrder, MoveOrderError> {
        let note = checked_note(request.note).map_err(|e| MoveOrderError::Invalid(vec![e]))?;
        let request = StepRequest { note, ..request };
        let mut tx = self.store().begin().await?;
        let row = tx
            .find_order_for_update(number)
            .await?
            .ok_or(MoveOrderError::NotFound)?;
        if request.expected.is_none_or(|status| status == row.status) {
            self.move_locked(tx, row, Some(by), request).await?;
        } else {
            done_before(&mut tx, &row, by, request.step.order_move()).await?;
        }
        self.staff_order_of(number).await
    }

    /// Confirms pending orders, each by itself, [`MAX_BULK`] at most. Answers what came of each.
    pub async fn confirm_orders(
        &self,
        by: &Identity,
        numbers: &[OrderNumber],
    ) -> Vec<(OrderNumber, Result<(), MoveOrderError>)> {
        let mut outcomes = Vec::with_capacity(numbers.len().min(MAX_BULK));
        for number in numbers.iter().take(MAX_BULK) {
            let request = StepRequest {
                expected: Some(OrderStatus::Pending),
                ..OrderStep::Confirm.into()
            };
            let outcome = self.move_order(by, number, request).await;
            outcomes.push((number.clone(), outcome.map(drop)));
        }
        outcomes
    }

    /// The order's row is locked by `tx`; everything that the move means happens in it.
    async fn move_locked(
        &self,
        mut tx: Tx,
        row: OrderRow,
        staff: Option<&Identity>,
        request: StepRequest,
    ) -> Result<(), MoveOrderError> {
        let by = staff.map_or(Actor::Customer, |_| Actor::Staff);
        let actor = staff.map_or_else(|| "customer".to_owned(), Identity::actor);
        let to = request.step.order_move();
        let status = row.status.apply(to, by)?;
        let lines = tx.list_order_lines(row.id).await?;
        let details = request.step.details(&lines);
        let details = details.map_err(MoveOrderError::Invalid)?;
        let now = self.ambient().now();
        let event = OrderEventRow {
            status,
            actor: actor.clone(),
            note: request.note,
            at: now,
        };
        let event = NewEvent {
            id: self.ambient().uuid_v7(),
            order: row.id,
            event,
        };
        if !tx.update_order_status(&event, row.status).await? {
            let status = row.status;
            return Err(MoveOrderError::Stale { status, by: actor });
        }
        let papers = self
            .write_papers(&mut tx, &row, &lines, to, &details, &actor)
            .await?;
        let touched = self.move_units(&mut tx, &row, &lines, to, &actor).await?;
        self.move_payment(&mut tx, &row, to, &actor).await?;
        if to != OrderMove::Pack {
            // The buyer waits for none of it: that it is packed is news to the staff alone.
            let number = row.number.clone();
            let message = Job::OrderMessage { number, status };
            let job = message.row(JobId::mint(self.ambient()), now);
            tx.insert_jobs(&[job], now).await?;
        }
        if let Some(identity) = staff {
            self.audit_move(&mut tx, identity, &row, status, papers)
                .await?;
        }
        tx.commit().await?;
        if !touched.is_empty() {
            self.catalogue()
                .apply_stock(&self.store().list_stock_of(&touched).await?);
        }
        Ok(())
    }

    /// What the move of the goods does to the money.
    async fn move_payment(
        &self,
        tx: &mut Tx,
        row: &OrderRow,
        to: OrderMove,
        actor: &str,
    ) -> Result<(), StoreError> {
        let status = payment_after(to, row.payment_status);
        if status == row.payment_status {
            return Ok(());
        }
        let event = PaymentEventRow {
            status,
            actor: actor.to_owned(),
            note: None,
            at: self.ambient().now(),
        };
        let event = NewPaymentEvent {
            id: self.ambient().uuid_v7(),
            order: row.id,
            event,
        };
        // The order's row is locked, and every payment moves under that lock.
        tx.update_payment_status(&event, row.payment_status)
            .await
            .map(drop)
    }

    async fn audit_move(
        &self,
        tx: &mut Tx,
        by: &Identity,
        row: &OrderRow,
        status: OrderStatus,
        papers: Value,
    ) -> Result<(), StoreError> {
        let subject = format!("order:{}", row.number.as_str());
        let was = json!({"status": row.status});
        let mut is = json!({"status": status});
        if let (Some(is), Value::Object(papers)) = (is.as_object_mut(), papers) {
            is.extend(papers);
        }
        self.audit(tx, by, "order.move", subject, Some(was), Some(is))
            .await
    }

    async fn view_of(&self, number: &OrderNumber) -> Result<OrderView, MoveOrderError> {
        let row = self.store().find_order(number).await?;
        let row = row.ok_or(MoveOrderError::NotFound)?;
        Ok(self.view_order(row).await?)
    }
}

/// The order isn't where `by` saw it. Fine if that is their own doing: the same form sent twice.
async fn done_before(
    tx: &mut Tx,
    row: &OrderRow,
    by: &Identity,
    to: OrderMove,
) -> Result<(), MoveOrderError> {
    let last = tx.list_order_events(row.id).await?.pop();
    let mover = last.map_or_else(|| "customer".to_owned(), |event| event.actor);
    if row.status == to.result() && mover == by.actor() {
        return Ok(());
    }
    Err(MoveOrderError::Stale {
        status: row.status,
        by: mover,
    })
}
