//! The commands, one file each.

mod catalogue;
mod import;
mod serve;
mod settings;
mod staff;
mod verify;

pub(crate) use serve::Role;

use std::future::Future;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// DhakaCart, the shop that survives the Eid sale.
///
/// Settings come from the environment, then from the file that DHAKACART_CONFIG names, then from
/// defaults; `dhakacart config` prints them all.
#[derive(Parser)]
#[command(name = "dhakacart", version, propagate_version = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the shop: API, storefront and worker, or one of them
    Serve(serve::Serve),
    /// Apply the migrations that the database lacks
    Migrate,
    /// Take in a product CSV, as Shopify or WooCommerce export it
    Import(import::Import),
    /// Print the catalogue as Shopify's product CSV
    Export,
    /// Accounts for the people who run the shop
    Staff(staff::Staff),
    /// Prove that the books add up: stock, orders, payments, jobs, audit log
    Verify(verify::Verify),
    /// Print every setting, where its value comes from, secrets masked
    Config(settings::Settings),
    /// Print the OpenAPI document of the JSON API
    Openapi,
}

impl Cli {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        match self.command {
            Command::Serve(serve) => block_on(serve.run()),
            Command::Migrate => block_on(catalogue::migrate()),
            Command::Import(import) => block_on(import.run()),
            Command::Export => block_on(catalogue::export()),
            Command::Staff(staff) => block_on(staff.run()),
            Command::Verify(verify) => block_on(verify.run()),
            Command::Config(settings) => block_on(settings.run()),
            Command::Openapi => {
                crate::answer(format_args!("{}", api::openapi()));
                Ok(ExitCode::SUCCESS)
            }
        }
    }
}

fn block_on(command: impl Future<Output = anyhow::Result<ExitCode>>) -> anyhow::Result<ExitCode> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(command)
}
