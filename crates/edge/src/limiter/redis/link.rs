//! The connection to the shared counter, and the circuit around it.
//!
//! Up: requests ask the server. A broken connection, an answer that makes no sense, or
//! [`MISSES`] answers in a row that came too late, and it is down: requests ask nobody, and a
//! task tries to connect until the server counts a probe. So a lost server costs a few requests a
//! few milliseconds each, once. Loss and return are a line in the log each, and further apart the
//! oftener they happen.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError, RwLock, Weak};
use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, Cmd, RedisError, RedisResult, Value};
use tokio::sync::Notify;
use tokio::time::{Instant, sleep, timeout};

use super::{BadRedisUrl, PATIENCE};

/// Answers in a row that may come too late.
const MISSES: u32 = 3;
/// How long connecting may take, TLS included.
const CONNECT: Duration = Duration::from_secs(2);
/// How often the server is looked at when nobody asks it anything.
const LOOK: Duration = Duration::from_secs(2);
/// The first wait before connecting again.
const SOON: Duration = Duration::from_millis(100);
/// The longest wait before connecting again.
const LATE: Duration = Duration::from_secs(2);
/// The longest wait where the server comes and goes.
const FICKLE: Duration = Duration::from_secs(60);
/// Who was up for so long is no longer fickle.
const STEADY: Duration = Duration::from_secs(30);
/// Requests under way to the server at most, per connection.
const UNDER_WAY: usize = 4_096;

pub(super) struct Link {
    client: RwLock<Client>,
    script: &'static str,
    up: AtomicBool,
    connected: RwLock<Option<Connected>>,
    misses: AtomicU32,
    /// Why it went down, until the log has it.
    cause: Mutex<String>,
    lost: Notify,
}

#[derive(Clone)]
struct Connected {
    connection: MultiplexedConnection,
    /// The name under which the server knows the script.
    sha: String,
}

#[derive(Debug, thiserror::Error)]
enum Trouble {
    #[error(transparent)]
    Redis(#[from] RedisError),
    #[error("no answer within {CONNECT:?}")]
    Silence,
}

impl Link {
    pub(super) fn new(url: &str, script: &'static str) -> Result<Self, BadRedisUrl> {
        // One TLS in this process, on ring; a second call finds it there.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::open(url).map_err(|error| BadRedisUrl(error.to_string()))?;
        metrics::gauge!("dhakacart_limits_shared").set(0.0);
        Ok(Link {
            client: RwLock::new(client),
            script,
            up: AtomicBool::new(false),
            connected: RwLock::default(),
            misses: AtomicU32::new(0),
            cause: Mutex::default(),
            lost: Notify::new(),
        })
    }

    /// Connects with this address from the next time on; a connection that is open stays.
    pub(super) fn renew(&self, url: &str) -> Result<(), BadRedisUrl> {
        let client = Client::open(url).map_err(|error| BadRedisUrl(error.to_string()))?;
        *self.client.write().unwrap_or_else(PoisonError::into_inner) = client;
        Ok(())
    }

    pub(super) fn is_up(&self) -> bool {
        self.up.load(Ordering::Acquire)
    }

    /// Sends what `command` makes of the script's name.
    pub(super) async fn decide(&self, command: impl FnOnce(&str) -> Cmd) -> Option<Value> {
        let connected = self.connected()?;
        let command = command(&connected.sha);
        self.send(connected, &command).await
    }

    /// Sends a command.
    pub(super) async fn ask(&self, command: &Cmd) -> Option<Value> {
        let connected = self.connected()?;
        self.send(connected, command).await
    }

    fn connected(&self) -> Option<Connected> {
        let connected = self.connected.read();
        connected.unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn send(&self, mut to: Connected, command: &Cmd) -> Option<Value> {
        let mut answer = std::pin::pin!(to.connection.send_packed_command(command));
        for slice in PATIENCE {
            match timeout(slice, &mut answer).await {
                Ok(Ok(Value::ServerError(error))) => {
                    self.lose(&format!("the server refuses: {error:?}"));
                    return None;
                }
                Ok(Ok(value)) => {
                    self.misses.store(0, Ordering::Relaxed);
                    return Some(value);
                }
                Ok(Err(error)) => {
                    self.lose(&error.to_string());
                    return None;
                }
                Err(_) => {}
            }
        }
        metrics::counter!("dhakacart_limits_missed_total").increment(1);
        if self.misses.fetch_add(1, Ordering::Relaxed) + 1 >= MISSES {
            self.lose("it answers too slowly");
        }
        None
    }

    /// Goes down. Only the first of many requests that notice says so.
    fn lose(&self, cause: &str) {
        if self.up.swap(false, Ordering::AcqRel) {
            cause.clone_into(&mut self.cause.lock().unwrap_or_else(PoisonError::into_inner));
            self.put(None);
            self.lost.notify_one();
        }
    }

    fn put(&self, connected: Option<Connected>) {
        let mut place = self
            .connected
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        *place = connected;
    }

    /// Connects, and has the server count a probe: one that only reads is of no use.
    async fn connect(&self) -> Result<(), Trouble> {
        let connected = timeout(CONNECT, self.try_connect())
            .await
            .map_err(|_| Trouble::Silence)??;
        self.put(Some(connected));
        self.misses.store(0, Ordering::Relaxed);
        self.up.store(true, Ordering::Release);
        Ok(())
    }

    async fn try_connect(&self) -> RedisResult<Connected> {
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(CONNECT))
            .set_response_timeout(Some(CONNECT))
            .set_concurrency_limit(UNDER_WAY);
        let client = self.client.read();
        let client = client.unwrap_or_else(PoisonError::into_inner).clone();
        let mut connection = client
            .get_multiplexed_async_connection_with_config(&config)
            .await?;
        let sha: String = redis::cmd("SCRIPT")
            .arg("LOAD")
            .arg(self.script)
            .query_async(&mut connection)
            .await?;
        let () = redis::cmd("SET")
            .arg("dhakacart:limits:probe")
            .arg(1)
            .arg("PX")
            .arg(1_000)
            .query_async(&mut connection)
            .await?;
        Ok(Connected { connection, sha })
    }
}

/// Keeps the link up for as long as anybody has it.
pub(super) async fn keep(link: Weak<Link>) {
    let shared = metrics::gauge!("dhakacart_limits_shared");
    let (mut wait, mut told) = (SOON, false);
    loop {
        let Some(here) = link.upgrade() else { return };
        match here.connect().await {
            Ok(()) => {
                tracing::info!("limits are shared with the other replicas");
                shared.set(1.0);
                drop(here);
                let since = Instant::now();
                let Some(cause) = until_lost(&link).await else {
                    return;
                };
                shared.set(0.0);
                tracing::warn!(
                    cause,
                    "the Redis of the limits is lost: each process counts alone until it is back"
                );
                told = true;
                wait = match since.elapsed() > STEADY {
                    true => SOON,
                    false => (wait * 2).min(FICKLE),
                };
            }
            Err(error) => {
                drop(here);
                if !told {
                    tracing::warn!(
                        %error,
                        "the Redis of the limits is not there: each process counts alone until it is"
                    );
                    told = true;
                }
                wait = (wait * 2).min(LATE.max(wait));
            }
        }
        sleep(wait).await;
    }
}

/// Looks after a link that is up; answers why it is lost, or nothing if nobody has it any more.
async fn until_lost(link: &Weak<Link>) -> Option<String> {
    loop {
        let here = link.upgrade()?;
        if !here.is_up() {
            let cause = here.cause.lock();
            return Some(cause.unwrap_or_else(PoisonError::into_inner).clone());
        }
        if timeout(LOOK, here.lost.notified()).await.is_err() {
            here.ask(&redis::cmd("PING")).await;
        }
    }
}
