//! One-time codes: attempts, single use and budgets under races.

use domain::{CodePurpose, JobId, Phone, UserId};
use store::{IssuedCode, StoreError};
use time::Duration;
use tokio::task::JoinSet;

use crate::accounts::user;
use crate::fixtures::{Bench, START};

on_both![
    a_code_is_guessed_and_used_so_often,
    a_budget_is_never_overdrawn,
    a_phone_is_proven_for_one,
];

const RESET: CodePurpose = CodePurpose::PasswordReset;
const WHO: &str = "name:rahima";

async fn customer(bench: &Bench, name: &str, phone: &Phone) -> UserId {
    let mut new = user(bench, name);
    new.user.phone = Some(phone.to_string());
    let mut tx = bench.begin().await;
    tx.insert_user(&new).await.unwrap();
    tx.commit().await.unwrap();
    new.user.id
}

fn phone() -> Phone {
    Phone::parse("01712345678").unwrap()
}

/// Runs something forty times at once, and counts how often it was so.
async fn at_once<F, G>(make: F) -> usize
where
    F: Fn(usize) -> G,
    G: Future<Output = Result<bool, StoreError>> + Send + 'static,
{
    let mut tasks = JoinSet::new();
    for number in 0..40 {
        tasks.spawn(make(number));
    }
    let done = tasks.join_all().await;
    done.into_iter().filter(|so| *so.as_ref().unwrap()).count()
}

async fn a_code_is_guessed_and_used_so_often(bench: &Bench) {
    let (user, phone) = (customer(bench, "rahima", &phone()).await, phone());
    let (job, until) = (JobId::mint(&bench.ambient), START + Duration::HOUR);
    let mut tx = bench.begin().await;
    tx.ask_for_code(RESET, WHO, 5, START, until).await.unwrap();
    tx.issue_code(&IssuedCode {
        purpose: RESET,
        subject: WHO,
        user,
        phone: &phone,
        job,
        attempts: 5,
        expires_at: until,
    })
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let guess = |_| {
        let store = bench.store().clone();
        async move {
            let mut tx = store.begin().await?;
            let row = tx.take_code_attempt(RESET, WHO, START).await?;
            tx.commit().await?;
            Ok(row.is_some_and(|row| row.job == Some(job)))
        }
    };
    assert_eq!(at_once(guess).await, 5);
    // Asking again gives a code that went out no new attempts.
    let mut tx = bench.begin().await;
    tx.ask_for_code(RESET, WHO, 5, START, until).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(at_once(guess).await, 0);
    let using = |_| {
        let store = bench.store().clone();
        async move {
            let mut tx = store.begin().await?;
            let used = tx.use_code(RESET, WHO, job, START).await?;
            tx.commit().await?;
            Ok(used)
        }
    };
    assert_eq!(at_once(using).await, 1);
}

async fn a_budget_is_never_overdrawn(bench: &Bench) {
    let count = |_| {
        let store = bench.store().clone();
        async move {
            let mut tx = store.begin().await?;
            let counted = tx.count_code("all", START, 7).await?;
            tx.commit().await?;
            Ok(counted)
        }
    };
    assert_eq!(at_once(count).await, 7);
    let mut tx = bench.begin().await;
    let later = START + Duration::HOUR;
    assert!(tx.count_code("all", later, 7).await.unwrap());
    assert!(tx.count_code("phone:1", START, 7).await.unwrap());
}

async fn a_phone_is_proven_for_one(bench: &Bench) {
    let phone = phone();
    let mut people = Vec::new();
    for name in ["rahima", "karim", "salma"] {
        let who = customer(bench, name, &phone).await;
        let mut tx = bench.begin().await;
        tx.prove_phone(who, &phone, START).await.unwrap();
        tx.commit().await.unwrap();
        people.push(who);
    }
    let listed = bench.store().list_users_by_phone(&phone, 5).await.unwrap();
    assert_eq!(listed.len(), 3);
    assert_eq!(listed[0].id, people[2], "who proved it comes first");
    let proven = |row: &&store::UserRow| row.phone_verified_at.is_some();
    assert_eq!(listed.iter().filter(proven).count(), 1);
    let mut tx = bench.begin().await;
    let (same, mail) = (Some(phone.as_str()), Some("s@example.com"));
    tx.update_contact(people[2], same, mail).await.unwrap();
    let row = tx.find_user_for_update(people[2]).await.unwrap().unwrap();
    assert!(row.phone_verified_at.is_some(), "the same number");
    tx.update_contact(people[2], None, mail).await.unwrap();
    let row = tx.find_user_for_update(people[2]).await.unwrap().unwrap();
    assert_eq!(row.phone_verified_at, None);
    tx.commit().await.unwrap();
}
