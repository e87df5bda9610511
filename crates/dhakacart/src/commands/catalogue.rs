//! `migrate` and `export`.

use std::io::Write as _;
use std::process::ExitCode;

use crate::{ambient, answer, say, wiring};

pub(super) async fn migrate() -> anyhow::Result<ExitCode> {
    let config = wiring::settings()?;
    let applied = wiring::store(&config).await?.migrate().await?;
    for migration in &applied {
        answer(format_args!(
            "applied {:04} {}",
            migration.version, migration.name
        ));
    }
    if applied.is_empty() {
        say(format_args!("the database has every migration"));
    }
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn export() -> anyhow::Result<ExitCode> {
    let config = wiring::settings()?;
    let store = wiring::migrated_store(&config).await?;
    let shop = wiring::shop(&config, store, ambient::system()).await?;
    let mut csv = Vec::new();
    let products = shop.export_products(&mut csv).await?;
    let mut out = std::io::stdout().lock();
    out.write_all(&csv)?;
    out.flush()?;
    say(format_args!("{products} products"));
    Ok(ExitCode::SUCCESS)
}
