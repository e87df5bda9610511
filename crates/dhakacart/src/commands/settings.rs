//! `config`: what the settings are and where they come from.

use std::process::ExitCode;

use clap::Args;

use crate::{answer, say, wiring};

#[derive(Args)]
pub(crate) struct Settings {
    /// Print the reference of all settings as Markdown instead of this process's values
    #[arg(long)]
    reference: bool,
}

impl Settings {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        if self.reference {
            answer(format_args!("{}", config::reference().trim_end()));
            return Ok(ExitCode::SUCCESS);
        }
        let config = wiring::settings().await?;
        for shown in config.shown() {
            answer(format_args!("{shown}"));
        }
        for warning in &config.warnings {
            say(format_args!("{warning}"));
        }
        Ok(ExitCode::SUCCESS)
    }
}
