//! Adapters behind the shop's ports: what talks to the outside world.
//!
//! One file per adapter; each implements a trait of `shop::ports` and knows nothing else of the
//! shop.

mod log_messages;

pub use log_messages::LogMessages;
