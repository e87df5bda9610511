//! Messages that go to the log instead of a phone: for a shop without an SMS contract.

use shop::{BoxFuture, Message, MessageError, Messages};

/// Writes each message to the log. The number is masked: logs are read by more people than orders.
#[derive(Debug, Clone, Copy)]
pub struct LogMessages {
    texts: bool,
}

impl LogMessages {
    /// With what the messages say: for a developer, who reads one-time codes there.
    #[must_use]
    pub fn telling() -> Self {
        Self { texts: true }
    }

    /// Without: a log in production is kept, shipped and read by many, and a code opens an account.
    #[must_use]
    pub fn silent() -> Self {
        Self { texts: false }
    }

    fn told(self, message: &Message) -> &str {
        if self.texts {
            &message.text
        } else {
            "********"
        }
    }
}

impl Messages for LogMessages {
    fn send(&self, message: Message) -> BoxFuture<'_, Result<(), MessageError>> {
        Box::pin(async move {
            tracing::info!(
                to = message.to.masked(),
                reference = message.reference,
                text = self.told(&message),
                "message"
            );
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message() -> Message {
        Message {
            to: domain::Phone::parse("01712345678").unwrap(),
            text: "Your code is 012345".into(),
            reference: "DC-1".into(),
        }
    }

    #[test]
    fn a_message_is_taken() {
        // The future never waits, so one poll is all of it.
        let log = LogMessages::telling();
        let mut sent = log.send(message());
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        assert!(matches!(
            sent.as_mut().poll(&mut context),
            std::task::Poll::Ready(Ok(()))
        ));
    }

    #[test]
    fn in_production_the_log_says_nothing_of_a_text() {
        assert!(LogMessages::telling().told(&message()).contains("012345"));
        assert_eq!(LogMessages::silent().told(&message()), "********");
    }
}
