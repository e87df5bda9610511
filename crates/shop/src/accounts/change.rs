//! What people change about their own account: the password, and how they are reached.

use domain::{Email, FieldError, Password, Phone, Username};
use store::{StoreError, UserRow};

use super::{Account, Busy, Identity};
use crate::Shop;

/// Characters of a password at most; more of them are hashed for nothing.
const MAX_CHARS: usize = 128;

/// Why a password was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangePasswordError {
    /// Some fields are wrong, or the account is gone.
    #[error("the password is not valid")]
    Invalid(Vec<FieldError>),
    /// The old password is another one.
    #[error("the old password is wrong")]
    WrongPassword,
    /// Too many passwords are being hashed; try again.
    #[error("too many logins at once")]
    Busy,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Busy> for ChangePasswordError {
    fn from(_: Busy) -> Self {
        Self::Busy
    }
}

/// Why an account was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeContactError {
    /// Some fields are wrong.
    #[error("the contact is not valid")]
    Invalid(Vec<FieldError>),
    /// The account is gone.
    #[error("there is no such account")]
    NotFound,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Shop {
    /// Gives somebody another password, after the old one. Every other session of theirs ends:
    /// whoever knew the old password is out.
    pub async fn change_password(
        &self,
        identity: &Identity,
        old: &str,
        new: &str,
    ) -> Result<(), ChangePasswordError> {
        let user = self
            .store()
            .find_user_by_id(identity.user)
            .await?
            .ok_or(ChangePasswordError::WrongPassword)?;
        let new = check_new(&user, old, new).map_err(ChangePasswordError::Invalid)?;
        self.refuse_breached(&new).await.map_err(|error| {
            ChangePasswordError::Invalid(vec![FieldError {
                field: "new_password".to_owned(),
                ..error
            }])
        })?;
        let known = user.password_hash.as_str();
        let verdict = self.passwords().verify(self.ambient(), Some(known), old);
        if !verdict.await?.right {
            return Err(ChangePasswordError::WrongPassword);
        }
        let hash = self.passwords().hash(self.ambient(), new.expose()).await?;
        let mut tx = self.store().begin().await?;
        // What was verified must still be the password when it is replaced.
        let current = tx.find_user_for_update(identity.user).await?;
        if current.is_none_or(|current| current.password_hash != known) {
            return Err(ChangePasswordError::WrongPassword);
        }
        tx.update_password(identity.user, &hash).await?;
        tx.revoke_other_sessions(identity.user, identity.session, self.ambient().now())
            .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Changes how somebody is reached; blank is none.
    pub async fn change_contact(
        &self,
        identity: &Identity,
        phone: &str,
        email: &str,
    ) -> Result<Account, ChangeContactError> {
        let (phone, email) = check_contact(phone, email).map_err(ChangeContactError::Invalid)?;
        let mut tx = self.store().begin().await?;
        tx.update_contact(
            identity.user,
            phone.as_ref().map(Phone::as_str),
            email.as_ref().map(Email::as_str),
        )
        .await?;
        tx.commit().await?;
        let account = self.account(identity.user).await?;
        account.ok_or(ChangeContactError::NotFound)
    }
}

fn check_new(user: &UserRow, old: &str, new: &str) -> Result<Password, Vec<FieldError>> {
    let mut errors = Vec::new();
    let mut wrong = |code, message: &str| {
        errors.push(FieldError::new("old_password", code, message));
    };
    if old.is_empty() {
        wrong(FieldError::REQUIRED, "The old password is needed");
    } else if old.chars().count() > MAX_CHARS {
        wrong(FieldError::LENGTH, "A password has at most 128 characters");
    }
    let phone = user
        .phone
        .as_deref()
        .and_then(|phone| Phone::parse(phone).ok());
    let password = Username::parse(&user.username)
        .and_then(|username| Password::parse_for(new, &username, phone.as_ref()))
        .map_err(|error| {
            errors.push(FieldError {
                field: "new_password".to_owned(),
                ..error
            });
        });
    match password {
        Ok(password) if errors.is_empty() => Ok(password),
        _ => Err(errors),
    }
}

fn check_contact(
    phone: &str,
    email: &str,
) -> Result<(Option<Phone>, Option<Email>), Vec<FieldError>> {
    let given = |text: &str| !text.trim().is_empty();
    let phone = given(phone)
        .then(|| {
            Phone::parse(phone)
                .map_err(|e| FieldError::new("phone", FieldError::FORMAT, e.to_string()))
        })
        .transpose();
    let email = given(email).then(|| Email::parse(email)).transpose();
    match (phone, email) {
        (Ok(phone), Ok(email)) => Ok((phone, email)),
        (phone, email) => Err([phone.err(), email.err()].into_iter().flatten().collect()),
    }
}
