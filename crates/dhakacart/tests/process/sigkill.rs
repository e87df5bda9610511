//! SIGKILL in the middle of a sale: what was answered is there, once, and a key tells the rest.

use store::testing::{Engine, TestDb};

use crate::support::{Good, Ledger, ShopProcess, Told, furnish, good, machine, verify};

const BUYERS: usize = 40;
const ORDERS_EACH: usize = 4;
/// More than the first two rounds can sell, less than all three want.
const LAMP: Good = good("lamp", 450, 400);
/// When the shop is killed: after so many answers of a round.
const MOMENTS: [usize; 3] = [1, 60, 110];

on_both!(answered_orders_survive);

async fn answered_orders_survive(engine: Engine) {
    let _alone = machine::alone().await;
    let db = TestDb::new(engine).await;
    furnish(db.url(), &[LAMP]);
    // From here on nobody has the database open but the shop: its end is an end for SQLite too.
    db.store().close().await;
    let mut ledger = Ledger::of(LAMP);
    for moment in MOMENTS {
        let shop = ShopProcess::start(db.url()).await;
        let name = format!("kill-after-{moment}");
        let mut storm = ledger
            .storm(&name, &[shop.guest()], BUYERS, ORDERS_EACH)
            .await;
        storm.until(moment, Told::Decided).await;
        shop.kill();
        assert!(
            ledger.add(storm).await > 0,
            "the storm was over before the kill"
        );
        let shop = ShopProcess::start(db.url()).await;
        ledger.settle(&shop.guest()).await;
        ledger.check(&shop).await;
        assert_eq!(shop.terminate().code(), Some(0));
        verify(db.url());
    }
    assert!(
        ledger.refused() > 0,
        "the last round wants more than there is"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn buyers_of_a_killed_process_go_on_at_the_other() {
    let _alone = machine::alone().await;
    let db = TestDb::new(Engine::Postgres).await;
    furnish(db.url(), &[LAMP]);
    let (doomed, other) = (
        ShopProcess::start(db.url()).await,
        ShopProcess::start(db.url()).await,
    );
    let mut ledger = Ledger::of(LAMP);
    let doors = [doomed.guest(), other.guest()];
    let mut storm = ledger.storm("both", &doors, BUYERS, ORDERS_EACH).await;
    storm.until(BUYERS, Told::Decided).await;
    doomed.kill();
    // While half of the buyers go on at the other process, the rest come to it with the keys that
    // they have no answer to.
    assert!(
        ledger.add(storm).await > 0,
        "the storm was over before the kill"
    );
    ledger.settle(&other.guest()).await;
    ledger.check(&other).await;
    assert_eq!(other.terminate().code(), Some(0));
    verify(db.url());
}
