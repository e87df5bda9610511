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
        let config = wiring::settings()?;
        let (verdicts, head) = wiring::with_shop(&config, async |shop| {
            // Taken first: what the proof reads is at least that long.
            let head = shop.audit_head().await?;
            let mut verdicts = shop.verify().await?;
            verdicts.push(self.anchored(&shop).await?);
            Ok((verdicts, head))
        })
        .await?;
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
        answer(format_args!("audit log ends at {head}"));
        let sound = verdicts.iter().all(|v| v.broken == 0);
        Ok(if sound {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }

    async fn anchored(&self, shop: &Shop) -> anyhow::Result<Verdict> {
        let mut broken = 0;
        for anchor in &self.anchors {
            broken += i64::from(!shop.audit_passes_through(anchor).await?);
        }
        Ok(Verdict {
            name: "audit_passes_through_anchors",
            says: "the audit log holds every end of it that was given with --audit-anchor",
            broken,
        })
    }
}
