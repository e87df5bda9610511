//! One-time codes and how many of them went out.
//!
//! A code stands under its purpose and whoever was named in asking for it (the subject); there is a
//! row for a name that nobody has, too, so that asking and guessing do the same work. It is live
//! while it has a job, is not used, not expired and has attempts left. Each of what matters under
//! races is one conditional statement: taking an attempt, using a code, counting one that goes out.

use domain::{CodePurpose, JobId, Phone, UserId};
use time::OffsetDateTime;

use crate::sql::{FromRow, Row, binds};
use crate::{StoreError, Tx};

/// A code, live or not.
#[derive(Debug, Clone)]
pub struct CodeRow {
    /// Whose; `None` if nobody is meant, or the worker hasn't looked yet.
    pub user: Option<UserId>,
    /// Where it was sent, `+8801XXXXXXXXX`.
    pub phone: Option<String>,
    /// The job that sent it, of which it is made.
    pub job: Option<JobId>,
    /// No good from then on.
    pub expires_at: OffsetDateTime,
    /// Used.
    pub used_at: Option<OffsetDateTime>,
}

/// A code that goes out.
#[derive(Debug, Clone)]
pub struct IssuedCode<'a> {
    /// What it is good for.
    pub purpose: CodePurpose,
    /// Who was named.
    pub subject: &'a str,
    /// Whose.
    pub user: UserId,
    /// Where it goes.
    pub phone: &'a Phone,
    /// The job that sends it.
    pub job: JobId,
    /// How often it may be guessed.
    pub attempts: i64,
    /// No good from then on.
    pub expires_at: OffsetDateTime,
}

impl FromRow for CodeRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            user: row.get("user_id")?,
            phone: row.get("phone")?,
            job: row.get("job_id")?,
            expires_at: row.get("expires_at")?,
            used_at: row.get("used_at")?,
        })
    }
}

impl Tx {
    /// Records that a code was asked for. One that went out before stays as it is, until the next
    /// goes out.
    pub async fn ask_for_code(
        &mut self,
        purpose: CodePurpose,
        subject: &str,
        attempts: i64,
        now: OffsetDateTime,
        expires_at: OffsetDateTime,
    ) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO one_time_codes (purpose, subject, attempts_left, asked_at, expires_at) \
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (purpose, subject) DO UPDATE SET asked_at = excluded.asked_at, \
             attempts_left = CASE WHEN one_time_codes.job_id IS NULL THEN excluded.attempts_left ELSE one_time_codes.attempts_left END, \
             expires_at = CASE WHEN one_time_codes.job_id IS NULL THEN excluded.expires_at ELSE one_time_codes.expires_at END",
            binds![purpose.as_str(), subject, attempts, now, expires_at],
        )
        .await
        .map(drop)
    }

    /// A code, locked until commit.
    pub async fn find_code_for_update(
        &mut self,
        purpose: CodePurpose,
        subject: &str,
    ) -> Result<Option<CodeRow>, StoreError> {
        self.fetch_optional(
            "SELECT c.user_id, c.phone, c.job_id, c.expires_at, c.used_at FROM one_time_codes c \
             WHERE c.purpose = $1 AND c.subject = $2 {lock:c}",
            binds![purpose.as_str(), subject],
        )
        .await
    }

    /// Puts a code in the place of the last one, and ends every other of that user and purpose.
    pub async fn issue_code(&mut self, issued: &IssuedCode<'_>) -> Result<(), StoreError> {
        self.execute(
            "UPDATE one_time_codes SET expires_at = asked_at, job_id = NULL \
             WHERE user_id = $1 AND purpose = $2 AND subject <> $3 AND job_id IS NOT NULL",
            binds![issued.user, issued.purpose.as_str(), issued.subject],
        )
        .await?;
        self.execute(
            "UPDATE one_time_codes SET user_id = $3, phone = $4, job_id = $5, attempts_left = $6, expires_at = $7, used_at = NULL \
             WHERE purpose = $1 AND subject = $2",
            binds![
                issued.purpose.as_str(),
                issued.subject,
                issued.user,
                issued.phone.as_str(),
                issued.job,
                issued.attempts,
                issued.expires_at
            ],
        )
        .await
        .map(drop)
    }

    /// Takes one of a live code's attempts, before anybody looks whether the guess is right.
    pub async fn take_code_attempt(
        &mut self,
        purpose: CodePurpose,
        subject: &str,
        now: OffsetDateTime,
    ) -> Result<Option<CodeRow>, StoreError> {
        self.fetch_optional(
            "UPDATE one_time_codes SET attempts_left = attempts_left - 1 WHERE purpose = $1 AND subject = $2 \
             AND attempts_left > 0 AND expires_at > $3 AND used_at IS NULL \
             RETURNING user_id, phone, job_id, expires_at, used_at",
            binds![purpose.as_str(), subject, now],
        )
        .await
    }

    /// Uses a code up. `false` if it was used before, or another took its place.
    pub async fn use_code(
        &mut self,
        purpose: CodePurpose,
        subject: &str,
        job: JobId,
        now: OffsetDateTime,
    ) -> Result<bool, StoreError> {
        let used = self
            .execute(
                "UPDATE one_time_codes SET used_at = $4 WHERE purpose = $1 AND subject = $2 AND job_id = $3 \
                 AND used_at IS NULL AND expires_at > $4",
                binds![purpose.as_str(), subject, job, now],
            )
            .await?;
        Ok(used > 0)
    }

    /// Counts a code that goes out, unless `most` did since then. `false`: it must not go out.
    pub async fn count_code(
        &mut self,
        thing: &str,
        since: OffsetDateTime,
        most: i64,
    ) -> Result<bool, StoreError> {
        let counted = self
            .execute(
                "INSERT INTO code_counts (thing, since, sent) VALUES ($1, $2, $3) \
                 ON CONFLICT (thing, since) DO UPDATE SET sent = code_counts.sent + 1 WHERE code_counts.sent < $4",
                binds![thing, since, 1i64, most],
            )
            .await?;
        Ok(counted > 0)
    }

    /// Forgets codes asked for, and counts begun, before a moment. Answers how many codes.
    pub async fn delete_codes_before(&mut self, before: OffsetDateTime) -> Result<u64, StoreError> {
        self.execute("DELETE FROM code_counts WHERE since < $1", binds![before])
            .await?;
        self.execute(
            "DELETE FROM one_time_codes WHERE asked_at < $1 AND expires_at < $1",
            binds![before],
        )
        .await
    }
}
