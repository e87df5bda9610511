//! What buyers asked for and what they were told, to be held against what the shop has.

use std::collections::BTreeMap;

use serde_json::Value;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::{Answer, Good, Person, ShopProcess, order_body};

/// Every key that was ever sent, with what is known of it.
pub(crate) struct Ledger {
    good: Good,
    sent: BTreeMap<String, Sent>,
}

struct Sent {
    order: Value,
    /// The order, or the refusal; `None` as long as the shop didn't say.
    answer: Option<Answer>,
}

/// Orders on their way, all at once.
pub(crate) struct Storm {
    buying: JoinSet<Vec<(String, Sent)>>,
    told: mpsc::UnboundedReceiver<Told>,
}

/// What a buyer was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Told {
    /// An order, or a refusal for good.
    Decided,
    /// 503: come back.
    Later,
    /// Nothing.
    Silence,
}

impl Ledger {
    /// A ledger of orders of one unit each.
    pub(crate) fn of(good: Good) -> Self {
        Self {
            good,
            sent: BTreeMap::new(),
        }
    }

    /// Lets each of `buyers` order `orders` times, one after the other, and all of them at once.
    /// Who is told to come back later goes home.
    /// `name` tells this storm's keys from others'; each buyer stands at the next of `doors`.
    pub(crate) async fn storm(
        &self,
        name: &str,
        doors: &[Person],
        buyers: usize,
        orders: usize,
    ) -> Storm {
        let mut ready = Vec::new();
        for (buyer, door) in (0..buyers).zip(doors.iter().cycle()) {
            let mut wants = Vec::new();
            for order in 0..orders {
                wants.push((format!("{name}-{buyer}-{order}"), self.an_order(door).await));
            }
            ready.push((door.clone(), wants));
        }
        let (tell, told) = mpsc::unbounded_channel();
        let mut buying = JoinSet::new();
        for (door, wants) in ready {
            buying.spawn(buy(door, wants, tell.clone()));
        }
        Storm { buying, told }
    }

    /// A cart with one unit in it, and the body that orders it.
    pub(crate) async fn an_order(&self, guest: &Person) -> Value {
        let cart = guest.cart(&[(&self.good.sku(), 1)]).await;
        order_body(&cart, self.good.taka * 100 + 7_000)
    }

    /// Waits for the end of a storm and writes it down. Answers how many orders it left undecided.
    pub(crate) async fn add(&mut self, storm: Storm) -> usize {
        let before = self.undecided();
        for buyer in storm.buying.join_all().await {
            self.sent.extend(buyer);
        }
        self.undecided() - before
    }

    /// Writes down an order that was sent by hand.
    pub(crate) fn note(&mut self, key: &str, order: Value) {
        self.sent.insert(
            key.to_owned(),
            Sent {
                order,
                answer: None,
            },
        );
    }

    fn undecided(&self) -> usize {
        self.sent
            .values()
            .filter(|sent| sent.answer.is_none())
            .count()
    }

    /// How many keys were refused for good.
    pub(crate) fn refused(&self) -> usize {
        let refused = |sent: &&Sent| {
            sent.answer
                .as_ref()
                .is_some_and(|answer| answer.status == 409)
        };
        self.sent.values().filter(refused).count()
    }

    /// Sends every key again, twice: the first answer to it is the only one it ever gets.
    pub(crate) async fn settle(&mut self, guest: &Person) {
        for (key, sent) in &mut self.sent {
            let again = guest.order_decided(key, &sent.order).await;
            if let Some(first) = &sent.answer {
                is_the_same(key, first, &again);
            }
            is_the_same(key, &again, &guest.order_decided(key, &sent.order).await);
            sent.answer = Some(again);
        }
    }

    /// Holds a settled ledger against the shop: the same orders, once each, and the stock that
    /// follows from them.
    pub(crate) async fn check(&self, shop: &ShopProcess) {
        let guest = shop.guest();
        let mut numbers = Vec::new();
        for (key, sent) in &self.sent {
            let answer = sent.answer.as_ref().unwrap();
            if answer.status != 201 {
                answer.refused(409, "out_of_stock");
                continue;
            }
            let number = answer.order_number();
            let holder = guest.with_token(answer.value()["access_token"].as_str().unwrap());
            let order = holder
                .get(&format!("/api/orders/{number}"))
                .await
                .expect(200);
            assert_eq!(order["order"]["number"], number.as_str(), "{key}");
            numbers.push(number);
        }
        let placed = numbers.len();
        numbers.sort();
        numbers.dedup();
        assert_eq!(numbers.len(), placed, "two keys have the same order");
        let counted = shop.admin().await.count_orders().await;
        assert_eq!(
            usize::try_from(counted).unwrap(),
            placed,
            "orders that no buyer knows of"
        );
        assert_eq!(guest.stock(self.good.slug).await, self.good.units - counted);
    }
}

impl Storm {
    /// Waits until `count` more buyers were told this.
    pub(crate) async fn until(&mut self, count: usize, what: Told) {
        let mut seen = 0;
        while seen < count {
            let told = self.told.recv().await;
            let told =
                told.unwrap_or_else(|| panic!("the storm was over after {seen} times {what:?}"));
            seen += usize::from(told == what);
        }
    }
}

async fn buy(
    door: Person,
    wants: Vec<(String, Value)>,
    tell: mpsc::UnboundedSender<Told>,
) -> Vec<(String, Sent)> {
    let mut sent = Vec::new();
    for (key, order) in wants {
        let answer = door.try_order(&key, &order).await.ok();
        let told = match &answer {
            None => Told::Silence,
            Some(answer) if answer.status == 503 => {
                answer.unavailable();
                Told::Later
            }
            Some(answer) if answer.status == 201 => Told::Decided,
            Some(answer) => {
                answer.refused(409, "out_of_stock");
                Told::Decided
            }
        };
        // Nobody may be interested any more.
        let _ = tell.send(told);
        sent.push((
            key,
            Sent {
                order,
                answer: answer.filter(|_| told == Told::Decided),
            },
        ));
        if told == Told::Later {
            break;
        }
    }
    sent
}

/// The second answer to a key repeats the first.
#[track_caller]
fn is_the_same(key: &str, first: &Answer, again: &Answer) {
    assert_eq!(
        first.status, again.status,
        "{key}: {first:?}, then {again:?}"
    );
    assert_eq!(
        again.header("idempotency-replayed"),
        "true",
        "{key}: {again:?}"
    );
    if first.status == 201 {
        assert_eq!(first.value(), again.value(), "{key}");
    } else {
        let (first, again) = (
            first.refused(409, "out_of_stock"),
            again.refused(409, "out_of_stock"),
        );
        assert_eq!(first["items"], again["items"], "{key}");
    }
}
