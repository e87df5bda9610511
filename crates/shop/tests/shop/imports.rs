//! Files handed over for importing: queued, done by a worker, reported.

use std::time::Duration;

use shop::{ImportOptions, ImportStatus, ImportStep, QueueImportError, QueuedImport};
use store::testing::Engine;

use crate::support::{TestShop, staff};

const GOOD: &str = "Handle,Title,Variant SKU,Variant Price,Variant Inventory Qty\n\
    kettle,Kettle,K-1,1200,4\nlamp,Lamp,L-1,abc,1\n=x,Bad,B-1,1,1\n";

fn file(text: &str) -> QueuedImport {
    QueuedImport {
        file_name: "/home/rahim/goods.csv".into(),
        file: text.as_bytes().to_vec(),
        options: ImportOptions::default(),
    }
}

#[tokio::test]
async fn a_file_is_imported_and_reported() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        let shop = &test.shop;
        assert_eq!(shop.run_next_import().await.unwrap(), ImportStep::Idle);
        let id = shop.queue_import(&staff(), file(GOOD)).await.unwrap();
        let waiting = shop.import(id).await.unwrap().unwrap();
        assert_eq!(waiting.status, ImportStatus::Waiting);
        assert_eq!(waiting.file_name, "goods.csv");
        assert_eq!(shop.run_next_import().await.unwrap(), ImportStep::Ended);
        let done = shop.import(id).await.unwrap().unwrap();
        assert_eq!(done.status, ImportStatus::Done);
        let report = done.report.unwrap();
        assert_eq!(report.products, 1, "{report:?}");
        let lines: Vec<u64> = report.rejected.iter().map(|r| r.line).collect();
        assert_eq!(lines, [3, 4]);
        assert!(report.rejected_csv().starts_with(b"line,reason\n3,"));
        assert_eq!(shop.run_next_import().await.unwrap(), ImportStep::Idle);
        let log = shop.audit_log(Default::default()).await.unwrap();
        let actions: Vec<&str> = log.items.iter().map(|e| &*e.action).collect();
        assert_eq!(actions, ["catalogue.import", "import.queue"]);
        assert_eq!(log.items[0].actor, "staff:user7");
        assert_eq!(shop.imports(Default::default()).await.unwrap().total, 1);
        test.assert_books().await;
    }
}

#[tokio::test]
async fn a_worker_that_died_is_followed_and_nothing_happens_twice() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        let shop = &test.shop;
        let id = shop.queue_import(&staff(), file(GOOD)).await.unwrap();
        // A worker takes the file, writes all of it, and dies before it says so.
        let mut tx = test.db.store().begin().await.unwrap();
        let now = shop.ambient().now();
        let lease = now + Duration::from_secs(30);
        let dead = tx.claim_import(now, lease).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        let mut unseen = |_, _| {};
        let taken = shop.import_products(&dead.file, ImportOptions::default(), &mut unseen);
        taken.await.unwrap();
        assert_eq!(shop.run_next_import().await.unwrap(), ImportStep::Idle);
        test.clock.advance(Duration::from_secs(31));
        assert_eq!(shop.run_next_import().await.unwrap(), ImportStep::Ended);
        let done = shop.import(id).await.unwrap().unwrap();
        let report = done.report.unwrap();
        assert_eq!((report.products, report.updated), (1, 0));
        assert_eq!(test.available("K-1").await, (4, 0), "opened once");
        test.assert_books().await;
    }
}

#[tokio::test]
async fn a_file_that_keeps_killing_workers_is_given_up() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        let id = test.shop.queue_import(&staff(), file(GOOD)).await.unwrap();
        for _ in 0..5 {
            let mut tx = test.db.store().begin().await.unwrap();
            let now = test.shop.ambient().now();
            let lease = now + Duration::from_secs(30);
            tx.claim_import(now, lease).await.unwrap().unwrap();
            tx.commit().await.unwrap();
            test.clock.advance(Duration::from_secs(31));
        }
        let step = test.shop.run_next_import().await.unwrap();
        assert_eq!(step, ImportStep::Ended);
        let given_up = test.shop.import(id).await.unwrap().unwrap();
        assert_eq!(given_up.status, ImportStatus::Failed);
        assert!(given_up.error.unwrap().contains("five times"));
    }
}

#[tokio::test]
async fn what_is_no_such_file_fails_with_words() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        let shop = &test.shop;
        for (text, says) in [("a,b\n1,2\n", "columns"), ("\u{0}", "columns")] {
            let id = shop.queue_import(&staff(), file(text)).await.unwrap();
            shop.run_next_import().await.unwrap();
            let failed = shop.import(id).await.unwrap().unwrap();
            assert_eq!(failed.status, ImportStatus::Failed);
            assert!(
                failed.error.as_deref().unwrap().contains(says),
                "{failed:?}"
            );
        }
        let empty = shop.queue_import(&staff(), file("")).await;
        assert!(matches!(empty, Err(QueueImportError::Invalid(_))));
        for _ in 0..5 {
            shop.queue_import(&staff(), file(GOOD)).await.unwrap();
        }
        let sixth = shop.queue_import(&staff(), file(GOOD)).await;
        assert!(matches!(sixth, Err(QueueImportError::Busy)));
    }
}
