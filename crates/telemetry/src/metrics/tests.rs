//! What a scrape answers, each test with a recorder of its own.

use super::*;
use crate::names::{CHECKOUT_REFUSALS_TOTAL, HTTP_REQUESTS_TOTAL, JOBS_PENDING};

/// What is rendered after `work` was counted.
fn rendered(work: impl FnOnce()) -> String {
    let recorder = recorder().unwrap();
    let handle = MetricsHandle {
        recorded: recorder.handle(),
    };
    ::metrics::with_local_recorder(&recorder, || {
        introduce();
        work();
    });
    handle.render()
}

#[test]
fn every_metric_is_introduced_once_whether_counted_or_not() {
    let counted = || {
        ::metrics::counter!(HTTP_REQUESTS_TOTAL, "method" => "GET", "route" => "/x", "status" => "200").increment(1);
        ::metrics::histogram!(HTTP_REQUEST_DURATION_SECONDS, "route" => "/x").record(0.002);
        ::metrics::gauge!(JOBS_PENDING).set(1.0);
    };
    for text in [rendered(|| {}), rendered(counted)] {
        for metric in METRICS {
            let help = format!(
                "# HELP {} {}\n# TYPE {} {}\n",
                metric.name,
                metric.help,
                metric.name,
                metric.kind.as_str()
            );
            assert_eq!(text.matches(&help).count(), 1, "{}\n{text}", metric.name);
            let type_line = format!("# TYPE {} ", metric.name);
            assert_eq!(
                text.matches(&type_line).count(),
                1,
                "{}\n{text}",
                metric.name
            );
        }
    }
}

#[test]
fn what_is_nought_says_so_and_what_is_unknown_does_not() {
    let text = rendered(|| {});
    assert!(
        text.contains("\ndhakacart_orders_placed_total 0\n"),
        "{text}"
    );
    assert!(text.contains("\nhttp_connections_open 0\n"), "{text}");
    assert!(!text.contains("\ndhakacart_jobs_pending "), "{text}");
    assert!(
        !text.contains("\ndhakacart_stock_units_reserved "),
        "{text}"
    );
}

#[test]
fn counts_carry_their_labels() {
    let text = rendered(|| {
        ::metrics::counter!(ORDERS_PLACED_TOTAL).increment(2);
        ::metrics::counter!(CHECKOUT_REFUSALS_TOTAL, "code" => "out_of_stock").increment(1);
        ::metrics::gauge!(HTTP_CONNECTIONS_OPEN).increment(3.0);
        ::metrics::gauge!(HTTP_CONNECTIONS_OPEN).decrement(1.0);
    });
    assert!(
        text.contains("\ndhakacart_orders_placed_total 2\n"),
        "{text}"
    );
    assert!(
        text.contains("\ndhakacart_checkout_refusals_total{code=\"out_of_stock\"} 1\n"),
        "{text}"
    );
    assert!(text.contains("\nhttp_connections_open 2\n"), "{text}");
}

#[test]
fn durations_are_a_histogram_with_our_buckets() {
    let text = rendered(|| {
        for seconds in [0.0005, 0.2, 30.0] {
            ::metrics::histogram!(HTTP_REQUEST_DURATION_SECONDS, "route" => "/x").record(seconds);
        }
    });
    let bucket = |bound: &str, count: u64| {
        let line = format!(
            "http_request_duration_seconds_bucket{{route=\"/x\",le=\"{bound}\"}} {count}\n"
        );
        assert!(text.contains(&line), "{line}{text}");
    };
    bucket("0.001", 1);
    bucket("0.1", 1);
    bucket("0.25", 2);
    bucket("10", 2);
    bucket("+Inf", 3);
    assert!(
        text.contains("http_request_duration_seconds_count{route=\"/x\"} 3\n"),
        "{text}"
    );
    assert_eq!(text.matches("_bucket{").count(), DURATION_BUCKETS.len() + 1);
}

#[test]
fn every_line_is_of_the_text_format() {
    let text = rendered(|| ::metrics::counter!("odd_total", "label" => "a\"b\\c\nd").increment(1));
    assert!(text.ends_with('\n'));
    for line in text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with("# "))
    {
        let (_, value) = line.rsplit_once(' ').unwrap();
        assert!(value.parse::<f64>().is_ok(), "{line}");
    }
}
