//! Making room: when connections run out, those that do nothing go first.
//!
//! A thousand slow clients cost nothing but their places. Near the last place, a look every second
//! sees who has finished or begun a request since the look before; who hasn't makes room, so that
//! a newcomer (a shopper, or the probe of `/health`) doesn't wait for time-outs. Which address
//! somebody has doesn't count: whole neighbourhoods share one.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::activity::{Activity, Seen};

/// The time between two looks.
pub(super) const PERIOD: Duration = Duration::from_secs(1);

/// So many looks without progress, and a connection may have to go.
const PATIENCE: u32 = 2;

/// Whoever takes so many bytes of an answer from look to look makes progress.
const TAKEN: u64 = 1024;

/// All connections of a listener.
#[derive(Debug)]
pub(super) struct Relief {
    max: usize,
    open: Mutex<Open>,
}

#[derive(Debug, Default)]
struct Open {
    next: u64,
    connections: HashMap<u64, Place>,
}

#[derive(Debug)]
struct Place {
    activity: Arc<Activity>,
    last: Seen,
    without_progress: u32,
}

impl Relief {
    /// For a listener with at most `max` connections.
    pub(super) fn new(max: usize) -> Arc<Self> {
        Arc::new(Relief {
            max,
            open: Mutex::default(),
        })
    }

    /// A connection takes a place; it leaves it when the guard is dropped.
    pub(super) fn enter(self: &Arc<Self>, activity: Arc<Activity>) -> Entered {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let number = open.next;
        open.next += 1;
        let place = Place {
            activity,
            last: Seen::default(),
            without_progress: 0,
        };
        open.connections.insert(number, place);
        Entered(self.clone(), number)
    }

    /// Looks at all connections if they are getting scarce, and tells those that have to go.
    /// Answers how many.
    pub(super) fn look(&self) -> usize {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(wanted) = open.connections.len().checked_sub(self.max - self.max / 8) else {
            return 0;
        };
        for place in open.connections.values_mut() {
            let seen = place.activity.seen();
            place.without_progress = match progress(place.last, seen) {
                true => 0,
                false => place.without_progress.saturating_add(1),
            };
            place.last = seen;
        }
        let mut idle: Vec<&Place> = open
            .connections
            .values()
            .filter(|place| place.without_progress >= PATIENCE)
            .collect();
        // Who never asked for anything goes first, then who has been quiet the longest.
        idle.sort_unstable_by_key(|place| {
            (
                place.last.requests > 0,
                std::cmp::Reverse(place.without_progress),
            )
        });
        let going = idle.iter().take(wanted + 1);
        going.map(|place| place.activity.evict()).count()
    }
}

/// Whether something was done on a connection from one look to the next.
fn progress(last: Seen, seen: Seen) -> bool {
    let asked = seen.requests != last.requests;
    let working = seen.busy && !seen.awaiting_body && !seen.blocked;
    asked || working || seen.written >= last.written + TAKEN
}

/// A connection's place.
pub(super) struct Entered(Arc<Relief>, u64);

impl Drop for Entered {
    fn drop(&mut self) {
        let mut open = self.0.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.connections.remove(&self.1);
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    struct World {
        relief: Arc<Relief>,
        open: Vec<(Arc<Activity>, Entered)>,
    }

    impl World {
        fn with(max: usize, open: usize) -> Self {
            let relief = Relief::new(max);
            let open = (0..open)
                .map(|_| {
                    let activity = Arc::new(Activity::default());
                    (activity.clone(), relief.enter(activity))
                })
                .collect();
            World { relief, open }
        }

        fn evicted(&self) -> Vec<usize> {
            let gone = |(_, (activity, _)): &(usize, &(Arc<Activity>, Entered))| {
                activity.evicted().now_or_never().is_some()
            };
            self.open
                .iter()
                .enumerate()
                .filter(gone)
                .map(|(at, _)| at)
                .collect()
        }
    }

    #[test]
    fn with_room_left_nobody_goes() {
        let world = World::with(16, 13);
        assert_eq!((0..9).map(|_| world.relief.look()).sum::<usize>(), 0);
    }

    #[test]
    fn near_the_end_those_go_who_do_nothing() {
        let world = World::with(16, 16);
        // One is asked for something all the time, one works, one waits for a body.
        let _working = world.open[1].0.request();
        let _uploading = world.open[2].0.request();
        world.open[2].0.body_polled(true);
        drop(world.open[3].0.request());
        for _ in 0..PATIENCE + 1 {
            drop(world.open[0].0.request());
            world.relief.look();
        }
        let gone = world.evicted();
        assert!(!gone.is_empty(), "{gone:?}");
        assert!(!gone.contains(&0) && !gone.contains(&1), "{gone:?}");
        // Who has asked for something before stays while there are others.
        assert!(!gone.contains(&3), "{gone:?}");
        assert!(gone.len() <= 6, "no more than are needed: {gone:?}");
    }

    #[test]
    fn an_upload_that_does_not_come_is_nothing_done() {
        let world = World::with(8, 8);
        let _uploading: Vec<_> = world
            .open
            .iter()
            .map(|(activity, _)| {
                activity.body_polled(true);
                activity.request()
            })
            .collect();
        for _ in 0..PATIENCE + 1 {
            world.relief.look();
        }
        assert!(!world.evicted().is_empty());
    }

    #[test]
    fn who_leaves_is_forgotten() {
        let mut world = World::with(8, 8);
        world.open.clear();
        assert!(world.relief.open.lock().unwrap().connections.is_empty());
    }
}
