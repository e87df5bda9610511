//! Session tokens: JWT, HS256 and nothing else, times from the injected clock.

use domain::{OrderNumber, SessionId, UserId};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// What a token says (RFC 7519, section 4.1).
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

pub(crate) struct Tokens {
    encoding: EncodingKey,
    decoding: DecodingKey,
    validation: Validation,
}

impl Tokens {
    pub(crate) fn new(secret: &[u8]) -> Self {
        let mut validation = Validation::new(Algorithm::HS256);
        // Expiry is checked against our own clock, in `read`.
        validation.validate_exp = false;
        validation.required_spec_claims.clear();
        validation.validate_aud = false;
        Self {
            encoding: EncodingKey::from_secret(secret),
            decoding: DecodingKey::from_secret(secret),
            validation,
        }
    }

    /// A token for a session. `None` only if the claims can't be serialised, which they can.
    pub(crate) fn issue(&self, claims: &Claims) -> Option<String> {
        encode(&Header::new(Algorithm::HS256), claims, &self.encoding).ok()
    }

    /// A token that opens one order. `None` only if the claims can't be serialised, which they can.
    pub(crate) fn issue_for_order(
        &self,
        order: &OrderNumber,
        until: OffsetDateTime,
    ) -> Option<String> {
        let claims = OrderClaims {
            order: order.clone(),
            exp: until.unix_timestamp(),
        };
        encode(&Header::new(Algorithm::HS256), &claims, &self.encoding).ok()
    }

    /// Whether a token of ours opens that order now.
    pub(crate) fn opens_order(
        &self,
        token: &str,
        order: &OrderNumber,
        now: OffsetDateTime,
    ) -> bool {
        decode::<OrderClaims>(token, &self.decoding, &self.validation).is_ok_and(|token| {
            token.claims.order == *order && token.claims.exp > now.unix_timestamp()
        })
    }

    /// What a token says, if it is ours and not expired.
    pub(crate) fn read(&self, token: &str, now: OffsetDateTime) -> Option<Claims> {
        let claims = decode::<Claims>(token, &self.decoding, &self.validation)
            .ok()?
            .claims;
        (claims.exp > now.unix_timestamp()).then_some(claims)
    }
}
