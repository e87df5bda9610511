//! Where this process's settings come from: its environment, files, and what AWS Secrets Manager
//! has for the settings that are given as `X_AWS`. `config` reads them, `reload.rs` reads them
//! again.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;

use config::{Config, ConfigError, ProcessEnv, RemoteSecret, Secret, Source, remote_secrets};
use gateways::{SecretsManager, VaultError, json_field};
use tokio::task::JoinSet;

/// What was fetched, or why it wasn't.
type Fetched = BTreeMap<RemoteSecret, Result<Secret, String>>;

/// The sources, with what was fetched the last time.
#[derive(Clone)]
pub(crate) struct Sources {
    vault: Option<Result<SecretsManager, VaultError>>,
    fetched: Fetched,
}

impl Source for Sources {
    fn var(&self, name: &str) -> Option<OsString> {
        ProcessEnv.var(name)
    }

    fn names(&self) -> Vec<String> {
        ProcessEnv.names()
    }

    fn remote(&self, secret: &RemoteSecret) -> Result<Secret, String> {
        let fetched = self.fetched.get(secret).cloned();
        fetched.unwrap_or_else(|| Err(format!("{secret} was not asked for")))
    }
}

impl Sources {
    /// Asks Secrets Manager if a setting names it, and nobody otherwise.
    pub(crate) async fn gather() -> Self {
        let named = remote_secrets(&ProcessEnv);
        let vault = match named.is_empty() {
            true => None,
            false => Some(SecretsManager::from_environment().await),
        };
        let mut sources = Self {
            vault,
            fetched: Fetched::new(),
        };
        sources.fetched = sources.fetch(named).await;
        sources
    }

    /// Whether some of it is in Secrets Manager.
    pub(crate) fn are_remote(&self) -> bool {
        self.vault.is_some()
    }

    /// Asks Secrets Manager again. What can't be had now keeps the value it had.
    ///
    /// # Errors
    /// Why some of it can't be had.
    pub(crate) async fn refresh(&mut self) -> Result<(), String> {
        let named = self.fetched.keys().cloned().collect();
        let mut failed = Vec::new();
        for (secret, answer) in self.fetch(named).await {
            match answer {
                Ok(value) => drop(self.fetched.insert(secret, Ok(value))),
                Err(why) => failed.push(why),
            }
        }
        match failed.is_empty() {
            true => Ok(()),
            false => Err(failed.join("; ")),
        }
    }

    /// Reads and judges every setting. It reads files: not on a thread that others wait for.
    ///
    /// # Errors
    /// Everything that is wrong with them.
    pub(crate) fn load(&self) -> Result<Config, ConfigError> {
        Config::load(self)
    }

    /// Each secret is asked for once, whatever number of its fields settings name.
    async fn fetch(&self, named: Vec<RemoteSecret>) -> Fetched {
        let mut asking = JoinSet::new();
        let ids: BTreeSet<&str> = named.iter().map(|secret| secret.id.as_str()).collect();
        for id in ids {
            let (vault, id) = (self.vault.clone(), id.to_owned());
            asking.spawn(async move {
                let answer = match vault {
                    Some(Ok(vault)) => vault.read(&id).await,
                    Some(Err(error)) => Err(error),
                    None => Err(VaultError(format!("{id} was not asked for"))),
                };
                (id, answer)
            });
        }
        let mut answers = BTreeMap::new();
        while let Some(answered) = asking.join_next().await {
            if let Ok((id, answer)) = answered {
                answers.insert(id, answer);
            }
        }
        let value = |secret: &RemoteSecret| match answers.get(&secret.id) {
            Some(Ok(text)) => {
                let text = match &secret.key {
                    Some(key) => {
                        json_field(text, key).map_err(|error| format!("{secret}: {error}"))?
                    }
                    None => text.clone(),
                };
                Ok(Secret::new(text.as_str()))
            }
            Some(Err(error)) => Err(error.to_string()),
            None => Err(format!("asking for {secret} was broken off")),
        };
        named
            .into_iter()
            .map(|secret| {
                let value = value(&secret);
                (secret, value)
            })
            .collect()
    }
}
