//! The staff's list of orders, and a customer's own.

use domain::{OrderId, OrderNumber, OrderStatus, UserId};
use store::{OrderFilter, Window};

use crate::accounts::user;
use crate::fixtures::{ALL, Bench};

on_both![
    orders_are_found_by_number_phone_and_name,
    orders_are_found_by_status,
    order_pages_cover_the_list,
];

async fn orders(bench: &Bench, filter: &OrderFilter) -> Vec<String> {
    let (rows, total) = bench.store().list_orders(filter, ALL).await.unwrap();
    assert_eq!(
        total,
        i64::try_from(rows.len()).unwrap(),
        "the count has the same filter"
    );
    rows.into_iter().map(|row| row.contact_name).collect()
}

/// Three orders, the second one of a customer with an account.
async fn three_orders(bench: &Bench) -> (UserId, Vec<(OrderId, OrderNumber)>) {
    let a = bench.stocked("A", 50).await;
    let customer = user(bench, "rahim");
    let mut tx = bench.begin().await;
    tx.insert_user(&customer).await.unwrap();
    tx.commit().await.unwrap();
    let mut numbers = Vec::new();
    for (name, phone) in [
        ("Rahim 100%", "+8801711111111"),
        ("Karim", "+8801722222222"),
        ("করিম", "+8801733333333"),
    ] {
        bench.later(1);
        let mut new = bench.order(bench.cart(&[]).await, &[(a, 2), (a, 1)]);
        new.order.contact_name = name.into();
        new.order.contact_phone = phone.into();
        new.order.user = (name == "Karim").then_some(customer.user.id);
        bench.place(&new).await.unwrap();
        numbers.push((new.order.id, new.order.number));
    }
    (customer.user.id, numbers)
}

async fn orders_are_found_by_number_phone_and_name(bench: &Bench) {
    let (customer, numbers) = three_orders(bench).await;
    let q = |q: &str| OrderFilter {
        q: Some(q.into()),
        ..OrderFilter::default()
    };
    assert_eq!(
        orders(bench, &OrderFilter::default()).await,
        ["করিম", "Karim", "Rahim 100%"],
        "newest first"
    );
    assert_eq!(
        orders(bench, &q(&numbers[1].1.as_str().to_lowercase())).await,
        ["Karim"]
    );
    assert_eq!(orders(bench, &q("017333")).await, ["করিম"]);
    assert_eq!(orders(bench, &q("কর")).await, ["করিম"]);
    assert_eq!(orders(bench, &q("RAHIM")).await, ["Rahim 100%"]);
    assert_eq!(orders(bench, &q("%")).await, ["Rahim 100%"]);
    assert!(orders(bench, &q("k_rim")).await.is_empty());
    let mine = OrderFilter {
        user: Some(customer),
        ..OrderFilter::default()
    };
    assert_eq!(orders(bench, &mine).await, ["Karim"]);
}

async fn orders_are_found_by_status(bench: &Bench) {
    let (customer, numbers) = three_orders(bench).await;
    let first = numbers[0].0;
    bench.give_status(first, OrderStatus::Confirmed).await;
    let confirmed = OrderFilter {
        status: Some(OrderStatus::Confirmed),
        ..OrderFilter::default()
    };
    assert_eq!(orders(bench, &confirmed).await, ["Rahim 100%"]);
    let (rows, _) = bench.store().list_orders(&confirmed, ALL).await.unwrap();
    assert_eq!(
        (rows[0].units, rows[0].total.get(), rows[0].number.clone()),
        (3, 37_000, numbers[0].1.clone())
    );
    let none = OrderFilter {
        status: Some(OrderStatus::Confirmed),
        user: Some(customer),
        ..OrderFilter::default()
    };
    assert!(
        orders(bench, &none).await.is_empty(),
        "all conditions together"
    );
}

async fn order_pages_cover_the_list(bench: &Bench) {
    let a = bench.stocked("A", 50).await;
    let mut want = Vec::new();
    for n in 0..5 {
        if n % 2 == 0 {
            bench.later(1);
        }
        let new = bench.order(bench.cart(&[]).await, &[(a, 1)]);
        bench.place(&new).await.unwrap();
        want.push((std::cmp::Reverse(new.order.placed_at), new.order.number));
    }
    want.sort();
    let mut got = Vec::new();
    for offset in [0, 2, 4, 6] {
        let page = Window { limit: 2, offset };
        let (rows, total) = bench
            .store()
            .list_orders(&OrderFilter::default(), page)
            .await
            .unwrap();
        assert_eq!(total, 5);
        got.extend(
            rows.into_iter()
                .map(|row| (std::cmp::Reverse(row.placed_at), row.number)),
        );
    }
    assert_eq!(
        got, want,
        "newest first, the number decides within a moment"
    );
}
