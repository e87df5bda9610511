//! The least that axum can do: one handler that returns the bytes of a file. `cargo xtask bench`
//! measures pages against it.
//!
//! `bare FILE ["name: value"]...` listens on a free port of the loopback and prints its address.
#![expect(clippy::print_stdout, reason = "says where it listens")]

use anyhow::{Context as _, Result};
use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::routing::get;
use tokio::net::TcpListener;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments
        .next()
        .context("usage: bare FILE [\"name: value\"]...")?;
    let body = Bytes::from(std::fs::read(file)?);
    let headers = arguments
        .map(|line| header(&line))
        .collect::<Result<HeaderMap>>()?;
    // The shop's own runtime, see crates/dhakacart/src/commands.rs.
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await?;
            println!("{}", listener.local_addr()?);
            let handler = async move || (headers.clone(), body.clone());
            Ok(axum::serve(listener, Router::new().route("/", get(handler))).await?)
        })
}

fn header(line: &str) -> Result<(HeaderName, HeaderValue)> {
    let (name, value) = line.split_once(": ").context("a header is `name: value`")?;
    Ok((name.parse()?, value.parse()?))
}
