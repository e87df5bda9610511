//! Wishlists: theirs, without doubles, and no longer than they may be.

use shop::{MAX_WISHES, WishlistError};
use store::testing::Engine;

use crate::support::{TestShop, customer, staff};

async fn slugs(test: &TestShop, whose: &shop::Identity) -> Vec<String> {
    let wishes = test.shop.wishlist(whose).await.unwrap();
    wishes
        .iter()
        .map(|wish| wish.listing.product.slug.to_string())
        .collect()
}

#[tokio::test]
async fn a_list_is_its_owners() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        for sku in ["A", "B"] {
            test.stock(sku, 100, 1).await;
        }
        let mine = customer(&test.shop, "mine").await;
        let theirs = customer(&test.shop, "theirs").await;
        assert!(test.shop.add_wish(&mine, "a").await.unwrap());
        test.clock.advance(std::time::Duration::from_secs(1));
        assert!(test.shop.add_wish(&mine, "b").await.unwrap());
        assert!(!test.shop.add_wish(&mine, "a").await.unwrap());
        assert_eq!(slugs(&test, &mine).await, ["b", "a"]);
        assert!(slugs(&test, &theirs).await.is_empty());
        test.shop.remove_wish(&theirs, "a").await.unwrap();
        assert_eq!(slugs(&test, &mine).await, ["b", "a"]);
        for unknown in ["nothing", ""] {
            let added = test.shop.add_wish(&mine, unknown).await;
            assert!(matches!(added, Err(WishlistError::NotFound)));
            let removed = test.shop.remove_wish(&mine, unknown).await;
            assert!(matches!(removed, Err(WishlistError::NotFound)));
        }
        // Off the shelves, it is off the list, and can still be taken off for good.
        test.shop.archive_product(&staff(), "b").await.unwrap();
        test.shop.catalogue().refresh().await.unwrap();
        assert_eq!(slugs(&test, &mine).await, ["a"]);
        test.shop.remove_wish(&mine, "b").await.unwrap();
        test.shop.remove_wish(&mine, "a").await.unwrap();
        assert!(slugs(&test, &mine).await.is_empty());
    }
}

/// Two windows fill the last place at once: one of them is told that the list is full.
#[tokio::test(flavor = "multi_thread")]
async fn a_full_list_takes_no_more() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        for sku in ["A", "B"] {
            test.stock(sku, 100, 1).await;
        }
        let mine = customer(&test.shop, "mine").await;
        for at in 1..MAX_WISHES {
            let sku = format!("X{at}");
            let template = "INSERT INTO products (id, slug, title_en, brand, description_en, status, options, \
                            attributes, images, tags, revision, created_at, updated_at) SELECT";
            let id = match engine {
                Engine::Sqlite => format!("randomblob(16), '{sku}'"),
                Engine::Postgres => format!("gen_random_uuid(), '{sku}'"),
            };
            let rest = "title_en, brand, description_en, status, options, attributes, images, tags, 0, \
                        created_at, updated_at FROM products WHERE slug = 'a'";
            test.db
                .execute(&format!("{template} {id}, {rest}"))
                .await
                .unwrap();
        }
        let fill = "INSERT INTO wishlist_items (user_id, product_id, added_at) \
                    SELECT u.id, p.id, u.created_at FROM users u, products p WHERE p.slug LIKE 'X%'";
        test.db.execute(fill).await.unwrap();
        let add = |slug: &'static str| {
            let (shop, mine) = (test.shop.clone(), mine.clone());
            tokio::spawn(async move { shop.add_wish(&mine, slug).await })
        };
        let (a, b) = (add("a"), add("b"));
        let outcomes = [a.await.unwrap(), b.await.unwrap()];
        let full = |outcome: &Result<bool, _>| matches!(outcome, Err(WishlistError::Full));
        assert_eq!(outcomes.iter().filter(|o| full(o)).count(), 1, "{engine:?}");
        assert_eq!(
            slugs(&test, &mine).await.len(),
            1,
            "the others were never on the shelves of this process"
        );
    }
}
