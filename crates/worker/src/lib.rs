//! The worker: does the outbox's jobs and the shop's housekeeping.
//!
//! Any number of workers may run: jobs are leased, housekeeping is harmless when done twice. A
//! worker that dies in the middle leaves a lease that runs out and a job that is done again.
//!
//! `jobs/` has a file per job; [`Worker::run`] is the loop.

mod jobs;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::Shared;
use shop::{ClaimedJob, ImportStep, Messages, Shop, StoreError};
use tokio::task::JoinSet;

/// Jobs taken, and done, at once: each may wait for a carrier, and all must be done within a lease.
const BATCH: i64 = 16;
/// How long an idle worker waits before it looks again.
const IDLE: Duration = Duration::from_millis(500);
/// How often holds that have run out are released.
const HOLDS_EVERY: Duration = Duration::from_secs(2);
/// How often what nobody needs is thrown away.
const SWEEP_EVERY: Duration = Duration::from_secs(10 * 60);
/// How often who waits for stock is told that it is back.
const RESTOCKED_EVERY: Duration = Duration::from_secs(5);
/// How often best sellers are counted.
const SALES_EVERY: Duration = Duration::from_secs(10 * 60);
/// How often the log says where the audit log ends.
const ANCHOR_EVERY: Duration = Duration::from_secs(60 * 60);
/// How often the gauges are read.
const GAUGES_EVERY: Duration = Duration::from_secs(5);

/// A worker. Cheap to clone.
#[derive(Clone)]
pub struct Worker {
    shop: Shop,
    messages: Arc<dyn Messages>,
}

impl Worker {
    /// A worker for a shop, sending through `messages`.
    pub fn new(shop: Shop, messages: Arc<dyn Messages>) -> Self {
        Self { shop, messages }
    }

    /// Works until `stop` is done, and finishes the batch in hand. An import that is at work then is
    /// left to the next worker, which begins it again: it changes nothing twice.
    pub async fn run(self, stop: impl Future<Output = ()> + Send) {
        let stop = stop.shared();
        let short = async {
            tokio::join!(self.keep_house(stop.clone()), self.send(stop.clone()));
        };
        tokio::select! {
            () = short => {}
            () = self.import() => {}
        }
    }

    /// The outbox, and who waits for stock: what a carrier outside may keep waiting, apart from the
    /// housekeeping, so that holds run out in time whatever the carrier does.
    async fn send(&self, stop: Shared<impl Future<Output = ()> + Send>) {
        let mut outbox = tokio::time::interval(IDLE);
        let mut restocked = tokio::time::interval(RESTOCKED_EVERY);
        for timer in [&mut outbox, &mut restocked] {
            timer.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        }
        let mut health = Health::default();
        loop {
            let outcome = tokio::select! {
                () = stop.clone() => return,
                _ = outbox.tick() => self.do_due_jobs_until(&stop).await,
                _ = restocked.tick() => self.tell_who_waits().await.map(drop),
            };
            health.saw(outcome);
        }
    }

    /// One batch after the other while there are any, and nobody says stop.
    async fn do_due_jobs_until(
        &self,
        stop: &Shared<impl Future<Output = ()> + Send>,
    ) -> Result<(), StoreError> {
        while self.do_batch().await? > 0 {
            if stop.clone().now_or_never().is_some() {
                break;
            }
        }
        Ok(())
    }

    /// Imports take minutes, so they have a turn of their own; this never ends.
    async fn import(&self) {
        let mut health = Health::default();
        loop {
            let step = self.shop.run_next_import().await;
            if let Ok(ImportStep::Ended) = step {
                metrics::counter!("dhakacart_imports_total").increment(1);
                continue;
            }
            health.saw(step.map(drop));
            tokio::time::sleep(IDLE).await;
        }
    }

    /// Everything that is short and waits for nobody but the database.
    async fn keep_house(&self, stop: impl Future<Output = ()> + Send) {
        tokio::pin!(stop);
        let mut holds = tokio::time::interval(HOLDS_EVERY);
        let mut sweep = tokio::time::interval(SWEEP_EVERY);
        let mut gauges = tokio::time::interval(GAUGES_EVERY);
        let mut sales = tokio::time::interval(SALES_EVERY);
        let mut anchor = tokio::time::interval(ANCHOR_EVERY);
        for timer in [&mut holds, &mut sweep, &mut gauges, &mut sales, &mut anchor] {
            timer.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        }
        let mut health = Health::default();
        loop {
            let outcome = tokio::select! {
                () = &mut stop => return,
                _ = holds.tick() => self.release_holds().await,
                _ = sweep.tick() => self.sweep().await,
                _ = gauges.tick() => self.read_gauges().await,
                _ = sales.tick() => self.count_sales().await,
                _ = anchor.tick() => self.anchor_audit().await,
            };
            health.saw(outcome);
        }
    }

    /// Does every job that is due. Answers how many were begun.
    pub async fn do_due_jobs(&self) -> Result<usize, StoreError> {
        let mut begun = 0;
        loop {
            match self.do_batch().await? {
                0 => return Ok(begun),
                done => begun += done,
            }
        }
    }

    /// Claims jobs and does them side by side. Answers how many.
    async fn do_batch(&self) -> Result<usize, StoreError> {
        let claimed = self.shop.claim_jobs(BATCH).await?;
        let begun = claimed.len();
        let mut jobs = JoinSet::new();
        for job in claimed {
            let worker = self.clone();
            jobs.spawn(async move { worker.do_job(&job).await });
        }
        // Every one of them is seen to its end, whatever becomes of another.
        let mut outcome = Ok(());
        while let Some(ended) = jobs.join_next().await {
            // One that panicked said so; its lease runs out, and it is done again.
            outcome = outcome.and(ended.unwrap_or(Ok(())));
        }
        outcome.map(|()| begun)
    }

    async fn do_job(&self, claimed: &ClaimedJob) -> Result<(), StoreError> {
        let outcome = jobs::run(&self.shop, self.messages.as_ref(), claimed).await;
        if let Err(failure) = &outcome {
            tracing::warn!(job = %claimed.id, attempt = claimed.attempts, %failure, "a job failed");
        }
        let result = if outcome.is_ok() { "done" } else { "failed" };
        metrics::counter!("dhakacart_jobs_run_total", "result" => result).increment(1);
        self.shop.finish_job(claimed, outcome).await
    }

    /// Tells up to a hundred people that what they wait for can be bought again. Answers how many
    /// messages were taken.
    pub async fn tell_who_waits(&self) -> Result<usize, StoreError> {
        jobs::tell_who_waits(&self.shop, self.messages.as_ref()).await
    }

    async fn count_sales(&self) -> Result<(), StoreError> {
        if self.shop.count_sales().await? {
            tracing::info!("best sellers have changed");
        }
        Ok(())
    }

    /// Says where the audit log ends, so that the logs, which leave this machine, can tell later
    /// whether it was rewritten as a whole.
    async fn anchor_audit(&self) -> Result<(), StoreError> {
        let head = self.shop.seal_audit().await?;
        tracing::info!(%head, "the audit log ends here");
        Ok(())
    }

    async fn release_holds(&self) -> Result<(), StoreError> {
        let released = self.shop.release_expired_holds().await?;
        if released > 0 {
            tracing::info!(released, "checkout holds ran out");
        }
        Ok(())
    }

    async fn sweep(&self) -> Result<(), StoreError> {
        let swept = self.shop.sweep().await?;
        if swept != shop::Swept::default() {
            tracing::info!(?swept, "swept");
        }
        let pictures = self.shop.remove_unused_pictures().await?;
        if pictures > 0 {
            tracing::info!(pictures, "pictures that no product shows are gone");
        }
        Ok(())
    }

    async fn read_gauges(&self) -> Result<(), StoreError> {
        let pending = self.shop.pending_jobs().await?;
        let reserved = self.shop.reserved_units().await?;
        metrics::gauge!("dhakacart_jobs_pending").set(pending as f64);
        metrics::gauge!("dhakacart_stock_units_reserved").set(reserved as f64);
        Ok(())
    }
}

/// Says once that the database is gone and once that it is back.
#[derive(Default)]
struct Health {
    failing: bool,
}

impl Health {
    fn saw(&mut self, outcome: Result<(), StoreError>) {
        match outcome {
            Ok(()) if self.failing => {
                self.failing = false;
                tracing::info!("the worker works again");
            }
            Err(error) if !self.failing => {
                self.failing = true;
                tracing::error!(%error, "the worker can't work; it keeps trying");
            }
            _ => {}
        }
    }
}
