//! What tests share: a [`RedisServer`] for those of other rooms, a clock for our own.

mod redis_server;

pub use redis_server::RedisServer;

#[cfg(test)]
use std::sync::Arc;

#[cfg(test)]
use domain::{Ambient, ManualClock, SeededEntropy};
#[cfg(test)]
use time::macros::datetime;

/// A clock at noon of a day in 2026, and what makes time and randomness of it.
#[cfg(test)]
pub(crate) fn clock() -> (ManualClock, Ambient) {
    let clock = ManualClock::new(datetime!(2026-11-01 12:00 UTC));
    let ambient = Ambient::new(Arc::new(clock.clone()), Arc::new(SeededEntropy::new(1)));
    (clock, ambient)
}

#[cfg(test)]
pub(crate) fn ambient() -> Ambient {
    clock().1
}

/// A certificate of `shop.example`, in force from yesterday for 90 days, and its key, both PEM.
#[cfg(test)]
pub(crate) fn certificate(now: time::OffsetDateTime) -> (String, String) {
    let mut wanted = rcgen::CertificateParams::new(vec!["shop.example".to_owned()]).unwrap();
    wanted.not_before = now - time::Duration::days(1);
    wanted.not_after = now + time::Duration::days(90);
    let key = rcgen::KeyPair::generate().unwrap();
    let signed = wanted.self_signed(&key).unwrap();
    (signed.pem(), key.serialize_pem())
}
