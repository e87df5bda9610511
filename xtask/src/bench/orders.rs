//! Orders a second through HTTP: 32 buyers at once, all of them for the same SKU. The carts are
//! filled beforehand. The books are proved afterwards: a rate of wrong orders is worth nothing.

use std::net::SocketAddr;
use std::sync::Barrier;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, anyhow};

use super::catalogue::HOT_SKU;
use super::fixture::Fixture;
use super::http::Client;
use super::program::Program;
use super::say;
use super::server::Server;
use super::statistics::percentile;
use super::table::Row;
use crate::postgres::Cluster;

const BUYERS: usize = 32;
/// Of each buyer.
const ORDERS: usize = 100;
const DISTRICT: &str = "dhaka";

/// Measures both databases.
///
/// # Errors
/// When an order is refused, the books don't add up, or there is no PostgreSQL.
pub(super) fn measure(program: &Program) -> Result<Vec<Row>> {
    let embedded = sell(program, &Fixture::sqlite(program)?)?;
    let cluster = Cluster::start(false)?;
    let server = sell(
        program,
        &Fixture::postgres(program, cluster.url().to_owned())?,
    )?;
    cluster.stop()?;
    Ok(vec![
        embedded.row("SQLite, synchronous=FULL"),
        server.row("PostgreSQL, the tests' cluster, fsync=off"),
    ])
}

/// How a sale went.
struct Sale {
    took: Duration,
    /// Of each order, in milliseconds.
    waits: Vec<f64>,
}

impl Sale {
    fn row(&self, database: &str) -> Row {
        let rate = self.waits.len() as f64 / self.took.as_secs_f64();
        let (half, most) = (percentile(&self.waits, 50), percentile(&self.waits, 99));
        Row::informing(
            format!("orders of one SKU by {BUYERS} buyers, {database}"),
            format!("{rate:.0}/s (median {half:.1} ms, 99 % within {most:.1} ms)"),
        )
    }
}

fn sell(program: &Program, fixture: &Fixture) -> Result<Sale> {
    let server = Server::start(program, fixture)?;
    say(format_args!(
        "{BUYERS} buyers fill {ORDERS} carts each, then order"
    ));
    let (filled, begin) = (Barrier::new(BUYERS + 1), Barrier::new(BUYERS + 1));
    let sale = std::thread::scope(|scope| {
        let buyers: Vec<_> = (0..BUYERS)
            .map(|buyer| {
                let (api, filled, begin) = (server.api, &filled, &begin);
                scope.spawn(move || {
                    let carts = fill(api);
                    // Whatever became of the carts, the others must not wait for ever.
                    filled.wait();
                    begin.wait();
                    order(api, buyer, &carts?)
                })
            })
            .collect();
        filled.wait();
        begin.wait();
        let started = Instant::now();
        let mut waits = Vec::new();
        for buyer in buyers {
            waits.extend(buyer.join().map_err(|_| anyhow!("a buyer panicked"))??);
        }
        anyhow::Ok(Sale {
            took: started.elapsed(),
            waits,
        })
    })?;
    server.stop()?;
    program
        .run(fixture.folder(), &fixture.database, &["verify"])
        .context("the books after the sale")?;
    Ok(sale)
}

/// Carts with one unit each, and what an order of each costs.
fn fill(api: SocketAddr) -> Result<Vec<Cart>> {
    let mut client = Client::connect(api)?;
    (0..ORDERS).map(|_| prepare(&mut client)).collect()
}

/// A cart with one unit in it.
pub(super) struct Cart {
    id: String,
    /// What an order of it costs, in paisa.
    total: String,
}

/// Whose order it is.
pub(super) struct Buyer {
    pub(super) number: usize,
    /// The order's key.
    pub(super) key: String,
}

/// Fills a cart and asks what an order of it costs.
///
/// # Errors
/// When one of the calls is refused.
pub(super) fn prepare(client: &mut Client) -> Result<Cart> {
    let cart = client.send("POST", "/api/carts", "", "")?.expect(201)?;
    let id = cart.field("id")?;
    let item = format!("/api/carts/{id}/items/{HOT_SKU}");
    client
        .send("PUT", &item, "", r#"{"quantity":1}"#)?
        .expect(200)?;
    let quote = format!("/api/carts/{id}/quote");
    let district = format!(r#"{{"district":"{DISTRICT}"}}"#);
    let quote = client.send("POST", &quote, "", &district)?.expect(200)?;
    let total = quote.field("total_paisa")?;
    Ok(Cart { id, total })
}

/// Orders a cart.
///
/// # Errors
/// When the order is refused.
pub(super) fn place(client: &mut Client, buyer: &Buyer, cart: &Cart) -> Result<()> {
    let (Buyer { number, key }, Cart { id, total }) = (buyer, cart);
    let body = format!(
        r#"{{"cart_id":"{id}","expected_total_paisa":{total},"contact":{{"name":"Buyer {number}","phone":"017{number:08}"}},"address":{{"line":"House 7, Road 3","area":"Mirpur","district":"{DISTRICT}"}},"payment_method":"cod"}}"#
    );
    let key = format!("Idempotency-Key: {key}");
    client
        .send("POST", "/api/orders", &key, &body)?
        .expect(201)?;
    Ok(())
}

/// Orders one cart after another; how long each order took, in milliseconds.
fn order(api: SocketAddr, number: usize, carts: &[Cart]) -> Result<Vec<f64>> {
    let mut client = Client::connect(api)?;
    let mut waits = Vec::with_capacity(carts.len());
    for (at, cart) in carts.iter().enumerate() {
        let buyer = Buyer {
            number,
            key: format!("bench-{number}-{at}"),
        };
        let started = Instant::now();
        place(&mut client, &buyer, cart)?;
        waits.push(started.elapsed().as_secs_f64() * 1_000.0);
    }
    Ok(waits)
}
