//! The gate, in a crowd.

use std::time::Duration;

use futures_util::FutureExt as _;

use super::*;

fn enter(gate: &Gate, priority: Priority) -> Permit {
    match gate.enter(priority) {
        Entry::Now(permit) => permit,
        Entry::Wait(_) => panic!("{priority:?} has to wait"),
        Entry::Refused(problem) => panic!("{priority:?} is refused: {problem:?}"),
    }
}

fn wait(gate: &Gate, priority: Priority) -> Ticket {
    match gate.enter(priority) {
        Entry::Wait(ticket) => ticket,
        Entry::Now(_) => panic!("{priority:?} is let in"),
        Entry::Refused(problem) => panic!("{priority:?} is refused: {problem:?}"),
    }
}

fn fill(gate: &Gate, priority: Priority, requests: u32) -> Vec<Permit> {
    (0..requests).map(|_| enter(gate, priority)).collect()
}

#[tokio::test]
async fn search_is_refused_first_and_checkout_last() {
    let gate = Gate::new(16);
    let mut inside = fill(&gate, Priority::Spare, 8);
    let _searches = wait(&gate, Priority::Spare);
    inside.extend(fill(&gate, Priority::Browse, 4));
    let _pages = wait(&gate, Priority::Browse);
    inside.extend(fill(&gate, Priority::SignIn, 2));
    inside.extend(fill(&gate, Priority::Checkout, 2));
    let _orders = wait(&gate, Priority::Checkout);
}

#[tokio::test]
async fn a_flood_on_the_login_leaves_room_for_buyers() {
    let gate = Gate::new(16);
    let _logins = fill(&gate, Priority::SignIn, 4);
    let _waiting: Vec<_> = (0..4).map(|_| wait(&gate, Priority::SignIn)).collect();
    let Entry::Refused(problem) = gate.enter(Priority::SignIn) else {
        panic!("the flood is let in");
    };
    assert_eq!(
        (problem.code(), problem.status().as_u16()),
        ("overloaded", 503)
    );
    let _buyers = fill(&gate, Priority::Checkout, 12);
}

#[tokio::test]
async fn the_most_urgent_are_called_first_and_in_their_order() {
    let gate = Gate::new(8);
    let mut inside = fill(&gate, Priority::Checkout, 8);
    let mut page = wait(&gate, Priority::Browse);
    let mut first = wait(&gate, Priority::Checkout);
    let mut second = wait(&gate, Priority::Checkout);
    assert!((&mut first).now_or_never().is_none());
    inside.pop();
    assert!((&mut second).now_or_never().is_none() && (&mut page).now_or_never().is_none());
    inside.push((&mut first).now_or_never().unwrap().ok().unwrap());
    inside.pop();
    inside.push((&mut second).now_or_never().unwrap().ok().unwrap());
    // Pages have three quarters of the places.
    inside.truncate(6);
    assert!((&mut page).now_or_never().is_none());
    inside.truncate(5);
    assert!((&mut page).now_or_never().unwrap().is_ok());
}

#[tokio::test]
async fn who_hangs_up_leaves_the_queue() {
    let gate = Gate::new(8);
    let mut inside = fill(&gate, Priority::Checkout, 8);
    let gone = wait(&gate, Priority::Checkout);
    let called = wait(&gate, Priority::Checkout);
    let mut last = wait(&gate, Priority::Checkout);
    drop(gone);
    assert_eq!(
        gate.0.lanes[3].waiting.load(SeqCst),
        2,
        "it takes up no place in the queue"
    );
    inside.pop();
    // Called, and gone before it knew.
    drop(called);
    assert!((&mut last).now_or_never().unwrap().is_ok());
    drop(inside);
    assert_eq!(gate.0.running.load(SeqCst), 0);
    assert!(
        gate.0
            .lanes
            .iter()
            .all(|lane| lane.waiting.load(SeqCst) == 0)
    );
    assert!(
        gate.0
            .lanes
            .iter()
            .all(|lane| lane.running.load(SeqCst) == 0)
    );
}

#[tokio::test]
async fn queues_are_bounded_and_so_is_the_wait() {
    let gate = Gate::new(16);
    let _inside = fill(&gate, Priority::Spare, 8);
    let waiting: Vec<_> = (0..2).map(|_| wait(&gate, Priority::Spare)).collect();
    assert!(matches!(gate.enter(Priority::Spare), Entry::Refused(_)));
    for ticket in waiting {
        assert_eq!(ticket.await.err().unwrap().code(), "overloaded");
    }
    assert_eq!(gate.0.lanes[0].waiting.load(SeqCst), 0);
}

#[test]
fn a_process_that_is_late_refuses_what_can_wait() {
    let gate = Gate::new(16);
    gate.0.lag.note(Duration::from_millis(300));
    assert!(matches!(gate.enter(Priority::Spare), Entry::Refused(_)));
    drop(fill(&gate, Priority::Browse, 1));
    gate.0.lag.note(Duration::from_secs(2));
    assert!(matches!(gate.enter(Priority::Browse), Entry::Refused(_)));
    drop(fill(&gate, Priority::Checkout, 1));
    gate.0.lag.note(Duration::ZERO);
    drop(fill(&gate, Priority::Spare, 1));
}

#[test]
fn nobody_is_lost_between_threads() {
    let gate = Gate::new(8);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let runtime = tokio::runtime::Builder::new_current_thread()
                    .enable_time()
                    .build();
                runtime.unwrap().block_on(async {
                    for _ in 0..500 {
                        let both = (0..4).map(|_| async {
                            match gate.enter(Priority::Checkout) {
                                Entry::Now(permit) => drop(permit),
                                Entry::Wait(ticket) => drop(ticket.await.ok().unwrap()),
                                Entry::Refused(_) => panic!("refused with room in the queue"),
                            }
                            tokio::task::yield_now().await;
                        });
                        futures_util::future::join_all(both).await;
                    }
                });
            });
        }
    });
    assert_eq!(gate.0.running.load(SeqCst), 0);
}
