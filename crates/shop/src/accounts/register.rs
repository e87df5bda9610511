//! Opening an account.

use domain::{Email, FieldError, Password, Phone, Role, UserId, Username};
use serde_json::json;
use store::{NewUser, StoreError, UserRow};

use super::{Busy, Identity, LogInError, SignedIn};
use crate::Shop;

/// What somebody gives to open an account.
#[derive(Debug, Clone, Default)]
pub struct Registration {
    /// 3 to 20 letters, digits, underscore.
    pub username: String,
    /// 8 to 128 characters.
    pub password: String,
    /// A Bangladeshi mobile number.
    pub phone: Option<String>,
    /// A mail address.
    pub email: Option<String>,
}

/// Why no account was opened.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// Some fields are wrong.
    #[error("the registration is not valid")]
    Invalid(Vec<FieldError>),
    /// The name is somebody's.
    #[error("the username is taken")]
    UsernameTaken,
    /// Too many passwords are being hashed; try again.
    #[error("too many registrations at once")]
    Busy,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Busy> for RegisterError {
    fn from(_: Busy) -> Self {
        Self::Busy
    }
}

/// A registration that was checked.
pub(super) struct Valid {
    username: Username,
    password: Password,
    phone: Option<Phone>,
    email: Option<Email>,
}

impl Registration {
    fn check(&self) -> Result<Valid, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut keep = |error: FieldError| errors.push(error);
        let username = Username::parse(&self.username).map_err(&mut keep).ok();
        let password = match &username {
            Some(username) => self.password(username).map_err(&mut keep).ok(),
            None => None,
        };
        let given = |text: &Option<String>| text.clone().filter(|t| !t.trim().is_empty());
        let phone = given(&self.phone).and_then(|text| {
            Phone::parse(&text)
                .map_err(|e| keep(FieldError::new("phone", FieldError::FORMAT, e.to_string())))
                .ok()
        });
        let email = given(&self.email).and_then(|text| Email::parse(&text).map_err(&mut keep).ok());
        match (username, password) {
            (Some(username), Some(password)) if errors.is_empty() => Ok(Valid {
                username,
                password,
                phone,
                email,
            }),
            _ => Err(errors),
        }
    }
}

impl Registration {
    fn password(&self, username: &Username) -> Result<Password, FieldError> {
        let phone = self
            .phone
            .as_deref()
            .and_then(|text| Phone::parse(text).ok());
        Password::parse_for(&self.password, username, phone.as_ref())
    }
}

impl Shop {
    /// Opens a customer's account and signs it in, from nowhere in particular.
    pub async fn register(&self, registration: Registration) -> Result<SignedIn, RegisterError> {
        self.register_from(registration, None).await
    }

    /// Opens a customer's account and signs it in. `user_agent` is the client's.
    pub async fn register_from(
        &self,
        registration: Registration,
        user_agent: Option<&str>,
    ) -> Result<SignedIn, RegisterError> {
        let valid = self.check_registration(&registration).await?;
        let row = self.insert_account(valid, Role::Customer, None).await?;
        match self.open_session(row, None, user_agent).await {
            Ok(signed_in) => Ok(signed_in),
            Err(LogInError::Store(error)) => Err(error.into()),
            // The account is open; somebody locked it before its first session.
            Err(_) => Err(RegisterError::Busy),
        }
    }

    pub(super) async fn check_registration(
        &self,
        registration: &Registration,
    ) -> Result<Valid, RegisterError> {
        let valid = registration.check().map_err(RegisterError::Invalid)?;
        self.refuse_breached(&valid.password)
            .await
            .map_err(|error| RegisterError::Invalid(vec![error]))?;
        Ok(valid)
    }

    /// Writes the account; with who made it for somebody else, the audit log too.
    pub(super) async fn insert_account(
        &self,
        valid: Valid,
        role: Role,
        by: Option<&Identity>,
    ) -> Result<UserRow, RegisterError> {
        let key = valid.username.key();
        // Looked up first so that a taken name doesn't cost a hash; the UNIQUE decides.
        if self.store().find_user(&key).await?.is_some() {
            return Err(RegisterError::UsernameTaken);
        }
        let user = UserRow {
            id: UserId::mint(self.ambient()),
            username: valid.username.as_str().to_owned(),
            password_hash: self
                .passwords()
                .hash(self.ambient(), valid.password.expose())
                .await?,
            role,
            phone: valid.phone.map(|p| p.as_str().to_owned()),
            email: valid.email.map(|e| e.as_str().to_owned()),
            created_at: self.ambient().now(),
            disabled_at: None,
        };
        let mut tx = self.store().begin().await?;
        let written = tx
            .insert_user(&NewUser {
                user: user.clone(),
                username_key: key,
            })
            .await;
        match written {
            Err(error) if error.is_unique("username_key") => {
                return Err(RegisterError::UsernameTaken);
            }
            other => other?,
        }
        if let Some(by) = by {
            let subject = format!("user:{}", user.username);
            let after = json!({"role": user.role, "disabled": false});
            self.audit(&mut tx, by, "user.add", subject, None, Some(after))
                .await?;
        }
        tx.commit().await?;
        Ok(user)
    }
}
