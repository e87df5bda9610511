//! Tests of counting in this process.

use super::super::call::{API, Charge, Charges, charges};
use super::super::{strikes, unguarded};
use super::*;
use crate::gcra::{Gcra, Rate};
use crate::testing::clock;

const RATE: Rate = Rate {
    count: 2,
    window: Duration::from_secs(10),
};

fn thing(name: &str) -> Who {
    Who::thing(&[name])
}

fn charge(budget: &'static str, who: Who, rate: Rate) -> Charge {
    Charge {
        key: Key { budget, who },
        gcra: Gcra::new(rate),
    }
}

fn one(name: &str) -> Call {
    unguarded(charges([charge("test", thing(name), RATE)]))
}

fn guarded(who: Who, charges: Charges) -> Call {
    let guard = Some(Guard {
        face: &API,
        who,
        strikes: strikes(RATE),
    });
    Call { guard, charges }
}

fn remaining(verdict: &Verdict) -> u32 {
    verdict.standings[0].unwrap().remaining
}

#[test]
fn clients_have_quotas_of_their_own_and_get_them_back() {
    let (clock, ambient) = clock();
    let process = InProcess::new(ambient);
    assert_eq!(remaining(&process.take(&one("a"))), 1);
    assert_eq!(remaining(&process.take(&one("a"))), 0);
    assert_eq!(process.take(&one("a")).refusal, Some(Refusal::Spent(0)));
    assert_eq!(process.take(&one("b")).refusal, None);
    clock.advance(Duration::from_secs(5));
    assert_eq!(process.take(&one("a")).refusal, None);
    assert!(process.take(&one("a")).refusal.is_some());
    let key = charge("test", thing("a"), RATE).key;
    process.settle(&key, Settle::Clear);
    assert_eq!(remaining(&process.take(&one("a"))), 1);
}

#[test]
fn memory_is_bounded_and_the_heaviest_stay_limited() {
    let process = InProcess::bounded(clock().1, 20);
    let heavy: Vec<String> = (0..100).map(|n| format!("heavy{n}")).collect();
    for name in &heavy {
        process.take(&one(name));
        process.take(&one(name));
    }
    for n in 0..10_000 {
        process.take(&one(&n.to_string()));
    }
    assert_eq!(process.len(), 20 * SHARDS);
    for name in &heavy {
        assert!(process.take(&one(name)).refusal.is_some(), "{name}");
    }
}

#[test]
fn exactly_the_quota_is_granted_to_many_threads() {
    let process = InProcess::new(clock().1);
    let rate = Rate { count: 100, ..RATE };
    let call = unguarded(charges([charge("test", thing("x"), rate)]));
    let count = || {
        (0..40)
            .filter(|_| process.take(&call).refusal.is_none())
            .count()
    };
    let granted: usize = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(count)).collect();
        threads.into_iter().map(|t| t.join().unwrap()).sum()
    });
    assert_eq!(granted, 100);
}

#[test]
fn all_budgets_are_taken_or_none() {
    let process = InProcess::new(clock().1);
    let (wide, tight) = (
        charge("wide", thing("x"), RATE),
        charge("tight", thing("x"), Rate { count: 1, ..RATE }),
    );
    let both = unguarded(charges([wide, tight]));
    assert_eq!(process.take(&both).refusal, None);
    let refused = process.take(&both);
    assert_eq!(refused.refusal, Some(Refusal::Spent(1)));
    assert_eq!(remaining(&refused), 1, "the first was given back");
    assert_eq!(remaining(&process.take(&unguarded(charges([wide])))), 0);
}

#[test]
fn who_keeps_pushing_is_blocked_for_ever_longer_and_forgotten_after_a_quiet_day() {
    let (clock, ambient) = clock();
    let process = InProcess::new(ambient);
    let who = thing("pusher");
    let call = guarded(who, charges([charge("api", who, RATE)]));
    let push = || {
        for _ in 0..200 {
            if let Some(Refusal::Blocked(wait)) = process.take(&call).refusal {
                return wait;
            }
        }
        panic!("not blocked");
    };
    for minutes in [1, 2, 4] {
        let wait = push();
        assert_eq!(wait, Duration::from_secs(60 * minutes));
        assert_eq!(process.blocks().len(), 1);
        clock.advance(wait);
        assert!(process.blocks().is_empty());
        assert_eq!(process.take(&call).refusal, None);
    }
    clock.advance(Duration::from_secs(24 * 60 * 60));
    assert_eq!(push(), Duration::from_secs(60));
}

#[test]
fn pushing_while_blocked_makes_it_longer_and_lifting_makes_it_clean() {
    let process = InProcess::new(clock().1);
    let who = thing("pusher");
    let call = guarded(who, charges([charge("api", who, RATE)]));
    for _ in 0..400 {
        process.take(&call);
    }
    let [block] = &process.blocks()[..] else {
        panic!("one block");
    };
    assert!(block.times > 1 && block.refused > 100, "{block:?}");
    assert!(!process.lift(&API, "api-0"));
    assert!(process.lift(&API, &block.id));
    assert!(!process.lift(&API, &block.id));
    assert_eq!(remaining(&process.take(&call)), 1, "a clean start");
}
