//! SIGKILL in the middle of a sale: what was answered is there, once, and a key tells the rest.

use std::collections::BTreeMap;

use serde_json::Value;
use store::testing::{Engine, TestDb};
use tokio::sync::mpsc;

use crate::support::{
    Answer, Good, Person, ShopProcess, add_admin, good, machine, order_body, put_on_shelf, verify,
};

const BUYERS: usize = 40;
const ORDERS_EACH: usize = 4;
/// More than the first two rounds can sell, less than all three want.
const LAMP: Good = good("lamp", 450, 400);
/// When the power goes: after so many answers of a round.
const MOMENTS: [usize; 3] = [1, 60, 130];

on_both!(answered_orders_survive);

/// What was sent under a key, and what came back, if anything did.
struct Sent {
    order: Value,
    answer: Option<Answer>,
}

type Ledger = BTreeMap<String, Sent>;

async fn answered_orders_survive(engine: Engine) {
    let _alone = machine::alone().await;
    let db = TestDb::new(engine).await;
    put_on_shelf(db.url(), &[LAMP]);
    add_admin(db.url());
    // From here on nobody has the database open but the shop.
    db.store().close().await;
    let mut ledger = Ledger::new();
    for (round, moment) in MOMENTS.into_iter().enumerate() {
        let shop = ShopProcess::start(db.url()).await;
        let round = storm(shop, round, moment).await;
        assert!(round.values().any(|sent| sent.answer.is_none()), "the storm was over before the kill");
        ledger.extend(round);
        let shop = ShopProcess::start(db.url()).await;
        settle(&shop.guest(), &mut ledger).await;
        is_right(&shop, &ledger).await;
        assert_eq!(shop.terminate().code(), Some(0));
        verify(db.url());
    }
    assert!(ledger.values().any(|sent| sent.answer.as_ref().is_some_and(|answer| answer.status == 409)));
}

/// Buyers order one after the other, all at once; the shop is killed after `moment` answers.
async fn storm(shop: ShopProcess, round: usize, moment: usize) -> Ledger {
    let (saw, mut answers) = mpsc::unbounded_channel();
    let mut buyers = Vec::new();
    for number in 0..BUYERS {
        let guest = shop.guest();
        let mut orders = Vec::new();
        for order in 0..ORDERS_EACH {
            orders.push((format!("round-{round}-buyer-{number}-order-{order}"), an_order(&guest).await));
        }
        buyers.push((guest, orders));
    }
    let buying: Vec<_> = buyers
        .into_iter()
        .map(|(guest, orders)| tokio::spawn(buy(guest, orders, saw.clone())))
        .collect();
    drop(saw);
    for _ in 0..moment {
        answers.recv().await.unwrap();
    }
    shop.kill();
    let mut ledger = Ledger::new();
    for buyer in buying {
        ledger.extend(buyer.await.unwrap());
    }
    ledger
}

/// A cart with lamps, and the body that orders it.
async fn an_order(guest: &Person) -> Value {
    let cart = guest.cart(&[(&LAMP.sku(), 1)]).await;
    order_body(&cart, LAMP.taka * 100 + 7_000)
}

async fn buy(
    guest: Person,
    orders: Vec<(String, Value)>,
    saw: mpsc::UnboundedSender<()>,
) -> Vec<(String, Sent)> {
    let mut ledger = Vec::new();
    for (key, order) in orders {
        let answer = guest.try_order(&key, &order).await.ok();
        if answer.is_some() {
            let _ = saw.send(());
        }
        ledger.push((key, Sent { order, answer }));
    }
    ledger
}

/// Every key is sent again, twice: the first answer to it is the only one it ever gets.
async fn settle(guest: &Person, ledger: &mut Ledger) {
    for (key, sent) in ledger {
        let first = sent.answer.clone();
        let again = guest.order_decided(key, &sent.order).await;
        if let Some(first) = first {
            is_the_same(key, &first, &again);
        }
        let once_more = guest.order_decided(key, &sent.order).await;
        is_the_same(key, &again, &once_more);
        sent.answer = Some(again);
    }
}

#[track_caller]
fn is_the_same(key: &str, first: &Answer, again: &Answer) {
    assert_eq!(first.status, again.status, "{key}: {first:?}, then {again:?}");
    assert_eq!(again.header("idempotency-replayed"), "true", "{key}: {again:?}");
    if first.status == 201 {
        assert_eq!(first.value(), again.value(), "{key}");
    } else {
        let (first, again) = (first.refused(409, "out_of_stock"), again.refused(409, "out_of_stock"));
        assert_eq!(first["items"], again["items"], "{key}");
    }
}

/// The shop has exactly the orders that the buyers have, and the stock that follows from them.
async fn is_right(shop: &ShopProcess, ledger: &Ledger) {
    let guest = shop.guest();
    let mut numbers = Vec::new();
    for (key, sent) in ledger {
        let answer = sent.answer.as_ref().unwrap();
        if answer.status != 201 {
            continue;
        }
        let number = answer.order_number();
        let holder = guest.with_token(answer.value()["access_token"].as_str().unwrap());
        let order = holder.get(&format!("/api/orders/{number}")).await.expect(200);
        assert_eq!(order["order"]["number"], number.as_str(), "{key}");
        numbers.push(number);
    }
    let answered = numbers.len();
    numbers.sort();
    numbers.dedup();
    assert_eq!(numbers.len(), answered, "two keys have the same order");
    let admin = shop.admin().await;
    let placed = admin.count_orders().await;
    assert_eq!(usize::try_from(placed).unwrap(), answered, "orders that no buyer knows of");
    assert_eq!(guest.stock(LAMP.slug).await, LAMP.units - placed);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn buyers_of_a_killed_process_go_on_at_the_other() {
    let _alone = machine::alone().await;
    let db = TestDb::new(Engine::Postgres).await;
    put_on_shelf(db.url(), &[LAMP]);
    add_admin(db.url());
    let doomed = ShopProcess::start(db.url()).await;
    let other = ShopProcess::start(db.url()).await;
    let (saw, mut answers) = mpsc::unbounded_channel();
    let mut buying = Vec::new();
    for number in 0..BUYERS {
        // Half of them begin at each.
        let (here, there) = (doomed.guest(), other.guest());
        let first = if number % 2 == 0 { here } else { there.clone() };
        let mut orders = Vec::new();
        for order in 0..ORDERS_EACH {
            orders.push((format!("buyer-{number}-order-{order}"), an_order(&there).await));
        }
        buying.push((first, there, orders));
    }
    let buying: Vec<_> = buying
        .into_iter()
        .map(|(first, there, orders)| {
            let saw = saw.clone();
            tokio::spawn(async move {
                let mut ledger = Vec::new();
                for (key, order) in orders {
                    let first = first.try_order(&key, &order).await.ok();
                    let _ = saw.send(());
                    // Answered or not, the other process knows the key's one outcome.
                    let answer = there.order_decided(&key, &order).await;
                    if let Some(first) = first.filter(|first| first.status == 201) {
                        is_the_same(&key, &first, &answer);
                    }
                    ledger.push((key, Sent { order, answer: Some(answer) }));
                }
                ledger
            })
        })
        .collect();
    for _ in 0..BUYERS {
        answers.recv().await.unwrap();
    }
    doomed.kill();
    let mut ledger = Ledger::new();
    for buyer in buying {
        ledger.extend(buyer.await.unwrap());
    }
    assert_eq!(ledger.len(), BUYERS * ORDERS_EACH);
    settle(&other.guest(), &mut ledger).await;
    is_right(&other, &ledger).await;
    assert_eq!(other.terminate().code(), Some(0));
    verify(db.url());
}
