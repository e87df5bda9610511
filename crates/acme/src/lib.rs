//! Certificates from a CA (ACME, RFC 8555), for a shop on one machine: obtained, kept and renewed.
//!
//! [`Acme::open`] answers at once: with the certificate of last time, or with one that we signed
//! ourselves so that listening can begin. [`Acme::follow`] then sees to a real one, and to the next
//! in time: when the CA asks for it (ARI, RFC 9773), or when a third of its life is left. A failure
//! changes nothing but the time of the next attempt. Challenges are HTTP-01, answered by edge's
//! plain listener through [`Acme::challenges`].
//!
//! Invariants: nothing in the folder is ever half written or readable by others; an account's key
//! is made once; a certificate and its key are one file.

mod folder;
mod obtain;
mod schedule;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::Ambient;
use edge::{Certificate, Certificates, Challenges};
use time::OffsetDateTime;

use self::folder::Folder;
use self::obtain::Ca;
use self::schedule::{back_off, renewal};

/// Longest between two questions whether the CA wants a certificate renewed earlier.
const ASK: Duration = Duration::from_secs(6 * 60 * 60);
/// An attempt that takes longer has failed.
const ATTEMPT: Duration = Duration::from_secs(180);

/// Whose certificates, and for what.
#[derive(Debug, Clone)]
pub struct AcmeOptions {
    /// The CA's directory.
    pub directory: String,
    /// A PEM file with the CA's own root, where the system doesn't know it.
    pub root: Option<PathBuf>,
    /// Whom the CA writes to: `mailto:…`.
    pub contact: Option<String>,
    /// The names that the certificate is for, the shop's own first.
    pub domains: Vec<String>,
    /// Where the account and the certificate are kept.
    pub folder: PathBuf,
}

/// Why there is no certificate (yet).
#[derive(Debug, thiserror::Error)]
pub enum AcmeError {
    /// The CA refused, or can't be reached.
    #[error("the CA: {0}")]
    Ca(#[from] instant_acme::Error),
    /// A name that the CA wants no HTTP-01 for, or that failed it.
    #[error("{0} was not confirmed: {1}")]
    NotConfirmed(String, &'static str),
    /// The CA's certificate is not one that we can use.
    #[error("the new certificate can't be used: {0}")]
    Unusable(#[from] edge::BadCertificate),
    /// No key or request could be made.
    #[error("no request for a certificate could be made: {0}")]
    Request(#[from] rcgen::Error),
    /// The folder can't be read or written.
    #[error("{0} can't be used: {1}")]
    Folder(PathBuf, std::io::Error),
    /// What was kept of the account isn't readable.
    #[error("the account that is kept can't be read: {0}")]
    Account(#[from] serde_json::Error),
    /// The CA took too long.
    #[error("it took longer than {} s", ATTEMPT.as_secs())]
    TooLong,
}

/// The answers to a CA's questions that are open now, by token.
type Answers = Arc<Mutex<HashMap<String, String>>>;

/// Certificates by ACME.
pub struct Acme {
    options: AcmeOptions,
    folder: Folder,
    answers: Answers,
    certificates: Arc<Certificates>,
    /// Whether the certificate in force is the CA's.
    signed: bool,
    ambient: Ambient,
}

impl Acme {
    /// Takes the certificate of last time, or signs one itself for the time being.
    ///
    /// # Errors
    /// [`AcmeError`] if the folder can't be used.
    pub fn open(options: AcmeOptions, ambient: Ambient) -> Result<Self, AcmeError> {
        let folder = Folder::open(&options.folder)?;
        let now = ambient.now();
        let kept = folder.certificate()?.and_then(|pem| {
            let kept = Certificate::from_pem(&pem, &pem, now);
            kept.inspect_err(|error| tracing::warn!(%error, "the certificate of last time"))
                .ok()
        });
        let kept = kept.filter(|kept| covers(kept, &options.domains));
        let signed = kept.is_some();
        let first = match kept {
            Some(kept) => kept,
            None => bootstrap(&options.domains, now)?,
        };
        Ok(Acme {
            options,
            folder,
            answers: Answers::default(),
            certificates: Certificates::new(first),
            signed,
            ambient,
        })
    }

    /// What is in force, now and later.
    #[must_use]
    pub fn certificates(&self) -> Arc<Certificates> {
        self.certificates.clone()
    }

    /// What the plain listener answers to a CA.
    #[must_use]
    pub fn challenges(&self) -> Challenges {
        let answers = self.answers.clone();
        Arc::new(move |token| {
            let answers = answers.lock().unwrap_or_else(PoisonError::into_inner);
            answers.get(token).cloned()
        })
    }

    /// Sees to certificates, as long as it is polled.
    pub async fn follow(mut self) {
        let mut failures = 0;
        loop {
            let now = self.ambient.now();
            let (due, ask_again) = self.due(now).await;
            if due > now {
                let left = Duration::try_from(due - now).unwrap_or(ASK);
                tokio::time::sleep(left.min(ask_again)).await;
                continue;
            }
            match self.renew().await {
                Ok(()) => failures = 0,
                Err(error) => {
                    failures += 1;
                    let wait = back_off(failures);
                    let until = self.certificates.current().not_after();
                    tracing::error!(
                        %error,
                        attempt = failures,
                        "no new certificate; next attempt in {} min, the one in force ends {until}",
                        wait.as_secs() / 60
                    );
                    tokio::time::sleep(wait).await;
                }
            }
        }
    }

    /// When the certificate in force is to be replaced, and when to ask that again.
    async fn due(&self, now: OffsetDateTime) -> (OffsetDateTime, Duration) {
        if !self.signed {
            return (now, ASK);
        }
        let current = self.certificates.current();
        let window = match self.ca().window(&current).await {
            Ok(window) => window,
            Err(error) => {
                tracing::debug!(%error, "the CA doesn't say when to renew");
                None
            }
        };
        let ask_again = window.as_ref().map_or(ASK, |window| window.ask_again);
        let mut chance = [0];
        self.ambient.fill(&mut chance);
        let within = window.map(|window| (window.from, window.to));
        let due = renewal(current.not_before(), current.not_after(), within, chance[0]);
        (due, ask_again)
    }

    async fn renew(&mut self) -> Result<(), AcmeError> {
        let replaced = self.signed.then(|| self.certificates.current());
        let ca = self.ca();
        let obtained = ca.obtain(replaced.as_ref(), &self.answers);
        let pem = tokio::time::timeout(ATTEMPT, obtained)
            .await
            .map_err(|_| AcmeError::TooLong)??;
        let new = Certificate::from_pem(pem.as_bytes(), pem.as_bytes(), self.ambient.now())?;
        // Kept before it is shown: a certificate that a restart forgets costs the CA another one.
        self.folder.keep_certificate(&pem)?;
        tracing::info!(
            names = new.names().join(", "),
            until = %new.not_after(),
            "a new certificate is in force"
        );
        self.certificates.replace(new);
        self.signed = true;
        Ok(())
    }

    fn ca(&self) -> Ca<'_> {
        Ca {
            options: &self.options,
            folder: &self.folder,
        }
    }
}

/// Whether a certificate is for all of these names.
fn covers(certificate: &Certificate, domains: &[String]) -> bool {
    domains
        .iter()
        .all(|domain| certificate.names().contains(domain))
}

/// A certificate that nobody trusts, so that listening can begin. A week: by then there is another.
fn bootstrap(domains: &[String], now: OffsetDateTime) -> Result<Certificate, AcmeError> {
    let mut wanted = rcgen::CertificateParams::new(domains)?;
    wanted.not_before = now - time::Duration::hours(1);
    wanted.not_after = now + time::Duration::days(7);
    let key = rcgen::KeyPair::generate()?;
    let pem = wanted.self_signed(&key)?.pem();
    Ok(Certificate::from_pem(
        pem.as_bytes(),
        key.serialize_pem().as_bytes(),
        now,
    )?)
}
