//! A Redis or Valkey of a test's own, on a socket in a folder of its own. It can be killed and
//! started again at the same place. A machine without one is a failure, never a skip.

use std::io::{ErrorKind, Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// The programs that will do.
const PROGRAMS: [&str; 2] = ["redis-server", "valkey-server"];
/// Long enough for a server to start on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running server; it ends with this.
pub struct RedisServer {
    folder: TempDir,
    child: Child,
}

#[expect(clippy::unwrap_used, reason = "only tests come here")]
impl RedisServer {
    /// Starts one, and waits until it answers.
    ///
    /// # Panics
    /// When neither Redis nor Valkey is installed, or it doesn't start.
    #[must_use]
    pub fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let child = spawn(&folder);
        let server = RedisServer { folder, child };
        server.wait();
        server
    }

    /// The place for one that isn't there yet.
    #[must_use]
    pub fn absent() -> Self {
        let mut server = Self::start();
        server.kill();
        server
    }

    /// Where clients find it.
    #[must_use]
    pub fn url(&self) -> String {
        format!("redis+unix://{}", self.socket().display())
    }

    /// SIGKILL: it is gone with all that it knew.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Starts it again, empty.
    pub fn restart(&mut self) {
        self.kill();
        let _ = std::fs::remove_file(self.socket());
        self.child = spawn(&self.folder);
        self.wait();
    }

    /// Stops it where it stands: nothing breaks, nothing answers.
    pub fn hang(&self) {
        self.signal("STOP");
    }

    /// It goes on where it stood.
    pub fn go_on(&self) {
        self.signal("CONT");
    }

    fn signal(&self, signal: &str) {
        let kill = format!("kill -{signal} {}", self.child.id());
        let status = Command::new("sh").args(["-c", &kill]).status();
        assert!(status.unwrap().success(), "{kill}");
    }

    /// What it answers to a command, as it comes over the wire.
    ///
    /// # Panics
    /// When it doesn't answer.
    #[must_use]
    pub fn ask(&self, command: &str) -> String {
        self.try_ask(command).unwrap()
    }

    /// How often a command was called, by the server's own count.
    #[must_use]
    pub fn calls(&self, command: &str) -> u64 {
        let stats = self.ask("INFO commandstats");
        let line = format!("cmdstat_{command}:calls=");
        let count = stats.split(&line).nth(1);
        let count = count.and_then(|rest| rest.split(',').next());
        count.map_or(0, |count| count.parse().unwrap())
    }

    fn try_ask(&self, command: &str) -> std::io::Result<String> {
        let mut stream = UnixStream::connect(self.socket())?;
        stream.set_read_timeout(Some(PATIENCE))?;
        // It hangs up after QUIT: then all of the answer is there.
        stream.write_all(format!("{command}\r\nQUIT\r\n").as_bytes())?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    }

    fn wait(&self) {
        let began = Instant::now();
        while !self
            .try_ask("PING")
            .is_ok_and(|answer| answer.contains("PONG"))
        {
            assert!(
                began.elapsed() < PATIENCE,
                "the Redis of the test does not start"
            );
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn socket(&self) -> PathBuf {
        self.folder.path().join("redis.sock")
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        self.kill();
    }
}

#[expect(clippy::panic, reason = "only tests come here")]
fn spawn(folder: &TempDir) -> Child {
    for program in PROGRAMS {
        let mut command = Command::new(program);
        command
            .current_dir(folder)
            .args(["--port", "0", "--unixsocket", "redis.sock"])
            .args(["--save", "", "--appendonly", "no"])
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        match command.spawn() {
            Ok(child) => return child,
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => panic!("{program}: {error}"),
        }
    }
    panic!(
        "there is neither redis-server nor valkey-server: `scripts/need redis` installs one \
         (Debian, Ubuntu: sudo apt-get install redis-server)"
    )
}
