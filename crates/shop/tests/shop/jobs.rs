//! The outbox and the worker's side of it.

use std::time::Duration;

use domain::OrderStatus;
use shop::{Job, JobFailure};
use store::testing::Engine;

use crate::support::{TestShop, number};

#[tokio::test]
async fn an_order_leaves_a_message_to_be_sent() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        test.stock("A", 100, 5).await;
        let placed = test.order_one("A", 1, "k").await;
        assert_eq!(test.shop.pending_jobs().await.unwrap(), 1);
        let claimed = test.shop.claim_jobs(10).await.unwrap();
        let expected = Job::OrderMessage {
            number: number(&placed).clone(),
            status: OrderStatus::Pending,
        };
        assert_eq!(claimed[0].job, Ok(expected));
        assert!(test.shop.claim_jobs(10).await.unwrap().is_empty(), "leased");
        test.shop.finish_job(&claimed[0], Ok(())).await.unwrap();
        assert_eq!(test.shop.pending_jobs().await.unwrap(), 0);
    }
}

#[tokio::test]
async fn a_dead_workers_job_is_done_by_another_and_a_failing_one_is_given_up() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        test.stock("A", 100, 5).await;
        test.order_one("A", 1, "k").await;
        test.shop.claim_jobs(10).await.unwrap();
        test.clock.advance(Duration::from_secs(61));
        for attempt in 2..=12 {
            let claimed = test.shop.claim_jobs(10).await.unwrap();
            assert_eq!(claimed[0].attempts, attempt, "{engine:?}");
            test.shop
                .finish_job(&claimed[0], Err(JobFailure::Again("no network".into())))
                .await
                .unwrap();
            assert!(
                test.shop.claim_jobs(10).await.unwrap().is_empty(),
                "waits before it tries again"
            );
            test.clock.advance(Duration::from_secs(5_200));
        }
        assert!(
            test.shop.claim_jobs(10).await.unwrap().is_empty(),
            "given up"
        );
        let verdicts = test.shop.verify().await.unwrap();
        assert_eq!(
            verdicts
                .iter()
                .find(|v| v.name == "no_stuck_job")
                .unwrap()
                .broken,
            1
        );
    }
}

#[tokio::test]
async fn what_nobody_needs_is_thrown_away() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        test.stock("A", 100, 5).await;
        let placed = test.order_one("A", 1, "k").await;
        test.cart(&[("A", 1)]).await;
        let claimed = test.shop.claim_jobs(10).await.unwrap();
        test.shop.finish_job(&claimed[0], Ok(())).await.unwrap();
        assert_eq!(test.shop.sweep().await.unwrap(), shop::Swept::default());
        test.clock.advance(Duration::from_secs(31 * 24 * 60 * 60));
        let swept = test.shop.sweep().await.unwrap();
        assert_eq!((swept.keys, swept.carts, swept.jobs), (1, 2, 1));
        let token = Some(placed.access_token.as_str());
        assert!(
            test.shop
                .order(&shop::Caller::Anonymous, token, number(&placed))
                .await
                .is_ok()
        );
        test.assert_books().await;
    }
}
