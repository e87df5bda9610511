//! Who waits for stock: one open request per variant and phone, claimed once, closed once.

use domain::{Lang, Phone, StockRequestId, VariantId};
use store::{ClaimedStockRequestRow, NewStockRequest};

use crate::fixtures::{ALL, Bench, START};

on_both![
    one_is_open_per_variant_and_phone,
    what_is_back_is_claimed_once,
    racing_workers_share_the_requests,
    a_claim_is_given_back_or_lost,
    the_list_counts_who_waits,
    old_requests_are_forgotten,
];

const PHONES: [&str; 3] = ["01712345678", "01812345678", "01912345678"];

fn request(bench: &Bench, variant: VariantId, phone: &str) -> NewStockRequest {
    NewStockRequest {
        id: StockRequestId::mint(&bench.ambient),
        variant,
        phone: Phone::parse(phone).unwrap(),
        user: None,
        lang: Lang::Bn,
        at: bench.now(),
    }
}

async fn ask(bench: &Bench, variant: VariantId, phone: &str) -> bool {
    let new = request(bench, variant, phone);
    let mut tx = bench.begin().await;
    let written = tx.insert_stock_request(&new).await.unwrap();
    tx.commit().await.unwrap();
    written
}

async fn claim(bench: &Bench, limit: i64) -> Vec<ClaimedStockRequestRow> {
    let mut tx = bench.begin().await;
    let mut claimed = tx.claim_stock_requests(bench.now(), limit).await.unwrap();
    tx.commit().await.unwrap();
    claimed.sort_by_key(|row| row.id);
    claimed
}

async fn close(bench: &Bench, id: StockRequestId, outcome: &'static str) {
    let mut tx = bench.begin().await;
    tx.close_stock_request(id, outcome, bench.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

/// A variant that is sold out.
async fn sold_out(bench: &Bench, sku: &str) -> VariantId {
    let mut product = bench.product(&sku.to_lowercase(), &[sku]);
    bench.put(&mut product).await.unwrap();
    product.variants[0].id
}

async fn deliver(bench: &Bench, variant: VariantId, units: i64) {
    let movement = bench.movement(variant, units, 0, domain::MovementReason::Adjustment);
    bench.move_stock(&[movement]).await.unwrap();
}

async fn one_is_open_per_variant_and_phone(bench: &Bench) {
    let (fan, lamp) = (sold_out(bench, "FAN").await, sold_out(bench, "LAMP").await);
    assert!(ask(bench, fan, PHONES[0]).await);
    assert!(!ask(bench, fan, "+880 1712-345678").await);
    assert!(ask(bench, fan, PHONES[1]).await);
    assert!(ask(bench, lamp, PHONES[0]).await);
    let open = async || {
        let mut tx = bench.begin().await;
        let phone = Phone::parse(PHONES[0]).unwrap();
        let open = tx.count_stock_requests_of(&phone).await.unwrap();
        tx.commit().await.unwrap();
        open
    };
    assert_eq!(open().await, 2);
    deliver(bench, fan, 1).await;
    for row in claim(bench, 9).await {
        assert!(!ask(bench, fan, &row.phone).await, "claimed is still open");
        close(bench, row.id, "sent").await;
    }
    assert_eq!(open().await, 1);
    assert!(ask(bench, fan, PHONES[0]).await, "one may ask again");
}

async fn what_is_back_is_claimed_once(bench: &Bench) {
    let fan = sold_out(bench, "FAN").await;
    for phone in PHONES {
        bench.later(1);
        ask(bench, fan, phone).await;
    }
    assert!(claim(bench, 9).await.is_empty(), "nothing is back");
    deliver(bench, fan, 1).await;
    let first = claim(bench, 2).await;
    let phones: Vec<_> = first.iter().map(|row| row.phone.as_str()).collect();
    assert_eq!(phones, ["+8801712345678", "+8801812345678"]);
    assert!(
        first
            .iter()
            .all(|row| (row.attempts, row.lang) == (1, Lang::Bn))
    );
    let rest = claim(bench, 9).await;
    assert_eq!((rest.len(), rest[0].variant), (1, fan));
    assert!(claim(bench, 9).await.is_empty());
    // What shoppers can't see or buy isn't back.
    let hidden = sold_out(bench, "HIDDEN").await;
    ask(bench, hidden, PHONES[0]).await;
    deliver(bench, hidden, 5).await;
    for (hide, show) in [
        (
            "UPDATE products SET status = 'draft' WHERE slug = 'hidden'",
            "UPDATE products SET status = 'active' WHERE slug = 'hidden'",
        ),
        (
            "UPDATE variants SET price_paisa = NULL WHERE sku = 'HIDDEN'",
            "UPDATE variants SET price_paisa = 100 WHERE sku = 'HIDDEN'",
        ),
        (
            "UPDATE stock SET reserved = on_hand",
            "UPDATE stock SET reserved = 0",
        ),
    ] {
        bench.db.execute(hide).await.unwrap();
        assert!(claim(bench, 9).await.is_empty(), "{hide}");
        bench.db.execute(show).await.unwrap();
    }
    assert_eq!(claim(bench, 9).await.len(), 1);
}

async fn racing_workers_share_the_requests(bench: &Bench) {
    let fan = sold_out(bench, "FAN").await;
    for at in 0..40 {
        assert!(ask(bench, fan, &format!("017{at:08}")).await);
    }
    deliver(bench, fan, 1).await;
    let mut workers = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let (store, now) = (bench.store().clone(), bench.now());
        workers.spawn(async move {
            let mut mine = Vec::new();
            loop {
                let mut tx = store.begin().await.unwrap();
                let claimed = tx.claim_stock_requests(now, 3).await.unwrap();
                tx.commit().await.unwrap();
                if claimed.is_empty() {
                    return mine;
                }
                mine.extend(claimed.into_iter().map(|row| row.id));
            }
        });
    }
    let mut claimed = workers.join_all().await.concat();
    let claims = claimed.len();
    claimed.sort();
    claimed.dedup();
    assert_eq!((claims, claimed.len()), (40, 40));
}

async fn a_claim_is_given_back_or_lost(bench: &Bench) {
    let fan = sold_out(bench, "FAN").await;
    ask(bench, fan, PHONES[0]).await;
    deliver(bench, fan, 1).await;
    let claimed = claim(bench, 9).await;
    let later = bench.now() + time::Duration::MINUTE;
    let mut tx = bench.begin().await;
    tx.unclaim_stock_request(claimed[0].id, later)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert!(claim(bench, 9).await.is_empty(), "not before its time");
    bench.later(60);
    assert_eq!(claim(bench, 9).await[0].attempts, 2);
    let lose = async |before| {
        let mut tx = bench.begin().await;
        let lost = tx.close_lost_stock_requests(before, bench.now()).await;
        tx.commit().await.unwrap();
        lost.unwrap()
    };
    assert_eq!(lose(bench.now()).await, 0, "claimed this moment");
    let claimed_at = bench.now();
    bench.later(600);
    assert_eq!(lose(claimed_at + time::Duration::SECOND).await, 1);
    assert!(claim(bench, 9).await.is_empty(), "never sent a second time");
    let outcome = bench.text("SELECT outcome FROM stock_requests").await;
    assert_eq!(outcome, "unsure");
    close(bench, claimed[0].id, "sent").await;
    let outcome = bench.text("SELECT outcome FROM stock_requests").await;
    assert_eq!(outcome, "unsure", "what is closed stays so");
}

async fn the_list_counts_who_waits(bench: &Bench) {
    let (fan, lamp) = (sold_out(bench, "FAN").await, sold_out(bench, "LAMP").await);
    ask(bench, fan, PHONES[0]).await;
    bench.later(5);
    ask(bench, lamp, PHONES[0]).await;
    ask(bench, lamp, PHONES[1]).await;
    deliver(bench, lamp, 3).await;
    let (rows, total) = bench.store().list_waiting(ALL).await.unwrap();
    let seen: Vec<_> = rows
        .iter()
        .map(|row| (row.sku.as_str(), row.waiting, row.available))
        .collect();
    assert_eq!(seen, [("LAMP", 2, 3), ("FAN", 1, 0)]);
    assert_eq!((total, rows[1].since), (2, START));
    assert_eq!(rows[0].slug.as_str(), "lamp");
    let store = bench.store();
    let named = store.list_variant_titles(&[fan]).await.unwrap();
    assert_eq!(
        (
            named[0].id,
            named[0].title.en.as_str(),
            named[0].options[0].as_str()
        ),
        (fan, "Title of fan", "FAN")
    );
    assert!(store.list_variant_titles(&[]).await.unwrap().is_empty());
    for row in claim(bench, 9).await {
        close(bench, row.id, "sent").await;
    }
    let (rows, total) = store.list_waiting(ALL).await.unwrap();
    assert_eq!((rows.len(), total), (1, 1));
}

async fn old_requests_are_forgotten(bench: &Bench) {
    let (fan, lamp) = (sold_out(bench, "FAN").await, sold_out(bench, "LAMP").await);
    ask(bench, fan, PHONES[0]).await;
    ask(bench, lamp, PHONES[1]).await;
    deliver(bench, fan, 1).await;
    close(bench, claim(bench, 9).await[0].id, "sent").await;
    let forget = async |closed, made| {
        let mut tx = bench.begin().await;
        let gone = tx.delete_stock_requests_before(closed, made).await.unwrap();
        tx.commit().await.unwrap();
        gone
    };
    assert_eq!(forget(START, START).await, 0);
    let later = bench.later(1);
    assert_eq!(forget(later, START).await, 1, "the closed one");
    assert_eq!(forget(later, later).await, 1, "the one nobody answered");
}
