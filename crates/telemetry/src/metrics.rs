//! The numbers of this process in Prometheus' text format.
//!
//! Every metric of the contract is introduced by `# HELP` and `# TYPE` from the first scrape on,
//! before anything has been counted, so that dashboards and alerts can be checked against a shop
//! that has just started. Counters and gauges without labels that start at nought say so.

mod process;

use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use metrics_exporter_prometheus::{
    BuildError, Matcher, PrometheusBuilder, PrometheusHandle, PrometheusRecorder,
};

use crate::names::{
    HTTP_CONNECTIONS_OPEN, HTTP_REQUEST_DURATION_SECONDS, Kind, METRICS, ORDERS_PLACED_TOTAL,
};

/// Upper bounds of the buckets of [`HTTP_REQUEST_DURATION_SECONDS`], in seconds: a page from
/// memory takes about a millisecond, and a client has given up long before ten seconds.
pub const DURATION_BUCKETS: [f64; 13] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
];

/// The `Content-Type` of what [`MetricsHandle::render`] answers.
pub const CONTENT_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// How often observed durations are put into their buckets while nobody scrapes. Until then each
/// is kept by itself, and without this a process that isn't scraped would grow for ever.
const UPKEEP: Duration = Duration::from_secs(5);

/// Why the metrics couldn't be set up.
#[derive(Debug, thiserror::Error)]
pub enum MetricsError {
    /// The process has another recorder already, or the buckets aren't any.
    #[error("can't set up metrics: {0}")]
    Recorder(#[from] BuildError),
    /// The thread that keeps histograms small didn't start.
    #[error("can't start the thread that keeps metrics small: {0}")]
    Thread(#[from] std::io::Error),
}

/// Reads the metrics of this process. Cheap to clone.
#[derive(Debug, Clone)]
pub struct MetricsHandle {
    recorded: PrometheusHandle,
}

/// Starts to count. From here on what `metrics::counter!` and its like are told is kept.
///
/// A second call answers a handle to the same numbers.
///
/// # Errors
/// [`MetricsError`] if the process counts into another recorder already, or can't start a thread.
pub fn install() -> Result<MetricsHandle, MetricsError> {
    static INSTALLED: Mutex<Option<MetricsHandle>> = Mutex::new(None);
    let mut installed = INSTALLED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(handle) = &*installed {
        return Ok(handle.clone());
    }
    let recorder = recorder()?;
    let handle = MetricsHandle {
        recorded: recorder.handle(),
    };
    ::metrics::set_global_recorder(recorder).map_err(BuildError::from)?;
    introduce();
    let recorded = handle.recorded.clone();
    thread::Builder::new()
        .name("metrics-upkeep".to_owned())
        .spawn(move || {
            loop {
                thread::sleep(UPKEEP);
                recorded.run_upkeep();
            }
        })?;
    *installed = Some(handle.clone());
    Ok(handle)
}

impl MetricsHandle {
    /// Everything counted so far, in the text format of [`CONTENT_TYPE`]. Reads a few small files
    /// under `/proc` and locks nothing that a request waits for.
    #[must_use]
    pub fn render(&self) -> String {
        let mut text = self.recorded.render();
        for metric in METRICS {
            let type_line = format!("# TYPE {} {}\n", metric.name, metric.kind.as_str());
            if !text.contains(&type_line) {
                // Writing to a String can't fail.
                let _ = write!(
                    text,
                    "# HELP {} {}\n{type_line}\n",
                    metric.name, metric.help
                );
            }
        }
        process::render(&mut text);
        text
    }
}

fn recorder() -> Result<PrometheusRecorder, BuildError> {
    let durations = Matcher::Full(HTTP_REQUEST_DURATION_SECONDS.to_owned());
    let builder = PrometheusBuilder::new().set_buckets_for_metric(durations, &DURATION_BUCKETS)?;
    Ok(builder.build_recorder())
}

/// Describes every metric to the current recorder, and starts those at nought that are at nought.
/// A gauge that only the worker knows is left out: nought from everybody else would be a lie.
fn introduce() {
    for metric in METRICS {
        match metric.kind {
            Kind::Counter => ::metrics::describe_counter!(metric.name, metric.help),
            Kind::Gauge => ::metrics::describe_gauge!(metric.name, metric.help),
            Kind::Histogram => ::metrics::describe_histogram!(metric.name, metric.help),
        }
    }
    ::metrics::counter!(ORDERS_PLACED_TOTAL).increment(0);
    ::metrics::gauge!(HTTP_CONNECTIONS_OPEN).increment(0.0);
}

#[cfg(test)]
mod tests;
