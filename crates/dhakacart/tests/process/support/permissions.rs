//! Files that may not be written, and processes to which that means something.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use super::Run;

/// A folder and its files, which nobody may write until this is gone.
pub(crate) struct Sealed<'a>(&'a Path);

impl<'a> Sealed<'a> {
    pub(crate) fn folder(folder: &'a Path) -> Self {
        let sealed = Self(folder);
        sealed.allow(0o444, 0o555);
        sealed
    }

    fn allow(&self, files: u32, folder: u32) {
        for file in fs::read_dir(self.0).unwrap() {
            fs::set_permissions(file.unwrap().path(), Permissions::from_mode(files)).unwrap();
        }
        fs::set_permissions(self.0, Permissions::from_mode(folder)).unwrap();
    }
}

impl Drop for Sealed<'_> {
    fn drop(&mut self) {
        self.allow(0o644, 0o755);
    }
}

/// A process that may not write what its user may not write: root gives up the right to.
pub(crate) fn bound(run: Run) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let _sealed = Sealed::folder(folder.path());
    match fs::write(folder.path().join("written"), "") {
        Ok(()) => run.through(&[
            "setpriv",
            "--inh-caps",
            "-dac_override",
            "--bounding-set",
            "-dac_override",
            "--",
        ]),
        Err(_) => run,
    }
}
