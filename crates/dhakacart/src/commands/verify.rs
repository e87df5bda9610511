//! `verify`: each invariant of the books with its verdict, and where the audit log ends.

use std::process::ExitCode;

use clap::Args;
use shop::{AuditHead, Shop, Verdict};

use crate::{answer, wiring};

/// Prove that the books add up.
#[derive(Args)]
pub(crate) struct Verify {
    /// Where the audit log ended once, as an earlier run, the logs or the back office told; the log
    /// must still hold that entry, untouched. May be given several times
    #[arg(long = "audit-anchor", value_name = "NUMBER:HASH")]
    anchors: Vec<AuditHead>,
}

impl Verify {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let config = wiring::settings().await?;
        let (verdicts, head, missed) = wiring::with_shop(&config, async |shop| {
            // Taken first: what the proof reads is at least that long.
            let head = shop.audit_head().await?;
            Ok((shop.verify().await?, head, self.missed(shop).await?))
        })
        .await?;
        for Verdict { name, says, broken } in &verdicts {
            tell(name, says, *broken);
        }
        let ends = format!("the audit log holds every end of it that was given; it ends at {head}");
        tell("audit_holds_its_anchors", &ends, missed);
        let sound = missed == 0 && verdicts.iter().all(|v| v.broken == 0);
        Ok(if sound {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }

    /// How many of the ends that were given the log doesn't hold.
    async fn missed(&self, shop: &Shop) -> anyhow::Result<i64> {
        let mut missed = 0;
        for anchor in &self.anchors {
            missed += i64::from(!shop.audit_passes_through(anchor).await?);
        }
        Ok(missed)
    }
}

fn tell(name: &str, says: &str, broken: i64) {
    let word = if broken == 0 { "ok" } else { "BROKEN" };
    answer(format_args!("{word:<7} {name:<28} {says}"));
    if broken > 0 {
        answer(format_args!("        {broken} row(s) break it"));
    }
}
