//! Goods: products edited by two people, pictures friendly and hostile, categories, stock, bulk.

use axum::http::StatusCode;
use shop::{PageRequest, ProductInput};
use store::testing::Engine;

use crate::office::{Browser, Caller, Office, Page};

/// One part of a form: name, file name, content.
type Part<'a> = (&'a str, Option<&'a str>, &'a [u8]);

const BOUNDARY: &str = "----goods";

fn text<'a>(name: &'a str, value: &'a str) -> Part<'a> {
    (name, None, value.as_bytes())
}

async fn send(browser: &Browser, path: &str, parts: &[Part<'_>]) -> Page {
    let mut body = Vec::new();
    for (name, file, content) in parts {
        let file = file.map(|file| format!("; filename=\"{file}\""));
        let file = file.unwrap_or_default();
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n"
        );
        body.extend(head.as_bytes());
        body.extend(*content);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{BOUNDARY}--\r\n").as_bytes());
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    browser.post_bytes(path, &kind, body).await
}

async fn kettle(office: &Office) -> i64 {
    let input: ProductInput = serde_json::from_value(serde_json::json!({
        "slug": "kettle", "title": "Kettle", "status": "active", "brand": "Jhorna",
        "variants": [{"sku": "K-1", "price_paisa": 120_000, "opening_stock": 3}],
    }))
    .unwrap();
    let by = office.admin().await;
    let made = office.shop.create_product(&by, input).await.unwrap();
    made.product.revision
}

fn edit<'a>(revision: &'a str, title: &'a str, price: &'a str) -> Vec<Part<'a>> {
    vec![
        text("revision", revision),
        text("title.en", title),
        text("status", "active"),
        text("brand", "Jhorna"),
        text("variants[0].sku", "K-1"),
        text("variants[0].price", price),
        text("variants[0].taxable", "yes"),
        text("variants[0].on_hand", "3"),
    ]
}

/// The smallest PNG there is.
const PNG: &[u8] =
    b"\x89\x50\x4e\x47\x0d\x0a\x1a\x0a\x00\x00\x00\x0d\x49\x48\x44\x52\x00\x00\x00\x01\
    \x00\x00\x00\x01\x08\x02\x00\x00\x00\x90\x77\x53\xde\x00\x00\x00\x0c\x49\x44\x41\
    \x54\x78\x9c\x63\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9\xfe\x92\xef\x00\x00\x00\
    \x00\x49\x45\x4e\x44\xae\x42\x60\x82";

#[tokio::test]
async fn a_product_is_added_row_by_row_without_scripts() {
    for engine in Engine::ALL {
        let office = Office::open(engine).await;
        let staff = office.browser(Caller::Staff).await;
        let mut form = vec![
            text("title.en", "Steel kettle"),
            text("title.bn", "স্টিলের কেটলি"),
            text("status", "active"),
            text("options[0]", "Colour"),
            text("variants[0].sku", "K-RED"),
            text("variants[0].options[0]", "Red"),
            text("variants[0].price", "১,২৫০"),
            text("variants[0].opening_stock", "4"),
            text("do", "variant"),
        ];
        let again = send(&staff, "/admin/new-product", &form).await;
        assert_eq!(again.status, StatusCode::OK);
        again.assert_has("name=\"variants[1].sku\"");
        again.assert_has("value=\"K-RED\"");
        again.assert_has("Not saved yet");
        form.pop();
        form.extend([
            text("variants[1].sku", "K-BLUE"),
            text("variants[1].options[0]", "Blue"),
            text("variants[1].price", "1300.50"),
            text("attributes[0].key", "volume"),
            text("attributes[0].kind", "number"),
            text("attributes[0].value", "1.8"),
            text("attributes[0].unit", "l"),
            text("description.en", "<p>Boils.</p><script>alert(1)</script>"),
        ]);
        let saved = send(&staff, "/admin/new-product", &form).await;
        assert_eq!(
            saved.location(),
            "/admin/products/steel-kettle?done=created"
        );
        let page = staff.get(saved.location()).await;
        page.assert_has("The product was added.");
        page.assert_hasnt("alert(1)");
        let view = office.shop.staff_product("steel-kettle").await.unwrap();
        assert_eq!(view.product.variants.len(), 2);
        assert_eq!(view.product.variants[0].price.unwrap().get(), 125_000);
        assert_eq!(view.stock[0].on_hand, 4);
        let list = staff.get("/bn/admin/products?q=K-BLUE").await;
        list.assert_has("স্টিলের কেটলি");
    }
}

#[tokio::test]
async fn what_is_wrong_stands_beside_its_box_and_nothing_typed_is_lost() {
    let office = Office::open(Engine::Sqlite).await;
    kettle(&office).await;
    let staff = office.browser(Caller::Staff).await;
    let form = [
        text("title.en", ""),
        text("title.bn", "কেটলি"),
        text("status", "active"),
        text("variants[3].sku", "K-1"),
        text("variants[3].price", "12"),
    ];
    let page = send(&staff, "/bn/admin/new-product", &form).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    page.assert_has("value=\"কেটলি\"");
    page.assert_has("id=\"title.en-error\"");
    let form = [
        text("title.en", "Another"),
        text("status", "active"),
        text("variants[3].sku", "K-1"),
        text("variants[3].price", "cheap"),
    ];
    let page = send(&staff, "/admin/new-product", &form).await;
    page.assert_has("Variant 1: Price");
    let form = [form[0], form[1], form[2], text("variants[3].price", "12")];
    let page = send(&staff, "/admin/new-product", &form).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    page.assert_has("Another product has this SKU.");
}

#[tokio::test]
async fn two_people_do_not_overwrite_each_other() {
    for engine in Engine::ALL {
        let office = Office::open(engine).await;
        let revision = kettle(&office).await.to_string();
        let (one, other) = (
            office.browser(Caller::Staff).await,
            office.browser(Caller::Admin).await,
        );
        let place = "/admin/products/kettle";
        let first = send(&one, place, &edit(&revision, "Kettle", "1300")).await;
        assert_eq!(first.location(), "/admin/products/kettle?done=saved");
        let late = send(&other, place, &edit(&revision, "Great kettle", "1200")).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        late.assert_has("Somebody changed this meanwhile");
        late.assert_has("sokina");
        late.assert_has("1300.00");
        late.assert_has("value=\"Great kettle\"");
        let view = office.shop.staff_product("kettle").await.unwrap();
        assert_eq!(view.product.title.en, "Kettle");
        assert_eq!(view.product.variants[0].price.unwrap().get(), 130_000);
        // The page knows the new revision: saving again is meant.
        let seen = view.product.revision.to_string();
        late.assert_has(&format!("name=\"revision\" value=\"{seen}\""));
        let meant = send(&other, place, &edit(&seen, "Great kettle", "1200")).await;
        assert_eq!(meant.status, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn pictures_are_taken_with_the_form_and_hostile_ones_named() {
    let office = Office::open(Engine::Sqlite).await;
    let revision = kettle(&office).await.to_string();
    let staff = office.browser(Caller::Staff).await;
    let place = "/admin/products/kettle";
    let mut form = edit(&revision, "Kettle", "1200");
    let svg: &[u8] = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
    let huge = vec![0xff; shop::MAX_PICTURE_BYTES + 1];
    form.extend([
        ("pictures", Some("../../etc/<b>logo.png"), svg),
        ("pictures", Some("cut.png"), &PNG[..50]),
        ("pictures", Some("huge.jpg"), &huge),
        ("pictures", Some("script.html"), PNG),
        ("pictures", Some(""), b""),
        text("do", "upload"),
    ]);
    let page = send(&staff, place, &form).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    page.assert_has("&#60;b&#62;logo.png is not");
    page.assert_hasnt("etc/");
    page.assert_has("cut.png is damaged or cut off.");
    page.assert_has("huge.jpg is larger than 15 MB.");
    page.assert_has("1 picture was added.");
    let at = page.html().find("name=\"images[0].src\" value=\"").unwrap();
    let src = page.html()[at..].split('"').nth(3).unwrap().to_owned();
    assert!(src.starts_with("/media/") && src.ends_with("-1x1.jpg"));
    let mut form = edit(&revision, "Kettle", "1200");
    form.extend([
        text("images[0].src", &src),
        text("images[0].alt", "A kettle"),
    ]);
    let saved = send(&staff, place, &form).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    let view = office.shop.staff_product("kettle").await.unwrap();
    assert_eq!(view.product.images[0].src, src);
    let made_up = "/media/0123456789abcdef0123456789abcdef-9x9.jpg";
    let seen = view.product.revision.to_string();
    let mut form = edit(&seen, "Kettle", "1200");
    form.push(text("images[0].src", made_up));
    let refused = send(&staff, place, &form).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn categories_are_kept_by_forms() {
    for engine in Engine::ALL {
        let office = Office::open(engine).await;
        let staff = office.browser(Caller::Staff).await;
        for (name, parent) in [("Kitchen", ""), ("Kettles", "kitchen")] {
            let form = [("name", name), ("parent", parent), ("position", "১")];
            let done = staff.post("/admin/categories", &form).await;
            assert_eq!(done.location(), "/admin/categories?done=added");
        }
        let circle = [
            ("name", "Kitchen"),
            ("parent", "kettles"),
            ("position", "1"),
        ];
        let refused = staff.post("/admin/categories/kitchen", &circle).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        refused.assert_has("below itself");
        let full = staff.post("/admin/categories/kitchen/remove", &[]).await;
        assert_eq!(full.status, StatusCode::CONFLICT);
        let nameless = staff.post("/bn/admin/categories", &[("name", "★")]).await;
        assert_eq!(nameless.status, StatusCode::BAD_REQUEST);
        nameless.assert_has("value=\"★\"");
        let gone = staff.post("/admin/categories/kettles/remove", &[]).await;
        assert_eq!(gone.location(), "/admin/categories?done=removed");
    }
}

#[tokio::test]
async fn stock_is_corrected_with_a_reason() {
    for engine in Engine::ALL {
        let office = Office::open(engine).await;
        kettle(&office).await;
        let staff = office.browser(Caller::Staff).await;
        let low = staff.get("/admin/stock?at_most=৫").await;
        low.assert_has("K-1");
        let at = "/admin/stock/K-1";
        for (form, says) in [
            (
                [("how", "by"), ("units", "x"), ("reason", "Count")],
                "A whole number",
            ),
            (
                [("how", "by"), ("units", "-9"), ("reason", "Count")],
                "be taken away",
            ),
            (
                [("how", "to"), ("units", "5"), ("reason", "?")],
                "too short or too long",
            ),
        ] {
            let page = staff.post(at, &form).await;
            assert_eq!(page.status, StatusCode::BAD_REQUEST);
            page.assert_has(says);
            page.assert_has(&format!("value=\"{}\"", form[1].1));
        }
        let form = [("how", "to"), ("units", "৮"), ("reason", "Weekly count")];
        let done = staff.post(at, &form).await;
        let page = staff.get(done.location()).await;
        page.assert_has("Weekly count");
        page.assert_has("Opening stock");
        let stock = office.shop.stock("K-1", PageRequest::default()).await;
        assert_eq!(stock.unwrap().unwrap().on_hand, 8);
    }
}

#[tokio::test]
async fn a_grid_of_rows_is_worked_out_and_saved() {
    for engine in Engine::ALL {
        let office = Office::open(engine).await;
        let revision = kettle(&office).await.to_string();
        let staff = office.browser(Caller::Staff).await;
        let row = |price| {
            vec![
                ("rows[0].sku", "K-1"),
                ("rows[0].revision", revision.as_str()),
                ("rows[0].price", price),
                ("rows[0].price_was", "1200.00"),
                ("rows[0].counted", "3"),
                ("rows[0].seen", "3"),
            ]
        };
        let mut form = row("1200.00");
        form.extend([
            ("rows[0].picked", "yes"),
            ("direction", "down"),
            ("amount", "১০"),
            ("unit", "percent"),
            ("round", "1"),
            ("do", "work_out"),
        ]);
        let page = staff.post("/admin/bulk", &form).await;
        page.assert_has("value=\"1080.00\"");
        page.assert_has("Nothing is saved yet");
        let page = staff.post("/admin/bulk", &row("1080.00")).await;
        assert_eq!(page.status, StatusCode::OK);
        page.assert_has("1 row was saved.");
        let stale = staff.post("/bn/admin/bulk", &row("1.00")).await;
        assert_eq!(stale.status, StatusCode::CONFLICT);
        stale.assert_has("ইতিমধ্যে অন্য কেউ বদলেছেন");
        stale.assert_has("value=\"1.00\"");
        let view = office.shop.staff_product("kettle").await.unwrap();
        assert_eq!(view.product.variants[0].price.unwrap().get(), 108_000);
    }
}

#[tokio::test]
async fn a_file_is_imported_watched_and_its_report_kept() {
    for engine in Engine::ALL {
        let office = Office::open(engine).await;
        let staff = office.browser(Caller::Staff).await;
        let none = send(&staff, "/admin/imports", &[]).await;
        assert_eq!(none.status, StatusCode::BAD_REQUEST);
        let file: &[u8] = b"Handle,Title,Variant SKU,Variant Price\nlamp,Lamp,L-1,90\n,Bad,B-1,x\n";
        let queued = send(
            &staff,
            "/admin/imports",
            &[("file", Some("../a.csv"), file)],
        )
        .await;
        assert_eq!(queued.status, StatusCode::SEE_OTHER);
        let at = queued.location().to_owned();
        let waiting = staff.get(&at).await;
        waiting.assert_has("<progress");
        waiting.assert_has("http-equiv=\"refresh\"");
        waiting.assert_has("Import of a.csv");
        office.shop.run_next_import().await.unwrap();
        let done = staff.get(&at).await;
        done.assert_has("Rows not taken");
        done.assert_hasnt("<progress");
        let report = staff.get(&format!("{at}/rejected.csv")).await;
        assert!(report.html().starts_with("line,reason\n3,"));
        assert!(
            report
                .header("content-disposition")
                .starts_with("attachment")
        );
        staff.get("/bn/admin/imports").await.assert_has("a.csv");
        let export = staff.get("/admin/export/products.csv").await;
        export.assert_has("lamp,Lamp");
        assert!(export.header("content-type").starts_with("text/csv"));
    }
}
