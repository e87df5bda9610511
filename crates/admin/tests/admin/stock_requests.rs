//! Who waits for stock: the most wanted first, with the way to its stock.

use domain::Lang;
use store::testing::Engine;

use crate::office::{Caller, Office};

#[tokio::test]
async fn the_most_wanted_come_first() {
    for engine in Engine::ALL {
        let office = Office::open(engine).await;
        let staff = office.browser(Caller::Staff).await;
        let empty = staff.get("/admin/stock-requests").await;
        empty.assert_has("Nobody waits for anything.");
        office.sell_fans(0).await;
        let input = serde_json::json!({
            "slug": "lamp", "title": "Lamp", "title_bn": "বাতি", "status": "active",
            "options": ["Colour"],
            "variants": [
                {"sku": "LAMP/1", "options": ["Red"], "price_paisa": 45_000, "opening_stock": 0},
            ],
        });
        let by = office.admin().await;
        let input = serde_json::from_value(input).unwrap();
        office.shop.create_product(&by, input).await.unwrap();
        office.shop.catalogue().refresh().await.unwrap();
        for (sku, phone) in [
            ("FAN-56", "01712345678"),
            ("LAMP/1", "01712345678"),
            ("LAMP/1", "01812345678"),
        ] {
            let nobody = shop::Caller::Anonymous;
            let asked = office.shop.request_stock(&nobody, sku, phone, Lang::En);
            asked.await.unwrap();
            office.clock.advance(std::time::Duration::from_secs(3_600));
        }
        // Three hours later they log in again.
        let staff = office.browser(Caller::Staff).await;
        let page = staff.get("/admin/stock-requests").await;
        page.assert_has("2 SKUs");
        page.assert_has("href=\"/admin/stock/LAMP%2F1\"");
        page.assert_has("Red");
        page.assert_has("৳450");
        page.assert_has("<span class=\"pill pill-info\">2</span>");
        assert!(page.html().find(">LAMP/1<") < page.html().find(">FAN-56<"));
        page.assert_hasnt("01712345678");
        assert_eq!(staff.get("/admin/stock/LAMP%2F1").await.status, 200);
        let bangla = staff.get("/bn/admin/stock-requests").await;
        bangla.assert_has("বাতি");
        bangla.assert_has("<span class=\"pill pill-info\">২</span>");
        bangla.assert_has("href=\"/bn/admin/stock/LAMP%2F1\"");
    }
}
