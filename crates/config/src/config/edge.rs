//! How the shop meets the network: HTTPS, and how much it takes at once.

use std::net::SocketAddr;
use std::path::PathBuf;

use super::Config;
use crate::read::{Reader, Reported};
use crate::settings::edge as named;
use crate::value::{contact, domains, files, scalar};

/// How the shop meets the network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// Where the certificate comes from; `None` is plain HTTP, where TLS ends at a gateway.
    pub certificate: Option<CertificateSource>,
    /// `DHAKACART_HTTP_ADDR`: where plain HTTP is sent on to HTTPS.
    pub http_addr: Option<SocketAddr>,
    /// `DHAKACART_MAX_CONNECTIONS` of each listener, 16 to 1,000,000.
    pub max_connections: u32,
    /// `DHAKACART_MAX_REQUESTS` at once, 8 to 100,000.
    pub max_requests: u32,
}

/// Where the certificate comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CertificateSource {
    /// `DHAKACART_TLS_CERT` and `DHAKACART_TLS_KEY`.
    Files {
        /// The certificate and its intermediates, PEM.
        certificate: PathBuf,
        /// Its private key, PEM.
        key: PathBuf,
    },
    /// `DHAKACART_ACME_…`.
    Acme(Acme),
}

/// A certificate by ACME.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acme {
    /// `DHAKACART_ACME_DOMAINS`, never empty.
    pub domains: Vec<String>,
    /// `DHAKACART_ACME_CONTACT`.
    pub contact: Option<String>,
    /// `DHAKACART_ACME_DIRECTORY`.
    pub directory: String,
    /// `DHAKACART_ACME_CA`.
    pub root: Option<PathBuf>,
    /// `DHAKACART_ACME_FOLDER`.
    pub folder: PathBuf,
}

impl Acme {
    /// `None` without domains.
    fn read(from: &mut Reader<'_>) -> Result<Option<Self>, Reported> {
        let domains = from.optional(&named::ACME_DOMAINS, domains::parse);
        let contact = from.optional(&named::ACME_CONTACT, contact::email);
        let directory = from.value(&named::ACME_DIRECTORY, domains::directory);
        let root = from.optional(&named::ACME_CA, files::path);
        let folder = from.value(&named::ACME_FOLDER, files::path);
        let (contact, directory, root, folder) = (contact?, directory?, root?, folder?);
        Ok(domains?.map(|domains| Acme {
            domains,
            contact,
            directory,
            root,
            folder,
        }))
    }
}

impl Edge {
    pub(super) fn read(from: &mut Reader<'_>) -> Result<Self, Reported> {
        let certificate = from.optional(&named::TLS_CERT, files::path);
        let key = from.optional(&named::TLS_KEY, files::path);
        let http_addr = from.optional(&named::HTTP_ADDR, scalar::address);
        let acme = Acme::read(from);
        let max_connections = from.value(&named::MAX_CONNECTIONS, |text| {
            scalar::number(text, 16..=1_000_000)
        });
        let max_requests = from.value(&named::MAX_REQUESTS, |text| {
            scalar::number(text, 8..=100_000)
        });
        let (acme, http_addr) = (acme?, http_addr?);
        let certificate = match (certificate?, key?) {
            (Some(_), Some(_)) if acme.is_some() => {
                let why = "can't be given together with DHAKACART_TLS_CERT: a certificate comes \
                     from files or from a CA";
                from.refuse_together(&named::ACME_DOMAINS, why);
                return Err(Reported);
            }
            (Some(certificate), Some(key)) => Some(CertificateSource::Files { certificate, key }),
            (None, None) if acme.is_some() && http_addr.is_none() => {
                let why = "is missing: the CA asks there whether DHAKACART_ACME_DOMAINS are ours";
                from.refuse_together(&named::HTTP_ADDR, why);
                return Err(Reported);
            }
            (None, None) => acme.map(CertificateSource::Acme),
            (Some(_), None) => {
                from.refuse_together(&named::TLS_KEY, "is missing: its certificate is given");
                return Err(Reported);
            }
            (None, Some(_)) => {
                from.refuse_together(&named::TLS_CERT, "is missing: its key is given");
                return Err(Reported);
            }
        };
        Ok(Self {
            certificate,
            http_addr,
            max_connections: max_connections?,
            max_requests: max_requests?,
        })
    }
}

impl Config {
    /// Whether browsers reach the shop by HTTPS: by our own TLS, or because that is what
    /// `DHAKACART_PUBLIC_URL` says of the gateway in front. In production nobody is taken to serve
    /// plain HTTP who doesn't say so there.
    #[must_use]
    pub fn is_https(&self) -> bool {
        match (&self.edge.certificate, &self.public_url) {
            (Some(_), _) => true,
            (None, Some(url)) => url.starts_with("https://"),
            (None, None) => self.environment.is_production(),
        }
    }

    /// What of this is legal and probably not meant.
    pub(super) fn edge_doubts(&self, doubts: &mut Vec<String>) {
        if self.environment.is_production() && !self.is_https() {
            doubts.push(
                "DHAKACART_PUBLIC_URL is http:// in production: passwords and addresses travel in \
                 the clear, and cookies can't be kept from doing so"
                    .to_owned(),
            );
        }
        if self.edge.certificate.is_some()
            && self
                .public_url
                .as_deref()
                .is_some_and(|url| url.starts_with("http://"))
        {
            doubts.push(
                "DHAKACART_PUBLIC_URL is http:// though the storefront speaks HTTPS: search engines \
                 and shared links would be sent to an address that nobody answers on"
                    .to_owned(),
            );
        }
        if self.replicas > 1 && matches!(self.edge.certificate, Some(CertificateSource::Acme(_))) {
            doubts.push(
                "DHAKACART_ACME_DOMAINS with DHAKACART_REPLICAS: each replica would ask the CA for a \
                 certificate of its own, and only one of them is asked back"
                    .to_owned(),
            );
        }
        if self.edge.http_addr.is_some() && self.public_url.is_none() {
            doubts.push(
                "DHAKACART_HTTP_ADDR is given without DHAKACART_PUBLIC_URL: plain HTTP is sent to \
                 the first name of the certificate, and refused where there is none"
                    .to_owned(),
            );
        }
    }
}
