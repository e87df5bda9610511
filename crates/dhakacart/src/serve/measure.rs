//! Gauges that nobody else reads.

use std::time::Duration;

use store::Store;

/// How often.
const EVERY: Duration = Duration::from_secs(5);

/// Keeps `db_pool_connections` up to date.
pub(super) async fn pools(store: Store) {
    let mut timer = tokio::time::interval(EVERY);
    loop {
        timer.tick().await;
        let state = store.pool_state();
        metrics::gauge!("db_pool_connections", "state" => "used").set(state.used as f64);
        metrics::gauge!("db_pool_connections", "state" => "idle").set(state.idle as f64);
    }
}
