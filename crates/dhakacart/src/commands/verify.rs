//! `verify`: each invariant of the books with its verdict.

use std::process::ExitCode;

use crate::{answer, wiring};

pub(super) async fn run() -> anyhow::Result<ExitCode> {
    let config = wiring::settings().await?;
    let verdicts = wiring::with_shop(&config, async |shop| Ok(shop.verify().await?)).await?;
    for verdict in &verdicts {
        let word = if verdict.broken == 0 { "ok" } else { "BROKEN" };
        answer(format_args!(
            "{word:<7} {:<28} {}",
            verdict.name, verdict.says
        ));
        if verdict.broken > 0 {
            answer(format_args!("        {} row(s) break it", verdict.broken));
        }
    }
    let sound = verdicts.iter().all(|v| v.broken == 0);
    Ok(if sound {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
