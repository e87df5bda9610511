//! TLS of our own, for a shop without a gateway in front: rustls on ring, 1.2 and 1.3.
//!
//! A [`Certificate`] is read and judged as a whole; [`Certificates`] holds the one in force and is
//! asked at every handshake, so a new one needs no restart; [`CertificateFiles`] looks for new
//! ones; [`Tls`] is how it is spoken. What a client may be told in plain HTTP is `redirect.rs`.
//!
//! Suites are ring's: ECDHE with AES-GCM or ChaCha20-Poly1305 and nothing else. No early data: it
//! can be replayed. Sessions resume by tickets whose keys change every few hours.

mod certificate;
mod der;
mod files;
mod redirect;

use std::sync::Arc;

use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::server::{NoServerSessionStorage, ServerSessionMemoryCache};
use tokio_rustls::TlsAcceptor;

pub use self::certificate::{BadCertificate, Certificate, Certificates};
pub use self::files::{CertificateFiles, Looked};
pub use self::redirect::{Challenges, to_https};

/// What is agreed on in the handshake, the preferred one first.
const PROTOCOLS: [&[u8]; 2] = [b"h2", b"http/1.1"];

/// Sessions of TLS 1.2 clients without tickets that are remembered.
const REMEMBERED: usize = 1024;

/// How TLS is spoken. Cheap to clone.
#[derive(Clone)]
pub struct Tls(TlsAcceptor);

/// TLS can't be spoken at all: ring has none of the protocol's algorithms.
#[derive(Debug, thiserror::Error)]
#[error("TLS can't be set up: {0}")]
pub struct NoTls(#[from] rustls::Error);

impl Tls {
    /// TLS with whatever certificate is in force at each handshake.
    ///
    /// # Errors
    /// [`NoTls`], which takes a library that was built wrong.
    pub fn new(certificates: Arc<Certificates>) -> Result<Self, NoTls> {
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_protocol_versions(&[&rustls::version::TLS13, &rustls::version::TLS12])?
            .with_no_client_auth()
            .with_cert_resolver(certificates);
        config.alpn_protocols = PROTOCOLS.map(<[u8]>::to_vec).to_vec();
        config.max_early_data_size = 0;
        match ring::Ticketer::new() {
            Ok(tickets) => {
                config.ticketer = tickets;
                config.session_storage = Arc::new(NoServerSessionStorage {});
            }
            // Without randomness for ticket keys nothing else would work either.
            Err(_) => config.session_storage = ServerSessionMemoryCache::new(REMEMBERED),
        }
        Ok(Tls(TlsAcceptor::from(Arc::new(config))))
    }

    pub(crate) fn acceptor(&self) -> &TlsAcceptor {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_suite_has_forward_secrecy_and_authenticates_what_it_encrypts() {
        let provider = ring::default_provider();
        assert!(!provider.cipher_suites.is_empty());
        for suite in provider.cipher_suites {
            let name = format!("{:?}", suite.suite());
            let of_1_3 = name.starts_with("TLS13_");
            assert!(of_1_3 || name.starts_with("TLS_ECDHE_"), "{name}");
            assert!(
                name.contains("_GCM_") || name.contains("_POLY1305_"),
                "{name}"
            );
        }
    }
}
