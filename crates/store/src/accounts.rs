//! Users and their sessions.

use domain::{Role, SessionId, UserId};
use time::OffsetDateTime;

use crate::products::like_literal;
use crate::sql::{FromRow, Row, binds};
use crate::{Store, StoreError, Tx, Window};

/// A user.
#[derive(Debug, Clone)]
pub struct UserRow {
    /// Their id.
    pub id: UserId,
    /// Their name as they wrote it.
    pub username: String,
    /// Argon2id, PHC string; from an older shop also bcrypt, until the next login.
    pub password_hash: String,
    /// What they may do.
    pub role: Role,
    /// Their phone, `+8801XXXXXXXXX`.
    pub phone: Option<String>,
    /// Their mail address.
    pub email: Option<String>,
    /// Since when.
    pub created_at: OffsetDateTime,
    /// Locked out since.
    pub disabled_at: Option<OffsetDateTime>,
}

/// A user to be written.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// The row.
    pub user: UserRow,
    /// The name in the form that must be unique (lower case).
    pub username_key: String,
}

/// A live session with its user.
#[derive(Debug, Clone)]
pub struct SessionRow {
    /// Its id.
    pub id: SessionId,
    /// Whose.
    pub user: UserId,
    /// Their name.
    pub username: String,
    /// Their role now.
    pub role: Role,
    /// Since when it is open.
    pub created_at: OffsetDateTime,
    /// When it was last at work, if that is kept.
    pub last_seen_at: Option<OffsetDateTime>,
    /// Since when the user has a second factor.
    pub second_factor_at: Option<OffsetDateTime>,
}

impl FromRow for UserRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            username: row.get("username")?,
            password_hash: row.get("password_hash")?,
            role: row.parse("role")?,
            phone: row.get("phone")?,
            email: row.get("email")?,
            created_at: row.get("created_at")?,
            disabled_at: row.get("disabled_at")?,
        })
    }
}

impl FromRow for SessionRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            user: row.get("user_id")?,
            username: row.get("username")?,
            role: row.parse("role")?,
            created_at: row.get("created_at")?,
            last_seen_at: row.get("last_seen_at")?,
            second_factor_at: row.get("second_factor_at")?,
        })
    }
}

impl Store {
    /// A user by the unique form of their name.
    pub async fn find_user(&self, username_key: &str) -> Result<Option<UserRow>, StoreError> {
        self.fetch_optional(
            "SELECT * FROM users WHERE username_key = $1",
            binds![username_key],
        )
        .await
    }

    /// A user by id.
    pub async fn find_user_by_id(&self, id: UserId) -> Result<Option<UserRow>, StoreError> {
        self.fetch_optional("SELECT * FROM users WHERE id = $1", binds![id])
            .await
    }

    /// Users by name, and how many there are in all; `q` is part of a name, phone or mail address,
    /// `role` what they may do.
    pub async fn list_users(
        &self,
        q: Option<&str>,
        role: Option<Role>,
        window: Window,
    ) -> Result<(Vec<UserRow>, i64), StoreError> {
        let q = q.map(|q| format!("%{}%", like_literal(&q.to_lowercase())));
        let role = role.map(Role::as_str);
        let items = self
            .fetch_all(
                "SELECT * FROM users WHERE (username_key LIKE $1 ESCAPE '\\' OR phone LIKE $1 ESCAPE '\\' \
                 OR LOWER(email) LIKE $1 ESCAPE '\\' OR $1 IS NULL) AND (role = $2 OR $2 IS NULL) \
                 ORDER BY username_key LIMIT $3 OFFSET $4",
                binds![q.clone(), role, window.limit, window.offset],
            )
            .await?;
        let total = self
            .fetch_one(
                "SELECT COUNT(*) AS value FROM users WHERE (username_key LIKE $1 ESCAPE '\\' \
                 OR phone LIKE $1 ESCAPE '\\' OR LOWER(email) LIKE $1 ESCAPE '\\' OR $1 IS NULL) \
                 AND (role = $2 OR $2 IS NULL)",
                binds![q, role],
            )
            .await?;
        Ok((items, total))
    }

    /// Everybody who is not a customer, by name; `limit` at most.
    pub async fn list_staff(&self, limit: i64) -> Result<Vec<UserRow>, StoreError> {
        self.fetch_all(
            "SELECT * FROM users WHERE role <> 'customer' ORDER BY username_key LIMIT $1",
            binds![limit],
        )
        .await
    }

    /// A session that is neither expired nor revoked, of a user who is not disabled.
    pub async fn find_live_session(
        &self,
        id: SessionId,
        now: OffsetDateTime,
    ) -> Result<Option<SessionRow>, StoreError> {
        self.fetch_optional(
            "SELECT s.id, s.user_id, s.created_at, s.last_seen_at, u.username, u.role, \
             f.confirmed_at AS second_factor_at FROM sessions s JOIN users u ON u.id = s.user_id \
             LEFT JOIN second_factors f ON f.user_id = s.user_id \
             WHERE s.id = $1 AND s.expires_at > $2 AND s.revoked_at IS NULL AND u.disabled_at IS NULL",
            binds![id, now],
        )
        .await
    }
}

impl Tx {
    /// Writes a user. A taken name is [`StoreError::Constraint`] on `username_key`.
    pub async fn insert_user(&mut self, new: &NewUser) -> Result<(), StoreError> {
        let user = &new.user;
        self.execute(
            "INSERT INTO users (id, username, username_key, password_hash, role, phone, email, created_at, disabled_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            binds![
                user.id,
                user.username.as_str(),
                new.username_key.as_str(),
                user.password_hash.as_str(),
                user.role.as_str(),
                user.phone.as_deref(),
                user.email.as_deref(),
                user.created_at,
                user.disabled_at
            ],
        )
        .await
        .map(drop)
    }

    /// A user by id, locked until commit.
    pub async fn find_user_for_update(
        &mut self,
        id: UserId,
    ) -> Result<Option<UserRow>, StoreError> {
        self.fetch_optional(
            "SELECT u.* FROM users u WHERE u.id = $1 {lock:u}",
            binds![id],
        )
        .await
    }

    /// Changes a user's role and whether they are locked out.
    pub async fn update_user(&mut self, user: &UserRow) -> Result<(), StoreError> {
        self.execute(
            "UPDATE users SET role = $2, disabled_at = $3 WHERE id = $1",
            binds![user.id, user.role.as_str(), user.disabled_at],
        )
        .await
        .map(drop)
    }

    /// Gives a user another password.
    pub async fn update_password(&mut self, user: UserId, hash: &str) -> Result<(), StoreError> {
        self.execute(
            "UPDATE users SET password_hash = $2 WHERE id = $1",
            binds![user, hash],
        )
        .await
        .map(drop)
    }

    /// Changes how a user is reached.
    pub async fn update_contact(
        &mut self,
        user: UserId,
        phone: Option<&str>,
        email: Option<&str>,
    ) -> Result<(), StoreError> {
        self.execute(
            "UPDATE users SET phone = $2, email = $3 WHERE id = $1",
            binds![user, phone, email],
        )
        .await
        .map(drop)
    }

    /// Opens a session; `device` is what it is opened with.
    pub async fn insert_session(
        &mut self,
        id: SessionId,
        user: UserId,
        now: OffsetDateTime,
        expires_at: OffsetDateTime,
        device: Option<&str>,
    ) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO sessions (id, user_id, created_at, expires_at, device) VALUES ($1, $2, $3, $4, $5)",
            binds![id, user, now, expires_at, device],
        )
        .await
        .map(drop)
    }

    /// Ends a session everywhere.
    pub async fn revoke_session(
        &mut self,
        id: SessionId,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        self.execute(
            "UPDATE sessions SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL",
            binds![id, now],
        )
        .await
        .map(drop)
    }

    /// Ends all sessions of a user everywhere.
    pub async fn revoke_sessions_of(
        &mut self,
        user: UserId,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        self.execute(
            "UPDATE sessions SET revoked_at = $2 WHERE user_id = $1 AND revoked_at IS NULL",
            binds![user, now],
        )
        .await
        .map(drop)
    }

    /// Ends all sessions of a user but one.
    pub async fn revoke_other_sessions(
        &mut self,
        user: UserId,
        kept: SessionId,
        now: OffsetDateTime,
    ) -> Result<(), StoreError> {
        self.execute(
            "UPDATE sessions SET revoked_at = $3 WHERE user_id = $1 AND id <> $2 AND revoked_at IS NULL",
            binds![user, kept, now],
        )
        .await
        .map(drop)
    }

    /// Forgets sessions that expired before a moment. Answers how many.
    pub async fn delete_sessions_before(
        &mut self,
        before: OffsetDateTime,
    ) -> Result<u64, StoreError> {
        self.execute("DELETE FROM sessions WHERE expires_at < $1", binds![before])
            .await
    }
}
