//! Pictures: taken in, shown, kept as long as a product shows them.

use std::io::Cursor;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use domain::{Image, Picture};
use image::{ImageFormat, Rgb, RgbImage};
use shop::{BadPicture, MemoryStorage, PictureError, ProductError, ShopOptions};
use store::testing::Engine;

use crate::support::{TestShop, input, staff};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

fn png(shade: u8) -> Bytes {
    let picture = RgbImage::from_pixel(500, 250, Rgb([shade, 0, 0]));
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
    Bytes::from(bytes.into_inner())
}

async fn open(engine: Engine) -> (TestShop, Arc<MemoryStorage>) {
    let storage = Arc::new(MemoryStorage::default());
    let options = ShopOptions {
        storage: storage.clone(),
        ..ShopOptions::default()
    };
    (TestShop::with(engine, options).await, storage)
}

fn shown(picture: &Picture) -> Vec<Image> {
    let alt = "A kettle".to_owned();
    let src = picture.src();
    vec![Image { src, alt }]
}

#[tokio::test]
async fn a_picture_is_taken_shown_and_logged() {
    for engine in Engine::ALL {
        let (test, storage) = open(engine).await;
        let shop = &test.shop;
        let picture = shop.upload_picture(&staff(), png(1)).await.unwrap();
        assert_eq!((picture.width, picture.height), (500, 250));
        assert_eq!(storage.len(), 3);
        for width in picture.widths() {
            let file = picture.hash.file(width);
            let jpeg = shop.picture(&file).await.unwrap().unwrap();
            assert!(jpeg.starts_with(&[0xff, 0xd8, 0xff]));
        }
        let largest = picture.src().replace("/media/", "");
        assert!(shop.picture(&largest).await.unwrap().is_some());
        for none in ["../../etc/passwd", "x.jpg", &picture.hash.file(1200)] {
            assert!(shop.picture(none).await.unwrap().is_none(), "{none}");
        }
        let again = shop.upload_picture(&staff(), png(1)).await.unwrap();
        assert_eq!((again, storage.len()), (picture, 3));
        let log = shop.audit_log(Default::default()).await.unwrap();
        assert_eq!(log.items[0].action, "picture.upload");
    }
}

#[tokio::test]
async fn what_is_no_picture_leaves_nothing_behind() {
    for engine in Engine::ALL {
        let (test, storage) = open(engine).await;
        let svg = Bytes::from_static(b"<svg xmlns='http://www.w3.org/2000/svg'/>");
        let huge = Bytes::from(vec![0xff; shop::MAX_PICTURE_BYTES + 1]);
        for (bytes, why) in [
            (svg, BadPicture::UnknownFormat),
            (huge, BadPicture::TooLarge),
            (png(1).slice(..60), BadPicture::Damaged),
        ] {
            let refused = test.shop.upload_picture(&staff(), bytes).await;
            assert!(matches!(refused, Err(PictureError::Bad(w)) if w == why));
        }
        assert!(storage.is_empty());
        let log = test.shop.audit_log(Default::default()).await.unwrap();
        assert_eq!(log.total, 0);
    }
}

#[tokio::test]
async fn a_picture_goes_a_day_after_the_last_product_let_go_of_it() {
    for engine in Engine::ALL {
        let (test, storage) = open(engine).await;
        let shop = &test.shop;
        let kept = shop.upload_picture(&staff(), png(1)).await.unwrap();
        let unused = shop.upload_picture(&staff(), png(2)).await.unwrap();
        let mut kettle = input("kettle");
        kettle.images = shown(&kept);
        let made = shop.create_product(&staff(), kettle.clone()).await.unwrap();
        assert_eq!(shop.remove_unused_pictures().await.unwrap(), 0, "too young");
        test.clock.advance(DAY + Duration::from_secs(1));
        assert_eq!(shop.remove_unused_pictures().await.unwrap(), 1);
        assert_eq!(storage.len(), 3);
        assert!(
            shop.picture(&unused.hash.file(160))
                .await
                .unwrap()
                .is_none()
        );
        assert!(shop.picture(&kept.hash.file(160)).await.unwrap().is_some());

        // What is gone can't be taken into use; what a product has may stay.
        let mut late = kettle.clone();
        late.images.extend(shown(&unused));
        let revision = made.product.revision;
        let by = staff();
        let refused = shop.update_product(&by, "kettle", revision, late);
        let Err(ProductError::Invalid(errors)) = refused.await else {
            panic!("taken");
        };
        assert_eq!(errors[0].field, "images[1].src");
        kettle.images.clear();
        let changed = shop.update_product(&by, "kettle", revision, kettle);
        changed.await.unwrap();
        assert_eq!(shop.remove_unused_pictures().await.unwrap(), 1);
        assert!(storage.is_empty());
        assert!(shop.upload_picture(&staff(), png(2)).await.is_ok(), "anew");
    }
}
