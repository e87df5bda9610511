//! Product page and product JSON, in requests a second, against a bare axum handler that returns
//! the same bytes (`examples/bare.rs`). Both run at once and are asked in turn, so that what else
//! the machine does meets both; the median of the rounds' ratios counts.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::Stdio;

use anyhow::{Context as _, Result, bail};

use super::catalogue;
use super::fixture::Fixture;
use super::http::{Answer, Client};
use super::program::{Program, build};
use super::say;
use super::server::{Process, Server};
use super::statistics::median;
use super::table::Row;
use super::wrk;
use crate::workspace::{self, target};

const ROUNDS: usize = 7;
const SECONDS: u32 = 2;
/// Of the bare handler's rate.
const LIMIT: f64 = 0.60;
/// What browsers send.
const BROTLI: &str = "Accept-Encoding: gzip, deflate, br";

/// Measures page and JSON, as they are and compressed.
///
/// # Errors
/// When `wrk` is missing, or an answer isn't what it should be.
pub(super) fn measure(program: &Program) -> Result<Vec<Row>> {
    wrk::find()?;
    let bare = build_bare()?;
    let fixture = Fixture::sqlite(program)?;
    let server = Server::start(program, &fixture)?;
    let slug = catalogue::published()
        .into_iter()
        .next()
        .context("nothing is for sale")?;
    let page = format!("http://{}/products/{slug}", server.storefront);
    let json = format!("http://{}/api/products/{slug}", server.api);
    let mut rows = Vec::new();
    for (name, url, header) in [
        ("product page", &page, ""),
        ("product page, Brotli", &page, BROTLI),
        ("product JSON", &json, ""),
        ("product JSON, Brotli", &json, BROTLI),
    ] {
        let pair = Pair::start(&bare, fixture.folder(), url, header)
            .with_context(|| format!("the bare handler for the {name}"))?;
        rows.push(pair.compare(name)?);
    }
    server.stop()?;
    Ok(rows)
}

/// The bare handler's program, built as the shop is.
fn build_bare() -> Result<Program> {
    build(&["--package", "xtask", "--example", "bare"])?;
    Program::at(target()?.join("release/examples/bare"))
}

/// A URL of the shop, and a bare handler that answers the same.
struct Pair {
    shop: String,
    bare: String,
    headers: Vec<String>,
    bytes: usize,
    _process: Process,
}

impl Pair {
    fn start(program: &Program, folder: &Path, url: &str, header: &str) -> Result<Self> {
        let answer = get(url, header)?;
        let body = folder.join("body");
        std::fs::write(&body, &answer.body)?;
        let mut command = workspace::command(program.path());
        command
            .arg(&body)
            .stdin(Stdio::null())
            .stdout(Stdio::piped());
        for name in ["content-type", "content-encoding"] {
            if let Some(value) = answer.header(name) {
                command.arg(format!("{name}: {value}"));
            }
        }
        let mut process = Process::spawn(&mut command)?;
        let output = process.0.stdout.take().context("its output is not piped")?;
        let mut bare = String::new();
        BufReader::new(output).read_line(&mut bare)?;
        let bare = format!("http://{}/", bare.trim_end());
        if get(&bare, header)?.body != answer.body {
            bail!("it does not return the same bytes");
        }
        let headers = if header.is_empty() {
            Vec::new()
        } else {
            vec![header.to_owned()]
        };
        let (shop, bytes) = (url.to_owned(), answer.body.len());
        Ok(Self {
            shop,
            bare,
            headers,
            bytes,
            _process: process,
        })
    }

    fn compare(&self, name: &str) -> Result<Row> {
        let ask = |url: &str, seconds| wrk::requests_per_second(url, seconds, &self.headers);
        say(format_args!("{name}, {ROUNDS} rounds"));
        ask(&self.shop, 1)?;
        ask(&self.bare, 1)?;
        let (mut shops, mut bares, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
        for round in 0..ROUNDS {
            // Whoever goes first finds another machine than who goes second.
            let (shop, bare) = if round.is_multiple_of(2) {
                let shop = ask(&self.shop, SECONDS)?;
                (shop, ask(&self.bare, SECONDS)?)
            } else {
                let bare = ask(&self.bare, SECONDS)?;
                (ask(&self.shop, SECONDS)?, bare)
            };
            shops.push(shop);
            bares.push(bare);
            ratios.push(shop / bare);
        }
        let (ratio, shop, bare) = (median(&ratios), median(&shops), median(&bares));
        let kilobytes = self.bytes as f64 / 1_000.0;
        Ok(Row::judged(
            format!("{name} ({kilobytes:.1} kB) against a bare handler"),
            format!("{:.0} % ({shop:.0}/s of {bare:.0}/s)", ratio * 100.0),
            "≥ 60 %",
            ratio >= LIMIT,
        ))
    }
}

fn get(url: &str, header: &str) -> Result<Answer> {
    let rest = url.strip_prefix("http://").unwrap_or(url);
    let (address, path) = rest.split_once('/').context("the URL has no path")?;
    Client::connect(address.parse()?)?
        .get(&format!("/{path}"), header)?
        .expect(200)
}
