//! One certificate: account, order, challenges, request, certificate (RFC 8555 §7).

use std::sync::PoisonError;
use std::time::Duration;

use edge::Certificate;
use instant_acme::{
    Account, AccountBuilder, AccountCredentials, AuthorizationStatus, CertificateIdentifier,
    ChallengeType, Error, Identifier, NewAccount, NewOrder, Order, OrderStatus, RetryPolicy,
};
use rcgen::{CertificateParams, DistinguishedName, KeyPair};
use time::OffsetDateTime;

use crate::folder::Folder;
use crate::{AcmeError, AcmeOptions, Answers};

/// How long the CA may take to confirm names and to sign.
const PATIENCE: RetryPolicy = RetryPolicy::new().timeout(Duration::from_secs(60));

/// The CA asks to be asked again no sooner and no later.
const ASK_AGAIN: std::ops::RangeInclusive<u64> = 15 * 60..=24 * 60 * 60;

/// A CA, as our account sees it.
pub(super) struct Ca<'a> {
    pub(super) options: &'a AcmeOptions,
    pub(super) folder: &'a Folder,
}

/// When the CA wants a certificate renewed.
#[derive(Debug)]
pub(super) struct Window {
    pub(super) from: OffsetDateTime,
    pub(super) to: OffsetDateTime,
    pub(super) ask_again: Duration,
}

impl Ca<'_> {
    /// When the CA wants this certificate renewed; `None` if it has no opinion.
    pub(super) async fn window(
        &self,
        certificate: &Certificate,
    ) -> Result<Option<Window>, AcmeError> {
        let Some(id) = identifier(certificate) else {
            return Ok(None);
        };
        match self.account().await?.renewal_info(&id).await {
            Ok((info, ask_again)) => Ok(Some(Window {
                from: info.suggested_window.start,
                to: info.suggested_window.end,
                ask_again: Duration::from_secs(
                    ask_again
                        .as_secs()
                        .clamp(*ASK_AGAIN.start(), *ASK_AGAIN.end()),
                ),
            })),
            Err(Error::Unsupported(_)) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// A new certificate with its intermediates and its new key, PEM.
    pub(super) async fn obtain(
        &self,
        replaced: Option<&Certificate>,
        answers: &Answers,
    ) -> Result<String, AcmeError> {
        let account = self.account().await?;
        let mut order = self.order(&account, replaced).await?;
        let open = Open(answers);
        confirm(&mut order, &open).await?;
        match order.poll_ready(&PATIENCE).await? {
            OrderStatus::Ready => {}
            _ => {
                let names = self.options.domains.join(", ");
                return Err(AcmeError::NotConfirmed(
                    names,
                    "the CA found another answer there",
                ));
            }
        }
        drop(open);
        let key = KeyPair::generate()?;
        let mut wanted = CertificateParams::new(self.options.domains.as_slice())?;
        wanted.distinguished_name = DistinguishedName::new();
        order
            .finalize_csr(wanted.serialize_request(&key)?.der())
            .await?;
        let chain = order.poll_certificate(&PATIENCE).await?;
        Ok(format!("{}\n{}", chain.trim_end(), key.serialize_pem()))
    }

    /// An order that says which certificate it replaces, if the CA wants to know that.
    async fn order(
        &self,
        account: &Account,
        replaced: Option<&Certificate>,
    ) -> Result<Order, AcmeError> {
        let names: Vec<Identifier> = self
            .options
            .domains
            .iter()
            .cloned()
            .map(Identifier::Dns)
            .collect();
        if let Some(id) = replaced.and_then(identifier) {
            match account.new_order(&NewOrder::new(&names).replaces(id)).await {
                Ok(order) => return Ok(order),
                // It doesn't know of such things, or it was replaced already: not worth failing for.
                Err(error) => tracing::debug!(%error, "ordering as if for the first time"),
            }
        }
        Ok(account.new_order(&NewOrder::new(&names)).await?)
    }

    /// The account that was opened with this CA, or a new one.
    async fn account(&self) -> Result<Account, AcmeError> {
        if let Some(kept) = self.folder.account()? {
            let value: serde_json::Value = serde_json::from_slice(&kept)?;
            if value["directory"] == self.options.directory.as_str() {
                let kept: AccountCredentials = serde_json::from_value(value)?;
                return Ok(self.builder()?.from_credentials(kept).await?);
            }
        }
        let contact: Vec<&str> = self.options.contact.as_deref().into_iter().collect();
        let new = NewAccount {
            contact: &contact,
            terms_of_service_agreed: true,
            only_return_existing: false,
        };
        let directory = self.options.directory.clone();
        let (account, credentials) = self.builder()?.create(&new, directory, None).await?;
        self.folder
            .keep_account(&serde_json::to_vec(&credentials)?)?;
        Ok(account)
    }

    fn builder(&self) -> Result<AccountBuilder, AcmeError> {
        // The library takes whatever provider the process has; it is ring wherever there is one.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Ok(match &self.options.root {
            Some(root) => Account::builder_with_root(root)?,
            None => Account::builder()?,
        })
    }
}

/// Challenges that are being answered; none is once this is dropped.
struct Open<'a>(&'a Answers);

impl Open<'_> {
    fn answer(&self, token: String, answer: String) {
        let mut answers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        answers.insert(token, answer);
    }
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }
}

/// Lets the CA ask for every name that it doesn't know to be ours.
async fn confirm(order: &mut Order, open: &Open<'_>) -> Result<(), AcmeError> {
    let mut names = order.authorizations();
    while let Some(name) = names.next().await {
        let mut name = name?;
        match name.status {
            AuthorizationStatus::Pending => {}
            AuthorizationStatus::Valid => continue,
            _ => {
                let what = name.identifier().to_string();
                return Err(AcmeError::NotConfirmed(what, "the CA has given up on it"));
            }
        }
        let what = name.identifier().to_string();
        let mut challenge =
            name.challenge(ChallengeType::Http01)
                .ok_or(AcmeError::NotConfirmed(
                    what,
                    "the CA offers no HTTP-01 for it",
                ))?;
        open.answer(
            challenge.token.clone(),
            challenge.key_authorization().as_str().to_owned(),
        );
        challenge.set_ready().await?;
    }
    Ok(())
}

/// How a CA calls a certificate of its own (RFC 9773 §4.1).
fn identifier(certificate: &Certificate) -> Option<CertificateIdentifier<'static>> {
    let (key, serial) = (certificate.authority_key()?, certificate.serial());
    let id = CertificateIdentifier::new(key.into(), serial.into());
    Some(id.into_owned())
}
