//! The SMS adapter against a gateway in the test's own process: what it is sent, and what becomes
//! of its answers.
#![expect(
    clippy::unwrap_used,
    reason = "the functions around the tests are test code as well"
)]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use domain::{Ambient, ManualClock, Phone, SeededEntropy};
use gateways::{SmsFormat, SmsMessages, SmsOptions, SmsPart, SmsToken};
use shop::{Message, MessageError, Messages as _};
use time::macros::datetime;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

const TOKEN: &str = "1279-a-very-secret-key";

/// A gateway that gives everybody the same answer.
struct Gateway {
    url: String,
    requests: mpsc::UnboundedReceiver<String>,
    connections: Arc<AtomicUsize>,
}

impl Gateway {
    /// `None`: it takes the request and never says anything.
    async fn answering(status: u16, body: Option<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/send", listener.local_addr().unwrap());
        let (told, requests) = mpsc::unbounded_channel();
        let connections = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&connections);
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                counted.fetch_add(1, Ordering::Relaxed);
                tokio::spawn(answer(stream, status, body.clone(), told.clone()));
            }
        });
        Self {
            url,
            requests,
            connections,
        }
    }

    fn options(&self) -> SmsOptions {
        let field = |part, name: &str| (part, name.to_owned());
        SmsOptions {
            url: self.url.clone(),
            token: Some(Arc::new(SmsToken::new(TOKEN))),
            sender: Some("DhakaCart".to_owned()),
            format: SmsFormat::Json,
            fields: vec![
                field(SmsPart::Token, "api_token"),
                field(SmsPart::From, "sid"),
                field(SmsPart::To, "msisdn"),
                field(SmsPart::Text, "sms"),
                field(SmsPart::Reference, "csms_id"),
            ],
            accepted: None,
            time_limit: Duration::from_secs(10),
        }
    }
}

async fn answer(
    mut stream: TcpStream,
    status: u16,
    body: Option<String>,
    told: mpsc::UnboundedSender<String>,
) {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let read = stream.read(&mut buffer).await.unwrap();
        if read == 0 {
            return;
        }
        request.extend_from_slice(&buffer[..read]);
        let text = String::from_utf8_lossy(&request).into_owned();
        let Some((head, sent)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let length = head
            .lines()
            .find_map(|line| {
                line.to_ascii_lowercase()
                    .strip_prefix("content-length: ")
                    .map(str::to_owned)
            })
            .map_or(0, |length| length.parse().unwrap());
        if sent.len() >= length {
            told.send(text).unwrap();
            break;
        }
    }
    let Some(body) = body else {
        // Until the other side has had enough.
        let _ = stream.read(&mut buffer).await;
        return;
    };
    let head = format!(
        "HTTP/1.1 {status} Whatever\r\ncontent-length: {}\r\nlocation: http://127.0.0.1:1/\r\nconnection: close\r\n\r\n",
        body.len()
    );
    // The client may have read enough of a long one.
    let _ = stream.write_all(head.as_bytes()).await;
    let _ = stream.write_all(body.as_bytes()).await;
}

fn clock() -> (ManualClock, Ambient) {
    let clock = ManualClock::new(datetime!(2026-11-23 12:00 UTC));
    let ambient = Ambient::new(Arc::new(clock.clone()), Arc::new(SeededEntropy::new(1)));
    (clock, ambient)
}

fn sender(options: SmsOptions) -> SmsMessages {
    SmsMessages::new(options, clock().1).unwrap()
}

fn message() -> Message {
    Message {
        to: Phone::parse("01712345678").unwrap(),
        text: "আপনার কোড 012345 & more".into(),
        reference: "0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b".into(),
    }
}

#[tokio::test]
async fn a_message_is_written_as_the_gateway_calls_it() {
    let mut gateway = Gateway::answering(200, Some("{}".into())).await;
    sender(gateway.options()).send(message()).await.unwrap();
    let request = gateway.requests.recv().await.unwrap();
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("POST /send HTTP/1.1\r\n"), "{head}");
    assert!(
        !head.to_ascii_lowercase().contains("authorization"),
        "{head}"
    );
    let body: serde_json::Value = serde_json::from_str(body).unwrap();
    let expected = serde_json::json!({
        "api_token": TOKEN, "sid": "DhakaCart", "msisdn": "8801712345678",
        "sms": "আপনার কোড 012345 & more", "csms_id": "7e5f8a6b7c8d9e0f1a2b",
    });
    assert_eq!(body, expected);
}

#[tokio::test]
async fn forms_constants_and_bearer_tokens_are_known_too() {
    let mut gateway = Gateway::answering(202, Some(String::new())).await;
    let options = SmsOptions {
        format: SmsFormat::Form,
        fields: vec![
            (SmsPart::To, "number".to_owned()),
            (SmsPart::Text, "message".to_owned()),
            (SmsPart::Constant("text".to_owned()), "type".to_owned()),
        ],
        ..gateway.options()
    };
    sender(options).send(message()).await.unwrap();
    let request = gateway.requests.recv().await.unwrap();
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    let head = head.to_ascii_lowercase();
    assert!(head.contains("content-type: application/x-www-form-urlencoded"));
    assert!(head.contains(&format!("authorization: bearer {TOKEN}")));
    assert!(body.starts_with("number=8801712345678&message=%E0%A6%86"));
    assert!(body.ends_with("%20012345%20%26%20more&type=text"), "{body}");
}

/// What an answer with that status is made of.
async fn outcome(status: u16, body: &str, accepted: Option<&str>) -> Result<(), MessageError> {
    let gateway = Gateway::answering(status, Some(body.to_owned())).await;
    let options = SmsOptions {
        accepted: accepted.map(str::to_owned),
        ..gateway.options()
    };
    sender(options).send(message()).await
}

#[tokio::test]
async fn what_a_status_means() {
    for status in [200, 201, 202, 204] {
        assert_eq!(outcome(status, "", None).await, Ok(()), "{status}");
    }
    for status in [400, 404, 409, 422] {
        let refused = outcome(status, "", None).await;
        assert!(matches!(refused, Err(MessageError::Refused(_))), "{status}");
    }
    for status in [302, 401, 402, 403, 408, 429, 500, 502, 503] {
        let later = outcome(status, "", None).await;
        assert!(
            matches!(later, Err(MessageError::Unavailable(_))),
            "{status}"
        );
    }
}

#[tokio::test]
async fn an_answer_that_is_always_200_is_read() {
    let accepted = Some(r#""status":"SUCCESS""#);
    let taken = outcome(200, "{ \"status\" : \"SUCCESS\" }", accepted).await;
    assert_eq!(taken, Ok(()));
    let not = outcome(200, r#"{"status":"FAILED"}"#, accepted).await;
    assert!(matches!(not, Err(MessageError::Unavailable(_))));
    // Only its beginning.
    let late = format!("{}\"status\":\"SUCCESS\"", "x".repeat(200_000));
    assert!(outcome(200, &late, accepted).await.is_err());
}

#[tokio::test]
async fn a_gateway_that_says_nothing_is_given_up() {
    let gateway = Gateway::answering(200, None).await;
    let options = SmsOptions {
        time_limit: Duration::from_millis(100),
        ..gateway.options()
    };
    let given_up = sender(options).send(message()).await;
    let words = "the gateway did not answer in time".to_owned();
    assert_eq!(given_up, Err(MessageError::Unavailable(words)));
}

#[tokio::test]
async fn errors_name_neither_key_nor_code_nor_number() {
    let gateway = Gateway::answering(500, Some(TOKEN.into())).await;
    let unreachable = SmsOptions {
        url: format!("http://127.0.0.1:1/{TOKEN}"),
        ..gateway.options()
    };
    for options in [gateway.options(), unreachable] {
        let error = sender(options).send(message()).await.unwrap_err();
        let text = format!("{error} {error:?}");
        for secret in [TOKEN, "012345", "1712345678"] {
            assert!(!text.contains(secret), "{text}");
        }
    }
}

#[tokio::test]
async fn a_gateway_that_is_away_is_left_alone_for_a_while() {
    let gateway = Gateway::answering(500, Some(String::new())).await;
    let (clock, ambient) = clock();
    let sender = SmsMessages::new(gateway.options(), ambient).unwrap();
    for _ in 0..10 {
        assert!(sender.send(message()).await.is_err());
    }
    assert_eq!(gateway.connections.load(Ordering::Relaxed), 3);
    clock.advance(Duration::from_secs(30));
    for _ in 0..10 {
        assert!(sender.send(message()).await.is_err());
    }
    assert_eq!(gateway.connections.load(Ordering::Relaxed), 4);
}
