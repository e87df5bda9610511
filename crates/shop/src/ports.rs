//! What the shop needs from outside; `gateways` has the adapters.

use std::future::Future;
use std::pin::Pin;

use domain::Phone;

/// A future behind a trait object.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A short text for one person.
#[derive(Debug, Clone)]
pub struct Message {
    /// To whom.
    pub to: Phone,
    /// What, in the reader's language.
    pub text: String,
    /// The same for every attempt at the same message, so that a gateway can drop doubles.
    pub reference: String,
}

/// A message was not taken.
#[derive(Debug, thiserror::Error)]
#[error("message not sent: {0}")]
pub struct MessageError(pub String);

/// Sends messages. May be called twice for the same message.
pub trait Messages: Send + Sync {
    /// Hands a message to the carrier.
    fn send(&self, message: Message) -> BoxFuture<'_, Result<(), MessageError>>;
}
