//! Serving: from a bound socket to a process that has finished its work.
//!
//! HTTP/1.1 and HTTP/2 (by TLS' ALPN, or prior knowledge) on one port, through hyper. Every
//! connection is bounded in number and in time (`serve/connection.rs`, `serve/watchdog.rs`), those
//! that do nothing make room when places run out (`serve/relief.rs`), and draining is orderly: readiness turns false
//! at once, accepting goes on for as long as load balancers need to notice, then idle connections
//! close, requests in flight finish, and at the deadline what is left is cut.

mod activity;
mod connection;
mod relief;
mod request_body;
mod stream;
mod watchdog;

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use futures_util::FutureExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::Instant;

use self::connection::{Connection, Protocol};
use self::relief::Relief;
use crate::{Drain, Tls};

/// How long to pause when the system has no socket left to accept with.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// How to serve.
#[derive(Debug, Clone, Copy)]
pub struct ServeOptions {
    /// From the beginning of a drain to the moment when what is unfinished is cut.
    pub drain: Duration,
    /// How much of that goes on as usual, with readiness false already, so that nobody is sent
    /// here any more when accepting stops. Zero where nothing stands in front.
    pub still_accepting: Duration,
    /// Connections open at once; near it those that do nothing are closed, past it newcomers wait
    /// in the system's queue.
    pub max_connections: u32,
    /// From the first byte of a TLS connection to the first of its requests'.
    pub handshake_timeout: Duration,
    /// From a request's first byte to the end of its header.
    pub header_timeout: Duration,
    /// Without a byte either way, and without a request in flight. Longer than the 60 s for which
    /// common load balancers keep a connection, so that it is they who close it.
    pub idle_timeout: Duration,
    /// Without taking a byte of an answer that is there. Together with what the system keeps (a
    /// third of it has to be taken for there to be room) it is the slowest that a client may read:
    /// about a kilobyte a second.
    pub write_timeout: Duration,
}

impl Default for ServeOptions {
    fn default() -> Self {
        ServeOptions {
            drain: Duration::from_secs(25),
            still_accepting: Duration::ZERO,
            max_connections: 16_384,
            header_timeout: Duration::from_secs(10),
            handshake_timeout: Duration::from_secs(10),
            idle_timeout: Duration::from_secs(75),
            write_timeout: Duration::from_secs(30),
        }
    }
}

/// How serving ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Served {
    /// Connections that were cut at the deadline with something unfinished on them.
    pub cut: usize,
}

/// What connections are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Serving,
    Closing,
    Cut,
}

/// Serves plain HTTP until `drain` begins and everything is finished or the deadline is there.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    drain: Drain,
    options: ServeOptions,
) -> Served {
    run(listener, Server::new(router, options, None), drain).await
}

/// The same over TLS.
pub async fn serve_tls(
    listener: TcpListener,
    router: Router,
    drain: Drain,
    options: ServeOptions,
    tls: Tls,
) -> Served {
    run(listener, Server::new(router, options, Some(tls)), drain).await
}

async fn run(listener: TcpListener, server: Server, drain: Drain) -> Served {
    let options = server.options;
    let began = tokio::select! {
        biased;
        began = leaving(&drain, options) => began,
        () = server.accept_all(&listener) => Instant::now(),
        () = server.make_room() => Instant::now(),
    };
    server.accept_waiting(&listener);
    drop(listener);
    server.close(began + options.drain).await
}

/// Returns when accepting is to stop, with the moment when the drain began.
async fn leaving(drain: &Drain, options: ServeOptions) -> Instant {
    drain.wait().await;
    let began = Instant::now();
    let noticing = options.still_accepting.min(options.drain);
    if !noticing.is_zero() {
        tokio::time::sleep(noticing).await;
    }
    began
}

struct Server {
    router: Router,
    options: ServeOptions,
    protocol: Arc<Protocol>,
    tls: Option<Tls>,
    relief: Arc<Relief>,
    /// A permit for every connection that may yet be opened.
    room: Arc<Semaphore>,
    phase: watch::Sender<Phase>,
}

impl Server {
    fn new(router: Router, options: ServeOptions, tls: Option<Tls>) -> Self {
        let max = usize::try_from(options.max_connections.max(1)).unwrap_or(Semaphore::MAX_PERMITS);
        Server {
            // Makes routes of all handlers now rather than at every request.
            router: router.with_state(()),
            options,
            protocol: Arc::new(connection::protocol()),
            tls,
            relief: Relief::new(max),
            room: Arc::new(Semaphore::new(max)),
            phase: watch::Sender::new(Phase::Serving),
        }
    }

    /// Accepts as long as it is polled.
    async fn accept_all(&self, listener: &TcpListener) {
        // The semaphore is never closed.
        while let Ok(room) = self.room.clone().acquire_owned().await {
            match listener.accept().await {
                Ok(accepted) => self.open(accepted, room),
                Err(error) if is_of_the_connection(&error) => {}
                Err(error) => {
                    tracing::warn!(%error, "can't accept connections");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            }
        }
    }

    /// Looks, as long as it is polled, who has to make room for others.
    async fn make_room(&self) {
        loop {
            tokio::time::sleep(relief::PERIOD).await;
            let evicted = self.relief.look();
            if evicted > 0 {
                tracing::warn!(
                    evicted,
                    "connections are scarce: those that do nothing are closed"
                );
            }
        }
    }

    /// Accepts what already waits: those clients have been told that they are connected.
    fn accept_waiting(&self, listener: &TcpListener) {
        while let Ok(room) = self.room.clone().try_acquire_owned() {
            match listener.accept().now_or_never() {
                Some(Ok(accepted)) => self.open(accepted, room),
                Some(Err(error)) if is_of_the_connection(&error) => {}
                Some(Err(_)) | None => return,
            }
        }
    }

    fn open(&self, (stream, peer): (TcpStream, std::net::SocketAddr), room: OwnedSemaphorePermit) {
        let connection = Connection {
            router: self.router.clone(),
            protocol: self.protocol.clone(),
            phase: self.phase.subscribe(),
            options: self.options,
            tls: self.tls.clone(),
            relief: self.relief.clone(),
            peer,
        };
        tokio::spawn(async move {
            connection.run(stream).await;
            drop(room);
        });
    }

    /// Lets what is underway finish until `deadline`.
    async fn close(self, deadline: Instant) -> Served {
        let all = self.options.max_connections.max(1);
        self.phase.send_replace(Phase::Closing);
        if tokio::time::timeout_at(deadline, self.room.acquire_many(all))
            .await
            .is_ok()
        {
            return Served { cut: 0 };
        }
        let max = usize::try_from(all).unwrap_or(usize::MAX);
        let cut = max.saturating_sub(self.room.available_permits());
        tracing::warn!(cut, "the drain's time is up; cutting what is unfinished");
        self.phase.send_replace(Phase::Cut);
        let _ = self.room.acquire_many(all).await;
        Served { cut }
    }
}

/// Whether an error of `accept` is about the one connection that would have been accepted.
fn is_of_the_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    )
}
