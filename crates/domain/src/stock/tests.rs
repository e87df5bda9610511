//! Each step by example, and the ledger over random steps.

use proptest::prelude::*;

use super::*;

const LEVEL: StockLevel = StockLevel {
    on_hand: 10,
    reserved: 4,
};

#[test]
fn each_step_moves_what_it_says() {
    assert_eq!(LEVEL.available(), 6);
    assert_eq!(
        LEVEL.take(6),
        Ok(StockLevel {
            on_hand: 10,
            reserved: 10
        })
    );
    assert_eq!(
        LEVEL.release(4),
        Ok(StockLevel {
            on_hand: 10,
            reserved: 0
        })
    );
    assert_eq!(
        LEVEL.ship(3),
        Ok(StockLevel {
            on_hand: 7,
            reserved: 1
        })
    );
    assert_eq!(
        LEVEL.restock(5),
        Ok(StockLevel {
            on_hand: 15,
            reserved: 4
        })
    );
    assert_eq!(
        LEVEL.adjust(-6),
        Ok(StockLevel {
            on_hand: 4,
            reserved: 4
        })
    );
}

#[test]
fn refusals_name_the_numbers() {
    use StockError::{NotPositive, NotReserved, OutOfStock, Overflow};
    assert_eq!(
        LEVEL.take(7),
        Err(OutOfStock {
            requested: 7,
            available: 6
        })
    );
    assert_eq!(
        LEVEL.release(5),
        Err(NotReserved {
            requested: 5,
            reserved: 4
        })
    );
    assert_eq!(
        LEVEL.ship(5),
        Err(NotReserved {
            requested: 5,
            reserved: 4
        })
    );
    assert_eq!(
        LEVEL.adjust(-7),
        Err(OutOfStock {
            requested: 7,
            available: 6
        })
    );
    assert_eq!(LEVEL.restock(i64::MAX), Err(Overflow));
    assert_eq!(LEVEL.adjust(i64::MAX), Err(Overflow));
    for units in [0, -1, i64::MIN] {
        for step in [
            StockLevel::take,
            StockLevel::release,
            StockLevel::ship,
            StockLevel::restock,
        ] {
            assert_eq!(step(LEVEL, units), Err(NotPositive(units)));
        }
    }
    assert_eq!(
        LEVEL.take(7).unwrap_err().to_string(),
        "7 requested, 6 available"
    );
}

#[test]
fn an_order_that_comes_and_goes_leaves_nothing_behind() {
    use MovementReason::{
        HoldConsumed, HoldTaken, Opening, OrderCancelled, OrderPlaced, OrderReturned, OrderShipped,
    };
    let sum = |reasons: &[MovementReason]| {
        reasons
            .iter()
            .map(|reason| reason.change(3))
            .fold((0, 0), |(on_hand, reserved), c| {
                (on_hand + c.on_hand, reserved + c.reserved)
            })
    };
    assert_eq!(sum(&[OrderPlaced, OrderCancelled]), (0, 0));
    assert_eq!(
        sum(&[
            HoldTaken,
            HoldConsumed,
            OrderPlaced,
            OrderShipped,
            OrderReturned
        ]),
        (0, 0)
    );
    assert_eq!(sum(&[Opening, OrderPlaced, OrderShipped]), (0, 0));
}

#[test]
fn words_round_trip() {
    for reason in MovementReason::ALL {
        assert_eq!(reason.as_str().parse(), Ok(reason));
    }
    assert_eq!(MovementReason::HoldConsumed.as_str(), "hold_consumed");
}

proptest! {
    /// Any attempts in any order keep 0 ≤ reserved ≤ on_hand, and the ledger of those that
    /// worked adds up to the level.
    #[test]
    fn the_ledger_adds_up_and_nothing_goes_negative(
        opening in 0..200_i64,
        attempts in proptest::collection::vec((0..5_u8, -20..60_i64), 0..60),
    ) {
        use MovementReason::{Adjustment, HoldReleased, Opening, OrderPlaced, OrderReturned, OrderShipped};
        let mut level = StockLevel::default().adjust(opening).unwrap();
        let mut ledger = vec![Opening.change(opening)];
        for (step, units) in attempts {
            let (result, reason) = match step {
                0 => (level.take(units), OrderPlaced),
                1 => (level.release(units), HoldReleased),
                2 => (level.ship(units), OrderShipped),
                3 => (level.restock(units), OrderReturned),
                _ => (level.adjust(units), Adjustment),
            };
            if let Ok(next) = result {
                level = next;
                ledger.push(reason.change(units));
            }
            prop_assert!(0 <= level.reserved && level.reserved <= level.on_hand);
        }
        prop_assert_eq!(level.on_hand, ledger.iter().map(|change| change.on_hand).sum::<i64>());
        prop_assert_eq!(level.reserved, ledger.iter().map(|change| change.reserved).sum::<i64>());
    }
}
