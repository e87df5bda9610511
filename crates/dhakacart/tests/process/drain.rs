//! Stopping: what is in hand is finished, what can't be finished is cut in time.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;

use nix::sys::signal::Signal;
use serde_json::Value;
use store::testing::{Engine, TestDb};

use crate::support::{
    Good, Ledger, PATIENCE, ShopProcess, Told, eventually, furnish, good, machine, order_body,
    serve_on, verify,
};

const FAN: Good = good("fan", 2_500, 300);

/// A request whose head has arrived and whose body hasn't.
struct InHand {
    stream: BufReader<TcpStream>,
    body: String,
}

impl InHand {
    /// Begins to ask for this order; the shop waits for the body.
    fn order(shop: &ShopProcess, key: &str, body: &Value) -> Self {
        let (address, body) = (shop.api_address(), body.to_string());
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let head = format!(
            "POST /api/orders HTTP/1.1\r\nHost: {address}\r\nIdempotency-Key: {key}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nExpect: 100-continue\r\n\r\n",
            body.len()
        );
        stream.write_all(head.as_bytes()).unwrap();
        let mut stream = BufReader::new(stream);
        let mut told = String::new();
        stream.read_line(&mut told).unwrap();
        assert_eq!(told, "HTTP/1.1 100 Continue\r\n");
        stream.read_line(&mut told).unwrap();
        Self { stream, body }
    }

    /// Sends the body, and answers all that comes back.
    fn finish(mut self) -> String {
        self.stream
            .get_mut()
            .write_all(self.body.as_bytes())
            .unwrap();
        let mut answer = String::new();
        self.stream.read_to_string(&mut answer).unwrap();
        answer
    }
}

/// Asks it to stop, and waits until nobody new is let in.
async fn closing(shop: &ShopProcess) {
    shop.signal(Signal::SIGTERM);
    eventually("the door is closed", PATIENCE, async || {
        TcpStream::connect(shop.api_address())
            .is_err()
            .then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_in_hand_is_finished() {
    let db = TestDb::new(Engine::Sqlite).await;
    furnish(db.url(), &[FAN]);
    let shop = ShopProcess::start(db.url()).await;
    let guest = shop.guest();
    let order = order_body(&guest.cart(&[("FAN", 1)]).await, 257_000);
    let in_hand = InHand::order(&shop, "in-hand", &order);
    closing(&shop).await;
    let answer = in_hand.finish();
    assert!(answer.starts_with("HTTP/1.1 201 Created\r\n"), "{answer}");
    assert_eq!(shop.ends().code(), Some(0));
    let shop = ShopProcess::start(db.url()).await;
    let number = shop.guest().order("in-hand", &order).await.order_number();
    assert!(answer.contains(&number), "{number}: {answer}");
    verify(db.url());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_never_finishes_is_cut() {
    let db = TestDb::new(Engine::Sqlite).await;
    furnish(db.url(), &[FAN]);
    let shop = ShopProcess::open(serve_on(db.url()).env("DHAKACART_DRAIN_SECONDS", "1")).await;
    let guest = shop.guest();
    let order = order_body(&guest.cart(&[("FAN", 1)]).await, 257_000);
    let _in_hand = InHand::order(&shop, "never", &order);
    assert_eq!(shop.stop(Signal::SIGTERM).code(), Some(0));
    verify(db.url());
}

on_both!(a_stop_in_the_middle_of_a_sale);

async fn a_stop_in_the_middle_of_a_sale(engine: Engine) {
    let _alone = machine::alone().await;
    let db = TestDb::new(engine).await;
    furnish(db.url(), &[FAN]);
    let mut ledger = Ledger::of(FAN);
    let shop = ShopProcess::start(db.url()).await;
    let mut storm = ledger.storm("stop", &[shop.guest()], 40, 4).await;
    storm.until(40, Told::Decided).await;
    assert_eq!(shop.terminate().code(), Some(0));
    ledger.add(storm).await;
    let shop = ShopProcess::start(db.url()).await;
    ledger.settle(&shop.guest()).await;
    ledger.check(&shop).await;
    verify(db.url());
}
