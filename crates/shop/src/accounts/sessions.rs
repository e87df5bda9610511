//! Sessions: opening one, seeing which are open, ending them.
//!
//! A login opens a session of its own, whatever the browser brought. It does so in a transaction
//! that holds the user's row: a password, a second factor or a lock that changes meanwhile is
//! either seen, or ends this session with the others.

use domain::{SessionId, UserId};
use serde::Serialize;
use store::{StoreError, UserRow};
use time::{Duration, OffsetDateTime};

use super::second_factor::Claimed;
use super::tokens::{ChallengeClaims, Claims};
use super::{Identity, LogInError, SignedIn, device};
use crate::Shop;

/// How long somebody may look for their phone.
const CHALLENGE: Duration = Duration::minutes(5);
/// Sessions that a list shows at most.
const MAX_LISTED: i64 = 100;

/// A session that goes on.
#[derive(Debug, Clone, Serialize)]
pub struct SessionView {
    /// Its id; the token is more than that.
    pub id: SessionId,
    /// Since when, UTC.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    /// Until when at the latest, UTC.
    #[serde(with = "time::serde::rfc3339")]
    pub expires_at: OffsetDateTime,
    /// What it was opened with: `Firefox, Linux`.
    pub device: Option<String>,
    /// Whether it is the one that asks.
    pub current: bool,
}

impl Shop {
    /// Somebody's sessions, newest first.
    pub async fn sessions(&self, who: &Identity) -> Result<Vec<SessionView>, StoreError> {
        let now = self.ambient().now();
        let rows = self
            .store()
            .list_open_sessions(who.user, now, MAX_LISTED)
            .await?;
        let view = |row: store::OpenSession| SessionView {
            id: row.id,
            created_at: row.created_at,
            expires_at: row.expires_at,
            device: row.device,
            current: row.id == who.session,
        };
        Ok(rows.into_iter().map(view).collect())
    }

    /// Ends one of somebody's sessions. `false`: it isn't theirs, or had ended.
    pub async fn end_session(&self, who: &Identity, id: SessionId) -> Result<bool, StoreError> {
        let mut tx = self.store().begin().await?;
        let ended = tx
            .revoke_own_session(who.user, id, self.ambient().now())
            .await?;
        tx.commit().await?;
        Ok(ended)
    }

    /// Ends every session of somebody but the one that asks.
    pub async fn end_other_sessions(&self, who: &Identity) -> Result<(), StoreError> {
        let mut tx = self.store().begin().await?;
        tx.revoke_other_sessions(who.user, who.session, self.ambient().now())
            .await?;
        tx.commit().await
    }

    /// Ends every session of somebody: logged out everywhere, on every replica at once.
    pub async fn log_out_everywhere(&self, who: &Identity) -> Result<(), StoreError> {
        let mut tx = self.store().begin().await?;
        tx.revoke_sessions_of(who.user, self.ambient().now())
            .await?;
        tx.commit().await
    }

    /// Opens a session for somebody whose password was right: `user` as it was read then.
    pub(super) async fn open_session(
        &self,
        user: UserRow,
        code: Option<&str>,
        user_agent: Option<&str>,
    ) -> Result<SignedIn, LogInError> {
        let now = self.ambient().now();
        let session = SessionId::mint(self.ambient());
        let mut tx = self.store().begin().await?;
        let current = tx.find_user_for_update(user.id).await?;
        let same = |current: &UserRow| {
            current.password_hash == user.password_hash && current.disabled_at.is_none()
        };
        let user = current.filter(same).ok_or(LogInError::Changed)?;
        let identity = Identity {
            user: user.id,
            username: user.username.clone(),
            role: user.role,
            session,
        };
        let factor = tx.find_second_factor(user.id).await?;
        if let Some(factor) = factor.filter(|factor| factor.confirmed_at.is_some()) {
            let Some(code) = code else {
                return Err(self.challenge(&user, now));
            };
            match self.claim_code(&mut tx, &user, &factor, code).await? {
                None => return Err(LogInError::WrongCode),
                Some(Claimed::Totp) => {}
                Some(Claimed::Recovery) => self.audit_recovery(&mut tx, &identity).await?,
            }
        }
        let expires_at = now + self.options().session_length;
        let device = user_agent.and_then(device::of);
        tx.insert_session(session, user.id, now, expires_at, device.as_deref())
            .await?;
        tx.commit().await?;
        Ok(self.signed_in(user, session, now, expires_at))
    }

    fn signed_in(
        &self,
        user: UserRow,
        session: SessionId,
        now: OffsetDateTime,
        expires_at: OffsetDateTime,
    ) -> SignedIn {
        let claims = Claims {
            sub: user.id,
            jti: session,
            iat: now.unix_timestamp(),
            exp: expires_at.unix_timestamp(),
        };
        SignedIn {
            token: self.tokens().issue(&claims).unwrap_or_default(),
            account: user.into(),
            expires_at,
        }
    }

    fn challenge(&self, user: &UserRow, now: OffsetDateTime) -> LogInError {
        let claims = ChallengeClaims {
            sub: user.id,
            pwd: fingerprint(&user.password_hash),
            exp: (now + CHALLENGE).unix_timestamp(),
        };
        LogInError::SecondFactorRequired {
            challenge: self.tokens().issue_challenge(&claims).unwrap_or_default(),
        }
    }

    /// Whose challenge it is, if it still holds and their password is the same.
    pub(super) async fn challenged(&self, challenge: &str) -> Result<Option<UserRow>, StoreError> {
        let now = self.ambient().now();
        let Some(claims) = self.tokens().read_challenge(challenge, now) else {
            return Ok(None);
        };
        let user: UserId = claims.sub;
        let user = self.store().find_user_by_id(user).await?;
        Ok(user.filter(|user| fingerprint(&user.password_hash) == claims.pwd))
    }
}

/// Tells a password's hash from another without telling it.
fn fingerprint(password_hash: &str) -> String {
    super::hex(&crate::fingerprint(password_hash.as_bytes())[..8])
}
