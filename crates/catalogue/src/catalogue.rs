//! Keeps the newest snapshot and follows the database.
//!
//! Invariants: readers always have a snapshot, whatever the database does; two refreshes never run
//! at once; a refresh that fails changes nothing and is tried again at the next poll.
//!
//! How fresh: a poll reads the catalogue's version (one row) and the end of the stock ledger (one
//! range scan), so everything another process committed is here after one poll. Polls are meant to
//! be 500 ms apart; with building the next snapshot that stays within the promised 2 s. What this
//! process commits itself comes at once through [`Catalogue::apply_stock`]. A poll that read the
//! ledger just before such a commit may put the older level back; the next poll reads it again and
//! corrects it, because it looks 5 s back.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use arc_swap::ArcSwap;
use domain::{Ambient, StockLevel, VariantId};
use store::{Store, StoreError};
use time::OffsetDateTime;
use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::reviews::{self, CARRIED};
use crate::sales::Sales;
use crate::snapshot::Snapshot;
use crate::snapshot::build::{Built, Change};
use crate::stock::StockBoard;

/// How far behind the newest movement seen a poll reads the ledger again: clocks of replicas
/// differ a little, and a movement is stamped before its transaction commits.
const OVERLAP: time::Duration = time::Duration::seconds(5);
/// How often every level is read, in case the end of the ledger didn't tell (a clock far off, a
/// transaction that took longer than [`OVERLAP`]).
const FULL_STOCK_EVERY: Duration = Duration::from_secs(30);

/// The catalogue of this process. Clones share it.
#[derive(Clone)]
pub struct Catalogue {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    ambient: Ambient,
    board: Arc<StockBoard>,
    current: ArcSwap<Snapshot>,
    sequence: AtomicU64,
    /// Held while refreshing.
    tail: Mutex<Tail>,
}

/// How far the stock ledger was read.
struct Tail {
    newest: OffsetDateTime,
}

impl Catalogue {
    /// Reads the whole catalogue and builds the first snapshot. `ambient` tells which sale prices
    /// are in force.
    ///
    /// # Errors
    /// [`StoreError`] if the database can't be read.
    pub async fn load(store: Store, ambient: Ambient) -> Result<Self, StoreError> {
        let board = Arc::new(StockBoard::default());
        let change = read(&store, 0, ambient.now()).await?;
        // The ledger is followed from the last change of a product on: later than most of it, and
        // before anything that may be missed, since all levels are read below.
        let newest = change
            .products
            .iter()
            .map(|product| product.updated_at)
            .max();
        let built = build(None, change, 1, Arc::clone(&board)).await?;
        board.apply(&store.list_stock().await?);
        let tail = Tail {
            newest: newest.unwrap_or(OffsetDateTime::UNIX_EPOCH),
        };
        report(&built.snapshot);
        let inner = Inner {
            store,
            ambient,
            board,
            current: ArcSwap::from_pointee(built.snapshot),
            sequence: AtomicU64::new(1),
            tail: Mutex::new(tail),
        };
        Ok(Self {
            inner: Arc::new(inner),
        })
    }

    /// The newest snapshot. Keep it for one request, no longer.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.inner.current.load_full()
    }

    /// Takes levels that this process committed, so that its own pages show them at once. Levels
    /// of variants that aren't listed are ignored. Answers whether anything shown changed.
    pub fn apply_stock(&self, levels: &[(VariantId, StockLevel)]) -> bool {
        self.inner.board.apply(levels)
    }

    /// One poll: takes what other processes committed since the last. `true` if anything changed.
    ///
    /// # Errors
    /// [`StoreError`] if the database can't be read; the snapshot stays as it is.
    pub async fn refresh(&self) -> Result<bool, StoreError> {
        let mut tail = self.inner.tail.lock().await;
        let rebuilt = self.refresh_products().await?;
        let since = tail
            .newest
            .checked_sub(OVERLAP)
            .unwrap_or(OffsetDateTime::UNIX_EPOCH);
        let moved = self.inner.store.list_stock_moved_since(since).await?;
        let changed = self.inner.board.apply(&moved.levels);
        if let Some(newest) = moved.newest {
            tail.newest = tail.newest.max(newest);
        }
        Ok(rebuilt || changed)
    }

    /// Polls every `every` until `shutdown` is done. Failures are counted
    /// (`dhakacart_catalogue_refresh_failures_total`), and logged when they begin and when they end.
    pub async fn follow(self, every: Duration, shutdown: impl Future<Output = ()> + Send) {
        let mut shutdown = std::pin::pin!(shutdown);
        let mut failing = false;
        let mut all_levels_at = Instant::now() + FULL_STOCK_EVERY;
        loop {
            tokio::select! {
                () = &mut shutdown => return,
                () = tokio::time::sleep(every) => {}
            }
            let everything = Instant::now() >= all_levels_at;
            let polled = tokio::select! {
                () = &mut shutdown => return,
                polled = self.poll(everything) => polled,
            };
            match polled {
                Ok(()) => {
                    if everything {
                        all_levels_at = Instant::now() + FULL_STOCK_EVERY;
                    }
                    if std::mem::take(&mut failing) {
                        tracing::info!("the catalogue follows the database again");
                    }
                }
                Err(error) => {
                    metrics::counter!("dhakacart_catalogue_refresh_failures_total").increment(1);
                    if !std::mem::replace(&mut failing, true) {
                        tracing::warn!(%error, "the catalogue can't be refreshed; pages show what was read last");
                    }
                }
            }
        }
    }

    async fn poll(&self, everything: bool) -> Result<(), StoreError> {
        self.refresh().await?;
        if everything {
            self.inner
                .board
                .apply(&self.inner.store.list_stock().await?);
        }
        Ok(())
    }

    /// Makes the next snapshot if the version says so, or the time: a sale began or ended. The
    /// caller holds `tail`.
    async fn refresh_products(&self) -> Result<bool, StoreError> {
        let Inner {
            store,
            ambient,
            board,
            current,
            sequence,
            ..
        } = &*self.inner;
        let previous = current.load_full();
        let version = store.catalogue_version().await?;
        let now = ambient.now();
        let repriced = previous.next_sale_change().is_some_and(|at| now >= at);
        if version == previous.version() && !repriced {
            return Ok(false);
        }
        // A version that fell is a restored backup: nothing that is known is sure any more.
        let restored = version < previous.version();
        let previous = Some(previous).filter(|_| !restored);
        let since = previous.as_ref().map_or(0, |previous| previous.version());
        let change = read(store, since, now).await?;
        let next = sequence.fetch_add(1, Ordering::Relaxed) + 1;
        let built = build(previous, change, next, Arc::clone(board)).await?;
        if built.needs_levels || restored {
            board.apply(&store.list_stock().await?);
        }
        report(&built.snapshot);
        current.store(Arc::new(built.snapshot));
        Ok(true)
    }
}

/// Reads what changed since a version. The version is read first: what is committed meanwhile may
/// be read too, and is then read again by the next poll.
async fn read(store: &Store, since: i64, now: OffsetDateTime) -> Result<Change, StoreError> {
    let version = store.catalogue_version().await?;
    let products = store.load_products(since).await?;
    // After their products: a review published in between comes with the next version again.
    let ratings = store.list_ratings(since).await?;
    let newest = store.list_newest_reviews(since, CARRIED).await?;
    Ok(Change {
        version,
        products,
        reviews: reviews::by_product(ratings, newest),
        sold: store.list_product_sales().await?,
        categories: store.list_categories().await?,
        synonyms: store.list_synonyms().await?,
        sales: Sales::new(store.list_flash_prices(now).await?, now),
    })
}

/// Builds the next snapshot on a thread that answers no requests.
async fn build(
    previous: Option<Arc<Snapshot>>,
    change: Change,
    sequence: u64,
    board: Arc<StockBoard>,
) -> Result<Built, StoreError> {
    let building = tokio::task::spawn_blocking(move || {
        Snapshot::next(previous.as_deref(), change, sequence, &board)
    });
    let failed = |problem: String| StoreError::Corrupt {
        place: "search index".into(),
        problem,
    };
    building
        .await
        .map_err(|error| failed(error.to_string()))?
        .map_err(|error| failed(error.to_string()))
}

fn report(snapshot: &Snapshot) {
    let (version, products) = (snapshot.version() as f64, snapshot.len() as f64);
    metrics::gauge!("dhakacart_catalogue_version").set(version);
    metrics::gauge!("dhakacart_catalogue_products").set(products);
}

impl std::fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Catalogue").field(&self.snapshot()).finish()
    }
}
