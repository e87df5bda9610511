//! `serve`: the shop, whole or one role of it.

use std::process::ExitCode;

use clap::{Args, ValueEnum};

#[derive(Args)]
pub(crate) struct Serve {
    /// What this process does
    #[arg(long, value_enum, default_value_t = Role::All)]
    role: Role,
}

/// What a process does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Role {
    /// API, storefront and worker
    All,
    /// The JSON API
    Api,
    /// The pages
    Storefront,
    /// Background jobs
    Worker,
}

impl Role {
    pub(crate) fn has_api(self) -> bool {
        matches!(self, Self::All | Self::Api)
    }

    pub(crate) fn has_storefront(self) -> bool {
        matches!(self, Self::All | Self::Storefront)
    }

    pub(crate) fn has_worker(self) -> bool {
        matches!(self, Self::All | Self::Worker)
    }
}

impl Serve {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        crate::serve::run(self.role).await
    }
}
