//! What happens on a connection, seen from outside hyper: a socket that keeps count.

use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::Notify;

use super::stream::Stream;

/// How an HTTP/2 connection begins (RFC 9113 §3.4).
const HTTP2_PREFACE: &[u8] = b"PRI ";

/// A connection's counters, shared by its socket, its service and its watchdog.
#[derive(Debug, Default)]
pub(super) struct Activity {
    moves: AtomicU64,
    requests: AtomicU64,
    in_flight: AtomicU32,
    /// Bytes have come that no request has been made of yet.
    reading: AtomicBool,
    http2: AtomicBool,
    peer_closed: AtomicBool,
    /// Bytes that the peer has been given, as far as the system takes them.
    written: AtomicU64,
    /// There is more to write than the peer takes.
    blocked: AtomicBool,
    /// A handler waits for more of its request's body.
    awaiting_body: AtomicBool,
    /// It has to make room for others.
    evicted: Notify,
    /// The stream, once hyper is done with it.
    returned: Mutex<Option<Stream>>,
}

/// The counters at one moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Seen {
    /// Reads and writes that moved something.
    pub(super) moves: u64,
    /// Requests that began.
    pub(super) requests: u64,
    /// Whether a request is being worked on.
    pub(super) busy: bool,
    /// Whether that work waits for more of the request's body.
    pub(super) awaiting_body: bool,
    /// Whether the peer doesn't take what is written.
    pub(super) blocked: bool,
    /// Bytes written.
    pub(super) written: u64,
    /// Whether a request's header has begun to come and hasn't ended.
    pub(super) reading: bool,
}

impl Activity {
    pub(super) fn seen(&self) -> Seen {
        Seen {
            moves: self.moves.load(Relaxed),
            requests: self.requests.load(Relaxed),
            busy: self.in_flight.load(Relaxed) > 0,
            reading: self.reading.load(Relaxed),
            awaiting_body: self.awaiting_body.load(Relaxed),
            blocked: self.blocked.load(Relaxed),
            written: self.written.load(Relaxed),
        }
    }

    /// A request begins; it ends when the guard is dropped.
    pub(super) fn request(self: &Arc<Self>) -> InFlight {
        self.reading.store(false, Relaxed);
        self.requests.fetch_add(1, Relaxed);
        self.in_flight.fetch_add(1, Relaxed);
        InFlight(self.clone())
    }

    /// The socket that hyper closed for writing while the peer may still be sending; `None` if
    /// the peer closed first.
    pub(super) fn half_closed(&self) -> Option<Stream> {
        self.returned().filter(|_| !self.peer_closed.load(Relaxed))
    }

    /// The stream, if hyper is done with it.
    pub(super) fn returned(&self) -> Option<Stream> {
        self.returned
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
    }

    /// Tells the connection to make room.
    pub(super) fn evict(&self) {
        self.evicted.notify_one();
    }

    /// Returns when it has to make room.
    pub(super) async fn evicted(&self) {
        self.evicted.notified().await;
    }

    /// A handler has asked for more of its request's body, and whether there was some.
    pub(super) fn body_polled(&self, pending: bool) {
        self.awaiting_body.store(pending, Relaxed);
    }

    fn read(&self, bytes: &[u8]) {
        if bytes.is_empty() {
            self.peer_closed.store(true, Relaxed);
            return;
        }
        let first = self.moves.fetch_add(1, Relaxed) == 0;
        if first && bytes.starts_with(HTTP2_PREFACE) {
            self.http2.store(true, Relaxed);
        }
        // On HTTP/2 bytes between requests are mostly not of a request (acknowledgements, pings).
        let ambiguous = self.http2.load(Relaxed) && self.requests.load(Relaxed) > 0;
        if !ambiguous && self.in_flight.load(Relaxed) == 0 {
            self.reading.store(true, Relaxed);
        }
    }

    fn wrote(&self, bytes: usize) {
        if bytes > 0 {
            self.moves.fetch_add(1, Relaxed);
            self.written.fetch_add(bytes as u64, Relaxed);
        }
        // Most writes are taken at once: then there is nothing to undo.
        if self.blocked.load(Relaxed) {
            self.blocked.store(false, Relaxed);
        }
    }
}

/// A request being worked on.
pub(super) struct InFlight(Arc<Activity>);

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.in_flight.fetch_sub(1, Relaxed);
    }
}

/// A stream that counts, and that comes back when it is dropped.
pub(super) struct Watched {
    stream: Option<Stream>,
    activity: Arc<Activity>,
}

impl Watched {
    pub(super) fn new(stream: Stream, activity: Arc<Activity>) -> Self {
        Watched {
            stream: Some(stream),
            activity,
        }
    }

    fn stream(&mut self) -> io::Result<Pin<&mut Stream>> {
        self.stream
            .as_mut()
            .map(Pin::new)
            .ok_or_else(|| io::ErrorKind::NotConnected.into())
    }

    fn wrote(&self, outcome: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        match &outcome {
            Poll::Ready(Ok(bytes)) => self.activity.wrote(*bytes),
            Poll::Ready(Err(_)) => {}
            Poll::Pending => self.activity.blocked.store(true, Relaxed),
        }
        outcome
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        let mut returned = self
            .activity
            .returned
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *returned = self.stream.take();
    }
}

impl AsyncRead for Watched {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        ready!(self.stream()?.poll_read(cx, buffer))?;
        self.activity.read(&buffer.filled()[before..]);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Watched {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = self.stream()?.poll_write(cx, bytes);
        self.wrote(written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = self.stream()?.poll_write_vectored(cx, slices);
        self.wrote(written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream
            .as_ref()
            .is_some_and(AsyncWrite::is_write_vectored)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream()?.poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream()?.poll_shutdown(cx)
    }
}
