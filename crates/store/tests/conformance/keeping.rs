//! What customers keep: wishes, addresses, passwords; and what sold.

use domain::{AddressId, OrderStatus, SessionId, UserId};
use store::{AddressRow, WishRow};
use time::Duration;

use crate::fixtures::{Bench, START};
use crate::reviews::customer;

on_both![
    a_wish_is_there_once,
    wishes_are_their_owners,
    addresses_read_back_and_stay_their_owners,
    one_address_is_the_default,
    a_password_changes_and_other_sessions_end,
    contact_changes,
    what_was_cancelled_did_not_sell,
    sales_are_replaced_whole,
];

async fn a_wish_is_there_once(bench: &Bench) {
    let user = customer(bench, "rahima").await;
    let (mut fan, mut lamp) = (bench.product("fan", &["F"]), bench.product("lamp", &["L"]));
    bench.put(&mut fan).await.unwrap();
    bench.put(&mut lamp).await.unwrap();
    let mut tx = bench.begin().await;
    assert!(tx.insert_wish(user, fan.id, START).await.unwrap());
    assert!(!tx.insert_wish(user, fan.id, bench.later(1)).await.unwrap());
    let later = bench.later(1);
    assert!(tx.insert_wish(user, lamp.id, later).await.unwrap());
    assert_eq!(tx.count_wishes(user).await.unwrap(), 2);
    tx.commit().await.unwrap();
    let wish = |product, added_at| WishRow { product, added_at };
    let all = bench.store().list_wishes(user, 9).await.unwrap();
    assert_eq!(all, [wish(lamp.id, later), wish(fan.id, START)]);
    assert_eq!(bench.store().list_wishes(user, 1).await.unwrap().len(), 1);
    let mut tx = bench.begin().await;
    assert!(tx.delete_wish(user, fan.id).await.unwrap());
    assert!(!tx.delete_wish(user, fan.id).await.unwrap());
    assert_eq!(tx.count_wishes(user).await.unwrap(), 1);
    tx.commit().await.unwrap();
}

async fn wishes_are_their_owners(bench: &Bench) {
    let (mine, theirs) = (
        customer(bench, "mine").await,
        customer(bench, "theirs").await,
    );
    let mut fan = bench.product("fan", &["F"]);
    bench.put(&mut fan).await.unwrap();
    let mut tx = bench.begin().await;
    tx.insert_wish(mine, fan.id, START).await.unwrap();
    assert!(!tx.delete_wish(theirs, fan.id).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(bench.store().list_wishes(mine, 9).await.unwrap().len(), 1);
    assert!(
        bench
            .store()
            .list_wishes(theirs, 9)
            .await
            .unwrap()
            .is_empty()
    );
}

fn address(bench: &Bench, user: UserId, line: &str) -> AddressRow {
    AddressRow {
        id: AddressId::mint(&bench.ambient),
        user,
        name: "Rahima".into(),
        phone: "+8801712345678".into(),
        line: line.into(),
        area: "Dhanmondi".into(),
        district: "dhaka".into(),
        default_since: None,
        created_at: bench.now(),
        updated_at: bench.now(),
    }
}

async fn lines(bench: &Bench, user: UserId) -> Vec<(String, bool)> {
    let rows = bench.store().list_addresses(user).await.unwrap();
    rows.into_iter()
        .map(|row| (row.line, row.default_since.is_some()))
        .collect()
}

async fn addresses_read_back_and_stay_their_owners(bench: &Bench) {
    let (mine, theirs) = (
        customer(bench, "mine").await,
        customer(bench, "theirs").await,
    );
    let mut home = address(bench, mine, "House 1");
    home.default_since = Some(START);
    let mut tx = bench.begin().await;
    tx.insert_address(&home).await.unwrap();
    assert_eq!(tx.list_addresses(mine).await.unwrap(), [home.clone()]);
    tx.commit().await.unwrap();
    home.name = "Karim".into();
    home.phone = "+8801812345678".into();
    home.line = "House 2".into();
    home.area = "Mirpur".into();
    home.district = "khulna".into();
    home.updated_at = bench.later(9);
    let stolen = AddressRow {
        user: theirs,
        ..home.clone()
    };
    let mut tx = bench.begin().await;
    assert!(!tx.update_address(&stolen).await.unwrap());
    assert!(!tx.delete_address(theirs, home.id).await.unwrap());
    assert!(
        !tx.update_default_address(theirs, home.id, START)
            .await
            .unwrap()
    );
    assert!(tx.update_address(&home).await.unwrap());
    tx.commit().await.unwrap();
    let kept = bench.store().list_addresses(mine).await.unwrap();
    assert_eq!(kept, [home.clone()]);
    assert!(lines(bench, theirs).await.is_empty());
    let mut tx = bench.begin().await;
    assert!(tx.delete_address(mine, home.id).await.unwrap());
    assert!(!tx.delete_address(mine, home.id).await.unwrap());
    tx.commit().await.unwrap();
    assert!(lines(bench, mine).await.is_empty());
}

async fn one_address_is_the_default(bench: &Bench) {
    let user = customer(bench, "rahima").await;
    let first = address(bench, user, "first");
    bench.later(1);
    let second = address(bench, user, "second");
    let mut tx = bench.begin().await;
    tx.insert_address(&first).await.unwrap();
    tx.insert_address(&second).await.unwrap();
    assert!(
        tx.update_default_address(user, first.id, START)
            .await
            .unwrap()
    );
    assert!(
        tx.update_default_address(user, second.id, START)
            .await
            .unwrap()
    );
    tx.commit().await.unwrap();
    let want = [("second".to_owned(), true), ("first".to_owned(), false)];
    assert_eq!(lines(bench, user).await, want);
    let mut third = address(bench, user, "third");
    third.default_since = Some(START);
    let mut tx = bench.begin().await;
    let error = tx.insert_address(&third).await.unwrap_err();
    assert!(error.is_unique("addresses"), "{error}");
}

async fn a_password_changes_and_other_sessions_end(bench: &Bench) {
    let (user, other) = (
        customer(bench, "rahima").await,
        customer(bench, "other").await,
    );
    let end = START + Duration::HOUR;
    let ids: Vec<SessionId> = (0..3).map(|_| SessionId::mint(&bench.ambient)).collect();
    let mut tx = bench.begin().await;
    for (&id, whose) in ids.iter().zip([user, user, other]) {
        tx.insert_session(id, whose, START, end, None)
            .await
            .unwrap();
    }
    tx.update_password(user, "$argon2id$new").await.unwrap();
    tx.revoke_other_sessions(user, ids[0], START).await.unwrap();
    tx.commit().await.unwrap();
    let store = bench.store();
    let mut alive = Vec::new();
    for &id in &ids {
        let live = store.find_live_session(id, START).await.unwrap();
        alive.push(live.is_some());
    }
    assert_eq!(alive, [true, false, true]);
    let hash = async |id| {
        let row = store.find_user_by_id(id).await.unwrap().unwrap();
        row.password_hash
    };
    assert_eq!(hash(user).await, "$argon2id$new");
    assert_ne!(hash(other).await, "$argon2id$new");
}

async fn contact_changes(bench: &Bench) {
    let (user, other) = (
        customer(bench, "rahima").await,
        customer(bench, "other").await,
    );
    let reach = async |id| {
        let row = bench.store().find_user_by_id(id).await.unwrap().unwrap();
        (row.phone, row.email)
    };
    for (phone, email) in [
        (Some("+8801712345678"), Some("r@example.com")),
        (None, None),
    ] {
        let mut tx = bench.begin().await;
        tx.update_contact(user, phone, email).await.unwrap();
        tx.commit().await.unwrap();
        let want = (phone.map(str::to_owned), email.map(str::to_owned));
        assert_eq!(reach(user).await, want);
    }
    assert_eq!(reach(other).await, (None, None));
}

async fn what_was_cancelled_did_not_sell(bench: &Bench) {
    let mut fan = bench.product("fan", &["F-1", "F-2"]);
    let mut lamp = bench.product("lamp", &["L"]);
    bench.put(&mut fan).await.unwrap();
    bench.put(&mut lamp).await.unwrap();
    let (f1, f2, l) = (fan.variants[0].id, fan.variants[1].id, lamp.variants[0].id);
    for variant in [f1, f2, l] {
        let opening = bench.movement(variant, 100, 0, domain::MovementReason::Opening);
        bench.move_stock(&[opening]).await.unwrap();
    }
    let sell = async |lines: &[(domain::VariantId, i64)], status| {
        let new = bench.order(bench.cart(&[]).await, lines);
        bench.place(&new).await.unwrap();
        bench.give_status(new.order.id, status).await;
    };
    sell(&[(f1, 9)], OrderStatus::Delivered).await;
    let since = bench.later(60);
    sell(&[(f1, 2), (f2, 1), (l, 4)], OrderStatus::Pending).await;
    sell(&[(f2, 3)], OrderStatus::Shipped).await;
    sell(&[(l, 50)], OrderStatus::Cancelled).await;
    sell(&[(l, 20)], OrderStatus::Returned).await;
    let sold = bench.store().sum_units_sold(since).await.unwrap();
    let mut want = vec![(fan.id, 6), (lamp.id, 4)];
    want.sort();
    assert_eq!(sold, want);
    let all = bench.store().sum_units_sold(START).await.unwrap();
    assert!(all.contains(&(fan.id, 15)));
}

async fn sales_are_replaced_whole(bench: &Bench) {
    let mut products = Vec::new();
    for at in 0..3 {
        let mut product = bench.product(&format!("p{at}"), &[&format!("P{at}")]);
        bench.put(&mut product).await.unwrap();
        products.push(product.id);
    }
    for sales in [
        vec![(products[0], 5), (products[1], 2)],
        vec![(products[1], 3), (products[2], 1)],
        vec![],
    ] {
        let mut tx = bench.begin().await;
        tx.replace_product_sales(&sales).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(bench.store().list_product_sales().await.unwrap(), sales);
    }
}
