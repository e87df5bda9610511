//! The staff's list of orders, and a customer's own.

use domain::{OrderId, OrderNumber, OrderSort, OrderStatus, PaymentStatus, UserId};
use store::{Exact, OrderFilter, OrderQuery, Window};

use crate::accounts::user;
use crate::fixtures::{ALL, Bench, START};

on_both![
    orders_are_found_by_a_part_of_name_number_or_phone,
    orders_are_found_by_what_names_them,
    orders_are_found_by_status_and_payment,
    orders_are_found_by_day,
    a_customer_has_a_list_of_their_own,
    order_pages_cover_the_list,
];

async fn orders(bench: &Bench, filter: &OrderFilter, query: Option<OrderQuery>) -> Vec<String> {
    let found = bench.store().list_orders(filter, query.as_ref(), ALL).await;
    let (rows, total) = found.unwrap();
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

fn part(text: &str) -> Option<OrderQuery> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    Some(OrderQuery::Part {
        text: text.into(),
        digits: (!digits.is_empty()).then_some(digits),
    })
}

async fn orders_are_found_by_a_part_of_name_number_or_phone(bench: &Bench) {
    let (_, numbers) = three_orders(bench).await;
    let all = OrderFilter::default();
    assert_eq!(
        orders(bench, &all, None).await,
        ["করিম", "Karim", "Rahim 100%"],
        "newest first"
    );
    let oldest = OrderFilter {
        sort: OrderSort::Oldest,
        ..OrderFilter::default()
    };
    for query in [None, part("17")] {
        assert_eq!(
            orders(bench, &oldest, query).await,
            ["Rahim 100%", "Karim", "করিম"]
        );
    }
    let number = numbers[1].1.as_str().to_lowercase();
    assert_eq!(orders(bench, &all, part(&number[..7])).await, ["Karim"]);
    assert_eq!(orders(bench, &all, part("017333")).await, ["করিম"]);
    assert_eq!(orders(bench, &all, part("কর")).await, ["করিম"]);
    assert_eq!(orders(bench, &all, part("RAHIM")).await, ["Rahim 100%"]);
    assert_eq!(orders(bench, &all, part("%")).await, ["Rahim 100%"]);
    assert!(orders(bench, &all, part("k_rim")).await.is_empty());
}

async fn orders_are_found_by_what_names_them(bench: &Bench) {
    let (_, orders_placed) = three_orders(bench).await;
    let all = OrderFilter::default();
    let (id, number) = orders_placed[0].clone();
    bench.ship(id).await;
    let line = bench.store().list_order_lines(id).await.unwrap()[0].id;
    let mut tx = bench.begin().await;
    let serial = bench.serial(line, "490154203237518");
    tx.insert_serials(id, &[serial]).await.unwrap();
    tx.commit().await.unwrap();
    let none = Exact::default;
    for exact in [
        Exact {
            number: Some(number),
            ..none()
        },
        Exact {
            phone: Some("+8801711111111".into()),
            ..none()
        },
        Exact {
            tracking: Some(format!("PT-{id}")),
            ..none()
        },
        Exact {
            serial: Some("490154203237518".into()),
            ..none()
        },
    ] {
        let query = Some(OrderQuery::Exact(exact.clone()));
        assert_eq!(
            orders(bench, &all, query).await,
            ["Rahim 100%"],
            "{exact:?}"
        );
        let confirmed = OrderFilter {
            status: Some(OrderStatus::Confirmed),
            ..OrderFilter::default()
        };
        let query = Some(OrderQuery::Exact(exact));
        assert!(orders(bench, &confirmed, query).await.is_empty());
    }
    let query = Some(OrderQuery::Exact(none()));
    assert!(orders(bench, &all, query).await.is_empty());
}

async fn orders_are_found_by_status_and_payment(bench: &Bench) {
    let (_, numbers) = three_orders(bench).await;
    let first = numbers[0].0;
    bench.give_status(first, OrderStatus::Confirmed).await;
    bench
        .give_payment_status(first, PaymentStatus::Due, PaymentStatus::Void)
        .await;
    let confirmed = OrderFilter {
        status: Some(OrderStatus::Confirmed),
        ..OrderFilter::default()
    };
    let void = OrderFilter {
        payment: Some(PaymentStatus::Void),
        ..OrderFilter::default()
    };
    let both = OrderFilter {
        payment: void.payment,
        ..confirmed.clone()
    };
    for filter in [&confirmed, &void, &both] {
        assert_eq!(orders(bench, filter, None).await, ["Rahim 100%"]);
        assert_eq!(orders(bench, filter, part("rahim")).await, ["Rahim 100%"]);
        assert!(orders(bench, filter, part("karim")).await.is_empty());
        let oldest = OrderFilter {
            sort: OrderSort::Oldest,
            ..filter.clone()
        };
        assert_eq!(orders(bench, &oldest, None).await, ["Rahim 100%"]);
    }
    let other = OrderFilter {
        payment: Some(PaymentStatus::Due),
        ..confirmed.clone()
    };
    assert!(
        orders(bench, &other, None).await.is_empty(),
        "all conditions together"
    );
    let found = bench.store().list_orders(&confirmed, None, ALL).await;
    let (rows, _) = found.unwrap();
    assert_eq!(
        (rows[0].units, rows[0].total.get(), rows[0].number.clone()),
        (3, 37_000, numbers[0].1.clone())
    );
    let waiting = bench.store().count_orders_in(OrderStatus::Pending).await;
    assert_eq!(waiting.unwrap(), 2);
}

async fn orders_are_found_by_day(bench: &Bench) {
    three_orders(bench).await;
    let second = START + time::Duration::seconds(2);
    for (from, until, names) in [
        (Some(second), None, vec!["করিম", "Karim"]),
        (None, Some(second), vec!["Rahim 100%"]),
        (
            Some(second),
            Some(second + time::Duration::SECOND),
            vec!["Karim"],
        ),
        (Some(second), Some(second), vec![]),
    ] {
        let days = OrderFilter {
            from,
            until,
            ..OrderFilter::default()
        };
        assert_eq!(orders(bench, &days, None).await, names);
        let due = OrderFilter {
            payment: Some(PaymentStatus::Due),
            ..days
        };
        assert_eq!(orders(bench, &due, None).await, names, "and the payment");
    }
}

async fn a_customer_has_a_list_of_their_own(bench: &Bench) {
    let (customer, _) = three_orders(bench).await;
    let (rows, total) = bench.store().list_orders_of(customer, ALL).await.unwrap();
    assert_eq!((rows.len(), total), (1, 1));
    assert_eq!(rows[0].contact_name, "Karim");
    let next = Window {
        limit: 5,
        offset: 5,
    };
    let (rows, total) = bench.store().list_orders_of(customer, next).await.unwrap();
    assert_eq!((rows.len(), total), (0, 1));
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
            .list_orders(&OrderFilter::default(), None, page)
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
