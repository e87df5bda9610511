//! The metrics of a whole process, so alone in a process of its own.

use telemetry::metrics::install;
use telemetry::names::ORDERS_PLACED_TOTAL;

#[test]
fn every_call_answers_the_same_numbers() {
    let first = install().map_err(|error| error.to_string());
    let second = install().map_err(|error| error.to_string());
    metrics::counter!(ORDERS_PLACED_TOTAL).increment(1);
    for handle in [first, second] {
        let text = handle.map(|handle| handle.render());
        assert!(text.is_ok_and(|text| text.contains("\ndhakacart_orders_placed_total 1\n")));
    }
}
