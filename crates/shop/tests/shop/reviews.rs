//! Reviews: who may write one, who reads it first, and when everybody does.

use catalogue::Reviews;
use domain::{Lang, ReviewStatus, Stars};
use shop::{
    DecideReviewError, Identity, OrderStep, ReviewDecision, ReviewFilter, ReviewInput,
    ReviewVerdict, ReviewView, Shop, WriteReviewError,
};
use store::testing::Engine;

use crate::support::{TestShop, customer, delivered, staff};

fn said(stars: i64, body: &str) -> ReviewInput {
    ReviewInput {
        stars,
        title: "What I think".into(),
        body: body.into(),
        name: "Rahima K.".into(),
        lang: Lang::En,
    }
}

fn publish(review: &ReviewView) -> ReviewDecision {
    ReviewDecision {
        revision: review.revision,
        verdict: ReviewVerdict::Publish,
        reply: String::new(),
    }
}

#[tokio::test]
async fn who_had_it_delivered_may_say_what_they_think() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        test.stock("A", 100, 5).await;
        test.stock("B", 100, 5).await;
        let buyer = customer(&test.shop, "buyer").await;
        let stranger = customer(&test.shop, "stranger").await;
        let employee = staff();
        let write = async |by, slug| {
            let input = said(4, "Works as it should.");
            test.shop.write_review(by, slug, input).await
        };
        let refused = write(&buyer, "a").await.unwrap_err();
        assert!(matches!(refused, WriteReviewError::NotBought));
        let order = delivered(&test.shop, &buyer, &["A"]).await;
        let (review, new) = write(&buyer, "a").await.unwrap();
        assert!(new);
        assert_eq!(
            (review.status, review.revision, review.stars),
            (ReviewStatus::Pending, 1, 4)
        );
        assert_eq!(review.username, "buyer");
        for (by, slug) in [(&buyer, "b"), (&stranger, "a"), (&employee, "a")] {
            let refused = write(by, slug).await.unwrap_err();
            assert!(matches!(refused, WriteReviewError::NotBought), "{slug}");
        }
        let refused = write(&buyer, "nothing").await.unwrap_err();
        assert!(matches!(refused, WriteReviewError::NotFound));
        let own = test.shop.my_review(&buyer, "a").await.unwrap();
        assert_eq!(own.as_ref(), Some(&review));
        assert!(test.shop.my_review(&stranger, "a").await.unwrap().is_none());
        let list = test
            .shop
            .my_reviews(&stranger, Default::default())
            .await
            .unwrap();
        assert_eq!(list.total, 0);

        // What went back was not kept: nothing more can be said of it.
        let by = staff();
        let back = test.shop.move_order(&by, &order, OrderStep::Return.into());
        back.await.unwrap();
        let refused = write(&buyer, "a").await.unwrap_err();
        assert!(matches!(refused, WriteReviewError::NotBought));
        test.assert_books().await;
    }
}

/// A buyer of A who has it, and what another process shows of it.
async fn bought_a(test: &mut TestShop) -> (Identity, Shop) {
    test.stock("A", 100, 5).await;
    let buyer = customer(&test.shop, "buyer").await;
    delivered(&test.shop, &buyer, &["A"]).await;
    (buyer, test.another().await)
}

/// What everybody sees of A after the next poll, on its page and page by page.
async fn shown(elsewhere: &Shop) -> Reviews {
    elsewhere.catalogue().refresh().await.unwrap();
    let snapshot = elsewhere.catalogue().snapshot();
    let reviews = snapshot.product("a").unwrap().reviews.clone();
    let page = elsewhere.published_reviews("a", Default::default()).await;
    let page = page.unwrap().unwrap();
    assert_eq!(page.items, reviews.newest);
    assert_eq!(page.total, i64::from(reviews.rating.count()));
    reviews
}

#[tokio::test]
async fn everybody_reads_what_staff_have_published() {
    for engine in Engine::ALL {
        let mut test = TestShop::open(engine).await;
        let (buyer, elsewhere) = bought_a(&mut test).await;
        let input = said(5, "It is really good.");
        let (first, _) = test.shop.write_review(&buyer, "a", input).await.unwrap();
        assert_eq!(shown(&elsewhere).await.rating.count(), 0, "nobody read it");
        let decision = ReviewDecision {
            reply: "Thank you!".into(),
            ..publish(&first)
        };
        let published = test.shop.decide_review(&staff(), first.id, decision).await;
        assert_eq!(published.unwrap().status, ReviewStatus::Published);
        let now = shown(&elsewhere).await;
        assert_eq!(now.rating.tenths(), Some(50));
        assert_eq!(now.rating.of(Stars::parse(5).unwrap()), 1);
        assert_eq!(now.newest[0].body, "It is really good.");
        assert_eq!(now.newest[0].reply.as_deref(), Some("Thank you!"));
        test.assert_books().await;
    }
}

#[tokio::test]
async fn changed_words_are_unread_words() {
    for engine in Engine::ALL {
        let mut test = TestShop::open(engine).await;
        let (buyer, elsewhere) = bought_a(&mut test).await;
        let shop = test.shop.clone();
        let input = said(5, "It is really good.");
        let (first, _) = shop.write_review(&buyer, "a", input).await.unwrap();
        let by = staff();
        let published = shop.decide_review(&by, first.id, publish(&first));
        published.await.unwrap();
        let input = said(1, "It broke after a week.");
        let (changed, new) = shop.write_review(&buyer, "a", input).await.unwrap();
        assert!(!new);
        assert_eq!((changed.id, changed.revision), (first.id, 3));
        assert_eq!(
            (changed.status, &changed.reply),
            (ReviewStatus::Pending, &None)
        );
        assert_eq!(shown(&elsewhere).await.rating.count(), 0);
        let stale = shop
            .decide_review(&staff(), first.id, publish(&first))
            .await;
        let Err(DecideReviewError::Stale { current_revision }) = stale else {
            panic!("{stale:?}");
        };
        assert_eq!(current_revision, 3);
        let reject = ReviewDecision {
            revision: 3,
            verdict: ReviewVerdict::Reject("Please tell what broke".into()),
            reply: String::new(),
        };
        let rejected = shop
            .decide_review(&staff(), first.id, reject)
            .await
            .unwrap();
        assert_eq!(rejected.reason.as_deref(), Some("Please tell what broke"));
        assert_eq!(shown(&elsewhere).await.rating.count(), 0);
        // A colleague who still reads it as it was before that learns of it.
        let late = shop
            .decide_review(&staff(), first.id, publish(&changed))
            .await;
        let Err(DecideReviewError::Stale { current_revision }) = late else {
            panic!("{late:?}");
        };
        assert_eq!(current_revision, rejected.revision);
        let audit = shop.audit_log(Default::default()).await.unwrap().items;
        let decided: Vec<_> = audit
            .iter()
            .filter(|entry| entry.action == "review.decide")
            .collect();
        assert_eq!(decided.len(), 2);
        assert_eq!(decided[0].subject, format!("review:{}", first.id));
        assert_eq!(decided[0].before.as_ref().unwrap()["status"], "pending");
        assert_eq!(decided[0].after.as_ref().unwrap()["status"], "rejected");
    }
}

#[tokio::test]
async fn wrong_words_are_named() {
    let test = TestShop::open(Engine::Sqlite).await;
    test.stock("A", 100, 5).await;
    let buyer = customer(&test.shop, "buyer").await;
    delivered(&test.shop, &buyer, &["A"]).await;
    let input = ReviewInput {
        name: String::new(),
        ..said(6, "short")
    };
    let wrong = test.shop.write_review(&buyer, "a", input).await;
    let Err(WriteReviewError::Invalid(errors)) = wrong else {
        panic!("{wrong:?}");
    };
    let fields: Vec<_> = errors.iter().map(|e| e.field.as_str()).collect();
    assert_eq!(fields, ["stars", "name", "body"]);
    let (review, _) = test
        .shop
        .write_review(&buyer, "a", said(3, "Neither good nor bad."))
        .await
        .unwrap();
    for (verdict, reply, field) in [
        (ReviewVerdict::Reject(" ".into()), "", "reason"),
        (ReviewVerdict::Reject("x".repeat(501)), "", "reason"),
        (ReviewVerdict::Publish, "x\u{202e}", "reply"),
        (ReviewVerdict::Publish, "x", "reply"),
    ] {
        let decision = ReviewDecision {
            revision: 1,
            verdict,
            reply: reply.into(),
        };
        let wrong = test.shop.decide_review(&staff(), review.id, decision).await;
        let Err(DecideReviewError::Invalid(errors)) = wrong else {
            panic!("{wrong:?}");
        };
        assert_eq!(errors[0].field, field);
    }
    let waiting = ReviewFilter {
        status: Some(ReviewStatus::Pending),
        ..ReviewFilter::default()
    };
    let list = test
        .shop
        .list_reviews(&waiting, Default::default())
        .await
        .unwrap();
    assert_eq!((list.total, list.items[0].id), (1, review.id));
    let nobodys = domain::ReviewId::from(uuid::Uuid::nil());
    let missing = test
        .shop
        .decide_review(&staff(), nobodys, publish(&review))
        .await;
    assert!(matches!(missing, Err(DecideReviewError::NotFound)));
}

/// Ten forms at once leave one review, of one of them.
#[tokio::test(flavor = "multi_thread")]
async fn racing_forms_write_one_review() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        test.stock("A", 100, 5).await;
        let buyer = customer(&test.shop, "buyer").await;
        delivered(&test.shop, &buyer, &["A"]).await;
        let mut forms = tokio::task::JoinSet::new();
        for at in 0..10 {
            let (shop, buyer) = (test.shop.clone(), buyer.clone());
            forms.spawn(async move {
                let input = said(3, &format!("This is form number {at}."));
                shop.write_review(&buyer, "a", input).await.unwrap().1
            });
        }
        let new = forms.join_all().await;
        assert_eq!(new.into_iter().filter(|new| *new).count(), 1, "{engine:?}");
        let review = test.shop.my_review(&buyer, "a").await.unwrap().unwrap();
        assert_eq!(review.revision, 10);
    }
}

#[tokio::test]
async fn best_sellers_are_counted_once_in_a_while() {
    for engine in Engine::ALL {
        let mut test = TestShop::open(engine).await;
        for sku in ["A", "B", "C"] {
            test.stock(sku, 100, 9).await;
        }
        let shop = &test.shop.clone();
        let elsewhere = test.another().await;
        let best = async || {
            elsewhere.catalogue().refresh().await.unwrap();
            let best = elsewhere.catalogue().snapshot().best_sellers(9);
            best.iter()
                .map(|listing| listing.product.slug.to_string())
                .collect::<Vec<_>>()
        };
        assert!(!shop.count_sales().await.unwrap());
        assert!(best().await.is_empty());
        test.order_one("B", 2, "b").await;
        test.order_one("A", 1, "a").await;
        let cancelled = test.order_one("C", 5, "c").await;
        let token = Some(cancelled.access_token.as_str());
        shop.cancel_order(&shop::Caller::Anonymous, token, &cancelled.order.number)
            .await
            .unwrap();
        assert!(best().await.is_empty(), "an order rebuilds nothing");
        assert!(shop.count_sales().await.unwrap());
        assert_eq!(best().await, ["b", "a"]);
        let sequence = elsewhere.catalogue().snapshot().sequence();
        assert!(!shop.count_sales().await.unwrap(), "nothing more sold");
        assert_eq!(best().await, ["b", "a"]);
        assert_eq!(elsewhere.catalogue().snapshot().sequence(), sequence);
        test.clock
            .advance(std::time::Duration::from_secs(30 * 24 * 60 * 60 + 1));
        assert!(shop.count_sales().await.unwrap());
        assert!(best().await.is_empty(), "that was long ago");
    }
}
