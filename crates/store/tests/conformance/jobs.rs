//! The job queue: a claim is a lease, and nobody shares one.

use std::collections::HashSet;

use domain::JobId;
use serde_json::json;
use store::{NewJob, Store};
use time::{Duration, OffsetDateTime};

use crate::fixtures::{Bench, START};

on_both![
    a_due_job_is_leased_with_its_payload,
    a_lease_that_ran_out_is_taken_by_another,
    done_jobs_are_done_and_forgotten,
    a_failed_job_comes_back_when_told_or_never,
    oldest_jobs_first_and_no_more_than_the_limit,
    claimers_never_share_a_job,
    the_limit_holds_whatever_the_planner_does,
];

const LEASE: Duration = Duration::minutes(5);

async fn jobs(bench: &Bench, run_at: impl IntoIterator<Item = OffsetDateTime>) -> Vec<JobId> {
    let jobs: Vec<NewJob> = run_at
        .into_iter()
        .map(|run_at| NewJob {
            id: JobId::mint(&bench.ambient),
            kind: "sms",
            payload: json!({"n": 1}),
            run_at,
        })
        .collect();
    let mut tx = bench.begin().await;
    tx.insert_jobs(&jobs, bench.now()).await.unwrap();
    tx.commit().await.unwrap();
    jobs.into_iter().map(|job| job.id).collect()
}

async fn claim(store: &Store, now: OffsetDateTime, limit: i64) -> Vec<JobId> {
    let mut tx = store.begin().await.unwrap();
    let claimed = tx.claim_jobs(now, now + LEASE, limit).await.unwrap();
    tx.commit().await.unwrap();
    claimed.into_iter().map(|job| job.id).collect()
}

async fn a_due_job_is_leased_with_its_payload(bench: &Bench) {
    let payload = json!({"to": "+8801712345678", "text": "আপনার অর্ডার", "n": [1, null, 2.5]});
    let id = JobId::mint(&bench.ambient);
    let mut tx = bench.begin().await;
    tx.insert_jobs(&[], START).await.unwrap();
    tx.insert_jobs(
        &[NewJob {
            id,
            kind: "sms",
            payload: payload.clone(),
            run_at: START,
        }],
        START,
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    assert!(
        claim(bench.store(), START - Duration::MICROSECOND, 9)
            .await
            .is_empty(),
        "not due"
    );
    assert_eq!(
        bench
            .store()
            .count_pending_jobs(START - Duration::MICROSECOND)
            .await
            .unwrap(),
        0
    );
    assert_eq!(bench.store().count_pending_jobs(START).await.unwrap(), 1);
    let mut tx = bench.begin().await;
    let job = tx
        .claim_jobs(START, START + LEASE, 9)
        .await
        .unwrap()
        .remove(0);
    assert_eq!(
        (job.id, job.kind.as_str(), job.payload, job.attempts),
        (id, "sms", payload, 1)
    );
    tx.commit().await.unwrap();
    assert!(claim(bench.store(), START, 9).await.is_empty(), "leased");
    assert_eq!(
        bench.store().count_pending_jobs(START).await.unwrap(),
        1,
        "leased is not done"
    );
}

async fn a_lease_that_ran_out_is_taken_by_another(bench: &Bench) {
    let ids = jobs(bench, [START]).await;
    assert_eq!(claim(bench.store(), START, 9).await, ids);
    let end = START + LEASE;
    assert!(
        claim(bench.store(), end - Duration::MICROSECOND, 9)
            .await
            .is_empty()
    );
    let mut tx = bench.begin().await;
    let job = tx.claim_jobs(end, end + LEASE, 9).await.unwrap().remove(0);
    assert_eq!((job.id, job.attempts), (ids[0], 2));
    drop(tx);
    // A claim that was not committed is none, as soon as the database has heard of it: until then
    // the row is locked, and locked rows are skipped.
    let again = async {
        loop {
            let claimed = claim(bench.store(), end, 9).await;
            if !claimed.is_empty() {
                return claimed;
            }
        }
    };
    let again = tokio::time::timeout(std::time::Duration::from_secs(20), again).await;
    assert_eq!(again.unwrap(), ids);
}

async fn done_jobs_are_done_and_forgotten(bench: &Bench) {
    let ids = jobs(bench, [START, START]).await;
    let mut tx = bench.begin().await;
    tx.finish_job(ids[0], START).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(claim(bench.store(), START + LEASE, 9).await, vec![ids[1]]);
    assert_eq!(bench.store().count_pending_jobs(START).await.unwrap(), 1);
    let mut tx = bench.begin().await;
    assert_eq!(tx.delete_jobs_done_before(START).await.unwrap(), 0);
    assert_eq!(
        tx.delete_jobs_done_before(START + Duration::SECOND)
            .await
            .unwrap(),
        1
    );
}

async fn a_failed_job_comes_back_when_told_or_never(bench: &Bench) {
    let ids = jobs(bench, [START]).await;
    claim(bench.store(), START, 9).await;
    let retry = START + Duration::SECOND;
    let mut tx = bench.begin().await;
    tx.fail_job(ids[0], "gateway said \"no\"", Some(retry), START)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert!(claim(bench.store(), START, 9).await.is_empty());
    assert_eq!(
        claim(bench.store(), retry, 9).await,
        ids,
        "its lease went with the failure"
    );
    let mut tx = bench.begin().await;
    tx.fail_job(ids[0], "gave up", None, retry).await.unwrap();
    tx.commit().await.unwrap();
    assert!(
        claim(bench.store(), retry + Duration::DAY, 9)
            .await
            .is_empty()
    );
    assert_eq!(
        bench
            .store()
            .count_pending_jobs(retry + Duration::DAY)
            .await
            .unwrap(),
        0
    );
    assert_eq!(bench.text("SELECT last_error FROM jobs").await, "gave up");
    let verdicts = bench
        .store()
        .verify(START + Duration::SECOND + Duration::SECOND)
        .await
        .unwrap();
    assert_eq!(
        verdicts
            .iter()
            .find(|v| v.name == "no_stuck_job")
            .unwrap()
            .broken,
        1
    );
}

async fn oldest_jobs_first_and_no_more_than_the_limit(bench: &Bench) {
    let at = |minutes| START - Duration::minutes(minutes);
    let ids = jobs(bench, [at(1), at(3), at(2)]).await;
    assert_eq!(claim(bench.store(), START, 1).await, vec![ids[1]]);
    assert_eq!(claim(bench.store(), START, 1).await, vec![ids[2]]);
    assert_eq!(claim(bench.store(), START, 9).await, vec![ids[0]]);
}

async fn claimers_never_share_a_job(bench: &Bench) {
    let ids = jobs(bench, vec![START; 60]).await;
    let claimers: Vec<_> = (0..8)
        .map(|_| {
            let store = bench.store().clone();
            tokio::spawn(async move {
                let mut mine = Vec::new();
                // Rows that another claimer has locked are skipped: nothing now may be something later.
                while store.count_pending_jobs(START).await.unwrap() > 0 {
                    let claimed = claim(&store, START, 3).await;
                    let mut tx = store.begin().await.unwrap();
                    for &id in &claimed {
                        tx.finish_job(id, START).await.unwrap();
                    }
                    tx.commit().await.unwrap();
                    mine.extend(claimed);
                }
                mine
            })
        })
        .collect();
    let mut all = Vec::new();
    for claimer in claimers {
        all.extend(claimer.await.unwrap());
    }
    assert_eq!(all.len(), 60);
    assert_eq!(
        all.into_iter().collect::<HashSet<_>>(),
        ids.into_iter().collect()
    );
}

/// PostgreSQL may run a subquery once per row when it joins by nested loops, and each run would
/// lease other rows.
async fn the_limit_holds_whatever_the_planner_does(bench: &Bench) {
    jobs(bench, vec![START; 20]).await;
    let store = bench.badly_planned().await;
    assert_eq!(claim(&store, START, 2).await.len(), 2);
    store.close().await;
}
