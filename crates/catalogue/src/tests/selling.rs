//! Flash sales begin and end on the pages by themselves.

use domain::{FlashLineId, FlashSaleId, Paisa, Text};
use store::FlashSaleRow;
use store::testing::Engine;
use time::OffsetDateTime;

use super::following::{NOW, Office, first_variant};
use crate::Catalogue;
use crate::query::{Query, Sort};
use crate::testing::{ProductBuilder, product};

const MINUTE: time::Duration = time::Duration::MINUTE;

async fn put_sale(
    office: &Office,
    product: &ProductBuilder,
    taka: i64,
    (starts_at, ends_at): (OffsetDateTime, OffsetDateTime),
) {
    let sale = FlashSaleRow {
        id: FlashSaleId::mint(&office.ambient),
        name: Text::both("Eid hours", "ঈদের প্রহর"),
        starts_at,
        ends_at,
        revision: 1,
        created_at: NOW,
        updated_at: NOW,
    };
    let line = FlashLineId::mint(&office.ambient);
    let mut tx = office.db.store().begin().await.unwrap();
    tx.next_catalogue_version().await.unwrap();
    tx.put_flash_sale(&sale).await.unwrap();
    let lines = [(line, first_variant(product), Paisa::from_taka(taka), 2)];
    tx.put_flash_lines(sale.id, &lines).await.unwrap();
    tx.commit().await.unwrap();
}

fn cheapest_first(catalogue: &Catalogue) -> Vec<(String, i64)> {
    let query = Query {
        sort: Sort::PriceAsc,
        ..Query::default()
    };
    let page = catalogue.snapshot().search(&query);
    let shown = page.items.iter();
    shown
        .map(|item| (item.product.slug.to_string(), item.price.get() / 100))
        .collect()
}

#[tokio::test]
async fn a_sale_begins_and_ends_at_its_time() {
    for engine in Engine::ALL {
        let office = Office::new(engine).await;
        let phone = product("phone").variant("Black", Some(900));
        let radio = product("radio").variant("Red", Some(500));
        office.save(&[&phone, &radio]).await;
        let store = office.store();
        let catalogue = Catalogue::load(store, office.ambient.clone())
            .await
            .unwrap();
        put_sale(&office, &phone, 400, (NOW + MINUTE, NOW + 2 * MINUTE)).await;
        assert!(catalogue.refresh().await.unwrap(), "there is a new sale");
        let before = vec![("radio".to_owned(), 500), ("phone".to_owned(), 900)];
        assert_eq!(cheapest_first(&catalogue), before, "not yet");
        assert!(catalogue.snapshot().running_sales().is_empty());

        office.clock.advance(std::time::Duration::from_secs(60));
        let sequence = catalogue.snapshot().sequence();
        assert!(catalogue.refresh().await.unwrap(), "it begins");
        let snapshot = catalogue.snapshot();
        assert!(snapshot.sequence() > sequence, "what was rendered is old");
        let during = vec![("phone".to_owned(), 400), ("radio".to_owned(), 500)];
        assert_eq!(cheapest_first(&catalogue), during);
        let listing = snapshot.product("phone").unwrap();
        let variant = &listing.product.variants[0];
        assert_eq!(variant.compare_at, Some(Paisa::from_taka(900)));
        let on_sale = listing.price_on_sale().unwrap();
        assert_eq!(
            (on_sale.ends_at, on_sale.units_per_customer),
            (NOW + 2 * MINUTE, 2)
        );
        assert!(snapshot.product("radio").unwrap().price_on_sale().is_none());
        let sales = snapshot.running_sales();
        assert_eq!((sales.len(), sales[0].items.len()), (1, 1));
        assert_eq!(sales[0].name.bn.as_deref(), Some("ঈদের প্রহর"));
        let facets = snapshot.search(&Query::default()).facets;
        assert_eq!(facets.price_min, Some(Paisa::from_taka(400)));
        assert!(
            !catalogue.refresh().await.unwrap(),
            "nothing more until its end"
        );

        office.clock.advance(std::time::Duration::from_secs(60));
        assert!(catalogue.refresh().await.unwrap(), "it ends");
        assert_eq!(cheapest_first(&catalogue), before);
        assert_eq!(
            catalogue
                .snapshot()
                .product("phone")
                .unwrap()
                .product
                .variants[0]
                .compare_at,
            None
        );
        assert!(!catalogue.refresh().await.unwrap());
    }
}

#[tokio::test]
async fn a_product_that_changes_during_a_sale_keeps_the_sales_price() {
    for engine in Engine::ALL {
        let office = Office::new(engine).await;
        let phone = product("phone").variant("Black", Some(900));
        office.save(&[&phone]).await;
        put_sale(&office, &phone, 400, (NOW, NOW + MINUTE)).await;
        let store = office.store();
        let catalogue = Catalogue::load(store, office.ambient.clone())
            .await
            .unwrap();
        assert_eq!(cheapest_first(&catalogue), [("phone".to_owned(), 400)]);
        office.save(&[&phone.clone().title("Better phone")]).await;
        assert!(catalogue.refresh().await.unwrap());
        assert_eq!(cheapest_first(&catalogue), [("phone".to_owned(), 400)]);
        let title = catalogue
            .snapshot()
            .product("phone")
            .unwrap()
            .product
            .title
            .en
            .clone();
        assert_eq!(title, "Better phone");
        office.clock.advance(std::time::Duration::from_secs(61));
        assert!(catalogue.refresh().await.unwrap());
        assert_eq!(cheapest_first(&catalogue), [("phone".to_owned(), 900)]);
        let title = catalogue
            .snapshot()
            .product("phone")
            .unwrap()
            .product
            .title
            .en
            .clone();
        assert_eq!(title, "Better phone");
    }
}
