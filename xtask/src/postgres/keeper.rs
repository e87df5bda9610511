//! The process that owns the cluster, and outlives whoever asked for it by the second it takes
//! to clean up. It hears of that end by its standard input closing.
//!
//! Lines on standard input: `work <process group>`, which is ended together with the cluster,
//! and `idle` when that work is done. On standard output: one line, the cluster's address.

use std::io::{BufRead, Write};
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use nix::errno::Errno;
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

use super::server::{Folder, Server};

/// How often the keeper looks whether the cluster still runs.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// What the process on the other end of the pipe says.
enum Word {
    Work(Pid),
    Idle,
}

/// Brings a cluster up and holds it until standard input closes.
///
/// # Errors
/// When PostgreSQL does not start, or ends by itself.
pub(crate) fn keep() -> Result<ExitCode> {
    let words = listen();
    let folder = Folder::create()?;
    let mut server = Server::start(&folder)?;
    eprintln!("PostgreSQL is up in {}", folder.path().display());
    let mut answer = std::io::stdout();
    writeln!(answer, "{}", server.url())?;
    answer.flush()?;

    let mut work = None;
    let end = hold(&words, &mut server, &mut work);
    tell(work, Signal::SIGTERM);
    drop(server);
    tell(work, Signal::SIGKILL);
    drop(folder);
    end.map(|()| ExitCode::SUCCESS)
}

/// Reads standard input on a thread; the channel closes when the input does.
fn listen() -> Receiver<Word> {
    let (sender, words) = channel();
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines() {
            let word = match line.as_deref().map(str::split_whitespace) {
                Ok(mut parts) => match (parts.next(), parts.next().map(str::parse)) {
                    (Some("work"), Some(Ok(group))) => Word::Work(Pid::from_raw(group)),
                    (Some("idle"), None) => Word::Idle,
                    _ => continue,
                },
                Err(_) => break,
            };
            if sender.send(word).is_err() {
                break;
            }
        }
    });
    words
}

fn hold(words: &Receiver<Word>, server: &mut Server<'_>, work: &mut Option<Pid>) -> Result<()> {
    loop {
        match words.recv_timeout(LOOK_EVERY) {
            Ok(Word::Work(group)) => *work = Some(group),
            Ok(Word::Idle) => *work = None,
            Err(RecvTimeoutError::Disconnected) => return Ok(()),
            Err(RecvTimeoutError::Timeout) => {
                let running = server.is_running().context("looking after PostgreSQL")?;
                if !running {
                    bail!("PostgreSQL ended by itself:\n{}", server.last_words());
                }
            }
        }
    }
}

/// Sends a signal to unfinished work; that it has ended meanwhile is no mistake.
fn tell(work: Option<Pid>, signal: Signal) {
    if let Some(group) = work
        && let Err(error) = killpg(group, signal)
        && error != Errno::ESRCH
    {
        eprintln!("ending the work on the cluster: {error}");
    }
}
