//! From a token to who it is.

use domain::UserId;
use store::{SessionRow, StoreError};
use time::{Duration, OffsetDateTime};

use super::{Account, Identity};
use crate::Shop;

/// How long a session of staff may do nothing before it ends.
const STAFF_IDLE: Duration = Duration::hours(2);
/// How old the note of when it was last at work may get.
const STAFF_SEEN: Duration = Duration::minutes(5);

/// Why a token proves nothing.
#[derive(Debug, thiserror::Error)]
pub enum AuthenticateError {
    /// Not ours, expired, or its session has ended.
    #[error("the token is not valid")]
    Invalid,
    /// Somebody of the staff who must set up a second factor first.
    #[error("a second factor must be set up first")]
    SecondFactorMissing,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Shop {
    /// Who a token stands for: signature, expiry, then the session itself. Where the shop asks for
    /// a second factor, staff without one are nobody but to [`Shop::authenticate_setting_up`].
    pub async fn authenticate(&self, token: &str) -> Result<Identity, AuthenticateError> {
        let session = self.live_session(token).await?;
        let missing = session.role.is_staff() && session.second_factor_at.is_none();
        if missing && self.options().second_factor_required {
            return Err(AuthenticateError::SecondFactorMissing);
        }
        Ok(identity(session))
    }

    /// The same for where a second factor is set up: those without one too.
    pub async fn authenticate_setting_up(
        &self,
        token: &str,
    ) -> Result<Identity, AuthenticateError> {
        self.live_session(token).await.map(identity)
    }

    async fn live_session(&self, token: &str) -> Result<SessionRow, AuthenticateError> {
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
        if session.role.is_staff() {
            let seen = session.last_seen_at.unwrap_or(session.created_at);
            if now - seen > STAFF_IDLE {
                return Err(AuthenticateError::Invalid);
            }
            if now - seen > STAFF_SEEN {
                self.note_seen(&session, now).await;
            }
        }
        Ok(session)
    }

    /// A request is answered whether or not it can be noted: a database that takes no writes would
    /// otherwise keep staff from reading too.
    async fn note_seen(&self, session: &SessionRow, now: OffsetDateTime) {
        let noted = async {
            let mut tx = self.store().begin().await?;
            tx.update_session_seen(session.id, now, now - STAFF_SEEN)
                .await?;
            tx.commit().await
        };
        if let Err(error) = noted.await {
            tracing::debug!(%error, "a session's last use is not noted");
        }
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

fn identity(session: SessionRow) -> Identity {
    Identity {
        user: session.user,
        username: session.username,
        role: session.role,
        session: session.id,
    }
}
