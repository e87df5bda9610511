//! `import`: a product CSV into the shop, with a progress bar on a terminal and a report at the end.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use shop::ImportOptions;

use crate::{answer, say, wiring};

#[derive(Args)]
pub(crate) struct Import {
    /// The file: Shopify's product CSV, or WooCommerce's
    file: PathBuf,
    /// Set the units on hand of variants that exist already to what the file says.
    ///
    /// Without this, a file's quantities are the opening stock of variants that are new, and
    /// importing it again does not bring back what was sold meanwhile.
    #[arg(long)]
    set_stock: bool,
}

impl Import {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let config = wiring::settings().await?;
        let bytes = std::fs::read(&self.file)
            .with_context(|| format!("can't read {}", self.file.display()))?;
        // Hidden by itself when stderr is no terminal.
        let bar = ProgressBar::new(0).with_style(
            ProgressStyle::with_template("{bar:40} {pos}/{len} products {eta}")
                .unwrap_or_else(|_| ProgressStyle::default_bar()),
        );
        let options = ImportOptions {
            set_stock: self.set_stock,
        };
        let report = wiring::with_shop(&config, async |shop| {
            shop.import_products(&bytes, options, &mut |done, total| {
                bar.set_length(total as u64);
                bar.set_position(done as u64);
            })
            .await
            .with_context(|| format!("can't import {}", self.file.display()))
        })
        .await;
        bar.finish_and_clear();
        let report = report?;
        for rejected in &report.rejected {
            say(format_args!("line {}: {}", rejected.line, rejected.reason));
        }
        answer(format_args!("{}", serde_json::to_string(&report)?));
        Ok(ExitCode::SUCCESS)
    }
}
