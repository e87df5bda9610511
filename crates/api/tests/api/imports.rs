//! Product files in and out over HTTP. What a file may hold is `shop`'s to test.

use crate::support::on_both;

const FILE: &str = "Handle,Title,Vendor,Type,Published,Status,Variant SKU,Variant Price,Variant Inventory Qty\n\
                    kettle,Kettle,Rupsha,Kettles,true,active,K-1,1150.00,3\n\
                    lamp,Lamp,Rupsha,Lamps,true,active,L-1,,2\n";

on_both! {
    async fn a_file_is_read_in_and_out_again(app) {
        let salma = app.staff("salma").await;
        let report = salma.raw("POST", "/api/admin/imports", "text/csv; charset=utf-8", FILE).await.expect(200);
        assert_eq!(
            report,
            serde_json::json!({"products": 2, "variants": 2, "published": 1, "drafts": 1, "updated": 0, "rejected": []})
        );
        let keys: Vec<_> = report.as_object().unwrap().keys().collect();
        assert_eq!(keys.len(), 6, "{report}");
        app.shop.catalogue().refresh().await.unwrap();
        assert_eq!(app.guest().get("/api/products/kettle").await.expect(200)["stock"], 3);
        let goods = async || {
            let mut rows = app.rows().await;
            rows.retain(|(table, _)| table != "audit_log");
            rows
        };
        let rows = goods().await;
        let again = salma.raw("POST", "/api/admin/imports", "text/csv", FILE).await.expect(200);
        assert_eq!(again["updated"], 0, "the same file twice changes nothing");
        assert_eq!(goods().await, rows);
        let audit = app.shop.audit_log(shop::PageRequest::default()).await.unwrap();
        let who = audit.items.iter().map(|e| (e.action.as_str(), e.actor.as_str()));
        assert_eq!(who.take(2).collect::<Vec<_>>(), [("catalogue.import", "staff:salma"); 2]);
        assert!(!audit.items[2].action.contains("import"), "{:?}", audit.items[2]);
        let export = salma.get("/api/admin/exports/products.csv").await;
        assert_eq!(export.status, 200);
        assert_eq!(export.header("content-type"), "text/csv; charset=utf-8");
        assert!(export.header("content-disposition").contains("products.csv"));
        assert!(export.text().contains("kettle,"), "{}", export.text());
        let back = salma.raw("POST", "/api/admin/imports", "text/csv", export.body.clone()).await.expect(200);
        assert_eq!((&back["updated"], &back["rejected"]), (&0.into(), &serde_json::json!([])), "{back}");
    }

    async fn only_a_csv_file_is_taken(app) {
        let salma = app.staff("salma").await;
        let rows = app.rows().await;
        for kind in ["application/json", "text/plain", "multipart/form-data; boundary=x"] {
            let answer = salma.raw("POST", "/api/admin/imports", kind, FILE).await;
            answer.refused(415, "unsupported_media_type");
        }
        for nonsense in ["", "\n\n", "a,b\n1,2\n", "\u{feff}", "Handle\0,Title\nx,y\n"] {
            let answer = salma.raw("POST", "/api/admin/imports", "text/csv", nonsense).await;
            answer.refused(400, "invalid_import");
        }
        assert_eq!(app.rows().await, rows);
    }

    async fn a_file_of_more_than_20_mib_is_413(app) {
        let salma = app.staff("salma").await;
        let large = vec![b'x'; 20 * 1024 * 1024 + 1];
        let answer = salma.raw("POST", "/api/admin/imports", "text/csv", large).await;
        answer.refused(413, "body_too_large");
    }
}
