//! The certificate of this process: where it comes from, and how a new one takes effect.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use config::{CertificateSource, Config};
use domain::Ambient;
use edge::{Certificate, CertificateFiles, Certificates, Drain, Looked, Tls};
use tokio::signal::unix::{SignalKind, signal};

/// How often the files are looked at; SIGHUP asks for a look at once.
const LOOK: Duration = Duration::from_secs(10);

/// A certificate that expires this soon is worth a warning.
const SOON: time::Duration = time::Duration::days(14);

/// TLS of our own.
pub(super) struct OwnTls {
    pub(super) tls: Tls,
    pub(super) certificates: Arc<Certificates>,
    files: CertificateFiles,
}

impl OwnTls {
    /// What the settings ask for; `None` is plain HTTP.
    pub(super) async fn open(config: &Config, ambient: &Ambient) -> anyhow::Result<Option<Self>> {
        let Some(CertificateSource::Files { certificate, key }) = &config.edge.certificate else {
            return Ok(None);
        };
        let (files, first) = CertificateFiles::open(certificate, key, ambient.now())
            .await
            .context("DHAKACART_TLS_CERT and DHAKACART_TLS_KEY can't be used")?;
        tell(&first, ambient);
        let certificates = Certificates::new(first);
        Ok(Some(OwnTls {
            tls: Tls::new(certificates.clone())?,
            certificates,
            files,
        }))
    }

    /// Takes every new certificate until the drain begins. One that can't be used changes nothing.
    pub(super) async fn follow(mut self, ambient: Ambient, drain: Drain) {
        let mut timer = tokio::time::interval(LOOK);
        timer.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let Ok(mut hangup) = signal(SignalKind::hangup()) else {
            tracing::error!(
                "SIGHUP can't be caught: certificates are looked at by the clock alone"
            );
            return self.follow_clock(ambient, drain).await;
        };
        loop {
            tokio::select! {
                () = drain.wait() => return,
                _ = timer.tick() => self.look(&ambient).await,
                _ = hangup.recv() => {
                    // The second look speaks about what the first has found to be bad.
                    self.look(&ambient).await;
                    self.look(&ambient).await;
                }
            }
        }
    }

    async fn follow_clock(mut self, ambient: Ambient, drain: Drain) {
        loop {
            tokio::select! {
                () = drain.wait() => return,
                () = tokio::time::sleep(LOOK) => self.look(&ambient).await,
            }
        }
    }

    async fn look(&mut self, ambient: &Ambient) {
        match self.files.look(ambient.now()).await {
            Looked::Unchanged => {}
            Looked::New(certificate) => {
                tell(&certificate, ambient);
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
