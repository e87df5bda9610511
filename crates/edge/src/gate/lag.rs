//! How late a process does what it is to do.
//!
//! Where the processor is what is short, nothing waits at the gate: requests wait for their turn
//! in the runtime, unseen. A task that wants to be woken every 50 ms sees how late that is. What
//! counts is the least of the last second (CoDel's idea, RFC 8289): a moment's burst is no
//! overload, a second in which nothing was ever on time is.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

/// The time between two looks.
const STEP: Duration = Duration::from_millis(50);
/// So many looks make a second.
const LOOKS: usize = 20;

/// The lateness that lasts.
#[derive(Debug, Default)]
pub(super) struct Lag {
    microseconds: AtomicU64,
}

impl Lag {
    /// The least lateness of the last second.
    pub(super) fn lasting(&self) -> Duration {
        Duration::from_micros(self.microseconds.load(Relaxed))
    }

    pub(super) async fn watch(&self) {
        let mut last = Lasts::default();
        loop {
            let began = Instant::now();
            tokio::time::sleep(STEP).await;
            self.note(last.add(began.elapsed().saturating_sub(STEP)));
        }
    }

    pub(super) fn note(&self, lasting: Duration) {
        let lasting = u64::try_from(lasting.as_micros()).unwrap_or(u64::MAX);
        self.microseconds.store(lasting, Relaxed);
        metrics::gauge!("process_lag_seconds").set(lasting as f64 / 1e6);
    }
}

/// The latenesses of the last second.
#[derive(Default)]
struct Lasts {
    seen: [Duration; LOOKS],
    next: usize,
}

impl Lasts {
    /// Adds one, and answers the least.
    fn add(&mut self, late: Duration) -> Duration {
        self.seen[self.next] = late;
        self.next = (self.next + 1) % LOOKS;
        self.seen.into_iter().min().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_lasts_a_second_counts() {
        let mut last = Lasts::default();
        let late = Duration::from_millis(400);
        for _ in 0..LOOKS - 1 {
            assert_eq!(last.add(late), Duration::ZERO);
        }
        assert_eq!(last.add(late), late);
        assert_eq!(last.add(Duration::from_millis(3)), Duration::from_millis(3));
    }
}
