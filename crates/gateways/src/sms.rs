//! Messages by an SMS gateway that takes them over HTTP: most of those in Bangladesh do, and differ
//! in what they call the parts of a message (`sms/request.rs`).
//!
//! Invariants: an attempt ends within its time limit and reads a bounded answer; while the gateway
//! is away attempts fail at once (`sms/circuit.rs`); an error or a log line names neither the key
//! nor the text, and of a number only what is left of it masked. Redirects are not followed: they
//! would carry the key somewhere else.

mod circuit;
mod request;

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use domain::Ambient;
use reqwest::{Client, Response, StatusCode, redirect};
use shop::{BoxFuture, Message, MessageError, Messages};

pub use request::{SmsFormat, SmsPart};

use circuit::Circuit;

/// How long one attempt may take.
pub const SMS_TIME_LIMIT: Duration = Duration::from_secs(10);
/// How much of an answer is read.
const MAX_ANSWER: usize = 16 * 1024;

/// What proves to a gateway who sends; it can be changed while messages go out. `Debug` tells
/// nothing of it.
pub struct SmsToken(RwLock<String>);

impl SmsToken {
    /// A gateway's token.
    #[must_use]
    pub fn new(token: &str) -> Self {
        Self(RwLock::new(token.to_owned()))
    }

    /// From the next message on it is this one.
    pub fn replace(&self, token: &str) {
        let mut place = self.0.write().unwrap_or_else(PoisonError::into_inner);
        token.clone_into(&mut place);
    }

    fn now(&self) -> String {
        let place = self.0.read().unwrap_or_else(PoisonError::into_inner);
        place.clone()
    }
}

impl fmt::Debug for SmsToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SmsToken")
    }
}

/// Which gateway, and how it wants its messages.
#[derive(Clone)]
pub struct SmsOptions {
    /// Where messages are posted to.
    pub url: String,
    /// Proves who sends; without a field for it, it goes as a bearer token.
    pub token: Option<Arc<SmsToken>>,
    /// The sender that the gateway has approved.
    pub sender: Option<String>,
    /// How a message is written.
    pub format: SmsFormat,
    /// What the gateway calls the parts of a message.
    pub fields: Vec<(SmsPart, String)>,
    /// What an answer holds when the message was taken, blanks left out; `None`: its status says it.
    pub accepted: Option<String>,
    /// How long one attempt may take.
    pub time_limit: Duration,
}

/// Sends messages through a gateway.
pub struct SmsMessages {
    client: Client,
    options: SmsOptions,
    circuit: Circuit,
}

impl SmsMessages {
    /// A sender; nothing is sent yet.
    ///
    /// # Errors
    /// [`MessageError`]: the client can't be made.
    pub fn new(options: SmsOptions, ambient: Ambient) -> Result<Self, MessageError> {
        // Whoever was first has the same one; a second is no error.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .timeout(options.time_limit)
            .connect_timeout(options.time_limit / 2)
            .redirect(redirect::Policy::none())
            .https_only(options.url.starts_with("https://"))
            .user_agent("dhakacart")
            .build()
            .map_err(|error| MessageError::Unavailable(error.to_string()))?;
        Ok(Self {
            client,
            options,
            circuit: Circuit::new(ambient),
        })
    }

    async fn attempt(&self, message: &Message) -> Result<(), MessageError> {
        let sent = request::of(&self.client, &self.options, message)
            .send()
            .await;
        let mut answer = sent.map_err(|error| MessageError::Unavailable(in_short(&error)))?;
        let status = answer.status();
        if !status.is_success() {
            return Err(refused(status));
        }
        let Some(accepted) = &self.options.accepted else {
            return Ok(());
        };
        let text = read(&mut answer).await?;
        if text.contains(accepted) {
            Ok(())
        } else {
            // Which of its many reasons it was, nobody knows: an empty balance is filled again.
            Err(MessageError::Unavailable(
                "the gateway's answer is not the one that DHAKACART_SMS_ACCEPTED names".to_owned(),
            ))
        }
    }
}

impl Messages for SmsMessages {
    fn send(&self, message: Message) -> BoxFuture<'_, Result<(), MessageError>> {
        Box::pin(async move {
            if !self.circuit.lets_through() {
                let why = "the gateway did not answer a moment ago".to_owned();
                return Err(MessageError::Unavailable(why));
            }
            let sent = self.attempt(&message).await;
            self.circuit
                .saw(!matches!(sent, Err(MessageError::Unavailable(_))));
            if sent.is_ok() {
                let (to, reference) = (message.to.masked(), message.reference);
                tracing::debug!(to, reference, "message handed over");
            }
            sent
        })
    }
}

/// What a status that is no success means. Those that our own account causes (no credit, another
/// key) are tried again, since somebody will see to it.
fn refused(status: StatusCode) -> MessageError {
    let words = format!("the gateway answered {}", status.as_u16());
    let ours = matches!(status.as_u16(), 401 | 402 | 403 | 408 | 425 | 429);
    if status.is_client_error() && !ours {
        MessageError::Refused(words)
    } else {
        MessageError::Unavailable(words)
    }
}

/// Only the kind: what a client's error shows may hold addresses.
fn in_short(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        "the gateway did not answer in time"
    } else if error.is_connect() {
        "the gateway can't be reached"
    } else {
        "the connection to the gateway broke"
    }
    .to_owned()
}

/// The beginning of an answer, without blanks.
async fn read(answer: &mut Response) -> Result<String, MessageError> {
    let mut bytes = Vec::new();
    while bytes.len() < MAX_ANSWER {
        let chunk = answer.chunk().await;
        match chunk.map_err(|error| MessageError::Unavailable(in_short(&error)))? {
            Some(chunk) => bytes.extend_from_slice(&chunk),
            None => break,
        }
    }
    bytes.truncate(MAX_ANSWER);
    let text = String::from_utf8_lossy(&bytes);
    Ok(text.chars().filter(|c| !c.is_whitespace()).collect())
}
