//! Placing a batch of orders in one transaction.
//!
//! The steps, each one statement for the whole batch: claim the keys, give up the carts' holds,
//! read the lines with their stock locked, decide each order in turn, write the orders, take the
//! stock, write lines, ledger, payments and outbox, record what came of each key, commit.
//! Locks are taken in one order everywhere (keys sorted, holds, stock by variant, orders), so two
//! batches can wait for each other but never in a circle.

mod new_order;
mod pool;
mod promotions;
mod writing;

use std::collections::{HashMap, HashSet};

use catalogue::Catalogue;
use domain::{Ambient, CartId, DeliveryCharges};
use store::{Asked, CheckoutLine, NewClaim, NewOrder, Store, StoreError, Tx};
use time::OffsetDateTime;

use self::pool::Pool;
use self::promotions::Promotions;
use super::OrderView;
use super::lane::Waiting;
use super::place::{Outcome, PlaceOrderError, Placed, Shortage};
use crate::fingerprint;

type Answer = Result<Placed, PlaceOrderError>;

/// What placing needs from the shop.
pub(super) struct Placing {
    pub(super) store: Store,
    pub(super) catalogue: Catalogue,
    pub(super) ambient: Ambient,
    pub(super) delivery: DeliveryCharges,
}

/// What was decided about one order of the batch.
enum Decision {
    /// To be written.
    Place {
        new: Box<NewOrder>,
        access_token: String,
    },
    /// Refused for good: the same key gets the same answer.
    Refuse(Outcome),
    /// Answered without a trace: an earlier outcome, or an order that can't be judged.
    Answer(Box<Answer>),
}

impl Placing {
    /// Places the orders of `batch` and answers each, in their order. An error means that nothing
    /// was written, or, when the connection broke during commit, that it isn't known: the keys tell.
    pub(super) async fn place(&self, batch: &[Waiting]) -> Result<Vec<Answer>, StoreError> {
        let now = self.ambient.now();
        let mut tx = self.store.begin().await?;
        let mut decisions = self.claim(&mut tx, batch, now).await?;
        let asked = asked(batch, &decisions);
        let mut levels = Vec::new();
        if !asked.is_empty() {
            let carts: Vec<CartId> = asked.iter().map(|asked| asked.cart).collect();
            let holds = tx.delete_holds(&carts).await?;
            let lines = tx.lock_checkout_lines(&asked, now).await?;
            let mut pool = Pool::new(&lines, &holds);
            self.decide_all(&mut tx, batch, &mut decisions, lines, &mut pool, now)
                .await?;
            self.leave_out_ordered(&mut tx, &mut decisions).await?;
            levels = self.write(&mut tx, &decisions, &pool, &holds, now).await?;
        }
        let answers = self.answer(&mut tx, batch, decisions).await?;
        tx.commit().await?;
        if !levels.is_empty() {
            self.catalogue.apply_stock(&levels);
        }
        Ok(answers)
    }

    /// Claims every key. Those claimed before are answered from their outcome.
    async fn claim(
        &self,
        tx: &mut Tx,
        batch: &[Waiting],
        now: OffsetDateTime,
    ) -> Result<Vec<Option<Decision>>, StoreError> {
        let mut claims: Vec<NewClaim> = batch
            .iter()
            .map(|waiting| NewClaim {
                caller: waiting.claimant.clone(),
                key: waiting.key.as_str().to_owned(),
                fingerprint: waiting.order.fingerprint.to_vec(),
            })
            .collect();
        claims.sort_by(|a, b| (&a.caller, &a.key).cmp(&(&b.caller, &b.key)));
        let ours: HashSet<(String, String)> = tx
            .claim_keys(&claims, now)
            .await?
            .into_iter()
            .map(|c| (c.caller, c.key))
            .collect();
        let mut decisions = Vec::with_capacity(batch.len());
        for waiting in batch {
            let key = (waiting.claimant.clone(), waiting.key.as_str().to_owned());
            decisions.push(if ours.contains(&key) {
                None
            } else {
                Some(Decision::Answer(Box::new(self.earlier(tx, waiting).await?)))
            });
        }
        Ok(decisions)
    }

    /// What came of an earlier request with the same key.
    async fn earlier(&self, tx: &mut Tx, waiting: &Waiting) -> Result<Answer, StoreError> {
        let Some(claim) = tx
            .find_claim(&waiting.claimant, waiting.key.as_str())
            .await?
        else {
            return Ok(Err(PlaceOrderError::InProgress));
        };
        if claim.fingerprint != waiting.order.fingerprint {
            return Ok(Err(PlaceOrderError::KeyReused));
        }
        let Some(text) = claim.outcome else {
            return Ok(Err(PlaceOrderError::InProgress));
        };
        let outcome: Outcome = serde_json::from_str(&text).map_err(|e| StoreError::Corrupt {
            place: "idempotency_keys.outcome".into(),
            problem: e.to_string(),
        })?;
        Ok(outcome.answer(true))
    }

    async fn decide_all(
        &self,
        tx: &mut Tx,
        batch: &[Waiting],
        decisions: &mut [Option<Decision>],
        lines: Vec<CheckoutLine>,
        pool: &mut Pool,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        let mut by_cart: HashMap<CartId, Vec<CheckoutLine>> = HashMap::new();
        for line in lines {
            by_cart.entry(line.cart).or_default().push(line);
        }
        let mut placed = HashSet::new();
        let mut promotions = Promotions::default();
        for (waiting, decision) in batch.iter().zip(decisions) {
            if decision.is_some() {
                continue;
            }
            let lines = by_cart
                .get(&waiting.order.cart)
                .map_or(&[][..], Vec::as_slice);
            *decision = Some(match unjudgeable(tx, waiting, lines, &placed).await? {
                Some(refusal) => Decision::Answer(Box::new(Err(refusal))),
                None => self.decide(waiting, lines, pool, &mut promotions, now)?,
            });
            if let Some(Decision::Place { new, .. }) = decision {
                placed.insert(new.cart);
            }
        }
        Ok(())
    }

    /// Whether there is enough, the sale gives that much, and the price is the one expected.
    fn decide(
        &self,
        waiting: &Waiting,
        lines: &[CheckoutLine],
        pool: &mut Pool,
        promotions: &mut Promotions,
        now: OffsetDateTime,
    ) -> Result<Decision, StoreError> {
        let shortages: Vec<Shortage> = lines
            .iter()
            .filter_map(|line| {
                let available = line.price.map_or(0, |_| pool.available(line));
                (available < line.quantity).then(|| Shortage {
                    sku: line.sku.clone(),
                    requested: line.quantity,
                    available: available.max(0),
                })
            })
            .collect();
        if !shortages.is_empty() {
            pool.give_back(waiting.order.cart);
            return Ok(Decision::Refuse(Outcome::OutOfStock { items: shortages }));
        }
        let items = promotions.over_limit(waiting, lines);
        if !items.is_empty() {
            pool.give_back(waiting.order.cart);
            return Ok(Decision::Refuse(Outcome::SaleLimit { items }));
        }
        let coupon = promotions.coupon(waiting, lines);
        let (new, lost) = self.new_order(waiting, lines, coupon.as_ref(), now)?;
        if new.order.total != waiting.order.expected_total {
            pool.give_back(waiting.order.cart);
            return Ok(Decision::Refuse(Outcome::PriceChanged {
                total: new.order.total,
                coupon: lost,
            }));
        }
        for line in lines {
            pool.take(line);
        }
        promotions.take(waiting, &new);
        let access_token = self.ambient.secret_hex::<32>();
        let access_hash = fingerprint(access_token.as_bytes()).to_vec();
        let new = Box::new(NewOrder { access_hash, ..new });
        Ok(Decision::Place { new, access_token })
    }

    /// Records what came of each key and turns decisions into answers.
    async fn answer(
        &self,
        tx: &mut Tx,
        batch: &[Waiting],
        decisions: Vec<Option<Decision>>,
    ) -> Result<Vec<Answer>, StoreError> {
        let mut answers = Vec::with_capacity(batch.len());
        let mut completed = Vec::new();
        let mut given_back = Vec::new();
        for (waiting, decision) in batch.iter().zip(decisions) {
            let key = || (waiting.claimant.clone(), waiting.key.as_str().to_owned());
            let outcome = match decision {
                Some(Decision::Place { new, access_token }) => {
                    let NewOrder { order, lines, .. } = *new;
                    let order = Box::new(OrderView::new(order, lines, Default::default())?);
                    Outcome::Placed {
                        order,
                        access_token,
                    }
                }
                Some(Decision::Refuse(outcome)) => outcome,
                Some(Decision::Answer(answer)) => {
                    if leaves_no_trace(&answer) {
                        given_back.push(key());
                    }
                    answers.push(*answer);
                    continue;
                }
                None => return Err(StoreError::Settings("an order was left undecided".into())),
            };
            let text = serde_json::to_string(&outcome).map_err(|e| StoreError::Corrupt {
                place: "idempotency_keys.outcome".into(),
                problem: e.to_string(),
            })?;
            let (caller, key) = key();
            completed.push((caller, key, text));
            answers.push(outcome.answer(false));
        }
        tx.complete_claims(&completed).await?;
        tx.delete_claims(&given_back).await?;
        Ok(answers)
    }
}

/// Refusals that say nothing about stock or price: the cart is missing, empty, or ordered.
async fn unjudgeable(
    tx: &mut Tx,
    waiting: &Waiting,
    lines: &[CheckoutLine],
    placed: &HashSet<CartId>,
) -> Result<Option<PlaceOrderError>, StoreError> {
    let stranger = |owner: Option<domain::UserId>| owner.is_some() && owner != waiting.user;
    let Some(first) = lines.first() else {
        let cart = tx.find_cart(waiting.order.cart).await?;
        return Ok(Some(match cart {
            Some(cart) if !stranger(cart.user) => PlaceOrderError::CartEmpty,
            _ => PlaceOrderError::CartNotFound,
        }));
    };
    Ok(if stranger(first.user) {
        Some(PlaceOrderError::CartNotFound)
    } else if first.ordered.is_some() || placed.contains(&first.cart) {
        Some(PlaceOrderError::CartOrdered)
    } else {
        None
    })
}

/// Whether a key's claim is given back: its request was never judged.
fn leaves_no_trace(answer: &Answer) -> bool {
    matches!(
        answer,
        Err(PlaceOrderError::CartNotFound
            | PlaceOrderError::CartEmpty
            | PlaceOrderError::CartOrdered)
    )
}

/// The carts that are still to be judged, sorted, each once: two orders of one cart share what is
/// read, and if they come from different phones the database's triggers have the last word.
fn asked(batch: &[Waiting], decisions: &[Option<Decision>]) -> Vec<Asked> {
    let undecided = batch.iter().zip(decisions).filter(|(_, d)| d.is_none());
    let mut asked: Vec<Asked> = undecided
        .map(|(waiting, _)| Asked {
            cart: waiting.order.cart,
            phone: waiting.order.contact.phone.clone(),
            user: waiting.user,
        })
        .collect();
    asked.sort_by_key(|asked| asked.cart);
    asked.dedup_by_key(|asked| asked.cart);
    asked
}

fn placed(decisions: &[Option<Decision>]) -> impl Iterator<Item = &NewOrder> {
    decisions.iter().filter_map(|decision| match decision {
        Some(Decision::Place { new, .. }) => Some(new.as_ref()),
        _ => None,
    })
}
