//! When a connection has had its chance: the judgement, without clock or socket.

use std::time::Duration;

use super::activity::Seen;

/// A header gets so many looks; its time is one less of the periods between them.
const HEADER_LOOKS: u32 = 3;

/// What to do with a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Leave it.
    Fine,
    /// Let it end in good order.
    Close,
    /// End it.
    Cut,
}

/// Looks at a connection's counters every [`Watchdog::period`].
#[derive(Debug)]
pub(super) struct Watchdog {
    idle_looks: u32,
    stalled_looks: u32,
    last: Seen,
    reading: u32,
    idle: u32,
    stalled: u32,
    closing: bool,
}

impl Watchdog {
    pub(super) fn new(
        header_timeout: Duration,
        idle_timeout: Duration,
        write_timeout: Duration,
    ) -> Self {
        let period = Self::period(header_timeout).as_nanos();
        let looks = |time: Duration| {
            u32::try_from(time.as_nanos().div_ceil(period))
                .unwrap_or(u32::MAX)
                .max(1)
        };
        Watchdog {
            idle_looks: looks(idle_timeout),
            stalled_looks: looks(write_timeout),
            last: Seen::default(),
            reading: 0,
            idle: 0,
            stalled: 0,
            closing: false,
        }
    }

    /// The time between two looks.
    pub(super) fn period(header_timeout: Duration) -> Duration {
        (header_timeout / (HEADER_LOOKS - 1)).max(Duration::from_millis(1))
    }

    /// The connection has been told to end: now one look without a byte is enough, for a peer that
    /// doesn't take its leave.
    pub(super) fn closing(&mut self) {
        (self.idle_looks, self.closing) = (1, true);
    }

    pub(super) fn look(&mut self, seen: Seen) -> Verdict {
        let last = std::mem::replace(&mut self.last, seen);
        self.stalled = if seen.blocked && last.blocked && seen.written == last.written {
            self.stalled + 1
        } else {
            0
        };
        // Busy or not: on HTTP/2 others of its requests may be at work while it takes no answer.
        if self.stalled >= self.stalled_looks {
            return Verdict::Cut;
        }
        if seen.busy {
            // A request has a time limit of its own.
            (self.reading, self.idle) = (0, 0);
            return Verdict::Fine;
        }
        let same_request = seen.requests == last.requests;
        self.reading = match (seen.reading, same_request) {
            (true, true) => self.reading + 1,
            (true, false) => 1,
            (false, _) => 0,
        };
        self.idle = if seen.moves == last.moves {
            self.idle + 1
        } else {
            0
        };
        if self.reading >= HEADER_LOOKS {
            return Verdict::Cut;
        }
        if self.idle < self.idle_looks {
            return Verdict::Fine;
        }
        // An answer that its client doesn't take keeps even a closing connection open.
        if std::mem::replace(&mut self.closing, true) {
            Verdict::Cut
        } else {
            Verdict::Close
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const IDLE: Seen = Seen {
        moves: 4,
        requests: 1,
        busy: false,
        reading: false,
        awaiting_body: false,
        blocked: false,
        written: 100,
    };

    fn watchdog() -> Watchdog {
        Watchdog::new(
            Duration::from_secs(10),
            Duration::from_secs(75),
            Duration::from_secs(30),
        )
    }

    /// The verdicts of `looks` looks at counters that `next` changes before each.
    fn verdicts(mut seen: Seen, looks: usize, next: impl Fn(&mut Seen)) -> Vec<Verdict> {
        let mut watchdog = watchdog();
        (0..looks)
            .map(|_| {
                next(&mut seen);
                watchdog.look(seen)
            })
            .collect()
    }

    #[test]
    fn a_header_that_trickles_in_is_cut_at_the_third_look() {
        let trickling = Seen {
            reading: true,
            ..Seen::default()
        };
        let given = verdicts(trickling, 3, |seen| seen.moves += 1);
        assert_eq!(given, [Verdict::Fine, Verdict::Fine, Verdict::Cut]);
    }

    #[test]
    fn headers_of_new_requests_have_time_of_their_own() {
        let busy_client = Seen {
            reading: true,
            ..Seen::default()
        };
        let given = verdicts(busy_client, 100, |seen| {
            seen.moves += 2;
            seen.requests += 1;
        });
        assert!(given.iter().all(|verdict| *verdict == Verdict::Fine));
    }

    #[test]
    fn silence_closes_and_then_cuts() {
        let given = verdicts(IDLE, 17, |_| {});
        // The first look sees the bytes of before.
        assert!(
            given[..15].iter().all(|verdict| *verdict == Verdict::Fine),
            "{given:?}"
        );
        assert_eq!(given[15..], [Verdict::Close, Verdict::Cut]);
    }

    #[test]
    fn who_does_not_take_an_answer_is_cut() {
        let reluctant = Seen {
            blocked: true,
            ..IDLE
        };
        let given = verdicts(reluctant, 7, |seen| seen.moves += 1);
        assert!(
            given[..6].iter().all(|verdict| *verdict == Verdict::Fine),
            "{given:?}"
        );
        assert_eq!(given[6], Verdict::Cut);
        let busy = Seen {
            busy: true,
            ..reluctant
        };
        assert_eq!(verdicts(busy, 7, |_| {})[6], Verdict::Cut);
        let slow = verdicts(reluctant, 100, |seen| {
            seen.written += 1;
            seen.moves += 1;
        });
        assert!(slow.iter().all(|verdict| *verdict == Verdict::Fine));
    }

    #[test]
    fn bytes_either_way_keep_a_connection_open() {
        assert!(
            verdicts(IDLE, 100, |seen| seen.moves += 1)
                .iter()
                .all(|v| *v == Verdict::Fine)
        );
    }

    #[test]
    fn a_closing_connection_has_less_time_unless_it_is_busy() {
        let mut watchdog = watchdog();
        watchdog.look(IDLE);
        watchdog.closing();
        assert_eq!(watchdog.look(Seen { busy: true, ..IDLE }), Verdict::Fine);
        assert_eq!(watchdog.look(Seen { moves: 5, ..IDLE }), Verdict::Fine);
        assert_eq!(watchdog.look(Seen { moves: 5, ..IDLE }), Verdict::Cut);
    }

    #[test]
    fn a_request_in_flight_is_not_idle() {
        let busy = Seen { busy: true, ..IDLE };
        assert!(
            verdicts(busy, 100, |_| {})
                .iter()
                .all(|v| *v == Verdict::Fine)
        );
    }
}
