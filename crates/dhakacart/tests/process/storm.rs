//! 500 buyers at once for 100 units, each clicking twice.

use nix::sys::resource::{Resource, getrlimit, setrlimit};
use serde_json::Value;
use store::testing::{Engine, TestDb};

use crate::support::{
    Answer, Good, Person, ShopProcess, furnish, good, machine, order_body, verify,
};

const BUYERS: usize = 500;
const PHONE: Good = good("phone", 15_000, 100);

/// A buyer about to click: who stands at one or two of the shop's processes.
struct Buyer {
    clicks: [Person; 2],
    key: String,
    order: Value,
}

/// What came of a buyer's two clicks: the number of their order, or none.
async fn double_click(buyer: Buyer) -> Option<String> {
    let Buyer {
        clicks: [one, two],
        key,
        order,
    } = buyer;
    let (first, second) = tokio::join!(one.order(&key, &order), two.order(&key, &order));
    for click in [&first, &second] {
        is_clean(click);
    }
    // Whatever the clicks were told, the shop has one answer to the key.
    let decided = one.order_decided(&key, &order).await;
    is_clean(&decided);
    for click in [first, second] {
        let still_at_work = click.status == 409 && click.value()["code"] == "in_progress";
        assert!(
            still_at_work || click.value()["order"] == decided.value()["order"],
            "{click:?}\n{decided:?}"
        );
    }
    (decided.status == 201).then(|| decided.order_number())
}

/// An order, or a refusal that a program can act upon.
#[track_caller]
fn is_clean(answer: &Answer) {
    if answer.status == 201 {
        return;
    }
    let problem = answer.problem();
    assert_eq!(answer.status, 409, "{problem}");
    match problem["code"].as_str().unwrap() {
        "in_progress" => assert!(!answer.header("retry-after").is_empty()),
        "out_of_stock" => {
            assert_eq!(problem["items"][0]["sku"], PHONE.sku(), "{problem}");
            assert_eq!(problem["items"][0]["requested"], 1, "{problem}");
        }
        other => panic!("{other}: {problem}"),
    }
}

/// Everybody has a cart with one phone in it, bought at any of these shops.
async fn buyers(shops: &[ShopProcess]) -> Vec<Buyer> {
    let preparing: Vec<_> = (0..BUYERS)
        .map(|number| {
            // The second click reaches the other process, if there is one.
            let clicks = [0, 1].map(|click| shops[(number + click) % shops.len()].guest());
            tokio::spawn(async move {
                let cart = clicks[0].cart(&[(&PHONE.sku(), 1)]).await;
                let order = order_body(&cart, PHONE.taka * 100 + 7_000);
                Buyer {
                    clicks,
                    key: format!("buyer-{number}"),
                    order,
                }
            })
        })
        .collect();
    let mut buyers = Vec::new();
    for buyer in preparing {
        buyers.push(buyer.await.unwrap());
    }
    buyers
}

/// Everybody has two connections, which is more than many a shell allows a process at first; what
/// is allowed here is allowed to the shop as well.
fn allow_many_connections() {
    let (_, at_most) = getrlimit(Resource::RLIMIT_NOFILE).unwrap();
    setrlimit(Resource::RLIMIT_NOFILE, at_most.min(20_000), at_most).unwrap();
}

async fn a_storm(engine: Engine, processes: usize) {
    let _alone = machine::alone().await;
    allow_many_connections();
    let db = TestDb::new(engine).await;
    furnish(db.url(), &[PHONE]);
    let mut shops = Vec::new();
    for _ in 0..processes {
        shops.push(ShopProcess::start(db.url()).await);
    }
    let clicks: Vec<_> = buyers(&shops)
        .await
        .into_iter()
        .map(|buyer| tokio::spawn(double_click(buyer)))
        .collect();
    let mut numbers = Vec::new();
    for click in clicks {
        numbers.extend(click.await.unwrap());
    }
    assert_eq!(numbers.len(), 100, "exactly what there was is sold");
    numbers.sort();
    numbers.dedup();
    assert_eq!(numbers.len(), 100, "to one buyer each");
    let admin = shops[0].admin().await;
    assert_eq!(admin.count_orders().await, 100);
    let stock = admin
        .get(&format!("/api/admin/stock/{}", PHONE.sku()))
        .await
        .expect(200);
    assert_eq!(
        (&stock["on_hand"], &stock["reserved"]),
        (&100.into(), &100.into()),
        "{stock}"
    );
    verify(db.url());
    for shop in shops {
        assert_eq!(shop.terminate().code(), Some(0));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_process_on_sqlite_sells_what_there_is() {
    a_storm(Engine::Sqlite, 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_on_postgres_sell_what_there_is() {
    a_storm(Engine::Postgres, 2).await;
}
