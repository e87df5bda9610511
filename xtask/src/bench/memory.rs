//! Resident memory after 10,000 requests over all products: pages in both languages and JSON,
//! compressed and not, with lists and searches between them.

use std::net::SocketAddr;

use anyhow::{Context as _, Result, anyhow};

use super::catalogue;
use super::fixture::Fixture;
use super::http::Client;
use super::program::Program;
use super::say;
use super::server::Server;
use super::table::Row;

const REQUESTS: usize = 10_000;
/// At once.
const CLIENTS: usize = 8;
const MEGABYTE: f64 = 1_000_000.0;
/// Megabytes.
const LIMIT: f64 = 80.0;

const SEARCHES: [&str; 6] = [
    "fan",
    "smartfone",
    "padma%20laptop",
    "KV345",
    "power%20bank",
    "%E0%A6%AB%E0%A7%8D%E0%A6%AF%E0%A6%BE%E0%A6%A8",
];

/// Asks for everything there is and looks at `/proc`.
///
/// # Errors
/// When an answer is not 200, or there is no `/proc`.
pub(super) fn measure(program: &Program) -> Result<Vec<Row>> {
    let fixture = Fixture::sqlite(program)?;
    let server = Server::start(program, &fixture)?;
    let before = server.resident()? as f64 / MEGABYTE;
    say(format_args!("sending {REQUESTS} requests"));
    let slugs = catalogue::published();
    std::thread::scope(|scope| {
        let ask = |client| ask(&server, &slugs, client);
        let clients: Vec<_> = (0..CLIENTS)
            .map(|client| scope.spawn(move || ask(client)))
            .collect();
        clients
            .into_iter()
            .try_for_each(|client| client.join().map_err(|_| anyhow!("a client panicked"))?)
    })?;
    let after = server.resident()? as f64 / MEGABYTE;
    server.stop()?;
    Ok(vec![Row::judged(
        "resident memory after 10,000 requests",
        format!("{after:.1} MB (before: {before:.1} MB)"),
        "< 80 MB",
        after < LIMIT,
    )])
}

/// One client's share of the requests.
fn ask(server: &Server, slugs: &[String], client: usize) -> Result<()> {
    let mut api = connect(server.api)?;
    let mut pages = connect(server.storefront)?;
    for at in (client..REQUESTS).step_by(CLIENTS) {
        let slug = &slugs[at / 10 * 7 % slugs.len()];
        let search = SEARCHES[at / 10 % SEARCHES.len()];
        let packed = if at.is_multiple_of(2) {
            "Accept-Encoding: gzip, br"
        } else {
            ""
        };
        let page = 1 + at / 10 % 30;
        let answer = match at % 10 {
            0..=2 => pages.get(&format!("/products/{slug}"), packed)?,
            3 | 4 => pages.get(&format!("/bn/products/{slug}"), packed)?,
            5 | 6 => api.get(&format!("/api/products/{slug}"), packed)?,
            7 => api.get(&format!("/api/products?page={page}"), packed)?,
            8 => pages.get(&format!("/search?q={search}"), packed)?,
            _ => api.get(&format!("/api/products?q={search}"), packed)?,
        };
        answer.expect(200)?;
    }
    Ok(())
}

fn connect(address: SocketAddr) -> Result<Client> {
    Client::connect(address).with_context(|| format!("connecting to {address}"))
}
