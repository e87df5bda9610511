//! Idempotency claims: one winner, whose outcome everybody else reads.

use store::NewClaim;

use crate::fixtures::{Bench, START};

on_both![
    a_claim_is_per_caller_and_key,
    a_second_claim_waits_and_sees_the_outcome,
    a_claim_whose_work_crashed_is_free_again,
    outcomes_are_recorded_each_with_its_key,
    claims_can_be_given_back_and_forgotten,
];

pub(crate) fn claim(caller: &str, key: &str) -> NewClaim {
    NewClaim {
        caller: caller.into(),
        key: key.into(),
        fingerprint: vec![0, 255, 7],
    }
}

fn owned(caller: &str, key: &str, outcome: &str) -> (String, String, String) {
    (caller.into(), key.into(), outcome.into())
}

async fn a_claim_is_per_caller_and_key(bench: &Bench) {
    let mut tx = bench.begin().await;
    let ours = tx
        .claim_keys(
            &[claim("guest", "k"), claim("u1", "k"), claim("guest", "K")],
            START,
        )
        .await
        .unwrap();
    assert_eq!(ours.len(), 3);
    let again = tx
        .claim_keys(&[claim("guest", "k"), claim("u2", "k")], START)
        .await
        .unwrap();
    let mut again = again.iter().map(|c| (c.caller.as_str(), c.key.as_str()));
    assert_eq!((again.next(), again.next()), (Some(("u2", "k")), None));
    let found = tx.find_claim("guest", "k").await.unwrap().unwrap();
    assert_eq!((found.fingerprint, found.outcome), (vec![0, 255, 7], None));
    assert!(tx.find_claim("guest", "other").await.unwrap().is_none());
    assert!(tx.claim_keys(&[], START).await.unwrap().is_empty());
}

async fn a_second_claim_waits_and_sees_the_outcome(bench: &Bench) {
    let mut first = bench.begin().await;
    assert_eq!(
        first
            .claim_keys(&[claim("guest", "k")], START)
            .await
            .unwrap()
            .len(),
        1
    );
    let second = async {
        let mut tx = bench.begin().await;
        let ours = tx.claim_keys(&[claim("guest", "k")], START).await.unwrap();
        (
            ours.len(),
            tx.find_claim("guest", "k").await.unwrap().unwrap().outcome,
        )
    };
    let finish = async {
        bench.somebody_waits("idempotency_keys").await;
        first
            .complete_claims(&[owned("guest", "k", "{\"order\":1}")])
            .await
            .unwrap();
        first.commit().await.unwrap();
    };
    let (seen, ()) = tokio::join!(second, finish);
    assert_eq!(seen, (0, Some("{\"order\":1}".into())));
}

async fn a_claim_whose_work_crashed_is_free_again(bench: &Bench) {
    let mut first = bench.begin().await;
    first
        .claim_keys(&[claim("guest", "k")], START)
        .await
        .unwrap();
    let second = async {
        let mut tx = bench.begin().await;
        tx.claim_keys(&[claim("guest", "k")], START)
            .await
            .unwrap()
            .len()
    };
    let crash = async {
        bench.somebody_waits("idempotency_keys").await;
        drop(first);
    };
    let (ours, ()) = tokio::join!(second, crash);
    assert_eq!(ours, 1, "nothing is left of the first");
}

async fn outcomes_are_recorded_each_with_its_key(bench: &Bench) {
    let mut tx = bench.begin().await;
    tx.claim_keys(&[claim("a", "1"), claim("a", "2"), claim("b", "1")], START)
        .await
        .unwrap();
    tx.complete_claims(&[]).await.unwrap();
    tx.complete_claims(&[owned("a", "1", "one"), owned("b", "1", "it's \"b\"")])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let mut tx = bench.begin().await;
    let mut outcome =
        async |caller, key| tx.find_claim(caller, key).await.unwrap().unwrap().outcome;
    assert_eq!(outcome("a", "1").await.as_deref(), Some("one"));
    assert_eq!(outcome("b", "1").await.as_deref(), Some("it's \"b\""));
    assert_eq!(outcome("a", "2").await, None);
}

async fn claims_can_be_given_back_and_forgotten(bench: &Bench) {
    let mut tx = bench.begin().await;
    tx.claim_keys(&[claim("a", "1"), claim("a", "2"), claim("b", "1")], START)
        .await
        .unwrap();
    tx.delete_claims(&[]).await.unwrap();
    tx.delete_claims(&[("a".into(), "1".into()), ("b".into(), "2".into())])
        .await
        .unwrap();
    assert!(tx.find_claim("a", "1").await.unwrap().is_none());
    assert!(
        tx.find_claim("b", "1").await.unwrap().is_some(),
        "caller and key belong together"
    );
    let later = bench.later(1);
    assert_eq!(
        tx.claim_keys(&[claim("a", "1")], later)
            .await
            .unwrap()
            .len(),
        1
    );
    assert_eq!(tx.delete_claims_before(later).await.unwrap(), 2);
    assert!(tx.find_claim("a", "1").await.unwrap().is_some());
}
