//! Whether a gateway is worth asking: after a few failures in a row nobody is, for a while, and then
//! one message tries.
//!
//! Without it an outage would keep every job waiting for its whole time limit.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use domain::Ambient;
use time::OffsetDateTime;

/// Failures in a row that open the circuit.
const FAILURES: u32 = 3;
/// How long nobody asks.
const PAUSE: Duration = Duration::from_secs(30);

pub(super) struct Circuit {
    ambient: Ambient,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    failures: u32,
    /// Nobody asks before.
    until: Option<OffsetDateTime>,
}

impl Circuit {
    pub(super) fn new(ambient: Ambient) -> Self {
        Self {
            ambient,
            state: Mutex::default(),
        }
    }

    /// Whether to try. After a pause one does, and the others wait for what becomes of it.
    pub(super) fn lets_through(&self) -> bool {
        let now = self.ambient.now();
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        match state.until {
            Some(until) if now < until => false,
            Some(_) => {
                state.until = Some(now + PAUSE);
                true
            }
            None => true,
        }
    }

    /// Records how an attempt ended; says once that the gateway is away, and once that it is back.
    pub(super) fn saw(&self, answered: bool) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if answered {
            if state.until.is_some() {
                tracing::info!("the SMS gateway takes messages again");
            }
            *state = State::default();
            return;
        }
        state.failures = state.failures.saturating_add(1);
        if state.failures >= FAILURES {
            if state.until.is_none() {
                tracing::error!("the SMS gateway takes no messages; they wait in the queue");
            }
            state.until = Some(self.ambient.now() + PAUSE);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use domain::{ManualClock, SeededEntropy};
    use time::macros::datetime;

    use super::*;

    fn circuit() -> (ManualClock, Circuit) {
        let clock = ManualClock::new(datetime!(2026-11-23 12:00 UTC));
        let ambient = Ambient::new(Arc::new(clock.clone()), Arc::new(SeededEntropy::new(1)));
        (clock, Circuit::new(ambient))
    }

    #[test]
    fn three_failures_in_a_row_make_a_pause() {
        let (clock, circuit) = circuit();
        for answered in [false, false, true, false, false] {
            circuit.saw(answered);
            assert!(circuit.lets_through());
        }
        circuit.saw(false);
        assert!(!circuit.lets_through());
        clock.advance(PAUSE - Duration::from_secs(1));
        assert!(!circuit.lets_through());
    }

    #[test]
    fn after_a_pause_one_tries_for_all() {
        let (clock, circuit) = circuit();
        for _ in 0..3 {
            circuit.saw(false);
        }
        clock.advance(PAUSE);
        assert!(circuit.lets_through());
        assert!(!circuit.lets_through(), "one is enough");
        circuit.saw(false);
        clock.advance(PAUSE);
        assert!(circuit.lets_through());
        circuit.saw(true);
        assert!(circuit.lets_through() && circuit.lets_through());
    }
}
