//! A certificate in two files, which somebody else renews.

use std::path::{Path, PathBuf};

use time::OffsetDateTime;

use super::{BadCertificate, Certificate};

/// Two files, and what was in them last.
#[derive(Debug)]
pub struct CertificateFiles {
    certificate: PathBuf,
    key: PathBuf,
    taken: Contents,
    /// What was refused, and whether that has been told.
    refused: Option<(Contents, bool)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Contents {
    certificate: Vec<u8>,
    key: Vec<u8>,
}

/// What a look at the files has shown.
#[derive(Debug)]
pub enum Looked {
    /// Nothing new, or nothing whole yet.
    Unchanged,
    /// A new certificate.
    New(Certificate),
    /// Something that can't be used. Told once for the same contents.
    Bad(BadCertificate),
}

impl CertificateFiles {
    /// Reads both for the first time.
    ///
    /// # Errors
    /// [`BadCertificate`]: what is in them can't be used.
    pub async fn open(
        certificate: &Path,
        key: &Path,
        now: OffsetDateTime,
    ) -> Result<(Self, Certificate), BadCertificate> {
        let taken = Contents::read(certificate, key).await?;
        let parsed = taken.judge(now)?;
        let files = CertificateFiles {
            certificate: certificate.to_owned(),
            key: key.to_owned(),
            taken,
            refused: None,
        };
        Ok((files, parsed))
    }

    /// Looks whether they have changed. The two can't be read in one moment: what doesn't fit
    /// together is looked at once more before anybody hears of it.
    pub async fn look(&mut self, now: OffsetDateTime) -> Looked {
        let found = match Contents::read(&self.certificate, &self.key).await {
            Ok(found) => found,
            Err(error) => return self.refuse(Contents::nothing(), error),
        };
        if found == self.taken {
            self.refused = None;
            return Looked::Unchanged;
        }
        match found.judge(now) {
            Ok(certificate) => {
                (self.taken, self.refused) = (found, None);
                Looked::New(certificate)
            }
            Err(error) => self.refuse(found, error),
        }
    }

    fn refuse(&mut self, found: Contents, error: BadCertificate) -> Looked {
        match &mut self.refused {
            Some((known, told)) if *known == found => {
                if std::mem::replace(told, true) {
                    Looked::Unchanged
                } else {
                    Looked::Bad(error)
                }
            }
            _ => {
                self.refused = Some((found, false));
                Looked::Unchanged
            }
        }
    }
}

impl Contents {
    async fn read(certificate: &Path, key: &Path) -> Result<Self, BadCertificate> {
        let read = async |path: &Path| {
            let unreadable = |error: std::io::Error| BadCertificate::Unreadable {
                path: path.display().to_string(),
                why: error.to_string(),
            };
            tokio::fs::read(path).await.map_err(unreadable)
        };
        Ok(Contents {
            certificate: read(certificate).await?,
            key: read(key).await?,
        })
    }

    fn nothing() -> Self {
        Contents {
            certificate: Vec::new(),
            key: Vec::new(),
        }
    }

    fn judge(&self, now: OffsetDateTime) -> Result<Certificate, BadCertificate> {
        Certificate::from_pem(&self.certificate, &self.key, now)
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;
    use crate::testing::certificate;

    const NOW: OffsetDateTime = datetime!(2026-11-23 12:00 UTC);

    #[tokio::test]
    async fn a_new_certificate_is_seen_and_a_bad_one_is_told_once() {
        let folder = tempfile::tempdir().unwrap();
        let (cert, key) = (folder.path().join("tls.crt"), folder.path().join("tls.key"));
        let write = |(certificate, private): &(String, String)| {
            std::fs::write(&cert, certificate).unwrap();
            std::fs::write(&key, private).unwrap();
        };
        let missing = CertificateFiles::open(&cert, &key, NOW).await.unwrap_err();
        assert!(
            missing.to_string().contains("tls.crt can't be read"),
            "{missing}"
        );

        write(&certificate(NOW));
        let (mut files, _) = CertificateFiles::open(&cert, &key, NOW).await.unwrap();
        assert!(matches!(files.look(NOW).await, Looked::Unchanged));

        // The certificate is there and its key not yet.
        let next = certificate(NOW);
        std::fs::write(&cert, &next.0).unwrap();
        assert!(matches!(files.look(NOW).await, Looked::Unchanged));
        assert!(matches!(
            files.look(NOW).await,
            Looked::Bad(BadCertificate::Mismatch)
        ));
        assert!(matches!(files.look(NOW).await, Looked::Unchanged));
        std::fs::write(&key, &next.1).unwrap();
        assert!(matches!(files.look(NOW).await, Looked::New(_)));

        std::fs::remove_file(&cert).unwrap();
        assert!(matches!(files.look(NOW).await, Looked::Unchanged));
        assert!(matches!(
            files.look(NOW).await,
            Looked::Bad(BadCertificate::Unreadable { .. })
        ));
        write(&next);
        assert!(matches!(files.look(NOW).await, Looked::Unchanged));
    }
}
