//! Carts: lines at today's prices, gone when nobody touches them.

use domain::{CartId, Paisa, ProductStatus};
use store::HoldRow;

use crate::fixtures::{Bench, PRICE, START, refused};

on_both![
    a_cart_holds_its_lines_in_order,
    a_line_is_one_per_variant_and_within_bounds,
    lines_show_what_is_sold_now,
    a_cart_knows_its_hold_and_its_order,
    changes_of_one_cart_follow_each_other,
    old_carts_go_unless_they_hold_units,
];

async fn a_cart_holds_its_lines_in_order(bench: &Bench) {
    let (a, b) = (bench.stocked("A", 5).await, bench.stocked("B", 6).await);
    let cart = bench.cart(&[(b, 2)]).await;
    bench.later(1);
    let mut tx = bench.begin().await;
    tx.put_cart_line(cart, a, 1, bench.now()).await.unwrap();
    let lines = tx.list_cart_lines(cart, bench.now()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(
        lines.iter().map(|l| l.variant).collect::<Vec<_>>(),
        vec![b, a]
    );
    let lines = bench
        .store()
        .list_cart_lines(cart, bench.now())
        .await
        .unwrap();
    let line = lines.first().unwrap();
    assert_eq!(
        (
            line.sku.as_str(),
            line.slug.as_str(),
            line.title.en.as_str()
        ),
        ("B", "b", "Title of b")
    );
    assert_eq!((line.price, line.quantity, line.held), (Some(PRICE), 2, 0));
    assert_eq!((line.level.on_hand, line.level.reserved), (6, 0));
    assert!(line.taxable && line.sellable);
    assert_eq!(line.options, vec!["B".to_owned()]);

    let row = bench.store().find_cart(cart).await.unwrap().unwrap();
    assert_eq!(
        (row.id, row.user, row.ordered, row.held_until),
        (cart, None, None, None)
    );
    assert!(
        bench
            .store()
            .find_cart(CartId::mint(&bench.ambient))
            .await
            .unwrap()
            .is_none()
    );
}

async fn a_line_is_one_per_variant_and_within_bounds(bench: &Bench) {
    let a = bench.stocked("A", 5).await;
    let cart = bench.cart(&[(a, 2)]).await;
    bench.later(1);
    let mut tx = bench.begin().await;
    tx.put_cart_line(cart, a, 99, bench.now()).await.unwrap();
    let lines = tx.list_cart_lines(cart, bench.now()).await.unwrap();
    assert_eq!(
        lines.iter().map(|l| l.quantity).collect::<Vec<_>>(),
        vec![99]
    );
    assert!(tx.delete_cart_line(cart, "A").await.unwrap());
    assert!(!tx.delete_cart_line(cart, "A").await.unwrap());
    assert!(!tx.delete_cart_line(cart, "no such SKU").await.unwrap());
    tx.commit().await.unwrap();
    assert!(
        bench
            .store()
            .list_cart_lines(cart, bench.now())
            .await
            .unwrap()
            .is_empty()
    );

    for quantity in [0, -1, 100] {
        let mut tx = bench.begin().await;
        assert!(
            refused(&tx.put_cart_line(cart, a, quantity, bench.now()).await),
            "{quantity}"
        );
    }
    let mut tx = bench.begin().await;
    let nowhere = CartId::mint(&bench.ambient);
    assert!(
        refused(&tx.put_cart_line(nowhere, a, 1, bench.now()).await),
        "no such cart"
    );
}

async fn lines_show_what_is_sold_now(bench: &Bench) {
    let mut product = bench.product("shirt", &["RED", "BLUE"]);
    bench.put(&mut product).await.unwrap();
    let (red, blue) = (product.variants[0].id, product.variants[1].id);
    let cart = bench.cart(&[(red, 1), (blue, 1)]).await;
    let sellable = async || {
        let lines = bench
            .store()
            .list_cart_lines(cart, bench.now())
            .await
            .unwrap();
        let of = |id| lines.iter().find(|l| l.variant == id).unwrap().sellable;
        let mut tx = bench.begin().await;
        let checkout = tx
            .lock_checkout_lines(&[bench.asked(cart)], bench.now())
            .await
            .unwrap();
        let price = |id| {
            checkout
                .iter()
                .find(|l| l.variant == id)
                .unwrap()
                .price
                .is_some()
        };
        assert_eq!(
            (of(red), of(blue)),
            (price(red), price(blue)),
            "cart and checkout agree"
        );
        drop(tx);
        let find = async |sku| bench.store().find_sellable(sku).await.unwrap().is_some();
        assert_eq!((of(red), of(blue)), (find("RED").await, find("BLUE").await));
        (of(red), of(blue))
    };
    assert_eq!(sellable().await, (true, true));
    product.variants[1].price = None;
    product.variants[0].price = Some(Paisa::new(1));
    bench.put(&mut product).await.unwrap();
    assert_eq!(sellable().await, (true, false), "no price");
    let red_line = product.variants.remove(0);
    product.variants[0].price = Some(PRICE);
    bench.put(&mut product).await.unwrap();
    assert_eq!(sellable().await, (false, true), "left out of the product");
    product.variants.push(red_line);
    product.status = ProductStatus::Archived;
    bench.put(&mut product).await.unwrap();
    assert_eq!(sellable().await, (false, false), "archived");
}

async fn a_cart_knows_its_hold_and_its_order(bench: &Bench) {
    let a = bench.stocked("A", 5).await;
    let cart = bench.cart(&[(a, 2)]).await;
    let until = START + time::Duration::minutes(10);
    bench
        .hold(
            HoldRow {
                cart,
                variant: a,
                quantity: 2,
            },
            until,
        )
        .await;
    assert_eq!(
        bench
            .store()
            .find_cart(cart)
            .await
            .unwrap()
            .unwrap()
            .held_until,
        Some(until)
    );
    let line = bench
        .store()
        .list_cart_lines(cart, bench.now())
        .await
        .unwrap()
        .remove(0);
    assert_eq!((line.held, line.level.reserved), (2, 2));

    let order = bench.order(cart, &[(a, 2)]);
    bench.place(&order).await.unwrap();
    let row = bench.store().find_cart(cart).await.unwrap().unwrap();
    assert_eq!(row.ordered, Some(order.order.number.clone()));
    let mut tx = bench.begin().await;
    assert_eq!(
        tx.find_cart(cart).await.unwrap().unwrap().ordered,
        row.ordered
    );
    let checkout = tx
        .lock_checkout_lines(&[bench.asked(cart)], bench.now())
        .await
        .unwrap();
    assert_eq!(checkout[0].ordered, row.ordered);
    assert!(
        tx.lock_checkout_lines(&[], bench.now())
            .await
            .unwrap()
            .is_empty()
    );
}

async fn changes_of_one_cart_follow_each_other(bench: &Bench) {
    let a = bench.stocked("A", 5).await;
    let cart = bench.cart(&[]).await;
    let mut first = bench.begin().await;
    first
        .find_cart_for_update(cart, bench.now())
        .await
        .unwrap()
        .unwrap();
    let second = async {
        let mut tx = bench.begin().await;
        tx.find_cart_for_update(cart, bench.now())
            .await
            .unwrap()
            .unwrap();
        tx.list_cart_lines(cart, bench.now()).await.unwrap().len()
    };
    let finish = async {
        bench.somebody_waits("carts").await;
        first.put_cart_line(cart, a, 1, bench.now()).await.unwrap();
        first.commit().await.unwrap();
    };
    let (seen, ()) = tokio::join!(second, finish);
    assert_eq!(seen, 1, "the second sees the first one's line");
    let mut tx = bench.begin().await;
    let unknown = CartId::mint(&bench.ambient);
    assert!(
        tx.find_cart_for_update(unknown, bench.now())
            .await
            .unwrap()
            .is_none()
    );
}

async fn old_carts_go_unless_they_hold_units(bench: &Bench) {
    let a = bench.stocked("A", 5).await;
    let (old, held) = (bench.cart(&[(a, 1)]).await, bench.cart(&[(a, 1)]).await);
    bench
        .hold(
            HoldRow {
                cart: held,
                variant: a,
                quantity: 1,
            },
            START,
        )
        .await;
    let touched = bench.cart(&[]).await;
    let now = bench.later(60);
    let mut tx = bench.begin().await;
    tx.find_cart_for_update(touched, now)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(tx.delete_carts_before(START).await.unwrap(), 0);
    assert_eq!(tx.delete_carts_before(now).await.unwrap(), 1);
    tx.commit().await.unwrap();
    assert!(bench.store().find_cart(old).await.unwrap().is_none());
    assert!(
        bench
            .store()
            .list_cart_lines(old, bench.now())
            .await
            .unwrap()
            .is_empty()
    );
    assert!(bench.store().find_cart(held).await.unwrap().is_some());
    assert!(bench.store().find_cart(touched).await.unwrap().is_some());
}
