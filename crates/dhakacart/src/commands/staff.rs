//! `staff add`: an account for somebody who runs the shop.

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
        let Action::Add { username, role } = self.action;
        let role = match role {
            Role::Staff => domain::Role::Staff,
            Role::Admin => domain::Role::Admin,
        };
        let config = wiring::settings().await?;
        let password = password()?;
        let added = wiring::with_shop(&config, async |shop| {
            Ok(shop.add_staff(&username, password.as_deref(), role).await)
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
