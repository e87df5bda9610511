//! Flash sales: the time bound to a statement decides the price, and nobody gets more than a share.

use domain::{OrderStatus, Paisa, Phone, VariantId};
use store::NewOrder;
use time::{Duration, OffsetDateTime};
use tokio::task::JoinSet;

use crate::fixtures::{ALL, Bench, PRICE, START, refused};

on_both![
    the_price_holds_from_its_start_to_its_end,
    the_lowest_of_two_sales_counts_and_none_above_the_price,
    lines_that_are_taken_out_keep_what_was_sold,
    units_are_counted_and_given_back,
    a_customer_gets_no_more_than_a_share,
    the_checkout_reads_what_the_customer_bought,
    sales_are_listed_with_what_they_sold,
];

const SALE: Paisa = Paisa::from_taka(60);
const HOUR: (OffsetDateTime, OffsetDateTime) = (
    START.saturating_add(Duration::HOUR),
    START.saturating_add(Duration::hours(2)),
);

/// The price in force in a cart and at the checkout, which must agree.
async fn price(bench: &Bench, variant: VariantId, at: OffsetDateTime) -> Option<Paisa> {
    let cart = bench.cart(&[(variant, 1)]).await;
    let line = bench
        .store()
        .list_cart_lines(cart, at)
        .await
        .unwrap()
        .remove(0);
    assert_eq!(line.regular, Some(PRICE));
    let mut tx = bench.begin().await;
    let asked = [bench.asked(cart)];
    let checkout = tx.lock_checkout_lines(&asked, at).await.unwrap().remove(0);
    assert_eq!((checkout.price, &checkout.sale), (line.price, &line.sale));
    let sale = line.sale.as_ref().map(|sale| sale.price);
    assert_eq!(sale, line.price.filter(|price| *price != PRICE));
    line.price
}

async fn the_price_holds_from_its_start_to_its_end(bench: &Bench) {
    let a = bench.stocked("A", 5).await;
    bench.sale(a, 2, HOUR).await;
    let other = bench.stocked("B", 5).await;
    let moment = Duration::MICROSECOND;
    for (at, want) in [
        (HOUR.0 - moment, PRICE),
        (HOUR.0, SALE),
        (HOUR.1 - moment, SALE),
        (HOUR.1, PRICE),
    ] {
        assert_eq!(price(bench, a, at).await, Some(want), "{at}");
        assert_eq!(price(bench, other, at).await, Some(PRICE));
    }
    let coming = bench.store().list_flash_prices(START).await.unwrap();
    assert_eq!(coming.len(), 1);
    assert_eq!((coming[0].variant, coming[0].price), (a, SALE));
    assert_eq!((coming[0].starts_at, coming[0].ends_at), HOUR);
    assert!(
        bench
            .store()
            .list_flash_prices(HOUR.1)
            .await
            .unwrap()
            .is_empty()
    );
}

async fn the_lowest_of_two_sales_counts_and_none_above_the_price(bench: &Bench) {
    let a = bench.stocked("A", 5).await;
    let line = bench.sale(a, 2, HOUR).await;
    let other = bench.sale(a, 2, HOUR).await;
    let set = async |taka: i64| {
        let id = uuid_text(bench, other.uuid()).await;
        let sql = format!("UPDATE flash_lines SET price_paisa = {taka}00 WHERE id = {id}");
        bench.db.execute(&sql).await.unwrap();
    };
    set(50).await;
    assert_eq!(price(bench, a, HOUR.0).await, Some(Paisa::from_taka(50)));
    set(70).await;
    assert_eq!(price(bench, a, HOUR.0).await, Some(SALE));
    let id = uuid_text(bench, line.uuid()).await;
    let sql = format!("UPDATE flash_lines SET active = false WHERE id = {id}");
    bench.db.execute(&sql).await.unwrap();
    assert_eq!(price(bench, a, HOUR.0).await, Some(Paisa::from_taka(70)));
    set(100).await;
    assert_eq!(
        price(bench, a, HOUR.0).await,
        Some(PRICE),
        "no cheaper, no sale"
    );
}

/// An id as each engine writes it.
async fn uuid_text(bench: &Bench, id: uuid::Uuid) -> String {
    match bench.engine {
        store::testing::Engine::Sqlite => format!("x'{}'", id.simple()),
        store::testing::Engine::Postgres => format!("'{id}'"),
    }
}

async fn lines_that_are_taken_out_keep_what_was_sold(bench: &Bench) {
    let (a, b) = (bench.stocked("A", 5).await, bench.stocked("B", 5).await);
    let line = bench.sale(a, 2, HOUR).await;
    let sale = bench.store().list_flash_prices(START).await.unwrap()[0].sale;
    bench
        .place(&order(bench, a, line, 2, "01712345678").await)
        .await
        .unwrap();
    let put = async |variant| {
        let new = domain::FlashLineId::mint(&bench.ambient);
        let mut tx = bench.begin().await;
        let lines = [(new, variant, SALE, 9)];
        tx.put_flash_lines(sale, &lines).await.unwrap();
        let lines = tx.list_flash_lines(sale).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(lines.len(), 1);
        (lines[0].id == line, lines[0].sku.to_string(), lines[0].sold)
    };
    assert_eq!(put(b).await, (false, "B".to_owned(), 0));
    assert_eq!(price(bench, a, HOUR.0).await, Some(PRICE));
    assert_eq!(
        put(a).await,
        (true, "A".to_owned(), 2),
        "the same line comes back"
    );
    let lines = bench.store().list_flash_lines(sale).await.unwrap();
    assert_eq!(
        (lines[0].regular, lines[0].units_per_customer),
        (Some(PRICE), 9)
    );
}

/// An order of some units at the sale's price, by the owner of a phone.
async fn order(
    bench: &Bench,
    variant: VariantId,
    line: domain::FlashLineId,
    units: i64,
    phone: &str,
) -> NewOrder {
    let mut new = bench.order(bench.cart(&[]).await, &[(variant, units)]);
    new.order.contact_phone = Phone::parse(phone).unwrap().as_str().to_owned();
    new.lines[0].flash_line = Some(line);
    new
}

async fn units_are_counted_and_given_back(bench: &Bench) {
    let a = bench.stocked("A", 50).await;
    let line = bench.sale(a, 3, HOUR).await;
    let first = order(bench, a, line, 2, "01712345678").await;
    bench.place(&first).await.unwrap();
    let second = order(bench, a, line, 2, "01712345678").await;
    assert!(
        refused(&bench.place(&second).await),
        "2 and 2 are more than 3"
    );
    let other = order(bench, a, line, 3, "01812345678").await;
    bench.place(&other).await.unwrap();
    let sold = async || {
        let (sales, _) = bench.store().list_flash_sales(ALL).await.unwrap();
        sales[0].sold
    };
    assert_eq!(sold().await, 5);
    bench
        .give_status(first.order.id, OrderStatus::Cancelled)
        .await;
    assert_eq!(sold().await, 3);
    bench.place(&second).await.unwrap();
    assert_eq!(sold().await, 5);
}

async fn a_customer_gets_no_more_than_a_share(bench: &Bench) {
    let a = bench.stocked("A", 50).await;
    let line = bench.sale(a, 2, HOUR).await;
    let mut tasks = JoinSet::new();
    for _ in 0..12 {
        let order = order(bench, a, line, 1, "01712345678").await;
        let store = bench.store().clone();
        tasks.spawn(async move {
            let mut tx = store.begin().await?;
            tx.insert_orders(&[&order]).await?;
            tx.insert_order_lines(&[&order]).await?;
            tx.commit().await
        });
    }
    let placed = tasks.join_all().await;
    assert_eq!(placed.iter().filter(|answer| answer.is_ok()).count(), 2);
    assert!(
        placed
            .iter()
            .all(|answer| answer.is_ok() || refused(answer))
    );
}

async fn the_checkout_reads_what_the_customer_bought(bench: &Bench) {
    let a = bench.stocked("A", 50).await;
    let line = bench.sale(a, 3, HOUR).await;
    bench
        .place(&order(bench, a, line, 2, "01712345678").await)
        .await
        .unwrap();
    let cart = bench.cart(&[(a, 1)]).await;
    let mut tx = bench.begin().await;
    for (phone, at, bought) in [
        ("01712345678", HOUR.0, 2),
        ("01812345678", HOUR.0, 0),
        ("01712345678", HOUR.1, 0),
    ] {
        let mut asked = bench.asked(cart);
        asked.phone = Phone::parse(phone).unwrap();
        let lines = tx.lock_checkout_lines(&[asked], at).await.unwrap();
        assert_eq!(lines[0].bought, bought, "{phone} {at}");
    }
}

async fn sales_are_listed_with_what_they_sold(bench: &Bench) {
    let a = bench.stocked("A", 50).await;
    let line = bench.sale(a, 3, HOUR).await;
    let later = (HOUR.1, HOUR.1 + Duration::HOUR);
    bench.sale(a, 3, later).await;
    bench
        .place(&order(bench, a, line, 2, "01712345678").await)
        .await
        .unwrap();
    let (sales, total) = bench.store().list_flash_sales(ALL).await.unwrap();
    let told: Vec<_> = sales
        .iter()
        .map(|s| (s.sale.starts_at, s.lines, s.sold))
        .collect();
    assert_eq!((told, total), (vec![(later.0, 1, 0), (HOUR.0, 1, 2)], 2));
    let found = bench
        .store()
        .find_flash_sale(sales[1].sale.id)
        .await
        .unwrap();
    assert_eq!(found.as_ref(), Some(&sales[1].sale));
    let mut tx = bench.begin().await;
    let locked = tx
        .find_flash_sale_for_update(sales[1].sale.id)
        .await
        .unwrap();
    assert_eq!(locked, found);
}
