//! Imports that are cut short, or meet another.

use std::fmt::Write as _;
use std::sync::{Arc, OnceLock};

use store::testing::Engine;
use tokio::task::AbortHandle;

use crate::bench::Bench;

fn many(products: usize) -> String {
    let mut file =
        String::from("Handle,Title,Type,Variant SKU,Variant Price,Variant Inventory Qty\n");
    for number in 0..products {
        let kind = number % 7;
        writeln!(
            file,
            "p-{number},Product {number},Kind {kind},SKU-{number},{number}.50,3"
        )
        .unwrap();
    }
    file
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_was_cut_short_is_completed_by_running_it_again() {
    for engine in Engine::ALL {
        let bench = Bench::open(engine).await;
        let file = many(450);
        let stop: Arc<OnceLock<AbortHandle>> = Arc::default();
        let (shop, handle, bytes) = (bench.shop.clone(), stop.clone(), file.clone());
        let (go, wait) = tokio::sync::oneshot::channel::<()>();
        let task = tokio::spawn(async move {
            wait.await.unwrap();
            let mut progress = |done: usize, _: usize| {
                if done == 200 {
                    handle.get().unwrap().abort();
                }
            };
            shop.import_products(bytes.as_bytes(), Default::default(), &mut progress)
                .await
        });
        stop.set(task.abort_handle()).unwrap();
        go.send(()).unwrap();
        assert!(task.await.unwrap_err().is_cancelled());
        assert_eq!(
            bench.db.store().load_products(0).await.unwrap().len(),
            200,
            "{engine:?}"
        );
        bench.assert_books().await;

        let report = bench.import(&file).await;
        assert_eq!(
            (report.products, report.published, report.updated),
            (450, 450, 0)
        );
        assert_eq!(bench.db.store().load_products(0).await.unwrap().len(), 450);
        assert_eq!(bench.db.store().list_categories().await.unwrap().len(), 7);
        assert_eq!(bench.stock("SKU-0").await, (3, 0, 1), "opened once");
        bench.assert_books().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_imports_of_one_file_at_once_are_one() {
    for engine in Engine::ALL {
        let bench = Bench::open(engine).await;
        let file = many(450);
        let (first, second) = tokio::join!(bench.import(&file), bench.import(&file));
        assert!(
            first.rejected.is_empty() && second.rejected.is_empty(),
            "{engine:?}"
        );
        assert_eq!((first.products, second.products), (450, 450));
        assert_eq!(bench.db.store().load_products(0).await.unwrap().len(), 450);
        assert_eq!(bench.stock("SKU-449").await, (3, 0, 1));
        bench.assert_books().await;
    }
}

#[tokio::test]
async fn progress_goes_from_nothing_to_all() {
    let bench = Bench::open(Engine::Sqlite).await;
    let mut seen = Vec::new();
    let file = many(450);
    let mut progress = |done, total| seen.push((done, total));
    bench
        .shop
        .import_products(file.as_bytes(), Default::default(), &mut progress)
        .await
        .unwrap();
    assert_eq!(seen, [(0, 450), (200, 450), (400, 450), (450, 450)]);
}
