//! "Tell me when it is back": asked by shoppers, answered once by the worker.
//!
//! Nobody is told twice: a request is claimed, and the claim committed, before its message goes
//! out. A worker that dies in between leaves a claim behind; after [`CLAIM_LOST`] it is closed as
//! one whose message may or may not have gone, and is not sent again. The other way round, a
//! carrier that says no gives the claim back, and the message is tried again a few times.

use std::collections::HashMap;
use std::time::Duration;

use domain::{FieldError, Lang, Paisa, Phone, Sku, Slug, StockRequestId, Text};
use serde::Serialize;
use store::{NewStockRequest, StoreError, VariantTitleRow, WaitingRow};
use time::OffsetDateTime;

use crate::{Caller, PageRequest, Paged, Shop};

/// Open requests of one phone at most.
pub const MAX_OPEN_PER_PHONE: i64 = 20;
/// Claims of one request at most; then its phone can't be reached.
const MAX_ATTEMPTS: i64 = 5;
/// A claim that is older was left behind by a worker that is gone.
const CLAIM_LOST: Duration = Duration::from_secs(15 * 60);

/// Why nobody will be told.
#[derive(Debug, thiserror::Error)]
pub enum RequestStockError {
    /// No such SKU on the shelves.
    #[error("there is no such product for sale")]
    UnknownSku,
    /// It can be bought now.
    #[error("it is in stock: it can be ordered now")]
    InStock,
    /// The phone waits for as many products as it may.
    #[error("one phone number waits for at most {MAX_OPEN_PER_PHONE} products")]
    TooMany,
    /// Some fields are wrong.
    #[error("the request is not valid")]
    Invalid(Vec<FieldError>),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A message that may go out now; nobody else will send it.
#[derive(Debug, Clone)]
pub struct StockMessage {
    /// The request, and the message's reference.
    pub id: StockRequestId,
    /// To whom.
    pub phone: Phone,
    /// In which language.
    pub lang: Lang,
    /// The product that is back.
    pub title: Text,
    /// Which of its variants; empty for the only one.
    pub variant: String,
    attempts: i64,
}

/// How many wait for a variant.
#[derive(Debug, Clone, Serialize)]
pub struct Waiting {
    /// Its SKU.
    pub sku: Sku,
    /// Its product's slug.
    pub slug: Slug,
    /// Its product's title.
    pub title: Text,
    /// Its option values: `Black / 128 GB`; empty for the only one.
    pub variant: String,
    /// Its price, paisa.
    pub price: Option<Paisa>,
    /// Units that can be sold now.
    pub available: i64,
    /// Open requests.
    pub waiting: i64,
    /// Since when the first waits, UTC.
    #[serde(with = "time::serde::rfc3339")]
    pub since: OffsetDateTime,
}

impl From<WaitingRow> for Waiting {
    fn from(row: WaitingRow) -> Self {
        Self {
            sku: row.sku,
            slug: row.slug,
            title: row.title,
            variant: row.options.join(" / "),
            price: row.price,
            available: row.available,
            waiting: row.waiting,
            since: row.since,
        }
    }
}

impl Shop {
    /// Remembers that somebody wants to be told when a SKU can be bought again, at `phone` or, if
    /// that is blank, at their account's. Asked twice, they are told once; the answer is the same,
    /// so that nobody learns what another's phone waits for.
    pub async fn request_stock(
        &self,
        caller: &Caller,
        sku: &str,
        phone: &str,
        lang: Lang,
    ) -> Result<(), RequestStockError> {
        let phone = self.phone_of(caller, phone).await?;
        let sku = Sku::parse(sku).map_err(|e| {
            let error = FieldError::new("sku", FieldError::FORMAT, e.to_string());
            RequestStockError::Invalid(vec![error])
        })?;
        let snapshot = self.catalogue().snapshot();
        let (listing, at) = snapshot.by_sku(&sku).ok_or(RequestStockError::UnknownSku)?;
        let variant = listing
            .product
            .variants
            .get(at)
            .filter(|variant| variant.price.is_some())
            .ok_or(RequestStockError::UnknownSku)?;
        if listing.variant_stock(at) > 0 {
            return Err(RequestStockError::InStock);
        }
        let new = NewStockRequest {
            id: StockRequestId::mint(self.ambient()),
            variant: variant.id,
            phone,
            user: caller.user(),
            lang,
            at: self.ambient().now(),
        };
        let mut tx = self.store().begin().await?;
        let written = tx.insert_stock_request(&new).await?;
        if written && tx.count_stock_requests_of(&new.phone).await? > MAX_OPEN_PER_PHONE {
            return Err(RequestStockError::TooMany);
        }
        tx.commit().await?;
        Ok(())
    }

    async fn phone_of(&self, caller: &Caller, typed: &str) -> Result<Phone, RequestStockError> {
        let wrong = |code, message: String| {
            RequestStockError::Invalid(vec![FieldError::new("phone", code, message)])
        };
        if !typed.trim().is_empty() {
            return Phone::parse(typed).map_err(|e| wrong(FieldError::FORMAT, e.to_string()));
        }
        let account = match caller.user() {
            Some(user) => self.account(user).await?,
            None => None,
        };
        account
            .and_then(|account| account.phone)
            .ok_or_else(|| wrong(FieldError::REQUIRED, "A phone number is needed".into()))
    }

    /// Who waits for what, the most wanted first, for staff.
    pub async fn waiting_for_stock(&self, page: PageRequest) -> Result<Paged<Waiting>, StoreError> {
        let rows = self.store().list_waiting(page.window()).await?;
        Ok(page.of(rows, Waiting::from))
    }

    /// Takes up to `limit` messages to people whose variant can be bought again, and closes what
    /// a worker that is gone left behind.
    pub async fn claim_stock_messages(&self, limit: i64) -> Result<Vec<StockMessage>, StoreError> {
        let now = self.ambient().now();
        let mut tx = self.store().begin().await?;
        let lost = tx.close_lost_stock_requests(now - CLAIM_LOST, now).await?;
        let claimed = tx.claim_stock_requests(now, limit).await?;
        // From here on they are ours, and nobody sends them again if we die.
        tx.commit().await?;
        if lost > 0 {
            tracing::warn!(
                lost,
                "back-in-stock messages whose worker died may not have gone out"
            );
        }
        let variants: Vec<_> = claimed.iter().map(|row| row.variant).collect();
        let titles: HashMap<_, VariantTitleRow> = self
            .store()
            .list_variant_titles(&variants)
            .await?
            .into_iter()
            .map(|row| (row.id, row))
            .collect();
        Ok(claimed
            .into_iter()
            .filter_map(|row| {
                let of = titles.get(&row.variant)?;
                Some(StockMessage {
                    id: row.id,
                    phone: Phone::parse(&row.phone).ok()?,
                    lang: row.lang,
                    title: of.title.clone(),
                    variant: of.options.join(" / "),
                    attempts: row.attempts,
                })
            })
            .collect())
    }

    /// Records what the carrier said: it took the message, or it did not, and then the message is
    /// tried again later, five times in all.
    pub async fn finish_stock_message(
        &self,
        message: &StockMessage,
        taken: bool,
    ) -> Result<(), StoreError> {
        let now = self.ambient().now();
        let mut tx = self.store().begin().await?;
        if taken {
            tx.close_stock_request(message.id, "sent", now).await?;
        } else if message.attempts >= MAX_ATTEMPTS {
            tx.close_stock_request(message.id, "failed", now).await?;
        } else {
            let wait = Duration::from_secs(60u64 << message.attempts.clamp(0, 10));
            tx.unclaim_stock_request(message.id, now + wait).await?;
        }
        tx.commit().await
    }
}
