//! Log lines on stderr: JSON for machines, text for people.
//!
//! A JSON line has `timestamp` (RFC 3339, UTC, microseconds), `level`, `target`, `message`, the
//! event's own fields beside them, and `spans`: the spans around it from the outermost in, each
//! with its name and fields. In that format nothing but JSON reaches stderr, panics included.

use std::io::{self, IsTerminal as _};
use std::panic::{self, PanicHookInfo};

use tracing::Subscriber;
use tracing_subscriber::filter::ParseError;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::time::SystemTime;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer, fmt};

/// Which lines are written, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogOptions {
    /// Directives of `EnvFilter`, such as `info` or `info,sqlx=warn`.
    pub filter: String,
    /// One JSON object per line; otherwise text, in colour where stderr is a terminal and
    /// `NO_COLOR` isn't set.
    pub json: bool,
}

/// Why the log couldn't be set up.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// The directives aren't a filter.
    #[error("`{filter}` isn't a log filter: {source}")]
    Filter {
        /// The directives.
        filter: String,
        /// What is wrong with them.
        source: ParseError,
    },
    /// The process has a log already.
    #[error("the log is set up already")]
    Installed,
}

/// Sets up the log of this process, on stderr. The binary calls it once, before anything logs.
///
/// With `json`, a panic too becomes a line of JSON instead of the standard library's text.
///
/// # Errors
/// [`LogError::Filter`] for directives that aren't a filter, and [`LogError::Installed`] on the
/// second call.
pub fn init(options: &LogOptions) -> Result<(), LogError> {
    let colour = io::stderr().is_terminal();
    subscriber(options, colour, io::stderr)?
        .try_init()
        .map_err(|_| LogError::Installed)?;
    if options.json {
        panic::set_hook(Box::new(log_panic));
    }
    Ok(())
}

/// Sets up the log of a test process, if it has none: text, into the output that the test runner
/// captures. Every test may call it; it never fails, and directives that aren't a filter count
/// as `info`.
pub fn init_for_tests(filter: &str) {
    let filter = EnvFilter::builder().parse(filter);
    let filter = filter.unwrap_or_else(|_| EnvFilter::new("info"));
    let layer = fmt::layer().with_ansi(false).with_test_writer();
    // A second call, or a test with a log of its own: what there is stays.
    let _ = tracing_subscriber::registry()
        .with(filter)
        .with(layer)
        .try_init();
}

/// The log that `options` describe, written to `writer`.
fn subscriber<W>(
    options: &LogOptions,
    colour: bool,
    writer: W,
) -> Result<impl Subscriber + Send + Sync, LogError>
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let filter = EnvFilter::builder()
        .parse(&options.filter)
        .map_err(|source| LogError::Filter {
            filter: options.filter.clone(),
            source,
        })?;
    Ok(tracing_subscriber::registry()
        .with(filter)
        .with(layer(options.json, colour, writer)))
}

fn layer<S, W>(json: bool, colour: bool, writer: W) -> Box<dyn Layer<S> + Send + Sync>
where
    S: Subscriber + for<'s> tracing_subscriber::registry::LookupSpan<'s>,
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let layer = fmt::layer().with_writer(writer).with_timer(SystemTime);
    if json {
        let json = layer.json().flatten_event(true).with_current_span(false);
        return json.with_span_list(true).boxed();
    }
    // Left as it is on a terminal: the layer has looked at NO_COLOR by itself.
    if colour {
        layer.boxed()
    } else {
        layer.with_ansi(false).boxed()
    }
}

/// Logs a panic. Whoever catches it answers the client; this line is the only one about its cause.
fn log_panic(info: &PanicHookInfo<'_>) {
    let message = info.payload_as_str().unwrap_or("a payload that isn't text");
    let location = info.location().map(ToString::to_string);
    tracing::error!(
        target: "panic",
        location = location.as_deref().unwrap_or("unknown"),
        thread = std::thread::current().name().unwrap_or("unnamed"),
        "panicked: {message}"
    );
}

#[cfg(test)]
mod tests;
