//! From a token to who it is.

use domain::UserId;
use store::{SessionRow, StoreError};

use super::{Account, Identity};
use crate::Shop;

/// Why a token proves nothing.
#[derive(Debug, thiserror::Error)]
pub enum AuthenticateError {
    /// Not ours, expired, or its session has ended.
    #[error("the token is not valid")]
    Invalid,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Shop {
    /// Who a token stands for: signature, expiry, then the session itself.
    pub async fn authenticate(&self, token: &str) -> Result<Identity, AuthenticateError> {
        let now = self.ambient().now();
        let claims = self
            .tokens()
            .read(token, now)
            .ok_or(AuthenticateError::Invalid)?;
        let session = self
            .store()
            .find_live_session(claims.jti, now)
            .await?
            .filter(|session| session.user == claims.sub)
            .ok_or(AuthenticateError::Invalid)?;
        Ok(session.into())
    }

    /// Somebody who was let in before, as they are now; `None` once their session has ended.
    pub async fn identity_now(&self, who: &Identity) -> Result<Option<Identity>, StoreError> {
        let now = self.ambient().now();
        let session = self.store().find_live_session(who.session, now).await?;
        Ok(session.filter(|s| s.user == who.user).map(Identity::from))
    }

    /// Whom a token names, by signature and expiry alone: enough to count calls, not to let in.
    pub fn peek_user(&self, token: &str) -> Option<UserId> {
        self.tokens()
            .read(token, self.ambient().now())
            .map(|claims| claims.sub)
    }

    /// A user's account.
    pub async fn account(&self, user: UserId) -> Result<Option<Account>, StoreError> {
        Ok(self.store().find_user_by_id(user).await?.map(Account::from))
    }
}

impl From<SessionRow> for Identity {
    fn from(session: SessionRow) -> Self {
        Self {
            user: session.user,
            username: session.username,
            role: session.role,
            permissions: session.permissions,
            session: session.id,
        }
    }
}
