//! Users and sessions: one name each, and a session that ends in every way it can.

use domain::{Role, SessionId, UserId};
use store::{NewUser, Tx, UserRow};
use time::Duration;

use crate::fixtures::{Bench, START};

on_both![
    a_user_reads_back_as_written,
    a_name_is_taken_once_whatever_its_case,
    a_session_lives_until_it_expires,
    a_revoked_session_is_dead,
    a_disabled_user_has_no_live_session,
    roles_and_locks_change,
    staff_are_listed_without_customers,
    expired_sessions_are_forgotten,
];

pub(crate) fn user(bench: &Bench, name: &str) -> NewUser {
    let user = UserRow {
        id: UserId::mint(&bench.ambient),
        username: name.into(),
        password_hash: "$argon2id$…".into(),
        role: Role::Customer,
        phone: None,
        email: None,
        created_at: bench.now(),
        disabled_at: None,
    };
    NewUser {
        username_key: name.to_lowercase(),
        user,
    }
}

async fn session(bench: &Bench, tx: &mut Tx, user: UserId) -> SessionId {
    let id = SessionId::mint(&bench.ambient);
    tx.insert_session(id, user, START, START + Duration::HOUR, None)
        .await
        .unwrap();
    id
}

async fn a_user_reads_back_as_written(bench: &Bench) {
    let mut new = user(bench, "Rahim_1");
    new.user.role = Role::Admin;
    new.user.phone = Some("+8801712345678".into());
    new.user.email = Some("Rahim@Example.com".into());
    new.user.disabled_at = Some(START);
    let mut tx = bench.begin().await;
    tx.insert_user(&new).await.unwrap();
    let locked = tx.find_user_for_update(new.user.id).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    let want = format!("{:?}", new.user);
    let by_name = bench.store().find_user("rahim_1").await.unwrap().unwrap();
    let by_id = bench
        .store()
        .find_user_by_id(new.user.id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        [locked, by_name, by_id].map(|row| format!("{row:?}")),
        [want.clone(), want.clone(), want]
    );
    assert!(
        bench.store().find_user("Rahim_1").await.unwrap().is_none(),
        "it is the key that is asked for"
    );
    let nobody = UserId::mint(&bench.ambient);
    assert!(
        bench
            .store()
            .find_user_by_id(nobody)
            .await
            .unwrap()
            .is_none()
    );
}

async fn a_name_is_taken_once_whatever_its_case(bench: &Bench) {
    let mut tx = bench.begin().await;
    tx.insert_user(&user(bench, "Rahim")).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = bench.begin().await;
    let error = tx.insert_user(&user(bench, "rAHIM")).await.unwrap_err();
    assert!(error.is_unique("username_key"), "{error}");
    assert!(!error.is_unique("users_email"));
}

async fn a_session_lives_until_it_expires(bench: &Bench) {
    let new = user(bench, "rahim");
    let mut tx = bench.begin().await;
    tx.insert_user(&new).await.unwrap();
    let id = session(bench, &mut tx, new.user.id).await;
    tx.commit().await.unwrap();
    let end = START + Duration::HOUR;
    let live = async |at| bench.store().find_live_session(id, at).await.unwrap();
    let row = live(end - Duration::MICROSECOND).await.unwrap();
    assert_eq!(
        (row.id, row.user, row.username.as_str(), row.role),
        (id, new.user.id, "rahim", Role::Customer)
    );
    assert!(live(end).await.is_none());
    let unknown = SessionId::mint(&bench.ambient);
    assert!(
        bench
            .store()
            .find_live_session(unknown, START)
            .await
            .unwrap()
            .is_none()
    );
}

async fn a_revoked_session_is_dead(bench: &Bench) {
    let new = user(bench, "rahim");
    let mut tx = bench.begin().await;
    tx.insert_user(&new).await.unwrap();
    let mut sessions = Vec::new();
    for _ in 0..3 {
        sessions.push(session(bench, &mut tx, new.user.id).await);
    }
    tx.revoke_session(sessions[0], START).await.unwrap();
    tx.commit().await.unwrap();
    let alive = async || {
        let mut alive = Vec::new();
        for &id in &sessions {
            alive.push(
                bench
                    .store()
                    .find_live_session(id, START)
                    .await
                    .unwrap()
                    .is_some(),
            );
        }
        alive
    };
    assert_eq!(alive().await, vec![false, true, true]);
    let mut tx = bench.begin().await;
    tx.revoke_sessions_of(new.user.id, START).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(alive().await, vec![false, false, false]);
}

async fn a_disabled_user_has_no_live_session(bench: &Bench) {
    let mut new = user(bench, "rahim");
    let mut tx = bench.begin().await;
    tx.insert_user(&new).await.unwrap();
    let id = session(bench, &mut tx, new.user.id).await;
    new.user.disabled_at = Some(START);
    tx.update_user(&new.user).await.unwrap();
    tx.commit().await.unwrap();
    assert!(
        bench
            .store()
            .find_live_session(id, START)
            .await
            .unwrap()
            .is_none()
    );
    new.user.disabled_at = None;
    let mut tx = bench.begin().await;
    tx.update_user(&new.user).await.unwrap();
    tx.commit().await.unwrap();
    assert!(
        bench
            .store()
            .find_live_session(id, START)
            .await
            .unwrap()
            .is_some()
    );
}

async fn roles_and_locks_change(bench: &Bench) {
    let (mut one, other) = (user(bench, "one"), user(bench, "other"));
    let mut tx = bench.begin().await;
    tx.insert_user(&one).await.unwrap();
    tx.insert_user(&other).await.unwrap();
    one.user.role = Role::Staff;
    tx.update_user(&one.user).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(
        bench.store().find_user("one").await.unwrap().unwrap().role,
        Role::Staff
    );
    assert_eq!(
        bench
            .store()
            .find_user("other")
            .await
            .unwrap()
            .unwrap()
            .role,
        Role::Customer
    );
}

async fn staff_are_listed_without_customers(bench: &Bench) {
    let mut tx = bench.begin().await;
    for (name, role, disabled) in [
        ("zara", Role::Staff, false),
        ("buyer", Role::Customer, false),
        ("Amina", Role::Admin, true),
    ] {
        let mut new = user(bench, name);
        new.user.role = role;
        new.user.disabled_at = disabled.then_some(START);
        tx.insert_user(&new).await.unwrap();
    }
    tx.commit().await.unwrap();
    let names = async |limit| {
        let rows = bench.store().list_staff(limit).await.unwrap();
        rows.into_iter().map(|row| row.username).collect::<Vec<_>>()
    };
    assert_eq!(names(500).await, ["Amina", "zara"]);
    assert_eq!(names(1).await, ["Amina"]);
}

async fn expired_sessions_are_forgotten(bench: &Bench) {
    let new = user(bench, "rahim");
    let mut tx = bench.begin().await;
    tx.insert_user(&new).await.unwrap();
    session(bench, &mut tx, new.user.id).await;
    let end = START + Duration::HOUR;
    assert_eq!(tx.delete_sessions_before(end).await.unwrap(), 0);
    assert_eq!(
        tx.delete_sessions_before(end + Duration::MICROSECOND)
            .await
            .unwrap(),
        1
    );
}
