//! The cluster itself: its folder, its server process, and the end of both. Dropping either
//! takes it away, so that an error on the way up leaves nothing behind.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::ErrorKind;
use std::net::TcpListener;
use std::os::unix::fs::{DirBuilderExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use nix::sys::signal::{Signal, kill};
use nix::unistd::{Pid, User};

use super::programs;
use crate::workspace;

/// Settings of a cluster whose content is worth nothing: fast, not safe. A crash that a test
/// makes is a crash of our server, never of PostgreSQL, so that commits stay commits.
const SETTINGS: [&str; 9] = [
    "listen_addresses=127.0.0.1",
    "max_connections=300",
    "fsync=off",
    "full_page_writes=off",
    "max_wal_size=256MB",
    "jit=off",
    "timezone=UTC",
    "lc_messages=C",
    "unix_socket_permissions=0700",
];

const STARTED_WITHIN: Duration = Duration::from_mins(1);
const STOPPED_WITHIN: Duration = Duration::from_secs(10);
const LOOK_EVERY: Duration = Duration::from_millis(20);
/// A port that was free may be somebody's a moment later.
const PORTS_TRIED: usize = 5;
/// How much of a failed start's log is shown.
const LOG_LINES: usize = 15;

/// A folder of the cluster's own, gone with this value.
pub(super) struct Folder {
    path: PathBuf,
    owner: Option<User>,
}

impl Folder {
    /// Makes a folder that only the cluster's user can read.
    ///
    /// # Errors
    /// When it can't be made.
    pub(super) fn create() -> Result<Self> {
        let owner = programs::unprivileged_user()?;
        // Root's own temporary folder may be closed to the user that PostgreSQL will run as.
        let parent = if owner.is_some() {
            PathBuf::from("/tmp")
        } else {
            std::env::temp_dir()
        };
        let process = std::process::id();
        for attempt in 0..100 {
            let path = parent.join(format!("dhakacart-postgres-{process}-{attempt}"));
            match DirBuilder::new().mode(0o700).create(&path) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => bail!("making {}: {error}", path.display()),
                Ok(()) => {
                    let folder = Self { path, owner };
                    folder.give_to_owner()?;
                    return Ok(folder);
                }
            }
        }
        bail!(
            "{} is full of clusters that nobody removed",
            parent.display()
        )
    }

    /// The folder.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    fn data(&self) -> PathBuf {
        self.path.join("data")
    }

    fn log(&self) -> PathBuf {
        self.path.join("log")
    }

    fn give_to_owner(&self) -> Result<()> {
        if let Some(owner) = &self.owner {
            chown(
                &self.path,
                Some(owner.uid.as_raw()),
                Some(owner.gid.as_raw()),
            )
            .with_context(|| format!("giving {} to {}", self.path.display(), owner.name))?;
        }
        Ok(())
    }

    /// One of PostgreSQL's programs, as the cluster's user, writing to the log.
    fn program(&self, path: &Path) -> Result<Command> {
        let log = OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.log())?;
        let mut command = workspace::command(path);
        command.current_dir(&self.path).stdin(Stdio::null());
        command.stdout(File::try_clone(&log)?).stderr(log);
        if let Some(owner) = &self.owner {
            command.uid(owner.uid.as_raw()).gid(owner.gid.as_raw());
        }
        Ok(command)
    }

    /// Everybody is let in but members of the role `checked`, who need their password: tests of
    /// passwords make such roles.
    fn check_some_passwords(&self) -> Result<()> {
        let rules = self.data().join("pg_hba.conf");
        let others = std::fs::read_to_string(&rules).context("reading pg_hba.conf")?;
        let checked = format!("host all +checked all scram-sha-256\n{others}");
        std::fs::write(&rules, checked).context("writing pg_hba.conf")
    }

    fn end_of_log(&self) -> String {
        let log = std::fs::read_to_string(self.log()).unwrap_or_default();
        let lines: Vec<_> = log.lines().collect();
        lines[lines.len().saturating_sub(LOG_LINES)..].join("\n")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.path) {
            eprintln!("removing {}: {error}", self.path.display());
        }
    }
}

/// A running server, stopped with this value. Its folder outlives it.
pub(super) struct Server<'a> {
    process: Child,
    folder: &'a Folder,
    port: u16,
}

impl<'a> Server<'a> {
    /// Makes a cluster in the folder and starts its server on a free port of the loopback.
    ///
    /// # Errors
    /// When one of PostgreSQL's programs fails, with the end of what it said.
    pub(super) fn start(folder: &'a Folder) -> Result<Self> {
        let programs = programs::find()?;
        // C sorts text by its bytes, as SQLite does.
        let made = folder
            .program(&programs.join("initdb"))?
            .args([
                "--username=postgres",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
            ])
            .arg("--no-sync")
            .arg("--pgdata")
            .arg(folder.data())
            .status()
            .context("starting initdb")?;
        if !made.success() {
            bail!("initdb ended with {made}:\n{}", folder.end_of_log());
        }
        folder.check_some_passwords()?;
        for _ in 0..PORTS_TRIED {
            let mut server = Self::launch(&programs, folder)?;
            if server.becomes_ready()? {
                return Ok(server);
            }
        }
        bail!("PostgreSQL does not start:\n{}", folder.end_of_log())
    }

    fn launch(programs: &Path, folder: &'a Folder) -> Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut command = folder.program(&programs.join("postgres"))?;
        command
            .arg("-D")
            .arg(folder.data())
            .arg("-k")
            .arg(&folder.path);
        command.args(["-p", &port.to_string()]);
        for setting in SETTINGS {
            command.args(["-c", setting]);
        }
        let process = command.spawn().context("starting postgres")?;
        Ok(Self {
            process,
            folder,
            port,
        })
    }

    /// Waits until it takes connections; false if it ends instead.
    fn becomes_ready(&mut self) -> Result<bool> {
        let deadline = Instant::now() + STARTED_WITHIN;
        while Instant::now() < deadline {
            if !self.is_running()? {
                return Ok(false);
            }
            // What `pg_ctl --wait` looks at: the eighth line is the server's state.
            let state = std::fs::read_to_string(self.folder.data().join("postmaster.pid"));
            if state.is_ok_and(|text| text.lines().nth(7).map(str::trim) == Some("ready")) {
                return Ok(true);
            }
            sleep(LOOK_EVERY);
        }
        bail!(
            "PostgreSQL does not get ready:\n{}",
            self.folder.end_of_log()
        )
    }

    /// Whether the server process is still there.
    ///
    /// # Errors
    /// When the system won't tell.
    pub(super) fn is_running(&mut self) -> Result<bool> {
        Ok(self.process.try_wait()?.is_none())
    }

    /// Where tests connect, as the cluster's superuser.
    pub(super) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// The end of what the server said.
    pub(super) fn last_words(&self) -> String {
        self.folder.end_of_log()
    }

    /// SIGQUIT is PostgreSQL's immediate shutdown: nothing in it is worth a checkpoint.
    fn quit(&mut self) -> Result<()> {
        if !self.is_running()? {
            return Ok(());
        }
        kill(
            Pid::from_raw(i32::try_from(self.process.id())?),
            Signal::SIGQUIT,
        )?;
        let deadline = Instant::now() + STOPPED_WITHIN;
        while self.is_running()? {
            if Instant::now() > deadline {
                bail!("it does not stop within {STOPPED_WITHIN:?}");
            }
            sleep(LOOK_EVERY);
        }
        Ok(())
    }
}

impl Drop for Server<'_> {
    fn drop(&mut self) {
        if let Err(error) = self.quit() {
            eprintln!("stopping PostgreSQL: {error:#}; ending it the hard way");
            let ended = self.process.kill().and_then(|()| self.process.wait());
            if let Err(error) = ended {
                eprintln!("ending PostgreSQL: {error}");
            }
        }
    }
}
