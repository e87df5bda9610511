//! What a connection is made of: a socket, with TLS around it or without.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt as _, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;

use crate::Tls;

/// How a TLS record with a handshake in it begins (RFC 8446 §5.1).
const HANDSHAKE: u8 = 22;

/// What somebody hears who speaks HTTP where TLS is spoken.
const WRONG_PROTOCOL: &[u8] = b"HTTP/1.1 400 Bad Request\r\n\
    Content-Type: text/plain; charset=utf-8\r\n\
    X-Content-Type-Options: nosniff\r\n\
    Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n\
    Referrer-Policy: no-referrer\r\n\
    Content-Length: 54\r\n\
    Connection: close\r\n\r\n\
    This port speaks HTTPS; ask again with https:// first\n";

/// Bytes either way.
#[derive(Debug)]
pub(super) enum Stream {
    Plain(TcpStream),
    // Large, and most of what a process has many of is not.
    Tls(Box<TlsStream<TcpStream>>),
}

impl Stream {
    /// A stream that can be read and written: with the handshake behind it, where there is one.
    pub(super) async fn open(mut socket: TcpStream, tls: Option<&Tls>) -> io::Result<Self> {
        let Some(tls) = tls else {
            return Ok(Stream::Plain(socket));
        };
        let mut first = [0];
        if socket.peek(&mut first).await? == 1 && first[0] != HANDSHAKE {
            if first[0].is_ascii_alphabetic() {
                socket.write_all(WRONG_PROTOCOL).await?;
                // What they sent is taken in, or the answer would be overtaken by a reset.
                let _ = socket.try_read(&mut [0; 4096]);
                socket.shutdown().await?;
            }
            return Err(io::ErrorKind::InvalidData.into());
        }
        let stream = tls.acceptor().accept(socket).await?;
        Ok(Stream::Tls(Box::new(stream)))
    }

    fn socket(&self) -> &TcpStream {
        match self {
            Stream::Plain(socket) => socket,
            Stream::Tls(stream) => stream.get_ref().0,
        }
    }

    /// Closes without waiting for what the peer hasn't taken yet: the system forgets it.
    pub(super) fn discard(self) {
        let _ = socket2::SockRef::from(self.socket()).set_linger(Some(std::time::Duration::ZERO));
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Stream::Plain(socket) => Pin::new(socket).poll_read(cx, buffer),
            Stream::Tls(stream) => Pin::new(stream).poll_read(cx, buffer),
        }
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Stream::Plain(socket) => Pin::new(socket).poll_write(cx, bytes),
            Stream::Tls(stream) => Pin::new(stream).poll_write(cx, bytes),
        }
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Stream::Plain(socket) => Pin::new(socket).poll_write_vectored(cx, slices),
            Stream::Tls(stream) => Pin::new(stream).poll_write_vectored(cx, slices),
        }
    }

    fn is_write_vectored(&self) -> bool {
        match self {
            Stream::Plain(socket) => socket.is_write_vectored(),
            Stream::Tls(stream) => stream.is_write_vectored(),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Stream::Plain(socket) => Pin::new(socket).poll_flush(cx),
            Stream::Tls(stream) => Pin::new(stream).poll_flush(cx),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Stream::Plain(socket) => Pin::new(socket).poll_shutdown(cx),
            Stream::Tls(stream) => Pin::new(stream).poll_shutdown(cx),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::WRONG_PROTOCOL;

    #[test]
    fn the_answer_in_plain_http_is_as_long_as_it_says() {
        let text = std::str::from_utf8(WRONG_PROTOCOL).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        assert!(head.contains(&format!("Content-Length: {}\r\n", body.len())));
        assert!(head.contains("\r\nReferrer-Policy: no-referrer\r\n"));
    }
}
