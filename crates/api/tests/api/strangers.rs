//! What belongs to somebody, asked for by everybody else: 404 (or 401, signed out), and not a byte of
//! the database changes. Ids that are nearly right are as wrong as any.

use api::authorisation::{TABLE, Who};
use domain::Permissions;
use serde_json::json;
use uuid::Uuid;

use crate::calls::{Call, World};
use crate::support::{User, on_both, order_body};

/// Who has no business with the owner's things.
async fn strangers(app: &crate::support::TestApp) -> Vec<User> {
    vec![
        app.guest(),
        app.customer("other").await,
        app.staff_who_may("packer", Permissions::of(&[domain::Permission::Stock]))
            .await,
    ]
}

on_both! {
    async fn nobody_touches_what_is_somebody_elses(app) {
        let owner = app.customer("owner").await;
        let strangers = strangers(&app).await;
        let account = owner.get("/api/auth/me").await.expect(200);
        let world = World::new(&app, &owner, account["id"].as_str().unwrap()).await;
        let (_, others_token) = strangers[1].buy(&[("KETTLE", 1)]).await;
        let mut owned = 0;
        for rule in TABLE.iter().filter(|rule| rule.answer(Who::OtherCustomer) == 404) {
            owned += 1;
            let call = world.call(rule.method, rule.path).await;
            let before = app.dump().await;
            let holder = app.user("holder", &others_token);
            for stranger in strangers.iter().chain([&holder]) {
                let answer = call.by(stranger).await;
                let place = format!("{} {} by {:?}: {}", rule.method, rule.path, stranger.name, answer.text());
                let unknown = stranger.token.is_none() || stranger.name == "holder";
                let expected = match rule.answer(Who::Anonymous) {
                    401 if unknown => 401,
                    _ => 404,
                };
                assert_eq!(answer.status, expected, "{place}");
                answer.problem();
            }
            assert!(app.dump().await == before, "{} {} changed something", rule.method, rule.path);
            // The call was a good one: its owner gets through.
            let answer = call.by(&owner).await;
            assert!(answer.status.is_success(), "{} {}: {}", rule.method, rule.path, answer.text());
        }
        assert!(owned >= 11, "{owned}: carts, orders, addresses");
    }

    async fn lists_hold_ones_own_things_alone(app) {
        app.sell("kettle", 1_150, 100).await;
        let (rahima, karim) = (app.customer("rahima").await, app.customer("karim").await);
        let (number, _) = rahima.buy(&[("KETTLE", 1)]).await;
        app.deliver(&number).await;
        rahima.put("/api/wishlist/kettle", &json!({})).await.expect(200);
        rahima.post("/api/addresses", &crate::calls::address_body()).await.expect(201);
        rahima.post("/api/products/kettle/reviews", &crate::calls::review_body()).await.expect(201);
        for (path, list) in [
            ("/api/orders", "orders"),
            ("/api/wishlist", "items"),
            ("/api/addresses", "addresses"),
            ("/api/reviews", "reviews"),
        ] {
            let mine = rahima.get(path).await.expect(200);
            assert_eq!(mine[list].as_array().map(Vec::len), Some(1), "{path}: {mine}");
            let his = karim.get(path).await.expect(200);
            assert_eq!(his[list].as_array().map(Vec::len), Some(0), "{path}: {his}");
        }
    }

    async fn an_order_opens_to_its_own_token_alone(app) {
        app.sell("kettle", 1_150, 100).await;
        let guest = app.guest();
        let (first, token) = guest.buy(&[("KETTLE", 1)]).await;
        let (second, _) = guest.buy(&[("KETTLE", 1)]).await;
        let holder = app.user("", &token);
        holder.get(&format!("/api/orders/{first}")).await.expect(200);
        let before = app.dump().await;
        holder.get(&format!("/api/orders/{second}")).await.refused(404, "not_found");
        holder.push(&format!("/api/orders/{second}/cancel")).await.refused(404, "not_found");
        let half: String = token.chars().take(token.len() - 1).collect();
        for wrong in [half.as_str(), &format!("{token}0"), &token.to_uppercase(), "x", "null"] {
            if wrong == token {
                continue;
            }
            let answer = app.user("", wrong).get(&format!("/api/orders/{first}")).await;
            answer.refused(404, "not_found");
        }
        // An order's token is nobody's session.
        holder.get("/api/auth/me").await.refused(401, "unauthorized");
        holder.get("/api/orders").await.refused(401, "unauthorized");
        holder.get("/api/admin/orders").await.refused(401, "unauthorized");
        assert!(app.dump().await == before);
    }

    async fn ids_next_to_somebodys_are_nobodys(app) {
        app.sell("kettle", 1_150, 100).await;
        let (rahima, karim) = (app.customer("rahima").await, app.customer("karim").await);
        let cart = rahima.cart(&[("KETTLE", 1)]).await;
        let address = rahima.post("/api/addresses", &crate::calls::address_body()).await.expect(201);
        let address = address["id"].as_str().unwrap();
        let (number, _) = rahima.buy(&[("KETTLE", 1)]).await;
        let before = app.dump().await;
        for id in [cart.as_str(), address] {
            let id = Uuid::parse_str(id).unwrap().as_u128();
            for near in (1..=16).flat_map(|step| [id.wrapping_add(step), id.wrapping_sub(step)]).chain((0..128).map(|bit| id ^ (1 << bit))) {
                let near = Uuid::from_u128(near);
                karim.get(&format!("/api/carts/{near}")).await.refused(404, "not_found");
                karim.delete(&format!("/api/addresses/{near}")).await.refused(404, "not_found");
            }
        }
        // The same id in other spellings is still hers alone.
        for spelling in [cart.to_uppercase(), cart.replace('-', ""), format!("{{{cart}}}"), format!("urn:uuid:{cart}")] {
            let path = format!("/api/carts/{}", spelling.replace('{', "%7B").replace('}', "%7D"));
            assert_eq!(karim.get(&path).await.status, 404, "{path}");
        }
        for (at, letter) in number.char_indices().skip(3).filter(|(_, letter)| *letter != '-') {
            for other in ['2', '7', 'K', 'Z'] {
                let mut near: Vec<char> = number.chars().collect();
                near[at] = other;
                if letter == other {
                    continue;
                }
                let near: String = near.into_iter().collect();
                karim.get(&format!("/api/orders/{near}")).await.refused(404, "not_found");
            }
        }
        assert!(app.dump().await == before);
    }

    async fn somebody_elses_idempotency_key_replays_nothing(app) {
        app.sell("kettle", 1_150, 100).await;
        let (rahima, karim) = (app.customer("rahima").await, app.customer("karim").await);
        let (hers, his) = (rahima.cart(&[("KETTLE", 1)]).await, karim.cart(&[("KETTLE", 1)]).await);
        let body = |cart: &str| order_body(cart, 122_000);
        let first = rahima.order("the-same-key", &body(&hers)).await.expect(201);
        let second = karim.order("the-same-key", &body(&his)).await;
        assert_eq!(second.header("idempotency-replayed"), "");
        let second = second.expect(201);
        assert_ne!(first["order"]["number"], second["order"]["number"]);
        // Her request word for word, from him: her cart is none of his.
        karim.order("another-key", &body(&hers)).await.refused(404, "not_found");
        let again = Call { method: "GET", path: format!("/api/orders/{}", first["order"]["number"].as_str().unwrap()), body: None, file: None };
        again.by(&karim).await.refused(404, "not_found");
    }
}
