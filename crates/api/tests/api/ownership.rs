//! Other people's carts and orders: whoever asks gets the answer that a made-up id gets.

use serde_json::json;

use crate::support::{Answer, TestApp, User, on_both, order_body};

/// The refusal without what names the request: nothing else may tell one from another.
fn anonymised(answer: &Answer) -> serde_json::Value {
    let mut problem = answer.refused(404, "not_found");
    problem["request_id"].take();
    problem
}

/// Every call about a cart, by somebody whose cart it isn't.
async fn refused_everywhere(app: &TestApp, user: &User, cart: &str, made_up: &str) {
    let (get, quote) = (
        |id: &str| format!("/api/carts/{id}"),
        |id: &str| format!("/api/carts/{id}/quote"),
    );
    let (line, hold) = (
        |id: &str| format!("/api/carts/{id}/items/KETTLE"),
        |id: &str| format!("/api/carts/{id}/hold"),
    );
    let rows = app.rows().await;
    let district = json!({"district": "dhaka"});
    let two = json!({"quantity": 2});
    assert_eq!(
        anonymised(&user.get(&get(cart)).await),
        anonymised(&user.get(&get(made_up)).await)
    );
    assert_eq!(
        anonymised(&user.put(&line(cart), &two).await),
        anonymised(&user.put(&line(made_up), &two).await)
    );
    assert_eq!(
        anonymised(&user.delete(&line(cart)).await),
        anonymised(&user.delete(&line(made_up)).await)
    );
    assert_eq!(
        anonymised(&user.post(&quote(cart), &district).await),
        anonymised(&user.post(&quote(made_up), &district).await)
    );
    assert_eq!(
        anonymised(&user.push(&hold(cart)).await),
        anonymised(&user.push(&hold(made_up)).await)
    );
    assert_eq!(
        anonymised(&user.order("theirs", &order_body(cart, 122_000)).await),
        anonymised(&user.order("nobodys", &order_body(made_up, 122_000)).await)
    );
    assert_eq!(app.rows().await, rows, "a refusal stores nothing");
}

on_both! {
    async fn a_customers_cart_is_nobody_elses(app) {
        app.sell("kettle", 1_150, 3).await;
        let rahima = app.customer("rahima").await;
        let cart = rahima.cart(&[("KETTLE", 1)]).await;
        let made_up = "9f2c1f8e-4a52-4d0e-9c6f-0e9a8d1b2c3d";
        let strangers = [app.guest(), app.customer("karim").await, app.staff("salma").await, app.admin("boss").await];
        for stranger in strangers {
            refused_everywhere(&app, &stranger, &cart, made_up).await;
        }
        let whole = rahima.get(&format!("/api/carts/{cart}")).await.expect(200);
        assert_eq!(whole["items"][0]["quantity"], 1);
    }

    async fn a_guests_cart_is_for_who_knows_it(app) {
        app.sell("kettle", 1_150, 3).await;
        let cart = app.guest().cart(&[("KETTLE", 1)]).await;
        app.customer("rahima").await.get(&format!("/api/carts/{cart}")).await.expect(200);
        for unknown in ["1", "x", "9f2c1f8e-4a52-4d0e-9c6f", "%20", "..%2F..%2Fetc"] {
            app.guest().get(&format!("/api/carts/{unknown}")).await.refused(404, "not_found");
        }
    }

    async fn a_customers_order_is_for_them_and_staff(app) {
        app.sell("kettle", 1_150, 9).await;
        let rahima = app.customer("rahima").await;
        let (number, token) = rahima.buy(&[("KETTLE", 1)]).await;
        let path = format!("/api/orders/{number}");
        let nobodys = "/api/orders/DC-0000-0000";
        for stranger in [app.guest(), app.customer("karim").await, app.user("guesser", "0".repeat(64).as_str())] {
            assert_eq!(anonymised(&stranger.get(&path).await), anonymised(&stranger.get(nobodys).await));
            assert_eq!(
                anonymised(&stranger.push(&format!("{path}/cancel")).await),
                anonymised(&stranger.push(&format!("{nobodys}/cancel")).await)
            );
        }
        for insider in [rahima, app.staff("salma").await, app.admin("boss").await, app.user("holder", &token)] {
            insider.get(&path).await.expect(200);
        }
        assert_eq!(app.available("KETTLE").await, 8);
    }

    async fn ids_and_numbers_do_not_follow_one_another(app) {
        app.sell("kettle", 1_150, 9).await;
        let guest = app.guest();
        let (one, two) = (guest.cart(&[]).await, guest.cart(&[]).await);
        assert_eq!(one.as_bytes()[14], b'4', "a random UUID: {one}");
        assert_ne!(one[..8], two[..8], "{one} {two}");
        let (first, _) = guest.buy(&[("KETTLE", 1)]).await;
        let (second, _) = guest.buy(&[("KETTLE", 1)]).await;
        assert_ne!(first[..7], second[..7], "{first} {second}");
    }
}
