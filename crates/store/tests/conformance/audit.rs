//! The audit log: complete, append-only, newest first.

use domain::{AuditId, UserId};
use serde_json::json;
use store::{AuditFilter, AuditRow, StoreError, Window};
use time::Duration;

use crate::fixtures::{ALL, Bench, refused};

on_both![
    an_entry_reads_back_as_written,
    the_log_only_grows,
    the_newest_entry_comes_first,
    entries_are_found_by_what_they_say,
    the_last_change_of_a_thing_is_found,
];

pub(crate) fn entry(bench: &Bench, action: &str) -> AuditRow {
    AuditRow {
        id: AuditId::mint(&bench.ambient),
        at: bench.now(),
        actor_id: None,
        actor: "system".into(),
        action: action.into(),
        subject: "product:rice".into(),
        before: None,
        after: None,
    }
}

pub(crate) async fn write(bench: &Bench, entry: &AuditRow) {
    let mut tx = bench.begin().await;
    tx.insert_audit(entry).await.unwrap();
    tx.commit().await.unwrap();
}

async fn an_entry_reads_back_as_written(bench: &Bench) {
    let mut full = entry(bench, "product.update");
    full.actor_id = Some(UserId::mint(&bench.ambient));
    full.before = Some(json!({"title": "চাল", "price": 9_007_199_254_740_993i64, "none": null}));
    full.after = Some(json!([true, -1, 1.5, "\"\\ \n", {}]));
    write(bench, &full).await;
    bench.later(1);
    let empty = entry(bench, "user.lock");
    write(bench, &empty).await;
    let (rows, total) = bench
        .store()
        .list_audit(&AuditFilter::default(), ALL)
        .await
        .unwrap();
    assert_eq!(total, 2);
    assert_eq!(format!("{rows:?}"), format!("{:?}", [empty, full]));
}

async fn the_log_only_grows(bench: &Bench) {
    write(bench, &entry(bench, "product.update")).await;
    for change in [
        "UPDATE audit_log SET actor = 'nobody'",
        "DELETE FROM audit_log",
    ] {
        let outcome = bench.db.execute(change).await.map_err(StoreError::from);
        assert!(refused(&outcome), "{change}: {outcome:?}");
    }
    assert_eq!(
        bench
            .store()
            .list_audit(&AuditFilter::default(), ALL)
            .await
            .unwrap()
            .1,
        1
    );
}

async fn the_newest_entry_comes_first(bench: &Bench) {
    for action in ["one", "two", "three"] {
        bench.later(1);
        write(bench, &entry(bench, action)).await;
    }
    let (rows, total) = bench
        .store()
        .list_audit(
            &AuditFilter::default(),
            Window {
                limit: 2,
                offset: 1,
            },
        )
        .await
        .unwrap();
    let actions: Vec<&str> = rows.iter().map(|row| row.action.as_str()).collect();
    assert_eq!((actions, total), (vec!["two", "one"], 3));
}

async fn entries_are_found_by_what_they_say(bench: &Bench) {
    let start = bench.now();
    for (actor, action, subject) in [
        ("staff:Rahim", "product.update", "product:fan_1"),
        ("staff:sokina", "user.change", "user:Rahim"),
        ("system", "product.add", "product:fan-1"),
    ] {
        let mut entry = entry(bench, action);
        entry.actor = actor.into();
        entry.subject = subject.into();
        write(bench, &entry).await;
        bench.later(60);
    }
    let found = async |filter: AuditFilter| {
        let (rows, total) = bench.store().list_audit(&filter, ALL).await.unwrap();
        assert_eq!(total, rows.len() as i64);
        rows.into_iter().map(|row| row.subject).collect::<Vec<_>>()
    };
    let words = |text: &str| Some(text.to_owned());
    let by = |actor| AuditFilter {
        actor,
        ..AuditFilter::default()
    };
    assert_eq!(found(by(words("RAHIM"))).await, ["product:fan_1"]);
    let about = |subject| AuditFilter {
        subject,
        ..AuditFilter::default()
    };
    assert_eq!(found(about(words("rahim"))).await, ["user:Rahim"]);
    assert_eq!(found(about(words("fan_"))).await, ["product:fan_1"]);
    assert!(found(about(words("%"))).await.is_empty());
    let action = AuditFilter {
        action: words("product"),
        ..AuditFilter::default()
    };
    assert_eq!(found(action).await, ["product:fan-1", "product:fan_1"]);
    let time = AuditFilter {
        from: Some(start + Duration::seconds(60)),
        until: Some(start + Duration::seconds(120)),
        ..AuditFilter::default()
    };
    assert_eq!(found(time).await, ["user:Rahim"]);
}

async fn the_last_change_of_a_thing_is_found(bench: &Bench) {
    assert!(
        bench
            .store()
            .find_last_audit("product:rice")
            .await
            .unwrap()
            .is_none()
    );
    for (action, subject) in [
        ("one", "product:rice"),
        ("two", "product:rice"),
        ("three", "product:oil"),
    ] {
        bench.later(1);
        let mut entry = entry(bench, action);
        entry.subject = subject.into();
        write(bench, &entry).await;
    }
    let last = bench.store().find_last_audit("product:rice").await.unwrap();
    assert_eq!(last.unwrap().action, "two");
}
