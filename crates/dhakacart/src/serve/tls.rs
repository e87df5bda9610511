//! The certificate of this process: where it comes from, and how a new one takes effect.

use std::sync::Arc;
use std::time::Duration;

use acme::{Acme, AcmeOptions};
use anyhow::Context as _;
use config::{CertificateSource, Config};
use domain::Ambient;
use edge::{Certificate, CertificateFiles, Certificates, Challenges, Drain, Looked, Tls};
use tokio::signal::unix::{SignalKind, signal};

/// How often the files are looked at; SIGHUP asks for a look at once.
const LOOK: Duration = Duration::from_secs(10);

/// A certificate that expires this soon is worth a warning.
const SOON: time::Duration = time::Duration::days(14);

/// TLS of our own.
pub(super) struct OwnTls {
    pub(super) tls: Tls,
    pub(super) certificates: Arc<Certificates>,
    source: Source,
}

/// Whom new certificates come from.
enum Source {
    Files(Box<CertificateFiles>),
    Acme(Box<Acme>),
}

impl OwnTls {
    /// What the settings ask for; `None` is plain HTTP.
    pub(super) async fn open(config: &Config, ambient: &Ambient) -> anyhow::Result<Option<Self>> {
        let Some(source) = &config.edge.certificate else {
            return Ok(None);
        };
        let (source, certificates) = match source {
            CertificateSource::Files { certificate, key } => {
                let (files, first) = CertificateFiles::open(certificate, key, ambient.now())
                    .await
                    .context("DHAKACART_TLS_CERT and DHAKACART_TLS_KEY can't be used")?;
                tell(&first, ambient);
                (Source::Files(Box::new(files)), Certificates::new(first))
            }
            CertificateSource::Acme(settings) => {
                let acme = Acme::open(acme_options(settings), ambient.clone())
                    .context("no certificate by ACME (DHAKACART_ACME_FOLDER)")?;
                let certificates = acme.certificates();
                (Source::Acme(Box::new(acme)), certificates)
            }
        };
        Ok(Some(OwnTls {
            tls: Tls::new(certificates.clone())?,
            certificates,
            source,
        }))
    }

    /// What the plain listener answers to a CA.
    pub(super) fn challenges(&self) -> Option<Challenges> {
        match &self.source {
            Source::Files(_) => None,
            Source::Acme(acme) => Some(acme.challenges()),
        }
    }

    /// Takes every new certificate until the drain begins. One that can't be used changes nothing.
    pub(super) async fn follow(self, ambient: Ambient, drain: Drain) {
        match self.source {
            Source::Acme(acme) => tokio::select! {
                () = drain.wait() => {}
                () = acme.follow() => {}
            },
            Source::Files(files) => {
                let following = Following {
                    files,
                    certificates: self.certificates,
                    ambient,
                };
                tokio::select! {
                    () = drain.wait() => {}
                    () = following.run() => {}
                }
            }
        }
    }
}

fn acme_options(settings: &config::Acme) -> AcmeOptions {
    AcmeOptions {
        directory: settings.directory.clone(),
        root: settings.root.clone(),
        contact: settings
            .contact
            .as_ref()
            .map(|email| format!("mailto:{email}")),
        domains: settings.domains.clone(),
        folder: settings.folder.clone(),
    }
}

/// Files that somebody else renews.
struct Following {
    files: Box<CertificateFiles>,
    certificates: Arc<Certificates>,
    ambient: Ambient,
}

impl Following {
    async fn run(mut self) {
        let mut timer = tokio::time::interval(LOOK);
        timer.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let hangup = signal(SignalKind::hangup());
        let Ok(mut hangup) = hangup.inspect_err(|error| {
            tracing::error!(%error, "SIGHUP can't be caught: new certificates are found by the clock");
        }) else {
            loop {
                timer.tick().await;
                self.look().await;
            }
        };
        loop {
            tokio::select! {
                _ = timer.tick() => self.look().await,
                _ = hangup.recv() => {
                    // The second look speaks about what the first has found to be bad.
                    self.look().await;
                    self.look().await;
                }
            }
        }
    }

    async fn look(&mut self) {
        match self.files.look(self.ambient.now()).await {
            Looked::Unchanged => {}
            Looked::New(certificate) => {
                tell(&certificate, &self.ambient);
                self.certificates.replace(certificate);
            }
            Looked::Bad(error) => tracing::error!(
                %error,
                "the new certificate can't be used; the old one stays in force until {}",
                self.certificates.current().not_after()
            ),
        }
    }
}

fn tell(certificate: &Certificate, ambient: &Ambient) {
    let (names, until) = (certificate.names().join(", "), certificate.not_after());
    if until - ambient.now() < SOON {
        tracing::warn!(%names, %until, "the certificate expires soon");
    } else {
        tracing::info!(%names, %until, "certificate in force");
    }
}

/// Where plain HTTP is sent on to: the public address, or the certificate's first name that is one.
pub(super) fn https_origin(
    config: &Config,
    certificates: Option<Arc<Certificates>>,
) -> impl Fn() -> Option<String> + Send + Sync + 'static {
    let public = config
        .public_url
        .clone()
        .filter(|url| url.starts_with("https://"));
    let port = match config.storefront_addr.port() {
        443 => String::new(),
        port => format!(":{port}"),
    };
    move || {
        if let Some(public) = &public {
            return Some(public.clone());
        }
        let current = certificates.as_ref()?.current();
        let name = current
            .names()
            .iter()
            .find(|name| !name.starts_with("*."))?;
        Some(format!("https://{name}{port}"))
    }
}
