//! Buying while others are slow on purpose and guess passwords: 50 shoppers in peace, and again
//! with 1,000 slow clients (half headers, half bodies, answers that nobody reads, nothing at all)
//! and a flood of wrong passwords from ever new addresses. No shopper may fail, and a checkout
//! may take three times as long as in peace at most.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::thread::{Scope, ScopedJoinHandle, sleep};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, anyhow};

use super::fixture::Fixture;
use super::http::Client;
use super::orders::{Buyer, place, prepare};
use super::program::Program;
use super::say;
use super::server::Server;
use super::statistics::percentile;
use super::table::Row;

const SHOPPERS: usize = 50;
/// Of each shopper.
const ORDERS: usize = 100;
/// What a shopper looks at the page for between two clicks.
const PAUSE: Duration = Duration::from_millis(100);

const SLOW: usize = 1_000;
/// Between two bytes of a slow client.
const TRICKLE: Duration = Duration::from_millis(500);
/// Parts of the slow clients that have their turns one after another.
const SLICES: usize = 10;
const GUESSERS: usize = 16;

/// How many times as long as in peace.
const FACTOR: f64 = 3.0;
/// Megabytes, of all processes' pages that are in memory.
const MEMORY: f64 = 300.0;
const MEGABYTE: f64 = 1_000_000.0;

/// What slow clients begin with.
const BEGINNINGS: [&[u8]; 4] = [
    b"",
    b"GET /api/products HTTP/1.1\r\nHost: shop\r\nX-Slow: ",
    b"POST /api/carts HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{",
    b"GET /api/openapi.json HTTP/1.1\r\nHost: shop\r\n\r\nGET /api/openapi.json HTTP/1.1\r\nHost: shop\r\n\r\n",
];

/// Measures both.
///
/// # Errors
/// When a shopper fails, or the books don't add up.
pub(super) fn measure(program: &Program) -> Result<Vec<Row>> {
    let fixture = Fixture::sqlite(program)?;
    let settings = [
        ("DHAKACART_TRUSTED_PROXIES", "127.0.0.1"),
        ("DHAKACART_LOGIN_LIMIT", "5/15m"),
    ];
    let server = Server::start_with(program, &fixture, &settings)?;
    say(format_args!("{SHOPPERS} shoppers in peace"));
    let peace = shop(server.api, "peace")?;
    let before = server.resident()? as f64 / MEGABYTE;
    say(format_args!(
        "{SHOPPERS} shoppers, {SLOW} slow clients, {GUESSERS} guessers"
    ));
    let siege = besiege(&server)?;
    server.stop()?;
    program
        .run(fixture.folder(), &fixture.database, &["verify"])
        .context("the books after the siege")?;
    Ok(siege.rows(&peace, before))
}

struct Siege {
    /// Of each order, in milliseconds.
    waits: Vec<f64>,
    /// The most resident memory that was seen, in megabytes.
    memory: f64,
    guesses: u64,
    thrown_out: u64,
    probes: u64,
}

impl Siege {
    fn rows(&self, peace: &[f64], before: f64) -> Vec<Row> {
        let (quiet, loud) = (percentile(peace, 99), percentile(&self.waits, 99));
        let ordered = self.waits.len();
        vec![
            Row::informing(
                "siege: what it was",
                format!(
                    "{SLOW} slow clients ({} times thrown out), {} wrong passwords, {} probes of /health answered",
                    self.thrown_out, self.guesses, self.probes
                ),
            ),
            Row::judged(
                format!("siege: {SHOPPERS} shoppers with {ORDERS} orders each"),
                format!("{ordered} orders"),
                "none fails",
                ordered == SHOPPERS * ORDERS,
            ),
            Row::judged(
                "siege: 99 % of orders within",
                format!(
                    "{loud:.1} ms (in peace {quiet:.1} ms; {:.1} times)",
                    loud / quiet
                ),
                "at most 3 times as long as in peace",
                loud <= quiet * FACTOR,
            ),
            Row::judged(
                "siege: most resident memory",
                format!("{:.0} MB (before: {before:.0} MB)", self.memory),
                "< 300 MB",
                self.memory < MEMORY,
            ),
        ]
    }
}

/// All shoppers at once; how long each order took, in milliseconds.
fn shop(api: SocketAddr, when: &str) -> Result<Vec<f64>> {
    std::thread::scope(|scope| {
        let shoppers: Vec<_> = (0..SHOPPERS)
            .map(|number| scope.spawn(move || buy(api, when, number)))
            .collect();
        let mut waits = Vec::new();
        for shopper in shoppers {
            waits.extend(joined(shopper)?);
        }
        Ok(waits)
    })
}

fn buy(api: SocketAddr, when: &str, number: usize) -> Result<Vec<f64>> {
    // They don't all come in the same moment.
    sleep(PAUSE * u32::try_from(number % 10)? / 10);
    let mut client = Client::connect(api)?;
    let mut waits = Vec::with_capacity(ORDERS);
    for turn in 0..ORDERS {
        let cart = prepare(&mut client)?;
        sleep(PAUSE);
        let buyer = Buyer {
            number,
            key: format!("{when}-{number}-{turn}"),
        };
        let started = Instant::now();
        place(&mut client, &buyer, &cart)?;
        waits.push(started.elapsed().as_secs_f64() * 1_000.0);
        sleep(PAUSE);
    }
    Ok(waits)
}

/// What goes on until the shoppers are done.
#[derive(Default)]
struct Crowd {
    over: AtomicBool,
    guesses: AtomicU64,
    thrown_out: AtomicU64,
    probes: AtomicU64,
}

fn besiege(server: &Server) -> Result<Siege> {
    let crowd = Crowd::default();
    std::thread::scope(|scope| {
        let work = surround(scope, &crowd, server);
        // The crowd is there before the shoppers are.
        sleep(TRICKLE * 4);
        let waits = shop(server.api, "siege");
        crowd.over.store(true, Relaxed);
        let mut memory: f64 = 0.0;
        for one in work {
            memory = memory.max(joined(one)?);
        }
        Ok(Siege {
            waits: waits?,
            memory,
            guesses: crowd.guesses.load(Relaxed),
            thrown_out: crowd.thrown_out.load(Relaxed),
            probes: crowd.probes.load(Relaxed),
        })
    })
}

/// Starts the slow, the guessing, and one who watches; the watcher's answer is the most memory.
fn surround<'scope>(
    scope: &'scope Scope<'scope, '_>,
    crowd: &'scope Crowd,
    server: &'scope Server,
) -> Vec<ScopedJoinHandle<'scope, Result<f64>>> {
    let api = server.api;
    let mut work = vec![
        scope.spawn(move || be_slow(api, crowd).map(|()| 0.0)),
        scope.spawn(move || watch(server, crowd)),
    ];
    work.extend(
        (0..GUESSERS).map(|number| scope.spawn(move || guess(api, number, crowd).map(|()| 0.0))),
    );
    work
}

/// All slow clients: each sends a byte now and then and reads nothing, and comes back when it is
/// thrown out.
fn be_slow(api: SocketAddr, crowd: &Crowd) -> Result<()> {
    let mut clients: Vec<Option<TcpStream>> = (0..SLOW).map(|_| None).collect();
    for turn in (0..SLICES).cycle() {
        if crowd.over.load(Relaxed) {
            break;
        }
        // Strangers don't keep step: a tenth of them has its turn at a time.
        let slice = clients.iter_mut().enumerate().skip(turn).step_by(SLICES);
        for (number, client) in slice {
            let beginning = BEGINNINGS[number % BEGINNINGS.len()];
            let goes_on = match client {
                Some(stream) => trickle(stream, beginning),
                None => false,
            };
            if !goes_on {
                if client.take().is_some() {
                    crowd.thrown_out.fetch_add(1, Relaxed);
                }
                let mut stream = TcpStream::connect(api)?;
                stream.write_all(beginning)?;
                stream.set_nonblocking(true)?;
                *client = Some(stream);
            }
        }
        sleep(TRICKLE / 10);
    }
    Ok(())
}

/// One more byte, and whether the connection is still there.
fn trickle(stream: &mut TcpStream, beginning: &[u8]) -> bool {
    let would_block = |error: &std::io::Error| error.kind() == ErrorKind::WouldBlock;
    // Who asked and doesn't read is seen to have been thrown out by what it can't write.
    let reads = !beginning.ends_with(b"\r\n\r\n");
    if reads
        && !stream
            .read(&mut [0; 1])
            .map_or_else(|error| would_block(&error), |read| read > 0)
    {
        return false;
    }
    let byte: &[u8] = if beginning.is_empty() { b"" } else { b"x" };
    stream
        .write(byte)
        .map_or_else(|error| would_block(&error), |_| true)
}

/// Wrong passwords for accounts that there are and that there aren't, each from another address.
fn guess(api: SocketAddr, number: usize, crowd: &Crowd) -> Result<()> {
    let mut client = Client::connect(api)?;
    while !crowd.over.load(Relaxed) {
        let turn = crowd.guesses.fetch_add(1, Relaxed);
        let from = format!(
            "X-Forwarded-For: 10.{number}.{}.{}",
            turn / 250 % 250,
            turn % 250
        );
        let name = ["admin", "rahima", "nobody_here"][usize::try_from(turn % 3)?];
        let body = format!(r#"{{"username":"{name}","password":"wrong-guess-{turn}"}}"#);
        let answer = client.send("POST", "/api/auth/login", &from, &body)?;
        if !matches!(answer.status, 401 | 429 | 503) {
            return Err(anyhow!("a wrong password was answered {}", answer.status));
        }
    }
    Ok(())
}

/// A probe that comes anew each time. Answers the most resident memory, in megabytes.
fn watch(server: &Server, crowd: &Crowd) -> Result<f64> {
    let mut most: f64 = 0.0;
    while !crowd.over.load(Relaxed) {
        Client::connect(server.api)?
            .get("/health", "Connection: close")?
            .expect(200)?;
        crowd.probes.fetch_add(1, Relaxed);
        most = most.max(server.resident()? as f64 / MEGABYTE);
        sleep(PAUSE);
    }
    Ok(most)
}

fn joined<T>(thread: ScopedJoinHandle<'_, Result<T>>) -> Result<T> {
    thread.join().map_err(|_| anyhow!("a thread panicked"))?
}
