//! The gate: how many requests are worked on at once, and who is let in first when it is full.
//!
//! One gate stands before all faces of a process. While there is room a request pays two atomic
//! additions for it. Past that, requests wait in a short queue of their [`Priority`] for a short
//! time, and are refused with 503 `overloaded` and `Retry-After` before anything was done for
//! them: search first, checkout last. What may come at all, and in which order, is decided by the
//! route's template in `gate/priority.rs`; ADR 12 says why it is so.

mod lag;
mod priority;
mod ticket;

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::sync::{Arc, Mutex, PoisonError};

use metrics::counter;
use tokio::sync::oneshot;

pub use self::priority::{Priority, priority};
pub(crate) use self::ticket::Ticket;

use self::lag::Lag;
use crate::{Problem, code};

/// How many requests at once where nobody says otherwise.
const REQUESTS: u32 = 1024;

/// Before whom requests wait. Cheap to clone; all clones are the same gate.
#[derive(Clone)]
pub struct Gate(Arc<Shared>);

struct Shared {
    /// Requests at once.
    most: u32,
    running: AtomicU32,
    lanes: [Lane; Priority::COUNT],
    queues: Mutex<[VecDeque<Waiting>; Priority::COUNT]>,
    lag: Lag,
}

/// The requests of one priority.
#[derive(Default)]
struct Lane {
    /// Counted only where a priority has a bound of its own.
    running: AtomicU32,
    waiting: AtomicU32,
}

struct Waiting {
    number: u64,
    go: oneshot::Sender<()>,
}

/// What a request is told at the gate.
pub(crate) enum Entry {
    /// Come in.
    Now(Permit),
    /// Wait your turn.
    Wait(Ticket),
    /// Come back later.
    Refused(Problem),
}

impl Gate {
    /// A gate that lets so many requests in at once.
    #[must_use]
    pub fn new(requests: u32) -> Self {
        Gate(Arc::new(Shared {
            most: requests.max(8),
            running: AtomicU32::new(0),
            lanes: Default::default(),
            queues: Mutex::default(),
            lag: Lag::default(),
        }))
    }

    /// Measures, as long as it is polled, how late this process does what it is to do. What can
    /// wait is refused while that is more than a moment.
    pub async fn watch(self) {
        self.0.lag.watch().await;
    }

    /// Lets a request in, or tells it to wait or to go.
    pub(crate) fn enter(&self, priority: Priority) -> Entry {
        if let Some(lateness) = priority.bears()
            && self.0.lag.lasting() > lateness
        {
            return Entry::Refused(self.refuse(priority));
        }
        if !self.0.anyone_before(priority) && self.0.take(priority) {
            return Entry::Now(Permit(self.clone(), priority));
        }
        match self.queue(priority) {
            Some(ticket) => Entry::Wait(ticket),
            None => Entry::Refused(self.refuse(priority)),
        }
    }

    fn queue(&self, priority: Priority) -> Option<Ticket> {
        let lane = &self.0.lanes[priority.number()];
        let mut queues = self.0.queues.lock().unwrap_or_else(PoisonError::into_inner);
        let queue = &mut queues[priority.number()];
        if queue.len() >= priority.queue(self.0.most) {
            return None;
        }
        let (go, called) = oneshot::channel();
        let number = queue.back().map_or(0, |last| last.number + 1);
        queue.push_back(Waiting { number, go });
        lane.waiting.fetch_add(1, SeqCst);
        // Somebody may have left between our look and now.
        self.0.call(&mut queues);
        Some(Ticket::new(self.clone(), priority, number, called))
    }

    pub(crate) fn refuse(&self, priority: Priority) -> Problem {
        counter!("http_requests_shed_total", "priority" => priority.as_str()).increment(1);
        let detail = "The shop has more to do than it can; nothing was done, try again in a moment";
        Problem::new(code::OVERLOADED, detail).retry_after(priority.come_back())
    }

    /// Takes a request that is tired of waiting out of its queue.
    fn give_up(&self, priority: Priority, number: u64) {
        let mut queues = self.0.queues.lock().unwrap_or_else(PoisonError::into_inner);
        let queue = &mut queues[priority.number()];
        if let Some(at) = queue.iter().position(|waiting| waiting.number == number) {
            queue.remove(at);
            self.0.lanes[priority.number()].waiting.fetch_sub(1, SeqCst);
        }
    }
}

impl Default for Gate {
    fn default() -> Self {
        Gate::new(REQUESTS)
    }
}

impl Shared {
    /// Whether somebody waits who comes before a newcomer of this priority.
    fn anyone_before(&self, priority: Priority) -> bool {
        let before = &self.lanes[priority.number()..];
        before.iter().any(|lane| lane.waiting.load(SeqCst) > 0)
    }

    /// Takes a place, if there is one for this priority.
    fn take(&self, priority: Priority) -> bool {
        if self.running.fetch_add(1, SeqCst) < priority.most(self.most) {
            let Some(most) = priority.most_of_its_own(self.most) else {
                return true;
            };
            let lane = &self.lanes[priority.number()];
            if lane.running.fetch_add(1, SeqCst) < most {
                return true;
            }
            lane.running.fetch_sub(1, SeqCst);
        }
        self.running.fetch_sub(1, SeqCst);
        false
    }

    /// Gives a place back, without telling anybody.
    fn give_back(&self, priority: Priority) {
        if priority.most_of_its_own(self.most).is_some() {
            self.lanes[priority.number()].running.fetch_sub(1, SeqCst);
        }
        self.running.fetch_sub(1, SeqCst);
    }

    fn leave(&self, priority: Priority) {
        self.give_back(priority);
        if self.anyone_before(Priority::LOWEST) {
            let mut queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
            self.call(&mut queues);
        }
    }

    /// Calls those for whom there is a place now, the most urgent first.
    fn call(&self, queues: &mut [VecDeque<Waiting>; Priority::COUNT]) {
        for priority in Priority::ALL.into_iter().rev() {
            let (lane, queue) = (
                &self.lanes[priority.number()],
                &mut queues[priority.number()],
            );
            while !queue.is_empty() && self.take(priority) {
                let Some(first) = queue.pop_front() else {
                    break;
                };
                lane.waiting.fetch_sub(1, SeqCst);
                if first.go.send(()).is_err() {
                    self.give_back(priority);
                }
            }
        }
    }
}

/// A request's place behind the gate, until it is dropped.
pub(crate) struct Permit(Gate, Priority);

impl Drop for Permit {
    fn drop(&mut self) {
        self.0.0.leave(self.1);
    }
}

#[cfg(test)]
mod tests;
