//! Second factors of staff: codes from an app (TOTP), recovery codes for the day it is gone.
//!
//! What it takes to change one is what it takes to log in: the password, and a code where there is
//! a factor already. Each code counts once (the database decides), and every step is audited.
//!
//! Secrets are kept as they are. Whoever reads the database reads a second factor and still lacks
//! the first; see docs/adr/0013-who-you-are.md.

mod codes;
mod totp;

use domain::{AuditId, UserId};
use serde_json::{Value, json};
use store::{AuditRow, SecondFactorRow, StoreError, Tx, UserRow};
use time::OffsetDateTime;

use super::{Busy, Identity};
use crate::Shop;
use codes::Code;

/// How far somebody is with their second factor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecondFactor {
    /// There is none.
    Off,
    /// A secret was made and is yet to be shown to work.
    Begun {
        /// The secret as an app takes it by hand: base32.
        secret: String,
        /// The same as an app reads it from a picture.
        uri: String,
    },
    /// It is asked for at every login.
    On {
        /// Since when.
        since: OffsetDateTime,
        /// Recovery codes left.
        codes_left: i64,
    },
}

/// Why a second factor was not changed.
#[derive(Debug, thiserror::Error)]
pub enum SecondFactorError {
    /// The password is another one.
    #[error("the password is wrong")]
    WrongPassword,
    /// The code is not one of now, or was used before.
    #[error("the code is wrong")]
    WrongCode,
    /// It is on already.
    #[error("there is a second factor already")]
    AlreadyOn,
    /// There is none to confirm or to take away.
    #[error("there is no second factor")]
    Off,
    /// No such user.
    #[error("there is no such user")]
    NotFound,
    /// Not for this caller.
    #[error("{0}")]
    NotAllowed(&'static str),
    /// Too many passwords are being hashed; try again.
    #[error("too many logins at once")]
    Busy,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Busy> for SecondFactorError {
    fn from(_: Busy) -> Self {
        Self::Busy
    }
}

/// What a code turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Claimed {
    Totp,
    Recovery,
}

impl Shop {
    /// How far somebody is with their second factor.
    pub async fn second_factor(&self, who: &Identity) -> Result<SecondFactor, StoreError> {
        let Some(row) = self.store().find_second_factor(who.user).await? else {
            return Ok(SecondFactor::Off);
        };
        let Some(since) = row.confirmed_at else {
            let secret = totp::base32(&row.secret);
            let uri = format!(
                "otpauth://totp/DhakaCart:{name}?secret={secret}&issuer=DhakaCart&algorithm=SHA1&digits=6&period=30",
                name = who.username
            );
            return Ok(SecondFactor::Begun { secret, uri });
        };
        let codes_left = self.store().count_recovery_codes(who.user).await?;
        Ok(SecondFactor::On { since, codes_left })
    }

    /// Who of the staff has a second factor.
    pub async fn second_factor_owners(&self) -> Result<Vec<UserId>, StoreError> {
        let rows = self
            .store()
            .list_second_factors(super::staff::MAX_STAFF)
            .await?;
        Ok(rows.into_iter().map(|row| row.user).collect())
    }

    /// Makes a secret, in place of one that was never confirmed. Nobody is asked for its codes
    /// until one was given to [`Shop::confirm_second_factor`].
    pub async fn begin_second_factor(
        &self,
        who: &Identity,
        password: &str,
    ) -> Result<(), SecondFactorError> {
        let user = self.prove_own_password(who, password).await?;
        let mut secret = [0; totp::SECRET_BYTES];
        self.ambient().fill(&mut secret);
        let now = self.ambient().now();
        let mut tx = self.lock_proven(&user).await?;
        if !tx.put_second_factor(who.user, &secret, now).await? {
            return Err(SecondFactorError::AlreadyOn);
        }
        self.audit_factor(
            &mut tx,
            Some(who),
            "second_factor.begin",
            &who.username,
            None,
        )
        .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Turns the second factor on, by a code of it, and answers the recovery codes, which are
    /// never told again. Every other session of the user ends: none of them was asked for it.
    pub async fn confirm_second_factor(
        &self,
        who: &Identity,
        code: &str,
    ) -> Result<Vec<String>, SecondFactorError> {
        let row = self.store().find_second_factor(who.user).await?;
        let row = row.ok_or(SecondFactorError::Off)?;
        if row.confirmed_at.is_some() {
            return Err(SecondFactorError::AlreadyOn);
        }
        let now = self.ambient().now();
        let Some(Code::Totp(code)) = Code::read(code) else {
            return Err(SecondFactorError::WrongCode);
        };
        let step = totp::step_of(&row.secret, code, now).ok_or(SecondFactorError::WrongCode)?;
        let (told, hashes) = codes::make(self.ambient());
        let mut tx = self.store().begin().await?;
        // A login under way holds this row: it is over before, or asks for a code after.
        tx.find_user_for_update(who.user)
            .await?
            .ok_or(SecondFactorError::NotFound)?;
        if !tx
            .confirm_second_factor(who.user, &row.secret, step, now)
            .await?
        {
            return Err(SecondFactorError::AlreadyOn);
        }
        tx.replace_recovery_codes(who.user, &hashes).await?;
        tx.revoke_other_sessions(who.user, who.session, now).await?;
        self.audit_factor(&mut tx, Some(who), "second_factor.on", &who.username, None)
            .await?;
        tx.commit().await?;
        Ok(told)
    }

    /// Answers new recovery codes; the ones before are worth nothing from now on.
    pub async fn renew_recovery_codes(
        &self,
        who: &Identity,
        password: &str,
        code: &str,
    ) -> Result<Vec<String>, SecondFactorError> {
        let mut tx = self.prove_both(who, password, code).await?;
        let (told, hashes) = codes::make(self.ambient());
        tx.replace_recovery_codes(who.user, &hashes).await?;
        self.audit_factor(
            &mut tx,
            Some(who),
            "second_factor.codes",
            &who.username,
            None,
        )
        .await?;
        tx.commit().await?;
        Ok(told)
    }

    /// Turns the second factor off.
    pub async fn remove_second_factor(
        &self,
        who: &Identity,
        password: &str,
        code: &str,
    ) -> Result<(), SecondFactorError> {
        let mut tx = self.prove_both(who, password, code).await?;
        tx.delete_second_factor(who.user).await?;
        self.audit_factor(&mut tx, Some(who), "second_factor.off", &who.username, None)
            .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Takes a colleague's second factor away, whose phone and codes are gone; their sessions end.
    /// For admins, and not for their own account: that takes a code.
    pub async fn reset_second_factor(
        &self,
        by: &Identity,
        user: UserId,
    ) -> Result<(), SecondFactorError> {
        if by.role != domain::Role::Admin {
            let why = "only an admin changes accounts";
            return Err(SecondFactorError::NotAllowed(why));
        }
        if by.user == user {
            let why = "nobody changes their own account";
            return Err(SecondFactorError::NotAllowed(why));
        }
        self.take_second_factor(Some(by), user).await
    }

    /// The same at the command line, for the last admin.
    pub async fn reset_second_factor_of(&self, username: &str) -> Result<(), SecondFactorError> {
        let key = username.trim().to_ascii_lowercase();
        let user = self.store().find_user(&key).await?;
        let user = user.ok_or(SecondFactorError::NotFound)?;
        self.take_second_factor(None, user.id).await
    }

    async fn take_second_factor(
        &self,
        by: Option<&Identity>,
        user: UserId,
    ) -> Result<(), SecondFactorError> {
        let mut tx = self.store().begin().await?;
        let row = tx.find_user_for_update(user).await?;
        let row = row.ok_or(SecondFactorError::NotFound)?;
        if !tx.delete_second_factor(user).await? {
            return Err(SecondFactorError::Off);
        }
        tx.revoke_sessions_of(user, self.ambient().now()).await?;
        self.audit_factor(&mut tx, by, "second_factor.reset", &row.username, None)
            .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Password and code of somebody who is signed in; the code is used up when the transaction
    /// is committed.
    async fn prove_both(
        &self,
        who: &Identity,
        password: &str,
        code: &str,
    ) -> Result<Tx, SecondFactorError> {
        let user = self.prove_own_password(who, password).await?;
        let mut tx = self.lock_proven(&user).await?;
        let factor = tx.find_second_factor(who.user).await?;
        let factor = factor
            .filter(|factor| factor.confirmed_at.is_some())
            .ok_or(SecondFactorError::Off)?;
        match self.claim_code(&mut tx, &user, &factor, code).await? {
            Some(_) => Ok(tx),
            None => Err(SecondFactorError::WrongCode),
        }
    }

    async fn prove_own_password(
        &self,
        who: &Identity,
        password: &str,
    ) -> Result<UserRow, SecondFactorError> {
        let user = self.store().find_user_by_id(who.user).await?;
        let user = user.ok_or(SecondFactorError::NotFound)?;
        let hash = Some(user.password_hash.as_str());
        let verdict = self.passwords().verify(self.ambient(), hash, password);
        if verdict.await?.right {
            Ok(user)
        } else {
            Err(SecondFactorError::WrongPassword)
        }
    }

    /// The user locked, if what was proven is still their password.
    async fn lock_proven(&self, user: &UserRow) -> Result<Tx, SecondFactorError> {
        let mut tx = self.store().begin().await?;
        let current = tx.find_user_for_update(user.id).await?;
        match current {
            Some(current) if current.password_hash == user.password_hash => Ok(tx),
            _ => Err(SecondFactorError::WrongPassword),
        }
    }

    /// Uses up a code. `None`: it is none, or was used before.
    pub(super) async fn claim_code(
        &self,
        tx: &mut Tx,
        user: &UserRow,
        factor: &SecondFactorRow,
        code: &str,
    ) -> Result<Option<Claimed>, StoreError> {
        let now = self.ambient().now();
        match Code::read(code) {
            Some(Code::Totp(code)) => {
                let Some(step) = totp::step_of(&factor.secret, code, now) else {
                    return Ok(None);
                };
                let claimed = tx.claim_totp_step(user.id, &factor.secret, step).await?;
                Ok(claimed.then_some(Claimed::Totp))
            }
            Some(Code::Recovery(hash)) => {
                let claimed = tx.claim_recovery_code(user.id, &hash, now).await?;
                Ok(claimed.then_some(Claimed::Recovery))
            }
            None => Ok(None),
        }
    }

    /// What happened to a second factor; without `by` it was somebody at the command line.
    pub(super) async fn audit_factor(
        &self,
        tx: &mut Tx,
        by: Option<&Identity>,
        action: &str,
        username: &str,
        after: Option<Value>,
    ) -> Result<(), StoreError> {
        tx.insert_audit(&AuditRow {
            id: AuditId::mint(self.ambient()),
            at: self.ambient().now(),
            actor_id: by.map(|by| by.user),
            actor: by.map_or_else(|| "operator".to_owned(), Identity::actor),
            action: action.to_owned(),
            subject: format!("user:{username}"),
            before: None,
            after,
        })
        .await
    }

    /// That a recovery code was used to log in.
    pub(super) async fn audit_recovery(
        &self,
        tx: &mut Tx,
        who: &Identity,
    ) -> Result<(), StoreError> {
        let after = json!({"logged_in_with": "recovery code"});
        self.audit_factor(
            tx,
            Some(who),
            "second_factor.recovery",
            &who.username,
            Some(after),
        )
        .await
    }
}
