//! Shoppers buy while others are slow on purpose and guess passwords: nobody who buys is turned
//! away, and whoever watches the shop sees it. Timings are measured by `cargo xtask siege`.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use store::testing::{Engine, TestDb};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use crate::support::{
    Good, Person, ShopProcess, furnish, good, machine, order_body, serve_on, verify,
};

const LAMP: Good = good("lamp", 900, 1_000);

/// More than the shop has places for.
const SLOW: usize = 300;
const SHOPPERS: usize = 12;
const ORDERS: usize = 3;
const GUESSERS: usize = 24;

/// What slow clients begin with: nothing, half a header, half a body, and a question whose answer
/// they don't read.
const BEGINNINGS: [&str; 4] = [
    "",
    "GET /api/products HTTP/1.1\r\nHost: shop\r\nX-Slow: ",
    "POST /api/carts HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{",
    "GET /api/openapi.json HTTP/1.1\r\nHost: shop\r\n\r\n",
];

/// Is slow, and comes back when it is thrown out, until told to stop.
async fn be_slow(address: String, which: usize, stop: Arc<AtomicBool>) {
    let beginning = BEGINNINGS[which % BEGINNINGS.len()];
    while !stop.load(SeqCst) {
        let Ok(mut stream) = TcpStream::connect(&address).await else {
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let _ = stream.write_all(beginning.as_bytes()).await;
        while !stop.load(SeqCst) {
            tokio::time::sleep(Duration::from_millis(200)).await;
            let trickle: &[u8] = if which.is_multiple_of(4) { b"" } else { b"x" };
            let closed = stream.try_read(&mut [0; 16]).is_ok_and(|read| read == 0);
            if closed || stream.write_all(trickle).await.is_err() {
                break;
            }
        }
    }
}

/// Guesses passwords from ever new addresses.
async fn guess(guest: Person, number: usize, stop: Arc<AtomicBool>, guesses: Arc<AtomicUsize>) {
    while !stop.load(SeqCst) {
        let turn = guesses.fetch_add(1, SeqCst);
        let address = format!("10.{number}.{}.{}", turn / 250 % 250, turn % 250);
        let answer = guest.guess("keeper", "not-the-password-7", &address).await;
        assert!(matches!(answer.status, 401 | 429 | 503), "{answer:?}");
    }
}

async fn buy(guest: Person, number: usize) {
    for turn in 0..ORDERS {
        let cart = guest.cart(&[("LAMP", 1)]).await;
        let total = guest.quote(&cart).await;
        let key = format!("shopper-{number}-{turn}");
        guest
            .order(&key, &order_body(&cart, total))
            .await
            .expect(201);
    }
}

on_both!(shoppers_buy_while_others_are_slow_and_guess);

async fn shoppers_buy_while_others_are_slow_and_guess(engine: Engine) {
    let _alone = machine::alone().await;
    let db = TestDb::new(engine).await;
    furnish(db.url(), &[LAMP]);
    let serve = serve_on(db.url())
        .env("DHAKACART_TRUSTED_PROXIES", "127.0.0.1")
        .env("DHAKACART_LOGIN_LIMIT", "5/15m")
        .env("DHAKACART_MAX_CONNECTIONS", "256")
        .env("DHAKACART_MAX_REQUESTS", "64");
    let shop = ShopProcess::open(serve).await;
    let (stop, guesses) = (
        Arc::new(AtomicBool::new(false)),
        Arc::new(AtomicUsize::new(0)),
    );
    let mut siege = JoinSet::new();
    for which in 0..SLOW {
        siege.spawn(be_slow(shop.api_address().to_owned(), which, stop.clone()));
    }
    for number in 0..GUESSERS {
        siege.spawn(guess(shop.guest(), number, stop.clone(), guesses.clone()));
    }

    let mut shoppers: JoinSet<()> = (0..SHOPPERS)
        .map(|number| buy(shop.guest(), number))
        .collect();
    // Whoever watches comes anew each time, as probes do.
    while !shoppers.is_empty() {
        shop.guest().get("/health").await.expect(200);
        assert_eq!(shop.monitor().get("/metrics").await.status, 200);
        while let Some(done) = shoppers.try_join_next() {
            done.unwrap();
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    stop.store(true, SeqCst);
    while let Some(done) = siege.join_next().await {
        done.unwrap();
    }
    assert!(guesses.load(SeqCst) > GUESSERS, "the login was besieged");
    let orders = shop.admin().await.count_orders().await;
    assert_eq!(usize::try_from(orders).unwrap(), SHOPPERS * ORDERS);
    assert_eq!(shop.terminate().code(), Some(0));
    verify(db.url());
}
