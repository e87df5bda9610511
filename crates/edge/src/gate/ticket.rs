//! A place in a queue.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::sync::oneshot;
use tokio::time::Sleep;

use super::{Gate, Permit, Priority};
use crate::Problem;

/// Waits for a permit, for as long as its priority may.
pub(crate) struct Ticket {
    gate: Gate,
    priority: Priority,
    number: u64,
    called: oneshot::Receiver<()>,
    over: Pin<Box<Sleep>>,
    done: bool,
}

impl Ticket {
    pub(super) fn new(
        gate: Gate,
        priority: Priority,
        number: u64,
        called: oneshot::Receiver<()>,
    ) -> Self {
        Ticket {
            gate,
            priority,
            number,
            called,
            over: Box::pin(tokio::time::sleep(priority.patience())),
            done: false,
        }
    }
}

impl Future for Ticket {
    type Output = Result<Permit, Problem>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        if let Poll::Ready(Ok(())) = Pin::new(&mut self.called).poll(cx) {
            self.done = true;
            return Poll::Ready(Ok(Permit(self.gate.clone(), self.priority)));
        }
        if self.over.as_mut().poll(cx).is_pending() {
            return Poll::Pending;
        }
        // Called while we were giving up: then it is our turn after all.
        self.gate.give_up(self.priority, self.number);
        self.done = true;
        Poll::Ready(match self.called.try_recv() {
            Ok(()) => Ok(Permit(self.gate.clone(), self.priority)),
            Err(_) => Err(self.gate.refuse(self.priority)),
        })
    }
}

impl Drop for Ticket {
    /// The client hung up while it waited.
    fn drop(&mut self) {
        if self.done {
            return;
        }
        self.gate.give_up(self.priority, self.number);
        if self.called.try_recv().is_ok() {
            drop(Permit(self.gate.clone(), self.priority));
        }
    }
}
