//! What the tests of this crate share.

use std::sync::Arc;

use domain::{Ambient, ManualClock, SeededEntropy};
use time::macros::datetime;

/// A clock at noon of a day in 2026, and what makes time and randomness of it.
pub(crate) fn clock() -> (ManualClock, Ambient) {
    let clock = ManualClock::new(datetime!(2026-11-01 12:00 UTC));
    let ambient = Ambient::new(Arc::new(clock.clone()), Arc::new(SeededEntropy::new(1)));
    (clock, ambient)
}

pub(crate) fn ambient() -> Ambient {
    clock().1
}
