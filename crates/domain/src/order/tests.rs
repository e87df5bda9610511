//! The state machine against a table written by hand, and in random walks.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use Actor::{Customer, Staff, System};
use OrderMove::{Cancel, Confirm, Deliver, Pack, Return, Ship};
use OrderStatus::{Cancelled, Confirmed, Delivered, Packed, Pending, Returned, Shipped};

/// Written out once more by hand, so that a slip in `may` differs from it.
const LEGAL: [(OrderStatus, OrderMove, OrderStatus, &[Actor]); 9] = [
    (Pending, Confirm, Confirmed, &[Staff, System]),
    (Pending, Cancel, Cancelled, &[Customer, Staff]),
    (Confirmed, Pack, Packed, &[Staff, System]),
    (Confirmed, Cancel, Cancelled, &[Customer, Staff]),
    (Packed, Ship, Shipped, &[Staff, System]),
    (Packed, Cancel, Cancelled, &[Staff]),
    (Shipped, Deliver, Delivered, &[Staff, System]),
    (Shipped, Return, Returned, &[Staff]),
    (Delivered, Return, Returned, &[Staff]),
];

#[test]
fn every_move_from_every_state_by_everyone() {
    for from in OrderStatus::ALL {
        for m in OrderMove::ALL {
            for by in Actor::ALL {
                let row = LEGAL.iter().find(|row| row.0 == from && row.1 == m);
                let legal = row.filter(|row| row.3.contains(&by)).map(|row| row.2);
                let applied = from.apply(m, by);
                assert_eq!(applied.clone().ok(), legal, "{from} {m} {by}");
                assert_eq!(from.allowed(by).contains(&m), legal.is_some());
                if let Err(refusal) = applied {
                    assert_eq!(refusal.allowed, from.allowed(by));
                    assert_eq!((refusal.from, refusal.to_move, refusal.by), (from, m, by));
                    assert!(refusal.to_string().contains(m.result().as_str()));
                }
            }
        }
    }
}

#[test]
fn every_state_is_reached_and_only_final_ones_are_ends() {
    let mut reached = BTreeSet::from([Pending]);
    while let Some(next) = reached.iter().copied().find_map(|from| {
        let moves = from.allowed(Staff).into_iter();
        moves
            .map(OrderMove::result)
            .find(|next| !reached.contains(next))
    }) {
        reached.insert(next);
    }
    assert_eq!(reached, BTreeSet::from(OrderStatus::ALL));
    for status in OrderStatus::ALL {
        let stuck = Actor::ALL.iter().all(|by| status.allowed(*by).is_empty());
        assert_eq!(status.is_final(), stuck, "{status}");
    }
}

#[test]
fn stock_is_held_until_it_leaves() {
    let holding: Vec<_> = OrderStatus::ALL
        .into_iter()
        .filter(|s| s.holds_stock())
        .collect();
    assert_eq!(holding, [Pending, Confirmed, Packed]);
    // Cancel is the move that frees reserved units: it must be possible only while held.
    for status in OrderStatus::ALL {
        assert_eq!(status.apply(Cancel, Staff).is_ok(), status.holds_stock());
    }
}

#[test]
fn refusals_read_like_sentences() {
    let refusal = |from: OrderStatus, m, by| from.apply(m, by).unwrap_err().to_string();
    for (text, expected) in [
        (
            refusal(Shipped, Cancel, Staff),
            "an order that is shipped can't be cancelled; it can be delivered or returned",
        ),
        (
            refusal(Pending, Ship, Customer),
            "an order that is pending can't be shipped; it can be cancelled",
        ),
        (
            refusal(Packed, Cancel, Customer),
            "an order that is packed can't be cancelled by the customer",
        ),
        (
            refusal(Cancelled, Cancel, Customer),
            "an order that is cancelled can't be cancelled; nothing more can happen to it",
        ),
        (
            refusal(Delivered, Deliver, Staff),
            "an order that is delivered can't be delivered; it can be returned",
        ),
    ] {
        assert_eq!(text, expected);
    }
}

#[test]
fn words_round_trip() {
    for status in OrderStatus::ALL {
        assert_eq!(status.as_str().parse(), Ok(status));
        let json = serde_json::to_string(&status).unwrap();
        assert_eq!(json, format!("\"{status}\""));
        assert_eq!(serde_json::from_str::<OrderStatus>(&json).unwrap(), status);
    }
    assert_eq!("return".parse(), Ok(Return));
    assert_eq!(crate::PaymentMethod::Cod.as_str(), "cod");
}

proptest! {
    /// Whatever is tried in whatever order, an order only goes forward.
    #[test]
    fn there_is_no_way_back(
        attempts in proptest::collection::vec(
            (prop::sample::select(&OrderMove::ALL[..]), prop::sample::select(&Actor::ALL[..])),
            0..30,
        ),
    ) {
        let mut order = Pending;
        for (m, by) in attempts {
            if let Ok(next) = order.apply(m, by) {
                prop_assert!(next > order, "{order} to {next}");
                order = next;
            }
        }
    }
}
