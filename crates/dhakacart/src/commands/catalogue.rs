//! `migrate` and `export`.

use std::io::Write as _;
use std::process::ExitCode;

use crate::{answer, say, wiring};

pub(super) async fn migrate() -> anyhow::Result<ExitCode> {
    let config = wiring::settings().await?;
    let store = wiring::store(&config).await?;
    let applied = store.migrate().await;
    wiring::close(&store).await;
    let applied = applied?;
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
    let config = wiring::settings().await?;
    let mut csv = Vec::new();
    let products = wiring::with_shop(&config, async |shop| {
        Ok(shop.export_products(&mut csv).await?)
    })
    .await?;
    let mut out = std::io::stdout().lock();
    out.write_all(&csv)?;
    out.flush()?;
    say(format_args!("{products} products"));
    Ok(ExitCode::SUCCESS)
}
