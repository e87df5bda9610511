//! Visitors: browsers whose scripts call the API, told apart without knowing anything of them.
//!
//! Behind a mobile address stand thousands of people, and suggestions are asked for as they type:
//! counted by address they would use up each other's calls. So the storefront gives a browser a
//! token that says nothing but "one of ours, until then": a random number, an end and a seal
//! (HMAC-SHA-256). Whoever knows the key can tell, so no replica has to remember any. An address
//! gets only so many in a window; who gets none counts by address like everybody.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use domain::Ambient;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::gcra::{Gcra, Rate};
use crate::limiter::call::{Charge, Digest, Key, Who, charges, hex, unhex};
use crate::limiter::{Limiter, unguarded};
use crate::limits::subscriber;

/// How long a token is good for.
const LIFETIME: Duration = Duration::from_secs(30 * 60);
/// Tokens that an address gets in a window, for each call that it has there.
const PER_CALL: u32 = 2;
/// Bytes of the seal that are kept.
const SEAL: usize = 16;

/// Gives tokens to visitors and knows them again. Cheap to clone.
#[derive(Clone)]
pub struct Visitors(Arc<Inner>);

struct Inner {
    key: Hmac<Sha256>,
    ambient: Ambient,
    limiter: Limiter,
    /// Tokens an address may have.
    sessions: Gcra,
}

impl Visitors {
    /// `secret` is the same on every replica. An address that may make `rate` calls may have
    /// twice as many visitors.
    #[must_use]
    pub fn new(secret: &[u8], rate: Rate, limiter: Limiter, ambient: Ambient) -> Option<Self> {
        let mut key = Hmac::<Sha256>::new_from_slice(secret).ok()?;
        // What is signed for one purpose must not pass for another.
        key.update(b"dhakacart visitor 1\0");
        let sessions = Gcra::new(Rate {
            count: rate.count.saturating_mul(PER_CALL),
            ..rate
        });
        Some(Visitors(Arc::new(Inner {
            key,
            ambient,
            limiter,
            sessions,
        })))
    }

    /// A new visitor's token and for how long it is good; `None` if too many came from this
    /// address.
    pub async fn welcome(&self, client: IpAddr) -> Option<(String, Duration)> {
        let inner = &self.0;
        let who = Who::Address(subscriber(client));
        let key = Key {
            budget: "visitors",
            who,
        };
        let gcra = inner.sessions;
        let verdict = inner
            .limiter
            .take(unguarded(charges([Charge { key, gcra }])));
        if verdict.await.refusal.is_some() {
            return None;
        }
        let mut id = [0; 16];
        inner.ambient.fill(&mut id);
        let until = self.now().saturating_add(LIFETIME.as_secs());
        let body = format!("{}.{until}", hex(&id));
        let seal = self.seal(&body);
        Some((format!("{body}.{}", hex(&seal)), LIFETIME))
    }

    /// Which visitor's token it is; `None` for one that isn't ours or is past its time.
    pub(crate) fn whose(&self, token: &str) -> Option<Digest> {
        let (body, seal) = token.rsplit_once('.').filter(|_| token.len() <= 128)?;
        let (id, until) = body.split_once('.')?;
        let mut mac = self.0.key.clone();
        mac.update(body.as_bytes());
        let seal: [u8; SEAL] = unhex(seal)?;
        mac.verify_truncated_left(&seal).ok()?;
        let id = unhex(id)?;
        (until.parse::<u64>().ok()? > self.now()).then_some(id)
    }

    fn seal(&self, body: &str) -> Vec<u8> {
        let mut mac = self.0.key.clone();
        mac.update(body.as_bytes());
        let mut seal = mac.finalize().into_bytes().to_vec();
        seal.truncate(SEAL);
        seal
    }

    fn now(&self) -> u64 {
        u64::try_from(self.0.ambient.now().unix_timestamp()).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::clock;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(203, 0, 113, 1));

    fn visitors(secret: &[u8]) -> (domain::ManualClock, Visitors) {
        let (clock, ambient) = clock();
        let rate = Rate {
            count: 2,
            window: Duration::from_secs(900),
        };
        let limiter = Limiter::in_process(ambient.clone());
        (
            clock,
            Visitors::new(secret, rate, limiter, ambient).unwrap(),
        )
    }

    #[tokio::test]
    async fn a_token_is_known_again_until_its_time_is_up() {
        let (clock, visitors) = visitors(b"secret");
        let (one, lifetime) = visitors.welcome(HERE).await.unwrap();
        let (other, _) = visitors.welcome(HERE).await.unwrap();
        assert!(visitors.whose(&one).is_some());
        assert_ne!(visitors.whose(&one), visitors.whose(&other));
        clock.advance(lifetime);
        assert_eq!(visitors.whose(&one), None);
    }

    #[tokio::test]
    async fn nobody_else_can_make_one() {
        let (_, ours) = visitors(b"secret");
        let (_, theirs) = visitors(b"another");
        let (token, _) = ours.welcome(HERE).await.unwrap();
        assert_eq!(theirs.whose(&token), None);
        let (body, seal) = token.rsplit_once('.').unwrap();
        let (id, _) = body.split_once('.').unwrap();
        for wrong in [
            String::new(),
            "a.b.c".into(),
            body.into(),
            format!("{id}.99999999999.{seal}"),
            format!("{body}.{}", &seal[..8]),
            format!("{body}.{}", "0".repeat(32)),
            format!("{token}{}", "0".repeat(200)),
        ] {
            assert_eq!(ours.whose(&wrong), None, "{wrong}");
        }
    }

    #[tokio::test]
    async fn an_address_has_only_so_many() {
        let (clock, visitors) = visitors(b"secret");
        for _ in 0..4 {
            assert!(visitors.welcome(HERE).await.is_some());
        }
        assert!(visitors.welcome(HERE).await.is_none());
        let there = "203.0.113.2".parse().unwrap();
        assert!(visitors.welcome(there).await.is_some());
        clock.advance(Duration::from_secs(225));
        assert!(visitors.welcome(HERE).await.is_some());
    }
}
