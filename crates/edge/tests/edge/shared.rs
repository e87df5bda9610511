//! Limits that several processes count together, with a Redis of the test's own: exactly as many
//! as there are, one round trip each, and without it the shop goes on.

use std::net::IpAddr;
use std::time::{Duration, Instant};

use axum::Router;
use edge::testing::RedisServer;
use edge::{Limiter, Limits, LoginLimit, Rate, Stack};

use crate::stack::routes;
use crate::world::{Log, World, ambient, fetch, world};

const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(203, 0, 113, 1));

fn rate(count: u32) -> Rate {
    Rate {
        count,
        window: Duration::from_secs(900),
    }
}

/// One process of the shop.
struct Replica {
    limiter: Limiter,
    api: Router,
}

impl Replica {
    fn new(server: &RedisServer, world: &World, count: u32) -> Self {
        let limiter = Limiter::shared(&server.url(), ambient()).unwrap();
        let limits = Limits::api(rate(count), limiter.clone(), world.shop.clone());
        let api = routes().layer(Stack::api(&ambient()).limits(Some(limits)));
        Replica { limiter, api }
    }

    async fn becomes(&self, mode: &str) {
        becomes(&self.limiter, mode).await;
    }

    /// How many of so many calls are let through; none fails.
    async fn granted(&self, calls: u32) -> u32 {
        let mut granted = 0;
        for _ in 0..calls {
            let status = fetch(&self.api, "/ok").await.status.as_u16();
            assert!(matches!(status, 200 | 429), "{status}");
            granted += u32::from(status == 200);
        }
        granted
    }
}

async fn becomes(limiter: &Limiter, mode: &str) {
    let began = Instant::now();
    while limiter.mode() != mode {
        assert!(began.elapsed() < Duration::from_secs(30), "not {mode}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn replicas_count_together_in_one_round_trip_each() {
    let (server, world) = (RedisServer::start(), world().await);
    let replicas = [(); 3].map(|()| Replica::new(&server, &world, 20));
    for replica in &replicas {
        replica.becomes("shared").await;
    }
    let [one, two, three] = &replicas;
    let granted = tokio::join!(one.granted(15), two.granted(15), three.granted(15));
    assert_eq!(granted.0 + granted.1 + granted.2, 20);
    assert_eq!(server.calls("evalsha"), 45);
    assert_eq!(server.calls("eval"), 0);
    // What doesn't count asks nobody.
    fetch(&one.api, "/health").await;
    assert_eq!(server.calls("evalsha"), 45);
}

#[tokio::test]
async fn a_server_that_is_killed_comes_back_and_the_log_says_so_no_more_than_once() {
    let (mut server, world) = (RedisServer::start(), world().await);
    let log = Log::default();
    let _guard = log.start();
    let replica = Replica::new(&server, &world, 30);
    replica.becomes("shared").await;
    assert_eq!(replica.granted(10).await, 10);
    server.kill();
    // The process goes on from where the server was.
    assert_eq!(replica.granted(100).await, 20);
    replica.becomes("per_process").await;
    server.restart();
    replica.becomes("shared").await;
    assert_eq!(replica.granted(50).await, 30, "an empty server begins anew");
    let said = |words: &str| {
        log.lines()
            .iter()
            .filter(|line| line.contains(words))
            .count()
    };
    // At most: tests side by side may take lines from each other's log. That they are written is
    // seen by the processes' tests.
    assert!(said("the Redis of the limits is lost") <= 1);
    assert!(said("limits are shared") <= 2);
    assert_eq!(said("the Redis of the limits is not there"), 0);
}

#[tokio::test]
async fn a_server_that_hangs_holds_nobody_up_for_long() {
    let (server, world) = (RedisServer::start(), world().await);
    let replica = Replica::new(&server, &world, 1_000);
    replica.becomes("shared").await;
    server.hang();
    assert_eq!(replica.granted(200).await, 200);
    assert_eq!(replica.limiter.mode(), "per_process");
    server.go_on();
    replica.becomes("shared").await;
}

#[tokio::test]
async fn a_server_that_refuses_to_write_is_none() {
    let (server, world) = (RedisServer::start(), world().await);
    let replica = Replica::new(&server, &world, 1_000);
    replica.becomes("shared").await;
    let _ = server.ask("REPLICAOF 127.0.0.1 1");
    assert_eq!(replica.granted(20).await, 20);
    assert_eq!(replica.limiter.mode(), "per_process");
    let _ = server.ask("REPLICAOF NO ONE");
    replica.becomes("shared").await;
}

#[tokio::test]
async fn scripts_that_the_server_forgot_are_told_again() {
    let (server, world) = (RedisServer::start(), world().await);
    let replica = Replica::new(&server, &world, 5);
    replica.becomes("shared").await;
    let _ = server.ask("SCRIPT FLUSH");
    assert_eq!(replica.granted(1).await, 1);
    replica.becomes("shared").await;
    assert!(replica.granted(10).await <= 5);
}

#[tokio::test]
async fn a_shop_opens_without_its_server_and_finds_it_later() {
    let (mut server, world) = (RedisServer::absent(), world().await);
    let replica = Replica::new(&server, &world, 2);
    assert_eq!(replica.granted(5).await, 2);
    server.restart();
    replica.becomes("shared").await;
}

#[tokio::test]
async fn failed_logins_count_together() {
    let server = RedisServer::start();
    let limiters = [(); 2].map(|()| Limiter::shared(&server.url(), ambient()).unwrap());
    for limiter in &limiters {
        becomes(limiter, "shared").await;
    }
    let [one, two] = limiters.map(|limiter| LoginLimit::counted_by(limiter, Some(rate(5))));
    for limit in [&one, &two, &one, &two] {
        limit.begin("rahim", HERE).await.unwrap().failed();
    }
    // One under way leaves no room for another; given up, it does.
    let underway = one.begin("rahim", HERE).await.unwrap();
    assert!(two.begin("rahim", HERE).await.is_err());
    drop(underway);
    let began = Instant::now();
    let attempt = loop {
        match two.begin("rahim", HERE).await {
            Ok(attempt) => break attempt,
            Err(_) => assert!(began.elapsed() < Duration::from_secs(30)),
        }
    };
    attempt.succeeded().await;
    for _ in 0..5 {
        one.begin("rahim", HERE).await.unwrap().failed();
    }
    assert!(two.begin("rahim", HERE).await.is_err());
    assert!(two.begin("karim", HERE).await.is_ok());
    for limit in [&one, &two, &one, &two, &one] {
        limit.try_once("order:A", HERE).await.unwrap();
    }
    assert!(two.try_once("order:A", HERE).await.is_err());
}
