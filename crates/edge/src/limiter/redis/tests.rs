//! Tests of what the server is told and what becomes of its answers; those with a server are in
//! `tests/edge/shared.rs`.

use std::time::Instant;

use domain::{Ambient, ManualClock};

use super::*;
use crate::gcra::Rate;
use crate::limiter::call::{API, Charge, Guard, Who, charges};
use crate::limiter::process::InProcess;
use crate::limiter::{strikes, unguarded};
use crate::testing::{RedisServer, clock};

#[test]
fn only_the_address_of_a_redis_is_taken() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.unwrap();
    let _inside = runtime.enter();
    for wrong in ["", "http://127.0.0.1", "127.0.0.1:6379", "redis://"] {
        assert!(Shared::open(wrong).is_err(), "{wrong}");
    }
    for right in [
        "redis://:secret@127.0.0.1:6379/2",
        "rediss://cache.example",
        "redis+unix:///run/redis.sock",
    ] {
        assert!(!Shared::open(right).unwrap().is_up(), "{right}");
    }
}

#[test]
fn an_answer_that_makes_no_sense_decides_nothing() {
    let rate = Rate {
        count: 1,
        window: Duration::from_secs(1),
    };
    let key = Key {
        budget: "test",
        who: Who::Thing([1; 16]),
    };
    let gcra = Gcra::new(rate);
    let call = unguarded(charges([Charge { key, gcra }]));
    for wrong in [&[][..], &[1, 0], &[1, 0, 0], &[1, 9, 0]] {
        assert!(verdict(&call, wrong).is_none(), "{wrong:?}");
    }
    assert!(verdict(&call, &[1, 0, 0, 5]).is_some());
    assert!(numbers(Value::Okay).is_none());
}

/// A server whose scripts read the time that the test sets, and a process by the same clock.
struct Both {
    clock: ManualClock,
    ambient: Ambient,
    server: RedisServer,
    shared: Shared,
    process: InProcess,
}

impl Both {
    async fn new() -> Self {
        let (clock, ambient) = clock();
        let server = RedisServer::start();
        let told = |script: &str| -> &'static str {
            assert!(script.contains("redis.call('TIME')"));
            let read = "redis.call('LRANGE', 'clock', 0, 1)";
            script.replace("redis.call('TIME')", read).leak()
        };
        let scripts = Scripts {
            take: told(SCRIPTS.take),
            settle: told(SCRIPTS.settle),
            blocks: told(SCRIPTS.blocks),
        };
        let shared = Shared::with(&server.url(), scripts).unwrap();
        let began = Instant::now();
        while !shared.is_up() {
            assert!(began.elapsed() < Duration::from_secs(30));
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let process = InProcess::new(ambient.clone());
        let both = Both {
            clock,
            ambient,
            server,
            shared,
            process,
        };
        both.pass(Duration::ZERO);
        both
    }

    fn pass(&self, time: Duration) {
        self.clock.advance(time);
        let now = self.ambient.now().unix_timestamp_nanos() / 1_000;
        let (seconds, micros) = (now / 1_000_000, now % 1_000_000);
        let _ = self
            .server
            .ask(&format!("DEL clock\r\nRPUSH clock {seconds} {micros}"));
    }

    /// Both decide the same.
    async fn take(&self, call: &Call) -> Verdict {
        let here = self.process.take(call);
        let (there, _) = self.shared.take(call).await.expect("an answer in time");
        assert_eq!(here.refusal, there.refusal);
        if !matches!(here.refusal, Some(Refusal::Blocked(_))) {
            assert_eq!(here.standings, there.standings);
        }
        here
    }
}

fn charge(budget: &'static str, who: Who, count: u32, seconds: u64) -> Charge {
    let gcra = Gcra::new(Rate {
        count,
        window: Duration::from_secs(seconds),
    });
    Charge {
        key: Key { budget, who },
        gcra,
    }
}

#[tokio::test]
async fn both_backends_count_alike() {
    let both = Both::new().await;
    let who = [Who::Thing([1; 16]), Who::Thing([2; 16])];
    // The same every time, and without a pattern.
    let mut chance: u64 = 7;
    for _ in 0..600 {
        chance = chance
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        let dice = chance >> 33;
        let who = who[usize::from(dice.is_multiple_of(3))];
        let (wide, tight) = (charge("api", who, 7, 3), charge("api.search", who, 3, 2));
        let charges = match dice % 4 {
            0 => charges([tight, wide]),
            _ => charges([wide]),
        };
        let strikes = Gcra::new(Rate {
            count: 20,
            window: Duration::from_secs(60),
        });
        let guard = Some(Guard {
            face: &API,
            who,
            strikes,
        });
        both.take(&Call { guard, charges }).await;
        if dice % 16 == 5 {
            let key = (wide.key, Settle::GiveBack(wide.gcra));
            both.process.settle(&key.0, key.1);
            both.shared.settle(&[key]).await;
        }
        if dice % 64 == 9 {
            both.process.settle(&tight.key, Settle::Clear);
            both.shared.settle(&[(tight.key, Settle::Clear)]).await;
        }
        let step = [0, 1, 137_531, 400_000, 3_000_000][usize::try_from(dice % 5).unwrap()];
        both.pass(Duration::from_micros(step));
    }
    let blocks = both.shared.blocks().await.unwrap();
    assert_eq!(blocks, both.process.blocks());
}

#[tokio::test]
async fn both_block_list_and_lift_alike() {
    let both = Both::new().await;
    let who = Who::Address("203.0.113.9".parse().unwrap());
    let rate = Rate {
        count: 2,
        window: Duration::from_secs(900),
    };
    let call = Call {
        guard: Some(Guard {
            face: &API,
            who,
            strikes: strikes(rate),
        }),
        charges: charges([charge("api", who, 2, 900)]),
    };
    for _ in 0..260 {
        both.take(&call).await;
    }
    let blocks = both.shared.blocks().await.unwrap();
    assert_eq!(blocks, both.process.blocks());
    let [block] = &blocks[..] else {
        panic!("{blocks:?}")
    };
    assert_eq!((block.whom.as_str(), block.times), ("203.0.113.9", 2));
    let (face, client) = block::parse(&block.id).unwrap();
    assert_eq!(both.shared.lift(face, client).await, Some(true));
    assert_eq!(both.shared.lift(face, client).await, Some(false));
    assert!(both.process.lift(face, &block.id));
    assert_eq!(both.take(&call).await.refusal, None);
    assert!(both.shared.blocks().await.unwrap().is_empty());
}

#[tokio::test]
async fn every_key_expires_and_names_nobody() {
    let both = Both::new().await;
    let who = Who::Address("203.0.113.9".parse().unwrap());
    let call = Call {
        guard: Some(Guard {
            face: &API,
            who,
            strikes: Gcra::new(Rate {
                count: 1,
                window: Duration::from_secs(60),
            }),
        }),
        charges: charges([charge("api", who, 1, 900)]),
    };
    for _ in 0..4 {
        both.take(&call).await;
    }
    let keys = both.server.ask("KEYS *");
    let keys: Vec<&str> = keys
        .lines()
        .filter(|line| line.contains("limits"))
        .collect();
    assert!(keys.len() >= 3, "{keys:?}");
    for key in keys.iter().filter(|key| !key.ends_with("probe")) {
        assert!(!key.contains("203.0.113.9"), "{key}");
        let lives = both.server.ask(&format!("PTTL {key}"));
        assert!(!lives.contains(":-1"), "{key} lives for ever");
    }
}
