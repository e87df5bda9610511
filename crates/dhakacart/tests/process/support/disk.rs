//! A disk for SQLite that can run full, in a process of its own choosing.
//!
//! `Real` is a file system of some megabytes in a mount namespace of the shop's own (as root, or
//! as anybody where user namespaces are allowed): nothing of it is left when the shop ends. Where
//! neither is permitted, and in the test that is about it, `Limited` bounds how long a file of the
//! shop's may grow (RLIMIT_FSIZE): every write beyond it fails.

use std::fs::{self, File};
use std::io::Write as _;
use std::process::Command;

use nix::sys::resource::{Resource, getrlimit};
use tempfile::TempDir;

use super::{Run, ShopProcess, serve_on};

/// Where a shop's database lies.
pub(crate) struct Disk {
    folder: TempDir,
    kind: Kind,
}

enum Kind {
    /// What `unshare` and `nsenter` are told.
    Real {
        unshare: &'static [&'static str],
        nsenter: &'static [&'static str],
    },
    Limited,
}

const AS_ROOT: Kind = Kind::Real {
    unshare: &["--mount"],
    nsenter: &["--mount"],
};
const AS_ANYBODY: Kind = Kind::Real {
    unshare: &["--user", "--map-root-user", "--mount"],
    nsenter: &["--user", "--preserve-credentials", "--mount"],
};

/// Mounts the disk, then becomes the command.
const ON_A_SMALL_DISK: &str = r#"mount -t tmpfs -o size=6m tmpfs "$0" && exec "$@""#;
/// Becomes the command, with the signal ignored that would end it at the limit.
const WITHOUT_SIGXFSZ: &str = r#"trap "" XFSZ; exec "$@""#;
/// What fills a real disk.
const BALLAST: &str = "ballast";

impl Disk {
    /// A disk that is really full when it is full, if this machine lets anybody have one.
    pub(crate) fn small() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let possible = |kind: &Kind| {
            let Kind::Real { unshare, .. } = kind else {
                return false;
            };
            let mut attempt = Command::new("unshare");
            attempt
                .args(*unshare)
                .args(["sh", "-c", ON_A_SMALL_DISK])
                .arg(folder.path())
                .arg("true");
            attempt
                .output()
                .is_ok_and(|outcome| outcome.status.success())
        };
        let kind = [AS_ROOT, AS_ANYBODY]
            .into_iter()
            .find(possible)
            .unwrap_or(Kind::Limited);
        Self { folder, kind }
    }

    /// A disk that takes no byte more once it is full.
    pub(crate) fn limited() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            kind: Kind::Limited,
        }
    }

    /// The database on it.
    pub(crate) fn url(&self) -> String {
        format!("sqlite://{}/shop.db", self.folder.path().display())
    }

    /// A shop on it, which is to be furnished from inside.
    pub(crate) async fn open_shop(&self) -> ShopProcess {
        let serve = serve_on(&self.url());
        let folder = self.folder.path().to_str().unwrap();
        ShopProcess::open(match &self.kind {
            Kind::Real { unshare, .. } => serve.through(
                &[
                    &["unshare"],
                    *unshare,
                    &["sh", "-c", ON_A_SMALL_DISK, folder],
                ]
                .concat(),
            ),
            Kind::Limited => serve.through(&["sh", "-c", WITHOUT_SIGXFSZ, "sh"]),
        })
        .await
    }

    /// A command that sees the disk as the shop does.
    pub(crate) fn inside(&self, shop: &ShopProcess, command: Run) -> Run {
        match &self.kind {
            Kind::Real { nsenter, .. } => {
                let target = shop.id().to_string();
                command.through(&[&["nsenter", "--target", &target], *nsenter, &["--"]].concat())
            }
            Kind::Limited => command,
        }
    }

    /// From now on there is no room.
    pub(crate) fn fill(&self, shop: &ShopProcess) {
        if let Kind::Limited = self.kind {
            return limit(shop, 0);
        }
        let mut ballast = File::create(self.ballast(shop)).unwrap();
        // Big pieces, then small ones: not a byte is left.
        for size in [64 * 1024, 4 * 1024, 1] {
            while ballast.write_all(&vec![0; size]).is_ok() {}
        }
    }

    /// Room again.
    pub(crate) fn free(&self, shop: &ShopProcess) {
        if let Kind::Limited = self.kind {
            let (soft, _) = getrlimit(Resource::RLIMIT_FSIZE).unwrap();
            return limit(shop, soft);
        }
        fs::remove_file(self.ballast(shop)).unwrap();
    }

    fn ballast(&self, shop: &ShopProcess) -> String {
        format!(
            "/proc/{}/root{}/{BALLAST}",
            shop.id(),
            self.folder.path().display()
        )
    }
}

/// Sets how long a file of the shop's may become; what may be allowed again stays as it is.
fn limit(shop: &ShopProcess, bytes: u64) {
    let mut prlimit = Command::new("prlimit");
    let outcome = prlimit
        .arg(format!("--pid={}", shop.id()))
        .arg(format!("--fsize={bytes}:"))
        .output();
    let outcome = outcome.unwrap();
    assert!(outcome.status.success(), "{outcome:?}");
}
