//! Three processes that count in one Redis: exactly as much is let through as is allowed, and when
//! the Redis is killed in the middle of it the shop goes on, and counts together again after.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use edge::testing::RedisServer;
use serde_json::json;
use store::testing::{Engine, TestDb};
use tokio::task::JoinSet;

use crate::support::{
    ADMIN, PATIENCE, Person, ShopProcess, eventually, furnish, good, machine, serve_on, verify,
};

/// Calls that an address may make in a day: none comes back while a test runs.
const QUOTA: usize = 60;

struct Shop {
    redis: RedisServer,
    replicas: Vec<ShopProcess>,
    db: TestDb,
}

impl Shop {
    async fn open(engine: Engine) -> Self {
        let (db, redis) = (TestDb::new(engine).await, RedisServer::start());
        furnish(db.url(), &[good("lamp", 500, 5)]);
        let mut replicas = Vec::new();
        for _ in 0..3 {
            let serve = serve_on(db.url())
                .env("REDIS_URL", &redis.url())
                .env("DHAKACART_TRUSTED_PROXIES", "127.0.0.1")
                .env("DHAKACART_RATE_LIMIT", &format!("{QUOTA}/1d"))
                .env("DHAKACART_LOGIN_LIMIT", "5/1d");
            replicas.push(ShopProcess::open(serve).await);
        }
        let shop = Self {
            redis,
            replicas,
            db,
        };
        shop.count("shared").await;
        shop
    }

    /// Waits until every process counts like this.
    async fn count(&self, mode: &str) {
        for replica in &self.replicas {
            let probe = replica.guest();
            eventually(mode, PATIENCE, async || {
                let ready = probe.get("/ready").await.expect(200);
                (ready["checks"]["limits"] == mode).then_some(())
            })
            .await;
        }
    }

    /// Somebody at this address, at each of the processes.
    fn everywhere(&self, address: &str) -> Vec<Person> {
        let replicas = self.replicas.iter();
        replicas
            .map(|replica| replica.guest().from(address))
            .collect()
    }

    /// How many of `3 * callers * 5` calls at once are let through.
    async fn granted(&self, address: &str, callers: usize) -> usize {
        let mut calls = JoinSet::new();
        for person in self.everywhere(address) {
            for _ in 0..callers {
                let person = person.clone();
                calls.spawn(async move {
                    let mut granted = 0;
                    for _ in 0..5 {
                        granted += usize::from(let_through(&person).await);
                    }
                    granted
                });
            }
        }
        calls.join_all().await.into_iter().sum()
    }

    /// The same with addresses of this network, until the machine was quick enough for the Redis to
    /// be asked about every call: one that it isn't asked about is counted by a process alone.
    async fn granted_undisturbed(&self, network: &str, callers: usize) -> usize {
        for host in 1..20 {
            self.count("shared").await;
            let before = self.missed().await;
            let granted = self.granted(&format!("{network}.{host}"), callers).await;
            if self.missed().await == before {
                return granted;
            }
        }
        panic!("the Redis of the test was too slow, again and again");
    }

    /// How they count, and calls that the Redis was too slow for.
    async fn missed(&self) -> Vec<String> {
        let mut missed = Vec::new();
        for replica in &self.replicas {
            let metrics = replica.monitor().get("/metrics").await;
            let lines = metrics.text().lines();
            let counts = lines.filter(|line| line.starts_with("dhakacart_limits_"));
            missed.push(counts.collect());
        }
        missed
    }

    async fn close(self) {
        for replica in self.replicas {
            assert_eq!(replica.terminate().code(), Some(0));
        }
        verify(self.db.url());
    }
}

/// Asks for a product: yes, or a refusal as the contract has it.
async fn let_through(person: &Person) -> bool {
    let answer = person.get("/api/products/lamp").await;
    if answer.status == 200 {
        return true;
    }
    assert_eq!(answer.status, 429, "{}", answer.text());
    answer.problem();
    assert!(answer.header("retry-after").parse::<u32>().is_ok());
    assert!(
        answer.header("ratelimit").contains("r=0"),
        "{}",
        answer.header("ratelimit")
    );
    assert!(!answer.header("ratelimit-policy").is_empty());
    false
}

on_both!(three_processes_let_exactly_so_many_through);

async fn three_processes_let_exactly_so_many_through(engine: Engine) {
    let _alone = machine::alone().await;
    let shop = Shop::open(engine).await;
    assert_eq!(shop.granted_undisturbed("192.0.2", 10).await, QUOTA);
    // Somebody else has as many.
    assert_eq!(shop.granted_undisturbed("198.51.100", 10).await, QUOTA);
    // Wrong passwords count together too, and lock out nobody elsewhere.
    let people = shop.everywhere("203.0.113.3");
    let wrong = json!({"username": ADMIN.0, "password": "not the password"});
    for at in 0..5 {
        let answer = people[at % 3].post("/api/auth/login", &wrong).await;
        answer.refused(401, "wrong_credentials");
    }
    for person in &people {
        let answer = person.post("/api/auth/login", &wrong).await;
        answer.refused(429, "too_many_attempts");
    }
    shop.everywhere("203.0.113.4")[0]
        .log_in(ADMIN.0, ADMIN.1)
        .await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_and_brought_back_under_load() {
    let _alone = machine::alone().await;
    let mut shop = Shop::open(Engine::Sqlite).await;
    let enough = Arc::new(AtomicBool::new(false));
    let mut load = JoinSet::new();
    for (at, person) in shop.everywhere("203.0.113.1").into_iter().enumerate() {
        let enough = enough.clone();
        load.spawn(async move {
            let mut calls = 0;
            while !enough.load(Ordering::Relaxed) {
                // Ever new addresses: nobody is blocked on the way.
                let person = person.from(&format!("198.51.{at}.{}", calls % 250));
                let_through(&person).await;
                calls += 1;
            }
            calls
        });
    }
    assert_eq!(shop.granted_undisturbed("192.0.2", 5).await, QUOTA);
    shop.redis.kill();
    shop.count("per_process").await;
    // Each process lets its own share through.
    assert_eq!(shop.granted("203.0.113.6", 15).await, 3 * QUOTA);
    shop.redis.restart();
    shop.count("shared").await;
    assert_eq!(shop.granted_undisturbed("192.0.3", 10).await, QUOTA);
    enough.store(true, Ordering::Relaxed);
    for calls in load.join_all().await {
        assert!(calls > 0, "there was no load");
    }
    for replica in &shop.replicas {
        let metrics = replica.monitor().get("/metrics").await;
        assert!(
            metrics.text().contains("dhakacart_limits_shared 1"),
            "{}",
            metrics.text()
        );
        let said = replica.said();
        assert!(said.contains("the Redis of the limits is lost"), "{said}");
    }
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_block_holds_everywhere_and_is_lifted_anywhere() {
    let _alone = machine::alone().await;
    let shop = Shop::open(Engine::Sqlite).await;
    let address = "2001:db8:7:8::9";
    let pushers = shop.everywhere(address);
    let mut blocked = false;
    for at in 0..2 * QUOTA + 200 {
        let answer = pushers[at % 3].get("/api/categories").await;
        blocked = answer.status == 429 && answer.problem()["code"] == "blocked";
        if blocked {
            break;
        }
    }
    assert!(blocked, "it was never blocked");
    for pusher in &pushers {
        pusher
            .get("/api/products/lamp")
            .await
            .refused(429, "blocked");
        pusher.get("/health").await.expect(200);
    }
    let staff = shop.everywhere("203.0.113.9");
    let admin = staff[1].log_in(ADMIN.0, ADMIN.1).await;
    let list = admin.get("/api/admin/blocks").await.expect(200);
    assert_eq!(list["counted"], "shared");
    let block = &list["blocks"][0];
    assert_eq!(block["whom"], "2001:db8:7:8::/64");
    let path = format!("/api/admin/blocks/{}", block["id"].as_str().unwrap());
    assert_eq!(admin.delete(&path).await.status, 204);
    admin.delete(&path).await.refused(404, "not_found");
    // A clean start, at every process together.
    for pusher in &pushers {
        assert!(let_through(pusher).await);
    }
    let log = admin.get("/api/admin/audit").await.expect(200);
    assert_eq!(log["entries"][0]["action"], "block.lift");
    assert_eq!(log["entries"][0]["subject"], "block:2001:db8:7:8::/64");
    shop.close().await;
}
