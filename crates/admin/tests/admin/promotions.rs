//! Coupons and flash sales: made, changed by two people, ended; what is typed wrong is kept.

use std::time::Duration;

use axum::http::StatusCode;
use domain::{CampaignState, Paisa, Reduction};
use shop::PageRequest;
use store::testing::Engine;
use time::macros::datetime;

use crate::markup;
use crate::office::{Browser, Caller, Office, Page};

/// What was typed into a coupon's form.
const COUPON: [(&str, &str); 9] = [
    ("code", "puja-২০"),
    ("kind", "percent"),
    ("percent", "২০"),
    ("cap", "১,০০০"),
    ("min_subtotal", "2000"),
    ("starts_at", "২০২৬-১২-০১ ০৯:০০"),
    ("ends_at", "2026-12-16T23:59"),
    ("max_uses", "৩০০"),
    ("active", "yes"),
];

/// What was typed into a flash sale's form: `SAMPLE-1` costs 1,200 taka otherwise.
const SALE: [(&str, &str); 7] = [
    ("name", "Victory hours"),
    ("name_bn", "বিজয়ের প্রহর"),
    ("starts_at", "২০২৬-১২-১৬ ১৮:০০"),
    ("ends_at", "2026-12-16T21:00"),
    ("lines[2].sku", "SAMPLE-1"),
    ("lines[2].price", "৯৫০"),
    ("lines[2].units_per_customer", "২"),
];

/// A form with some boxes typed differently.
fn with<'a>(form: &[(&'a str, &'a str)], boxes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = form
        .iter()
        .filter(|(name, _)| boxes.iter().all(|(other, _)| other != name));
    kept.chain(boxes).copied().collect()
}

fn assert_kept(page: &Page, form: &[(&str, &str)]) {
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    for (_, typed) in form {
        page.assert_has(&format!("value=\"{typed}\""));
    }
    let faults = markup::faults(page.html());
    assert!(faults.is_empty(), "{faults:#?}");
}

/// The revision in a page's form.
fn revision(page: &Page) -> String {
    let (_, rest) = page
        .html()
        .split_once("name=\"revision\" value=\"")
        .unwrap();
    rest.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_coupon_is_made_found_and_ended() {
    for engine in Engine::ALL {
        let office = Office::open(engine).await;
        let staff = office.browser(Caller::Staff).await;
        let empty = staff.get("/admin/coupons").await;
        empty.assert_has("There are no coupons yet.");
        let made = staff.post("/bn/admin/new-coupon", &COUPON).await;
        assert_eq!(made.location(), "/bn/admin/coupons/PUJA-20?done=created");

        let coupon = office.shop.coupon("puja-20").await.unwrap();
        let cap = Some(Paisa::from_taka(1_000));
        let percent = Reduction::Percent { percent: 20, cap };
        assert_eq!(coupon.reduction, percent);
        assert_eq!(coupon.starts_at, datetime!(2026-12-01 03:00 UTC));
        assert_eq!(coupon.ends_at, Some(datetime!(2026-12-16 17:59 UTC)));
        assert_eq!((coupon.max_uses, coupon.active), (Some(300), true));

        let list = staff.get("/admin/coupons?q=puja").await;
        for words in [
            "20 %, at most ৳1,000",
            "৳2,000",
            "Planned",
            "0 of 300",
            "16 December 2026, 11:59 pm",
        ] {
            list.assert_has(words);
        }
        let list = staff.get("/bn/admin/coupons").await;
        for words in ["২০%, সর্বোচ্চ ৳১,০০০", "আসছে", "৩০০টির মধ্যে ০টি"]
        {
            list.assert_has(words);
        }
        let other = staff.get("/admin/coupons?q=eid").await;
        other.assert_has("No coupon is like that.");
        other.assert_hasnt("PUJA-20");

        let ended = staff.post("/admin/coupons/PUJA-20/end", &[]).await;
        let page = staff.get(ended.location()).await;
        page.assert_has("The coupon has ended.");
        page.assert_hasnt("End it now");
        let ended = office.shop.coupon("puja-20").await.unwrap();
        assert_eq!(ended.state, CampaignState::Ended);
    }
}

#[tokio::test]
async fn every_kind_of_coupon_is_made_and_only_its_own_boxes_count() {
    let office = Office::open(Engine::Sqlite).await;
    let staff = office.browser(Caller::Staff).await;
    let boxes = [
        ("percent", "15"),
        ("cap", "never mind"),
        ("amount", "150"),
        ("active", "yes"),
    ];
    for (code, kind, words) in [
        ("FIX-150", "fixed", "৳150 off"),
        ("FREE", "free_delivery", "Free delivery"),
    ] {
        let form = with(&boxes, &[("code", code), ("kind", kind)]);
        let made = staff.post("/admin/new-coupon", &form).await;
        let page = staff.get(made.location()).await;
        page.assert_has("The coupon was made.");
        page.assert_has(words);
        page.assert_has("Running");
    }
    let off = with(&boxes, &[("code", "OFF"), ("kind", "percent"), ("cap", "")]);
    let off: Vec<_> = off
        .into_iter()
        .filter(|(name, _)| *name != "active")
        .collect();
    staff.post("/admin/new-coupon", &off).await;
    let page = staff.get("/admin/coupons/OFF").await;
    page.assert_has("Switched off");
    page.assert_has("15 % off");
}

#[tokio::test]
async fn a_coupon_with_mistakes_comes_back_as_it_was_typed() {
    let office = Office::open(Engine::Sqlite).await;
    let staff = office.browser(Caller::Staff).await;
    let unreadable = [
        ("code", "NEW"),
        ("percent", "ten"),
        ("cap", "cheap"),
        ("starts_at", "tomorrow"),
        ("max_uses", "1.5"),
    ];
    let page = staff
        .post("/admin/new-coupon", &with(&COUPON, &unreadable))
        .await;
    assert_kept(&page, &unreadable);
    page.assert_has("There are problems with 4 fields");
    page.assert_has("A day and a time, such as 2026-12-16 18:30.");

    let refused = [
        ("code", "no spaces"),
        ("percent", "120"),
        ("ends_at", "2026-11-01T10:00"),
    ];
    let page = staff
        .post("/bn/admin/new-coupon", &with(&COUPON, &refused))
        .await;
    assert_kept(&page, &refused);
    for words in [
        "কোডে শুধু ইংরেজি অক্ষর, সংখ্যা ও ড্যাশ থাকবে।",
        "১ থেকে ১০০-এর মধ্যে একটি পূর্ণ সংখ্যা।",
        "শেষের সময় শুরুর পরে হতে হবে।",
    ] {
        page.assert_has(words);
    }
    let coupons = office.shop.list_coupons(None, PageRequest::default()).await;
    assert_eq!(coupons.unwrap().total, 0);

    staff.post("/admin/new-coupon", &COUPON).await;
    let again = staff.post("/admin/new-coupon", &COUPON).await;
    assert_kept(&again, &[]);
    again.assert_has("Another coupon has this code.");
}

#[tokio::test]
async fn two_people_change_a_coupon_and_nothing_is_lost() {
    let office = Office::open(Engine::Sqlite).await;
    let (staff, admin) = both(&office).await;
    let at = "/admin/coupons/PUJA-20";
    staff.post("/admin/new-coupon", &COUPON).await;
    let read = revision(&staff.get(at).await);
    let theirs = with(&COUPON, &[("percent", "25"), ("revision", &read)]);
    let saved = admin.post(at, &theirs).await;
    assert_eq!(saved.location(), "/admin/coupons/PUJA-20?done=saved");

    let mine = with(&COUPON, &[("cap", "1500"), ("revision", &read)]);
    let page = staff.post(at, &mine).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    for words in [
        "Somebody changed this meanwhile",
        "rahim, 23 November 2026",
        "<th scope=\"row\">Percent</th><td>25</td><td>20</td>",
        "<th scope=\"row\">At most, in taka</th><td>৳1,000</td><td>৳1,500</td>",
        "value=\"1500\"",
    ] {
        page.assert_has(words);
    }
    // What is the same, however it was written, is no difference.
    page.assert_hasnt("<th scope=\"row\">Begins</th>");
    let faults = markup::faults(page.html());
    assert!(faults.is_empty(), "{faults:#?}");
    let percent = |reduction| match reduction {
        Reduction::Percent { percent, cap } => (percent, cap.map(Paisa::get)),
        _ => panic!("a percentage"),
    };
    let kept = office.shop.coupon("puja-20").await.unwrap();
    assert_eq!(percent(kept.reduction), (25, Some(100_000)));

    // Having seen it, they may.
    let now = revision(&page);
    let knowing = with(&mine, &[("revision", &now)]);
    assert_eq!(staff.post(at, &knowing).await.status, StatusCode::SEE_OTHER);
    let kept = office.shop.coupon("puja-20").await.unwrap();
    assert_eq!(percent(kept.reduction), (20, Some(150_000)));
}

#[tokio::test]
async fn a_moment_that_nobody_touched_keeps_its_seconds() {
    let office = Office::open(Engine::Sqlite).await;
    let staff = office.browser(Caller::Staff).await;
    office.clock.advance(Duration::from_secs(31));
    let code = office.coupon().await;
    let before = office.shop.coupon(&code).await.unwrap();
    assert_eq!(before.starts_at.second(), 31);
    let form = [
        ("kind", "percent"),
        ("percent", "12"),
        ("starts_at", "2026-11-23T19:06"),
        ("revision", "1"),
        ("active", "yes"),
    ];
    let path = format!("/admin/coupons/{code}");
    let saved = staff.post(&path, &form).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    let after = office.shop.coupon(&code).await.unwrap();
    assert_eq!(after.starts_at, before.starts_at);
    assert_eq!(after.revision, 2);
}

#[tokio::test]
async fn a_flash_sale_is_made_shown_beside_the_goods_and_ended() {
    let office = Office::open(Engine::Sqlite).await;
    office.product().await;
    let staff = office.browser(Caller::Staff).await;
    let made = staff.post("/admin/new-flash-sale", &SALE).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER);
    let page = staff.get(made.location()).await;
    for words in [
        "The flash sale was made.",
        "Planned",
        "value=\"2026-12-16T18:00\"",
        "value=\"950.00\"",
        "৳1,200",
        "−20 %",
        "<span class=\"pill pill-bad\">3</span>",
    ] {
        page.assert_has(words);
    }
    let list = staff.get("/bn/admin/flash-sales").await;
    for words in ["বিজয়ের প্রহর", "আসছে", "১৬ ডিসেম্বর ২০২৬, সন্ধ্যা ৬:০০"]
    {
        list.assert_has(words);
    }

    office.clock.set(datetime!(2026-12-16 13:00 UTC));
    let staff = office.browser(Caller::Staff).await;
    let list = staff.get("/admin/flash-sales").await;
    list.assert_has("Running");
    let path = made.location().split('?').next().unwrap();
    let ended = staff.post(&format!("{path}/end"), &[]).await;
    let page = staff.get(ended.location()).await;
    page.assert_has("The flash sale has ended.");
    page.assert_hasnt("End it now");
}

#[tokio::test]
async fn more_rows_come_without_saving_and_with_the_goods_beside_what_was_typed() {
    let office = Office::open(Engine::Sqlite).await;
    office.product().await;
    let staff = office.browser(Caller::Staff).await;
    let blank = staff.get("/admin/new-flash-sale").await;
    blank.assert_has("name=\"lines[4].sku\"");
    blank.assert_hasnt("name=\"lines[5].sku\"");
    let asked = with(&SALE, &[("do", "rows"), ("lines[4].sku", "")]);
    let page = staff.post("/admin/new-flash-sale", &asked).await;
    assert_eq!(page.status, StatusCode::OK);
    for words in [
        "Not saved yet",
        "name=\"lines[9].sku\"",
        "value=\"৯৫০\"",
        "৳1,200",
        "value=\"2026-12-16T18:00\"",
    ] {
        page.assert_has(words);
    }
    let sales = office.shop.list_flash_sales(PageRequest::default()).await;
    assert_eq!(sales.unwrap().total, 0);
}

#[tokio::test]
async fn a_flash_sale_with_mistakes_comes_back_as_it_was_typed() {
    let office = Office::open(Engine::Sqlite).await;
    office.product().await;
    let staff = office.browser(Caller::Staff).await;
    let unreadable = [
        ("starts_at", "tomorrow"),
        ("lines[2].price", "cheap"),
        ("lines[2].units_per_customer", "some"),
    ];
    let page = staff
        .post("/admin/new-flash-sale", &with(&SALE, &unreadable))
        .await;
    assert_kept(&page, &unreadable);
    page.assert_has("Line 1: Sale price, taka");

    let refused = [
        ("name_bn", ""),
        ("lines[2].price", "1200"),
        ("lines[2].units_per_customer", "100"),
        ("lines[3].sku", "NOTHING"),
        ("lines[3].price", "1"),
        ("lines[3].units_per_customer", "1"),
        ("lines[4].sku", "SAMPLE-2"),
        ("lines[4].price", "1"),
        ("lines[4].units_per_customer", "1"),
    ];
    let page = staff
        .post("/bn/admin/new-flash-sale", &with(&SALE, &refused))
        .await;
    assert_kept(&page, &refused[1..]);
    for words in [
        "লাইন ১: সেলের দাম, টাকা: শূন্যের বেশি ও স্বাভাবিক দামের কম।",
        "লাইন ২: এসকেইউ: বিক্রির কোনো পণ্যে এই এসকেইউ নেই।",
        "লাইন ৩: এসকেইউ: বিক্রির কোনো পণ্যে এই এসকেইউ নেই।",
        "id=\"lines[0].units_per_customer-error\"",
        "কম নয়",
    ] {
        page.assert_has(words);
    }
    let empty = [("name", "Nothing"), ("name_bn", "কিছু না")];
    let page = staff
        .post("/admin/new-flash-sale", &with(&SALE[..4], &empty))
        .await;
    assert_kept(&page, &empty);
    page.assert_has("A sale has 1 to 200 lines.");
    let sales = office.shop.list_flash_sales(PageRequest::default()).await;
    assert_eq!(sales.unwrap().total, 0);
}

#[tokio::test]
async fn two_people_change_a_flash_sale_and_nothing_is_lost() {
    for engine in Engine::ALL {
        let office = Office::open(engine).await;
        let (staff, admin) = both(&office).await;
        let at = format!("/admin/flash-sales/{}", office.flash_sale().await);
        let read = revision(&staff.get(&at).await);
        let theirs = [("lines[2].price", "900"), ("revision", &read)];
        let saved = admin.post(&at, &with(&SALE, &theirs)).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER);
        let mine = with(
            &SALE,
            &[("lines[2].units_per_customer", "5"), ("revision", &read)],
        );
        let page = staff.post(&at, &mine).await;
        assert_eq!(page.status, StatusCode::CONFLICT);
        for words in [
            "rahim, 23 November 2026",
            "<th scope=\"row\">SAMPLE-1</th><td>৳900, 2 each</td><td>৳950, 5 each</td>",
        ] {
            page.assert_has(words);
        }
        page.assert_hasnt("<th scope=\"row\">Name</th>");
        let faults = markup::faults(page.html());
        assert!(faults.is_empty(), "{faults:#?}");
        let now = revision(&page);
        let knowing = with(&mine, &[("revision", &now)]);
        let saved = staff.post(&at, &knowing).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER);
        staff
            .get(saved.location())
            .await
            .assert_has("value=\"950.00\"");
    }
}

/// Staff and an admin, each with a browser.
async fn both(office: &Office) -> (Browser, Browser) {
    (
        office.browser(Caller::Staff).await,
        office.browser(Caller::Admin).await,
    )
}
