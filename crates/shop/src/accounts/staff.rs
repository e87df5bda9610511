//! What admins do with accounts: staff are added, roles change, somebody is locked out.

use domain::digits::to_ascii;
use domain::{Phone, Role, UserId};
use serde_json::json;
use store::StoreError;

use super::{Account, Identity, RegisterError, Registration};
use crate::{PageRequest, Paged, Shop};

/// A change to somebody's account.
#[derive(Debug, Clone, Copy, Default)]
pub struct UserChange {
    /// Their role from now on; with another one their sessions end at once.
    pub role: Option<Role>,
    /// Whether they are locked out from now on; their sessions end at once.
    pub disabled: Option<bool>,
}

/// Why an account was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeUserError {
    /// No such user.
    #[error("there is no such user")]
    NotFound,
    /// Not for this caller.
    #[error("{0}")]
    NotAllowed(&'static str),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Staff that a list shows at most: more than any shop has.
pub(super) const MAX_STAFF: i64 = 500;

impl Shop {
    /// Opens an account for staff from the command line. Without a password one is made and
    /// answered, to be shown once.
    pub async fn add_staff(
        &self,
        username: &str,
        password: Option<&str>,
        role: Role,
    ) -> Result<(Account, Option<String>), RegisterError> {
        let made = password.is_none().then(|| self.make_password());
        let given = password.or(made.as_deref()).unwrap_or_default();
        let account = self.insert_staff(username, given, role, None).await?;
        Ok((account, made))
    }

    /// An admin opens an account for a colleague; answers it with a password that was made for it,
    /// to be shown once. Whether `by` is an admin, the caller has made sure of.
    pub async fn hire(
        &self,
        by: &Identity,
        username: &str,
        role: Role,
    ) -> Result<(Account, String), RegisterError> {
        let made = self.make_password();
        let account = self.insert_staff(username, &made, role, Some(by)).await?;
        Ok((account, made))
    }

    /// 96 bits, more than anybody guesses.
    fn make_password(&self) -> String {
        self.ambient().secret_hex::<12>()
    }

    async fn insert_staff(
        &self,
        username: &str,
        password: &str,
        role: Role,
        by: Option<&Identity>,
    ) -> Result<Account, RegisterError> {
        let registration = Registration {
            username: username.to_owned(),
            password: password.to_owned(),
            ..Registration::default()
        };
        let valid = self.check_registration(&registration).await?;
        Ok(self.insert_account(valid, role, by).await?.into())
    }

    /// Staff and admins by name, those locked out too.
    pub async fn list_staff(&self) -> Result<Vec<Account>, StoreError> {
        let rows = self.store().list_staff(MAX_STAFF).await?;
        Ok(rows.into_iter().map(Account::from).collect())
    }

    /// Users by name; `q` is part of a name, phone or mail address.
    pub async fn list_users(
        &self,
        q: Option<&str>,
        page: PageRequest,
    ) -> Result<Paged<Account>, StoreError> {
        Ok(page.of(
            self.store().list_users(q, None, page.window()).await?,
            Account::from,
        ))
    }

    /// Customers by name; `q` is part of a name or mail address, or of a phone, or a whole phone in
    /// any spelling.
    pub async fn list_customers(
        &self,
        q: Option<&str>,
        page: PageRequest,
    ) -> Result<Paged<Account>, StoreError> {
        let q = q.map(|q| match Phone::parse(q) {
            Ok(phone) => phone.into_string(),
            Err(_) => to_ascii(q).into_owned(),
        });
        let role = Some(Role::Customer);
        let listed = self.store().list_users(q.as_deref(), role, page.window());
        Ok(page.of(listed.await?, Account::from))
    }

    /// Changes a user's role or locks them out. For admins; nobody changes their own account, so
    /// that there is always an admin left.
    pub async fn change_user(
        &self,
        by: &Identity,
        user: UserId,
        change: UserChange,
    ) -> Result<Account, ChangeUserError> {
        if by.role != Role::Admin {
            return Err(ChangeUserError::NotAllowed(
                "only an admin changes accounts",
            ));
        }
        if by.user == user {
            return Err(ChangeUserError::NotAllowed(
                "nobody changes their own account",
            ));
        }
        let now = self.ambient().now();
        let mut tx = self.store().begin().await?;
        let mut row = tx
            .find_user_for_update(user)
            .await?
            .ok_or(ChangeUserError::NotFound)?;
        let role = row.role;
        let before = json!({"role": row.role, "disabled": row.disabled_at.is_some()});
        row.role = change.role.unwrap_or(row.role);
        row.disabled_at = match change.disabled {
            Some(true) => row.disabled_at.or(Some(now)),
            Some(false) => None,
            None => row.disabled_at,
        };
        let after = json!({"role": row.role, "disabled": row.disabled_at.is_some()});
        tx.update_user(&row).await?;
        // What somebody may do is found out anew when they log in again.
        if row.disabled_at.is_some() || row.role != role {
            tx.revoke_sessions_of(user, now).await?;
        }
        let subject = format!("user:{}", row.username);
        self.audit(
            &mut tx,
            by,
            "user.change",
            subject,
            Some(before),
            Some(after),
        )
        .await?;
        tx.commit().await?;
        Ok(row.into())
    }
}
