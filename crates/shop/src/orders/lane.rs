//! The lane: orders of one process wait in one bounded queue, and those waiting are placed
//! together in one transaction.
//!
//! One transaction an order would make buyers of the same SKU wait for each other's commit. In the
//! lane a lone order goes at once, and orders that arrive while a transaction is under way share
//! the next one. Each has its own outcome; a batch that fails as a whole is tried again one by one.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use catalogue::Catalogue;
use domain::{Ambient, UserId};
use store::{Store, StoreError};
use tokio::sync::{mpsc, oneshot};

use super::place::{IdempotencyKey, PlaceOrder, PlaceOrderError, Placed};
use super::placing::Placing;
use crate::{Caller, ShopOptions};

/// Orders of one transaction at most.
const BATCH: usize = 64;
/// Attempts at a single order that the database refused because of a conflict.
const ATTEMPTS: usize = 3;
/// How long a transaction may take. A database that takes longer is in trouble, and the next buyers
/// should not stand behind it; what became of this transaction, its keys tell.
const LIMIT: Duration = Duration::from_secs(5);

type Answer = Result<Placed, PlaceOrderError>;

/// One order on its way.
pub(super) struct Waiting {
    /// Whose key: the user's, or the guests'.
    pub(super) claimant: String,
    pub(super) key: IdempotencyKey,
    pub(super) user: Option<UserId>,
    pub(super) order: PlaceOrder,
    answer: oneshot::Sender<Answer>,
    /// Held until the answer is known, also when nobody waits for it any more.
    _in_flight: InFlight,
}

type Keys = Arc<Mutex<HashSet<(String, String)>>>;

/// A key being worked on in this process; a second request with it is refused at once.
struct InFlight {
    keys: Keys,
    key: (String, String),
}

impl InFlight {
    fn enter(keys: &Keys, key: (String, String)) -> Option<Self> {
        let entered = lock(keys).insert(key.clone());
        entered.then(|| Self {
            keys: keys.clone(),
            key,
        })
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        lock(&self.keys).remove(&self.key);
    }
}

fn lock(keys: &Keys) -> std::sync::MutexGuard<'_, HashSet<(String, String)>> {
    keys.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The queue's entrance.
pub(crate) struct Lane {
    queue: mpsc::Sender<Waiting>,
    keys: Keys,
}

impl Lane {
    /// Starts the task that places; it ends when the shop is dropped and the queue is empty.
    pub(crate) fn start(
        store: Store,
        catalogue: Catalogue,
        ambient: Ambient,
        options: &ShopOptions,
    ) -> Self {
        let (queue, waiting) = mpsc::channel(options.order_queue.max(1));
        let placing = Placing {
            store,
            catalogue,
            ambient,
            delivery: options.delivery,
        };
        tokio::spawn(run(waiting, placing));
        Self {
            queue,
            keys: Keys::default(),
        }
    }

    pub(super) async fn place(
        &self,
        caller: &Caller,
        key: IdempotencyKey,
        order: PlaceOrder,
    ) -> Answer {
        let user = caller.user();
        let claimant = user.map_or_else(|| "guest".to_owned(), |id| format!("user:{id}"));
        let in_flight = InFlight::enter(&self.keys, (claimant.clone(), key.as_str().to_owned()))
            .ok_or(PlaceOrderError::InProgress)?;
        let (answer, answered) = oneshot::channel();
        let waiting = Waiting {
            claimant,
            key,
            user,
            order,
            answer,
            _in_flight: in_flight,
        };
        self.queue
            .try_send(waiting)
            .map_err(|_| PlaceOrderError::Busy)?;
        answered.await.unwrap_or(Err(PlaceOrderError::Busy))
    }
}

async fn run(mut queue: mpsc::Receiver<Waiting>, placing: Placing) {
    let mut batch = Vec::with_capacity(BATCH);
    while queue.recv_many(&mut batch, BATCH).await > 0 {
        // Whoever has hung up before the work began doesn't get it done.
        batch.retain(|waiting| !waiting.answer.is_closed());
        metrics::histogram!("dhakacart_order_batch_size").record(batch.len() as f64);
        place_batch(&placing, std::mem::take(&mut batch)).await;
        batch.reserve(BATCH);
    }
}

async fn place_batch(placing: &Placing, batch: Vec<Waiting>) {
    if batch.is_empty() {
        return;
    }
    match place(placing, &batch).await {
        Ok(answers) => {
            for (waiting, answer) in batch.into_iter().zip(answers) {
                respond(waiting, answer);
            }
        }
        // The database is gone: one by one they would only fail more slowly.
        Err(error) if hopeless(&error) => {
            tracing::error!(%error, orders = batch.len(), "a batch of orders could not be placed");
            for waiting in batch {
                respond(waiting, Err(PlaceOrderError::Busy));
            }
        }
        Err(error) => {
            if batch.len() > 1 {
                tracing::warn!(%error, orders = batch.len(), "a batch failed as a whole; its orders are placed one by one");
            }
            for waiting in batch {
                let answer = place_alone(placing, &waiting).await;
                respond(waiting, answer);
            }
        }
    }
}

/// One transaction, within [`LIMIT`].
async fn place(placing: &Placing, batch: &[Waiting]) -> Result<Vec<Answer>, StoreError> {
    let placed = tokio::time::timeout(LIMIT, placing.place(batch)).await;
    placed.unwrap_or_else(|_| Err(StoreError::timed_out()))
}

/// One order in a transaction of its own, again when the database asks for it.
async fn place_alone(placing: &Placing, waiting: &Waiting) -> Answer {
    let mut attempt = 1;
    loop {
        match place(placing, std::slice::from_ref(waiting)).await {
            Err(StoreError::Busy(_) | StoreError::Constraint { .. }) if attempt < ATTEMPTS => {
                attempt += 1
            }
            answers => return single(answers),
        }
    }
}

fn single(answers: Result<Vec<Answer>, StoreError>) -> Answer {
    answers?.pop().unwrap_or(Err(PlaceOrderError::Busy))
}

/// Whether trying the orders one by one would only take longer to fail.
fn hopeless(error: &StoreError) -> bool {
    matches!(
        error,
        StoreError::Unavailable(_) | StoreError::Full(_) | StoreError::ReadOnly(_)
    )
}

fn respond(waiting: Waiting, answer: Answer) {
    let Waiting {
        answer: to,
        _in_flight,
        ..
    } = waiting;
    // First the key is free, then the answer goes out: a buyer who asks again gets the outcome.
    drop(_in_flight);
    let _ = to.send(answer);
}
