//! What is counted.

use axum::http::Method;
use metrics_exporter_prometheus::PrometheusBuilder;
use tower::ServiceExt as _;

use super::{api, request};
use crate::world::{fetch, send};

/// The metrics' text after `work` on this thread.
async fn metered(work: impl AsyncFnOnce()) -> String {
    let recorder = PrometheusBuilder::new().build_recorder();
    let handle = recorder.handle();
    let _guard = metrics::set_default_local_recorder(&recorder);
    work().await;
    handle.render()
}

#[tokio::test]
async fn requests_are_counted_by_template_method_and_status() {
    let text = metered(async || {
        let api = api();
        for cart in ["a", "b", "c"] {
            fetch(&api, &format!("/carts/{cart}")).await;
        }
        fetch(&api, "/ok").await;
        fetch(&api, "/nowhere/else").await;
        send(&api, request(Method::DELETE, "/ok")).await;
        send(&api, request(Method::from_bytes(b"BREW").unwrap(), "/ok")).await;
    })
    .await;
    for line in [
        r#"http_requests_total{method="GET",route="/carts/{id}",status="404"} 3"#,
        r#"http_requests_total{method="GET",route="/ok",status="200"} 1"#,
        r#"http_requests_total{method="GET",route="unmatched",status="404"} 1"#,
        r#"http_requests_total{method="DELETE",route="/ok",status="405"} 1"#,
        r#"http_requests_total{method="OTHER",route="/ok",status="405"} 1"#,
        r#"http_request_duration_seconds_count{method="GET",route="/carts/{id}"} 3"#,
    ] {
        assert!(
            text.lines().any(|counted| counted == line),
            "{line} is not in\n{text}"
        );
    }
}

#[tokio::test]
async fn a_client_that_hangs_up_is_counted() {
    let text = metered(async || {
        let answer = api().oneshot(request(Method::GET, "/forever"));
        // Polled once, then dropped, as hyper does when the client is gone.
        tokio::select! {
            biased;
            _ = answer => unreachable!("nobody answers"),
            () = std::future::ready(()) => {}
        }
    })
    .await;
    assert!(
        text.contains(r#"route="/forever",status="499"} 1"#),
        "{text}"
    );
}
