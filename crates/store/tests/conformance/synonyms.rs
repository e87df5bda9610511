//! Synonyms: the whole table at once.

use crate::fixtures::Bench;

on_both![groups_are_replaced_whole, a_long_table_fits];

fn group(terms: &[&str]) -> Vec<String> {
    terms.iter().map(|&t| t.to_owned()).collect()
}

async fn groups_are_replaced_whole(bench: &Bench) {
    assert!(bench.store().list_synonyms().await.unwrap().is_empty());
    let mut tx = bench.begin().await;
    // A word said twice in a group counts once; the same word may stand in two groups.
    tx.replace_synonyms(&[group(&["cell", "phone", "cell"]), group(&["chal", "phone"])])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let want = vec![group(&["cell", "phone"]), group(&["chal", "phone"])];
    assert_eq!(bench.store().list_synonyms().await.unwrap(), want);

    let mut tx = bench.begin().await;
    tx.replace_synonyms(&[group(&["চাল", "rice"])])
        .await
        .unwrap();
    drop(tx);
    assert_eq!(
        bench.store().list_synonyms().await.unwrap(),
        want,
        "not committed"
    );

    let mut tx = bench.begin().await;
    tx.replace_synonyms(&[]).await.unwrap();
    tx.commit().await.unwrap();
    assert!(bench.store().list_synonyms().await.unwrap().is_empty());
}

async fn a_long_table_fits(bench: &Bench) {
    let groups: Vec<Vec<String>> = (0..3)
        .map(|g| (0..501).map(|t| format!("{g}-{t:03}")).collect())
        .collect();
    let mut tx = bench.begin().await;
    tx.replace_synonyms(&groups).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(bench.store().list_synonyms().await.unwrap(), groups);
}
