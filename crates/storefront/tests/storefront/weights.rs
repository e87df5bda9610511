//! What a first view costs somebody who pays for data: the parts that can be added up here. The
//! browser's own count, with every request, is in e2e.

use store::testing::Engine;

use crate::site::Site;

/// The scripts, before compression.
const SCRIPTS: usize = 20_000;
/// A first view in Brotli: the page, the stylesheet, the script, the sign in the tab.
const FIRST_VIEW: usize = 50_000;

#[tokio::test]
async fn our_scripts_are_small() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
    let scripts: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "js"))
        .collect();
    assert!(scripts.len() >= 3, "{scripts:?}");
    let bytes: u64 = scripts
        .iter()
        .map(|path| path.metadata().unwrap().len())
        .sum();
    assert!(bytes < SCRIPTS as u64, "{bytes} bytes of scripts");
}

/// A shop as full as it gets: every drawing on the home page, rows of cards, long names.
async fn full() -> Site {
    let site = Site::open(Engine::Sqlite).await;
    let pictures = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/pictures");
    let names = std::fs::read_dir(pictures).unwrap().map(|entry| {
        let name = entry.unwrap().file_name().into_string().unwrap();
        name.trim_end_matches(".svg").to_owned()
    });
    for (n, name) in names.enumerate() {
        site.add(serde_json::json!({
            "slug": format!("{name}-{n}"), "title": format!("Meghla {name} with everything in it, model {n}"),
            "title_bn": format!("মেঘলা {name} সব কিছুসহ, মডেল {n}"), "brand": "Meghla",
            "category": "audio", "status": "active",
            "images": [{"src": format!("/assets/pictures/{name}.svg"), "alt": "A drawing of the product"}],
            "variants": [{"sku": format!("FULL-{n}"), "price_paisa": 1_234_500 + n, "compare_at_paisa": 2_000_000, "opening_stock": 3}],
        }))
        .await;
    }
    // Two campaigns at once, as many of their products on the page as there is room for.
    for (name, from) in [("Victory hours", 0), ("Eid hours", 10)] {
        let skus: Vec<String> = (from..from + 10).map(|n| format!("FULL-{n}")).collect();
        let lines: Vec<_> = skus.iter().map(|sku| (sku.as_str(), 9_999, 2)).collect();
        site.sell(name, &lines).await;
    }
    site
}

#[tokio::test]
async fn a_first_view_is_light() {
    let site = full().await;
    let mut visitor = site.visitor();
    let br = [("accept-encoding", "br")];
    let mut shared = 0;
    for path in [
        "/assets/shop.css",
        "/assets/shop.js",
        "/assets/pictures/favicon.svg",
    ] {
        let file = visitor.get_with(path, &br).await;
        assert_eq!(file.header("content-encoding"), "br", "{path}");
        shared += file.bytes.len();
    }
    for path in [
        "/",
        "/bn/",
        "/categories/audio",
        "/bn/categories/audio",
        "/search",
        "/products/kettle-1",
        "/bn/products/korotoa-kx-55",
    ] {
        let page = visitor.get_with(path, &br).await;
        let total = page.bytes.len() + shared;
        assert!(
            total < FIRST_VIEW,
            "{path}: {} and {shared}",
            page.bytes.len()
        );
    }
}

/// A picture of ours is no request: it stands in the page.
#[tokio::test]
async fn drawings_cost_no_requests() {
    let site = full().await;
    let mut visitor = site.visitor();
    for path in [
        "/",
        "/bn/search",
        "/categories/audio",
        "/products/dhoni-buds",
    ] {
        let page = visitor.get(path).await;
        assert!(page.html().contains("<symbol "), "{path}");
        assert!(!page.html().contains("<img "), "{path}");
        for part in page.html().split(" src=\"").skip(1) {
            assert!(part.starts_with("/assets/shop.js?v="), "{path}: {part:.60}");
        }
    }
}
