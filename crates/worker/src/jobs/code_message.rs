//! Sends a one-time code to a phone, if whoever asked for it is somebody.
//!
//! Done twice, the same code goes out twice under the same reference. A carrier that refuses the
//! message (a number that is switched off for good) ends the job: the person at the other end asks
//! again, and nobody has to look at it.

use domain::{CodePurpose, JobId, Lang};
use shop::{CodeMessage, JobFailure, Message, MessageError, Messages, Shop};
use time::OffsetDateTime;

/// What was asked for.
pub(super) struct Asked<'a> {
    pub(super) purpose: CodePurpose,
    pub(super) subject: &'a str,
    /// Seconds since 1970.
    pub(super) at: i64,
    pub(super) lang: Lang,
}

pub(super) async fn run(
    shop: &Shop,
    messages: &dyn Messages,
    job: JobId,
    asked: Asked<'_>,
) -> Result<(), JobFailure> {
    let at = OffsetDateTime::from_unix_timestamp(asked.at)
        .map_err(|e| JobFailure::Never(e.to_string()))?;
    let message = shop
        .code_to_send(job, asked.purpose, asked.subject, at, asked.lang)
        .await
        .map_err(|e| JobFailure::Again(e.to_string()))?;
    let Some(message) = message else {
        return Ok(());
    };
    let sent = messages
        .send(Message {
            to: message.phone.clone(),
            text: text(&message),
            reference: job.to_string(),
        })
        .await;
    let result = if sent.is_ok() { "sent" } else { "refused" };
    metrics::counter!("dhakacart_code_messages_total", "result" => result).increment(1);
    match sent {
        Err(error @ MessageError::Refused(_)) => {
            tracing::warn!(to = message.phone.masked(), %error, "a code was not taken");
            Ok(())
        }
        other => Ok(other?),
    }
}

/// The code keeps its ASCII digits in Bangla too: telephones find it by them. The last line, where
/// there is one, binds it to the shop's own pages (origin-bound one-time codes, the format of WebOTP).
fn text(message: &CodeMessage) -> String {
    let (code, minutes) = (message.code.expose(), message.minutes);
    let text = match (message.lang, message.purpose) {
        (Lang::En, CodePurpose::PasswordReset) => format!(
            "DhakaCart: {code} is your code for a new password, good for {minutes} minutes. Give it to nobody, not even to us."
        ),
        (Lang::En, CodePurpose::PhoneVerification) => format!(
            "DhakaCart: {code} is the code that verifies your mobile number, good for {minutes} minutes. Give it to nobody, not even to us."
        ),
        (Lang::Bn, CodePurpose::PasswordReset) => {
            let minutes = domain::digits::to_bangla(&minutes.to_string());
            format!(
                "ঢাকাকার্ট: নতুন পাসওয়ার্ডের জন্য আপনার কোড {code}, মেয়াদ {minutes} মিনিট। কোডটি কাউকে দেবেন না, আমাদেরও না।"
            )
        }
        (Lang::Bn, CodePurpose::PhoneVerification) => {
            let minutes = domain::digits::to_bangla(&minutes.to_string());
            format!(
                "ঢাকাকার্ট: মোবাইল নম্বর যাচাইয়ের কোড {code}, মেয়াদ {minutes} মিনিট। কোডটি কাউকে দেবেন না, আমাদেরও না।"
            )
        }
    };
    match &message.host {
        Some(host) => format!("{text}\n\n@{host} #{code}"),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use domain::{OneTimeCode, Phone};

    use super::*;

    fn message(lang: Lang, purpose: CodePurpose, host: Option<&str>) -> CodeMessage {
        CodeMessage {
            phone: Phone::parse("01712345678").unwrap(),
            purpose,
            code: OneTimeCode::parse("012345").unwrap(),
            minutes: 10,
            host: host.map(str::to_owned),
            lang,
        }
    }

    #[test]
    fn a_code_is_bound_to_the_shops_own_pages_in_the_last_line() {
        for lang in Lang::ALL {
            for purpose in CodePurpose::ALL {
                let text = text(&message(lang, purpose, Some("shop.example")));
                assert_eq!(text.lines().last(), Some("@shop.example #012345"));
                assert_eq!(text.matches("012345").count(), 2, "{text}");
            }
        }
    }

    #[test]
    fn without_a_host_a_code_stands_once_and_in_ascii_digits() {
        for lang in Lang::ALL {
            for purpose in CodePurpose::ALL {
                let text = text(&message(lang, purpose, None));
                assert_eq!(text.matches("012345").count(), 1, "{text}");
                assert_eq!(text.lines().count(), 1);
            }
        }
    }
}
