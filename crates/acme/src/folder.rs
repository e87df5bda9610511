//! What is kept from start to start: the account with its key, and the certificate with its.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use crate::AcmeError;

/// The certificate, its intermediates and its key: one file, so that they can't be of two renewals.
const CERTIFICATE: &str = "certificate.pem";
const ACCOUNT: &str = "account.json";

/// A folder for our eyes only.
#[derive(Debug)]
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn open(path: &Path) -> Result<Self, AcmeError> {
        let made = fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(path);
        made.map_err(|error| AcmeError::Folder(path.to_owned(), error))?;
        Ok(Folder(path.to_owned()))
    }

    pub(super) fn certificate(&self) -> Result<Option<Vec<u8>>, AcmeError> {
        self.read(CERTIFICATE)
    }

    pub(super) fn keep_certificate(&self, pem: &str) -> Result<(), AcmeError> {
        self.write(CERTIFICATE, pem.as_bytes())
    }

    pub(super) fn account(&self) -> Result<Option<Vec<u8>>, AcmeError> {
        self.read(ACCOUNT)
    }

    pub(super) fn keep_account(&self, json: &[u8]) -> Result<(), AcmeError> {
        self.write(ACCOUNT, json)
    }

    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, AcmeError> {
        let path = self.0.join(name);
        match fs::read(&path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(AcmeError::Folder(path, error)),
        }
    }

    /// Whole or not at all, power cuts included.
    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), AcmeError> {
        let (path, beside) = (self.0.join(name), self.0.join(format!("{name}.new")));
        let written = || {
            // One of a process that died in between may lie there with other permissions.
            match fs::remove_file(&beside) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
            let mut options = OpenOptions::new();
            let mut file = options
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(&beside)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            fs::rename(&beside, &path)?;
            File::open(&self.0)?.sync_all()
        };
        written().map_err(|error| AcmeError::Folder(path.clone(), error))
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn what_is_kept_is_ours_alone_and_replaced_whole() {
        let temporary = tempfile::tempdir().unwrap();
        let place = temporary.path().join("var/acme");
        let folder = Folder::open(&place).unwrap();
        assert_eq!(folder.certificate().unwrap(), None);
        fs::write(place.join("certificate.pem.new"), "half").unwrap();
        for pem in ["first", "second"] {
            folder.keep_certificate(pem).unwrap();
            assert_eq!(folder.certificate().unwrap().unwrap(), pem.as_bytes());
        }
        folder.keep_account(b"{}").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&place), 0o700);
        assert_eq!(mode(&place.join("certificate.pem")), 0o600);
        assert_eq!(mode(&place.join("account.json")), 0o600);
        assert_eq!(fs::read_dir(&place).unwrap().count(), 2);
    }
}
