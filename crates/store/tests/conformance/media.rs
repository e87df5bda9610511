//! Uploaded pictures: recorded once, used by products, removed when nobody does.

use domain::{Image, Picture, PictureHash};
use store::MediaRow;

use crate::fixtures::Bench;

on_both![
    an_upload_is_recorded_once,
    pictures_of_products_are_in_use,
    what_is_going_cannot_come_back,
    changes_to_the_catalogue_wait_for_the_lock
];

fn picture(byte: u8) -> Picture {
    Picture {
        hash: PictureHash::of(&[byte; 32]),
        width: 800,
        height: 600,
    }
}

async fn upload(bench: &Bench, picture: &Picture) -> bool {
    let mut tx = bench.begin().await;
    let row = MediaRow {
        picture: picture.clone(),
        touched_at: bench.now(),
    };
    let taken = tx.put_media(&row).await.unwrap();
    tx.commit().await.unwrap();
    taken
}

async fn an_upload_is_recorded_once(bench: &Bench) {
    assert!(upload(bench, &picture(1)).await);
    let first = bench.now();
    let later = bench.later(60);
    assert!(upload(bench, &picture(1)).await);
    let mut tx = bench.begin().await;
    assert_eq!(tx.list_media(&[]).await.unwrap(), []);
    let known = tx.list_media(&[picture(1).hash, picture(2).hash]).await;
    let row = MediaRow {
        picture: picture(1),
        touched_at: later,
    };
    assert_eq!(known.unwrap(), vec![row.clone()]);
    // Touched again: as young as its last upload.
    assert_eq!(tx.list_media_before(later).await.unwrap(), []);
    assert!(first < later);
    assert_eq!(tx.list_media_before(bench.later(1)).await.unwrap(), [row]);
}

async fn pictures_of_products_are_in_use(bench: &Bench) {
    let mut kettle = bench.product("kettle", &["K-1"]);
    let image = |src: String| Image {
        src,
        alt: String::new(),
    };
    kettle.images = vec![
        image(picture(1).src()),
        image("https://maker.example/media/k.jpg".into()),
        image("/assets/pictures/kettle.svg".into()),
    ];
    bench.put(&mut kettle).await.unwrap();
    let mut tx = bench.begin().await;
    let used = tx.list_pictures_in_use().await.unwrap();
    assert_eq!(used, [picture(1)]);
}

async fn what_is_going_cannot_come_back(bench: &Bench) {
    for byte in [1, 2] {
        upload(bench, &picture(byte)).await;
    }
    let mut tx = bench.begin().await;
    let going = [picture(1).hash];
    tx.update_media_removing(&going, bench.now()).await.unwrap();
    assert_eq!(tx.list_media(&going).await.unwrap(), []);
    assert_eq!(tx.list_media_removing(10).await.unwrap().len(), 1);
    assert_eq!(tx.list_media_removing(0).await.unwrap().len(), 0);
    tx.commit().await.unwrap();
    assert!(!upload(bench, &picture(1)).await, "it is being removed");
    let mut tx = bench.begin().await;
    for byte in [1, 2] {
        tx.delete_media(&picture(byte).hash).await.unwrap();
    }
    tx.commit().await.unwrap();
    let mut tx = bench.begin().await;
    let left = tx.list_media(&[picture(1).hash, picture(2).hash]).await;
    assert_eq!(left.unwrap().len(), 1, "only what was going is gone");
    drop(tx);
    assert!(upload(bench, &picture(1)).await);
}

async fn changes_to_the_catalogue_wait_for_the_lock(bench: &Bench) {
    let mut sweeping = bench.begin().await;
    let version = sweeping.lock_catalogue().await.unwrap();
    let store = bench.store().clone();
    let writing = tokio::spawn(async move {
        let mut tx = store.begin().await?;
        let next = tx.next_catalogue_version().await?;
        tx.commit().await?;
        Ok::<i64, store::StoreError>(next)
    });
    bench.somebody_waits("catalogue_version").await;
    assert!(!writing.is_finished());
    sweeping.commit().await.unwrap();
    assert_eq!(writing.await.unwrap().unwrap(), version + 1);
}
