//! Imports: a queue with leases, progress and one ending.

use domain::{ImportId, UserId};
use serde_json::json;
use store::{ImportProgress, ImportStatus, NewImport};

use crate::fixtures::{ALL, Bench};

on_both![
    the_oldest_import_is_claimed_first,
    a_lease_that_ran_out_is_taken_over,
    an_import_ends_once_and_lets_go_of_its_file,
    old_imports_are_forgotten,
    two_workers_never_have_the_same_import
];

async fn queued(bench: &Bench, name: &str) -> ImportId {
    let id = ImportId::mint(&bench.ambient);
    let mut tx = bench.begin().await;
    tx.insert_import(&NewImport {
        id,
        file_name: name.to_owned(),
        file: b"Handle,Title\n\0".to_vec(),
        set_stock: true,
        actor_id: UserId::mint(&bench.ambient),
        actor: "staff:rahim".into(),
        created_at: bench.now(),
    })
    .await
    .unwrap();
    tx.commit().await.unwrap();
    bench.later(1);
    id
}

async fn claim(bench: &Bench, lease_seconds: i64) -> Option<store::ClaimedImportRow> {
    let mut tx = bench.begin().await;
    let now = bench.now();
    let until = now + time::Duration::seconds(lease_seconds);
    let claimed = tx.claim_import(now, until).await.unwrap();
    tx.commit().await.unwrap();
    claimed
}

async fn the_oldest_import_is_claimed_first(bench: &Bench) {
    assert!(claim(bench, 60).await.is_none());
    let (first, second) = (queued(bench, "a.csv").await, queued(bench, "b.csv").await);
    let claimed = claim(bench, 60).await.unwrap();
    assert_eq!((claimed.import.id, claimed.import.attempts), (first, 1));
    assert_eq!(claimed.file, b"Handle,Title\n\0");
    assert_eq!(claimed.import.status, ImportStatus::Running);
    assert!(claimed.import.set_stock);
    assert_eq!(claim(bench, 60).await.unwrap().import.id, second);
    assert!(claim(bench, 60).await.is_none(), "both are leased");
    let mut tx = bench.begin().await;
    assert_eq!(tx.count_open_imports().await.unwrap(), 2);
    drop(tx);
    let (listed, total) = bench.store().list_imports(ALL).await.unwrap();
    assert_eq!(total, 2);
    assert_eq!(listed[0].id, second, "the newest first");
}

async fn a_lease_that_ran_out_is_taken_over(bench: &Bench) {
    let id = queued(bench, "a.csv").await;
    let dead = claim(bench, 60).await.unwrap();
    bench.later(61);
    let alive = claim(bench, 60).await.unwrap();
    assert_eq!((alive.import.id, alive.import.attempts), (id, 2));
    let progress = |attempt| ImportProgress {
        id,
        attempt,
        done: 10,
        total: 20,
        lease_until: bench.now() + time::Duration::seconds(60),
    };
    let mut tx = bench.begin().await;
    let late = progress(dead.import.attempts);
    assert!(!tx.update_import_progress(&late).await.unwrap());
    assert!(
        !tx.finish_import(id, 1, Err("late"), bench.now())
            .await
            .unwrap()
    );
    assert!(tx.update_import_progress(&progress(2)).await.unwrap());
    tx.commit().await.unwrap();
    let import = bench.store().find_import(id).await.unwrap().unwrap();
    assert_eq!((import.products_done, import.products_total), (10, 20));
    let mut tx = bench.begin().await;
    let soon = bench.now() + time::Duration::seconds(5);
    tx.update_import_retry(id, 2, soon).await.unwrap();
    tx.commit().await.unwrap();
    assert!(claim(bench, 60).await.is_none());
    bench.later(5);
    assert_eq!(claim(bench, 60).await.unwrap().import.attempts, 3);
}

async fn an_import_ends_once_and_lets_go_of_its_file(bench: &Bench) {
    let id = queued(bench, "a.csv").await;
    let attempt = claim(bench, 60).await.unwrap().import.attempts;
    let mut tx = bench.begin().await;
    let report = json!({"products": 2});
    let now = bench.now();
    assert!(
        tx.finish_import(id, attempt, Ok(&report), now)
            .await
            .unwrap()
    );
    assert!(!tx.finish_import(id, attempt, Err("x"), now).await.unwrap());
    tx.commit().await.unwrap();
    let import = bench.store().find_import(id).await.unwrap().unwrap();
    assert_eq!(import.status, ImportStatus::Done);
    assert_eq!(import.report, Some(report));
    assert_eq!((import.error, import.finished_at), (None, Some(now)));
    let files = "SELECT CAST(COUNT(file) AS text) FROM imports";
    assert_eq!(bench.text(files).await, "0");
    bench.later(3600);
    assert!(claim(bench, 60).await.is_none());
}

async fn old_imports_are_forgotten(bench: &Bench) {
    let id = queued(bench, "a.csv").await;
    queued(bench, "waiting.csv").await;
    claim(bench, 60).await.unwrap();
    let mut tx = bench.begin().await;
    let ended = bench.now();
    tx.finish_import(id, 1, Err("not such a file"), ended)
        .await
        .unwrap();
    assert_eq!(tx.delete_imports_before(ended).await.unwrap(), 0);
    assert_eq!(tx.delete_imports_before(bench.later(1)).await.unwrap(), 1);
    tx.commit().await.unwrap();
    assert_eq!(bench.store().list_imports(ALL).await.unwrap().1, 1);
}

async fn two_workers_never_have_the_same_import(bench: &Bench) {
    for number in 0..8 {
        queued(bench, &format!("{number}.csv")).await;
    }
    let claims = (0..8).map(|_| claim(bench, 600));
    let mut taken: Vec<ImportId> = Vec::new();
    for claimed in futures_util::future::join_all(claims).await {
        taken.extend(claimed.map(|c| c.import.id));
    }
    // Skipping what another has locked may leave some for the next look, never for two.
    while let Some(claimed) = claim(bench, 600).await {
        taken.push(claimed.import.id);
    }
    let count = taken.len();
    taken.sort();
    taken.dedup();
    assert_eq!((taken.len(), count), (8, 8));
}
