//! Reviews: one per product and customer, by who had it delivered; what the catalogue loads.

use domain::{
    Lang, OrderId, OrderStatus, ProductId, ReviewId, ReviewStatus, Stars, UserId, VariantId,
};
use store::{ReviewFilter, ReviewRow, Window};

use crate::accounts::user;
use crate::fixtures::{ALL, Bench, refused};

on_both![
    a_review_reads_back_as_written,
    one_per_product_and_customer,
    stars_are_one_to_five,
    only_a_delivered_order_shows_a_purchase,
    the_catalogue_loads_what_is_published,
    lists_are_filtered_and_the_waiting_come_first,
];

pub(crate) async fn customer(bench: &Bench, name: &str) -> UserId {
    let new = user(bench, name);
    let mut tx = bench.begin().await;
    tx.insert_user(&new).await.unwrap();
    tx.commit().await.unwrap();
    new.user.id
}

/// An order of that customer, at that status.
async fn bought(bench: &Bench, user: UserId, variant: VariantId, status: OrderStatus) -> OrderId {
    let mut new = bench.order(bench.cart(&[]).await, &[(variant, 1)]);
    new.order.user = Some(user);
    bench.place(&new).await.unwrap();
    bench.give_status(new.order.id, status).await;
    new.order.id
}

/// What one customer says of one product that they bought.
struct Said {
    review: ReviewRow,
}

impl Said {
    async fn of(bench: &Bench, product: ProductId, variant: VariantId, name: &str) -> Self {
        let user = customer(bench, name).await;
        let order = bought(bench, user, variant, OrderStatus::Delivered).await;
        Self {
            review: ReviewRow {
                id: ReviewId::mint(&bench.ambient),
                product,
                user,
                order,
                stars: Stars::parse(4).unwrap(),
                title: Some("Good".into()),
                body: "Works as it should.".into(),
                name: "Rahima".into(),
                lang: Lang::Bn,
                status: ReviewStatus::Pending,
                revision: 1,
                reason: None,
                reply: None,
                written_at: bench.now(),
                decided_at: None,
            },
        }
    }

    async fn written(self, bench: &Bench) -> ReviewRow {
        let mut tx = bench.begin().await;
        tx.insert_review(&self.review).await.unwrap();
        tx.commit().await.unwrap();
        self.review
    }

    fn published(mut self, stars: i64) -> Self {
        self.review.status = ReviewStatus::Published;
        self.review.stars = Stars::parse(stars).unwrap();
        self.review.decided_at = Some(self.review.written_at);
        self
    }
}

async fn goods(bench: &Bench, slug: &str) -> (ProductId, VariantId) {
    let mut product = bench.product(slug, &[&slug.to_uppercase()]);
    bench.put(&mut product).await.unwrap();
    let variant = product.variants[0].id;
    let opening = bench.movement(variant, 100, 0, domain::MovementReason::Opening);
    bench.move_stock(&[opening]).await.unwrap();
    (product.id, variant)
}

async fn a_review_reads_back_as_written(bench: &Bench) {
    let (product, variant) = goods(bench, "fan").await;
    let mut review = Said::of(bench, product, variant, "rahima")
        .await
        .written(bench)
        .await;
    let store = bench.store();
    let found = store.find_review(review.id).await.unwrap().unwrap();
    assert_eq!(found.review, review);
    assert_eq!(
        (found.slug.as_str(), found.username.as_str()),
        ("fan", "rahima")
    );
    review.stars = Stars::parse(1).unwrap();
    review.title = None;
    review.body = "It broke.\n\nTwice.".into();
    review.name = "R.".into();
    review.lang = Lang::En;
    review.status = ReviewStatus::Rejected;
    review.revision = 2;
    review.reason = Some("Names a person".into());
    review.reply = Some("Sorry to hear it".into());
    review.written_at = bench.later(5);
    review.decided_at = Some(bench.later(5));
    let mut tx = bench.begin().await;
    tx.update_review(&review).await.unwrap();
    assert_eq!(
        tx.find_review_for_update(review.id).await.unwrap().as_ref(),
        Some(&review)
    );
    let own = tx
        .find_review_of_for_update(product, review.user)
        .await
        .unwrap();
    assert_eq!(own.as_ref(), Some(&review));
    tx.commit().await.unwrap();
    let own = store.find_review_of(product, review.user).await.unwrap();
    assert_eq!(own, Some(review));
    let stranger = customer(bench, "stranger").await;
    assert!(
        store
            .find_review_of(product, stranger)
            .await
            .unwrap()
            .is_none()
    );
}

async fn one_per_product_and_customer(bench: &Bench) {
    let (product, variant) = goods(bench, "fan").await;
    let review = Said::of(bench, product, variant, "rahima")
        .await
        .written(bench)
        .await;
    let mut tx = bench.begin().await;
    let second = ReviewRow {
        id: ReviewId::mint(&bench.ambient),
        ..review
    };
    let error = tx.insert_review(&second).await.unwrap_err();
    assert!(error.is_unique("user_id"), "{error}");
}

async fn stars_are_one_to_five(bench: &Bench) {
    let (product, variant) = goods(bench, "fan").await;
    let review = Said::of(bench, product, variant, "rahima")
        .await
        .written(bench)
        .await;
    for stars in [0, 6] {
        let sql = format!(
            "UPDATE reviews SET stars = {stars} WHERE name = '{}'",
            review.name
        );
        assert!(bench.db.execute(&sql).await.is_err(), "{stars}");
    }
    let mut tx = bench.begin().await;
    let orphan = ReviewRow {
        id: ReviewId::mint(&bench.ambient),
        user: UserId::mint(&bench.ambient),
        ..review
    };
    assert!(refused(&tx.insert_review(&orphan).await));
}

async fn only_a_delivered_order_shows_a_purchase(bench: &Bench) {
    let (product, variant) = goods(bench, "fan").await;
    let (other, _) = goods(bench, "lamp").await;
    let user = customer(bench, "rahima").await;
    let found = async |product, user| {
        let mut tx = bench.begin().await;
        let found = tx.find_delivered_order_of(product, user).await.unwrap();
        tx.commit().await.unwrap();
        found
    };
    for status in OrderStatus::ALL {
        if status != OrderStatus::Delivered {
            bought(bench, user, variant, status).await;
        }
    }
    assert_eq!(found(product, user).await, None);
    bought(bench, user, variant, OrderStatus::Delivered).await;
    bench.later(60);
    let last = bought(bench, user, variant, OrderStatus::Delivered).await;
    assert_eq!(found(product, user).await, Some(last));
    assert_eq!(found(other, user).await, None);
    let stranger = customer(bench, "stranger").await;
    assert_eq!(found(product, stranger).await, None);
}

async fn the_catalogue_loads_what_is_published(bench: &Bench) {
    let (fan, fan_1) = goods(bench, "fan").await;
    let (lamp, lamp_1) = goods(bench, "lamp").await;
    let store = bench.store();
    let mut names = Vec::new();
    for (at, stars) in [5, 5, 2, 4].into_iter().enumerate() {
        bench.later(60);
        let said = Said::of(bench, fan, fan_1, &format!("buyer{at}")).await;
        names.push(said.published(stars).written(bench).await.id);
    }
    let waiting = Said::of(bench, fan, fan_1, "waiting").await;
    let waiting = waiting.written(bench).await;
    let lamps = Said::of(bench, lamp, lamp_1, "lamp").await;
    let lamps = lamps.published(1).written(bench).await;
    let ratings = async |since| {
        let mut rows = store.list_ratings(since).await.unwrap();
        rows.sort_by_key(|row| (row.product != fan, std::cmp::Reverse(row.stars)));
        rows.into_iter()
            .map(|row| (row.product == fan, row.stars.get(), row.reviews))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        ratings(0).await,
        [(true, 5, 2), (true, 4, 1), (true, 2, 1), (false, 1, 1)]
    );
    let newest = async |since| {
        let rows = store.list_newest_reviews(since, 2).await.unwrap();
        rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
    };
    assert_eq!(newest(0).await, [names[3], names[2], lamps.id]);
    let version = store.catalogue_version().await.unwrap();
    assert_eq!(
        (ratings(version).await.len(), newest(version).await.len()),
        (0, 0)
    );

    // A decision stamps the product, and the next load has its reviews.
    let mut tx = bench.begin().await;
    let next = tx.next_catalogue_version().await.unwrap();
    let published = ReviewRow {
        status: ReviewStatus::Published,
        ..waiting
    };
    tx.update_review(&published).await.unwrap();
    tx.touch_product(fan, next).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(newest(version).await, [published.id, names[3]]);
    assert_eq!(ratings(version).await[1], (true, 4, 2));
    assert_eq!(store.load_products(version).await.unwrap().len(), 1);

    let page = Window {
        limit: 2,
        offset: 2,
    };
    let (items, total) = store.list_published_reviews(fan, page).await.unwrap();
    let ids: Vec<_> = items.iter().map(|row| row.id).collect();
    assert_eq!((ids, total), (vec![names[2], names[1]], 5));
}

async fn lists_are_filtered_and_the_waiting_come_first(bench: &Bench) {
    let (fan, variant) = goods(bench, "fan").await;
    let mut written = Vec::new();
    for name in ["a", "b", "c", "d"] {
        bench.later(60);
        let said = Said::of(bench, fan, variant, name).await;
        let said = if ["a", "d"].contains(&name) {
            said.published(3)
        } else {
            said
        };
        written.push(said.written(bench).await);
    }
    let list = async |filter: ReviewFilter| {
        let (rows, total) = bench.store().list_reviews(&filter, ALL).await.unwrap();
        assert_eq!(total, i64::try_from(rows.len()).unwrap());
        rows.into_iter().map(|row| row.username).collect::<Vec<_>>()
    };
    let pending = ReviewFilter {
        status: Some(ReviewStatus::Pending),
        ..ReviewFilter::default()
    };
    assert_eq!(list(pending).await, ["b", "c"], "the longest wait first");
    let all = ReviewFilter::default();
    assert_eq!(list(all).await, ["b", "c", "d", "a"], "those decided after");
    let published = ReviewFilter {
        status: Some(ReviewStatus::Published),
        product: Some(fan),
        ..ReviewFilter::default()
    };
    assert_eq!(list(published).await, ["d", "a"]);
    let own = ReviewFilter {
        user: Some(written[2].user),
        ..ReviewFilter::default()
    };
    assert_eq!(list(own).await, ["c"]);
    let nothing = ReviewFilter {
        product: Some(ProductId::mint(&bench.ambient)),
        ..ReviewFilter::default()
    };
    assert!(list(nothing).await.is_empty());
}
