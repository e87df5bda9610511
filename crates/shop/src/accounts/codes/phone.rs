//! Proof that the phone of an account is its owner's: a code that was sent there comes back.
//!
//! A number belongs to one account: whoever proves it last has it. Numbers are given to other
//! people, and the account that had it before can't be left in the hands of who has it now.

use domain::{CodePurpose, FieldError, Lang, OneTimeCode};
use store::StoreError;

use super::{Proven, Subject, TRIES, lost_the_phone};
use crate::Shop;
use crate::accounts::{Account, Identity};

const VERIFICATION: CodePurpose = CodePurpose::PhoneVerification;

/// Why no code will be sent.
#[derive(Debug, thiserror::Error)]
pub enum BeginVerificationError {
    /// The account has no phone.
    #[error("your account has no mobile number; add one first")]
    NoPhone,
    /// It is proven already.
    #[error("the mobile number is verified already")]
    AlreadyVerified,
    /// There is no carrier.
    #[error("this shop sends no messages")]
    NoCarrier,
    /// The account is gone.
    #[error("there is no such account")]
    NotFound,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why the phone is not proven.
#[derive(Debug, thiserror::Error)]
pub enum VerifyPhoneError {
    /// No code.
    #[error("the code is not valid")]
    Invalid(Vec<FieldError>),
    /// Another code, one that is used or too old, or one guess too many.
    #[error("the code is wrong or has run out")]
    WrongCode,
    /// Others prove the same number at this moment.
    #[error("the number is being verified elsewhere")]
    Busy,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Shop {
    /// Asks for a code to the phone of somebody's account.
    pub async fn begin_phone_verification(
        &self,
        identity: &Identity,
        lang: Lang,
    ) -> Result<(), BeginVerificationError> {
        if !self.options().codes.sent {
            return Err(BeginVerificationError::NoCarrier);
        }
        let account = self.account(identity.user).await?;
        let account = account.ok_or(BeginVerificationError::NotFound)?;
        if account.phone.is_none() {
            return Err(BeginVerificationError::NoPhone);
        }
        if account.phone_verified {
            return Err(BeginVerificationError::AlreadyVerified);
        }
        let subject = Subject::User(identity.user);
        Ok(self.ask_for_code(VERIFICATION, &subject, lang).await?)
    }

    /// Proves the phone of somebody's account with the code that was sent there.
    pub async fn verify_phone(
        &self,
        identity: &Identity,
        code: &str,
    ) -> Result<Account, VerifyPhoneError> {
        let code = OneTimeCode::parse(code);
        let code = code.map_err(|error| VerifyPhoneError::Invalid(vec![error]))?;
        let subject = Subject::User(identity.user);
        let proven = self.guess_code(VERIFICATION, &subject, code).await?;
        let proven = proven.ok_or(VerifyPhoneError::WrongCode)?;
        for _ in 0..TRIES {
            let proved = self.prove_phone(&subject, &proven).await;
            if !lost_the_phone(&proved) {
                return proved?.ok_or(VerifyPhoneError::WrongCode);
            }
        }
        Err(VerifyPhoneError::Busy)
    }

    /// `None` if the code was used meanwhile, or the account has another phone now.
    async fn prove_phone(
        &self,
        subject: &Subject,
        proven: &Proven,
    ) -> Result<Option<Account>, StoreError> {
        let now = self.ambient().now();
        let mut tx = self.store().begin().await?;
        let Some(mut user) = tx.find_user_for_update(proven.user).await? else {
            return Ok(None);
        };
        if user.phone.as_deref() != Some(proven.phone.as_str()) {
            return Ok(None);
        }
        if !self
            .use_code(&mut tx, VERIFICATION, subject, proven.job)
            .await?
        {
            return Ok(None);
        }
        tx.prove_phone(proven.user, &proven.phone, now).await?;
        tx.commit().await?;
        user.phone_verified_at = Some(now);
        Ok(Some(user.into()))
    }
}
