//! Threads that do heavy work when nobody else wants the processor.
//!
//! A bound on how many there are is not enough: on a small machine one that hashes without a pause is
//! half of it, and those who buy would wait. The scheduler knows better than we do what is to spare.

use tokio::runtime::{Builder, Runtime};

/// How far behind: of a processor that is fought for, such a thread gets about a tenth of what an
/// ordinary one does (`nice` 10; Linux gives each step a quarter less).
#[cfg(target_os = "linux")]
const NICE: i32 = 10;

/// A fixed number of threads. Their work is finished when this is dropped, but nobody waits for it.
pub(super) struct Threads(Option<Runtime>);

impl Threads {
    /// They are started when they are needed, and end when there has been nothing to do for a while.
    pub(super) fn new(count: usize) -> Self {
        // A runtime for its pool of blocking threads alone: nothing else runs on it.
        let pool = Builder::new_current_thread()
            .max_blocking_threads(count)
            .thread_name("passwords")
            .on_thread_start(stand_back)
            .build();
        // Without timers and sockets there is nothing in it that could fail.
        Self(pool.ok())
    }

    /// What comes of the work; `None` if it panicked.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Option<T> {
        self.0.as_ref()?.spawn_blocking(work).await.ok()
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        if let Some(pool) = self.0.take() {
            pool.shutdown_background();
        }
    }
}

/// On Linux every thread has a niceness of its own, and 0 names the one that asks. A system that
/// refuses leaves the thread as it is, which is slower under a flood, and right all the same.
fn stand_back() {
    #[cfg(target_os = "linux")]
    let _ = rustix::process::getpriority_process(None)
        .and_then(|nice| rustix::process::setpriority_process(None, nice.max(NICE)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_panics_ends_nothing_else() {
        let threads = Threads::new(1);
        assert_eq!(threads.run(|| -> u8 { panic!("on purpose") }).await, None);
        assert_eq!(threads.run(|| 7).await, Some(7));
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn only_these_threads_stand_back() {
        let nice = || rustix::process::getpriority_process(None).unwrap();
        let before = nice();
        assert_eq!(Threads::new(1).run(nice).await, Some(before.max(NICE)));
        assert_eq!(nice(), before);
    }
}
