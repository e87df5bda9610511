//! One-time codes by message: a new password without the old one, and proof of a phone.
//!
//! Nobody learns from an answer whether there is an account: asking writes one row and one job for
//! any name or number, and only the worker looks whether somebody is meant (`codes/issue.rs`);
//! guessing takes an attempt from that row, account or not. A code is six digits of an HMAC over
//! the job that sends it, under a key that is not in the database: the job can be done twice and
//! sends the same code, and whoever reads the tables reads no code.
//!
//! Invariants: one live code per account and purpose; five guesses each, counted before they are
//! compared; used once; what goes out is bounded per account, phone and hour, across replicas.
//! Why it is so: docs/adr/0014-one-time-codes.md.

mod issue;
mod phone;
mod reset;

pub use issue::CodeMessage;
pub use phone::{BeginVerificationError, VerifyPhoneError};
pub use reset::{BeginResetError, FinishResetError, PasswordReset};

use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use domain::{CodePurpose, FieldError, JobId, Lang, OneTimeCode, Phone, UserId, Username};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
use store::{CodeRow, StoreError, Tx};
use subtle::{Choice, ConstantTimeEq as _};

use crate::Shop;
use crate::jobs::Job;

/// How long a code can be used.
pub(super) const VALID: Duration = Duration::from_secs(10 * 60);
/// How often a code may be guessed.
const ATTEMPTS: i64 = 5;
/// A transaction that lost a race for a phone is tried again so often.
const TRIES: usize = 5;

/// How codes leave this shop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeOptions {
    /// Whether there is a carrier that takes them; without one nobody may ask for a code.
    pub sent: bool,
    /// Codes that go out in an hour at most, all accounts and replicas together: what a flood can cost.
    pub per_hour: u32,
    /// The host that browsers may fill a code in on (`shop.example`); none without HTTPS.
    pub host: Option<String>,
}

impl Default for CodeOptions {
    fn default() -> Self {
        Self {
            sent: true,
            per_hour: 500,
            host: None,
        }
    }
}

/// Makes codes and knows them again. The first key makes them; those behind it made some that are
/// still under way.
pub(crate) struct Codes(ArcSwap<Vec<CodeKey>>);

#[derive(Clone)]
struct CodeKey(Hmac<Sha256>);

impl Codes {
    /// Codes under keys of their own, derived from the shop's secrets.
    pub(crate) fn new(secret: &[u8], before: &[Vec<u8>]) -> Self {
        Codes(ArcSwap::from_pointee(keys(secret, before)))
    }

    /// Makes codes with another secret from now on.
    pub(crate) fn rotate(&self, secret: &[u8], before: &[Vec<u8>]) {
        self.0.store(Arc::new(keys(secret, before)));
    }

    /// The code that a job sends.
    fn of(&self, purpose: CodePurpose, subject: &str, job: JobId) -> OneTimeCode {
        self.0.load()[0].code(purpose, subject, job)
    }

    /// Whether a job sent this code. Takes as long whatever differs.
    fn sent(&self, guess: OneTimeCode, purpose: CodePurpose, subject: &str, job: JobId) -> bool {
        let guess = guess.to_bytes();
        let keys = self.0.load();
        let right = keys.iter().fold(Choice::from(0), |right, key| {
            right | key.code(purpose, subject, job).to_bytes().ct_eq(&guess)
        });
        bool::from(right)
    }
}

fn keys(secret: &[u8], before: &[Vec<u8>]) -> Vec<CodeKey> {
    let all = std::iter::once(secret).chain(before.iter().map(Vec::as_slice));
    all.map(CodeKey::new).collect()
}

impl CodeKey {
    fn new(secret: &[u8]) -> Self {
        let derived = Sha256::new()
            .chain_update(b"dhakacart one-time codes\0")
            .chain_update(secret)
            .finalize();
        // As HMAC pads a key that is shorter than a block (RFC 2104, section 2).
        let mut block = [0; 64];
        block[..32].copy_from_slice(&derived);
        CodeKey(Hmac::new(&block.into()))
    }

    fn code(&self, purpose: CodePurpose, subject: &str, job: JobId) -> OneTimeCode {
        let mut mac = self.0.clone();
        mac.update(purpose.as_str().as_bytes());
        mac.update(&[0]);
        mac.update(job.uuid().as_bytes());
        mac.update(subject.as_bytes());
        let digest = mac.finalize().into_bytes();
        let mut bits = [0; 8];
        bits.copy_from_slice(&digest[..8]);
        OneTimeCode::from_bits(u64::from_be_bytes(bits))
    }
}

/// Whom a code is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Subject {
    /// Whoever has that name.
    Name(Username),
    /// Whoever has that phone.
    Phone(Phone),
    /// Somebody signed in.
    User(UserId),
}

impl Subject {
    /// Reads what people write when they are asked who they are: a number is a phone, anything else
    /// a name.
    fn parse(text: &str) -> Result<Self, FieldError> {
        let wrong = |code, message: &str| FieldError::new("identifier", code, message);
        let text = text.trim();
        if text.is_empty() {
            let message = "A username or a mobile number is needed";
            return Err(wrong(FieldError::REQUIRED, message));
        }
        if let Ok(phone) = Phone::parse(text) {
            return Ok(Self::Phone(phone));
        }
        Username::parse(text).map(Self::Name).map_err(|_| {
            let message = "Neither a username nor a mobile number";
            wrong(FieldError::FORMAT, message)
        })
    }

    /// How it stands in the database.
    fn key(&self) -> String {
        match self {
            Self::Name(name) => format!("name:{}", name.key()),
            Self::Phone(phone) => format!("phone:{phone}"),
            Self::User(user) => format!("user:{user}"),
        }
    }

    fn read(key: &str) -> Option<Self> {
        match key.split_once(':')? {
            ("name", name) => Username::parse(name).ok().map(Self::Name),
            ("phone", phone) => Phone::parse(phone).ok().map(Self::Phone),
            ("user", user) => user.parse().ok().map(Self::User),
            _ => None,
        }
    }
}

/// A right guess: whose code it was, and where it had been sent.
struct Proven {
    user: UserId,
    phone: Phone,
    job: JobId,
}

impl Shop {
    /// Writes down that a code was asked for; the worker sends it, if somebody is meant.
    async fn ask_for_code(
        &self,
        purpose: CodePurpose,
        subject: &Subject,
        lang: Lang,
    ) -> Result<(), StoreError> {
        let now = self.ambient().now();
        let key = subject.key();
        let mut tx = self.store().begin().await?;
        tx.ask_for_code(purpose, &key, ATTEMPTS, now, now + VALID)
            .await?;
        let job = Job::CodeMessage {
            purpose,
            subject: key,
            lang,
            asked_at: now.unix_timestamp(),
        };
        let row = job.row(JobId::mint(self.ambient()), now);
        tx.insert_jobs(&[row], now).await?;
        tx.commit().await
    }

    /// Takes an attempt, and only then looks whether the guess is right. The attempt is gone
    /// whatever happens afterwards.
    async fn guess_code(
        &self,
        purpose: CodePurpose,
        subject: &Subject,
        guess: OneTimeCode,
    ) -> Result<Option<Proven>, StoreError> {
        let key = subject.key();
        let mut tx = self.store().begin().await?;
        let row = tx
            .take_code_attempt(purpose, &key, self.ambient().now())
            .await?;
        tx.commit().await?;
        // Without an attempt or an account the same is computed for nothing.
        let job = row.as_ref().and_then(|row| row.job);
        let job = job.unwrap_or(JobId::from(uuid::Uuid::nil()));
        let right = self.codes().sent(guess, purpose, &key, job);
        Ok(row.filter(|_| right).and_then(proven))
    }

    /// Uses a code up within `tx`.
    async fn use_code(
        &self,
        tx: &mut Tx,
        purpose: CodePurpose,
        subject: &Subject,
        job: JobId,
    ) -> Result<bool, StoreError> {
        tx.use_code(purpose, &subject.key(), job, self.ambient().now())
            .await
    }
}

fn proven(row: CodeRow) -> Option<Proven> {
    Some(Proven {
        user: row.user?,
        phone: Phone::parse(&row.phone?).ok()?,
        job: row.job?,
    })
}

/// Whether a transaction lost a race for a phone that two accounts prove at once.
fn lost_the_phone<T>(outcome: &Result<T, StoreError>) -> bool {
    matches!(outcome, Err(error) if error.is_unique("users_verified_phone") || error.is_unique("users.phone"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_a_phone_and_anything_else_a_name() {
        for text in ["01712345678", " ০১৭১২-৩৪৫৬৭৮", "+880 1712 345678"] {
            assert_eq!(Subject::parse(text).unwrap().key(), "phone:+8801712345678");
        }
        assert_eq!(Subject::parse(" Rahima_1 ").unwrap().key(), "name:rahima_1");
        for (text, code) in [
            ("  ", FieldError::REQUIRED),
            ("ab", FieldError::FORMAT),
            ("রহিমা", FieldError::FORMAT),
            ("user:1", FieldError::FORMAT),
        ] {
            assert_eq!(Subject::parse(text).unwrap_err().code, code, "{text}");
        }
    }

    #[test]
    fn a_subject_is_read_back_as_it_was_written() {
        let user = Subject::User(UserId::from(uuid::Uuid::from_u128(7)));
        for subject in [
            Subject::parse("rahima").unwrap(),
            Subject::parse("01712345678").unwrap(),
            user,
        ] {
            assert_eq!(Subject::read(&subject.key()), Some(subject));
        }
        assert_eq!(Subject::read("somebody"), None);
    }

    #[test]
    fn codes_depend_on_the_key_the_purpose_the_subject_and_the_job() {
        let codes = |secret: &[u8]| Codes::new(secret, &[]);
        let job = |n: u128| JobId::from(uuid::Uuid::from_u128(n));
        let (ours, reset) = (codes(&[1; 32]), CodePurpose::PasswordReset);
        let code = ours.of(reset, "name:rahima", job(1));
        assert_eq!(code, ours.of(reset, "name:rahima", job(1)));
        assert_ne!(code, codes(&[2; 32]).of(reset, "name:rahima", job(1)));
        assert_ne!(code, ours.of(reset, "name:karima", job(1)));
        assert_ne!(code, ours.of(reset, "name:rahima", job(2)));
        let verification = CodePurpose::PhoneVerification;
        assert_ne!(code, ours.of(verification, "name:rahima", job(1)));
        assert!(ours.sent(code, reset, "name:rahima", job(1)));
        assert!(!ours.sent(code, reset, "name:rahima", job(2)));
        let mut seen: Vec<String> = (0..1_000)
            .map(|n| ours.of(reset, "name:rahima", job(n)).expose())
            .collect();
        seen.sort_unstable();
        seen.dedup();
        assert!(seen.len() > 990, "{} of 1,000 differ", seen.len());
    }

    #[test]
    fn a_code_under_way_outlives_a_rotation() {
        let codes = Codes::new(&[1; 32], &[]);
        let (reset, job) = (CodePurpose::PasswordReset, JobId::from(uuid::Uuid::nil()));
        let sent = codes.of(reset, "name:rahima", job);
        codes.rotate(&[2; 32], &[vec![1; 32]]);
        assert!(codes.sent(sent, reset, "name:rahima", job));
        assert_ne!(codes.of(reset, "name:rahima", job), sent);
        codes.rotate(&[2; 32], &[]);
        assert!(!codes.sent(sent, reset, "name:rahima", job));
    }
}
