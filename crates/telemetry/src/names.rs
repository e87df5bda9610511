//! The metrics of the shop: the one place where each is named and described.
//!
//! Who counts says the name through the `metrics` facade (`metrics::counter!("…")`) and not
//! through this room, which only the binary uses. So a name here and a name there are the same
//! text twice: after adding one, look at a scrape for a metric that is introduced and never
//! counted. Names follow Prometheus' and OpenTelemetry's conventions; they are part of the
//! contract and don't change.

/// Requests answered. Labels: `method`, `route` (the template, never the path), `status`.
pub const HTTP_REQUESTS_TOTAL: &str = "http_requests_total";
/// Seconds from a request's head to its answer's. Labels: `method`, `route`.
pub const HTTP_REQUEST_DURATION_SECONDS: &str = "http_request_duration_seconds";
/// Connections that are open now.
pub const HTTP_CONNECTIONS_OPEN: &str = "http_connections_open";
/// Orders placed by this process since it started.
pub const ORDERS_PLACED_TOTAL: &str = "dhakacart_orders_placed_total";
/// Checkouts refused. Label: `code`, as in the problem that the client gets.
pub const CHECKOUT_REFUSALS_TOTAL: &str = "dhakacart_checkout_refusals_total";
/// Connections that were closed to make room for others.
pub const HTTP_CONNECTIONS_EVICTED_TOTAL: &str = "http_connections_evicted_total";
/// Requests refused because there was more to do than could be done. Label: `priority`.
pub const HTTP_REQUESTS_SHED_TOTAL: &str = "http_requests_shed_total";
/// By how much this process was late with everything in the last second, in seconds.
pub const PROCESS_LAG_SECONDS: &str = "process_lag_seconds";
/// When the certificate in force expires, in seconds since 1970; only where we speak TLS ourselves.
pub const TLS_CERTIFICATE_NOT_AFTER: &str = "tls_certificate_not_after_timestamp_seconds";
/// Units that orders and checkouts hold and that haven't left.
pub const STOCK_UNITS_RESERVED: &str = "dhakacart_stock_units_reserved";
/// Jobs that wait in the queue.
pub const JOBS_PENDING: &str = "dhakacart_jobs_pending";
/// Connections to the database. Label: `state`.
pub const DB_POOL_CONNECTIONS: &str = "db_pool_connections";
/// Changes of followed settings while running. Label: `result`.
pub const SETTINGS_RELOADS_TOTAL: &str = "dhakacart_settings_reloads_total";
/// 1 while limits are counted together with the other replicas, 0 while this process counts alone.
/// Only where there is a Redis to count in.
pub const LIMITS_SHARED: &str = "dhakacart_limits_shared";
/// Requests that the Redis of the limits did not answer in time.
pub const LIMITS_MISSED_TOTAL: &str = "dhakacart_limits_missed_total";
/// When this process started, in seconds since 1970.
pub const PROCESS_START_TIME_SECONDS: &str = "process_start_time_seconds";
/// Memory of this process that is in RAM, in bytes.
pub const PROCESS_RESIDENT_MEMORY_BYTES: &str = "process_resident_memory_bytes";

/// What Prometheus calls the type of a metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Only grows.
    Counter,
    /// Goes up and down.
    Gauge,
    /// Counts values by size.
    Histogram,
}

impl Kind {
    /// The word after `# TYPE`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Gauge => "gauge",
            Self::Histogram => "histogram",
        }
    }
}

/// A metric, as `/metrics` introduces it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Metric {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub kind: Kind,
    /// The text after `# HELP`: one line without backslashes.
    pub help: &'static str,
}

/// Every metric that is counted through the facade.
pub const METRICS: &[Metric] = &[
    Metric {
        name: HTTP_REQUESTS_TOTAL,
        kind: Kind::Counter,
        help: "Requests answered, by method, route template and status.",
    },
    Metric {
        name: HTTP_REQUEST_DURATION_SECONDS,
        kind: Kind::Histogram,
        help: "Time to answer a request, in seconds, by method and route template.",
    },
    Metric {
        name: HTTP_CONNECTIONS_OPEN,
        kind: Kind::Gauge,
        help: "HTTP connections that are open now.",
    },
    Metric {
        name: HTTP_CONNECTIONS_EVICTED_TOTAL,
        kind: Kind::Counter,
        help: "HTTP connections on which nothing was done, closed to make room for others.",
    },
    Metric {
        name: HTTP_REQUESTS_SHED_TOTAL,
        kind: Kind::Counter,
        help: "Requests refused because of too much to do, by priority.",
    },
    Metric {
        name: PROCESS_LAG_SECONDS,
        kind: Kind::Gauge,
        help: "How late everything was for all of the last second, in seconds.",
    },
    Metric {
        name: TLS_CERTIFICATE_NOT_AFTER,
        kind: Kind::Gauge,
        help: "When the TLS certificate in force expires, in seconds since 1970.",
    },
    Metric {
        name: ORDERS_PLACED_TOTAL,
        kind: Kind::Counter,
        help: "Orders placed.",
    },
    Metric {
        name: CHECKOUT_REFUSALS_TOTAL,
        kind: Kind::Counter,
        help: "Checkouts refused, by the code of the refusal.",
    },
    Metric {
        name: STOCK_UNITS_RESERVED,
        kind: Kind::Gauge,
        help: "Units held for orders and checkouts that have not left the shop.",
    },
    Metric {
        name: JOBS_PENDING,
        kind: Kind::Gauge,
        help: "Jobs waiting in the queue.",
    },
    Metric {
        name: DB_POOL_CONNECTIONS,
        kind: Kind::Gauge,
        help: "Connections to the database, by state.",
    },
    Metric {
        name: SETTINGS_RELOADS_TOTAL,
        kind: Kind::Counter,
        help: "Changes of followed settings while running, by result: applied or refused.",
    },
    Metric {
        name: LIMITS_SHARED,
        kind: Kind::Gauge,
        help: "Whether limits are counted together with the other replicas (1) or by this process alone (0).",
    },
    Metric {
        name: LIMITS_MISSED_TOTAL,
        kind: Kind::Counter,
        help: "Requests counted by this process alone because the Redis of the limits was too slow.",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_contracts() {
        let names: Vec<&str> = METRICS.iter().map(|metric| metric.name).collect();
        assert_eq!(
            names,
            [
                "http_requests_total",
                "http_request_duration_seconds",
                "http_connections_open",
                "http_connections_evicted_total",
                "http_requests_shed_total",
                "process_lag_seconds",
                "tls_certificate_not_after_timestamp_seconds",
                "dhakacart_orders_placed_total",
                "dhakacart_checkout_refusals_total",
                "dhakacart_stock_units_reserved",
                "dhakacart_jobs_pending",
                "db_pool_connections",
                "dhakacart_settings_reloads_total",
                "dhakacart_limits_shared",
                "dhakacart_limits_missed_total",
            ]
        );
    }

    #[test]
    fn names_and_descriptions_are_well_formed() {
        for Metric { name, kind, help } in METRICS {
            assert_eq!(name.ends_with("_total"), *kind == Kind::Counter, "{name}");
            assert!(
                name.bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte == b'_'),
                "{name}"
            );
            assert!(!help.is_empty() && !help.contains(['\n', '\\']), "{name}");
        }
    }
}
