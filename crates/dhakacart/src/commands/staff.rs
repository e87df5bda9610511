//! `staff add`: an account for somebody who runs the shop. `staff reset-second-factor`: for the last
//! admin, whose phone and recovery codes are gone.

use std::io::{IsTerminal as _, Read as _};
use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};
use shop::RegisterError;

use crate::{answer, say, wiring};

#[derive(Args)]
pub(crate) struct Staff {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Add an account; its password comes from stdin, or is made and printed once
    Add {
        /// 3 to 20 letters, digits, underscore
        username: String,
        /// What they may do
        #[arg(long, value_enum, default_value_t = Role::Staff)]
        role: Role,
    },
    /// Take somebody's second factor away; they log in with the password alone, and their sessions end
    ResetSecondFactor {
        /// Whose
        username: String,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum Role {
    /// Products, stock, orders
    Staff,
    /// All that, and accounts and the audit log
    Admin,
}

impl Staff {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        match self.action {
            Action::Add { username, role } => add(&username, role).await,
            Action::ResetSecondFactor { username } => reset_second_factor(&username).await,
        }
    }
}

async fn reset_second_factor(username: &str) -> anyhow::Result<ExitCode> {
    let config = wiring::settings().await?;
    wiring::with_shop(&config, async |shop| {
        Ok(shop.reset_second_factor_of(username).await?)
    })
    .await?;
    say(format_args!("{username} logs in with the password alone"));
    Ok(ExitCode::SUCCESS)
}

async fn add(username: &str, role: Role) -> anyhow::Result<ExitCode> {
    let role = match role {
        Role::Staff => domain::Role::Staff,
        Role::Admin => domain::Role::Admin,
    };
    let config = wiring::settings().await?;
    let password = password()?;
    let added = wiring::with_shop(&config, async |shop| {
        Ok(shop.add_staff(username, password.as_deref(), role).await)
    });
    match added.await? {
        Ok((account, made)) => {
            say(format_args!(
                "{} {} can log in",
                account.role, account.username
            ));
            if let Some(made) = made {
                answer(format_args!("{made}"));
            }
            Ok(ExitCode::SUCCESS)
        }
        Err(RegisterError::Invalid(errors)) => {
            for error in errors {
                say(format_args!("{}", error.message));
            }
            Ok(ExitCode::FAILURE)
        }
        Err(error) => Err(error.into()),
    }
}

/// What stands on stdin when something is piped in; nothing on a terminal.
fn password() -> anyhow::Result<Option<String>> {
    let mut stdin = std::io::stdin();
    if stdin.is_terminal() {
        return Ok(None);
    }
    let mut text = String::new();
    stdin.read_to_string(&mut text)?;
    let password = text.trim_end_matches(['\r', '\n']);
    Ok((!password.is_empty()).then(|| password.to_owned()))
}
