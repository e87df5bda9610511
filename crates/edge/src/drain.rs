//! Draining: the moment from which a process finishes what it has and takes nothing new.

use std::sync::Arc;

use tokio::sync::watch;

/// Says whether the process is draining. Cheap to clone; all clones are the same drain.
#[derive(Debug, Clone)]
pub struct Drain(Arc<watch::Sender<bool>>);

impl Drain {
    /// Not draining yet.
    #[must_use]
    pub fn new() -> Self {
        Drain(Arc::new(watch::Sender::new(false)))
    }

    /// Begins; there is no way back.
    pub fn begin(&self) {
        self.0.send_replace(true);
    }

    /// Whether it has begun.
    #[must_use]
    pub fn is_draining(&self) -> bool {
        *self.0.borrow()
    }

    /// Returns once it has begun.
    pub async fn wait(&self) {
        // The sender lives as long as this borrow, so the channel can't be closed.
        let _ = self.0.subscribe().wait_for(|draining| *draining).await;
    }
}

impl Default for Drain {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn everybody_who_waits_is_told_and_latecomers_too() {
        let drain = Drain::new();
        let waiting = tokio::spawn({
            let drain = drain.clone();
            async move { drain.wait().await }
        });
        tokio::task::yield_now().await;
        assert!(!drain.is_draining() && !waiting.is_finished());
        drain.begin();
        waiting.await.unwrap();
        drain.wait().await;
        assert!(drain.is_draining());
    }
}
