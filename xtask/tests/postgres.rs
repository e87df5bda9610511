//! The promise of the private cluster, from outside: it is there, and nothing of it is left,
//! even when whoever asked for it is killed.
#![expect(
    clippy::unwrap_used,
    reason = "the functions around the tests are test code as well"
)]

use std::io::{BufRead, BufReader, Read};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

/// `xtask postgres` with a cluster that is up.
struct Running {
    xtask: Child,
    address: String,
    folder: PathBuf,
    /// Held open by xtask and by the keeper; its end is the end of both.
    said: BufReader<std::process::ChildStderr>,
}

impl Running {
    fn start(arguments: &[&str]) -> Self {
        let mut xtask = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .arg("postgres")
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(xtask.stderr.take().unwrap());
        let mut line = String::new();
        said.read_line(&mut line).unwrap();
        let folder = PathBuf::from(line.trim().strip_prefix("PostgreSQL is up in ").unwrap());
        let mut line = String::new();
        BufReader::new(xtask.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let url = line
            .trim()
            .strip_prefix("export DHAKACART_TEST_POSTGRES=")
            .unwrap();
        let address = url.strip_prefix("postgres://postgres@").unwrap();
        let address = address.strip_suffix("/postgres").unwrap().to_owned();
        Self {
            xtask,
            address,
            folder,
            said,
        }
    }

    /// Waits until nobody is left to say anything, and looks for what should be gone.
    fn assert_gone(mut self) {
        self.xtask.wait().unwrap();
        let mut rest = String::new();
        self.said.read_to_string(&mut rest).unwrap();
        assert!(
            !self.folder.exists(),
            "{} is still there; {rest}",
            self.folder.display()
        );
        assert!(
            TcpStream::connect(&self.address).is_err(),
            "{} still answers",
            self.address
        );
    }
}

#[test]
fn nothing_is_left_however_it_ends() {
    for signal in [Signal::SIGINT, Signal::SIGTERM, Signal::SIGKILL] {
        let running = Running::start(&[]);
        assert!(running.folder.is_dir());
        TcpStream::connect(&running.address).unwrap();
        kill(
            Pid::from_raw(running.xtask.id().try_into().unwrap()),
            signal,
        )
        .unwrap();
        running.assert_gone();
    }
}

#[test]
fn a_command_finds_the_cluster_in_its_environment_and_gives_its_exit_code() {
    let script = r#"test -n "$DHAKACART_TEST_POSTGRES" && test -z "$DATABASE_URL" && exit 7"#;
    let status = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["postgres", "--", "sh", "-c", script])
        .env("DATABASE_URL", "postgres://elsewhere/shop")
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert_eq!(status.code(), Some(7));
}
