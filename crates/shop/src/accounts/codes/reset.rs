//! A new password without the old one, by a code that goes to the account's phone.
//!
//! Afterwards every session has ended, the phone is proven, and its owner is told. Nobody is signed
//! in by it: a second factor, where there is one, is asked for at the login as ever.

use domain::{CodePurpose, FieldError, JobId, Lang, OneTimeCode, Password, Username};
use store::{StoreError, UserRow};

use super::issue::reachable;
use super::{Proven, Subject, TRIES, lost_the_phone};
use crate::Shop;
use crate::accounts::Busy;
use crate::jobs::Job;

const RESET: CodePurpose = CodePurpose::PasswordReset;

/// A new password, and the code that allows it.
#[derive(Clone, Default)]
pub struct PasswordReset {
    /// The username or the phone that the code was asked for with.
    pub identifier: String,
    /// Six digits, ASCII or Bangla.
    pub code: String,
    /// 8 to 128 characters.
    pub new_password: String,
    /// The owner's language.
    pub lang: Option<Lang>,
}

/// Why no code will be sent.
#[derive(Debug, thiserror::Error)]
pub enum BeginResetError {
    /// Neither a name nor a number.
    #[error("the request is not valid")]
    Invalid(Vec<FieldError>),
    /// There is no carrier.
    #[error("this shop sends no messages")]
    NoCarrier,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why the password was not changed.
#[derive(Debug, thiserror::Error)]
pub enum FinishResetError {
    /// Some fields are wrong.
    #[error("the reset is not valid")]
    Invalid(Vec<FieldError>),
    /// Another code, one that is used or too old, one guess too many, or nobody of that name: which
    /// of them is not told.
    #[error("the code is wrong or has run out")]
    WrongCode,
    /// Too many passwords are being hashed; try again.
    #[error("too many logins at once")]
    Busy,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Busy> for FinishResetError {
    fn from(_: Busy) -> Self {
        Self::Busy
    }
}

/// A reset whose fields are right.
struct Valid {
    subject: Subject,
    code: OneTimeCode,
}

impl Shop {
    /// Asks for a code to set a new password with. The same work and the same answer whether or not
    /// somebody is meant.
    pub async fn begin_password_reset(
        &self,
        identifier: &str,
        lang: Lang,
    ) -> Result<(), BeginResetError> {
        if !self.options().codes.sent {
            return Err(BeginResetError::NoCarrier);
        }
        let subject = Subject::parse(identifier);
        let subject = subject.map_err(|error| BeginResetError::Invalid(vec![error]))?;
        Ok(self.ask_for_code(RESET, &subject, lang).await?)
    }

    /// Sets a new password with a code. Every session ends.
    pub async fn finish_password_reset(
        &self,
        reset: &PasswordReset,
    ) -> Result<(), FinishResetError> {
        let valid = reset.check().map_err(FinishResetError::Invalid)?;
        let proven = self.guess_code(RESET, &valid.subject, valid.code).await?;
        let proven = proven.ok_or(FinishResetError::WrongCode)?;
        let user = self.store().find_user_by_id(proven.user).await?;
        let user = user.ok_or(FinishResetError::WrongCode)?;
        // Whoever has the code may know what the name is that a password must differ from.
        let password = Username::parse(&user.username)
            .and_then(|name| Password::parse_for(&reset.new_password, &name, Some(&proven.phone)))
            .map_err(|error| FinishResetError::Invalid(vec![of_new_password(error)]))?;
        self.refuse_breached(&password)
            .await
            .map_err(|error| FinishResetError::Invalid(vec![of_new_password(error)]))?;
        let hash = self
            .passwords()
            .hash(self.ambient(), password.expose())
            .await?;
        let lang = reset.lang.unwrap_or(Lang::Bn);
        for _ in 0..TRIES {
            let set = self
                .set_password(&valid.subject, &proven, &hash, lang)
                .await;
            if !lost_the_phone(&set) {
                return match set? {
                    true => Ok(()),
                    false => Err(FinishResetError::WrongCode),
                };
            }
        }
        Err(FinishResetError::Busy)
    }

    /// `false` if the code was used meanwhile, or the account isn't what it was when it was sent.
    async fn set_password(
        &self,
        subject: &Subject,
        proven: &Proven,
        hash: &str,
        lang: Lang,
    ) -> Result<bool, StoreError> {
        let now = self.ambient().now();
        let mut tx = self.store().begin().await?;
        let user = tx.find_user_for_update(proven.user).await?;
        let Some(user) = user.filter(|user| still_reached(user.clone(), proven)) else {
            return Ok(false);
        };
        if !self.use_code(&mut tx, RESET, subject, proven.job).await? {
            return Ok(false);
        }
        tx.update_password(proven.user, hash).await?;
        tx.revoke_sessions_of(proven.user, now).await?;
        tx.prove_phone(proven.user, &proven.phone, now).await?;
        self.audit_session(&mut tx, &user, "password.reset").await?;
        let told = Job::PasswordChangedMessage {
            phone: proven.phone.clone(),
            lang,
        };
        let told = told.row(JobId::mint(self.ambient()), now);
        tx.insert_jobs(&[told], now).await?;
        tx.commit().await?;
        Ok(true)
    }
}

fn still_reached(user: UserRow, proven: &Proven) -> bool {
    reachable(RESET, user).is_some_and(|(_, phone)| phone == proven.phone)
}

fn of_new_password(error: FieldError) -> FieldError {
    FieldError {
        field: "new_password".to_owned(),
        ..error
    }
}

impl PasswordReset {
    /// Everything that can be said without looking, so that no attempt is lost on it.
    fn check(&self) -> Result<Valid, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut keep = |error: FieldError| errors.push(error);
        let subject = Subject::parse(&self.identifier).map_err(&mut keep).ok();
        let code = OneTimeCode::parse(&self.code).map_err(&mut keep).ok();
        let named = match &subject {
            Some(Subject::Name(name)) => Some(name.clone()),
            // Eleven digits: a phone is no good password either.
            Some(Subject::Phone(phone)) => Username::parse(&phone.as_str()[3..]).ok(),
            _ => None,
        };
        if let Some(named) = named {
            let _ = Password::parse(&self.new_password, &named)
                .map_err(|error| keep(of_new_password(error)));
        }
        match (subject, code) {
            (Some(subject), Some(code)) if errors.is_empty() => Ok(Valid { subject, code }),
            _ => Err(errors),
        }
    }
}
