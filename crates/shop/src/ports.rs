//! What the shop needs from outside; `gateways` has the adapters.

use std::future::Future;
use std::pin::Pin;

use bytes::Bytes;
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

/// A list of passwords that were published in breaches. Asked where waiting is allowed.
pub trait BreachedPasswords: Send + Sync {
    /// Whether a password is on it, by its SHA-1.
    ///
    /// # Errors
    /// The list can't be read.
    fn contains(&self, sha1: &[u8; 20]) -> std::io::Result<bool>;
}

/// What kept bytes are called: segments of lower-case letters, digits, `.`, `_` and `-` between
/// slashes, none of which begins with a dot, so that a key is a path below a folder and nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ObjectKey(String);

/// Characters of a key at most.
const MAX_KEY: usize = 200;

/// That can't be a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a key is segments of a-z, 0-9, `.`, `_` and `-` between slashes")]
pub struct BadObjectKey;

impl ObjectKey {
    /// Reads a key.
    ///
    /// # Errors
    /// [`BadObjectKey`]: another character, an empty segment, or one that begins with a dot.
    pub fn parse(text: &str) -> Result<Self, BadObjectKey> {
        let plain = |b: u8| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-');
        let segment = |s: &str| !s.is_empty() && !s.starts_with('.') && s.bytes().all(plain);
        if text.len() <= MAX_KEY && text.split('/').all(segment) {
            Ok(Self(text.to_owned()))
        } else {
            Err(BadObjectKey)
        }
    }

    /// The key.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The type of what is kept under it, by its ending.
    #[must_use]
    pub fn content_type(&self) -> &'static str {
        match self.0.rsplit_once('.').map_or("", |(_, ending)| ending) {
            "jpg" => "image/jpeg",
            "csv" => "text/csv; charset=utf-8",
            _ => "application/octet-stream",
        }
    }
}

/// Bytes were not kept, or not got.
#[derive(Debug, thiserror::Error)]
#[error("the storage failed: {0}")]
pub struct StorageError(pub String);

/// Keeps bytes under keys, shared by every replica. Whoever puts a key twice puts the same bytes.
pub trait ObjectStorage: Send + Sync {
    /// Keeps bytes: afterwards they are there whole, whatever happens to the process.
    fn put<'a>(
        &'a self,
        key: &'a ObjectKey,
        bytes: Bytes,
    ) -> BoxFuture<'a, Result<(), StorageError>>;

    /// The bytes of a key, if there are any.
    fn get<'a>(&'a self, key: &'a ObjectKey) -> BoxFuture<'a, Result<Option<Bytes>, StorageError>>;

    /// Lets go of a key; one that isn't there is no error.
    fn delete<'a>(&'a self, key: &'a ObjectKey) -> BoxFuture<'a, Result<(), StorageError>>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_never_leaves_its_folder() {
        for right in ["a", "pictures/ab/abcd-160.jpg", "a-b_c/d.e.f"] {
            assert_eq!(ObjectKey::parse(right).unwrap().as_str(), right);
        }
        let long = "a".repeat(201);
        for wrong in [
            "", "/a", "a/", "a//b", "..", "a/../b", ".hidden", "a/.b", "A", "a b", "a\\b", "a\0b",
            "ক", "a:b", &long,
        ] {
            assert_eq!(ObjectKey::parse(wrong), Err(BadObjectKey), "{wrong:?}");
        }
    }

    #[test]
    fn the_ending_tells_the_type() {
        let of = |key: &str| ObjectKey::parse(key).unwrap().content_type();
        assert_eq!(of("a/b.jpg"), "image/jpeg");
        assert_eq!(of("b.html"), "application/octet-stream");
        assert_eq!(of("b"), "application/octet-stream");
    }
}
