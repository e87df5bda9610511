//! The shop itself: what every use case shares.

use std::sync::Arc;
use std::time::Duration;

use catalogue::Catalogue;
use domain::{Ambient, DeliveryCharges};
use store::{Store, StoreError};

use crate::accounts::{Passwords, Tokens};
use crate::orders::{Lane, Tally};
use crate::pictures::{Darkroom, MemoryStorage};
use crate::ports::{BreachedPasswords, ObjectStorage};

/// What can be set about a shop.
#[derive(Clone)]
pub struct ShopOptions {
    /// Key of the session tokens; at least 32 bytes.
    pub jwt_secret: Vec<u8>,
    /// Keys before it whose tokens still hold.
    pub jwt_secrets_before: Vec<Vec<u8>>,
    /// How long a session lasts.
    pub session_length: Duration,
    /// How long a checkout keeps its units; `None`: it keeps none.
    pub checkout_hold: Option<Duration>,
    /// What delivery costs per zone.
    pub delivery: DeliveryCharges,
    /// Orders that may wait to be placed in this process; more are refused as busy.
    pub order_queue: usize,
    /// Passwords hashed at the same time; each takes 19 MiB while it lasts.
    pub hash_threads: usize,
    /// Whether staff must have a second factor.
    pub second_factor_required: bool,
    /// Passwords that nobody may choose, besides the common ones.
    pub breached: Option<Arc<dyn BreachedPasswords>>,
    /// Where pictures are kept.
    pub storage: Arc<dyn ObjectStorage>,
}

impl Default for ShopOptions {
    /// Usable in tests only: the secret is known, and pictures last as long as the process.
    fn default() -> Self {
        Self {
            jwt_secret: b"a secret for tests, of 32 bytes or more".to_vec(),
            jwt_secrets_before: Vec::new(),
            session_length: Duration::from_secs(24 * 60 * 60),
            checkout_hold: Some(Duration::from_secs(600)),
            delivery: DeliveryCharges::default(),
            order_queue: 4_096,
            hash_threads: 2,
            second_factor_required: false,
            breached: None,
            storage: Arc::new(MemoryStorage::default()),
        }
    }
}

/// The shop. Cheap to clone; all clones are the same shop.
#[derive(Clone)]
pub struct Shop(Arc<Inner>);

struct Inner {
    store: Store,
    catalogue: Catalogue,
    ambient: Ambient,
    options: ShopOptions,
    passwords: Passwords,
    tokens: Tokens,
    lane: Lane,
    tally: Tally,
    darkroom: Darkroom,
}

/// Why the shop can't serve right now.
#[derive(Debug, thiserror::Error)]
pub enum NotReady {
    /// The database does not answer.
    #[error("the database does not answer: {0}")]
    Database(#[source] StoreError),
    /// The database did not answer within a second.
    #[error("the database did not answer within a second")]
    Slow,
    /// Migrations are missing: `dhakacart migrate` applies them.
    #[error("{0} migrations are missing; run `dhakacart migrate`")]
    Migrations(usize),
}

impl Shop {
    /// Opens the shop on a migrated database: loads the catalogue and starts the order lane.
    /// Must be called inside a Tokio runtime.
    pub async fn open(
        store: Store,
        ambient: Ambient,
        options: ShopOptions,
    ) -> Result<Self, StoreError> {
        let catalogue = Catalogue::load(store.clone(), ambient.clone()).await?;
        let dearest = store.find_highest_bcrypt_cost().await?;
        let dearest = dearest.and_then(|cost| cost.parse().ok());
        let passwords = Passwords::new(options.hash_threads, dearest);
        let tokens = Tokens::new(&options.jwt_secret, &options.jwt_secrets_before);
        let lane = Lane::start(store.clone(), catalogue.clone(), ambient.clone(), &options);
        Ok(Self(Arc::new(Inner {
            store,
            catalogue,
            ambient,
            options,
            passwords,
            tokens,
            lane,
            tally: Tally::default(),
            darkroom: Darkroom::default(),
        })))
    }

    /// The read model that pages are made from.
    pub fn catalogue(&self) -> &Catalogue {
        &self.0.catalogue
    }

    /// Time and randomness.
    pub fn ambient(&self) -> &Ambient {
        &self.0.ambient
    }

    /// How the shop was set up.
    pub fn options(&self) -> &ShopOptions {
        &self.0.options
    }

    /// Signs with another key from now on; tokens that the keys before it signed still hold. For
    /// when the secrets were changed while the shop runs: no request waits for it, and one under
    /// way keeps the keys it began with.
    pub fn rotate_keys(&self, jwt_secret: &[u8], jwt_secrets_before: &[Vec<u8>]) {
        self.0.tokens.rotate(jwt_secret, jwt_secrets_before);
    }

    /// Whether the database answers and has every migration.
    pub async fn ready(&self) -> Result<(), NotReady> {
        let asked = tokio::time::timeout(Duration::from_secs(1), self.store().pending_migrations());
        match asked.await {
            Err(_) => Err(NotReady::Slow),
            Ok(Err(error)) => Err(NotReady::Database(error)),
            Ok(Ok(pending)) if pending.is_empty() => Ok(()),
            Ok(Ok(pending)) => Err(NotReady::Migrations(pending.len())),
        }
    }

    pub(crate) fn store(&self) -> &Store {
        &self.0.store
    }

    pub(crate) fn passwords(&self) -> &Passwords {
        &self.0.passwords
    }

    pub(crate) fn tokens(&self) -> &Tokens {
        &self.0.tokens
    }

    pub(crate) fn tally(&self) -> &Tally {
        &self.0.tally
    }

    pub(crate) fn darkroom(&self) -> &Darkroom {
        &self.0.darkroom
    }

    pub(crate) fn storage(&self) -> &dyn ObjectStorage {
        self.0.options.storage.as_ref()
    }

    pub(crate) fn lane(&self) -> &Lane {
        &self.0.lane
    }
}
