//! Tokens that the shop signs: JWT (RFC 7519), HS256 and nothing else, times from the injected clock.
//!
//! There are three kinds: a session's, an order's, and the half way to a session where a second
//! factor is asked for. Each says its kind twice, in the header's `typ` and in `aud`, so that none
//! passes for another.
//!
//! The newest key signs. Keys before it still verify, until whoever runs the shop takes them away:
//! a token names its key (`kid`), and one that names none of ours is refused. Tokens from before
//! keys had names, and kinds too, are tried with every key; the newest of them ends 30 days after
//! the release that named keys.

mod hs256;

use std::sync::Arc;

use arc_swap::ArcSwap;
use domain::{OrderNumber, SessionId, UserId};
use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use time::OffsetDateTime;

/// Who issues: this shop.
const ISSUER: &str = "dhakacart";

/// What a session's token says (RFC 7519, section 4.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Claims {
    /// The user.
    pub(crate) sub: UserId,
    /// The session.
    pub(crate) jti: SessionId,
    /// Issued at, seconds since 1970.
    pub(crate) iat: i64,
    /// Not valid from then on, seconds since 1970.
    pub(crate) exp: i64,
}

/// What a token that opens an order says. It names no session and no user, so it is none of theirs.
#[derive(Debug, Serialize, Deserialize)]
struct OrderClaims {
    /// The order.
    order: OrderNumber,
    /// Not valid from then on, seconds since 1970.
    exp: i64,
}

/// What somebody holds whose password was right and whose second factor is still to come. It
/// names no session, because there is none yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ChallengeClaims {
    /// The user.
    pub(crate) sub: UserId,
    /// Which password was right: a fingerprint of its hash. Another password, another challenge.
    pub(crate) pwd: String,
    /// Not valid from then on, seconds since 1970.
    pub(crate) exp: i64,
}

/// A kind of token.
trait Kind: Serialize + DeserializeOwned {
    /// The header's `typ` (RFC 8725, section 3.11).
    const TYPE: &'static str;
    /// The claim `aud`.
    const AUDIENCE: &'static str;
    /// Whether there were such tokens before keys had names.
    const OLD: bool;

    fn exp(&self) -> i64;
}

impl Kind for Claims {
    const TYPE: &'static str = "session+jwt";
    const AUDIENCE: &'static str = "session";
    const OLD: bool = true;

    fn exp(&self) -> i64 {
        self.exp
    }
}

impl Kind for OrderClaims {
    const TYPE: &'static str = "order+jwt";
    const AUDIENCE: &'static str = "order";
    const OLD: bool = true;

    fn exp(&self) -> i64 {
        self.exp
    }
}

impl Kind for ChallengeClaims {
    const TYPE: &'static str = "challenge+jwt";
    const AUDIENCE: &'static str = "challenge";
    const OLD: bool = false;

    fn exp(&self) -> i64 {
        self.exp
    }
}

/// A token's claims with what every kind has.
#[derive(Serialize, Deserialize)]
struct Signed<T> {
    iss: Option<String>,
    aud: Option<String>,
    #[serde(flatten)]
    claims: T,
}

/// One key.
struct Key {
    /// Its name: says which key it is, and nothing of the key.
    id: String,
    encoding: EncodingKey,
    decoding: DecodingKey,
}

impl Key {
    fn new(secret: &[u8]) -> Self {
        let mut digest = Sha256::new();
        digest.update(b"dhakacart key id\0");
        digest.update(secret);
        Self {
            id: super::hex(&digest.finalize()[..8]),
            encoding: EncodingKey::from_secret(secret),
            decoding: DecodingKey::from_secret(secret),
        }
    }
}

/// The keys at one time; the first of them signs.
struct Keys {
    newest: Key,
    before: Vec<Key>,
}

impl Keys {
    fn new(newest: &[u8], before: &[Vec<u8>]) -> Self {
        Self {
            newest: Key::new(newest),
            before: before.iter().map(|secret| Key::new(secret)).collect(),
        }
    }

    fn all(&self) -> impl Iterator<Item = &Key> {
        std::iter::once(&self.newest).chain(&self.before)
    }
}

pub(crate) struct Tokens {
    keys: ArcSwap<Keys>,
    validation: Validation,
}

impl Tokens {
    pub(crate) fn new(newest: &[u8], before: &[Vec<u8>]) -> Self {
        hs256::install();
        let mut validation = Validation::new(Algorithm::HS256);
        // Expiry is checked against our own clock, issuer and audience by kind: all in `open`.
        validation.validate_exp = false;
        validation.required_spec_claims.clear();
        validation.validate_aud = false;
        Self {
            keys: ArcSwap::from_pointee(Keys::new(newest, before)),
            validation,
        }
    }

    /// Other keys from now on, for every token that is issued or read after this.
    pub(crate) fn rotate(&self, newest: &[u8], before: &[Vec<u8>]) {
        self.keys.store(Arc::new(Keys::new(newest, before)));
    }

    /// A token for a session. `None` only if the claims can't be serialised, which they can.
    pub(crate) fn issue(&self, claims: &Claims) -> Option<String> {
        self.sign(claims.clone())
    }

    /// A token that opens one order. `None` only if the claims can't be serialised, which they can.
    pub(crate) fn issue_for_order(
        &self,
        order: &OrderNumber,
        until: OffsetDateTime,
    ) -> Option<String> {
        self.sign(OrderClaims {
            order: order.clone(),
            exp: until.unix_timestamp(),
        })
    }

    /// A token that stands for a right password. `None` only if the claims can't be serialised,
    /// which they can.
    pub(crate) fn issue_challenge(&self, claims: &ChallengeClaims) -> Option<String> {
        self.sign(claims.clone())
    }

    /// Whether a token of ours opens that order now.
    pub(crate) fn opens_order(
        &self,
        token: &str,
        order: &OrderNumber,
        now: OffsetDateTime,
    ) -> bool {
        self.open::<OrderClaims>(token, now)
            .is_some_and(|claims| claims.order == *order)
    }

    /// What a session's token says, if it is ours and not expired.
    pub(crate) fn read(&self, token: &str, now: OffsetDateTime) -> Option<Claims> {
        self.open(token, now)
    }

    /// What a challenge says, if it is ours and not expired.
    pub(crate) fn read_challenge(
        &self,
        token: &str,
        now: OffsetDateTime,
    ) -> Option<ChallengeClaims> {
        self.open(token, now)
    }

    fn sign<T: Kind>(&self, claims: T) -> Option<String> {
        let keys = self.keys.load();
        let mut header = Header::new(Algorithm::HS256);
        header.typ = Some(T::TYPE.to_owned());
        header.kid = Some(keys.newest.id.clone());
        let signed = Signed {
            iss: Some(ISSUER.to_owned()),
            aud: Some(T::AUDIENCE.to_owned()),
            claims,
        };
        encode(&header, &signed, &keys.newest.encoding).ok()
    }

    fn open<T: Kind>(&self, token: &str, now: OffsetDateTime) -> Option<T> {
        let header = decode_header(token).ok()?;
        let keys = self.keys.load();
        let read = |key: &Key| decode::<Signed<T>>(token, &key.decoding, &self.validation).ok();
        let signed = match &header.kid {
            Some(id) => {
                let key = keys.all().find(|key| key.id == *id)?;
                (header.typ.as_deref() == Some(T::TYPE)).then_some(())?;
                let signed = read(key)?.claims;
                let right = signed.iss.as_deref() == Some(ISSUER)
                    && signed.aud.as_deref() == Some(T::AUDIENCE);
                right.then_some(signed)?
            }
            None if T::OLD => {
                let signed = keys.all().find_map(read)?.claims;
                (signed.iss.is_none() && signed.aud.is_none()).then_some(signed)?
            }
            None => return None,
        };
        (signed.claims.exp() > now.unix_timestamp()).then_some(signed.claims)
    }
}

#[cfg(test)]
mod hostile;

#[cfg(test)]
mod tests;
