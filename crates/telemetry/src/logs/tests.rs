//! What a line looks like, read back from a buffer.

use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;

use super::*;

/// Keeps what is written, for the test to read.
#[derive(Clone, Default)]
struct Buffer(Arc<Mutex<Vec<u8>>>);

impl Buffer {
    fn text(&self) -> String {
        let bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8(bytes.clone()).unwrap()
    }

    fn json(&self) -> Vec<Value> {
        let text = self.text();
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What `work` logs under these options.
fn logged(filter: &str, json: bool, work: impl FnOnce()) -> Buffer {
    let buffer = Buffer::default();
    let writer = buffer.clone();
    let options = LogOptions {
        filter: filter.to_owned(),
        json,
    };
    let subscriber = subscriber(&options, false, move || writer.clone()).unwrap();
    tracing::subscriber::with_default(subscriber, work);
    buffer
}

#[test]
fn a_json_line_has_its_fields_beside_the_message() {
    let lines = logged("info", true, || {
        tracing::warn!(target: "shop::orders", sku = "AC-12", left = 3, "running \"low\"\nsoon");
    })
    .json();
    assert_eq!(lines.len(), 1);
    let line = lines[0].as_object().unwrap();
    let mut keys: Vec<&str> = line.keys().map(String::as_str).collect();
    keys.sort_unstable();
    assert_eq!(
        keys,
        ["left", "level", "message", "sku", "target", "timestamp"]
    );
    assert_eq!(line["level"], "WARN");
    assert_eq!(line["target"], "shop::orders");
    assert_eq!(line["message"], "running \"low\"\nsoon");
    assert_eq!(
        (&line["sku"], &line["left"]),
        (&Value::from("AC-12"), &Value::from(3))
    );
}

#[test]
fn a_timestamp_is_rfc_3339_in_utc() {
    let lines = logged("info", true, || tracing::info!("now")).json();
    let timestamp = lines[0]["timestamp"].as_str().unwrap();
    let shape: String = timestamp
        .chars()
        .map(|c| if c.is_ascii_digit() { '0' } else { c })
        .collect();
    assert_eq!(shape, "0000-00-00T00:00:00.000000Z");
}

#[test]
fn the_fields_of_the_spans_around_it_are_in_the_line() {
    let lines = logged("info", true, || {
        let request =
            tracing::info_span!("request", request_id = "r-1", user = tracing::field::Empty);
        let _in_request = request.enter();
        request.record("user", "rahim");
        let _in_order = tracing::info_span!("order", number = "DC-1").entered();
        tracing::info!("placed");
    })
    .json();
    let spans = lines[0]["spans"].as_array().unwrap();
    assert_eq!(spans.len(), 2);
    assert_eq!(spans[0]["name"], "request");
    assert_eq!(
        (&spans[0]["request_id"], &spans[0]["user"]),
        (&"r-1".into(), &"rahim".into())
    );
    assert_eq!(
        (&spans[1]["name"], &spans[1]["number"]),
        (&"order".into(), &"DC-1".into())
    );
}

#[test]
fn the_filter_decides_what_is_written() {
    let lines = logged("warn,shop=debug", true, || {
        tracing::info!(target: "edge", "no");
        tracing::debug!(target: "shop::orders", "yes");
        tracing::warn!(target: "edge", "yes");
    })
    .json();
    let messages: Vec<&Value> = lines.iter().map(|line| &line["message"]).collect();
    assert_eq!(messages, ["yes", "yes"]);
    assert_eq!(logged("off", true, || tracing::error!("no")).text(), "");
}

#[test]
fn text_is_for_people_and_without_colour_off_a_terminal() {
    let text = logged("info", false, || tracing::info!(sku = "AC-12", "low")).text();
    assert!(
        text.contains(" INFO ") && text.contains("low sku=\"AC-12\""),
        "{text}"
    );
    assert!(!text.contains('\u{1b}'), "{text:?}");
}

#[test]
fn directives_that_are_no_filter_are_named() {
    let options = LogOptions {
        filter: "shop=loud".to_owned(),
        json: true,
    };
    let error = subscriber(&options, false, io::stderr).err().unwrap();
    assert!(
        error
            .to_string()
            .starts_with("`shop=loud` isn't a log filter: "),
        "{error}"
    );
}
