//! The audit log as a chain: whoever writes, it has one order; whoever forges, it shows.

use serde_json::json;
use store::testing::Engine;
use store::{AuditHead, ChainProof, StoreError};
use tokio::task::JoinSet;

use crate::audit::{entry, write};
use crate::fixtures::{Bench, refused};

on_both![
    an_untouched_log_is_whole,
    many_writers_make_one_chain_without_a_gap,
    what_is_rolled_back_leaves_no_gap,
    every_forgery_is_noticed_where_it_was_done,
    a_log_that_was_rewritten_as_a_whole_misses_its_anchor,
    entries_of_an_older_release_are_sealed_by_the_next,
    migrate_seals_what_was_there_before,
    a_sealed_entry_and_the_head_refuse_to_change,
];

/// Does what the triggers refuse.
pub(crate) async fn forge(bench: &Bench, forgery: &str) {
    let unguard = match bench.engine {
        Engine::Sqlite => {
            "DROP TRIGGER IF EXISTS audit_log_no_update; DROP TRIGGER IF EXISTS audit_log_no_delete; \
             DROP TRIGGER IF EXISTS audit_head_no_update; DROP TRIGGER IF EXISTS audit_head_no_delete"
        }
        Engine::Postgres => {
            "ALTER TABLE audit_log DISABLE TRIGGER USER; ALTER TABLE audit_head DISABLE TRIGGER USER"
        }
    };
    bench.db.execute(unguard).await.unwrap();
    bench.db.execute(forgery).await.unwrap();
}

async fn proof(bench: &Bench) -> ChainProof {
    bench.store().prove_audit().await.unwrap()
}

async fn head(bench: &Bench) -> AuditHead {
    bench.store().audit_head().await.unwrap()
}

async fn written(bench: &Bench, entries: usize) {
    for number in 0..entries {
        let mut entry = entry(bench, "product.update");
        // What one database keeps as it was written and the other in a form of its own.
        entry.before = Some(json!({"price": 1e16, "b": 0.1, "a": 12345.678901234567, "n": number}));
        entry.after = Some(json!({"title": "চাল", "list": [1, -0.0, null, {"z": 1, "a": 2}]}));
        write(bench, &entry).await;
    }
}

async fn an_untouched_log_is_whole(bench: &Bench) {
    let empty = proof(bench).await;
    assert_eq!((empty.head.seq, empty.broken, empty.first), (0, 0, None));
    written(bench, 3).await;
    // More than are read at once.
    let mut tx = bench.begin().await;
    for _ in 0..1_100 {
        tx.insert_audit(&entry(bench, "stock.adjust"))
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    let whole = proof(bench).await;
    assert_eq!(
        (whole.head.seq, whole.broken, whole.first),
        (1_103, 0, None)
    );
    assert_eq!(whole.head, head(bench).await);
}

async fn many_writers_make_one_chain_without_a_gap(bench: &Bench) {
    let (a, b) = (bench.stocked("A", 100).await, bench.stocked("B", 100).await);
    let mut tasks = JoinSet::new();
    for number in 0..40 {
        let store = bench.store().clone();
        let entries = [entry(bench, "first"), entry(bench, "second")];
        // Some meet at nothing but the chain's head; some lock before and after they write.
        let (before, after) = match number % 4 {
            0 => (vec![a], vec![b]),
            1 => (vec![a], vec![]),
            2 => (vec![], vec![b]),
            _ => (vec![], vec![]),
        };
        tasks.spawn(async move {
            let mut tx = store.begin().await?;
            tx.lock_stock(&before).await?;
            tx.insert_audit(&entries[0]).await?;
            tx.lock_stock(&after).await?;
            tx.insert_audit(&entries[1]).await?;
            tx.commit().await
        });
    }
    for outcome in tasks.join_all().await {
        outcome.unwrap();
    }
    let proof = proof(bench).await;
    assert_eq!((proof.head.seq, proof.broken), (80, 0));
}

async fn what_is_rolled_back_leaves_no_gap(bench: &Bench) {
    written(bench, 1).await;
    let mut tx = bench.begin().await;
    tx.insert_audit(&entry(bench, "never")).await.unwrap();
    drop(tx);
    written(bench, 1).await;
    let proof = proof(bench).await;
    assert_eq!((proof.head.seq, proof.broken), (2, 0));
}

async fn every_forgery_is_noticed_where_it_was_done(bench: &Bench) {
    let forgeries = [
        ("UPDATE audit_log SET actor = 'nobody' WHERE seq = 3", 3, 1),
        ("UPDATE audit_log SET action = 'x' WHERE seq = 3", 3, 1),
        ("UPDATE audit_log SET subject = 'x' WHERE seq = 3", 3, 1),
        ("UPDATE audit_log SET before = NULL WHERE seq = 3", 3, 1),
        ("UPDATE audit_log SET after = '{}' WHERE seq = 3", 3, 1),
        (
            "UPDATE audit_log SET at = (SELECT at FROM audit_log WHERE seq = 1) WHERE seq = 5",
            5,
            1,
        ),
        ("UPDATE audit_log SET hash = prev_hash WHERE seq = 3", 3, 2),
        ("UPDATE audit_log SET prev_hash = hash WHERE seq = 3", 3, 1),
        // The middle, the beginning, the end, the end and the head, all of it.
        ("DELETE FROM audit_log WHERE seq = 3", 4, 1),
        ("DELETE FROM audit_log WHERE seq = 1", 2, 1),
        ("DELETE FROM audit_log WHERE seq = 5", 5, 1),
        (
            "DELETE FROM audit_log WHERE seq = 5; UPDATE audit_head SET seq = 4",
            5,
            1,
        ),
        ("DELETE FROM audit_log", 1, 1),
        ("DELETE FROM audit_head", 1, 1),
        // Two entries change places.
        (
            "UPDATE audit_log SET seq = 9 WHERE seq = 2; UPDATE audit_log SET seq = 2 WHERE seq = 4; \
          UPDATE audit_log SET seq = 4 WHERE seq = 9",
            2,
            4,
        ),
        // Slipped in: without a seal, after the end, in the middle.
        (
            "INSERT INTO audit_log (id, at, actor, action, subject) SELECT prev_hash_id, at, actor, action, subject FROM audit_log WHERE seq = 3",
            6,
            1,
        ),
        (
            "INSERT INTO audit_log (id, at, actor, action, subject, seq, prev_hash, hash) \
          SELECT prev_hash_id, at, actor, action, subject, 6, hash, hash FROM audit_log WHERE seq = 5",
            6,
            1,
        ),
        (
            "UPDATE audit_log SET seq = 6 WHERE seq = 5; UPDATE audit_head SET seq = 6; \
          INSERT INTO audit_log (id, at, actor, action, subject, seq, prev_hash, hash) \
          SELECT prev_hash_id, at, actor, action, subject, 5, hash, prev_hash FROM audit_log WHERE seq = 4",
            5,
            2,
        ),
    ];
    for (forgery, first, broken) in forgeries {
        let bench = Bench::new(bench.engine).await;
        written(&bench, 4).await;
        bench.later(60);
        written(&bench, 1).await;
        assert_eq!(proof(&bench).await.broken, 0);
        // Any id that is none of theirs.
        let id = match bench.engine {
            Engine::Sqlite => "x'00000000000000000000000000000001'",
            Engine::Postgres => "CAST('00000000-0000-0000-0000-000000000001' AS uuid)",
        };
        let forgery = forgery.replace("prev_hash_id", id);
        forge(&bench, &forgery).await;
        let proof = proof(&bench).await;
        assert_eq!(
            (proof.first, proof.broken),
            (Some(first), broken),
            "{forgery}"
        );
    }
}

async fn a_log_that_was_rewritten_as_a_whole_misses_its_anchor(bench: &Bench) {
    let store = bench.store();
    let beginning = head(bench).await;
    written(bench, 2).await;
    let anchor = head(bench).await;
    written(bench, 1).await;
    for end in [&beginning, &anchor, &head(bench).await] {
        assert!(store.passes_through(end).await.unwrap(), "{end}");
    }
    // Everything forgotten and written anew: a whole chain, but another one.
    let forget = "UPDATE audit_head SET seq = 0, hash = (SELECT prev_hash FROM audit_log WHERE seq = 1); \
                  DELETE FROM audit_log";
    forge(bench, forget).await;
    bench.later(60);
    written(bench, 3).await;
    let rewritten = proof(bench).await;
    assert_eq!((rewritten.head.seq, rewritten.broken), (3, 0));
    assert!(!store.passes_through(&anchor).await.unwrap());
    assert!(store.passes_through(&beginning).await.unwrap());
}

async fn entries_of_an_older_release_are_sealed_by_the_next(bench: &Bench) {
    written(bench, 1).await;
    unsealed(bench, 2).await;
    assert_eq!(proof(bench).await.broken, 2);
    written(bench, 1).await;
    let proof = proof(bench).await;
    assert_eq!((proof.head.seq, proof.broken), (4, 0));
}

async fn migrate_seals_what_was_there_before(bench: &Bench) {
    unsealed(bench, 3).await;
    bench.store().migrate().await.unwrap();
    let proof = proof(bench).await;
    assert_eq!((proof.head.seq, proof.broken), (3, 0));
}

/// Entries as a release writes them that knows no chain.
async fn unsealed(bench: &Bench, entries: usize) {
    let (open, close) = match bench.engine {
        Engine::Sqlite => ("x'0000000000000000000000000000000", "'"),
        Engine::Postgres => ("'00000000-0000-0000-0000-00000000000", "'"),
    };
    for number in 0..entries {
        bench
            .db
            .execute(&format!(
                "INSERT INTO audit_log (id, at, actor, action, subject, after) VALUES \
                 ({open}{number}{close}, '2026-01-01T00:00:00.000000Z', 'staff:old', 'user.add', 'user:x', '{{\"a\": 1}}')"
            ))
            .await
            .unwrap();
    }
}

async fn a_sealed_entry_and_the_head_refuse_to_change(bench: &Bench) {
    written(bench, 2).await;
    unsealed(bench, 1).await;
    let mut changes = vec![
        "UPDATE audit_log SET seq = 9 WHERE seq = 2",
        "UPDATE audit_log SET seq = NULL, prev_hash = NULL, hash = NULL WHERE seq = 2",
        "UPDATE audit_log SET hash = prev_hash WHERE seq = 2",
        "UPDATE audit_log SET actor = 'x' WHERE seq IS NULL",
        "UPDATE audit_log SET actor = 'x', seq = 3, prev_hash = (SELECT hash FROM audit_head), \
         hash = (SELECT hash FROM audit_head) WHERE seq IS NULL",
        "DELETE FROM audit_log WHERE seq IS NULL",
        "UPDATE audit_head SET seq = 1",
        "UPDATE audit_head SET hash = (SELECT prev_hash FROM audit_log WHERE seq = 2)",
        "DELETE FROM audit_head",
    ];
    if bench.engine == Engine::Postgres {
        changes.extend(["TRUNCATE audit_log", "TRUNCATE audit_head"]);
    }
    for change in changes {
        let outcome = bench.db.execute(change).await.map_err(StoreError::from);
        assert!(refused(&outcome), "{change}: {outcome:?}");
    }
    written(bench, 1).await;
    assert_eq!(proof(bench).await.broken, 0);
}
