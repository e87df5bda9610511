//! A wire between the shop and its database that can be cut, or left hanging.

use std::future::pending;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

/// A TCP proxy on a port of its own. Cut, nobody listens there.
pub(crate) struct Proxy {
    address: SocketAddr,
    server: SocketAddr,
    silence: Arc<Mutex<Silence>>,
    accepting: JoinHandle<()>,
    /// Bound and not listening: keeps the port while the wire is cut.
    _port: TcpSocket,
}

/// Who passes nothing on, without breaking.
#[derive(Clone, Copy, Default)]
struct Silence {
    now: bool,
    /// How often it fell. A connection that lived through one stays silent for ever, as after a
    /// database's move to another machine.
    times: u64,
}

impl Proxy {
    /// A whole wire in front of the PostgreSQL of `url`, and the database's address through it.
    pub(crate) async fn before(url: &str) -> (Self, String) {
        let (_, rest) = url.split_once('@').unwrap();
        let (server, _) = rest.split_once('/').unwrap();
        let port = TcpSocket::new_v4().unwrap();
        port.set_reuseaddr(true).unwrap();
        port.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let address = port.local_addr().unwrap();
        let through = url.replacen(server, &address.to_string(), 1);
        let server = server.parse().unwrap();
        let silence = Arc::<Mutex<Silence>>::default();
        let accepting = listen(address, server, silence.clone()).await;
        (
            Self {
                address,
                server,
                silence,
                accepting,
                _port: port,
            },
            through,
        )
    }

    /// The database is gone: connections break, and new ones are refused.
    pub(crate) async fn cut(&mut self) {
        self.accepting.abort();
        let _ = (&mut self.accepting).await;
    }

    /// The database is not heard of any more: nothing breaks, nothing answers.
    pub(crate) fn hang(&self) {
        let mut silence = self.silence.lock().unwrap();
        *silence = Silence {
            now: true,
            times: silence.times + 1,
        };
    }

    /// New connections work again.
    pub(crate) async fn restore(&mut self) {
        self.silence.lock().unwrap().now = false;
        if self.accepting.is_finished() {
            self.accepting = listen(self.address, self.server, self.silence.clone()).await;
        }
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// Listens at `address` until the task is aborted; its connections break then.
async fn listen(
    address: SocketAddr,
    server: SocketAddr,
    silence: Arc<Mutex<Silence>>,
) -> JoinHandle<()> {
    let listener = TcpListener::bind(address).await.unwrap();
    tokio::spawn(async move {
        let mut connections = JoinSet::new();
        while let Ok((client, _)) = listener.accept().await {
            connections.spawn(connect(client, server, silence.clone()));
        }
    })
}

async fn connect(client: TcpStream, server: SocketAddr, silence: Arc<Mutex<Silence>>) {
    let born = *silence.lock().unwrap();
    if born.now {
        return pending().await;
    }
    let Ok(server) = TcpStream::connect(server).await else {
        return;
    };
    tokio::select! {
        () = pass_on(&client, &server, &silence, born) => {}
        () = pass_on(&server, &client, &silence, born) => {}
    }
}

/// Copies until either end closes.
async fn pass_on(from: &TcpStream, to: &TcpStream, silence: &Mutex<Silence>, born: Silence) {
    let mut bytes = [0; 16 * 1024];
    loop {
        let count = match from
            .readable()
            .await
            .and_then(|()| from.try_read(&mut bytes))
        {
            Ok(count @ 1..) => count,
            Err(error) if error.kind() == ErrorKind::WouldBlock => continue,
            Ok(0) | Err(_) => return,
        };
        let fell = silence.lock().unwrap().times;
        if fell != born.times {
            return pending().await;
        }
        let mut rest = &bytes[..count];
        while !rest.is_empty() {
            match to.writable().await.and_then(|()| to.try_write(rest)) {
                Ok(written) => rest = &rest[written..],
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(_) => return,
            }
        }
    }
}
