//! A certificate with its key, judged before it is shown to anybody.

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use time::OffsetDateTime;

use super::der;

/// A certificate, its intermediates and its key, fit to be used.
#[derive(Clone)]
pub struct Certificate {
    key: Arc<CertifiedKey>,
    fields: der::Fields,
}

/// Why a certificate can't be used, in words for an operator.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadCertificate {
    /// A file that isn't there or that we may not read.
    #[error("{path} can't be read: {why}")]
    Unreadable {
        /// Which.
        path: String,
        /// The system's words.
        why: String,
    },
    /// No `BEGIN CERTIFICATE`.
    #[error("the certificate's file holds no certificate (PEM, -----BEGIN CERTIFICATE-----)")]
    NoCertificate,
    /// Something else in its place, or cut short.
    #[error("the first certificate is damaged, or none")]
    Damaged,
    /// No private key.
    #[error("the key's file holds no private key (PEM, -----BEGIN PRIVATE KEY-----)")]
    NoKey,
    /// A key of a kind that TLS has no use for.
    #[error("the private key is of no kind that we can sign with: take RSA, ECDSA or Ed25519")]
    UnknownKey,
    /// Two files that don't belong together.
    #[error("the private key is not the certificate's")]
    Mismatch,
    /// Over.
    #[error("the certificate expired on {0}")]
    Expired(OffsetDateTime),
    /// Not begun.
    #[error("the certificate is not valid before {0}; is this machine's clock right?")]
    NotYet(OffsetDateTime),
}

impl Certificate {
    /// Reads a certificate with its intermediates, and its key, both PEM.
    ///
    /// # Errors
    /// [`BadCertificate`] if browsers would not take it at `now`. Whether they trust its issuer
    /// isn't looked at: private CAs are legal.
    pub fn from_pem(
        certificate: &[u8],
        key: &[u8],
        now: OffsetDateTime,
    ) -> Result<Self, BadCertificate> {
        let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(certificate)
            .collect::<Result<_, _>>()
            .map_err(|_| BadCertificate::Damaged)?;
        let first = chain.first().ok_or(BadCertificate::NoCertificate)?;
        let fields = der::fields(first).ok_or(BadCertificate::Damaged)?;
        let key = PrivateKeyDer::from_pem_slice(key).map_err(|_| BadCertificate::NoKey)?;
        let signing =
            ring::sign::any_supported_type(&key).map_err(|_| BadCertificate::UnknownKey)?;
        let key = CertifiedKey::new(chain, signing);
        match key.keys_match() {
            Ok(()) => {}
            Err(rustls::Error::InconsistentKeys(_)) => return Err(BadCertificate::Mismatch),
            Err(_) => return Err(BadCertificate::Damaged),
        }
        if now >= fields.not_after {
            return Err(BadCertificate::Expired(fields.not_after));
        }
        if now < fields.not_before {
            return Err(BadCertificate::NotYet(fields.not_before));
        }
        Ok(Certificate {
            key: Arc::new(key),
            fields,
        })
    }

    /// From when it is valid.
    #[must_use]
    pub fn not_before(&self) -> OffsetDateTime {
        self.fields.not_before
    }

    /// When it expires.
    #[must_use]
    pub fn not_after(&self) -> OffsetDateTime {
        self.fields.not_after
    }

    /// The DNS names it is for, wildcards among them.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.fields.names
    }

    /// Its serial number, as it was signed.
    #[must_use]
    pub fn serial(&self) -> &[u8] {
        &self.fields.serial
    }

    /// Which of its issuer's keys signed it, if it says so.
    #[must_use]
    pub fn authority_key(&self) -> Option<&[u8]> {
        self.fields.authority_key.as_deref()
    }
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificate")
            .field("names", &self.fields.names)
            .field("not_after", &self.fields.not_after)
            .finish_non_exhaustive()
    }
}

/// The certificate in force; a new one takes effect with the next handshake.
#[derive(Debug)]
pub struct Certificates(RwLock<Certificate>);

impl Certificates {
    /// Begins with this one.
    #[must_use]
    pub fn new(first: Certificate) -> Arc<Self> {
        let certificates = Certificates(RwLock::new(first));
        certificates.measure();
        Arc::new(certificates)
    }

    /// The one in force.
    #[must_use]
    pub fn current(&self) -> Certificate {
        self.0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Shows this one from now on.
    pub fn replace(&self, new: Certificate) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = new;
        self.measure();
    }

    /// Brings `tls_certificate_not_after_timestamp_seconds` up to date.
    fn measure(&self) {
        let not_after = self.current().not_after().unix_timestamp();
        metrics::gauge!("tls_certificate_not_after_timestamp_seconds").set(not_after as f64);
    }
}

impl ResolvesServerCert for Certificates {
    /// The same whatever name is asked for: whose name it isn't finds out by itself.
    fn resolve(&self, _hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let current = self.0.read().unwrap_or_else(PoisonError::into_inner);
        Some(current.key.clone())
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;
    use crate::testing::certificate;

    const NOW: OffsetDateTime = datetime!(2026-11-23 12:00 UTC);

    fn judged(certificate: &str, key: &str, now: OffsetDateTime) -> BadCertificate {
        Certificate::from_pem(certificate.as_bytes(), key.as_bytes(), now).unwrap_err()
    }

    #[test]
    fn one_that_is_whole_and_in_force_is_taken() {
        let (certificate, key) = certificate(NOW);
        let taken = Certificate::from_pem(certificate.as_bytes(), key.as_bytes(), NOW).unwrap();
        assert_eq!(taken.names(), ["shop.example"]);
        assert!(taken.not_before() <= NOW && taken.not_after() > NOW);
        assert!(!format!("{taken:?}").to_lowercase().contains("key"));
    }

    #[test]
    fn any_other_is_told_what_is_wrong_with_it() {
        let (ours, key) = certificate(NOW);
        let (_, another_key) = certificate(NOW);
        assert_eq!(judged(&ours, &another_key, NOW), BadCertificate::Mismatch);
        assert_eq!(judged("", &key, NOW), BadCertificate::NoCertificate);
        assert_eq!(judged(&key, &key, NOW), BadCertificate::NoCertificate);
        assert_eq!(judged(&ours, &ours, NOW), BadCertificate::NoKey);
        let damaged = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
        assert_eq!(judged(damaged, &key, NOW), BadCertificate::Damaged);
        let late = NOW + time::Duration::days(400);
        assert!(matches!(
            judged(&ours, &key, late),
            BadCertificate::Expired(_)
        ));
        let early = NOW - time::Duration::days(400);
        assert!(matches!(
            judged(&ours, &key, early),
            BadCertificate::NotYet(_)
        ));
    }
}
