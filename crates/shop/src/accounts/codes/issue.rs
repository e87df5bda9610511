//! What the worker does with a code that was asked for: who is meant, may one more go out, and
//! what does it say.
//!
//! Done twice, the same job gives the same code and counts once. A job whose code was used, or
//! that a later one overtook, sends nothing.

use std::time::Duration;

use domain::{CodePurpose, JobId, Lang, OneTimeCode, Phone, UserId};
use store::{CodeRow, IssuedCode, StoreError, Tx, UserRow};
use time::OffsetDateTime;

use super::{ATTEMPTS, Subject, VALID};
use crate::Shop;

/// Codes that one account is sent in an hour at most.
const PER_ACCOUNT: i64 = 5;
/// Codes that one phone is sent in a day at most, whatever accounts ask for them.
const PER_PHONE: i64 = 10;
const HOUR: Duration = Duration::from_secs(60 * 60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// A code on its way to a phone.
#[derive(Debug, Clone)]
pub struct CodeMessage {
    /// Where to.
    pub phone: Phone,
    /// What it is good for.
    pub purpose: CodePurpose,
    /// The code.
    pub code: OneTimeCode,
    /// Minutes that it is good for.
    pub minutes: u64,
    /// The host that browsers may fill it in on.
    pub host: Option<String>,
    /// The reader's language.
    pub lang: Lang,
}

/// What there is to send.
enum Issue {
    /// The code of this job, to that phone.
    Send(Phone),
    /// Nothing: used, overtaken, or out of date.
    Over,
    /// Not yet made.
    New,
}

impl Shop {
    /// The message of a job that a code was asked for with; `None` if there is nothing to send:
    /// nobody is meant, the budget is spent, or it is too late.
    pub async fn code_to_send(
        &self,
        job: JobId,
        purpose: CodePurpose,
        subject: &str,
        asked_at: OffsetDateTime,
        lang: Lang,
    ) -> Result<Option<CodeMessage>, StoreError> {
        let Some(user) = self.who_is_meant(purpose, subject).await? else {
            return Ok(None);
        };
        let now = self.ambient().now();
        let mut tx = self.store().begin().await?;
        // The account's lock makes issuing one at a time.
        let user = tx.find_user_for_update(user).await?;
        let Some((user, phone)) = user.and_then(|user| reachable(purpose, user)) else {
            return Ok(None);
        };
        let row = tx.find_code_for_update(purpose, subject).await?;
        let to = match standing(row.as_ref(), job, now, asked_at) {
            Issue::Over => return Ok(None),
            Issue::Send(phone) => phone,
            Issue::New => {
                if !self.count_code(&mut tx, user, &phone, now).await? {
                    tracing::warn!(to = phone.masked(), %purpose, "a code was not sent: too many went out");
                    return Ok(None);
                }
                tx.issue_code(&IssuedCode {
                    purpose,
                    subject,
                    user,
                    phone: &phone,
                    job,
                    attempts: ATTEMPTS,
                    expires_at: now + VALID,
                })
                .await?;
                phone
            }
        };
        tx.commit().await?;
        Ok(Some(CodeMessage {
            phone: to,
            purpose,
            code: self.codes().of(purpose, subject, job),
            minutes: VALID.as_secs() / 60,
            host: self.options().codes.host.clone(),
            lang,
        }))
    }

    /// The account that a name, a number or a session stands for.
    async fn who_is_meant(
        &self,
        purpose: CodePurpose,
        subject: &str,
    ) -> Result<Option<UserId>, StoreError> {
        Ok(match (purpose, Subject::read(subject)) {
            (CodePurpose::PasswordReset, Some(Subject::Name(name))) => {
                self.store().find_user(&name.key()).await?.map(|u| u.id)
            }
            (CodePurpose::PasswordReset, Some(Subject::Phone(phone))) => {
                let users = self.store().list_users_by_phone(&phone, 2).await?;
                match &users[..] {
                    [one] => Some(one.id),
                    // Of several, the one whose phone it is proven to be.
                    [first, ..] if first.phone_verified_at.is_some() => Some(first.id),
                    _ => None,
                }
            }
            (CodePurpose::PhoneVerification, Some(Subject::User(user))) => Some(user),
            _ => None,
        })
    }

    /// Counts one more; `false` if one of the budgets is spent. Always in this order, so that no two
    /// wait for each other in a circle.
    async fn count_code(
        &self,
        tx: &mut Tx,
        user: UserId,
        phone: &Phone,
        now: OffsetDateTime,
    ) -> Result<bool, StoreError> {
        let (hour, day) = (since(now, HOUR), since(now, DAY));
        let all = i64::from(self.options().codes.per_hour);
        Ok(tx
            .count_code(&format!("user:{user}"), hour, PER_ACCOUNT)
            .await?
            && tx
                .count_code(&format!("phone:{phone}"), day, PER_PHONE)
                .await?
            && tx.count_code("all", hour, all).await?)
    }
}

/// Where a code for this account goes. Staff get a new password through a phone that is proven
/// only: a number that somebody once typed opens no back office.
pub(super) fn reachable(purpose: CodePurpose, user: UserRow) -> Option<(UserId, Phone)> {
    let trusted = match purpose {
        CodePurpose::PasswordReset => !user.role.is_staff() || user.phone_verified_at.is_some(),
        CodePurpose::PhoneVerification => true,
    };
    let phone = Phone::parse(&user.phone?).ok()?;
    (trusted && user.disabled_at.is_none()).then_some((user.id, phone))
}

fn standing(
    row: Option<&CodeRow>,
    job: JobId,
    now: OffsetDateTime,
    asked_at: OffsetDateTime,
) -> Issue {
    let Some(row) = row else {
        // Swept away: nobody waits for it any more.
        return Issue::Over;
    };
    match row.job {
        Some(last) if last == job => {
            let phone = row.phone.as_deref().and_then(|p| Phone::parse(p).ok());
            match phone {
                Some(phone) if row.used_at.is_none() && row.expires_at > now => Issue::Send(phone),
                _ => Issue::Over,
            }
        }
        // Ids of jobs grow with time.
        Some(later) if later > job => Issue::Over,
        _ if asked_at + VALID <= now => Issue::Over,
        _ => Issue::New,
    }
}

/// The beginning of the period that `now` lies in.
fn since(now: OffsetDateTime, period: Duration) -> OffsetDateTime {
    let seconds = i64::try_from(period.as_secs()).unwrap_or(i64::MAX);
    let begun = now.unix_timestamp().div_euclid(seconds) * seconds;
    OffsetDateTime::from_unix_timestamp(begun).unwrap_or(now)
}
