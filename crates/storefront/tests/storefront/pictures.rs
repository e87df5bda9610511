//! Uploaded pictures on shoppers' pages: in widths, with their size, cached for good.

use std::io::Cursor;

use axum::http::StatusCode;
use image::{ImageFormat, Rgb, RgbImage};
use serde_json::json;
use store::testing::Engine;

use crate::site::{Site, staff};

#[tokio::test]
async fn an_uploaded_picture_is_shown_in_widths_and_cached_for_good() {
    let site = Site::open(Engine::Sqlite).await;
    let mut png = Cursor::new(Vec::new());
    RgbImage::from_pixel(900, 600, Rgb([9, 90, 9]))
        .write_to(&mut png, ImageFormat::Png)
        .unwrap();
    let (by, png) = (staff(), png.into_inner().into());
    let picture = site.shop.upload_picture(&by, png).await.unwrap();
    let src = picture.src();
    site.add(json!({
        "slug": "kettle", "title": "Kettle", "status": "active",
        "images": [{"src": src, "alt": "A steel kettle"}],
        "variants": [{"sku": "K-1", "price_paisa": 120_000, "opening_stock": 3}],
    }))
    .await;
    let mut visitor = site.visitor();
    for page in ["/products/kettle", "/bn/products/kettle"] {
        let html = String::from_utf8(visitor.get(page).await.bytes).unwrap();
        assert!(html.contains("width=\"900\" height=\"600\""), "{page}");
        assert!(html.contains("160.jpg 160w, ") && html.contains("900.jpg 900w\""));
        assert!(html.contains("alt=\"A steel kettle\""));
    }
    let small = src.replace("-900x600", "-400");
    for address in [src.as_str(), &small] {
        let sent = visitor.get(address).await;
        assert_eq!(sent.status, StatusCode::OK);
        assert_eq!(sent.header("content-type"), "image/jpeg");
        assert_eq!(sent.header("x-content-type-options"), "nosniff");
        let caching = "public, max-age=31536000, immutable";
        assert_eq!(sent.header("cache-control"), caching);
        assert!(sent.bytes.starts_with(&[0xff, 0xd8]));
        assert!(sent.headers.get("set-cookie").is_none());
    }
    for none in [
        "/media/x.jpg",
        "/media/..%2f..%2fetc%2fpasswd",
        "/media/0123456789abcdef0123456789abcdef-400.jpg",
        "/media/",
    ] {
        assert_eq!(visitor.get(none).await.status, StatusCode::NOT_FOUND);
    }
}
