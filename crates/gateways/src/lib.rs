//! Adapters behind the shop's ports: what talks to the outside world.
//!
//! One file per adapter; each implements a trait of `shop::ports` and knows nothing else of the
//! shop.

mod breached_file;
mod folder_storage;
mod log_messages;
mod s3_storage;
mod secrets_manager;

pub use breached_file::BreachedFile;
pub use folder_storage::FolderStorage;
pub use log_messages::LogMessages;
pub use s3_storage::{S3Key, S3Options, S3Storage};
pub use secrets_manager::{SecretsManager, VaultError, json_field};
